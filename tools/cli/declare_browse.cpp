#include "browse_rules_command.hpp"
#include "declare.hpp"
#include "declare_rules.hpp"

namespace syncdx::cli {
namespace {

using rule_graph::ItemKind;

const std::map<std::string, ItemKind> kinds{{"platform", ItemKind::platform},
                                            {"issue", ItemKind::issue},
                                            {"cause", ItemKind::cause},
                                            {"symptom", ItemKind::symptom},
                                            {"solution", ItemKind::solution}};

}  // namespace

void declare_rules_list(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<ListRulesOptions>();
  auto* command = rules.add_subcommand("list", "List what the rules hold");
  add_platform(*command, options->filter.platform, "Only what holds on this platform");
  command->add_option("--issue", options->filter.issue, "Only this issue, its causes, symptoms and solutions")->type_name("ID");
  command
      ->add_option_function<std::string>(
          "--kind", [options](const std::string& name) { options->filter.kind = kinds.at(name); },
          "platform, issue, cause, symptom or solution")
      ->type_name("KIND")
      ->check(CLI::IsMember({"platform", "issue", "cause", "symptom", "solution"}).description(""));
  add_list_format(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx rules list --kind issue\n"
      "  syncdx rules list --platform shopify --issue rate_limited");
  choose(*command, chosen, options);
}

void declare_rules_show(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<ShowRuleOptions>();
  auto* command = rules.add_subcommand("show", "Show one item with everything that it is connected to");
  command->add_option("ID", options->id, "Of a symptom, cause, solution, issue or platform")->required()->type_name("");
  add_list_format(*command, options->looks);
  add_looks(*command, options->looks);
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx rules show http_429\n"
      "  syncdx rules show shopify.rate_limited.request_rate_exceeded\n\n"
      "Exit status: 0 shown; 2 the rules hold nothing of that name; 3 rules invalid.");
  choose(*command, chosen, options);
}

void declare_rules_graph(CLI::App& rules, Command& chosen) {
  const auto options = std::make_shared<GraphRulesOptions>();
  auto* command = rules.add_subcommand("graph", "Draw platforms, issues, causes, symptoms and solutions");
  command->add_option("--focus", options->graph.focus, "An item; what it is connected to is drawn with it")->type_name("ID");
  command->add_option("--out", options->out, "Write the picture there (default: standard output)")->type_name("FILE");
  add_platform(*command, options->graph.platform, "The causes that hold on this platform");
  add_number(*command, "--least", "Leave weaker links out (default: 0.1)", options->graph.least_strength, {0, 1})
      ->type_name("STRENGTH");
  command->add_flag_callback(
      "--whole", [options] { options->graph.extent = rule_graph::Extent::whole; },
      "Without a focus: symptoms and solutions too, not only causes");
  command
      ->add_option_function<std::string>(
          "--format",
          [options](const std::string& name) { options->format = name == "dot" ? PictureFormat::dot : PictureFormat::svg; },
          "svg (default; needs the program dot of Graphviz), dot")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"svg", "dot"}).description(""));
  add_rules(*command, options->rules);
  command->footer(
      "Examples:\n"
      "  syncdx rules graph --focus request_rate_exceeded --out cause.svg\n"
      "  syncdx rules graph --focus rate_limited --platform shopify --least 0.3 --out issue.svg\n"
      "  syncdx rules graph --format dot | dot -Tpdf > rules.pdf\n\n"
      "Exit status: 0 drawn; 2 the rules hold nothing of that name; 3 rules invalid; 4 no picture.");
  choose(*command, chosen, options);
}

}  // namespace syncdx::cli
