// What a test is worth: the expected drop of the expected cost of repair when it tells a finding's state for certain (value of
// perfect information: Howard 1966; for repair Heckerman, Breese & Rommelse 1995, section 4). Internal to advise.
#pragma once

#include "advise/chances.hpp"
#include "advise/plan.hpp"
#include "advise/repair_order.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace syncdx::advise {

// A test that saves more than it costs.
struct WorthyTest {
  std::size_t action = 0;
  double saving_minutes = 0;  // before its cost
  double settles = 0;         // probability of an outcome that changes the repairs or their order
};

struct TestQuestion {
  const infer::CausalNetwork& network;
  std::span<const infer::State> known;   // a test can reveal what is unknown here
  std::span<const infer::State> states;  // what is reckoned with: known, or less of it
  std::span<const Action> actions;
  const WorthTrying& worth;
  double hand_over_minutes = 0;
};

// At most `most`, best net saving first. A test that reveals several findings is worth what the best of them is (at least: more
// knowledge never costs); a finding counts for the first test that reveals it.
[[nodiscard]] std::vector<WorthyTest> worthy_tests(const TestQuestion& question, const Chances& now, const RepairOrder& order,
                                                   std::size_t most);

}  // namespace syncdx::advise
