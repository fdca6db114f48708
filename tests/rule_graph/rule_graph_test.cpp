#include "syncdx/rule_graph.hpp"

#include "evaluate/rules_and_cases.hpp"
#include "syncdx/report.hpp"

#include <algorithm>

using namespace syncdx;
using namespace syncdx::rule_graph;

namespace {

constexpr auto shop_rules = R"(platform: shop
basis: test
refines: fire
symptoms:
  - {id: shop_smell, title: "A \"smell\" & more", question: "Does it <smell>?"}
causes:
  - {refines: candle, shows: {shop_smell: .7}}
)";

constexpr auto platforms = R"(platform: any
basis: test
platforms:
  - {id: shop, title: The Shop, detect: [shop], examples: [shop]}
)";

// The rules of rules_and_cases.hpp, and a platform that refines one of their causes.
struct Rules {
  test::Folder folder;
  EngineOptions options;

  Rules() {
    options.rule_paths = {folder.write("rules/fire.yaml", test::measured_rules),
                          folder.write("rules/flood.yaml", test::flood_rules), folder.write("rules/shop.yaml", shop_rules),
                          folder.write("rules/platforms.yaml", platforms)};
  }
};

std::vector<std::string> ids(const Checked<std::vector<ListedItem>>& items) {
  REQUIRE(items);
  std::vector<std::string> result;
  for (const auto& item : items->value) result.push_back(item.id);
  return result;
}

const ConnectionGroup& group(const ShownItem& item, std::string_view name) {
  const auto found = std::ranges::find(item.groups, name, &ConnectionGroup::name);
  REQUIRE(found != item.groups.end());
  return *found;
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a list holds what the filter lets through, by kind and id") {
  const Rules rules;
  CHECK(ids(list_items(rules.options, {.kind = ItemKind::cause})) ==
        std::vector<std::string>{"any.fire.candle", "any.fire.stove", "any.flood.pipe", "any.flood.rain", "shop.fire.candle"});
  // On a platform a refinement stands in for the general cause.
  CHECK(ids(list_items(rules.options, {.platform = "shop", .kind = ItemKind::cause})) ==
        std::vector<std::string>{"any.fire.stove", "any.flood.pipe", "any.flood.rain", "shop.fire.candle"});
  CHECK(ids(list_items(rules.options, {.issue = "flood"})) ==
        std::vector<std::string>{"flood", "any.flood.pipe", "any.flood.rain", "puddle", "mop"});
  CHECK(ids(list_items(rules.options, {})).size() == 1 + 2 + 5 + 4 + 2);
}

TEST_CASE("a name that the rules do not hold gets the nearest") {
  const Rules rules;
  for (const auto& [problem, near] : {std::pair{list_items(rules.options, {.issue = "flod"}).error(), "'flood'"},
                                      {list_items(rules.options, {.platform = "shp"}).error(), "'shop'"},
                                      {show_item(rules.options, "smok").error(), "'smoke'"},
                                      {graph_dot(rules.options, {.focus = "stov"}).error(), "'stove'"}}) {
    REQUIRE(problem.size() == 1);
    CHECK(problem[0].code == "C007");
    CHECK_THAT(problem[0].help, Catch::Contains(near));
  }
}

TEST_CASE("a cause is shown with all that it is connected to, and its refinements beside it") {
  const Rules rules;
  const auto shown = show_item(rules.options, "candle");
  REQUIRE(shown);
  REQUIRE(shown->value.size() == 2);
  const auto& general = shown->value[0];
  CHECK(general.id == "any.fire.candle");
  CHECK(general.where.begin.line == 8);
  CHECK(group(general, "is a cause of").connections[0].id == "fire");
  CHECK(group(general, "is refined by").connections[0].id == "shop.fire.candle");
  const auto& shows = group(general, "shows").connections;
  REQUIRE(shows.size() == 2);
  CHECK(shows[0].id == "smoke");  // the strongest first
  CHECK(shows[0].number == .6);
  CHECK(group(general, "is solved by").connections[0].number == .99);
  CHECK(group(shown->value[1], "refines").connections[0].id == "any.fire.candle");
  CHECK(group(shown->value[1], "shows").connections.size() == 3);
  CHECK(show_item(rules.options, "shop.fire.candle")->value.size() == 1);
  CHECK(show_item(rules.options, "fire.candle")->value.size() == 2);
}

TEST_CASE("symptoms, solutions, issues and platforms are shown with what uses them") {
  const Rules rules;
  const auto heat = show_item(rules.options, "heat")->value.at(0);
  CHECK(group(heat, "is shown by").connections.size() == 3);
  CHECK(group(heat, "is shown by").connections[0].id == "any.fire.stove");
  CHECK(heat.examples == std::vector<std::string>{"heat"});
  CHECK(std::ranges::any_of(heat.attributes, [](const auto& a) { return a.name == "matches" && a.value == "heat"; }));
  CHECK(group(show_item(rules.options, "blow")->value.at(0), "solves").connections.size() == 3);
  CHECK(group(show_item(rules.options, "flood")->value.at(0), "has causes").connections.size() == 2);
  CHECK(group(show_item(rules.options, "shop")->value.at(0), "has causes of its own").connections[0].id == "shop.fire.candle");
  const auto text = report::rule_items_text(show_item(rules.options, "shop_smell")->value);
  CHECK_THAT(text, Catch::Contains("Does it <smell>?") && Catch::Contains("shop.yaml:5"));
}

TEST_CASE("a picture around an item holds what it is connected to and nothing else") {
  const Rules rules;
  const auto dot = graph_dot(rules.options, {.focus = "shop.fire.candle"});
  REQUIRE(dot);
  const auto& text = dot->value;
  CHECK_THAT(text, Catch::StartsWith("digraph") && Catch::Contains("cluster_legend"));
  for (const auto* id :
       {"shop.fire.candle", "any.fire.candle", "tooltip=\"fire\"", "smoke", "heat", "shop_smell", "blow", "tooltip=\"shop\""}) {
    CHECK_THAT(text, Catch::Contains(id));
  }
  CHECK_THAT(text, !Catch::Contains("puddle") && !Catch::Contains("stove"));
  // What HTML-like labels would trip over is written out.
  CHECK_THAT(text, Catch::Contains("A &quot;smell&quot; &amp; more"));
  CHECK(count(text, "style=dotted") == 2);  // one refinement, one in the legend
}

TEST_CASE("weak links are left out, and the picture says how many") {
  const Rules rules;
  const auto all = graph_dot(rules.options, {.focus = "any.fire.stove", .least_strength = 0})->value;
  const auto strong = graph_dot(rules.options, {.focus = "any.fire.stove", .least_strength = .5})->value;
  CHECK_THAT(all, Catch::Contains("smoke"));
  CHECK_THAT(strong, !Catch::Contains("smoke") && Catch::Contains("2 links not shown"));  // smoke .1, blow .3
}

TEST_CASE("without a focus the picture is an outline, or the whole") {
  const Rules rules;
  const auto outline = graph_dot(rules.options, {})->value;
  CHECK_THAT(outline, Catch::Contains("flood") && Catch::Contains("any.flood.pipe") && !Catch::Contains("puddle"));
  CHECK_THAT(graph_dot(rules.options, {.extent = Extent::whole})->value, Catch::Contains("puddle") && Catch::Contains("mop"));
  CHECK(graph_dot(rules.options, {})->value == outline);
}
