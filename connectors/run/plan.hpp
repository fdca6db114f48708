// Which probes run, after which others, in which order, and which are left out because the budget is better spent. A dependency
// graph: reach -> log in -> scopes -> data. Internal to run. Test: tests/connectors/plan_test.cpp.
#pragma once

#include "declare/connector.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace syncdx::connect {

struct PlannedProbe {
  const ProbeSpec* probe = nullptr;  // null: the login
  std::vector<std::size_t> after;    // places in the plan
  std::size_t rank = 0;              // of what could run, the lowest runs first
  bool left_out = false;             // the budget is worth more elsewhere
};

struct PlanRequest {
  std::span<const std::string> only;  // probes wanted; what they need runs too; empty: all
  std::size_t budget = 0;             // calls
  bool needs_login = false;           // a token must be asked for
  // Of the probe's facts: what it is worth to be told them (any unit, >= 0); empty: all are worth the same, in the file's
  // order.
  const std::function<double(const ProbeSpec&)>& worth;
};

// In the connector's order, the login before the first probe that needs it. Probes are ranked greedily: next comes the one
// whose worth, with that of what it needs and has not been chosen yet, is most per call; one that does not fit into what is
// left of the budget is left out. Ties by place.
[[nodiscard]] std::vector<PlannedProbe> plan_probes(const Connector& connector, const PlanRequest& request);

}  // namespace syncdx::connect
