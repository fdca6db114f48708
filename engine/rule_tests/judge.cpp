#include "rule_tests/judge.hpp"

#include "diagnose/ranking.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

namespace syncdx::rule_tests {
namespace {

// From here on a probability counts as raised: rounding apart, evidence that says nothing leaves it where it was.
constexpr double raised = 1.02;

// A first cause below this has not won.
constexpr double hardly_likely = 0.1;

std::string_view name_of(WantedState state) {
  switch (state) {
    case WantedState::present:
      return "present";
    case WantedState::absent:
      return "absent";
    case WantedState::recovered:
      return "recovered";
    case WantedState::unknown:
      break;
  }
  return "unknown";
}

WantedState state_of(const evidence::Finding& finding) {
  if (finding.state == evidence::State::present) return finding.recovered ? WantedState::recovered : WantedState::present;
  return finding.state == evidence::State::absent ? WantedState::absent : WantedState::unknown;
}

std::string percent(double probability) {
  return probability < 0.01 ? fmt::format("{:.2g} %", 100 * probability) : fmt::format("{:.0f} %", 100 * probability);
}

class Judge {
 public:
  explicit Judge(const Trial& trial)
      : rules_(trial.rules), expect_(trial.test.expect), gathered_(trial.gathered), concluded_(trial.concluded) {}

  std::vector<Mismatch> run(Depth depth) {
    platform();
    issue();
    cause();
    not_first();
    nothing();
    probabilities();
    raises();
    findings();
    if (depth == Depth::all) {
      evidence();
      speaks_for();
      if (expect_.looks_at_steps()) steps();
    }
    return std::move(mismatches_);
  }

 private:
  void mismatch(std::string what, std::string expected, std::string found) {
    mismatches_.push_back({std::move(what), std::move(expected), std::move(found)});
  }

  [[nodiscard]] const rules::Cause& rule(infer::CauseId id) const { return rules_.causes[concluded_.network.causes[id]]; }
  [[nodiscard]] double probability(infer::CauseId id) const { return concluded_.posterior.causes[id]; }
  [[nodiscard]] std::string shown(std::optional<infer::CauseId> id) const {
    return id ? fmt::format("{} ({})", rules::full_name(rules_, rule(*id)), percent(probability(*id))) : "no cause";
  }

  void platform() {
    if (expect_.platform && *expect_.platform != gathered_.head.platform) {
      mismatch("platform", *expect_.platform, fmt::format("{} ({})", gathered_.head.platform, gathered_.head.platform_reason));
    }
  }

  void issue() {
    if (!expect_.issue) return;
    const auto& issues = concluded_.network.issues;
    const auto ranked = ranked_issues(rules_, concluded_.network, concluded_.posterior);
    if (!ranked.empty() && issues[ranked.front()] == *expect_.issue) return;
    mismatch("first issue", rules_.issues[*expect_.issue].id,
             ranked.empty() ? "no issue"
                            : fmt::format("{} ({})", rules_.issues[issues[ranked.front()]].id,
                                          percent(concluded_.posterior.groups[ranked.front()])));
  }

  // The best of the causes that the name means.
  [[nodiscard]] std::optional<infer::CauseId> likeliest(const NamedCause& name) const {
    std::optional<infer::CauseId> best;
    for (const auto id : causes_of(concluded_, name)) {
      if (!best || probability(id) > probability(*best)) best = id;
    }
    return best;
  }

  [[nodiscard]] std::optional<infer::CauseId> first_beside(infer::CauseId id) const {
    return first_cause(rules_, concluded_, rules_.issues[rule(id).issue].outside ? Among::all : Among::inside);
  }

  void cause() {
    if (!expect_.cause) return;
    const auto wanted = likeliest(*expect_.cause);
    if (!wanted) return not_on_platform(*expect_.cause);
    const auto first = first_beside(*wanted);
    if (first != wanted) mismatch("first cause", shown(wanted), shown(first));
  }

  void not_on_platform(const NamedCause& name) {
    mismatch("cause", name.name, fmt::format("no such cause on the platform {}", gathered_.head.platform));
  }

  // Somebody is always first; what is hardly likely has not won.
  void not_first() {
    const auto first = first_cause(rules_, concluded_, Among::all);
    for (const auto& name : expect_.not_first) {
      const auto wanted = likeliest(name);
      if (!wanted) {
        not_on_platform(name);
      } else if (first == wanted && probability(*wanted) >= hardly_likely) {
        mismatch("first cause", "not " + name.name, shown(wanted));
      }
    }
  }

  void nothing() {
    if (!expect_.nothing) return;
    const auto first = first_cause(rules_, concluded_, Among::all);
    if (first && probability(*first) >= *expect_.nothing) {
      mismatch("nothing likely", fmt::format("no cause at {} or above", percent(*expect_.nothing)), shown(first));
    }
  }

  void probabilities() {
    for (const auto& [name, least, most] : expect_.probability) {
      const auto wanted = likeliest(name);
      if (!wanted) {
        not_on_platform(name);
      } else if (const double p = probability(*wanted); p < least || p > most) {
        mismatch("probability of " + name.name, fmt::format("{} to {}", percent(least), percent(most)), percent(p));
      }
    }
  }

  void raises() {
    for (const auto& name : expect_.raises) {
      const auto wanted = likeliest(name);
      if (!wanted) {
        not_on_platform(name);
      } else if (const double prior = rule(*wanted).prior; probability(*wanted) < raised * prior) {
        mismatch("raised", fmt::format("{} above its prior, {}", name.name, percent(prior)), percent(probability(*wanted)));
      }
    }
  }

  void findings() {
    for (const auto& [symptom, wanted] : expect_.findings) {
      const auto found = state_of(concluded_.findings[symptom]);
      if (found == wanted) continue;
      const bool excerpt =
          found == WantedState::unknown && std::holds_alternative<rules::LogSymptom>(rules_.symptoms[symptom].source);
      mismatch("finding " + rules_.symptoms[symptom].id, std::string(name_of(wanted)),
               fmt::format("{}{}", name_of(found),
                           excerpt ? " (the log is not whole: " + gathered_.head.complete_reason + ")" : ""));
    }
  }

  // Findings that carry the likeliest cause: taking one away must make it less likely.
  void evidence() {
    if (expect_.evidence.empty()) return;
    const auto first = expect_.cause ? likeliest(*expect_.cause) : first_cause(rules_, concluded_, Among::all);
    for (const auto symptom : expect_.evidence) {
      const auto& id = rules_.symptoms[symptom].id;
      if (concluded_.findings[symptom].state == evidence::State::unknown) {
        mismatch("evidence", id, "its state is unknown");
      } else if (first && !speaks_for(*first, symptom)) {
        mismatch("evidence", fmt::format("{} speaks for {}", id, rule(*first).id), "it does not");
      }
    }
  }

  void speaks_for() {
    for (const auto& [symptom, causes] : expect_.speaks_for) {
      const auto& id = rules_.symptoms[symptom].id;
      if (concluded_.findings[symptom].state == evidence::State::unknown) {
        mismatch("speaks_for", id, "its state is unknown");
        continue;
      }
      for (const auto& name : causes) {
        const auto wanted = likeliest(name);
        if (!wanted) {
          not_on_platform(name);
        } else if (!speaks_for(*wanted, symptom)) {
          mismatch("speaks_for", fmt::format("{} speaks for {}", id, name.name), "it does not");
        }
      }
    }
  }

  // Whether the finding raises the odds of the cause. Near certainty the probability says nothing any more; the odds still do.
  [[nodiscard]] bool speaks_for(infer::CauseId cause, rules::SymptomIndex symptom) const {
    const double with = probability(cause);
    const double without = probability_without(concluded_, cause, symptom);
    return with * (1 - without) >= raised * without * (1 - with);
  }

  void steps() {
    const auto advised = advised_steps(rules_, gathered_, concluded_);
    const auto id = [&](rules::SolutionIndex index) { return rules_.solutions[index].id; };
    const auto all = fmt::format("{}", fmt::join(advised, ", "));
    if (expect_.first_step && (advised.empty() || advised.front() != id(*expect_.first_step))) {
      mismatch("first step", id(*expect_.first_step), advised.empty() ? "no step" : advised.front());
    }
    auto from = advised.begin();
    for (const auto step : expect_.steps) {
      const auto at = std::find(from, advised.end(), id(step));
      if (at == advised.end()) {
        const bool earlier = std::find(advised.begin(), from, id(step)) != from;
        mismatch("step " + id(step), earlier ? "after those before it" : "advised", "steps: " + all);
      } else {
        from = at + 1;
      }
    }
    for (const auto step : expect_.not_steps) {
      if (std::ranges::find(advised, id(step)) != advised.end()) mismatch("step " + id(step), "not advised", "steps: " + all);
    }
  }

  const rules::RuleSet& rules_;
  const Expectation& expect_;
  const Gathered& gathered_;
  const Concluded& concluded_;
  std::vector<Mismatch> mismatches_;
};

}  // namespace

std::vector<Mismatch> judge(const Trial& trial, Depth depth) { return Judge(trial).run(depth); }

}  // namespace syncdx::rule_tests
