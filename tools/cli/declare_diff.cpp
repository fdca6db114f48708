#include "declare.hpp"
#include "declare_rules.hpp"
#include "diff_rules_command.hpp"

namespace syncdx::cli {

void declare_rules_diff(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<DiffRulesOptions>();
  auto* command = rules.add_subcommand("diff", "Show what differs between two sets of rules, in items, numbers and answers");
  command
      ->add_option("OLD", options->before,
                   "Directory or file of rules; several are parted by \":\", installed: those that\ncome with syncdx")
      ->required()
      ->type_name("");
  command->add_option("NEW", options->after, "Likewise")->required()->type_name("");
  command->add_option("--cases", options->cases, "Labelled cases: show which get another answer")->type_name("FILE");
  command
      ->add_option("--tests", options->tests,
                   "Case files, or directories with them: likewise; without --cases\nthe tests of NEW are taken")
      ->allow_extra_args(false)
      ->type_name("PATH ...");
  add_number(*command, "--least", "Change of a probability that is worth a line (default: 0.05)", options->least_change, {0, 1})
      ->type_name("P");
  command
      ->add_option("--platforms", options->platforms,
                   "Platforms whose own rules labelled cases get, parted by\ncommas; those of others get the general ones "
                   "(default: all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("P,…");
  command->add_flag_callback(
      "--no-cache", [options] { options->cache = CacheUse::off; }, "Neither read nor write the cache of compiled rules");
  add_threads(*command, options->threads);
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  command->footer(
      "Examples:\n"
      "  syncdx rules diff rules/ my-rules/\n"
      "  syncdx rules diff installed installed:my-rules\n"
      "  syncdx rules diff rules/ my-rules/ --tests tests/cases --least 0.1\n"
      "  syncdx rules diff rules/ my-rules/ --cases cases.jsonl\n\n"
      "Exit status: 0 ran, whatever differs; 2 wrong usage; 3 rules or named tests invalid;\n4 the cases cannot be read.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
