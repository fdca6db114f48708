#include "evidence/collect.hpp"

#include "logs/block_cutter.hpp"
#include "logs/look_back.hpp"
#include "rules/negation.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <variant>

namespace syncdx::evidence {
namespace {

// Compiled on first use: most `unless` patterns are never needed in a run, and start-up must be quick.
class LazyRegex {
 public:
  explicit LazyRegex(const std::string& regex) : regex_(&regex) {}

  [[nodiscard]] bool matches(std::string_view line) const {
    std::call_once(compiled_, [this] {
      RE2::Options options(RE2::Quiet);
      options.set_encoding(RE2::Options::EncodingLatin1);
      re2_ = std::make_unique<RE2>(*regex_, options);
    });
    return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *re2_);
  }

 private:
  const std::string* regex_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2> re2_;
};

// Whether the log itself marks the line as no trouble.
bool is_information(std::string_view line) {
  const auto level = logs::view_line(line).level;
  return level == logs::Level::trace || level == logs::Level::debug || level == logs::Level::info;
}

// Whether a line that shows this symptom is explained by it: what counts lines ("many errors") explains none of them.
bool explains(const rules::Symptom& symptom) {
  return symptom.role == rules::Role::none && std::get<rules::LogSymptom>(symptom.source).at_least <= 1;
}

// Says that something may be, not that it is.
bool is_mention(std::string_view line) { return is_information(line) || rules::asks_whether(line); }

}  // namespace

std::optional<logs::TimePoint> time_of_line(std::string_view before, std::string_view line) {
  std::optional<logs::TimePoint> time;
  (void)logs::look_back(before, line, [&](std::string_view each) { return (time = logs::find_time(each)).has_value(); });
  return time;
}

Sample make_sample(const Place& place, std::string_view line, std::size_t match, std::optional<logs::TimePoint> time) {
  // A window around the match where the line is very long.
  const std::size_t start = match > Sample::sample_bytes / 2 ? match - Sample::sample_bytes / 2 : 0;
  return {place, std::string(line.substr(start, Sample::sample_bytes)), match - start, time};
}

struct CollectPlan::Impl {
  const rules::RuleSet& rules;
  PatternTable table;
  std::shared_ptr<const match::MatchProgram> program;  // shared with plans made by `with`
  std::vector<std::deque<LazyRegex>> unless;           // by symptom; deque: a LazyRegex cannot move
};

CollectPlan::CollectPlan(const rules::RuleSet& rules, PatternTable table, match::MatchProgram program)
    : CollectPlan(rules, std::move(table), std::make_shared<const match::MatchProgram>(std::move(program))) {}

CollectPlan::CollectPlan(const rules::RuleSet& rules, PatternTable table, std::shared_ptr<const match::MatchProgram> program)
    : impl_(new Impl{rules, std::move(table), std::move(program), {}}) {
  impl_->unless.resize(rules.symptoms.size());
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size(); ++i) {
    const auto* log = std::get_if<rules::LogSymptom>(&rules.symptoms[i].source);
    if (log == nullptr) continue;
    for (const auto& pattern : log->unless) impl_->unless[i].emplace_back(pattern.regex);
  }
}

CollectPlan CollectPlan::with(const rules::RuleSet& rules, PatternTable table) const {
  return {rules, std::move(table), impl_->program};
}

CollectPlan::CollectPlan(CollectPlan&&) noexcept = default;
CollectPlan& CollectPlan::operator=(CollectPlan&&) noexcept = default;
CollectPlan::~CollectPlan() = default;

const rules::RuleSet& CollectPlan::rules() const noexcept { return impl_->rules; }
const PatternTable& CollectPlan::table() const noexcept { return impl_->table; }
const match::MatchProgram& CollectPlan::program() const noexcept { return *impl_->program; }

std::optional<std::size_t> CollectPlan::holds(rules::SymptomIndex symptom, std::size_t pattern, std::string_view line) const {
  for (const auto& regex : impl_->unless[symptom]) {
    if (regex.matches(line)) return std::nullopt;
  }
  const auto& log = std::get<rules::LogSymptom>(impl_->rules.symptoms[symptom].source);
  if (!log.negatable || !rules::may_hold_negation(line)) return 0;
  const auto match = impl_->program->find(static_cast<match::PatternIndex>(pattern), line);
  if (!match || rules::behind_negation(line, *match)) return std::nullopt;
  return match;
}

// The hits of one line; `begin` and `end` into the block's fresh bytes.
struct Collector::LineHits {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::span<const match::LineHit> hits;
};

Collector::Collector(const CollectPlan& plan)
    : plan_(plan), scanner_(plan.program()), evidence_(plan.rules().symptoms.size(), plan.rules().platforms.size()) {}

void Collector::add(const logs::Block& block) {
  const std::string_view fresh = block.fresh();
  const auto hits = scanner_.scan(fresh);
  std::uint64_t line_number = block.first_line;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < hits.size();) {
    std::size_t next = i + 1;
    while (next < hits.size() && hits[next].line_begin == hits[i].line_begin) ++next;
    const std::size_t begin = hits[i].line_begin;
    line_number += logs::count_newlines(fresh.substr(counted, begin - counted));
    counted = begin;
    add_line(block, {begin, hits[i].line_end, hits.subspan(i, next - i)}, line_number);
    i = next;
  }
}

void judge_line(const CollectPlan& plan, std::string_view line, std::span<const match::LineHit> hits, JudgedLine& judged) {
  const auto& rules = plan.rules();
  judged.seen.clear();
  judged.platforms.clear();
  unsigned roles = 0;
  bool explained = false;
  const auto bit = [](rules::Role role) { return 1U << static_cast<unsigned>(role); };
  for (const auto& hit : hits) {
    for (const auto symptom : plan.table().symptoms_of(hit.pattern)) {
      if (std::ranges::find(judged.seen, symptom, &JudgedLine::Seen::symptom) != judged.seen.end()) continue;
      if (!plan.holds(symptom, hit.pattern, line)) continue;
      judged.seen.push_back({symptom, hit.pattern});
      roles |= bit(rules.symptoms[symptom].role);
      explained = explained || explains(rules.symptoms[symptom]);
    }
    for (const auto platform : plan.table().platforms_of(hit.pattern)) {
      if (std::ranges::find(judged.platforms, platform) == judged.platforms.end()) judged.platforms.push_back(platform);
    }
  }
  const auto has_role = [&](rules::Role role) { return (roles & bit(role)) != 0; };
  judged.handled = has_role(rules::Role::handled);
  judged.loud = has_role(rules::Role::none) && (has_role(rules::Role::error) || !is_mention(line));
  judged.unmatched = has_role(rules::Role::error) && !judged.handled && !explained && !has_role(rules::Role::session_end) &&
                     !is_information(line);
}

void Collector::add_line(const logs::Block& block, const LineHits& hits, std::uint64_t line_number) {
  const auto& rules = plan_.rules();
  const std::string_view line = block.fresh().substr(hits.begin, hits.end - hits.begin);
  const Place place{block.source, block.offset + hits.begin, line_number};
  judge_line(plan_, line, hits.hits, judged_);
  for (const auto platform : judged_.platforms) ++evidence_.platform_lines[platform];
  if (judged_.handled) evidence_.handled.add(place);
  const auto time_here = [&] {
    return time_of_line(std::string_view(block.bytes).substr(0, block.context + hits.begin), line);
  };
  const auto sample = [&](std::size_t pattern) {
    const auto match = plan_.program().find(static_cast<match::PatternIndex>(pattern), line).value_or(0);
    return make_sample(place, line, match, time_here());
  };
  if (judged_.unmatched) {
    ++evidence_.unmatched_lines;
    if (evidence_.unmatched.wants(place)) evidence_.unmatched.add(sample(hits.hits.front().pattern));
  }
  for (const auto& [symptom, pattern] : judged_.seen) {
    auto& entry = evidence_.symptoms[symptom];
    ++entry.lines;
    entry.loud += judged_.loud ? 1 : 0;
    if (!entry.first || place < *entry.first) entry.first = place;
    if (!entry.last || *entry.last < place) entry.last = place;
    if (judged_.loud && (!entry.last_loud || *entry.last_loud < place)) {
      entry.last_loud = place;
      entry.last_handled = judged_.handled;
    }
    if (entry.samples.wants(place)) entry.samples.add(sample(pattern));
    if (std::get<rules::LogSymptom>(rules.symptoms[symptom].source).within_seconds) {
      const auto time = time_here();
      if (time) entry.times.add(std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count());
    }
  }
}

}  // namespace syncdx::evidence
