#include "fit/fit_cases.hpp"

#include "diagnose/case_network.hpp"
#include "evaluate/judge.hpp"

#include <algorithm>
#include <map>
#include <variant>

namespace syncdx::evaluate {
namespace {

constexpr std::size_t most_maybe = 6;

class CaseBuilder {
 public:
  CaseBuilder(const rules::RuleSet& rules, const Numbers& numbers, const ExaminedCase& examined, double unseen)
      : rules_(rules),
        numbers_(numbers),
        examined_(examined),
        unseen_(unseen),
        active_(rules::active_causes(rules, examined.platform)) {}

  // The cause of this id: that of the labelled issue, else the only one.
  [[nodiscard]] std::optional<rules::CauseIndex> find(const std::string& id, const std::string& issue) const {
    std::vector<rules::CauseIndex> named;
    for (const auto index : active_) {
      if (rules_.causes[index].id != id) continue;
      if (rules_.issues[rules_.causes[index].issue].id == issue) return index;
      named.push_back(index);
    }
    return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
  }

  FitCase build(std::optional<rules::CauseIndex> right, const std::vector<rules::CauseIndex>& maybe) {
    for (const auto index : active_) {
      if (index == right) {
        result_.active.push_back(touching(index));
      } else if (std::ranges::find(maybe, index) != maybe.end()) {
        result_.maybe.push_back(touching(index));
      } else {
        result_.inactive.push_back(numbers_.prior_of[index]);
      }
    }
    return std::move(result_);
  }

 private:
  CaseCause touching(rules::CauseIndex index) {
    CaseCause cause{.prior = numbers_.prior_of[index], .touches = {}};
    const auto& shows = rules_.causes[index].shows;
    for (std::size_t k = 0; k < shows.size(); ++k) {
      if (const auto finding = finding_of(shows[k].symptom)) {
        cause.touches.push_back({*finding, numbers_.strength_of[index][k]});
      }
    }
    return cause;
  }

  // The case's finding of a symptom; none if it says nothing.
  std::optional<std::size_t> finding_of(rules::SymptomIndex symptom) {
    const auto known = places_.find(symptom);
    if (known != places_.end()) return known->second;
    const auto& rule = rules_.symptoms[symptom];
    const auto& seen = examined_.findings[symptom];
    const bool in_log = std::holds_alternative<rules::LogSymptom>(rule.source);
    CaseFinding finding{.leak = leak_in_case(rule, seen), .present = seen.state == evidence::State::present};
    if (seen.state == evidence::State::unknown) finding.weight = in_log ? unseen_ : 0;
    if (seen.state == evidence::State::absent && in_log) finding.weight = absent_log_share;
    if (!finding.present && finding.weight <= 0) return places_[symptom] = std::nullopt;
    places_[symptom] = result_.findings.size();
    result_.findings.push_back(finding);
    return places_[symptom];
  }

  const rules::RuleSet& rules_;
  const Numbers& numbers_;
  const ExaminedCase& examined_;
  double unseen_;
  std::vector<rules::CauseIndex> active_;
  FitCase result_;
  std::map<rules::SymptomIndex, std::optional<std::size_t>> places_;
};

}  // namespace

std::optional<FitCase> fit_case(const rules::RuleSet& rules, const Numbers& numbers, const LabelledCase& labelled,
                                const ExaminedCase& examined, double unseen) {
  if (examined.failure) return std::nullopt;
  CaseBuilder builder(rules, numbers, examined, unseen);
  const auto right = builder.find(labelled.cause, labelled.issue);
  if (!right && !is_out_of_scope(rules, labelled)) return std::nullopt;
  std::vector<rules::CauseIndex> maybe;
  for (const auto& other : labelled.other_causes) {
    const auto index = builder.find(other, labelled.issue);
    const bool is_new = index && index != right && std::ranges::find(maybe, *index) == maybe.end();
    if (is_new && maybe.size() < most_maybe) maybe.push_back(*index);
  }
  return builder.build(right, maybe);
}

}  // namespace syncdx::evaluate
