// All log patterns of all rules as one compiled program, and the scan of a block of lines with it.
//
// Semantics, the same for both engines: a pattern is RE2 syntax over bytes (Latin-1), matched within single lines; a line is
// the bytes between newlines. `^` and `$` are the line's borders. The result of a scan is the set of (pattern, line) pairs such
// that the pattern matches somewhere in the line. Hyperscan reads many lines at once; so that it reads a pattern as RE2 does
// and sees no match across a newline (`\s`, `[^x]`, ...), it is given another form of it (match/line_pattern.hpp). A pattern
// that is too large for it is looked for by RE2. RE2 alone, line by line, is the portable engine and the oracle of the tests.
// Both give the same hits.
#pragma once

#include "syncdx/result.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace syncdx::match {

using PatternIndex = std::uint32_t;

// Lines that differ in digits and ids only are of one kind (match/line_memo.hpp). Numbers of one scanner, never used again by
// it.
using LineKind = std::uint64_t;
inline constexpr LineKind no_kind = 0;

// A pattern hit on a line. Offsets are into the scanned block; line_end excludes the newline.
struct LineHit {
  std::size_t line_begin = 0;
  std::size_t line_end = 0;
  PatternIndex pattern = 0;
  bool of_kind = false;     // the pattern hits all lines of the kind, at the same place
  LineKind kind = no_kind;  // of the line, if that is known

  // By what was hit: the kind is left out.
  [[nodiscard]] auto key() const noexcept { return std::tuple(line_begin, line_end, pattern); }
  auto operator<=>(const LineHit& other) const noexcept { return key() <=> other.key(); }
  bool operator==(const LineHit& other) const noexcept { return key() == other.key(); }
};

enum class Engine { automatic, hyperscan, re2 };

struct CompileOptions {
  Engine engine = Engine::automatic;     // automatic: Hyperscan where it was built in and the CPU can run it
  std::size_t max_pattern_bytes = 4096;  // longer patterns are refused
};

// What is wrong with one pattern, as the author wrote it: RE2's or Hyperscan's message and, where known, the byte offset in it.
struct PatternProblem {
  PatternIndex pattern = 0;
  std::string message;
  std::optional<std::size_t> offset;
};

// Whether `regex`, which check_pattern accepts, matches all lines of a kind or none.
[[nodiscard]] bool is_kind_blind(std::string_view regex);

// Checks a single pattern without building a program: RE2 syntax, supported by Hyperscan, no empty match, size.
[[nodiscard]] std::optional<PatternProblem> check_pattern(std::string_view regex);

class MatchProgram {
 public:
  MatchProgram(MatchProgram&&) noexcept;
  MatchProgram& operator=(MatchProgram&&) noexcept;
  ~MatchProgram();

  // Compiles all patterns (hundreds of milliseconds for thousands of patterns: cache the bytes). All problems at once.
  [[nodiscard]] static tl::expected<MatchProgram, std::vector<PatternProblem>> compile(std::vector<std::string> patterns,
                                                                                       const CompileOptions& options = {});

  // The compiled form, to be kept with `patterns`. Empty for the RE2 engine, which has none.
  [[nodiscard]] std::string to_bytes() const;

  // A program from to_bytes of the same patterns; nullopt if the bytes do not fit this library version or this CPU, or are
  // damaged where the library can tell (the caller guards them with a checksum).
  [[nodiscard]] static std::optional<MatchProgram> from_bytes(std::vector<std::string> patterns, std::string_view bytes);

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] Engine engine() const noexcept;  // hyperscan or re2

  // Where `pattern` first matches in `line` (byte offset), or nullopt. Safe from many threads.
  [[nodiscard]] std::optional<std::size_t> find(PatternIndex pattern, std::string_view line) const;

 private:
  friend class Scanner;
  struct Impl;
  explicit MatchProgram(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The scratch of one thread. `program` must outlive it.
class Scanner {
 public:
  explicit Scanner(const MatchProgram& program);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  // Every (pattern, line) pair of the block once, sorted by line, then pattern. `block` should end at a line border: its last
  // bytes count as a whole line. The result is valid until the next call. Blocks of up to 1 GiB.
  [[nodiscard]] std::span<const LineHit> scan(std::string_view block);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::match
