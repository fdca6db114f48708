// What being told a finding's state is expected to tell of the causes.
#pragma once

#include "infer/network.hpp"

#include <span>
#include <vector>

namespace syncdx::infer {

// For each of `findings`: the expected drop, in nats, of the sum of the entropies of the causes' marginals when its state is
// told;
//   I(f) = sum_c [ H(c | states) - sum_s P(f = s | states) * H(c | states, f = s) ],  H in nats; >= 0
// (Lindley 1956, of each cause apart: what findings tell of causes together is not counted). 0 for one whose state is known.
// Reckons with a tractable part of the states where all are too many (quick_answer). One entry per finding, in their order.
[[nodiscard]] std::vector<double> information(const CausalNetwork& network, std::span<const State> states,
                                              std::span<const FindingId> findings);

}  // namespace syncdx::infer
