#include "evidence/line_judge.hpp"

#include "logs/line.hpp"
#include "rules/negation.hpp"

#include <algorithm>
#include <variant>

namespace syncdx::evidence {
namespace {

constexpr std::size_t most_verdicts = std::size_t{1} << 16;
// So often a symptom is judged line by line before it pays to find out whether that is needed.
constexpr unsigned enough_asked = 64;

// Whether the log itself marks the line as no trouble.
bool is_information(std::string_view line) {
  const auto level = logs::view_line(line).level;
  return level == logs::Level::trace || level == logs::Level::debug || level == logs::Level::info;
}

// Whether a line that shows this symptom is explained by it: what counts lines ("many errors") explains none of them.
bool explains(const rules::Symptom& symptom) {
  return symptom.role == rules::Role::none && std::get<rules::LogSymptom>(symptom.source).at_least <= 1;
}

// Says that something may be, not that it is.
bool is_mention(std::string_view line) { return is_information(line) || rules::asks_whether(line); }

}  // namespace

const JudgedLine& LineJudge::judge(std::string_view line, std::span<const match::LineHit> hits) {
  const auto& rules = plan_.rules();
  judged_.seen.clear();
  judged_.platforms.clear();
  unsigned roles = 0;
  bool explained = false;
  const auto bit = [](rules::Role role) { return 1U << static_cast<unsigned>(role); };
  for (const auto& hit : hits) {
    const auto symptoms = plan_.table().symptoms_of(hit.pattern);
    for (std::size_t i = 0; i < symptoms.size(); ++i) {
      const auto symptom = symptoms[i];
      if (std::ranges::find(judged_.seen, symptom, &JudgedLine::Seen::symptom) != judged_.seen.end()) continue;
      if (!stands(hit, i, line)) continue;
      judged_.seen.push_back({symptom, hit});
      roles |= bit(rules.symptoms[symptom].role);
      explained = explained || explains(rules.symptoms[symptom]);
    }
    for (const auto platform : plan_.table().platforms_of(hit.pattern)) {
      if (std::ranges::find(judged_.platforms, platform) == judged_.platforms.end()) judged_.platforms.push_back(platform);
    }
  }
  const auto has_role = [&](rules::Role role) { return (roles & bit(role)) != 0; };
  judged_.handled = has_role(rules::Role::handled);
  judged_.loud = has_role(rules::Role::none) && (has_role(rules::Role::error) || !is_mention(line));
  judged_.unmatched = has_role(rules::Role::error) && !judged_.handled && !explained && !has_role(rules::Role::session_end) &&
                      !is_information(line);
  return judged_;
}

std::size_t LineJudge::place_of(const match::LineHit& hit, std::string_view line) {
  const auto found = [&] { return plan_.program().find(hit.pattern, line).value_or(0); };
  if (!hit.of_kind) return found();
  auto& place = verdict_of(hit).place;
  if (!place) place = found();
  return *place;
}

LineJudge::Verdict& LineJudge::verdict_of(const match::LineHit& hit) {
  if (verdicts_.size() > most_verdicts) verdicts_.clear();
  return verdicts_[{hit.kind, hit.pattern}];
}

// Whether the hit stands for the pattern's symptom number `index`. What an `unless` excludes, and whether there may be a
// negation, is the same for all lines of a kind if no `unless` tells them apart; so is a negation where the match is.
bool LineJudge::stands(const match::LineHit& hit, std::size_t index, std::string_view line) {
  const auto symptom = plan_.table().symptoms_of(hit.pattern)[index];
  if (hit.kind == match::no_kind || index >= Verdict::most_symptoms || !is_blind(symptom)) {
    return plan_.holds(symptom, hit.pattern, line);
  }
  auto& verdict = verdict_of(hit);
  const std::uint32_t bit = 1U << index;
  if ((verdict.known & bit) == 0) {
    verdict.known |= bit;
    if (plan_.is_excluded(symptom, line)) verdict.excluded |= bit;
    if (hit.of_kind && (verdict.excluded & bit) == 0 && plan_.is_denied(symptom, hit.pattern, line)) verdict.denied |= bit;
  }
  if (((verdict.excluded | verdict.denied) & bit) != 0) return false;
  if (hit.of_kind) return true;
  if (!verdict.may_hold_negation) verdict.may_hold_negation = rules::may_hold_negation(line);
  return !*verdict.may_hold_negation || !plan_.is_denied(symptom, hit.pattern, line);
}

bool LineJudge::is_blind(rules::SymptomIndex symptom) {
  auto& known = blindness_[symptom];
  if (known.asked < enough_asked) {
    ++known.asked;
    return false;
  }
  if (!known.blind) {
    const auto& log = std::get<rules::LogSymptom>(plan_.rules().symptoms[symptom].source);
    known.blind = std::ranges::all_of(log.unless, [](const auto& pattern) { return match::is_kind_blind(pattern.regex); });
  }
  return *known.blind;
}

}  // namespace syncdx::evidence
