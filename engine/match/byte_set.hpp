// Which bytes one atom of a pattern (a literal, an escape, a bracket expression) stands for. RE2 itself is asked, so that the
// answer is right by construction for every class it knows, whatever Hyperscan would read into the same characters.
#pragma once

#include <bitset>
#include <map>
#include <string>
#include <string_view>

namespace syncdx::match {

using ByteSet = std::bitset<256>;

// The flags of RE2 that change what an atom stands for.
enum class Case { exact, fold };
enum class Dot { in_line, any };

// Remembers what it was asked. Not thread safe: one per use.
class AtomReader {
 public:
  // The bytes that `atom`, a piece of a pattern that RE2 accepts and that matches single bytes, matches in Latin-1.
  [[nodiscard]] const ByteSet& bytes_of(std::string_view atom, Case letters, Dot dot);

 private:
  std::map<std::string, ByteSet, std::less<>> known_;
};

}  // namespace syncdx::match
