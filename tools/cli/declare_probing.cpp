#include "declare.hpp"

namespace syncdx::cli {

void declare_probe(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ProbeOptions>();
  auto* command = app.add_subcommand("probe", "Ask a platform, by read-only calls, what is wrong now");
  command->add_option("NAME", options->connection, "A connection of the connections file")->required()->type_name("");
  command->add_flag("--list", options->list, "Show the probes, what each is for and costs; call nothing");
  add_probes(*command, options->probes);
  add_list_format(*command, options->looks);
  command->footer(
      "Examples:\n"
      "  syncdx probe acme\n"
      "  syncdx probe acme --list\n"
      "  syncdx probe acme --only shopify_scopes --format json\n"
      "  syncdx probe acme --budget 6        # those that are expected to tell most\n"
      "  syncdx diagnose --probe acme sync.log\n\n"
      "Exit status: 0 ran, whatever it found; 2 wrong usage; 4 connection unknown or wrong.");
  choose(*command, chosen, options);
}

void declare_checkup(CLI::App& app, Command& chosen) {
  const auto checkup = std::make_shared<CheckupOptions>();
  auto* options = &checkup->diagnose;
  auto* command = app.add_subcommand("checkup", "Go through the guide's diagnostic steps, one after another");
  command
      ->add_option_function<std::string>(
          "NAME", [options](const std::string& name) { options->probe.insert(options->probe.begin(), name); },
          "A connection of the connections file")
      ->required()
      ->type_name("");
  command
      ->add_option_function<std::vector<std::string>>(
          "--probe",
          [options](const std::vector<std::string>& names) {
            options->probe.insert(options->probe.end(), names.begin(), names.end());
          },
          "Another connection to ask, such as Tether's exports; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command->add_option("LOG", options->logs, "Logs of the session, if there are any")->type_name("");
  command->add_option("--session", options->session, "Export of the sync sessions (JSON)")->type_name("FILE");
  command->add_option("--integration", options->integration, "Export of the integration's settings (JSON)")->type_name("FILE");
  add_probes(*command, options->probes);
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx checkup acme\n"
      "  syncdx checkup acme --probe acme-exports\n"
      "  syncdx checkup acme --integration integration.json --session sessions.json sync.log");
  choose(*command, chosen, checkup);
}

void declare_connections(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<CheckConnectionsOptions>();
  auto* connections = app.add_subcommand("connections", "Work on the connections file");
  connections->require_subcommand(1);
  auto* check = connections->add_subcommand("check", "Show what is wrong with the connections file; call nothing");
  add_connections_file(*check, options->connections);
  add_list_format(*check, options->looks);
  check->footer(
      "A connections file:\n"
      "  connections:\n"
      "    acme:\n"
      "      platform: shopify\n"
      "      account: {shop: acme.myshopify.com}\n"
      "      secrets: {access_token: {env: SHOPIFY_TOKEN}}   # or {file: /path/that/only/you/read}\n\n"
      "Exit status: 0 all is well; 1 problems; 4 the file cannot be read.");
  choose(*check, chosen, options);
}

}  // namespace syncdx::cli
