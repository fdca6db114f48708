#include "batch/piece_json.hpp"

#include "base/text.hpp"
#include "diagnose/show_evidence.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <unordered_map>

namespace syncdx::batch {

PieceMask::PieceMask(const rules::RuleSet& rules, std::uint64_t key) : rules_(rules), key_(key), redactor_(key) {}

std::string PieceMask::session(const std::string& name) const {
  auto masked = repair_utf8(redactor_.redact(name));
  if (masked != name) masked += fmt::format("#{:016x}", XXH3_64bits_withSeed(name.data(), name.size(), key_));
  return masked;
}

void PieceMask::apply(Piece& piece) const {
  piece.session = session(piece.session);
  piece.source = repair_utf8(piece.source);
  for (auto* name : {&piece.entity, &piece.integration}) {
    if (!name->empty()) *name = repair_utf8(redactor_.redact(*name));
  }
  std::unordered_map<std::string, std::string> masked;  // a line is kept for each symptom that it shows
  const auto mask = [&](KeptLine& line, bool whole) {
    if (line.form == evidence::SampleForm::masked) return;
    auto known = masked.find(line.text);
    if (known == masked.end()) known = masked.emplace(line.text, repair_utf8(redactor_.redact(line.text))).first;
    if (whole) {
      line.text = known->second;
    } else {
      line.text =
          quote(known->second, {.place = {}, .text = std::move(line.text), .match = line.match, .time = line.time.known});
    }
    line.match = 0;
    line.form = evidence::SampleForm::masked;
  };
  for (auto& trace : piece.symptoms) {
    const auto role = rules_.symptoms[trace.symptom].role;
    const bool read_again = role == rules::Role::session_end || role == rules::Role::totals;
    for (auto& sample : trace.samples) mask(sample, read_again);
  }
  for (auto& unmatched : piece.unmatched) mask(unmatched.line, false);
}

}  // namespace syncdx::batch
