#include "advise/repair_order.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace syncdx::advise {
namespace {

// Actions cost something; one that is said to be free goes first among those that help.
constexpr double least_minutes = 1e-6;

class Scheduler {
 public:
  Scheduler(std::span<const Action> actions, const Chances& chances, std::vector<bool> chosen)
      : actions_(actions), chances_(chances), waiting_(std::move(chosen)), left_(chances.causes), guarded_(actions.size()) {
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      if (waiting_[i] && actions_[i].guard) guarded_[*actions_[i].guard].push_back(i);
    }
  }

  RepairOrder run(double least_gain, double hand_over_minutes) {
    RepairOrder order;
    // One fault is assumed at a time: where several causes hold at once their chances share the trouble.
    const double faults = std::max(1.0, std::accumulate(left_.begin(), left_.end(), 0.0));
    double persists = 1;
    while (const auto next = best_next()) {
      if (best_gain(*next) < least_gain) {  // what came before leaves nothing to speak of for it
        waiting_[*next] = false;
        continue;
      }
      order.actions.push_back(*next);
      order.expected_cost += persists * actions_[*next].cost_minutes;
      if (actions_[*next].kind == ActionKind::repair) {
        persists = std::max(0.0, persists - gain(*next) / faults);
        for (const auto& fix : actions_[*next].fixes) left_[fix.cause] *= 1 - fix.probability;
      }
      waiting_[*next] = false;
    }
    order.expected_cost += persists * hand_over_minutes;
    return order;
  }

 private:
  // Chance that the action mends what those before it left.
  double gain(std::size_t action) const {
    double sum = 0;
    for (const auto& fix : actions_[action].fixes) sum += left_[fix.cause] * fix.probability;
    return sum * chances_.share[action];
  }

  // Best chance over cost of the chains that begin with `action` and go from guard to guarded, after `chance` and `cost`.
  double best_ratio(std::size_t action, double chance, double cost) const {
    chance += gain(action);
    cost += std::max(actions_[action].cost_minutes, least_minutes);
    double best = chance / cost;
    for (const auto next : guarded_[action]) {
      if (waiting_[next]) best = std::max(best, best_ratio(next, chance, cost));
    }
    return best;
  }

  // The best chance among `action` and what it guards.
  double best_gain(std::size_t action) const {
    double best = gain(action);
    for (const auto next : guarded_[action]) {
      if (waiting_[next]) best = std::max(best, best_gain(next));
    }
    return best;
  }

  bool guard_done(std::size_t action) const { return !actions_[action].guard || !waiting_[*actions_[action].guard]; }

  bool may_follow(std::size_t action) const {
    return std::ranges::none_of(actions_[action].after, [&](auto earlier) {
      return earlier != action && earlier < waiting_.size() && waiting_[earlier];
    });
  }

  std::optional<std::size_t> best_next() const {
    if (const auto found = best_next(true)) return found;
    return best_next(false);  // `after` runs in a circle: it is only advice, guards are not
  }

  std::optional<std::size_t> best_next(bool heed_after) const {
    std::optional<std::size_t> best;
    double best_so_far = -1;
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      if (!waiting_[i] || !guard_done(i) || (heed_after && !may_follow(i))) continue;
      const double ratio = best_ratio(i, 0, 0);
      if (ratio > best_so_far) {
        best_so_far = ratio;
        best = i;
      }
    }
    return best;
  }

  std::span<const Action> actions_;
  const Chances& chances_;
  std::vector<bool> waiting_;
  std::vector<double> left_;  // of each cause: chance that it holds and what was tried has not mended it
  std::vector<std::vector<std::size_t>> guarded_;
};

}  // namespace

std::vector<bool> placeable(std::span<const Action> actions) {
  std::vector<bool> fine;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    std::size_t at = i;
    std::size_t steps = 0;
    while (at < actions.size() && actions[at].guard && steps <= actions.size()) {
      at = *actions[at].guard;
      ++steps;
    }
    fine.push_back(at < actions.size() && steps <= actions.size());
  }
  return fine;
}

void add_guards(std::span<const Action> actions, std::vector<bool>& chosen) {
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!chosen[i]) continue;
    for (std::size_t at = i; actions[at].guard; at = *actions[at].guard) chosen[*actions[at].guard] = true;
  }
}

RepairOrder order_repairs(std::span<const Action> actions, const Chances& chances, const WorthTrying& worth,
                          double hand_over_minutes) {
  const auto helps = [&](std::size_t i) { return actions[i].kind != ActionKind::escalate && !actions[i].fixes.empty(); };
  auto chosen = placeable(actions);
  double best = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (chosen[i] && helps(i)) best = std::max(best, chances.success[i]);
  }
  const double least = std::max(worth.least_success, worth.least_share * best);
  for (std::size_t i = 0; i < actions.size(); ++i) chosen[i] = chosen[i] && helps(i) && chances.success[i] >= least;
  add_guards(actions, chosen);
  return Scheduler(actions, chances, std::move(chosen)).run(least, hand_over_minutes);
}

}  // namespace syncdx::advise
