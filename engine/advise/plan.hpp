// What to do next: repairs in the order of their expected cost, tests before repairs where they pay.
// Order of repairs: by chance to fix over cost, descending, which minimises the expected cost of repair when one action fixes
// at most one fault and repairs are independent (Heckerman, Breese & Rommelse 1995, section 3; Kadane & Simon 1977); a further
// repair of a cause counts for what those before it leave. A guarded
// action never stands above its guard, one with `after` not above those. A test is put first when the expected drop in the
// expected cost of repair (over its two outcomes) is more than its own cost.
#pragma once

#include "infer/posterior.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace syncdx::advise {

struct Fix {
  infer::CauseId cause = 0;
  double probability = 0;  // that the action repairs this cause
};

enum class ActionKind { repair, test, escalate };

struct Action {
  ActionKind kind = ActionKind::repair;
  double cost_minutes = 1;                // > 0
  std::vector<Fix> fixes;                 // empty for tests
  std::vector<infer::FindingId> reveals;  // for tests
  std::optional<std::size_t> guard;       // index of the action that must come first
  std::vector<std::size_t> after;         // indices of actions that come first where they are in the plan
};

struct Step {
  std::size_t action = 0;
  // That this step, by itself, mends what is wrong; for tests: that the outcome changes the repairs or their order.
  double probability_of_success = 0;
  double expected_saving_minutes = 0;  // tests only
};

struct PlanOptions {
  std::size_t max_steps = 8;
  std::size_t max_tests = 2;
  double least_success = 0.02;  // repairs with less chance are left out
};

// Steps, first first. Escalations come last unless they are a guard. Deterministic: ties by index.
[[nodiscard]] std::vector<Step> plan(const infer::CausalNetwork& network, std::span<const infer::State> states,
                                     std::span<const Action> actions, const PlanOptions& options = {});

}  // namespace syncdx::advise
