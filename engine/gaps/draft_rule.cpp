#include "gaps/message.hpp"
#include "gaps/propose_pattern.hpp"
#include "gaps/words.hpp"
#include "gaps/yaml_scalar.hpp"
#include "syncdx/gaps.hpp"

#include "base/text.hpp"
#include "logs/redact.hpp"
#include "rules/load.hpp"
#include "rules/scalars.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace syncdx::gaps {
namespace {

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "" : ", ") + yaml_scalar(text);
  return "[" + list + "]";
}

// "webhook_lost": "Webhook lost".
std::string title_of(std::string id) {
  std::ranges::replace(id, '_', ' ');
  if (!id.empty() && id.front() >= 'a' && id.front() <= 'z') id.front() = static_cast<char>(id.front() - 'a' + 'A');
  return id;
}

// The issues that have a cause of that id.
std::set<std::string> issues_of(const std::string& cause, const rules::RuleSet& rules) {
  std::set<std::string> issues;
  for (const auto& known : rules.causes) {
    if (known.id == cause) issues.insert(rules.issues[known.issue].id);
  }
  return issues;
}

// "Switch it on. Then wait." as a title: "Switch it on. Then wait".
std::string as_title(const std::string& text) {
  constexpr std::size_t longest = 80;
  auto title = shorten(text, longest);
  if (title == text && title.ends_with('.')) title.pop_back();
  return title;
}

// `id`, or the first of id_2, id_3 … that no item has.
template <typename Items>
std::string free_id(const std::string& id, const Items& items) {
  const auto is_taken = [&](const std::string& name) {
    return std::ranges::any_of(items, [&](const auto& item) { return item.id == name; });
  };
  auto chosen = id;
  for (int n = 2; is_taken(chosen); ++n) chosen = fmt::format("{}_{}", id, n);
  return chosen;
}

// A new rule and the rules that it joins.
class Draft {
 public:
  Draft(const NewRule& said, const rules::RuleSet& rules)
      : said_(said),
        rules_(rules),
        symptom_(free_id("log_" + said.cause, rules.symptoms)),
        solution_(free_id("mend_" + said.cause, rules.solutions)) {
    for (std::size_t i = 0; i < rules.causes.size(); ++i) {
      const auto& cause = rules.causes[i];
      if (cause.id != said.cause || rules.issues[cause.issue].id != said.issue) continue;
      if (cause.platform == said.platform) own_ = &cause;
      if (cause.platform == rules::any_platform) general_ = &cause;
    }
  }

  [[nodiscard]] bool joins() const { return own_ != nullptr || general_ != nullptr; }

  [[nodiscard]] std::optional<Diagnostic> missing() const {
    for (const auto& [what, id] :
         {std::pair("platform", &said_.platform), std::pair("issue", &said_.issue), std::pair("cause", &said_.cause)}) {
      if (rules::is_id(*id)) continue;
      return Diagnostic{.code = "D005",
                        .message = id->empty() ? fmt::format("the id of the {} is missing", what)
                                               : fmt::format("'{}' is no id for the {}", *id, what),
                        .help = id->empty() && id == &said_.issue && !rules_.issues.empty()
                                    ? help_on_issue()
                                    : "an id is made of a-z, 0-9 and _, such as webhook_switched_off"};
    }
    const auto lacks = [](std::string_view what, std::string_view help) {
      return Diagnostic{.code = "D005", .message = fmt::format("{} is missing", what), .help = std::string(help)};
    };
    if (said_.lines.empty()) return lacks("a log line that shows the cause", "paste one as it stands in the log");
    if (said_.near_misses.empty()) {
      return lacks("a near miss",
                   "give a line that looks alike and means something else, such as the same step when it went well");
    }
    if (said_.fix.empty() != said_.verify.empty() && said_.unsaid == Unsaid::refused) {
      return said_.fix.empty() ? lacks("what one does about it", "it was said how one sees that it worked")
                               : lacks("how one sees that it worked", "such as: The next sync brings the order.");
    }
    if (joins() || said_.unsaid == Unsaid::left_to_fill_in) return std::nullopt;
    if (said_.title.empty()) return lacks("the cause's title", "say in a few words what is wrong");
    if (said_.fix.empty()) return lacks("what one does about it", "say it as an order: Switch the webhook on again.");
    return std::nullopt;
  }

  [[nodiscard]] Result<std::vector<std::string>> find_patterns() const {
    auto others = said_.near_misses;
    for (const auto& symptom : rules_.symptoms) {
      if (symptom.role == rules::Role::none) others.insert(others.end(), symptom.examples.begin(), symptom.examples.end());
    }
    if (said_.pattern.empty()) return propose(others);
    const auto why_not = objection(others);
    if (why_not.empty()) return std::vector{said_.pattern};
    return fail({.code = "D006",
                 .message = fmt::format("the pattern cannot be used: {}", why_not),
                 .help = "leave it out to have one proposed"});
  }

  [[nodiscard]] DraftedRule write(std::vector<std::string> patterns) const {
    DraftedRule draft{.cases = cases(), .platform = platform(), .patterns = std::move(patterns), .joins = {}};
    if (own_ != nullptr) {
      draft.rule = symptom_text(draft.patterns);
      if (has_solution()) draft.solution = solution_text();
      draft.joins = own_->where;
      return draft;
    }
    draft.rule = fmt::format(
        "# yaml-language-server: $schema=../rules.schema.json\n"
        "platform: {}\n"
        "basis: {}\n"
        "{}"
        "symptoms:\n"
        "{}"
        "causes:\n"
        "{}",
        said_.platform, yaml_scalar(said_.basis), issue_text(), symptom_text(draft.patterns),
        general_ != nullptr ? refinement_text() : cause_text());
    return draft;
  }

 private:
  // One pattern for all lines if they are of one kind, else one for each kind.
  [[nodiscard]] Result<std::vector<std::string>> propose(const std::vector<std::string>& others) const {
    std::vector<std::string> patterns;
    std::vector<std::string> left = said_.lines;
    std::string why_not;
    while (!left.empty()) {
      auto proposal = propose_for(left, others);
      if (proposal.pattern.empty() && left.size() > 1) proposal = propose_for({left.front()}, others);
      if (proposal.pattern.empty()) {
        return fail({.code = "D006",
                     .message = fmt::format("no pattern was found for {}: {}", left.front(), proposal.why_not),
                     .help = "give a line with more words of its own, or write the pattern yourself with --pattern"});
      }
      const RE2 regex(proposal.pattern, RE2::Quiet);
      const auto first = left.front();
      std::erase_if(left, [&](const auto& line) { return line == first || RE2::PartialMatch(line, regex); });
      patterns.push_back(std::move(proposal.pattern));
    }
    return patterns;
  }

  static Proposal propose_for(std::vector<std::string> whole, const std::vector<std::string>& others) {
    KindLines lines{.whole = std::move(whole), .messages = {}};
    for (const auto& line : lines.whole) lines.messages.push_back(message_of(line));
    return propose_pattern(common_words(lines.messages), lines, others);
  }

  // The first message's fixed words; empty where another message has another word in its place.
  static std::vector<std::string> common_words(const std::vector<std::string>& messages) {
    std::vector<std::string_view> words;
    split_words(messages.front(), words);
    std::vector<std::string> common(words.begin(), words.end());
    for (const auto& message : messages) {
      split_words(message, words);
      for (std::size_t i = 0; i < common.size(); ++i) {
        if (i >= words.size() || words[i] != common[i]) common[i].clear();
      }
    }
    return common;
  }

  // What is wrong with the pattern that was given; empty if nothing.
  [[nodiscard]] std::string objection(const std::vector<std::string>& others) const {
    const RE2 regex(said_.pattern, RE2::Quiet);
    if (!regex.ok()) return regex.error();
    for (const auto& line : said_.lines) {
      if (!RE2::PartialMatch(line, regex)) return fmt::format("it does not match: {}", line);
    }
    for (const auto& line : others) {
      if (RE2::PartialMatch(line, regex)) return fmt::format("it matches another line, too: {}", line);
    }
    return {};
  }

  [[nodiscard]] std::string help_on_issue() const {
    const auto known = issues_of(said_.cause, rules_);
    if (known.empty()) return fmt::format("the cause is new: say what a user complains of, a new id or one of {}", issues());
    return fmt::format("several issues have a cause '{}': say which is meant, {}", said_.cause, fmt::join(known, ", "));
  }

  [[nodiscard]] std::string issues() const {
    std::string ids;
    for (const auto& issue : rules_.issues) ids += (ids.empty() ? "" : ", ") + issue.id;
    return ids;
  }

  [[nodiscard]] std::string issue_text() const {
    const bool known = std::ranges::any_of(rules_.issues, [&](const auto& issue) { return issue.id == said_.issue; });
    if (known) return fmt::format("refines: {}\n", said_.issue);
    return fmt::format("issue:\n  id: {}\n  title: {}\n", said_.issue,
                       yaml_scalar(said_.issue_title.empty() ? title_of(said_.issue) : said_.issue_title));
  }

  [[nodiscard]] std::string symptom_text(const std::vector<std::string>& patterns) const {
    std::string alternatives;
    for (const auto& pattern : patterns) alternatives += fmt::format("        - {}\n", yaml_scalar(pattern));
    return fmt::format(
        "  - id: {}\n"
        "    title: {}\n"
        "    leak: .002   # how often such a line stands in a log that has another fault\n"
        "    log:\n"
        "      any:\n"
        "{}"
        "    examples: {}\n"
        "    counter_examples: {}\n",
        symptom_, yaml_scalar("The log shows: " + title()), alternatives, list_of(said_.lines), list_of(said_.near_misses));
  }

  [[nodiscard]] bool has_solution() const { return !said_.fix.empty() || !said_.verify.empty(); }

  [[nodiscard]] std::string title() const {
    if (!said_.title.empty()) return said_.title;
    return said_.unsaid == Unsaid::left_to_fill_in ? "FILL IN what is wrong" : title_of(said_.cause);
  }

  [[nodiscard]] std::string refinement_text() const {
    auto text = fmt::format("  - refines: {}\n", said_.cause);
    if (!said_.title.empty()) text += fmt::format("    title: {}\n", yaml_scalar(said_.title));
    if (!said_.explanation.empty()) text += fmt::format("    explanation: {}\n", yaml_scalar(said_.explanation));
    text += fmt::format("    shows: {{{}: usually}}\n", symptom_);
    if (!has_solution()) return text;
    return text + fmt::format("    solutions: {{{}: usually}}\nsolutions:\n{}", solution_, solution_text());
  }

  [[nodiscard]] std::string cause_text() const {
    return fmt::format(
        "  - id: {}\n"
        "    title: {}\n"
        "    explanation: {}\n"
        "    prior: .02   # how often this is what is wrong, of all that is asked about\n"
        "    shows: {{{}: usually}}\n"
        "    solutions: {{{}: usually}}\n"
        "solutions:\n"
        "{}",
        said_.cause, yaml_scalar(title()), yaml_scalar(said_.explanation.empty() ? title() + "." : said_.explanation), symptom_,
        solution_, solution_text());
  }

  [[nodiscard]] std::string solution_text() const {
    const auto fix = said_.fix.empty() ? std::string("FILL IN what one does about it") : said_.fix;
    return fmt::format(
        "  - id: {}\n"
        "    title: {}\n"
        "    instructions:\n"
        "      - {}\n"
        "    cost_minutes: 10\n"
        "    verify: {}\n",
        solution_, yaml_scalar(as_title(fix)), yaml_scalar(fix),
        yaml_scalar(said_.verify.empty() ? "FILL IN how one sees that it worked" : said_.verify));
  }

  [[nodiscard]] std::string cases() const {
    const auto title = said_.title.empty() ? title_of(said_.cause) : said_.title;
    // Where others lead to the same cause, a near miss may well have it; only this symptom must not see it.
    const auto hit = joins() ? std::string() : fmt::format(", first_step: {}", solution_);
    const auto miss = joins() ? fmt::format("findings: {{{}: absent}}", symptom_) : fmt::format("not: [{}]", said_.cause);
    return fmt::format(
        "platform: {}\n"
        "cases:\n"
        "  - case: {}\n"
        "    log: {}\n"
        "    expect: {{issue: {}, cause: {}, evidence: [{}]{}}}\n"
        "  - case: {}\n"
        "    complete: true\n"
        "    log: {}\n"
        "    expect: {{{}}}\n",
        said_.platform, yaml_scalar("the log says so: " + title), list_of(said_.lines), said_.issue, said_.cause, symptom_, hit,
        yaml_scalar("a near miss is not taken for it: " + title), list_of(said_.near_misses), miss);
  }

  // By its own name, which is the least that its logs can be expected to hold.
  [[nodiscard]] std::string platform() const {
    const auto is_it = [&](const auto& platform) { return platform.id == said_.platform; };
    if (said_.platform == rules::any_platform || std::ranges::any_of(rules_.platforms, is_it)) return {};
    auto words = said_.platform;
    std::ranges::replace(words, '_', ' ');
    std::string pattern = "(?i)\\b";
    for (const char c : words) pattern += c == ' ' ? std::string("[ _-]?") : std::string(1, c);
    return fmt::format(
        "# yaml-language-server: $schema=../rules.schema.json\n"
        "# How the platform is recognised: add the address of its API, the prefixes of its error codes.\n"
        "platform: {0}\n"
        "basis: {1}\n"
        "platforms:\n"
        "  - id: {0}\n"
        "    title: {2}\n"
        "    detect: [{3}]\n"
        "    examples: [{4}]\n",
        said_.platform, yaml_scalar(said_.basis), yaml_scalar(title_of(said_.platform)), yaml_scalar(pattern + "\\b"),
        yaml_scalar("INFO syncing with " + words));
  }

  const NewRule& said_;
  const rules::RuleSet& rules_;
  std::string symptom_, solution_;         // ids
  const rules::Cause* own_ = nullptr;      // the cause, on the same platform
  const rules::Cause* general_ = nullptr;  // the cause, on every platform
};

}  // namespace

tl::expected<DraftedRule, std::vector<Diagnostic>> draft_rule(const NewRule& said, const EngineOptions& rules,
                                                              std::uint64_t redaction_key) {
  rules::RuleSet known;
  if (!rules.rule_paths.empty()) {
    auto files = rules::read_rule_files(rules.rule_paths);
    if (!files) return tl::unexpected(std::move(files.error()));
    auto loaded = rules::load_rules(std::move(*files));
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    known = std::move(loaded->value);
  }
  auto masked = said;
  if (const auto issues = issues_of(masked.cause, known); masked.issue.empty() && issues.size() == 1)
    masked.issue = *issues.begin();
  const logs::Redactor redactor(redaction_key);
  for (auto* lines : {&masked.lines, &masked.near_misses}) {
    for (auto& line : *lines) {
      line = repair_utf8(redactor.redact(line));
      std::ranges::replace_if(line, is_control, ' ');
    }
  }
  const Draft draft(masked, known);
  if (auto problem = draft.missing()) return tl::unexpected(std::vector{std::move(*problem)});
  auto patterns = draft.find_patterns();
  if (!patterns) return tl::unexpected(std::vector{std::move(patterns.error())});
  return draft.write(std::move(*patterns));
}

}  // namespace syncdx::gaps
