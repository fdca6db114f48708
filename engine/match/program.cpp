#include "match/program.hpp"

#include "match/pattern_form.hpp"
#include "match/program_state.hpp"
#include "match/regex_options.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <numeric>

namespace syncdx::match {
namespace {

// A set with more expressions that Hyperscan objects to is not sensible.
constexpr std::size_t most_removed = 64;

struct CompiledDatabase {
  std::optional<BlockDatabase> database;  // unset if nothing is left for it
  std::vector<PatternIndex> oversized;    // ascending
};

// `x\bx`. Hyperscan often sees it only in a part of an expression, so it is no fault of an author that a check would have
// found.
bool is_never_objection(std::string_view message) { return message.find("can never match") != std::string_view::npos; }

// Takes out the expressions that Hyperscan finds too large, one by one, and those that match nothing.
tl::expected<CompiledDatabase, PatternProblem> compile_database(std::vector<BlockExpression> expressions) {
  std::vector<PatternIndex> oversized;
  std::size_t removed = 0;
  while (!expressions.empty()) {
    auto database = BlockDatabase::compile(expressions);
    if (database) {
      std::ranges::sort(oversized);
      return CompiledDatabase{std::move(*database), std::move(oversized)};
    }
    const auto& [expression, message] = database.error();
    const auto place = static_cast<std::ptrdiff_t>(expression.value_or(0));
    const auto pattern = expressions[static_cast<std::size_t>(place)].pattern;
    const bool never = is_never_objection(message);
    if (!expression || (!never && !is_size_objection(message)) || ++removed > most_removed) {
      return tl::unexpected(PatternProblem{pattern, message, std::nullopt});
    }
    if (!never) oversized.push_back(pattern);
    expressions.erase(expressions.begin() + place);
  }
  std::ranges::sort(oversized);
  return CompiledDatabase{std::nullopt, std::move(oversized)};
}

// Layout of the compiled form, integers in the machine's byte order (the database is bound to the machine anyway):
// magic (8), checksum of all that follows (8), digest of the patterns (8), number of oversized patterns (8), these (4 each),
// for each pattern its traits (a bit each (4), number of triples (4), these (4 each)), the database (nothing if it would hold
// no pattern). The magic changes with the layout, and with what block_form says of a pattern.
constexpr std::string_view magic = "syncdxM4";

void append(std::string& bytes, std::uint64_t value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}

// Takes sizeof(Integer) bytes off the front of `bytes`.
template <typename Integer>
std::optional<Integer> take(std::string_view& bytes) {
  Integer value = 0;
  if (bytes.size() < sizeof value) return std::nullopt;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::uint64_t digest(const std::vector<std::string>& patterns) {
  std::string all;
  for (const auto& pattern : patterns) {
    append(all, pattern.size());
    all += pattern;
  }
  return checksum(all);
}

void append_small(std::string& bytes, std::uint32_t value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}

void append(std::string& bytes, const std::vector<PatternIndex>& chosen) {
  append(bytes, chosen.size());
  for (const PatternIndex pattern : chosen) append_small(bytes, pattern);
}

constexpr std::uint32_t is_loose = 1;
constexpr std::uint32_t tells_digits = 2;
constexpr std::uint32_t tells_ids = 4;

void append(std::string& bytes, const PatternTraits& traits) {
  append_small(bytes,
               (traits.loose ? is_loose : 0) | (traits.tells.digits ? tells_digits : 0) | (traits.tells.ids ? tells_ids : 0));
  append_small(bytes, static_cast<std::uint32_t>(traits.needed_triples.size()));
  for (const DigitTriple triple : traits.needed_triples) append_small(bytes, triple);
}

// The numbers of patterns at the front of `bytes`, which are taken off; nullopt if they make no sense.
std::optional<std::vector<PatternIndex>> take_patterns(std::string_view& bytes, std::size_t patterns) {
  const auto count = take<std::uint64_t>(bytes);
  if (!count || *count > patterns) return std::nullopt;
  std::vector<PatternIndex> chosen;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto pattern = take<PatternIndex>(bytes);
    if (!pattern || *pattern >= patterns) return std::nullopt;
    chosen.push_back(*pattern);
  }
  if (std::ranges::adjacent_find(chosen, std::ranges::greater_equal()) != chosen.end()) return std::nullopt;
  return chosen;
}

// The traits of one pattern, likewise.
std::optional<PatternTraits> take_traits(std::string_view& bytes) {
  const auto bits = take<std::uint32_t>(bytes);
  const auto triples = take<std::uint32_t>(bytes);
  if (!bits || !triples || *triples > triple_count) return std::nullopt;
  PatternTraits traits{.loose = (*bits & is_loose) != 0,
                       .tells = {.digits = (*bits & tells_digits) != 0, .ids = (*bits & tells_ids) != 0},
                       .needed_triples = {}};
  for (std::uint32_t i = 0; i < *triples; ++i) {
    const auto triple = take<std::uint32_t>(bytes);
    if (!triple || *triple >= triple_count) return std::nullopt;
    traits.needed_triples.push_back(static_cast<DigitTriple>(*triple));
  }
  return traits;
}

}  // namespace

MatchProgram::MatchProgram(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MatchProgram::MatchProgram(MatchProgram&&) noexcept = default;
MatchProgram& MatchProgram::operator=(MatchProgram&&) noexcept = default;
MatchProgram::~MatchProgram() = default;

const RE2& MatchProgram::Impl::regex(PatternIndex pattern) const {
  auto& lazy = regexes[pattern];
  std::call_once(lazy.once, [&] { lazy.regex = std::make_unique<const RE2>(patterns[pattern], regex_options()); });
  return *lazy.regex;
}

const RE2* MatchProgram::Impl::blinded_regex(PatternIndex pattern, Ids ids) const {
  auto& lazy = ids == Ids::some ? blinded[pattern] : digit_blinded[pattern];
  std::call_once(lazy.once, [&] {
    const std::lock_guard lock(atoms_mutex);
    lazy.regex = std::make_unique<const RE2>(match::blinded_regex(patterns[pattern], ids, atoms), regex_options());
  });
  return lazy.regex->ok() ? lazy.regex.get() : nullptr;
}

void MatchProgram::Impl::use_line_filter_for(std::vector<PatternIndex> chosen) {
  if (chosen.empty()) return;
  filtered = std::move(chosen);
  std::vector<std::string> texts;
  texts.reserve(filtered.size());
  for (const PatternIndex pattern : filtered) texts.push_back(patterns[pattern]);
  filter.emplace(texts);
}

tl::expected<MatchProgram, std::vector<PatternProblem>> MatchProgram::compile(std::vector<std::string> patterns,
                                                                              const CompileOptions& options) {
  AtomReader atoms;
  std::vector<BlockExpression> expressions;
  std::vector<PatternProblem> problems;
  std::vector<PatternTraits> traits;
  for (const auto& pattern : patterns) {
    const auto index = static_cast<PatternIndex>(&pattern - patterns.data());
    auto form = block_form(pattern, options.max_pattern_bytes, atoms);
    if (!form) {
      problems.push_back(std::move(form.error()));
      problems.back().pattern = index;
    } else {
      expressions.push_back({index, std::move(form->text)});
      traits.push_back({form->loose, form->telling, std::move(form->needed_triples)});
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  auto impl = std::make_unique<Impl>(std::move(patterns));
  const bool wants_blocks = options.engine != Engine::re2 && BlockDatabase::usable();
  if (!wants_blocks) {
    std::vector<PatternIndex> all(impl->patterns.size());
    std::iota(all.begin(), all.end(), PatternIndex{0});
    impl->use_line_filter_for(std::move(all));
    return MatchProgram(std::move(impl));
  }
  impl->engine = Engine::hyperscan;
  auto compiled = compile_database(std::move(expressions));
  if (!compiled) return tl::unexpected(std::vector{std::move(compiled.error())});
  impl->database = std::move(compiled->database);
  impl->use_line_filter_for(std::move(compiled->oversized));
  impl->traits = std::move(traits);
  return MatchProgram(std::move(impl));
}

std::string MatchProgram::to_bytes() const {
  if (impl_->engine == Engine::re2) return {};
  std::string body;
  append(body, digest(impl_->patterns));
  append(body, impl_->filtered);
  for (const auto& traits : impl_->traits) append(body, traits);
  if (impl_->database) body += impl_->database->serialize();
  std::string bytes(magic);
  append(bytes, checksum(body));
  return bytes + body;
}

std::optional<MatchProgram> MatchProgram::from_bytes(std::vector<std::string> patterns, std::string_view bytes) {
  if (!BlockDatabase::usable() || !bytes.starts_with(magic)) return std::nullopt;
  bytes.remove_prefix(magic.size());
  const auto sum = take<std::uint64_t>(bytes);
  if (!sum || *sum != checksum(bytes)) return std::nullopt;
  const auto made_from = take<std::uint64_t>(bytes);
  if (!made_from || *made_from != digest(patterns)) return std::nullopt;
  auto oversized = take_patterns(bytes, patterns.size());
  if (!oversized) return std::nullopt;
  auto impl = std::make_unique<Impl>(std::move(patterns));
  impl->engine = Engine::hyperscan;
  impl->use_line_filter_for(std::move(*oversized));
  for (auto& traits : impl->traits) {
    auto taken = take_traits(bytes);
    if (!taken) return std::nullopt;
    traits = std::move(*taken);
  }
  if (!bytes.empty()) {
    impl->database = BlockDatabase::deserialize(bytes);
    if (!impl->database) return std::nullopt;
  }
  return MatchProgram(std::move(impl));
}

std::size_t MatchProgram::size() const noexcept { return impl_->patterns.size(); }

Engine MatchProgram::engine() const noexcept { return impl_->engine; }

std::optional<std::size_t> MatchProgram::find(PatternIndex pattern, std::string_view line) const {
  assert(pattern < size());
  const auto& regex = impl_->regex(pattern);
  const re2::StringPiece text(line.data(), line.size());
  re2::StringPiece match;
  if (!regex.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) return std::nullopt;
  return static_cast<std::size_t>(match.data() - line.data());
}

}  // namespace syncdx::match
