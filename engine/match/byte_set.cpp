#include "match/byte_set.hpp"

#include "match/regex_options.hpp"

#include <re2/re2.h>

namespace syncdx::match {

const ByteSet& AtomReader::bytes_of(std::string_view atom, Case letters, Dot dot) {
  std::string key = letters == Case::fold ? "(?i" : "(?-i";
  key += dot == Dot::any ? ")(?s:" : ")(?-s:";
  key.append(atom).append(")");
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  const RE2 regex(key, regex_options());
  ByteSet bytes;
  for (unsigned value = 0; value < bytes.size(); ++value) {
    const char byte = static_cast<char>(value);
    bytes[value] = RE2::FullMatch(re2::StringPiece(&byte, 1), regex);
  }
  return known_.emplace(std::move(key), bytes).first->second;
}

}  // namespace syncdx::match
