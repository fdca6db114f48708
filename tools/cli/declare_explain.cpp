#include "declare.hpp"

namespace syncdx::cli {

void declare_explain(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ExplainOptions>();
  auto* command = app.add_subcommand("explain", "Say what an error text, a code or a rule's id means");
  command->add_option("TEXT", options->words, "An error message, an HTTP status, a platform's code, a rule's id")
      ->required()
      ->type_name("");
  add_platform(*command, options->platform, "Only what holds on this platform");
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx explain 429 --platform shopify\n"
      "  syncdx explain SSS_REQUEST_LIMIT_EXCEEDED\n"
      "  syncdx explain 'Exceeded 2 calls per second for api client'");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
