#include "gaps/message.hpp"
#include "gaps/mine.hpp"
#include "gaps/words.hpp"
#include "syncdx/gaps.hpp"

#include "base/text.hpp"
#include "diagnose/load.hpp"
#include "logs/input.hpp"
#include "logs/line.hpp"
#include "logs/redact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace syncdx::gaps {
namespace {

constexpr std::size_t searched_bytes = 16U << 20U;
constexpr std::size_t longest_line = 400;  // bytes; a longer one makes no example
constexpr std::size_t most_lines = 3;
constexpr std::size_t most_near_misses = 2;

struct LogText {
  std::string text;  // the log's beginning
  std::string line;  // the one asked for
};

Result<LogText> read_log(const std::string& path, std::uint64_t line_number) {
  LogText log;
  const auto inputs = logs::read_inputs(std::vector{path}, {}, [&](logs::Block&& block) {
    auto rest = block.fresh();
    if (log.text.size() + rest.size() <= searched_bytes) log.text += rest;
    for (auto number = block.first_line; number <= line_number && !rest.empty(); ++number) {
      const auto end = rest.find('\n');
      if (number == line_number && log.line.empty()) log.line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return log.text.size() < searched_bytes || (line_number != 0 && log.line.empty());
  });
  if (!inputs) return fail(inputs.error());
  return log;
}

// Calls `look` for each line.
template <typename Look>
void for_each_line(std::string_view text, Look look) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end != 0) look(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

// What the rules say of the log's lines.
class Survey {
 public:
  Survey(const evidence::CollectPlan& plan, std::string_view text) {
    match::Scanner scanner(plan.program());
    evidence::LineJudge judge(plan);
    for_each_line(text, [&](std::string_view line) {
      const auto& judged = judge.judge(line, scanner.scan(line));
      for (const auto platform : judged.platforms) ++named_[platform];
      const auto view = logs::view_line(line);
      const bool explained = std::ranges::any_of(
          judged.seen, [&](const auto& seen) { return plan.rules().symptoms[seen.symptom].role == rules::Role::none; });
      if (judged.unmatched || (!explained && view.level >= logs::Level::error))
        unexplained_.add(message_of(line), 0, {0, static_cast<std::uint64_t>(line.data() - text.data()), 0}, line);
    });
  }

  // A line of the most frequent kind that no rule explains; empty if there is none.
  [[nodiscard]] std::string unexplained_line() const {
    const auto templates = find_templates(unexplained_);
    return templates.empty() ? std::string() : templates.front().groups.front()->samples.kept().front().text;
  }

  [[nodiscard]] std::string platform(const rules::RuleSet& rules) const {
    std::string best(rules::any_platform);
    std::size_t most = 0;
    for (const auto& [platform, lines] : named_) {
      if (lines <= most || rules.platforms[platform].receives) continue;
      most = lines;
      best = rules.platforms[platform].id;
    }
    return best;
  }

 private:
  MinedLines unexplained_;
  std::map<std::size_t, std::size_t> named_;  // platform: lines
};

using Words = std::vector<std::string>;

Words words_in(std::string_view line) {
  const auto message = message_of(line);
  std::vector<std::string_view> words;
  split_words(message, words);
  return {words.begin(), words.end()};
}

// Of one kind: in three of four places the same word.
bool are_alike(const Words& one, const Words& other) {
  if (one.size() != other.size()) return false;
  std::size_t same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) same += static_cast<std::size_t>(one[i] == other[i]);
  return 4 * same >= 3 * one.size();
}

struct Neighbours {
  std::vector<std::string> alike;        // `line` itself first
  std::vector<std::string> near_misses;  // most shared words first
};

// Lines of the text that say the same as `line`, and others that share words with it: milder ones, if there are any.
Neighbours find_neighbours(std::string_view text, const std::string& line) {
  const auto wanted = words_in(line);
  const std::set<std::string, std::less<>> vocabulary(wanted.begin(), wanted.end());
  const auto level = logs::view_line(line).level;
  struct Other {
    bool milder;
    std::size_t shared;
    std::string_view line;
  };
  Neighbours neighbours{{line}, {}};
  std::vector<Other> others;
  std::set<Words> kinds{wanted};
  for_each_line(text, [&](std::string_view other) {
    if (other.size() > longest_line) return;
    const auto words = words_in(other);
    if (!kinds.insert(words).second) return;
    const auto other_level = logs::view_line(other).level;
    if (other_level == level && are_alike(wanted, words)) {
      if (neighbours.alike.size() < most_lines) neighbours.alike.emplace_back(other);
      return;
    }
    const auto shared =
        static_cast<std::size_t>(std::ranges::count_if(words, [&](const auto& word) { return vocabulary.contains(word); }));
    if (shared == 0) return;
    others.push_back({other_level < level, shared, other});
    std::ranges::stable_sort(others, std::ranges::greater{},
                             [](const Other& found) { return std::pair(found.milder, found.shared); });
    if (others.size() > most_near_misses) others.pop_back();
  });
  for (const auto& found : others) {
    if (found.milder == others.front().milder) neighbours.near_misses.emplace_back(found.line);
  }
  return neighbours;
}

std::vector<Diagnostic> nothing(const std::string& log, const std::string& why) {
  return {{.code = "D007", .message = log + ": " + why, .help = "say with --at which line shows the fault"}};
}

}  // namespace

tl::expected<SeenFault, std::vector<Diagnostic>> see_fault(const EngineOptions& rules, const std::string& log,
                                                           std::uint64_t line_number, std::uint64_t redaction_key) {
  const auto knowledge = load_knowledge(rules);
  if (!knowledge) return tl::unexpected(knowledge.error());
  const auto text = read_log(log, line_number);
  if (!text) return tl::unexpected(std::vector{text.error()});
  const Survey survey(knowledge->value.plan, text->text);
  const auto line = line_number == 0 ? survey.unexplained_line() : text->line;
  if (line.empty()) {
    return tl::unexpected(nothing(log, line_number == 0 ? "no error line that the rules do not explain already"
                                                        : fmt::format("there is nothing on line {}", line_number)));
  }
  auto [lines, near_misses] = find_neighbours(text->text, line);
  const logs::Redactor redactor(redaction_key);
  for (auto* shown : {&lines, &near_misses}) {
    for (auto& one : *shown) one = shorten(repair_utf8(redactor.redact(one)), longest_line);
  }
  return SeenFault{std::move(lines), std::move(near_misses), survey.platform(*knowledge->value.rules)};
}

}  // namespace syncdx::gaps
