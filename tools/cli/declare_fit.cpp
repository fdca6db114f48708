#include "declare.hpp"
#include "declare_rules.hpp"
#include "fit_command.hpp"

namespace syncdx::cli {
namespace {

constexpr double most_weight = 1e9;
constexpr std::uint64_t most_folds = 1000;

}  // namespace

void declare_rules_fit(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<FitRulesOptions>();
  auto* command = rules.add_subcommand("fit", "Propose priors and strengths from cases of which the cause is known");
  command->add_option("CASES", options->cases, "Labelled cases, as syncdx evaluate takes them")->required()->type_name("");
  add_number(*command, "--weight", "A strength of the authors counts as so many cases (default: 20)", options->weight,
             {0, most_weight})
      ->type_name("N");
  add_number(*command, "--prior-weight", "Likewise a prior (default: 500)", options->prior_weight, {0, most_weight})
      ->type_name("N");
  add_number(*command, "--unseen",
             "A line that an excerpt does not show counts as such a share of an absent\none, 0 to 1 (default: 0.2)",
             options->unseen, {0, 1})
      ->type_name("SHARE");
  add_whole_number(*command, "--folds", "Of the cross-validation, 0: none (default: 5)", options->folds, {0, most_folds})
      ->type_name("K");
  command->add_option("--patch", options->patch, "Write the patch there, for patch -p0")->type_name("FILE");
  command->add_flag_callback(
      "--write", [options] { options->proposal = Proposal::written; },
      "Change the rule files; without this nothing is changed");
  command
      ->add_option(
          "--platforms", options->platforms,
          "Platforms whose own rules are used, parted by commas;\ncases of others get the general rules (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("P,…");
  add_read(*command, "--now", "Day for the note in `basis:` (default: the clock's)", read_time,
           [options](std::chrono::sys_seconds now) { options->now = now; })
      ->type_name("RFC3339");
  add_threads(*command, options->threads);
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "The larger the weights, the less few cases move. Only numbers change, each in its place; the cause's basis says so.\n\n"
      "Examples:\n"
      "  syncdx rules fit cases.jsonl --rules rules > fit.patch && less fit.patch && patch -p0 < fit.patch\n"
      "  syncdx rules fit cases.jsonl --rules rules --weight 50 --folds 10\n"
      "  syncdx rules fit cases.jsonl --rules rules --write\n\n"
      "Exit status: 0 ran; 2 wrong usage; 3 rules invalid; 4 a file cannot be read or written.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
