#include "gaps/mine.hpp"
#include "gaps/propose_pattern.hpp"
#include "gaps/source_keys.hpp"
#include "gaps/words.hpp"
#include "syncdx/gaps.hpp"

#include "base/text.hpp"
#include "diagnose/load.hpp"
#include "evidence/collect.hpp"
#include "logs/block_cutter.hpp"
#include "logs/input.hpp"
#include "logs/line.hpp"
#include "logs/look_back.hpp"
#include "logs/redact.hpp"
#include "logs/session_key.hpp"
#include "logs/spread_blocks.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <set>

namespace syncdx::gaps {
namespace {

constexpr std::size_t shown_code_points = 400;
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
      const auto view = logs::view_line(line);
      auto& mined = judged.unmatched ? found_.unexplained : found_.explained;
      mined.add(view.message, session_of(block, begin, line), {block.source, block.offset + begin, line_number}, line);
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

Result<Scanned> scan(const evidence::CollectPlan& plan, const GapOptions& options) {
  const auto keys = logs::SessionKeys::make(options.session_key);
  if (!keys) return fail(keys.error());
  SourceKeys sources(*keys);
  std::vector<GapScanner> workers;
  for (unsigned i = 0; i < std::max(1U, options.threads); ++i) workers.emplace_back(plan, *keys, sources);
  auto inputs = logs::spread_blocks(workers, [&](const auto& sink) {
    auto read = logs::read_inputs(options.logs, {.block_bytes = options.block_bytes},
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
      const auto view = logs::view_line(masked);  // holds the message
      split_words(view.message, kept);
      keep_common(found.words, kept);
    }
  }
}

// "Could not open <*> of <*>", as one of its lines reads.
std::string text_of(const Template& found) {
  std::string text;
  bool behind_gap = false;
  for (const auto& word : found.words) {
    if (word.empty() && behind_gap) continue;
    if (!text.empty()) text += ' ';
    text += word.empty() ? "<*>" : repair_utf8(word);
    behind_gap = word.empty();
  }
  return text.empty() ? "<*>" : text;
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

// The platform that most of the lines name.
std::string platform_of(const evidence::CollectPlan& plan, match::Scanner& scanner, const std::vector<std::string>& lines) {
  const auto& platforms = plan.rules().platforms;
  std::map<std::size_t, std::size_t> counts;
  for (const auto& line : lines) {
    std::set<std::size_t> named;
    for (const auto& hit : scanner.scan(line)) {
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

KindLines lines_of(const Template& found) {
  KindLines lines;
  for (const auto* group : found.groups) {
    for (const auto& sample : group->samples.kept()) {
      if (lines.whole.size() == samples_of_pattern) return lines;
      lines.whole.push_back(sample.text);
      lines.messages.push_back(logs::view_line(sample.text).message);
    }
  }
  return lines;
}

std::vector<Sighting> first_samples(const Template& found, const logs::Inputs& inputs, const logs::Redactor& redactor) {
  evidence::FirstSamples first(3);
  for (const auto* group : found.groups) first.merge(group->samples);
  std::vector<Sighting> samples;
  for (const auto& sample : first.kept()) {
    const auto time = logs::find_time(sample.text);
    samples.push_back({.source = repair_utf8(inputs.sources[sample.place.source].name),
                       .line = sample.place.line,
                       .text = shorten(repair_utf8(redactor.redact(sample.text)), shown_code_points),
                       .time = time ? logs::format_time(*time) : ""});
  }
  return samples;
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
void count_kinds(const std::vector<Template>& templates, const MinedLines& mined, GapReport& report) {
  report.kinds = templates.size();
  report.sampled = mined.sampled();
  if (report.platform.empty()) {
    report.lines = mined.lines();
  } else {
    for (const auto& found : templates) report.lines += found.lines;
  }
}

}  // namespace

Checked<GapReport> find_gaps(const EngineOptions& rules, const GapOptions& options) {
  auto knowledge = load_knowledge(rules);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& plan = knowledge->value.plan;
  const auto scanned = scan(plan, options);
  if (!scanned) return tl::unexpected(std::vector<Diagnostic>{scanned.error()});
  const auto& mined = scanned->found.unexplained;
  match::Scanner scanner(plan.program());
  auto templates = find_templates(mined);
  if (!options.platform.empty()) {
    std::erase_if(templates,
                  [&](const auto& found) { return platform_of(plan, scanner, lines_of(found).whole) != options.platform; });
  }
  GapReport report{.platform = options.platform};
  count_kinds(templates, mined, report);
  describe_inputs(scanned->inputs, report);
  const auto explained = explained_lines(plan.rules(), scanned->found.explained);
  const logs::Redactor redactor(options.redaction_key);
  std::set<std::string> ids;
  for (const auto& symptom : plan.rules().symptoms) ids.insert(symptom.id);
  for (auto& found : templates) {
    if (options.most != 0 && report.gaps.size() == options.most) break;
    blank_secrets(found, redactor);
    const auto lines = lines_of(found);
    auto proposal = propose_pattern(found.words, lines, explained);
    report.gaps.push_back({.id = id_of(found, ids),
                           .template_text = shorten(redactor.redact(text_of(found)), shown_code_points),
                           .lines = found.lines,
                           .sessions = found.sessions,
                           .platform = platform_of(plan, scanner, lines.whole),
                           .samples = first_samples(found, scanned->inputs, redactor),
                           .pattern = std::move(proposal.pattern),
                           .why_no_pattern = std::move(proposal.why_not)});
  }
  return Loaded<GapReport>{std::move(report), std::move(knowledge->warnings)};
}

}  // namespace syncdx::gaps
