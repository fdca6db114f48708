// The scan of a block. Hyperscan reports every end of every match, so `a.*` on a long line would report each of its bytes: the
// sink keeps for each pattern the line that it last hit, and drops what falls into it again with two comparisons. Lines are
// looked up only where a report falls outside the last known line. What a loose expression reports is confirmed by RE2 on the
// line. Cost: the scan, plus the hits.
#include "match/program_state.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>

namespace syncdx::match {
namespace {

struct LineBounds {
  std::size_t begin = 0;
  std::size_t end = 0;  // excludes the newline

  [[nodiscard]] bool holds(std::size_t offset) const noexcept { return begin <= offset && offset < end; }
};

LineBounds line_around(std::string_view block, std::size_t offset) {
  const auto* const before = static_cast<const char*>(memrchr(block.data(), '\n', offset));
  const auto* const after = static_cast<const char*>(std::memchr(block.data() + offset, '\n', block.size() - offset));
  return {.begin = before == nullptr ? 0 : static_cast<std::size_t>(before - block.data()) + 1,
          .end = after == nullptr ? block.size() : static_cast<std::size_t>(after - block.data())};
}

struct Sink {
  std::string_view block{};
  LineBounds line{};
  std::vector<LineBounds> last_hit{};  // one per pattern; empty: none in this block
  std::vector<LineHit> hits{};
};

int take_match(unsigned pattern, unsigned long long, unsigned long long end, unsigned, void* context) {
  auto& sink = *static_cast<Sink*>(context);
  const auto last_byte = static_cast<std::size_t>(end) - 1;
  auto& last_hit = sink.last_hit[pattern];
  if (last_hit.holds(last_byte)) return 0;
  if (!sink.line.holds(last_byte)) sink.line = line_around(sink.block, last_byte);
  last_hit = sink.line;
  sink.hits.push_back({sink.line.begin, sink.line.end, pattern});
  return 0;
}

}  // namespace

struct Scanner::Impl {
  const MatchProgram::Impl& program;
  std::optional<BlockDatabase::Scratch> scratch{};
  Sink sink{};

  void scan_block(std::string_view block);
  void scan_lines(std::string_view block);
};

Scanner::Scanner(const MatchProgram& program) : impl_(new Impl{*program.impl_}) {
  if (impl_->program.database) impl_->scratch = impl_->program.database->make_scratch();
  impl_->sink.last_hit.resize(program.size());
}

Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

void Scanner::Impl::scan_block(std::string_view block) {
  // Only running out of memory could stop a scan whose callback never does.
  if (!program.database->scan(block, *scratch, take_match, &sink)) throw std::bad_alloc();
  for (const auto& hit : sink.hits) sink.last_hit[hit.pattern] = {};
  if (program.loose.empty()) return;
  std::erase_if(sink.hits, [&](const LineHit& hit) {
    return std::ranges::binary_search(program.loose, hit.pattern) &&
           !RE2::PartialMatch(re2::StringPiece(block.data() + hit.line_begin, hit.line_end - hit.line_begin),
                              program.regex(hit.pattern));
  });
}

void Scanner::Impl::scan_lines(std::string_view block) {
  for (std::size_t begin = 0; begin < block.size();) {
    const auto end = std::min(block.find('\n', begin), block.size());
    if (end > begin) {
      for (const int pattern : program.filter->matches(block.substr(begin, end - begin))) {
        sink.hits.push_back({begin, end, program.filtered[static_cast<std::size_t>(pattern)]});
      }
    }
    begin = end + 1;
  }
}

std::span<const LineHit> Scanner::scan(std::string_view block) {
  assert(block.size() <= std::size_t{1} << 30);
  auto& sink = impl_->sink;
  sink.block = block;
  sink.line = {};
  sink.hits.clear();
  if (block.empty()) return sink.hits;
  if (impl_->program.database) impl_->scan_block(block);
  if (impl_->program.filter) impl_->scan_lines(block);
  // Ends come in order and no pair comes twice, but the patterns of a line come in any order.
  std::ranges::sort(sink.hits);
  sink.hits.erase(std::ranges::unique(sink.hits).begin(), sink.hits.end());
  return sink.hits;
}

}  // namespace syncdx::match
