// The plan of probes: what it must hold on thousands of random dependency graphs, and the order that worth and budget give. A
// greedy choice has no oracle of the best; what is checked is what is promised.
#include "run/plan.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

namespace syncdx::connect {
namespace {

using Worth = std::function<double(const ProbeSpec&)>;
const Worth worth_nothing_known;

ProbeSpec probe(std::string id, std::vector<std::string> after = {}, std::size_t cost = 1) {
  ProbeSpec spec;
  spec.id = std::move(id);
  spec.after = std::move(after);
  spec.cost = cost;
  return spec;
}

Connector random_connector(std::mt19937& random) {
  Connector connector;
  const std::size_t count = 1 + random() % 12;
  for (std::size_t i = 0; i < count; ++i) {
    auto next = probe("p" + std::to_string(i), {}, 1 + random() % 3);
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (random() % 4 == 0) next.after.push_back("p" + std::to_string(earlier));
    }
    next.anonymous = i == 0 && random() % 2 == 0;
    connector.probes.push_back(std::move(next));
  }
  return connector;
}

std::vector<std::string> order_of(const std::vector<PlannedProbe>& plan) {
  std::vector<const PlannedProbe*> chosen;
  for (const auto& entry : plan) {
    if (!entry.left_out) chosen.push_back(&entry);
  }
  std::ranges::sort(chosen, {}, &PlannedProbe::rank);
  std::vector<std::string> ids;
  for (const auto* entry : chosen) ids.push_back(entry->probe == nullptr ? "login" : entry->probe->id);
  return ids;
}

std::size_t cost_of(const std::vector<PlannedProbe>& plan) {
  std::size_t cost = 0;
  for (const auto& entry : plan) {
    if (!entry.left_out) cost += entry.probe == nullptr ? 1 : entry.probe->cost;
  }
  return cost;
}

}  // namespace

TEST_CASE("a plan keeps to its budget, and runs nothing before what it needs", "[property]") {
  std::mt19937 random(20261125);
  for (int round = 0; round < 3000; ++round) {
    const auto connector = random_connector(random);
    const std::size_t budget = random() % 20;
    std::vector<double> values;
    for (std::size_t i = 0; i < connector.probes.size(); ++i) values.push_back(static_cast<double>(random() % 5));
    const Worth worth = [&](const ProbeSpec& spec) { return values[std::stoul(spec.id.substr(1))]; };
    const auto plan = plan_probes(connector, {.only = {},
                                              .budget = budget,
                                              .needs_login = random() % 2 == 0,
                                              .worth = random() % 3 == 0 ? worth_nothing_known : worth});
    CAPTURE(round, budget, order_of(plan));
    REQUIRE(cost_of(plan) <= budget);
    for (const auto& entry : plan) {
      for (const auto earlier : entry.after) {
        REQUIRE(&plan[earlier] != &entry);
        if (!entry.left_out) REQUIRE((!plan[earlier].left_out && plan[earlier].rank < entry.rank));
      }
      // What is left out does not fit: neither it nor anything that it needs could still be paid for.
      if (entry.left_out) {
        std::size_t missing = 0;
        std::vector<bool> counted(plan.size(), false);
        const auto count = [&](const auto& self, std::size_t at) -> void {
          if (!plan[at].left_out || counted[at]) return;
          counted[at] = true;
          missing += plan[at].probe == nullptr ? 1 : plan[at].probe->cost;
          for (const auto earlier : plan[at].after) self(self, earlier);
        };
        count(count, static_cast<std::size_t>(&entry - plan.data()));
        REQUIRE(cost_of(plan) + missing > budget);
      }
    }
  }
}

TEST_CASE("without worth probes run in the author's order, with it the most telling per call first") {
  Connector connector;
  connector.probes = {probe("reach"), probe("scopes", {"reach"}), probe("orders", {"scopes"}, 2),
                      probe("locations", {"scopes"})};
  connector.probes.front().anonymous = true;
  CHECK(order_of(plan_probes(connector, {.only = {}, .budget = 9, .needs_login = true, .worth = worth_nothing_known})) ==
        std::vector<std::string>{"reach", "login", "scopes", "orders", "locations"});
  const Worth locations_tell = [](const ProbeSpec& spec) {
    return spec.id == "locations" ? 1.0 : spec.id == "orders" ? 0.5 : 0.0;
  };
  CHECK(order_of(plan_probes(connector, {.only = {}, .budget = 9, .needs_login = true, .worth = locations_tell})) ==
        std::vector<std::string>{"reach", "login", "scopes", "locations", "orders"});
  CHECK(order_of(plan_probes(connector, {.only = {}, .budget = 4, .needs_login = true, .worth = locations_tell})) ==
        std::vector<std::string>{"reach", "login", "scopes", "locations"});
}

TEST_CASE("probes asked for by name bring what they need, and nothing else") {
  Connector connector;
  connector.probes = {probe("reach"), probe("scopes", {"reach"}), probe("orders", {"scopes"}), probe("locations", {"scopes"})};
  const std::vector<std::string> only{"locations"};
  CHECK(order_of(plan_probes(connector, {.only = only, .budget = 9, .needs_login = false, .worth = worth_nothing_known})) ==
        std::vector<std::string>{"reach", "scopes", "locations"});
}

}  // namespace syncdx::connect
