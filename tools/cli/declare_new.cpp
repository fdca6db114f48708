#include "declare.hpp"
#include "declare_rules.hpp"
#include "new_rule_command.hpp"
#include "values.hpp"

namespace syncdx::cli {
namespace {

void add_what_is_said(CLI::App& command, NewRuleOptions& options) {
  auto& said = options.said;
  command.add_option("--issue", said.issue, "What a user complains of; refined if the rules have it")->type_name("ID");
  command.add_option("--issue-title", said.issue_title, "Of an issue that is new (default: made of its id)")->type_name("TEXT");
  command.add_option("--title", said.title, "What is wrong, in a few words for the reader")->type_name("TEXT");
  command.add_option("--explanation", said.explanation, "One or two sentences more (default: the title)")->type_name("TEXT");
  command.add_option("--near-miss", said.near_misses, "A line that looks alike and means something else; may be\nrepeated")
      ->allow_extra_args(false)
      ->type_name("TEXT");
  command.add_option("--pattern", said.pattern, "Regular expression (RE2) for the lines (default: proposed)")
      ->type_name("TEXT");
  command.add_option("--fix", said.fix, "What one does about it")->type_name("TEXT");
  command.add_option("--verify", said.verify, "How one sees that it worked")->type_name("TEXT");
  command.add_option("--basis", said.basis, "Where the numbers come from (default: judgement, today)")->type_name("TEXT");
  command.add_option("--into", options.directory, "Directory of rules to write into (default: rules)")->type_name("DIR");
  command.add_option("--rules", options.rules, "Rules that it joins, besides those of --into; may be repeated")
      ->allow_extra_args(false)
      ->type_name("DIR");
}

}  // namespace

void declare_rules_new(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<NewRuleOptions>();
  auto* command = rules.add_subcommand("new", "Write a rule, and the cases that test it, from what you saw");
  command->add_option("--platform", options->said.platform, "The platform's id; any: all of them (default: any)")
      ->type_name("ID");
  command->add_option("--cause", options->said.cause, "What is wrong")->type_name("ID");
  command->add_option("--line", options->said.lines, "A log line that shows it; may be repeated")
      ->allow_extra_args(false)
      ->type_name("TEXT");
  add_what_is_said(*command, *options);
  command->footer(
      "Writes DIR/PLATFORM/CAUSE.yaml and CAUSE.cases.yaml beside it; for a new platform also how it is recognised. On a\n"
      "terminal it asks for what was not given. Secrets in the lines are masked. Nothing that is there is overwritten.\n\n"
      "Examples:\n"
      "  syncdx rules new\n"
      "  syncdx rules new --platform bigcommerce --issue data_not_syncing --cause webhook_switched_off \\\n"
      "    --title \"The webhook was switched off\" --line \"ERROR webhook 42 is_active=false, no events come in\" \\\n"
      "    --near-miss \"INFO webhook 42 is_active=true\" --fix \"Switch the webhook on again.\" \\\n"
      "    --verify \"A new order arrives.\"\n\n"
      "Exit status: 0 written; 2 something is missing; 3 the rules that are there are invalid; 4 a file cannot be written.");
  choose(*command, chosen, options);
}

void declare_rules_draft(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<DraftRuleOptions>();
  options->rule.said.platform.clear();
  auto* command = rules.add_subcommand("draft", "Write a rule, and the cases that test it, from a log");
  command->add_option("LOG", options->log, "A log that shows the fault, or a part of it")->required()->type_name("");
  command->add_option("--cause", options->rule.said.cause, "What is wrong; joined if the rules have it")
      ->required()
      ->type_name("ID");
  add_whole_number(*command, "--at",
                   "Number of the line that shows it (default: the most\nfrequent kind of error line that no rule explains)",
                   options->at, {1, UINT32_MAX})
      ->type_name("LINE");
  command->add_option("--platform", options->rule.said.platform, "The platform's id (default: the one that the lines name)")
      ->type_name("ID");
  add_what_is_said(*command, options->rule);
  command->footer(
      "The pattern matches the log's lines of that kind, and neither the lines most alike to them nor the examples of other\n"
      "rules. What only you know is left as FILL IN.\n\n"
      "Examples:\n"
      "  syncdx rules draft sync.log --cause webhook_switched_off --issue data_not_syncing\n"
      "  syncdx rules draft sync.log --at 17 --cause token_expired --rules /usr/share/syncdx/rules\n\n"
      "Exit status: 0 written; 2 something is missing; 3 rules invalid; 4 the log cannot be read, or a file not written.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
