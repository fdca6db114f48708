// Which repairs are worth trying, in which order, and what that is expected to cost. Internal to advise.
//
// Next comes the action that has the best chance to mend what is still wrong over its cost: chance over cost, descending, with
// the chances of each cause lowered by what was tried for it before. For repairs of different single faults that is the order
// of least expected cost (Kadane & Simon 1977); for several repairs of one fault the second one counts for what the first
// leaves. A guard borrows the chance of what it guards: a chain is as good as its best beginning (Horn 1972), so that it does
// not sink to the end and take the repair that it guards with it. Test: tests/advise/plan_test.cpp against all orders.
#pragma once

#include "advise/chances.hpp"
#include "advise/plan.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::advise {

struct RepairOrder {
  std::vector<std::size_t> actions;  // repairs, tests that look for a cause, and the guards that they need, first first
  double expected_cost = 0;          // minutes until mended, or handed over where all fail
};

// Actions that have a first guard: those whose chain of guards ends, within the list. Others must never be advised.
[[nodiscard]] std::vector<bool> placeable(std::span<const Action> actions);

// Adds the guards of `chosen`, their guards, and so on.
void add_guards(std::span<const Action> actions, std::vector<bool>& chosen);

// `hand_over_minutes`: what it costs when all repairs fail.
[[nodiscard]] RepairOrder order_repairs(std::span<const Action> actions, const Chances& chances, const WorthTrying& worth,
                                        double hand_over_minutes);

}  // namespace syncdx::advise
