#include "gaps/message.hpp"
#include "gaps/mine.hpp"
#include "gaps/propose_pattern.hpp"
#include "gaps/rivals.hpp"
#include "gaps/source_keys.hpp"
#include "gaps/template_text.hpp"
#include "gaps/words.hpp"
#include "syncdx/gaps.hpp"

#include "base/text.hpp"
#include "diagnose/load.hpp"
#include "evidence/collect.hpp"
#include "logs/block_cutter.hpp"
#include "logs/input.hpp"
#include "logs/line.hpp"
#include "logs/list_inputs.hpp"
#include "logs/look_back.hpp"
#include "logs/redact.hpp"
#include "logs/session_key.hpp"
#include "logs/spread_blocks.hpp"
#include "rules/known_platforms.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace syncdx::gaps {
namespace {

constexpr std::size_t shown_code_points = 400;
constexpr std::size_t shown_samples = 3;
constexpr std::size_t most_explained = 2000;
constexpr std::size_t samples_of_pattern = 64;  // lines of one kind that its pattern is tried on

// What one thread found.
struct Found {
  MinedLines unexplained;
  MinedLines explained;  // error lines that ordinary symptoms explain: a new pattern must not catch them
};

class GapScanner {
 public:
  GapScanner(const evidence::CollectPlan& plan, const logs::SessionKeys& keys, const SourceKeys& sources)
      : plan_(plan), keys_(keys), sources_(sources), scanner_(plan.program()), judge_(plan) {}

  void add(const logs::Block& block) {
    use_ = sources_.use_in(block.source);
    const std::string_view fresh = block.fresh();
    const auto hits = scanner_.scan(fresh);
    std::uint64_t line_number = block.first_line;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < hits.size();) {
      std::size_t next = i + 1;
      while (next < hits.size() && hits[next].line_begin == hits[i].line_begin) ++next;
      const std::size_t begin = hits[i].line_begin;
      const std::string_view line = fresh.substr(begin, hits[i].line_end - begin);
      const auto& judged = judge_.judge(line, hits.subspan(i, next - i));
      i = next;
      if (!judged.unmatched && !is_explained_error(judged)) continue;
      line_number += logs::count_newlines(fresh.substr(counted, begin - counted));
      counted = begin;
      auto& mined = judged.unmatched ? found_.unexplained : found_.explained;
      mined.add(message_of(line), session_of(block, begin, line), {block.source, block.offset + begin, line_number}, line);
    }
  }

  [[nodiscard]] Found take() { return std::move(found_); }

 private:
  [[nodiscard]] bool is_explained_error(const evidence::JudgedLine& judged) const {
    const auto& symptoms = plan_.rules().symptoms;
    const auto has = [&](rules::Role role) {
      return std::ranges::any_of(judged.seen, [&](const auto& seen) { return symptoms[seen.symptom].role == role; });
    };
    return has(rules::Role::none) && has(rules::Role::error);
  }

  // By the key of the line, or of one of the few lines before it (a stack trace has none); else the source is the session.
  [[nodiscard]] std::uint64_t session_of(const logs::Block& block, std::size_t begin, std::string_view line) {
    const auto before = std::string_view(block.bytes).substr(0, block.context + begin);
    const bool found = use_ != logs::KeyUse::none &&
                       logs::look_back(before, line, [this](std::string_view each) { return keys_.find(each, key_, use_); });
    return found ? XXH3_64bits(key_.data(), key_.size()) : XXH3_64bits(&block.source, sizeof(block.source));
  }

  const evidence::CollectPlan& plan_;
  const logs::SessionKeys& keys_;
  const SourceKeys& sources_;
  logs::KeyUse use_ = logs::KeyUse::none;  // in the block's source
  match::Scanner scanner_;
  std::string key_;
  evidence::LineJudge judge_;
  Found found_;
};

struct Scanned {
  Found found;
  logs::Inputs inputs;
};

Result<Scanned> scan(const evidence::CollectPlan& plan, const GapOptions& options, const std::vector<std::string>& paths) {
  const auto keys = logs::SessionKeys::make(options.session_key);
  if (!keys) return fail(keys.error());
  SourceKeys sources(*keys);
  std::vector<GapScanner> workers;
  for (unsigned i = 0; i < std::max(1U, options.threads); ++i) workers.emplace_back(plan, *keys, sources);
  auto inputs = logs::spread_blocks(workers, [&](const auto& sink) {
    auto read = logs::read_inputs(paths, {.block_bytes = options.block_bytes},
                                  [&](logs::Block&& block) { return sources.take(std::move(block), sink); });
    sources.finish(sink);
    return read;
  });
  if (!inputs) return fail(inputs.error());
  Scanned whole{{}, std::move(*inputs)};
  for (auto& worker : workers) {
    const auto part = worker.take();
    whole.found.unexplained.merge(part.unexplained);
    whole.found.explained.merge(part.explained);
  }
  return whole;
}

// Lines that a new pattern must leave alone: what the rules' authors wrote as examples, and a sample of what these logs hold.
std::vector<std::string> explained_lines(const rules::RuleSet& rules, const MinedLines& mined) {
  std::vector<std::string> lines;
  for (const auto& symptom : rules.symptoms) {
    if (symptom.role == rules::Role::none) lines.insert(lines.end(), symptom.examples.begin(), symptom.examples.end());
  }
  const auto groups = mined.groups();
  const std::size_t step = groups.size() / most_explained + 1;
  for (std::size_t i = 0; i < groups.size(); i += step) lines.push_back(groups[i]->samples.kept().front().text);
  return lines;
}

// Clears those of `words` that are not in a longest common subsequence with `kept`.
void keep_common(std::vector<std::string>& words, const std::vector<std::string_view>& kept) {
  const auto columns = kept.size() + 1;
  std::vector<std::size_t> longest((words.size() + 1) * columns);  // of the words and kept ones from there on
  for (auto i = words.size(); i-- > 0;) {
    for (auto k = kept.size(); k-- > 0;) {
      longest[i * columns + k] = words[i] == kept[k] ? longest[(i + 1) * columns + k + 1] + 1
                                                     : std::max(longest[(i + 1) * columns + k], longest[i * columns + k + 1]);
    }
  }
  for (std::size_t i = 0, k = 0; i < words.size(); ++i) {
    while (k < kept.size() && longest[i * columns + k] == longest[i * columns + k + 1]) ++k;
    const bool common = k < kept.size() && words[i] == kept[k] && longest[i * columns + k] > longest[(i + 1) * columns + k];
    if (common) {
      ++k;
    } else {
      words[i].clear();
    }
  }
}

// Words that masking takes out of a line are no part of what is shown or proposed: they become variable. So do those behind
// what was kept of a long line: nobody can tell what masking would make of them.
void blank_secrets(Template& found, const logs::Redactor& redactor) {
  std::vector<std::string_view> kept;
  for (const auto* group : found.groups) {
    for (const auto& sample : group->samples.kept()) {
      const auto masked = redactor.redact(sample.text);
      if (masked == sample.text && sample.text.size() < MinedLines::sample_bytes) continue;
      const auto message = message_of(masked);
      split_words(message, kept);
      keep_common(found.words, kept);
    }
  }
}

// A symptom's id from the first telling words.
std::string id_of(const Template& found, std::set<std::string>& taken) {
  constexpr std::size_t most_letters = 40;
  std::string id = "gap";
  for (const auto& word : found.words) {
    std::string part;
    for (const char c : word) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (upper || (c >= 'a' && c <= 'z')) part += static_cast<char>(upper ? c - 'A' + 'a' : c);
    }
    if (part.empty()) continue;
    if (id.size() + part.size() > most_letters) break;
    id += "_" + part;
  }
  std::string unique = id;
  for (std::size_t n = 2; !taken.insert(unique).second; ++n) unique = fmt::format("{}_{}", id, n);
  return unique;
}

// The first ones, up to `most`: so a report's own are among those that a pattern is tried on.
std::vector<const evidence::Sample*> first_samples(const Template& found, std::size_t most) {
  std::vector<const evidence::Sample*> samples;
  for (const auto* group : found.groups) {
    for (const auto& sample : group->samples.kept()) samples.push_back(&sample);
  }
  const auto count = std::min(most, samples.size());
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(count);
  std::ranges::partial_sort(samples, middle, {}, [](const evidence::Sample* sample) { return sample->place; });
  samples.resize(count);
  return samples;
}

KindLines lines_of(const Template& found) {
  KindLines lines;
  for (const auto* sample : first_samples(found, samples_of_pattern)) {
    lines.whole.push_back(sample->text);
    lines.messages.push_back(message_of(sample->text));
  }
  return lines;
}

// The platform that most of its samples name.
std::string platform_of(const evidence::CollectPlan& plan, match::Scanner& scanner, const Template& found) {
  const auto& platforms = plan.rules().platforms;
  std::map<std::size_t, std::size_t> counts;
  for (const auto* sample : first_samples(found, samples_of_pattern)) {
    std::set<std::size_t> named;
    for (const auto& hit : scanner.scan(sample->text)) {
      for (const auto platform : plan.table().platforms_of(hit.pattern)) named.insert(platform);
    }
    for (const auto platform : named) {
      if (!platforms[platform].receives) ++counts[platform];
    }
  }
  std::string best(rules::any_platform);
  std::size_t most = 0;
  for (const auto& [platform, count] : counts) {
    if (count <= most) continue;
    most = count;
    best = platforms[platform].id;
  }
  return best;
}

// As a report shows it: of a long line, its head, or what stands around the words of its kind's pattern.
std::string shown_text(const std::string& line, const std::string& pattern) {
  auto text = shorten(line, shown_code_points);
  if (text == line || pattern.empty()) return text;
  const auto regex = compile_pattern(pattern);
  re2::StringPiece match;
  if (!regex || RE2::PartialMatch(text, *regex) || !regex->Match(line, 0, line.size(), RE2::UNANCHORED, &match, 1)) return text;
  constexpr std::size_t bytes_before = 100;
  auto begin = static_cast<std::size_t>(match.data() - line.data());
  begin -= std::min(begin, bytes_before);
  while (begin > 0 && (static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80U) --begin;
  return (begin > 0 ? "…" : "") + shorten(std::string_view(line).substr(begin), shown_code_points);
}

std::vector<Sighting> sightings_of(const Template& found, const std::string& pattern, const logs::Inputs& inputs,
                                   const logs::Redactor& redactor) {
  std::vector<Sighting> sightings;
  for (const auto* sample : first_samples(found, shown_samples)) {
    const auto time = logs::find_time(sample->text);
    sightings.push_back({.source = repair_utf8(inputs.sources[sample->place.source].name),
                         .line = sample->place.line,
                         .text = shown_text(repair_utf8(redactor.redact(sample->text)), pattern),
                         .time = time ? logs::format_time(*time) : ""});
  }
  return sightings;
}

// All lines that the patterns must tell apart: those of the kinds, by their number, and those that the rules explain.
Rivals rivals_of(const std::vector<Template>& templates, const std::vector<std::string>& explained) {
  constexpr std::size_t most_lines = 20'000;
  Rivals rivals;
  for (const auto& line : explained) rivals.add(line);
  const auto most = std::clamp(most_lines / std::max<std::size_t>(1, templates.size()), shown_samples, samples_of_pattern);
  for (std::size_t kind = 0; kind < templates.size(); ++kind) {
    for (const auto* sample : first_samples(templates[kind], most)) rivals.add(sample->text, kind);
  }
  return rivals;
}

void describe_inputs(const logs::Inputs& inputs, GapReport& report) {
  for (const auto& source : inputs.sources) {
    report.inputs.push_back({repair_utf8(source.name), source.bytes, source.lines, source.cut});
    report.log_lines += source.lines;
    report.notes.insert(report.notes.end(), source.notes.begin(), source.notes.end());
  }
  for (const auto& document : inputs.documents) {
    report.notes.push_back({.code = "B007",
                            .severity = Severity::warning,
                            .message = "this is an export, not a log: it was left out",
                            .where = {.path = repair_utf8(document.name), .begin = {}, .end = {}},
                            .help = "give it to syncdx diagnose"});
  }
}

// Counts what the report is about: of one platform, or of all.
void count_kinds(std::span<const std::size_t> kinds, const std::vector<Template>& templates, const MinedLines& mined,
                 GapReport& report) {
  report.kinds = kinds.size();
  report.sampled = mined.sampled();
  if (report.platform.empty()) {
    report.lines = mined.lines();
  } else {
    for (const auto kind : kinds) report.lines += templates[kind].lines;
  }
}

// The files to read. Named ones must be there; those of a folder that cannot be read are told.
Result<std::vector<std::string>> list_logs(const std::vector<std::string>& named, std::vector<Diagnostic>& notes) {
  auto list = logs::list_inputs(named, {});
  if (!list.problems.empty()) return fail(std::move(list.problems.front()));
  if (list.files.empty() && !named.empty()) {
    return fail({.code = "L001",
                 .message = fmt::format("there is no log in '{}'", repair_utf8(named.front())),
                 .help = "name the folder that the logs are in"});
  }
  std::vector<std::string> paths;
  for (const auto& file : list.files) {
    const bool readable = ::access(file.path.c_str(), R_OK) == 0;
    if (readable || file.path == "-" || std::ranges::find(named, file.path) != named.end()) {
      paths.push_back(file.path);
    } else {
      notes.push_back({.code = "L001",
                       .severity = Severity::warning,
                       .message = "it cannot be read and was left out",
                       .where = {.path = repair_utf8(file.path), .begin = {}, .end = {}},
                       .help = "check its permissions"});
    }
  }
  return paths;
}

// The kinds that are asked for, by their numbers.
std::vector<std::size_t> wanted_kinds(const std::vector<Template>& templates, const evidence::CollectPlan& plan,
                                      match::Scanner& scanner, const std::string& platform) {
  std::vector<std::size_t> kinds;
  for (std::size_t kind = 0; kind < templates.size(); ++kind) {
    if (platform.empty() || platform_of(plan, scanner, templates[kind]) == platform) kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace

Checked<GapReport> find_gaps(const EngineOptions& rules, const GapOptions& options) {
  auto knowledge = load_knowledge(rules);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& plan = knowledge->value.plan;
  const auto refused = [](Diagnostic problem) { return tl::unexpected(std::vector{std::move(problem)}); };
  if (auto unknown = rules::refuse_platform(plan.rules(), options.platform)) return refused(std::move(*unknown));
  GapReport report{.platform = options.platform};
  const auto logs = list_logs(options.logs, report.notes);
  if (!logs) return refused(logs.error());
  const auto scanned = scan(plan, options, *logs);
  if (!scanned) return refused(scanned.error());
  const auto& mined = scanned->found.unexplained;
  match::Scanner scanner(plan.program());
  auto templates = find_templates(mined);
  const auto kinds = wanted_kinds(templates, plan, scanner, options.platform);
  count_kinds(kinds, templates, mined, report);
  describe_inputs(scanned->inputs, report);
  const auto explained = explained_lines(plan.rules(), scanned->found.explained);
  const auto rivals = rivals_of(templates, explained);
  const logs::Redactor redactor(options.redaction_key);
  std::set<std::string> ids;
  for (const auto& symptom : plan.rules().symptoms) ids.insert(symptom.id);
  for (const auto kind : kinds) {
    if (options.most != 0 && report.gaps.size() == options.most) break;
    auto& found = templates[kind];
    blank_secrets(found, redactor);
    const auto lines = lines_of(found);
    auto proposal = propose_pattern(found.words, lines, rivals, kind);
    report.gaps.push_back(
        {.id = id_of(found, ids),
         .template_text = shorten(redactor.redact(template_text(found.words, lines.messages)), shown_code_points),
         .lines = found.lines,
         .sessions = found.sessions,
         .platform = platform_of(plan, scanner, found),
         .samples = sightings_of(found, proposal.pattern, scanned->inputs, redactor),
         .pattern = std::move(proposal.pattern),
         .why_no_pattern = std::move(proposal.why_not)});
  }
  return Loaded<GapReport>{std::move(report), std::move(knowledge->warnings)};
}

}  // namespace syncdx::gaps
