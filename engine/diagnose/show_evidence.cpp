#include "diagnose/show_evidence.hpp"

#include "base/text.hpp"
#include "logs/line.hpp"

#include <algorithm>
#include <set>
#include <variant>
#include <vector>

namespace syncdx {
namespace {

constexpr std::size_t shown_points = 400;  // code points of a quoted line
constexpr std::size_t most_sightings = 3;
constexpr std::size_t most_unmatched = 5;

// Where a symptom was seen; a composite is seen where its parts are.
void add_sightings(const SightView& view, rules::SymptomIndex symptom, std::vector<Sighting>& where) {
  if (symptom < view.evidence.log.symptoms.size()) {
    for (const auto& sample : view.evidence.log.symptoms[symptom].samples.kept()) {
      if (where.size() >= most_sightings) return;
      where.push_back({view.inputs.sources[sample.place.source].name, sample.place.line, quote(view.redactor, sample),
                       sample.time ? logs::format_time(*sample.time) : std::string()});
    }
  }
  if (const auto* composite = std::get_if<rules::CompositeSymptom>(&view.rules.symptoms[symptom].source)) {
    for (const auto* parts : {&composite->all, &composite->any, &composite->sequence}) {
      for (const auto part : *parts) {
        if (where.size() < most_sightings) add_sightings(view, part, where);
      }
    }
    where.resize(std::min(where.size(), most_sightings));
  }
}

}  // namespace

FindingState shown_state(infer::State state) {
  switch (state) {
    case infer::State::present:
      return FindingState::present;
    case infer::State::absent:
      return FindingState::absent;
    case infer::State::unknown:
      break;
  }
  return FindingState::unknown;
}

std::string quote(const logs::Redactor& redactor, const evidence::Sample& sample) {
  if (sample.form == evidence::SampleForm::masked) return shorten(repair_utf8(sample.text), shown_points);
  return quote(repair_utf8(redactor.redact(sample.text)), sample);
}

std::string quote(const std::string& masked, const evidence::Sample& sample) {
  if (count_code_points(masked) <= shown_points || sample.match < shown_points / 2) return shorten(masked, shown_points);
  const auto around = repair_utf8(sample.text.substr(sample.match, 24));
  const auto found = masked.find(around);
  if (found == std::string::npos || found < shown_points / 2) return shorten(masked, shown_points);
  auto start = found - shown_points / 4;
  while (start < masked.size() && (static_cast<unsigned char>(masked[start]) & 0xC0U) == 0x80U) ++start;
  return "…" + shorten(std::string_view(masked).substr(start), shown_points - 1);
}

std::string kind_of_line(std::string_view line) {
  std::string result;
  for (const char c : logs::view_line(line).message) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !result.empty() && result.back() == '#') continue;
    result += digit ? '#' : c;
  }
  return result;
}

Evidence show_evidence(const SightView& view, rules::SymptomIndex symptom, infer::State state) {
  const auto& rule = view.rules.symptoms[symptom];
  const auto& finding = view.findings[symptom];
  Evidence evidence{.finding = rule.id,
                    .title = rule.title,
                    .state = shown_state(state),
                    .recovered = finding.recovered,
                    .count = finding.lines};
  if (state == infer::State::present) add_sightings(view, symptom, evidence.where);
  for (const auto& [text, source] : finding.facts) {
    evidence.where.push_back({source, 0, repair_utf8(view.redactor.redact(text)), ""});
  }
  return evidence;
}

void show_unmatched(const SightView& view, Diagnosis& diagnosis) {
  diagnosis.unmatched_error_count = view.evidence.log.unmatched_lines;
  std::set<std::string> kinds;
  for (const auto& sample : view.evidence.log.unmatched.kept()) {
    if (diagnosis.unmatched_errors.size() >= most_unmatched) break;
    const bool told_apart = sample.form == evidence::SampleForm::masked;  // by whoever masked it
    if (!told_apart && !kinds.insert(kind_of_line(sample.text)).second) continue;
    diagnosis.unmatched_errors.push_back(
        {view.inputs.sources[sample.place.source].name, sample.place.line, quote(view.redactor, sample)});
  }
}

void show_inputs(const logs::Inputs& inputs, Diagnosis& diagnosis) {
  for (const auto& source : inputs.sources) {
    diagnosis.inputs.push_back({source.name, source.bytes, source.lines, source.cut});
    diagnosis.notes.insert(diagnosis.notes.end(), source.notes.begin(), source.notes.end());
  }
}

}  // namespace syncdx
