// Bytes in, blocks of whole lines out. Opens files and standard input, expands gzip, zstd, zip and tar (also nested once, such
// as .tar.gz) by content, not by name, within bounds; makes CRLF one newline and NUL a space, keeps everything else. Knows
// nothing of rules. Memory is bounded by options, not by input.
#pragma once

#include "syncdx/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::logs {

// One stream of lines: a file, standard input ("-", shown as "stdin"), or an archive's member ("logs.zip/sync.log").
struct Source {
  std::string name;
  std::uint64_t bytes = 0;  // after expansion
  std::uint64_t lines = 0;
  bool cut = false;      // not read to its end: damaged, a bound was met, or stopped; `notes` say which
  bool stopped = false;  // cut by the caller
  bool damaged = false;  // cut by damaged bytes, which may have garbled what was read, too
  bool packed = false;
  std::vector<Diagnostic> notes;
};

// A run of whole lines of one source. `bytes[context..]` is new; `bytes[0..context)` repeats the end of what came before
// (at most context_bytes, beginning at a line border) so that a line without a timestamp can be dated. A line over
// max_line_bytes is cut into pieces of exactly that size, counted as one line (same number); so blocks do not depend on how
// the input arrived. Such a piece ends its block, and the context behind it shows the long line by its head only, closed by a
// newline.
struct Block {
  std::size_t source = 0;        // index into the sources
  std::uint64_t offset = 0;      // of the first new byte in the source (after expansion and CRLF repair)
  std::uint64_t first_line = 1;  // number of the first new line
  std::size_t context = 0;
  bool from_start = true;  // the context shows all that came before, long lines by their heads
  std::string bytes;       // the last line ends in '\n' except perhaps at the source's end
  std::string name;        // the source's

  [[nodiscard]] std::string_view fresh() const { return std::string_view(bytes).substr(context); }
};

struct ReadOptions {
  static constexpr std::size_t usual_context_bytes = std::size_t{8} * 1024;

  std::size_t block_bytes = 1U << 20U;  // target size of a block; tests use tiny ones
  std::size_t max_line_bytes = std::size_t{256} * 1024;
  std::size_t context_bytes = usual_context_bytes;
  std::uint64_t max_expanded_bytes = 64ULL << 30U;  // over all inputs, compressed ones only
  double max_expansion_ratio = 1000.0;              // per archive, once over 64 MiB: a zip bomb is cut there
  std::size_t max_members = 10000;                  // per archive
  std::size_t max_document_bytes = 64U << 20U;
  std::function<bool()> stop{};             // asked now and then; true: no more is read, and a line that is begun is left out
  std::function<void(std::size_t)> took{};  // told of bytes as they are in the file
};

// A JSON export found among the inputs (first bytes say `"format": "tether-integration"` or `"tether-sessions"`), read whole.
struct Document {
  std::string name;
  std::string text;
};

struct Inputs {
  std::vector<Source> sources;  // in the order given, members in archive order
  std::vector<Document> documents;
};

// Whether "-" can be read at all; it cannot if the program was started without it.
[[nodiscard]] bool can_read_standard_input();

// Reads all of `paths` in order and hands every block to `sink`, on this thread; a sink that returns false stops the reading
// (all that is not read is marked cut). An input that cannot be opened is an error of the whole call, before anything is
// read; damage in the middle is a note on its source. Empty inputs are sources with 0 lines.
[[nodiscard]] Result<Inputs> read_inputs(std::span<const std::string> paths, const ReadOptions& options,
                                         const std::function<bool(Block&&)>& sink);

// The same for text that is already in memory, as one source.
[[nodiscard]] Inputs read_text(std::string_view text, const std::string& name, const ReadOptions& options,
                               const std::function<bool(Block&&)>& sink);

// The whole text of one file (expanded if compressed), at most `limit` bytes; for exports.
[[nodiscard]] Result<std::string> read_document(const std::string& path, std::size_t limit);

}  // namespace syncdx::logs
