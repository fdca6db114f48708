#include "rules/check_patterns.hpp"

#include "match/check_pattern.hpp"
#include "rules/negation.hpp"
#include "rules/pattern_bank.hpp"
#include "rules/sample_lines.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace syncdx::rules {
namespace {

// Lines of different programs that have nothing to do with one another. What matches all of them says nothing.
constexpr auto everyday_lines = std::to_array<std::string_view>({
    "2026-05-04T10:12:01Z INFO orders: 250 records fetched in 1.2 s",
    "May  4 10:12:01 host cron[812]: (root) CMD (run-parts /etc/cron.hourly)",
    "{\"level\":\"debug\",\"msg\":\"cache warm\",\"n\":17}",
    "GET /health 200 3ms",
    "Starting worker 4 of 8 with queue \"default\"",
    "[12:01:07.120] page=3 cursor=abc== next=true",
    "at com.example.Main.run(Main.java:42)",
    "user 1001 opened the settings page; locale=de_DE",
});
constexpr std::size_t few_samples = 6;
constexpr std::size_t many_samples = 96;
// A symptom that shows in so few other sessions claims to be specific.
constexpr double specific_leak = 0.005;

struct LogPatterns {
  SymptomIndex symptom = 0;
  std::vector<std::size_t> any, unless;  // in the bank
  bool good = true;
};

// Where a pattern of the bank is used as one of `any`.
struct Use {
  SymptomIndex symptom = 0;
  const Pattern* pattern = nullptr;
};

class PatternChecker {
 public:
  PatternChecker(const RuleSet& rules, std::span<const RawFile> files, const std::set<std::string>& half_read,
                 Problems& problems)
      : rules_(rules), half_read_(half_read), problems_(problems), shown_by_(rules.symptoms.size()) {
    for (const auto& file : files) {
      for (const auto& raw : file.symptoms) raw_.emplace(raw.symptom.id, &raw);
    }
    for (CauseIndex i = 0; i < rules.causes.size(); ++i) {
      for (const auto& strength : rules.causes[i].shows) shown_by_[strength.symptom].push_back(i);
    }
  }

  void run() {
    read_symptoms();
    read_platforms();
    bank_.seal();
    for (const auto& log : logs_) {
      if (log.good) check_examples(log);
    }
    check_platform_examples();
    if (problems_.has_errors()) return;  // what follows is judgement, and judges whole rule sets
    for (const auto& log : logs_) check_tried(log);
    for (std::size_t i = 0; i < rules_.platforms.size(); ++i) check_detect_tried(i);
    for (const auto& log : logs_) check_collisions(log);
    for (const auto& log : logs_) check_contained(log);
  }

 private:
  void read_symptoms() {
    for (SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      const auto& symptom = rules_.symptoms[i];
      const auto* log = std::get_if<LogSymptom>(&symptom.source);
      if (log == nullptr || half_read_.contains(symptom.where.path)) continue;
      LogPatterns patterns{.symptom = i, .any = {}, .unless = {}};
      for (const auto& pattern : log->any) {
        if (const auto id = add(pattern, patterns.any, patterns.good)) uses_[*id].push_back({i, &pattern});
      }
      for (const auto& pattern : log->unless) (void)add(pattern, patterns.unless, patterns.good);
      logs_.push_back(std::move(patterns));
    }
  }

  void read_platforms() {
    for (const auto& platform : rules_.platforms) {
      auto& patterns = platforms_.emplace_back();
      if (half_read_.contains(platform.where.path)) continue;
      for (const auto& pattern : platform.detect) (void)add(pattern, patterns.any, patterns.good);
    }
  }

  // Adds a pattern that can be used; one that cannot is reported once.
  std::optional<std::size_t> add(const Pattern& pattern, std::vector<std::size_t>& ids, bool& good) {
    const bool too_long = pattern.regex.size() > match::CompileOptions{}.max_pattern_bytes;
    std::optional<std::size_t> id;
    if (!too_long) id = bank_.add(pattern.regex);
    if (!usable(pattern, id.has_value()) || !id) {
      good = false;
      return std::nullopt;
    }
    ids.push_back(*id);
    return id;
  }

  bool usable(const Pattern& pattern, bool accepted) {
    const auto [known, is_new] = checked_.emplace(pattern.regex, true);
    if (!is_new) return known->second;
    auto problem =
        accepted ? match::check_accepted_pattern(pattern.regex, atoms_) : match::check_pattern(pattern.regex, atoms_);
    if (!problem) return true;
    auto where = pattern.where;
    std::string place;
    if (problem->offset && where.begin.column > 0) {
      place = fmt::format(" (at character {} of the pattern)", *problem->offset + 1);
      // One further for the quote that usually stands before the pattern.
      where.begin.column += static_cast<std::uint32_t>(*problem->offset);
      where.end.column = std::max(where.end.column, where.begin.column + 1);
    }
    problems_.error("R301", where, "bad pattern: " + problem->message + place,
                    "patterns are RE2 syntax, matched within one line");
    return known->second = false;
  }

  [[nodiscard]] bool hits(const LogPatterns& log, std::size_t pattern, std::string_view line) const {
    const auto at = bank_.find(pattern, line);
    if (!at) return false;
    const auto& source = std::get<LogSymptom>(rules_.symptoms[log.symptom].source);
    return !(source.negatable && may_hold_negation(line) && behind_negation(line, *at));
  }

  [[nodiscard]] bool matches(const LogPatterns& log, std::string_view line) const {
    if (std::ranges::any_of(log.unless, [&](auto id) { return bank_.find(id, line).has_value(); })) return false;
    return std::ranges::any_of(log.any, [&](auto id) { return hits(log, id, line); });
  }

  [[nodiscard]] SourceRange example_place(const std::vector<Word>& words, std::size_t i, const Symptom& symptom) const {
    return i < words.size() ? words[i].where : symptom.where;
  }

  void check_examples(const LogPatterns& log) {
    const auto& symptom = rules_.symptoms[log.symptom];
    const auto& source = std::get<LogSymptom>(symptom.source);
    const auto& raw = *raw_.at(symptom.id);
    for (std::size_t i = 0; i < symptom.examples.size(); ++i) {
      if (matches(log, symptom.examples[i])) continue;
      problems_.error("R303", example_place(raw.examples, i, symptom),
                      fmt::format("an example of '{}' does not match: {}", symptom.id, shorten(symptom.examples[i], 200)));
    }
    for (std::size_t i = 0; i < symptom.counter_examples.size(); ++i) {
      if (!matches(log, symptom.counter_examples[i])) continue;
      problems_.error(
          "R304", example_place(raw.counter_examples, i, symptom),
          fmt::format("a counter-example of '{}' matches: {}", symptom.id, shorten(symptom.counter_examples[i], 200)));
    }
    for (std::size_t i = 0; i < log.any.size(); ++i) {
      if (!std::ranges::all_of(everyday_lines, [&](auto line) { return bank_.find(log.any[i], line).has_value(); })) continue;
      problems_.error("R306", source.any[i].where, "the pattern matches everyday lines of every kind",
                      "say what is special about the line: a code, or words of the message");
    }
  }

  void check_platform_examples() {
    for (std::size_t i = 0; i < rules_.platforms.size(); ++i) {
      const auto& platform = rules_.platforms[i];
      if (!platforms_[i].good || half_read_.contains(platform.where.path)) continue;
      for (const auto& example : platform.examples) {
        if (std::ranges::any_of(platforms_[i].any, [&](auto id) { return bank_.find(id, example).has_value(); })) continue;
        problems_.error("R303", platform.where,
                        fmt::format("an example of the platform '{}' does not match: {}", platform.id, shorten(example, 200)));
      }
    }
  }

  // Each pattern of `any` matches an example, and each of `unless` is the only one to void a counter-example.
  void check_tried(const LogPatterns& log) {
    const auto& symptom = rules_.symptoms[log.symptom];
    const auto& source = std::get<LogSymptom>(symptom.source);
    for (std::size_t i = 0; i < log.any.size(); ++i) {
      if (is_spelling(source, source.any[i])) continue;
      if (std::ranges::any_of(symptom.examples, [&](const auto& line) { return hits(log, log.any[i], line); })) continue;
      report_untried(source.any[i], fmt::format("no example of '{}' matches this pattern", symptom.id),
                     "add a line that it is for to `examples:`");
    }
    std::vector<bool> needed(log.unless.size(), false);
    for (const auto& line : symptom.counter_examples) {
      if (log.unless.empty() || std::ranges::none_of(log.any, [&](auto id) { return hits(log, id, line); })) continue;
      std::vector<std::size_t> voids;
      for (std::size_t i = 0; i < log.unless.size(); ++i) {
        if (bank_.find(log.unless[i], line)) voids.push_back(i);
      }
      if (voids.size() == 1) needed[voids.front()] = true;
    }
    for (std::size_t i = 0; i < log.unless.size(); ++i) {
      if (needed[i]) continue;
      report_untried(
          source.unless[i], fmt::format("no counter-example of '{}' is one because of this `unless` alone", symptom.id),
          "add a line to `counter_examples:` that `any` matches and of the `unless` only this one; if there is none, "
          "take it out");
    }
  }

  void check_detect_tried(std::size_t platform) {
    const auto& item = rules_.platforms[platform];
    const auto& ids = platforms_[platform].any;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (std::ranges::any_of(item.examples, [&](const auto& line) { return bank_.find(ids[i], line).has_value(); })) continue;
      report_untried(item.detect[i], fmt::format("no example of the platform '{}' matches this pattern", item.id),
                     "add a line that it is for to `examples:`");
    }
  }

  void report_untried(const Pattern& pattern, std::string message, std::string help) {
    problems_.warning("R419", pattern.where, std::move(message), std::move(help));
  }

  [[nodiscard]] bool weighed(SymptomIndex i) const { return rules_.symptoms[i].role == Role::none && !shown_by_[i].empty(); }

  [[nodiscard]] bool meet(SymptomIndex a, SymptomIndex b) const {
    const auto& one = rules_.symptoms[a].platform;
    const auto& other = rules_.symptoms[b].platform;
    return one == other || one == any_platform || other == any_platform;
  }

  [[nodiscard]] bool share_a_cause(SymptomIndex a, SymptomIndex b) const {
    return std::ranges::any_of(shown_by_[a], [&](auto cause) { return std::ranges::binary_search(shown_by_[b], cause); });
  }

  // A specific symptom that an example of another shows, where no cause explains both: the diagnosis would take one line for
  // two faults.
  void check_collisions(const LogPatterns& log) {
    const auto& symptom = rules_.symptoms[log.symptom];
    if (!weighed(log.symptom) || symptom.leak > specific_leak) return;
    for (std::size_t i = 0; i < symptom.examples.size(); ++i) {
      const auto& example = symptom.examples[i];
      for (const auto pattern : bank_.hits(example)) {
        const auto uses = uses_.find(pattern);
        if (uses == uses_.end()) continue;
        for (const auto& use : uses->second) report_collision(log.symptom, i, use, pattern);
      }
    }
  }

  void report_collision(SymptomIndex owner, std::size_t example, const Use& use, std::size_t pattern) {
    const auto& other = rules_.symptoms[use.symptom];
    const auto& symptom = rules_.symptoms[owner];
    if (use.symptom == owner || !weighed(use.symptom) || other.leak > specific_leak) return;
    if (!meet(owner, use.symptom) || share_a_cause(owner, use.symptom)) return;
    const auto log = std::ranges::find(logs_, use.symptom, &LogPatterns::symptom);
    const auto& line = symptom.examples[example];
    if (!hits(*log, pattern, line) || !matches(*log, line) || !collided_.emplace(use.symptom, owner).second) return;
    problems_
        .warning("R408", use.pattern->where,
                 fmt::format("the pattern of '{}' catches an example of '{}', and no cause shows both: {}", other.id,
                             symptom.id, shorten(line, 120)),
                 "name both symptoms in the `shows:` of the cause that explains the line, make the pattern narrower, or add an "
                 "`unless:`")
        .notes.push_back({"the example", example_place(raw_.at(symptom.id)->examples, example, symptom)});
  }

  // Patterns whose every match another pattern matches too, found by trying samples of it.
  void check_contained(const LogPatterns& log) {
    const auto& source = std::get<LogSymptom>(rules_.symptoms[log.symptom].source);
    for (std::size_t i = 0; i < log.any.size(); ++i) {
      const auto& pattern = source.any[i];
      if (is_spelling(source, pattern)) continue;
      auto samples = own_samples(log.any[i], pattern.regex, few_samples);
      if (samples.empty()) continue;
      auto holders = bank_.hits(samples.front());
      std::erase(holders, log.any[i]);
      const auto holds = [&](std::size_t holder, const std::vector<std::string>& lines) {
        return uses_.contains(holder) &&
               std::ranges::all_of(lines, [&](const auto& line) { return bank_.find(holder, line).has_value(); });
      };
      std::erase_if(holders, [&](auto holder) { return !holds(holder, samples); });
      if (holders.empty()) continue;
      samples = own_samples(log.any[i], pattern.regex, many_samples);
      for (const auto holder : holders) {
        if (holds(holder, samples)) report_contained(log.symptom, pattern, log.any[i], holder, samples);
      }
    }
  }

  // The spellings of a status are ours, not the author's.
  static bool is_spelling(const LogSymptom& source, const Pattern& pattern) {
    return !source.http_status.empty() && std::ranges::count(source.any, pattern.where, &Pattern::where) > 1;
  }

  std::vector<std::string> own_samples(std::size_t id, const std::string& regex, std::size_t count) {
    auto lines = sample_lines(regex, count, atoms_);
    std::erase_if(lines, [&](const auto& line) { return !bank_.find(id, line); });
    return lines;
  }

  void report_contained(SymptomIndex owner, const Pattern& pattern, std::size_t id, std::size_t holder,
                        const std::vector<std::string>& samples) {
    const auto& source = std::get<LogSymptom>(rules_.symptoms[owner].source);
    for (const auto& use : uses_.at(holder)) {
      const auto& other_source = std::get<LogSymptom>(rules_.symptoms[use.symptom].source);
      if (is_spelling(other_source, *use.pattern)) continue;
      if (use.symptom == owner) {
        // Of two patterns that hold each other, the later one is too many.
        const bool mutual = std::ranges::all_of(own_samples(holder, use.pattern->regex, many_samples),
                                                [&](const auto& line) { return bank_.find(id, line).has_value(); });
        if (mutual && pattern.where.begin < use.pattern->where.begin) continue;
        problems_.warning("R406", pattern.where, "the pattern is contained in another of the same symptom", "remove it")
            .notes.push_back({"whatever it matches, this one matches too", use.pattern->where});
      } else if (weighed(owner) && weighed(use.symptom) && shown_by_[owner] == shown_by_[use.symptom] &&
                 source.any.size() == 1 && other_source.unless.empty() && other_source.at_least <= source.at_least) {
        (void)samples;
        problems_
            .warning("R407", pattern.where,
                     fmt::format("whenever '{}' is seen, so is '{}', and the same causes show both: one line counts twice",
                                 rules_.symptoms[owner].id, rules_.symptoms[use.symptom].id),
                     "make one symptom of the two, or give the specific one a cause of its own")
            .notes.push_back({"whatever it matches, this one matches too", use.pattern->where});
      }
    }
  }

  const RuleSet& rules_;
  const std::set<std::string>& half_read_;
  Problems& problems_;
  PatternBank bank_;
  std::unordered_map<std::string, bool> checked_;           // by expression: whether it can be used
  std::unordered_map<std::string, const RawSymptom*> raw_;  // by id
  std::vector<std::vector<CauseIndex>> shown_by_;           // by symptom, ascending
  std::vector<LogPatterns> logs_, platforms_;
  std::unordered_map<std::size_t, std::vector<Use>> uses_;  // by pattern of the bank
  std::set<std::pair<SymptomIndex, SymptomIndex>> collided_;
  match::AtomReader atoms_;
};

}  // namespace

void check_patterns(const RuleSet& rules, std::span<const RawFile> files, const std::set<std::string>& half_read,
                    Problems& problems) {
  PatternChecker(rules, files, half_read, problems).run();
}

}  // namespace syncdx::rules
