#include "evidence/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace syncdx::evidence {
namespace {

// An error counts as handled if it, or one of the next lines, says so.
constexpr std::uint64_t handled_within_lines = 5;

std::string print(const rules::FactValue& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        using Type = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<Type, bool>)
          return v ? "yes" : "no";
        else if constexpr (std::is_same_v<Type, double>)
          return fmt::format("{:g}", v);
        else
          return v;
      },
      value);
}

// Text is compared without regard to ASCII case, blanks, '-' and '_' ("Completed with errors" = "completed_with_errors").
std::string normal_form(std::string_view text) {
  std::string form;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '_') continue;
    form += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return form;
}

bool equal(const rules::FactValue& a, const rules::FactValue& b) {
  const auto* text_a = std::get_if<std::string>(&a);
  const auto* text_b = std::get_if<std::string>(&b);
  if (text_a != nullptr && text_b != nullptr) return normal_form(*text_a) == normal_form(*text_b);
  return a == b;
}

bool compare(const rules::FactValue& fact, const rules::FactCondition& condition) {
  const auto* number = std::get_if<double>(&fact);
  const auto* limit = condition.values.empty() ? nullptr : std::get_if<double>(&condition.values.front());
  const bool both_numbers = number != nullptr && limit != nullptr;
  const bool among = std::ranges::any_of(condition.values, [&](const auto& value) { return equal(fact, value); });
  using enum rules::FactOperator;
  switch (condition.op) {
    case is:
    case in:
      return among;
    case is_not:
    case not_in:
      return !among;
    case at_least:
      return both_numbers && *number >= *limit;
    case at_most:
      return both_numbers && *number <= *limit;
    case above:
      return both_numbers && *number > *limit;
    case below:
      return both_numbers && *number < *limit;
    case contains: {
      const auto* text = std::get_if<std::string>(&fact);
      const auto* part = condition.values.empty() ? nullptr : std::get_if<std::string>(&condition.values.front());
      return text != nullptr && part != nullptr && normal_form(*text).find(normal_form(*part)) != std::string::npos;
    }
    case exists:
      break;
  }
  return true;
}

class Finder {
 public:
  Finder(const rules::RuleSet& rules, const CaseEvidence& evidence)
      : rules_(rules),
        evidence_(evidence),
        findings_(rules.symptoms.size()),
        done_(rules.symptoms.size(), false),
        ended_well_(evidence.log_complete && says_it_ended_well(rules, evidence.log)) {}

  Findings all() && {
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) decide(i);
    return std::move(findings_);
  }

 private:
  // The composites' graph has no cycles: the reader of rules refuses them.
  const Finding& decide(rules::SymptomIndex index) {
    if (!done_[index]) {
      done_[index] = true;
      findings_[index] = std::visit([&](const auto& source) { return state_of(index, source); }, rules_.symptoms[index].source);
    }
    return findings_[index];
  }

  Finding state_of(rules::SymptomIndex index, const rules::LogSymptom& symptom) const {
    if (index >= evidence_.log.symptoms.size()) return {};
    const auto& seen = evidence_.log.symptoms[index];
    const std::uint64_t count = symptom.within_seconds ? seen.times.most_within(*symptom.within_seconds) : seen.lines;
    Finding finding{.lines = seen.lines};
    if (count >= symptom.at_least && count > 0) {
      finding.state = State::present;
      finding.recovered = recovered(seen);
      // A count threshold already says that it is more than a mention.
      finding.mentioned_only = seen.loud == 0 && symptom.at_least == 1;
      finding.outlived = ended_well_ && (finding.recovered || finding.mentioned_only);
    } else if (evidence_.log_complete) {
      finding.state = State::absent;
    }
    return finding;
  }

  // Handled where it was last seen as more than information, and work went on after that in the same source.
  [[nodiscard]] bool recovered(const SymptomEvidence& seen) const {
    if (!seen.last_loud) return false;
    const Place& last = *seen.last_loud;
    const auto& handled = evidence_.log.handled.places;
    const auto next = std::ranges::upper_bound(handled, last);
    const bool handled_soon =
        next != handled.end() && next->source == last.source && next->line <= last.line + handled_within_lines;
    if (!seen.last_handled && !handled_soon) return false;
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      const auto role = rules_.symptoms[i].role;
      if (role != rules::Role::progress && role != rules::Role::success) continue;
      const auto& progress = evidence_.log.symptoms[i].last;
      if (progress && progress->source == last.source && last < *progress) return true;
    }
    return false;
  }

  Finding state_of(rules::SymptomIndex, const rules::FactSymptom& symptom) const {
    Finding finding;
    bool unknown = false;
    for (const auto& condition : symptom.all) {
      const auto fact = evidence_.facts.find(condition.fact);
      if (fact == evidence_.facts.end()) {
        unknown = true;
        continue;
      }
      const DecidingFact shown{fmt::format("{} = {}", condition.fact, print(fact->second.value)), fact->second.source};
      if (!compare(fact->second.value, condition)) return {.state = State::absent, .facts = {shown}};
      finding.facts.push_back(shown);
    }
    finding.state = unknown ? State::unknown : State::present;
    return finding;
  }

  Finding state_of(rules::SymptomIndex, const rules::CompositeSymptom& symptom) {
    State state = State::present;
    const auto require = [&](State part) { state = std::min(state, part, order); };
    for (const auto index : symptom.all) require(decide(index).state);
    for (const auto index : symptom.none) require(opposite(decide(index).state));
    if (!symptom.any.empty()) {
      State best = State::absent;
      for (const auto index : symptom.any) best = std::max(best, decide(index).state, order);
      require(best);
    }
    for (std::size_t i = 0; i < symptom.sequence.size(); ++i) {
      require(decide(symptom.sequence[i]).state);
      if (i > 0 && state == State::present && !before(symptom.sequence[i - 1], symptom.sequence[i])) state = State::absent;
    }
    return {.state = state};
  }

  // Absent < unknown < present: the order of Kleene's logic, in which `all` is a minimum and `any` a maximum.
  static bool order(State a, State b) {
    const auto rank = [](State s) { return s == State::absent ? 0 : s == State::unknown ? 1 : 2; };
    return rank(a) < rank(b);
  }

  static State opposite(State state) {
    return state == State::present ? State::absent : state == State::absent ? State::present : State::unknown;
  }

  [[nodiscard]] bool before(rules::SymptomIndex earlier, rules::SymptomIndex later) const {
    const auto first = sighting(earlier, Which::first);
    const auto last = sighting(later, Which::last);
    return first && last && *first < *last;
  }

  enum class Which { first, last };

  // Where a symptom was first or last seen; a composite is seen where its parts are.
  [[nodiscard]] std::optional<Place> sighting(rules::SymptomIndex index, Which which) const {
    std::optional<Place> best;
    const auto consider = [&](const std::optional<Place>& place) {
      if (place && (!best || (which == Which::first ? *place < *best : *best < *place))) best = place;
    };
    if (index < evidence_.log.symptoms.size()) {
      const auto& seen = evidence_.log.symptoms[index];
      consider(which == Which::first ? seen.first : seen.last);
    }
    if (const auto* composite = std::get_if<rules::CompositeSymptom>(&rules_.symptoms[index].source)) {
      for (const auto* parts : {&composite->all, &composite->any, &composite->sequence}) {
        for (const auto part : *parts) consider(sighting(part, which));
      }
    }
    return best;
  }

  Finding state_of(rules::SymptomIndex index, const rules::QuestionSymptom&) const {
    const auto answer = evidence_.answers.find(rules_.symptoms[index].id);
    if (answer == evidence_.answers.end()) return {};
    return {.state = answer->second ? State::present : State::absent, .facts = {{answer->second ? "yes" : "no", "answer"}}};
  }

  const rules::RuleSet& rules_;
  const CaseEvidence& evidence_;
  Findings findings_;
  std::vector<bool> done_;
  bool ended_well_;
};

}  // namespace

Findings find(const rules::RuleSet& rules, const CaseEvidence& evidence) { return Finder(rules, evidence).all(); }

bool shows_whole_session(const rules::RuleSet& rules, const LogEvidence& log) {
  std::optional<Place> start;
  std::optional<Place> end;
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size() && i < log.symptoms.size(); ++i) {
    const auto& seen = log.symptoms[i];
    if (rules.symptoms[i].role == rules::Role::session_start && seen.first && (!start || *seen.first < *start))
      start = seen.first;
    if (rules.symptoms[i].role == rules::Role::session_end && seen.last && (!end || *end < *seen.last)) end = seen.last;
  }
  return start && end && start->source == end->source && *start < *end;
}

bool says_it_ended_well(const rules::RuleSet& rules, const LogEvidence& log) {
  std::optional<Place> success;
  std::optional<Place> end;
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size() && i < log.symptoms.size(); ++i) {
    const auto& last = log.symptoms[i].last;
    if (rules.symptoms[i].role == rules::Role::success) success = std::max(success, last);
    if (rules.symptoms[i].role == rules::Role::session_end) end = std::max(end, last);
  }
  return success && success >= end;
}

std::optional<std::size_t> detect_platform(const rules::RuleSet& rules, const LogEvidence& log) {
  std::optional<std::size_t> best;
  const auto rank = [&](std::size_t i) { return std::pair(!rules.platforms[i].receives, log.platform_lines[i]); };
  for (std::size_t i = 0; i < log.platform_lines.size(); ++i) {
    if (log.platform_lines[i] > 0 && (!best || rank(*best) < rank(i))) best = i;
  }
  return best;
}

}  // namespace syncdx::evidence
