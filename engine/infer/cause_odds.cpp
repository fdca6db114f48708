#include "infer/cause_odds.hpp"

#include "infer/component.hpp"
#include "infer/evidence.hpp"
#include "infer/graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

namespace syncdx::infer {
namespace {

// Tables are indexed by 32 bits and held in memory: whatever the options say, no more than this.
constexpr std::size_t most_bits = 28;

// What a component may cost.
struct Limits {
  std::size_t bits = 0;  // findings of a table
  double multiplications = 0;
};

std::size_t allowed_bits(const InferOptions& options) {
  return std::min<std::size_t>(most_bits, std::bit_width(std::max<std::size_t>(options.max_table, 2)) - 1);
}

Limits limits_of(const InferOptions& options, std::size_t groups) {
  return {allowed_bits(options), options.max_multiplications / static_cast<double>(3 + groups)};
}

struct PlannedComponent {
  Component parts;
  EliminationPlan plan;
};

// Places of findings within a component.
std::vector<std::size_t> local_places(const CausalNetwork& network, const Component& parts) {
  std::vector<std::size_t> place(network.findings(), std::numeric_limits<std::size_t>::max());
  for (std::size_t i = 0; i < parts.findings.size(); ++i) place[parts.findings[i]] = i;
  return place;
}

EliminationPlan plan_component(const CausalNetwork& network, const std::vector<bool>& included, const Component& parts) {
  const auto place = local_places(network, parts);
  std::vector<std::vector<std::size_t>> scopes;
  for (const auto cause : parts.causes) {
    auto& scope = scopes.emplace_back();
    for (const auto& link : network.links_of_cause(cause)) {
      if (included[link.finding]) scope.push_back(place[link.finding]);
    }
  }
  return plan_elimination(parts.findings.size(), scopes);
}

// A table of two entries is the smallest there is.
bool fits(const EliminationPlan& plan, const Limits& limits) {
  return plan.widest <= limits.bits && (plan.cost <= limits.multiplications || plan.widest <= 1);
}

// The findings that say least (whose likelihood can vary least over all states of their causes), as many as the largest table
// has too many: to drop them costs the least in the bound.
std::vector<FindingId> least_telling(const CausalNetwork& network, const PlannedComponent& component, std::size_t bits) {
  const auto& buckets = component.plan.buckets;
  const auto& widest = *std::ranges::max_element(buckets, {}, [](const Bucket& bucket) { return bucket.domain.size(); });
  std::vector<FindingId> findings;
  findings.reserve(widest.domain.size());
  for (const auto place : widest.domain) findings.push_back(component.parts.findings[place]);
  std::ranges::sort(findings);
  std::ranges::stable_sort(findings, {}, [&](auto finding) {
    const auto range = log_range(network, finding);
    return range.high - range.low;
  });
  findings.resize(std::max<std::size_t>(1, component.plan.widest - std::min(component.plan.widest, bits)));
  return findings;
}

// The components that fit; findings are taken out of `included` until they do.
std::vector<PlannedComponent> plan_components(const CausalNetwork& network, std::vector<bool>& included, const Limits& limits) {
  while (true) {
    std::vector<PlannedComponent> planned;
    bool all_fit = true;
    for (auto& parts : connected_components(network, included)) {
      auto plan = plan_component(network, included, parts);
      planned.push_back({std::move(parts), std::move(plan)});
      if (fits(planned.back().plan, limits)) continue;
      all_fit = false;
      for (const auto finding : least_telling(network, planned.back(), limits.bits)) included[finding] = false;
    }
    if (all_fit) return planned;
  }
}

ComponentModel model_of(const CausalNetwork& network, const std::vector<bool>& included, const Component& parts,
                        std::span<const double> log_odds) {
  const auto place = local_places(network, parts);
  ComponentModel model;
  for (const auto finding : parts.findings) model.leaks.push_back(counted_leak(network.leak(finding)));
  for (const auto cause : parts.causes) {
    ComponentCause local{.on = probability_of(log_odds[cause]),
                         .off = probability_of(-log_odds[cause]),
                         .log_off = log_probability_of(-log_odds[cause])};
    for (const auto& link : network.links_of_cause(cause)) {
      if (!included[link.finding]) continue;
      const double miss = counted_miss(link.strength);
      local.effects.push_back({place[link.finding], 1 - miss, miss});
    }
    model.causes.push_back(std::move(local));
  }
  return model;
}

// Fills a CauseOdds, component by component.
class OddsCollector {
 public:
  OddsCollector(const CausalNetwork& network, const Question& question, FoldedEvidence folded)
      : network_(network), member_(question.groups.size(), std::vector<bool>(network.causes(), false)) {
    for (std::size_t g = 0; g < member_.size(); ++g) {
      for (const auto cause : question.groups[g]) member_[g][cause] = true;
    }
    wanted_.assign(network.causes(), question.only.empty());
    for (const auto cause : question.only) wanted_[cause] = true;
    odds_.log_odds = folded.log_odds;
    odds_.log_likelihood = folded.log_likelihood;
    odds_.log_error_ratio.assign(network.causes(), 0.0);
    odds_.groups.resize(question.groups.size());
    folded_ = std::move(folded.log_odds);
    in_component_.assign(network.causes(), false);
  }

  // A present finding that no cause shows.
  void add_unlinked(FindingId finding) { odds_.log_likelihood += std::log(counted_leak(network_.leak(finding))); }

  // A component as it is before findings are dropped, with the range of what `dropped` findings of it may have said.
  void add_dropped(const Component& parts, const std::vector<bool>& included) {
    double spread = 0;
    for (const auto finding : parts.findings) {
      if (included[finding]) continue;
      const auto range = log_range(network_, finding);
      spread += range.high - range.low;
      odds_.log_likelihood += (range.high + range.low) / 2;
    }
    if (spread <= 0) return;
    odds_.exact = false;
    for (const auto cause : parts.causes) odds_.log_error_ratio[cause] = spread;
    for (std::size_t g = 0; g < member_.size(); ++g) {
      const bool touched = std::ranges::any_of(parts.causes, [&](auto cause) { return member_[g][cause]; });
      if (touched) odds_.groups[g].log_error_ratio += spread;
    }
  }

  void add_component(const std::vector<bool>& included, PlannedComponent&& component) {
    const auto& causes = component.parts.causes;
    if (std::ranges::none_of(causes, [&](auto cause) { return wanted_[cause]; })) return;
    auto model = model_of(network_, included, component.parts, folded_);
    const ComponentSolver solver(std::move(model), std::move(component.plan));
    odds_.log_likelihood += solver.log_likelihood();
    const auto ratios = solver.log_likelihood_ratios();
    for (std::size_t i = 0; i < causes.size(); ++i) {
      odds_.log_odds[causes[i]] += ratios[i];
      in_component_[causes[i]] = true;
    }
    for (std::size_t g = 0; g < member_.size(); ++g) odds_.groups[g].log_none += log_none(g, component.parts, solver);
  }

  CauseOdds finish() && {
    for (std::size_t g = 0; g < member_.size(); ++g) {
      for (CauseId cause = 0; cause < member_[g].size(); ++cause) {
        if (member_[g][cause] && !in_component_[cause]) odds_.groups[g].log_none += log_probability_of(-odds_.log_odds[cause]);
      }
    }
    return std::move(odds_);
  }

 private:
  // ln P(no cause of group g in this component | findings)
  double log_none(std::size_t g, const Component& parts, const ComponentSolver& solver) const {
    std::vector<bool> excluded;
    std::size_t count = 0;
    CauseId last = 0;
    for (const auto cause : parts.causes) {
      excluded.push_back(member_[g][cause]);
      if (!member_[g][cause]) continue;
      ++count;
      last = cause;
    }
    if (count == 0) return 0;
    if (count == 1) return log_probability_of(-odds_.log_odds[last]);
    if (count < parts.causes.size()) return std::min(0.0, solver.log_likelihood_without(excluded) - solver.log_likelihood());
    double log_joint = 0;  // without any cause, leaks alone brought everything about
    for (const auto cause : parts.causes) log_joint += log_probability_of(-folded_[cause]);
    for (const auto finding : parts.findings) log_joint += std::log(counted_leak(network_.leak(finding)));
    return std::min(0.0, log_joint - solver.log_likelihood());
  }

  const CausalNetwork& network_;
  std::vector<std::vector<bool>> member_;  // of each group, one entry per cause
  std::vector<bool> wanted_;
  std::vector<bool> in_component_;
  std::vector<double> folded_;
  CauseOdds odds_;
};

// Present findings that some cause shows.
std::vector<bool> linked_present(const CausalNetwork& network, std::span<const State> states) {
  std::vector<bool> present(network.findings(), false);
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    present[finding] = states[finding] == State::present && !network.links_of_finding(finding).empty();
  }
  return present;
}

}  // namespace

std::vector<State> tractable_states(const CausalNetwork& network, std::span<const State> states, const InferOptions& options) {
  const auto present = linked_present(network, states);
  auto included = present;
  (void)plan_components(network, included, limits_of(options, 0));
  std::vector<State> tractable(states.begin(), states.end());
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    if (present[finding] && !included[finding]) tractable[finding] = State::unknown;
  }
  return tractable;
}

CauseOdds cause_odds(const CausalNetwork& network, std::span<const State> states, const Question& question,
                     const InferOptions& options) {
  OddsCollector collector(network, question, fold_absent(network, states));
  const auto present = linked_present(network, states);
  for (FindingId finding = 0; finding < network.findings(); ++finding) {
    if (states[finding] == State::present && !present[finding]) collector.add_unlinked(finding);
  }
  auto included = present;
  auto planned = plan_components(network, included, limits_of(options, question.groups.size()));
  if (included != present) {
    for (const auto& parts : connected_components(network, present)) collector.add_dropped(parts, included);
  }
  for (auto& component : planned) collector.add_component(included, std::move(component));
  return std::move(collector).finish();
}

struct EnteringOdds::Solved {
  Component parts;
  std::size_t place = 0;                  // of the cause, within the component
  std::optional<ComponentSolver> solver;  // nothing where the component does not fit
};

EnteringOdds::EnteringOdds(const CausalNetwork& network, CauseId cause, const InferOptions& options)
    : network_(network),
      cause_(cause),
      options_(options),
      states_(network.findings(), State::unknown),
      included_(network.findings(), false),
      in_component_(network.causes(), false),
      answer_(network.log_prior_odds(cause)) {
  log_odds_.reserve(network.causes());
  for (CauseId each = 0; each < network.causes(); ++each) log_odds_.push_back(network.log_prior_odds(each));
  in_component_[cause] = true;
}

EnteringOdds::EnteringOdds(EnteringOdds&&) noexcept = default;
EnteringOdds::~EnteringOdds() = default;

void EnteringOdds::enter(FindingId finding, State state) {
  states_[finding] = state;
  const auto links = network_.links_of_finding(finding);
  if (state == State::unknown || links.empty()) return;
  const bool touches = std::ranges::any_of(links, [&](const Link& link) { return in_component_[link.cause]; });
  if (state == State::present) {
    included_[finding] = true;
    if (touches) connect();
  } else {
    for (const auto& link : links) log_odds_[link.cause] += std::log(counted_miss(link.strength));
  }
  stale_ = stale_ || touches;
}

double EnteringOdds::log_odds() {
  if (stale_) answer_ = solve();
  stale_ = false;
  return answer_;
}

// Finds the component anew, and how to solve it.
void EnteringOdds::connect() {
  const std::array start{cause_};
  Solved solved{.parts = reachable(network_, included_, start), .solver = std::nullopt};
  for (const auto cause : solved.parts.causes) in_component_[cause] = true;
  solved.place = static_cast<std::size_t>(std::ranges::find(solved.parts.causes, cause_) - solved.parts.causes.begin());
  auto plan = plan_component(network_, included_, solved.parts);
  if (fits(plan, limits_of(options_, 0))) {
    solved.solver.emplace(model_of(network_, included_, solved.parts, log_odds_), std::move(plan));
  }
  component_ = std::make_unique<Solved>(std::move(solved));
}

double EnteringOdds::solve() {
  if (!component_) return log_odds_[cause_];
  if (!component_->solver) {
    const std::array only{cause_};
    return cause_odds(network_, states_, {.only = only}, options_).log_odds[cause_];
  }
  std::vector<double> log_odds;
  log_odds.reserve(component_->parts.causes.size());
  for (const auto cause : component_->parts.causes) log_odds.push_back(log_odds_[cause]);
  component_->solver->set_odds(log_odds);
  return log_odds_[cause_] + component_->solver->log_likelihood_ratios()[component_->place];
}

}  // namespace syncdx::infer
