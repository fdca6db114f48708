// Tree -> RawFile: which keys there are, of which kind, with which numbers. The rule language of engine/doc/rule_language.md.
#include "rules/fact_names.hpp"
#include "rules/http_status.hpp"
#include "rules/raw_rules.hpp"
#include "rules/words.hpp"

#include "base/text.hpp"
#include "base/yaml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <span>

namespace syncdx::rules {
namespace {

using Kind = YamlNode::Kind;

std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
  const auto near = nearest_name(word, names);
  return near ? fmt::format("did you mean '{}'?", *near) : std::string();
}

bool is_id(std::string_view text) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, good);
}

// A1, A1s1, B12, C3: letter, number, and perhaps s/c/x and a number.
bool is_guide_id(std::string_view text) {
  const auto digits = [&](std::size_t from) {
    std::size_t at = from;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
  };
  if (text.size() < 2 || text[0] < 'A' || text[0] > 'H') return false;
  const auto number = digits(1);
  if (number == 1) return false;
  if (number == text.size()) return true;
  const bool part = text[number] == 's' || text[number] == 'c' || text[number] == 'x';
  return part && digits(number + 1) == text.size() && number + 1 < text.size();
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

class Reader {
 public:
  Reader(const std::string& path, Problems& problems) : problems_(problems) { file_.path = path; }

  RawFile read(const YamlNode& root) && {
    if (!check_keys(root, "a rule file",
                    {"platform", "basis", "issue", "refines", "symptoms", "causes", "solutions", "platforms"})) {
      return std::move(file_);
    }
    file_.platform = id(root, "platform", "the file");
    if (const auto* basis = root.find("basis")) basis_ = text_of(*basis, "basis");
    if (const auto* issue = root.find("issue")) read_issue(*issue);
    if (const auto* refines = root.find("refines")) file_.refines = word_of(*refines, "refines");
    if (file_.issue && file_.refines) {
      problems_.error("R110", root.find("refines")->where, "a file either declares an issue or refines one, not both",
                      "keep `issue:` in the general file and `refines:` in the others");
    }
    for (const auto* node : list(root, "symptoms")) read_symptom(*node);
    for (const auto* node : list(root, "causes")) read_cause(*node);
    for (const auto* node : list(root, "solutions")) read_solution(*node);
    for (const auto* node : list(root, "platforms")) read_platform(*node);
    if (!file_.causes.empty() && !file_.issue && !file_.refines) {
      problems_.error("R111", root.find("causes")->where, "causes need an issue: the file has neither `issue:` nor `refines:`");
    }
    return std::move(file_);
  }

 private:
  // --- kinds and keys

  bool expect(const YamlNode& node, Kind kind, std::string_view what) {
    return shared([&](YamlReader& reader) { return reader.expect(node, kind, what); });
  }

  bool check_keys(const YamlNode& node, std::string_view what, const std::vector<std::string>& known) {
    return shared([&](YamlReader& reader) { return reader.is_map(node, what, known); });
  }

  // What all YAML files have in common, with the codes of rules.
  template <typename Read>
  bool shared(Read read) {
    constexpr YamlCodes codes{
        .wrong_kind = "R101", .unknown_key = "R102", .key_twice = "R103", .missing_key = "R104", .bad_value = "R101"};
    std::vector<Diagnostic> found;
    YamlReader reader(codes, found);
    const bool good = read(reader);
    for (auto& problem : found) problems_.add(std::move(problem));
    return good;
  }

  std::string text_of(const YamlNode& node, std::string_view what) {
    return expect(node, Kind::scalar, what) ? node.text : std::string();
  }

  Word word_of(const YamlNode& node, std::string_view what) { return {text_of(node, what), node.where}; }

  std::string optional_text(const YamlNode& node, const char* key) {
    const auto* value = node.find(key);
    return value != nullptr ? text_of(*value, key) : std::string();
  }

  std::string required_text(const YamlNode& node, const char* key, std::string_view what) {
    const auto* value = node.find(key);
    if (value == nullptr || (value->kind == Kind::scalar && value->text.empty()) || value->kind == Kind::null) {
      problems_.error("R104", node.where, fmt::format("{} has no '{}'", what, key));
      return {};
    }
    return text_of(*value, key);
  }

  std::string id(const YamlNode& node, const char* key, std::string_view what) {
    auto text = required_text(node, key, what);
    if (!text.empty() && !is_id(text)) {
      problems_.error("R105", node.find(key)->where, fmt::format("'{}' is no id", text),
                      "ids are lower-case letters, digits and '_', beginning with a letter");
    }
    return text;
  }

  // The items of a list under `key`; none if there is no such key.
  std::vector<const YamlNode*> list(const YamlNode& node, const char* key) {
    std::vector<const YamlNode*> items;
    const auto* value = node.find(key);
    if (value == nullptr || !expect(*value, Kind::sequence, key)) return items;
    if (value->items.empty())
      problems_.error("R106", value->where, fmt::format("the list '{}' is empty", key), "leave the key out");
    for (const auto& item : value->items) items.push_back(&item);
    return items;
  }

  // A list of words, or a single word.
  std::vector<Word> words(const YamlNode& node, const char* key) {
    std::vector<Word> result;
    const auto* value = node.find(key);
    if (value == nullptr) return result;
    if (value->kind == Kind::scalar) return {word_of(*value, key)};
    for (const auto* item : list(node, key)) result.push_back(word_of(*item, key));
    return result;
  }

  std::vector<std::string> texts(const YamlNode& node, const char* key) {
    std::vector<std::string> result;
    for (auto& word : words(node, key)) result.push_back(std::move(word.text));
    return result;
  }

  std::vector<std::string> guide(const YamlNode& node) {
    std::vector<std::string> ids;
    for (auto& word : words(node, "guide")) {
      if (!is_guide_id(word.text)) {
        problems_.error("R107", word.where, fmt::format("'{}' is no id of the guide", word.text),
                        "they look like A1, A1s2, B7 or D4");
      }
      ids.push_back(std::move(word.text));
    }
    return ids;
  }

  std::string basis(const YamlNode& node) {
    auto own = optional_text(node, "basis");
    if (own.empty()) own = basis_;
    if (own.empty()) {
      problems_.error("R112", node.where, "no basis: where do the numbers come from?",
                      "write `basis: judgement <date>` or a source, on the item or once for the file");
    }
    return own;
  }

  // --- numbers

  double probability(const YamlNode& node, std::string_view what, std::span<const NumberWord> table) {
    if (!expect(node, Kind::scalar, what)) return 0;
    const auto word = std::ranges::find(table, node.text, &NumberWord::first);
    if (word != table.end()) return word->second;
    const auto number = parse_number(node.text);
    if (number && *number >= 0 && *number <= 1) return *number;
    std::vector<std::string> names;
    for (const auto& [name, value] : table) names.emplace_back(name);
    if (number) {
      problems_.error("R109", node.where, fmt::format("{} is {}, expected a probability from 0 to 1", what, node.text));
    } else {
      auto help = did_you_mean(node.text, names);
      if (help.empty()) help = fmt::format("words: {}", fmt::join(names, ", "));
      problems_.error("R108", node.where, fmt::format("'{}' is neither a number nor a known word for {}", node.text, what),
                      std::move(help));
    }
    return 0;
  }

  std::optional<std::uint32_t> whole_number(const YamlNode& node, const char* key, std::uint32_t most) {
    const auto* value = node.find(key);
    if (value == nullptr || !expect(*value, Kind::scalar, key)) return std::nullopt;
    const auto number = parse_number(value->text);
    if (number && *number >= 1 && *number <= most && std::floor(*number) == *number) return static_cast<std::uint32_t>(*number);
    problems_.error("R109", value->where,
                    fmt::format("'{}' is {}, expected a whole number from 1 to {}", key, value->text, most));
    return std::nullopt;
  }

  bool flag(const YamlNode& node, const char* key, bool otherwise) {
    const auto* value = node.find(key);
    if (value == nullptr) return otherwise;
    const auto text = text_of(*value, key);
    if (text == "true" || text == "false") return text == "true";
    problems_.error("R101", value->where, fmt::format("'{}' is '{}', expected true or false", key, text));
    return otherwise;
  }

  // --- items

  void read_issue(const YamlNode& node) {
    if (!check_keys(node, "an issue", {"id", "title", "summary", "outside", "guide"})) return;
    Issue issue;
    issue.where = node.where;
    issue.id = id(node, "id", "the issue");
    issue.title = required_text(node, "title", "the issue");
    issue.summary = optional_text(node, "summary");
    issue.outside = flag(node, "outside", false);
    issue.guide = guide(node);
    file_.issue = std::move(issue);
  }

  void read_symptom(const YamlNode& node) {
    if (!check_keys(node, "a symptom",
                    {"id", "title", "means", "leak", "role", "codes", "log", "http_status", "at_least", "within_seconds",
                     "negatable", "facts", "when", "question", "examples", "counter_examples", "guide", "basis"})) {
      return;
    }
    RawSymptom raw;
    auto& symptom = raw.symptom;
    symptom.platform = file_.platform;
    symptom.id = id(node, "id", "a symptom");
    symptom.where = place_of_id(node);
    symptom.title = required_text(node, "title", "the symptom");
    symptom.means = optional_text(node, "means");
    if (const auto* leak = node.find("leak")) symptom.leak = std::min(probability(*leak, "leak", strength_words), 0.999);
    symptom.codes = texts(node, "codes");
    symptom.examples = texts(node, "examples");
    symptom.counter_examples = texts(node, "counter_examples");
    symptom.guide = guide(node);
    symptom.basis = basis(node);
    read_role(node, symptom);
    read_source(node, raw);
    file_.symptoms.push_back(std::move(raw));
  }

  static SourceRange place_of_id(const YamlNode& node) {
    const auto* value = node.find("id");
    return value != nullptr ? value->where : node.where;
  }

  void read_role(const YamlNode& node, Symptom& symptom) {
    static const std::vector<std::string> names{"session_start", "session_end", "success", "progress",
                                                "handled",       "totals",      "error"};
    const auto* value = node.find("role");
    if (value == nullptr) return;
    const auto text = text_of(*value, "role");
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) {
      auto help = did_you_mean(text, names);
      problems_.error("R113", value->where, fmt::format("unknown role '{}'", text),
                      help.empty() ? fmt::format("roles: {}", fmt::join(names, ", ")) : std::move(help));
      return;
    }
    symptom.role = static_cast<Role>(1 + (found - names.begin()));
  }

  void read_source(const YamlNode& node, RawSymptom& raw) {
    const bool log = node.find("log") != nullptr || node.find("http_status") != nullptr;
    const int kinds = int{log} + int{node.find("facts") != nullptr} + int{node.find("when") != nullptr} +
                      int{node.find("question") != nullptr};
    if (kinds != 1) {
      problems_.error("R114", raw.symptom.where,
                      fmt::format("the symptom '{}' is of {} kinds, expected exactly one", raw.symptom.id, kinds),
                      "give one of: log and/or http_status, facts, when, question");
    }
    if (log) {
      raw.symptom.source = read_log(node);
    } else if (const auto* facts = node.find("facts")) {
      raw.symptom.source = read_facts(*facts);
    } else if (const auto* when = node.find("when")) {
      read_when(*when, raw);
    } else if (const auto* question = node.find("question")) {
      raw.symptom.source = QuestionSymptom{text_of(*question, "question")};
    }
  }

  LogSymptom read_log(const YamlNode& node) {
    LogSymptom symptom;
    if (const auto* log = node.find("log"); log != nullptr && check_keys(*log, "log", {"any", "unless"})) {
      for (auto& word : words(*log, "any")) symptom.any.push_back({std::move(word.text), word.where});
      for (auto& word : words(*log, "unless")) symptom.unless.push_back({std::move(word.text), word.where});
      if (symptom.any.empty()) problems_.error("R104", log->where, "log has no patterns under 'any'");
    }
    for (const auto& word : words(node, "http_status")) {
      const auto status = parse_number(word.text);
      if (!status || *status < 100 || *status > 599 || std::floor(*status) != *status) {
        problems_.error("R109", word.where, fmt::format("'{}' is no HTTP status", word.text), "statuses go from 100 to 599");
        continue;
      }
      symptom.http_status.push_back(static_cast<int>(*status));
      for (auto& regex : http_status_patterns(static_cast<int>(*status))) symptom.any.push_back({std::move(regex), word.where});
    }
    symptom.at_least = whole_number(node, "at_least", 1'000'000).value_or(1);
    symptom.within_seconds = whole_number(node, "within_seconds", 31'536'000);
    symptom.negatable = flag(node, "negatable", true);
    return symptom;
  }

  FactSymptom read_facts(const YamlNode& node) {
    FactSymptom symptom;
    if (!expect(node, Kind::sequence, "facts")) return symptom;
    for (const auto& item : node.items) {
      if (auto condition = read_condition(item)) symptom.all.push_back(std::move(*condition));
    }
    if (node.items.empty()) problems_.error("R106", node.where, "the list 'facts' is empty");
    return symptom;
  }

  std::optional<FactCondition> read_condition(const YamlNode& node) {
    static const std::vector<std::string> operators{"is",      "is_not", "in",    "not_in",   "at_least",
                                                    "at_most", "above",  "below", "contains", "exists"};
    auto keys = operators;
    keys.insert(keys.begin(), "fact");
    if (!check_keys(node, "a condition", keys)) return std::nullopt;
    FactCondition condition;
    condition.where = node.where;
    condition.fact = required_text(node, "fact", "a condition");
    const auto* name = find_fact(condition.fact, node);
    int given = 0;
    for (const auto& [key, value] : node.entries) {
      const auto op = std::ranges::find(operators, key.text);
      if (op == operators.end()) continue;
      ++given;
      condition.op = static_cast<FactOperator>(op - operators.begin());
      if (value.kind == Kind::sequence) {
        for (const auto& item : value.items) add_value(item, name, condition);
      } else {
        add_value(value, name, condition);
      }
    }
    if (given != 1) {
      problems_.error("R115", node.where, fmt::format("a condition has {} operators, expected one", given),
                      fmt::format("operators: {}", fmt::join(operators, ", ")));
    }
    return condition;
  }

  const FactName* find_fact(const std::string& fact, const YamlNode& node) {
    const auto names = fact_names();
    const auto found = std::ranges::find(names, std::string_view(fact), &FactName::name);
    if (found != names.end()) return &*found;
    std::vector<std::string> known;
    for (const auto& name : names) known.emplace_back(name.name);
    if (!fact.empty() && !is_probe_fact(fact)) {
      problems_.error("R116", node.find("fact")->where, fmt::format("unknown fact '{}'", fact), did_you_mean(fact, known));
    }
    return nullptr;
  }

  void add_value(const YamlNode& node, const FactName* name, FactCondition& condition) {
    const auto text = text_of(node, "the condition's value");
    const bool exists = condition.op == FactOperator::exists;
    const auto number = parse_number(text);
    auto type = exists ? FactType::boolean : name != nullptr ? name->type : FactType::text;
    if (!exists && name == nullptr && is_probe_fact(condition.fact)) {
      type = number ? FactType::number : text == "true" || text == "false" ? FactType::boolean : FactType::text;
    }
    if (type == FactType::boolean && (text == "true" || text == "false")) {
      condition.values.emplace_back(text == "true");
    } else if (type == FactType::number && number) {
      condition.values.emplace_back(*number);
    } else if (type == FactType::text) {
      condition.values.emplace_back(text);
    } else {
      problems_.error("R117", node.where,
                      fmt::format("'{}' does not fit the fact '{}', which is {}", text, condition.fact,
                                  type == FactType::boolean ? "true or false" : "a number"));
    }
  }

  void read_when(const YamlNode& node, RawSymptom& raw) {
    raw.symptom.source = CompositeSymptom{};
    if (!check_keys(node, "when", {"all", "any", "none", "sequence"})) return;
    raw.all = words(node, "all");
    raw.any = words(node, "any");
    raw.none = words(node, "none");
    raw.sequence = words(node, "sequence");
    if (raw.sequence.size() == 1) problems_.error("R118", node.where, "a sequence needs at least two symptoms");
  }

  std::vector<RawWeight> weights(const YamlNode& node, const char* key) {
    std::vector<RawWeight> result;
    const auto* value = node.find(key);
    if (value == nullptr || !expect(*value, Kind::map, key)) return result;
    std::map<std::string, SourceRange> seen;
    for (const auto& [name, weight] : value->entries) {
      const auto [first, is_new] = seen.emplace(name.text, name.where);
      if (!is_new) {
        problems_.error("R103", name.where, fmt::format("'{}' stands twice in '{}'", name.text, key))
            .notes.push_back({"first here", first->second});
        continue;
      }
      result.push_back({{name.text, name.where}, probability(weight, key, strength_words)});
    }
    return result;
  }

  void read_cause(const YamlNode& node) {
    if (!check_keys(
            node, "a cause",
            {"id", "refines", "title", "explanation", "prior", "shows", "solutions", "first", "avoid", "guide", "basis"}))
      return;
    RawCause raw;
    auto& cause = raw.cause;
    cause.platform = file_.platform;
    if (const auto* refines = node.find("refines")) {
      raw.refines = word_of(*refines, "refines");
      cause.id = raw.refines->text;
      cause.where = refines->where;
      if (const auto* own = node.find("id")) {
        problems_.error("R119", own->where, "a refinement keeps the id of the cause that it refines", "leave `id:` out");
      }
    } else {
      cause.id = id(node, "id", "a cause");
      cause.where = place_of_id(node);
      cause.title = required_text(node, "title", "the cause");
    }
    if (cause.title.empty()) cause.title = optional_text(node, "title");
    cause.explanation = optional_text(node, "explanation");
    read_prior(node, raw);
    raw.shows = weights(node, "shows");
    raw.solutions = weights(node, "solutions");
    raw.first = words(node, "first");
    raw.avoid = words(node, "avoid");
    cause.guide = guide(node);
    cause.basis = basis(node);
    file_.causes.push_back(std::move(raw));
  }

  void read_prior(const YamlNode& node, RawCause& raw) {
    const auto* prior = node.find("prior");
    raw.has_prior = prior != nullptr;
    if (prior != nullptr) {
      raw.cause.prior = probability(*prior, "prior", prior_words);
      if (raw.cause.prior <= 0 || raw.cause.prior >= 1) {
        if (parse_number(prior->text)) problems_.error("R109", prior->where, "a prior lies strictly between 0 and 1");
        raw.cause.prior = 0.01;
      }
    } else if (!raw.refines) {
      problems_.error("R104", raw.cause.where, fmt::format("the cause '{}' has no 'prior'", raw.cause.id));
    }
  }

  void read_solution(const YamlNode& node) {
    if (!check_keys(
            node, "a solution",
            {"id", "title", "instructions", "cost_minutes", "verify", "kind", "guard", "after", "reveals", "guide", "basis"})) {
      return;
    }
    RawSolution raw;
    auto& solution = raw.solution;
    solution.platform = file_.platform;
    solution.id = id(node, "id", "a solution");
    solution.where = place_of_id(node);
    solution.title = required_text(node, "title", "the solution");
    solution.instructions = texts(node, "instructions");
    solution.verify = optional_text(node, "verify");
    solution.guide = guide(node);
    solution.basis = basis(node);
    read_kind(node, solution);
    read_cost(node, solution);
    if (solution.instructions.empty()) {
      problems_.error("R120", solution.where, fmt::format("the solution '{}' has no instructions", solution.id),
                      "say what to do, and where to click");
    }
    if (solution.verify.empty() && solution.kind != SolutionKind::escalate) {
      problems_.error("R121", solution.where, fmt::format("the solution '{}' does not say how to verify it", solution.id),
                      "add `verify:`");
    }
    if (const auto* guard = node.find("guard")) raw.guard = word_of(*guard, "guard");
    raw.after = words(node, "after");
    raw.reveals = words(node, "reveals");
    file_.solutions.push_back(std::move(raw));
  }

  void read_kind(const YamlNode& node, Solution& solution) {
    static const std::vector<std::string> names{"repair", "test", "escalate"};
    const auto* value = node.find("kind");
    if (value == nullptr) return;
    const auto text = text_of(*value, "kind");
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) {
      problems_.error("R122", value->where, fmt::format("unknown kind '{}'", text), "kinds: repair, test, escalate");
    } else {
      solution.kind = static_cast<SolutionKind>(found - names.begin());
    }
  }

  void read_cost(const YamlNode& node, Solution& solution) {
    const auto* value = node.find("cost_minutes");
    const auto number = value != nullptr && value->kind == Kind::scalar ? parse_number(value->text) : std::nullopt;
    if (number && *number > 0 && *number <= 100'000) {
      solution.cost_minutes = *number;
    } else {
      solution.cost_minutes = 1;
      problems_.error("R123", value != nullptr ? value->where : solution.where,
                      fmt::format("the solution '{}' needs cost_minutes, a number above 0", solution.id));
    }
  }

  void read_platform(const YamlNode& node) {
    if (!check_keys(node, "a platform", {"id", "title", "detect", "receives", "examples"})) return;
    Platform platform;
    platform.id = id(node, "id", "a platform");
    platform.where = place_of_id(node);
    platform.title = required_text(node, "title", "the platform");
    for (auto& word : words(node, "detect")) platform.detect.push_back({std::move(word.text), word.where});
    platform.receives = flag(node, "receives", false);
    platform.examples = texts(node, "examples");
    file_.platforms.push_back(std::move(platform));
  }

  Problems& problems_;
  RawFile file_;
  std::string basis_;
};

}  // namespace

RawFile read_rules(const std::string& path, const YamlNode& root, Problems& problems) {
  return Reader(path, problems).read(root);
}

Diagnostic& Problems::add(Severity severity, const char* code, const SourceRange& where, std::string message,
                          std::string help) {
  list_.push_back({.code = code, .severity = severity, .message = std::move(message), .where = where, .help = std::move(help)});
  return list_.back();
}

Diagnostic& Problems::error(const char* code, const SourceRange& where, std::string message, std::string help) {
  return add(Severity::error, code, where, std::move(message), std::move(help));
}

Diagnostic& Problems::warning(const char* code, const SourceRange& where, std::string message, std::string help) {
  return add(Severity::warning, code, where, std::move(message), std::move(help));
}

void Problems::add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }

std::set<std::string> Problems::files_with_errors() const {
  std::set<std::string> files;
  for (const auto& problem : list_) {
    if (problem.severity == Severity::error) files.insert(problem.where.path);
  }
  return files;
}

bool Problems::has_errors() const {
  return std::ranges::any_of(list_, [](const auto& diagnostic) { return diagnostic.severity == Severity::error; });
}

std::vector<Diagnostic> Problems::take() && { return std::move(list_); }

}  // namespace syncdx::rules
