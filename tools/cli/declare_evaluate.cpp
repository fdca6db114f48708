#include "declare.hpp"
#include "evaluate_command.hpp"

namespace syncdx::cli {

void declare_evaluate(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<EvaluateOptions>();
  auto* command = app.add_subcommand("evaluate", "Measure the rules on cases of which the cause is known");
  command->add_option("CASES", options->cases, "Labelled cases, one JSON object a line")->required()->type_name("");
  command->add_option("--out", options->folder, "Write evaluation.json, evaluation.txt and calibration.svg there")
      ->type_name("FOLDER");
  command->add_option("--svg", options->plot, "Write the calibration plot there")->type_name("FILE");
  command->add_option("--save", options->save, "Keep the run, to be compared with later ones")->type_name("FILE");
  command->add_option("--since", options->since, "Show what changed since a run that was kept")->type_name("FILE");
  command
      ->add_option(
          "--platforms", options->platforms,
          "Platforms whose own rules are used, parted by commas;\ncases of others get the general rules (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("P,…");
  add_threads(*command, options->threads);
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "A case: {\"id\": \"c1\", \"platform\": \"shopify\", \"text\": \"the log or what was said\",\n"
      "         \"issue\": \"rate_limited\", \"cause\": \"request_rate_exceeded\", \"other_causes\": []}\n"
      "Out of scope is the issue not_in_scope. Lines that are no case are told and left out.\n\n"
      "Examples:\n"
      "  syncdx evaluate cases.jsonl\n"
      "  syncdx evaluate cases.jsonl --save before.json\n"
      "  syncdx evaluate cases.jsonl --rules my-rules/ --since before.json\n"
      "  syncdx evaluate cases.jsonl --out measured/\n\n"
      "Exit status: 0 ran; 2 wrong usage; 3 rules invalid; 4 a file cannot be read or written.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
