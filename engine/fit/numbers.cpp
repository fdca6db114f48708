#include "fit/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace syncdx::evaluate {
namespace {

class Collector {
 public:
  Collector(const rules::RuleSet& rules, const CauseItems& items) : rules_(rules), items_(items) {}

  Result<Numbers> run() && {
    for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) {
      const auto& cause = rules_.causes[i];
      numbers_.prior_of.push_back(number(i, std::nullopt, cause.prior));
      auto& strengths = numbers_.strength_of.emplace_back();
      for (const auto& strength : cause.shows) strengths.push_back(number(i, strength.symptom, strength.probability));
    }
    if (lost_) return fail(*lost_);
    return std::move(numbers_);
  }

 private:
  // The item's own number, else that of the cause that it refines.
  std::size_t number(rules::CauseIndex cause, std::optional<rules::SymptomIndex> symptom, double author) {
    const auto& rule = rules_.causes[cause];
    const auto* place = place_of(rule, symptom);
    if (place == nullptr && rule.refines) return number(*rule.refines, symptom, author);
    if (place == nullptr && !lost_) {
      lost_ = Diagnostic{.code = "E006",
                         .message = fmt::format("a number of {} is not found in its file", rules::full_name(rules_, rule)),
                         .where = rule.where,
                         .help = "write the prior and `shows` as plain maps of the cause"};
    }
    const auto [entry, is_new] = index_.emplace(std::pair(cause, symptom), numbers_.list.size());
    if (is_new) numbers_.list.push_back({cause, symptom, author, place != nullptr ? *place : NumberPlace{}});
    return entry->second;
  }

  const NumberPlace* place_of(const rules::Cause& rule, std::optional<rules::SymptomIndex> symptom) const {
    const auto item = items_.find(key_of(rules_, rule));
    if (item == items_.end()) return nullptr;
    if (!symptom) return item->second.prior ? &*item->second.prior : nullptr;
    const auto found = item->second.shows.find(rules_.symptoms[*symptom].id);
    return found == item->second.shows.end() ? nullptr : &found->second;
  }

  const rules::RuleSet& rules_;
  const CauseItems& items_;
  Numbers numbers_;
  std::map<std::pair<rules::CauseIndex, std::optional<rules::SymptomIndex>>, std::size_t> index_;
  std::optional<Diagnostic> lost_;
};

}  // namespace

Result<Numbers> collect_numbers(const rules::RuleSet& rules, const CauseItems& items) { return Collector(rules, items).run(); }

rules::RuleSet with_numbers(const rules::RuleSet& rules, const Numbers& numbers, const std::vector<double>& values) {
  auto changed = rules;
  for (rules::CauseIndex i = 0; i < changed.causes.size(); ++i) {
    auto& cause = changed.causes[i];
    cause.prior = values[numbers.prior_of[i]];
    for (std::size_t k = 0; k < cause.shows.size(); ++k) cause.shows[k].probability = values[numbers.strength_of[i][k]];
  }
  return changed;
}

double as_written(const Number& number, double value) {
  constexpr double no_difference = 0.02;
  constexpr double no_difference_of_priors = 0.1;
  const double change = std::abs(value - number.author);
  if (number.symptom ? change < no_difference : change < no_difference_of_priors * number.author) return number.author;
  return std::strtod(fmt::format("{:.2g}", std::clamp(value, 0.0001, 0.999)).c_str(), nullptr);
}

std::string in_digits(double value) {
  auto text = fmt::format("{:.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  return text.starts_with("0.") ? text.substr(1) : text;
}

}  // namespace syncdx::evaluate
