#include "rule_tests/read_cases.hpp"

#include "base/yaml_reader.hpp"
#include "logs/timestamp.hpp"
#include "rule_tests/rule_names.hpp"
#include "rules/fact_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

namespace syncdx::rule_tests {
namespace {

using Kind = YamlNode::Kind;

constexpr YamlCodes codes{
    .wrong_kind = "T101", .unknown_key = "T102", .key_twice = "T103", .missing_key = "T104", .bad_value = "T105"};
constexpr double default_nothing = 0.3;

const std::vector<std::string> file_keys{"platform", "complete", "excerpt", "now", "cases"};
const std::vector<std::string> case_keys{"case",    "log",          "logs",    "session",       "integration",
                                         "facts",   "observations", "answers", "platform",      "complete",
                                         "excerpt", "now",          "expect",  "expect_failure"};
const std::vector<std::string> expect_keys{"issue",  "cause",     "not",      "nothing",    "probability",
                                           "raises", "findings",  "evidence", "speaks_for", "first_step",
                                           "steps",  "not_steps", "platform"};
const std::vector<std::string> observation_keys{"probe", "message", "facts"};

std::optional<double> number_in(std::string_view word) {
  double value = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  return fault == std::errc() && end == word.data() + word.size() ? std::optional(value) : std::nullopt;
}

rules::FactValue value_of(std::string_view word) {
  if (word == "true" || word == "false") return word == "true";
  if (const auto number = number_in(word)) return *number;
  return std::string(word);
}

class CaseReader {
 public:
  CaseReader(std::string path, const RuleNames& names, std::vector<Diagnostic>& problems)
      : path_(std::move(path)), names_(names), problems_(problems), reader_(codes, problems) {}

  std::vector<TestCase> file(const YamlNode& root) {
    std::vector<TestCase> cases;
    if (!reader_.is_map(root, "a case file", file_keys, {"cases"})) return cases;
    const auto before_all = problems_.size();
    const auto defaults = conditions(root, Case{});
    const bool sound = problems_.size() == before_all;
    const auto* list = root.find("cases");
    if (list == nullptr || !reader_.is_list(*list, "cases")) return cases;
    std::map<std::string, SourceRange> seen;
    for (const auto& item : list->items) {
      const auto before = problems_.size();
      auto test = one(item, defaults);
      if (!test.name.empty()) {
        const auto [first, is_new] = seen.emplace(test.name, test.where);
        if (!is_new) {
          reader_.error("T106", test.where, fmt::format("two cases of the file are named '{}'", test.name))
              .notes.push_back({"first here", first->second});
        }
      }
      if (sound && problems_.size() == before) cases.push_back(std::move(test));
    }
    if (list->items.empty()) reader_.error("T105", list->where, "the file has no cases");
    return cases;
  }

 private:
  TestCase one(const YamlNode& node, const Case& defaults) {
    TestCase test{.name = {}, .where = node.where, .given = defaults, .expect = {}, .expect_failure = {}};
    if (!reader_.is_map(node, "a case", case_keys, {"case", "expect"})) return test;
    if (const auto* name = node.find("case")) {
      test.name = word_of(*name, "case");
      test.where = name->where;
      if (test.name.empty()) reader_.error("T105", name->where, "a case needs a name", "say in a few words what it shows");
    }
    test.given = conditions(node, std::move(test.given));
    inputs(node, test.given);
    if (const auto* expect = node.find("expect")) test.expect = expectation(*expect);
    test.expect_failure = reader_.text(node, "expect_failure");
    if (node.find("expect_failure") != nullptr && test.expect_failure.empty()) {
      reader_.error("T105", test.where, "expect_failure needs a reason");
    }
    return test;
  }

  // What a file may set for all its cases.
  Case conditions(const YamlNode& map, Case given) {
    if (const auto* platform = map.find("platform")) {
      given.platform = word_of(*platform, "platform");
      if (!names_.is_platform(given.platform)) unknown("platform", *platform);
    }
    const bool complete = reader_.flag(map, "complete", given.completeness == Completeness::complete);
    const bool excerpt = reader_.flag(map, "excerpt", given.completeness == Completeness::excerpt);
    if (complete && excerpt) {
      if (map.find("complete") != nullptr && map.find("excerpt") != nullptr) {
        reader_.error("T105", map.find("excerpt")->where, "a log is complete or an excerpt, not both");
      }
      given.completeness = map.find("excerpt") != nullptr ? Completeness::excerpt : Completeness::complete;
    } else {
      given.completeness = complete ? Completeness::complete : excerpt ? Completeness::excerpt : Completeness::automatic;
    }
    if (const auto* now = map.find("now")) {
      const auto time = logs::find_time(word_of(*now, "now"));
      if (time) {
        given.now = std::chrono::floor<std::chrono::seconds>(*time);
      } else {
        reader_.error("T105", now->where, fmt::format("'{}' is no time", now->text), "write it as 2026-05-04T10:00:00Z");
      }
    }
    return given;
  }

  void inputs(const YamlNode& node, Case& given) {
    const bool any = std::ranges::any_of(
        std::initializer_list<const char*>{"log", "logs", "session", "integration", "facts", "observations", "answers"},
        [&](const auto* key) { return node.find(key) != nullptr; });
    if (!any) {
      reader_.error("T107", node.where, "a case is given nothing",
                    "give it log, logs, session, integration, facts, observations or answers");
    }
    if (node.find("log") != nullptr && node.find("logs") != nullptr) {
      reader_.error("T105", node.find("logs")->where, "lines (log) and files (logs) in one case", "write one of them");
    }
    if (const auto* log = node.find("log")) {
      std::string text;
      for (const auto& line : reader_.words(node, "log")) text += line.ends_with('\n') ? line : line + "\n";
      if (text.empty()) reader_.error("T105", log->where, "the log has no line", "leave `log` out if none is given");
      given.text = std::move(text);
    }
    for (const auto& file : reader_.words(node, "logs")) given.logs.push_back(beside(file));
    if (node.find("session") != nullptr) given.session = beside(reader_.text(node, "session"));
    if (node.find("integration") != nullptr) given.integration = beside(reader_.text(node, "integration"));
    if (const auto* facts = node.find("facts")) {
      given.observations.push_back({.probe = "case", .title = {}, .reason = {}, .facts = fact_list(*facts), .message = {}});
    }
    if (const auto* list = node.find("observations"); list != nullptr && reader_.is_list(*list, "observations")) {
      for (const auto& item : list->items) observation(item, given);
    }
    if (const auto* answers = node.find("answers"); answers != nullptr && reader_.expect(*answers, Kind::map, "answers")) {
      for (const auto& [key, value] : answers->entries) {
        if (!names_.is_question(key.text)) unknown("question", key);
        const auto word = word_of(value, "an answer");
        if (word != "yes" && word != "no") reader_.error("T105", value.where, fmt::format("'{}' is neither yes nor no", word));
        given.answers[key.text] = word == "yes";
      }
    }
  }

  void observation(const YamlNode& node, Case& given) {
    if (!reader_.is_map(node, "an observation", observation_keys, {"probe"})) return;
    Observation seen{.probe = reader_.text(node, "probe"),
                     .title = {},
                     .outcome = Outcome::fail,
                     .reason = {},
                     .facts = {},
                     .message = reader_.text(node, "message")};
    if (const auto* facts = node.find("facts")) seen.facts = fact_list(*facts);
    given.observations.push_back(std::move(seen));
  }

  std::vector<ObservedFact> fact_list(const YamlNode& node) {
    std::vector<ObservedFact> facts;
    if (!reader_.expect(node, Kind::map, "facts")) return facts;
    for (const auto& [key, value] : node.entries) {
      const auto known = std::ranges::find(rules::fact_names(), key.text, &rules::FactName::name);
      const bool is_known = known != rules::fact_names().end();
      if (!is_known && !rules::is_probe_fact(key.text)) unknown("fact", key);
      const auto word = word_of(value, "a fact");
      auto read = value_of(word);
      if (is_known && known->type == rules::FactType::text) read = word;
      if (is_known && static_cast<std::size_t>(known->type) != read.index()) {
        reader_.error("T202", value.where, fmt::format("'{}' does not fit the fact {}: {}", word, key.text, known->meaning),
                      known->type == rules::FactType::boolean ? "write true or false" : "write a number");
      }
      facts.push_back({key.text, std::move(read)});
    }
    return facts;
  }

  Expectation expectation(const YamlNode& node) {
    Expectation expect;
    if (!reader_.is_map(node, "expect", expect_keys)) return expect;
    if (node.entries.empty()) {
      reader_.error("T108", node.where, "the case expects nothing, so it cannot fail",
                    "expect a cause, or `nothing: true` if no cause may be likely");
    }
    if (const auto* issue = node.find("issue")) expect.issue = resolved("issue", *issue, &RuleNames::issue);
    if (const auto* cause = node.find("cause")) expect.cause = resolved("cause", *cause, &RuleNames::cause);
    if (const auto* step = node.find("first_step")) expect.first_step = resolved("solution", *step, &RuleNames::solution);
    expect.not_first = resolved_list("cause", node, "not", &RuleNames::cause);
    expect.raises = resolved_list("cause", node, "raises", &RuleNames::cause);
    expect.evidence = resolved_list("symptom", node, "evidence", &RuleNames::symptom);
    expect.steps = resolved_list("solution", node, "steps", &RuleNames::solution);
    expect.not_steps = resolved_list("solution", node, "not_steps", &RuleNames::solution);
    if (const auto* map = node.find("speaks_for"); map != nullptr && reader_.expect(*map, Kind::map, "speaks_for")) {
      for (const auto& [key, value] : map->entries) spoken_for(*map, key, expect);
    }
    if (const auto* nothing = node.find("nothing")) expect.nothing = nothing_below(*nothing);
    if (const auto* ranges = node.find("probability"); ranges != nullptr && reader_.expect(*ranges, Kind::map, "probability")) {
      for (const auto& [key, value] : ranges->entries) range(key, value, expect);
    }
    if (const auto* states = node.find("findings"); states != nullptr && reader_.expect(*states, Kind::map, "findings")) {
      for (const auto& [key, value] : states->entries) finding(key, value, expect);
    }
    if (const auto* platform = node.find("platform")) {
      expect.platform = word_of(*platform, "platform");
      if (!names_.is_platform(*expect.platform)) unknown("platform", *platform);
    }
    return expect;
  }

  void spoken_for(const YamlNode& map, const YamlNode& key, Expectation& expect) {
    const auto symptom = resolved("symptom", key, &RuleNames::symptom);
    auto causes = resolved_list("cause", map, key.text.c_str(), &RuleNames::cause);
    if (symptom && !causes.empty()) expect.speaks_for.push_back({*symptom, std::move(causes)});
  }

  std::optional<double> nothing_below(const YamlNode& node) {
    const auto word = word_of(node, "nothing");
    if (word == "true") return default_nothing;
    const auto bound = number_in(word);
    if (bound && *bound > 0 && *bound <= 1) return bound;
    reader_.error("T105", node.where, fmt::format("'{}' is no bound", word),
                  "write true (no cause at .3 or above), or a bound between 0 and 1");
    return default_nothing;
  }

  void range(const YamlNode& key, const YamlNode& value, Expectation& expect) {
    const auto cause = resolved("cause", key, &RuleNames::cause);
    ProbabilityRange wanted;
    bool good = true;
    if (value.kind == Kind::sequence && value.items.size() == 2) {
      const auto least = number_in(value.items[0].text);
      const auto most = number_in(value.items[1].text);
      good = least && most;
      if (good) wanted = {{}, *least, *most};
    } else if (value.kind == Kind::map && reader_.is_map(value, "a range", {"at_least", "at_most"})) {
      wanted = {{}, reader_.number(value, "at_least", 0), reader_.number(value, "at_most", 1)};
    } else {
      good = false;
    }
    if (!good || wanted.least < 0 || wanted.most > 1 || wanted.least > wanted.most) {
      reader_.error("T105", value.where, fmt::format("no range of probabilities for '{}'", key.text),
                    "write [.6, .9], {at_least: .6} or {at_most: .9}; 0 to 1");
      return;
    }
    if (!cause) return;
    wanted.cause = *cause;
    expect.probability.push_back(std::move(wanted));
  }

  void finding(const YamlNode& key, const YamlNode& value, Expectation& expect) {
    static const std::map<std::string, WantedState> states{{"present", WantedState::present},
                                                           {"absent", WantedState::absent},
                                                           {"unknown", WantedState::unknown},
                                                           {"recovered", WantedState::recovered}};
    const auto symptom = resolved("symptom", key, &RuleNames::symptom);
    const auto state = states.find(word_of(value, "a finding's state"));
    if (state == states.end()) {
      reader_.error("T105", value.where, fmt::format("'{}' is no state of a finding", value.text),
                    "write present, absent, unknown or recovered");
    } else if (symptom) {
      expect.findings.push_back({*symptom, state->second});
    }
  }

  // The name of a word, looked up by `find`; unknown ones are reported.
  template <typename T>
  std::optional<T> resolved(const char* kind, const YamlNode& node,
                            std::optional<T> (RuleNames::*find)(const std::string&) const) {
    const auto name = word_of(node, kind);
    auto found = (names_.*find)(name);
    if (!found && !name.empty()) unknown(kind, node);
    return found;
  }

  template <typename T>
  std::vector<T> resolved_list(const char* kind, const YamlNode& map, const char* key,
                               std::optional<T> (RuleNames::*find)(const std::string&) const) {
    std::vector<T> result;
    const auto* value = map.find(key);
    if (value == nullptr) return result;
    if (value->kind == Kind::scalar) {
      if (auto found = resolved(kind, *value, find)) result.push_back(std::move(*found));
      return result;
    }
    if (!reader_.is_list(*value, key)) return result;
    if (value->items.empty()) reader_.error("T105", value->where, fmt::format("the list '{}' is empty", key));
    for (const auto& item : value->items) {
      if (auto found = resolved(kind, item, find)) result.push_back(std::move(*found));
    }
    return result;
  }

  // The value itself, not that of a key in it.
  std::string word_of(const YamlNode& value, std::string_view what) { return reader_.text(value, what); }

  void unknown(const char* kind, const YamlNode& word) {
    reader_.error("T201", word.where, fmt::format("the rules have no {} '{}'", kind, word.text), names_.hint(kind, word.text));
  }

  [[nodiscard]] std::string beside(const std::string& file) const {
    return (std::filesystem::path(path_).parent_path() / file).string();
  }

  std::string path_;
  const RuleNames& names_;
  std::vector<Diagnostic>& problems_;
  YamlReader reader_;
};

}  // namespace

std::vector<TestCase> read_cases(const std::string& path, std::string_view text, const rules::RuleSet& rules,
                                 std::vector<Diagnostic>& problems) {
  const auto tree = parse_yaml(path, text);
  if (!tree) {
    problems.push_back(tree.error());
    return {};
  }
  const RuleNames names(rules);
  return CaseReader(path, names, problems).file(*tree);
}

}  // namespace syncdx::rule_tests
