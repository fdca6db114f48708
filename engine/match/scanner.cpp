// The scan of a block. What matches a line is looked up by its kind (match/line_memo.hpp); only lines of kinds not seen before
// are scanned, copied together so that one scan serves them all, with all patterns blinded to what differs within a kind. Those
// that are not blind to it RE2 then tries on each line that they may match.
//
// Hyperscan reports every end of every match, so `a.*` on a long line would report each of its bytes: the sink keeps for each
// pattern the line that it last hit, and drops what falls into it again with two comparisons. Lines are looked up only where a
// report falls outside the last known line. What a loose expression reports is confirmed by RE2 on the line.
#include "match/id_runs.hpp"
#include "match/line_memo.hpp"
#include "match/program_state.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>

namespace syncdx::match {
namespace {

// A longer line is hardly ever written twice.
constexpr std::size_t longest_remembered = 4096;
constexpr std::size_t portion_bytes = std::size_t{1} << 20;

// After so many lines of a kind, it pays to ask once which of its possible patterns are impossible.
constexpr std::uint32_t frequent = 256;

bool matches(const RE2& regex, std::string_view line) {
  return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), regex);
}

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

// Lines copied together, to be scanned at once.
class LineBatch {
 public:
  void clear() {
    text_.clear();
    begins_.clear();
  }
  void add(std::string_view line) {
    if (!text_.empty()) text_ += '\n';
    begins_.push_back(text_.size());
    text_ += line;
  }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::span<const std::size_t> begins() const noexcept { return begins_; }

 private:
  std::string text_;                 // no newline at its end
  std::vector<std::size_t> begins_;  // of the lines
};

}  // namespace

struct Scanner::Impl {
  explicit Impl(const MatchProgram::Impl& of);

  void look_up_lines(std::string_view portion);
  void learn_new_kinds();
  void scan_new_lines();
  void add_possible(std::span<const PatternIndex> possible, const LineHit& blank, std::string_view line);
  bool is_impossible(PatternIndex pattern, Ids ids, std::string_view line) const;
  void add_hits(std::string_view portion, std::size_t begin);
  void scan_by_kinds(std::string_view block);
  void add_filtered(std::string_view block);

  const MatchProgram::Impl& program;
  std::optional<BlockDatabase::Scratch> scratch{};
  Sink sink{};
  LineMemo memo{};
  std::string kinds{};  // of the portion's lines, in their places
  struct KnownLine {
    LineBounds bounds;
    LineKind kind;
  };
  std::vector<KnownLine> lines{};  // of the portion, without empty ones
  LineBatch new_lines{};           // one of each new kind
  std::vector<LineKind> new_kinds{};
  std::vector<LineHit> hits{};
};

Scanner::Impl::Impl(const MatchProgram::Impl& of) : program(of) {
  if (program.database) scratch = program.database->make_scratch();
  sink.last_hit.resize(program.patterns.size());
}

Scanner::Scanner(const MatchProgram& program) : impl_(new Impl(*program.impl_)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

void Scanner::Impl::look_up_lines(std::string_view portion) {
  memo.forget_if_full();
  write_kinds(portion, kinds);
  lines.clear();
  new_lines.clear();
  new_kinds.clear();
  for (std::size_t begin = 0; begin < portion.size();) {
    const auto end = std::min(kinds.find('\n', begin), kinds.size());
    if (end > begin) {
      const auto found = end - begin > longest_remembered ? LineMemo::Found{memo.add_unnamed(), true}
                                                          : memo.find(std::string_view(kinds).substr(begin, end - begin));
      lines.push_back({{begin, end}, found.kind});
      if (found.is_new) {
        new_kinds.push_back(found.kind);
        new_lines.add(portion.substr(begin, end - begin));
      }
    }
    begin = end + 1;
  }
}

// Leaves the hits of all patterns, blinded, in the sink, by line and pattern. Those of patterns that tell something apart, if
// they are loose, are not confirmed: that can wait until the kind is known to be frequent.
void Scanner::Impl::scan_new_lines() {
  const std::string_view text = new_lines.text();
  sink.block = text;
  sink.line = {};
  sink.hits.clear();
  // Only running out of memory could stop a scan whose callback never does.
  if (!program.database->scan(text, *scratch, take_match, &sink)) throw std::bad_alloc();
  for (const auto& hit : sink.hits) sink.last_hit[hit.pattern] = {};
  std::erase_if(sink.hits, [&](const LineHit& hit) {
    const auto& traits = program.traits[hit.pattern];
    return traits.loose && !traits.tells.any() &&
           !matches(program.regex(hit.pattern), text.substr(hit.line_begin, hit.line_end - hit.line_begin));
  });
  // Ends come in order and no pair comes twice, but the patterns of a line come in any order.
  std::ranges::sort(sink.hits);
}

void Scanner::Impl::learn_new_kinds() {
  if (new_kinds.empty()) return;
  scan_new_lines();
  std::vector<PatternIndex> certain;
  std::vector<PatternIndex> possible;
  auto hit = sink.hits.begin();
  for (std::size_t i = 0; i < new_kinds.size(); ++i) {
    certain.clear();
    possible.clear();
    std::optional<bool> holds_id;
    for (; hit != sink.hits.end() && hit->line_begin == new_lines.begins()[i]; ++hit) {
      const auto line = std::string_view(new_lines.text()).substr(hit->line_begin, hit->line_end - hit->line_begin);
      const auto& tells = program.traits[hit->pattern].tells;
      if (tells.ids && !holds_id) holds_id = holds_id_run(line);
      if (tells.digits || (tells.ids && *holds_id)) {
        possible.push_back(hit->pattern);
      } else if (!tells.ids || matches(program.regex(hit->pattern), line)) {
        certain.push_back(hit->pattern);
      }
    }
    if (!certain.empty() || !possible.empty()) memo.set_patterns(new_kinds[i], {certain, possible});
  }
}

// Those of `possible` that match `line`.
void Scanner::Impl::add_possible(std::span<const PatternIndex> possible, const LineHit& blank, std::string_view line) {
  const auto triples = triples_of(line);
  const auto may_match = [&](const std::vector<DigitTriple>& needed) {
    return needed.empty() || std::ranges::any_of(needed, [&](DigitTriple triple) { return triples[triple]; });
  };
  for (const auto pattern : possible) {
    if (!may_match(program.traits[pattern].needed_triples) || !matches(program.regex(pattern), line)) continue;
    hits.push_back(blank);
    hits.back().pattern = pattern;
  }
}

// Whether `pattern` does not match any line of the kind that `line` is of.
bool Scanner::Impl::is_impossible(PatternIndex pattern, Ids ids, std::string_view line) const {
  const auto& traits = program.traits[pattern];
  const bool found_whole = !traits.loose && (ids == Ids::some || !traits.tells.ids);
  if (found_whole) return false;
  const auto* regex = program.blinded_regex(pattern, ids);
  return regex != nullptr && !matches(*regex, line);
}

// `portion` begins at byte `begin` of the block.
void Scanner::Impl::add_hits(std::string_view portion, std::size_t begin) {
  for (const auto& [bounds, kind] : lines) {
    const auto [certain, possible] = memo.patterns(kind);
    const auto line = portion.substr(bounds.begin, bounds.end - bounds.begin);
    const bool remembered = line.size() <= longest_remembered;
    LineHit hit{.line_begin = begin + bounds.begin,
                .line_end = begin + bounds.end,
                .of_kind = remembered,
                .kind = remembered ? kind : no_kind};
    const auto old = static_cast<std::ptrdiff_t>(hits.size());
    for (const auto pattern : certain) {
      hit.pattern = pattern;
      hits.push_back(hit);
    }
    if (possible.empty()) continue;
    hit.of_kind = false;
    add_possible(possible, hit, line);
    std::sort(hits.begin() + old, hits.end());
    if (memo.count_use(kind) != frequent) continue;
    const auto ids = holds_id_run(line) ? Ids::some : Ids::none;
    memo.erase_possible(kind, [&](PatternIndex pattern) { return is_impossible(pattern, ids, line); });
  }
}

void Scanner::Impl::add_filtered(std::string_view block) {
  const auto old = static_cast<std::ptrdiff_t>(hits.size());
  for (std::size_t begin = 0; begin < block.size();) {
    const auto end = std::min(block.find('\n', begin), block.size());
    if (end > begin) {
      for (const int pattern : program.filter->matches(block.substr(begin, end - begin))) {
        hits.push_back({begin, end, program.filtered[static_cast<std::size_t>(pattern)]});
      }
    }
    begin = end + 1;
  }
  std::ranges::inplace_merge(hits, hits.begin() + old);
}

// In portions of whole lines, so that what is kept of lines is bounded whatever the block.
void Scanner::Impl::scan_by_kinds(std::string_view block) {
  for (std::size_t begin = 0; begin < block.size();) {
    auto end = block.size();
    if (end - begin > portion_bytes) end = std::min(block.find('\n', begin + portion_bytes), end);
    const auto portion = block.substr(begin, end - begin);
    look_up_lines(portion);
    learn_new_kinds();
    add_hits(portion, begin);
    begin = end + 1;
  }
}

std::span<const LineHit> Scanner::scan(std::string_view block) {
  assert(block.size() <= std::size_t{1} << 30);
  auto& impl = *impl_;
  impl.hits.clear();
  try {
    if (impl.program.database) impl.scan_by_kinds(block);
  } catch (...) {  // out of memory: what was half learned would be wrong
    impl.memo.forget();
    std::ranges::fill(impl.sink.last_hit, LineBounds());
    throw;
  }
  if (impl.program.filter) impl.add_filtered(block);
  return impl.hits;
}

}  // namespace syncdx::match
