// The smallest change of findings after which another cause leads. All single changes that can matter are tried; pairs are
// tried among the most promising single ones, so that the search stays within some thousand inferences: on networks with up to
// `most_paired` possible changes it is complete. Test: tests/infer/smallest_change_test.cpp against all changes.
#include "infer/cause_odds.hpp"
#include "infer/explain.hpp"
#include "infer/graph.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace syncdx::infer {
namespace {

constexpr std::size_t most_paired = 48;

struct Standing {
  double old_leader = 0;  // natural log odds
  double rival = 0;       // of the best other candidate
  [[nodiscard]] bool overturned() const { return rival > old_leader; }
  [[nodiscard]] double lead() const { return old_leader - rival; }
};

class ChangeSearch {
 public:
  ChangeSearch(const CausalNetwork& network, std::span<const State> states, std::span<const CauseId> candidates,
               const InferOptions& options)
      : network_(network), states_(states.begin(), states.end()), candidates_(candidates), options_(options) {}

  std::vector<Change> run() {
    auto changes = possible_changes(findings_around(candidates_));
    std::vector<double> leads;
    std::optional<double> weakest;
    std::vector<Change> best;
    for (const auto& change : changes) {
      const auto standing = standing_after(change);
      leads.push_back(standing.lead());
      if (standing.overturned() && (!weakest || standing.old_leader < *weakest)) {
        weakest = standing.old_leader;
        best = {change};
      }
    }
    return best.empty() ? best_pair(changes_to_pair(changes, leads)) : best;
  }

 private:
  // Findings of all causes that the present findings connect with `causes`.
  std::vector<FindingId> findings_around(std::span<const CauseId> causes) const {
    std::vector<bool> present;
    present.reserve(states_.size());
    for (const auto state : states_) present.push_back(state == State::present);
    std::vector<FindingId> findings;
    for (const auto cause : reachable(network_, present, causes).causes) {
      for (const auto& link : network_.links_of_cause(cause)) findings.push_back(link.finding);
    }
    std::ranges::sort(findings);
    findings.erase(std::ranges::unique(findings).begin(), findings.end());
    return findings;
  }

  std::vector<Change> possible_changes(const std::vector<FindingId>& findings) const {
    std::vector<Change> changes;
    for (const auto finding : findings) {
      if (states_[finding] != State::unknown) {
        changes.push_back({finding, State::unknown});
      } else {
        changes.push_back({finding, State::absent});
        changes.push_back({finding, State::present});
      }
    }
    return changes;
  }

  // What to try in pairs: the single changes that bring the leader down most, then, where there is room, those of findings one
  // step farther away, which matter only together with another.
  std::vector<Change> changes_to_pair(const std::vector<Change>& changes, const std::vector<double>& leads) const {
    std::vector<std::size_t> order(changes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](auto i) { return leads[i]; });
    order.resize(std::min(order.size(), most_paired));
    std::vector<Change> chosen;
    chosen.reserve(most_paired);
    for (const auto i : order) chosen.push_back(changes[i]);
    if (chosen.size() < most_paired) add_farther(chosen);
    std::ranges::sort(chosen, {}, [](const Change& change) { return std::pair(change.finding, change.to); });
    return chosen;
  }

  void add_farther(std::vector<Change>& chosen) const {
    std::vector<CauseId> causes;
    for (const auto& change : chosen) {
      for (const auto& link : network_.links_of_finding(change.finding)) causes.push_back(link.cause);
    }
    for (const auto& change : possible_changes(findings_around(causes))) {
      const bool known = std::ranges::any_of(
          chosen, [&](const Change& other) { return other.finding == change.finding && other.to == change.to; });
      if (!known && chosen.size() < most_paired) chosen.push_back(change);
    }
  }

  std::vector<Change> best_pair(const std::vector<Change>& changes) {
    std::optional<double> weakest;
    std::vector<Change> best;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto kept = apply(changes[i]);
      for (std::size_t j = i + 1; j < changes.size(); ++j) {
        if (changes[j].finding == changes[i].finding) continue;
        const auto standing = standing_after(changes[j]);
        if (standing.overturned() && (!weakest || standing.old_leader < *weakest)) {
          weakest = standing.old_leader;
          best = {changes[i], changes[j]};
        }
      }
      states_[changes[i].finding] = kept;
    }
    return best;
  }

  State apply(const Change& change) {
    const auto kept = states_[change.finding];
    states_[change.finding] = change.to;
    return kept;
  }

  Standing standing_after(const Change& change) {
    const auto kept = apply(change);
    const auto log_odds = cause_odds(network_, states_, {.only = candidates_}, options_).log_odds;
    states_[change.finding] = kept;
    Standing standing{.old_leader = log_odds[candidates_.front()], .rival = -std::numeric_limits<double>::infinity()};
    for (const auto cause : candidates_.subspan(1)) standing.rival = std::max(standing.rival, log_odds[cause]);
    return standing;
  }

  const CausalNetwork& network_;
  std::vector<State> states_;
  std::span<const CauseId> candidates_;
  const InferOptions& options_;
};

}  // namespace

std::vector<Change> smallest_change(const CausalNetwork& network, std::span<const State> states,
                                    std::span<const CauseId> candidates, const InferOptions& options) {
  if (candidates.size() < 2 || !std::ranges::equal(tractable_states(network, states, quick_answer), states)) return {};
  return ChangeSearch(network, states, candidates, options).run();
}

}  // namespace syncdx::infer
