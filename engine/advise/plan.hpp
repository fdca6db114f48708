// What to do next: repairs in the order of their expected cost, tests before repairs where they pay.
// Order of repairs: by chance to fix over cost, descending, which minimises the expected cost of repair when one action fixes
// at most one fault and repairs are independent (Heckerman, Breese & Rommelse 1995, section 3; Kadane & Simon 1977); a further
// repair of a cause counts for what those before it leave. A guarded
// action never stands above its guard, one with `after` not above those. A test is put first when the expected drop in the
// expected cost of repair (over its two outcomes) is more than its own cost; a test that looks for a cause but can reveal no
// finding of the network stands among the repairs.
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
  std::vector<Fix> fixes;                 // for tests: the chance to find that it is this cause
  std::vector<infer::FindingId> reveals;  // for tests
  std::optional<std::size_t> guard;       // index of the action that must come first
  std::vector<std::size_t> after;         // indices of actions that come first where they are in the plan
};

struct Step {
  std::size_t action = 0;
  // That this step, by itself, mends what is wrong; for tests: that the outcome changes the repairs or their order, or, for one
  // that can reveal no finding, that it finds the cause.
  double probability_of_success = 0;
  double expected_saving_minutes = 0;  // tests only
  std::vector<infer::CauseId>
      causes;  // for which it is advised, the one that counts most first; none that no finding speaks for
};

// Repairs with less chance are left out.
struct WorthTrying {
  double least_success = 0.02;
  double least_share = 0.1;  // of the best repair's chance
};

struct PlanOptions {
  std::size_t max_steps = 8;
  std::size_t max_tests = 2;
  WorthTrying worth;
  std::vector<std::size_t> first = {};  // actions that come before all others, in this order
};

// Steps, first first. Escalations come last unless they are a guard. Deterministic: ties by index.
[[nodiscard]] std::vector<Step> plan(const infer::CausalNetwork& network, std::span<const infer::State> states,
                                     std::span<const Action> actions, const PlanOptions& options = {});

}  // namespace syncdx::advise
