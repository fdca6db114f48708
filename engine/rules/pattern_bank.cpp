#include "rules/pattern_bank.hpp"

#include "base/ascii.hpp"
#include "match/regex_options.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <unordered_map>

namespace syncdx::rules {
namespace {

// Shorter required texts are in too many lines to be worth looking for.
constexpr int shortest_atom = 3;

std::uint32_t key_of(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  return at(0) << 16U | at(1) << 8U | at(2);
}

}  // namespace

struct PatternBank::Impl {
  re2::FilteredRE2 patterns{shortest_atom};
  std::unordered_map<std::string, std::optional<std::size_t>> known;
  std::vector<std::string> atoms;
  std::unordered_map<std::uint32_t, std::vector<int>> by_start;  // of atoms, by their first three bytes
};

PatternBank::PatternBank() : impl_(std::make_unique<Impl>()) {}
PatternBank::~PatternBank() = default;
PatternBank::PatternBank(PatternBank&&) noexcept = default;
PatternBank& PatternBank::operator=(PatternBank&&) noexcept = default;

std::optional<std::size_t> PatternBank::add(const std::string& regex) {
  const auto [known, is_new] = impl_->known.emplace(regex, std::nullopt);
  int id = -1;
  if (is_new && impl_->patterns.Add(regex, match::regex_options(), &id) == RE2::NoError && id >= 0) {
    known->second = static_cast<std::size_t>(id);
  }
  return known->second;
}

void PatternBank::seal() {
  if (impl_->patterns.NumRegexps() == 0) return;
  impl_->patterns.Compile(&impl_->atoms);
  for (std::size_t i = 0; i < impl_->atoms.size(); ++i) {
    if (impl_->atoms[i].size() >= shortest_atom) impl_->by_start[key_of(impl_->atoms[i])].push_back(static_cast<int>(i));
  }
}

std::vector<std::size_t> PatternBank::hits(std::string_view line) const {
  std::vector<std::size_t> result;
  if (impl_->patterns.NumRegexps() == 0) return result;
  const auto lower = lower_case(line);
  const std::string_view text = lower;
  std::vector<int> atoms;
  for (std::size_t at = 0; at + shortest_atom <= text.size(); ++at) {
    const auto found = impl_->by_start.find(key_of(text.substr(at)));
    if (found == impl_->by_start.end()) continue;
    for (const auto atom : found->second) {
      if (text.substr(at).starts_with(impl_->atoms[static_cast<std::size_t>(atom)])) atoms.push_back(atom);
    }
  }
  std::ranges::sort(atoms);
  const auto [first, last] = std::ranges::unique(atoms);
  atoms.erase(first, last);
  std::vector<int> potential;
  impl_->patterns.AllPotentials(atoms, &potential);
  for (const auto id : potential) {
    if (find(static_cast<std::size_t>(id), line)) result.push_back(static_cast<std::size_t>(id));
  }
  std::ranges::sort(result);
  return result;
}

std::optional<std::size_t> PatternBank::find(std::size_t pattern, std::string_view line) const {
  re2::StringPiece match;
  const re2::StringPiece text(line.data(), line.size());
  const auto& regex = impl_->patterns.GetRE2(static_cast<int>(pattern));
  if (!regex.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) return std::nullopt;
  return static_cast<std::size_t>(match.data() - line.data());
}

}  // namespace syncdx::rules
