// Tree -> RawFile: takes out what rules/check_form.hpp has held against the table. What is wrong there comes back empty or as
// its default, so that reading goes on.
#include "rules/check_form.hpp"
#include "rules/fact_names.hpp"
#include "rules/http_status.hpp"
#include "rules/raw_rules.hpp"
#include "rules/rule_table.hpp"
#include "rules/scalars.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncdx::rules {
namespace {

using Kind = YamlNode::Kind;

Word word_of(const YamlNode& node) { return {node.text, node.where}; }

std::string text_of(const YamlNode& node, std::string_view key) {
  const auto* value = node.find(key);
  return value != nullptr ? value->text : std::string();
}

std::optional<Word> optional_word(const YamlNode& node, std::string_view key) {
  const auto* value = node.find(key);
  return value != nullptr && value->kind == Kind::scalar ? std::optional(word_of(*value)) : std::nullopt;
}

// A list of words, or a single word.
std::vector<Word> words(const YamlNode& node, std::string_view key) {
  std::vector<Word> result;
  const auto* value = node.find(key);
  if (value == nullptr) return result;
  if (value->kind == Kind::scalar) return {word_of(*value)};
  for (const auto& item : value->items) {
    if (item.kind == Kind::scalar) result.push_back(word_of(item));
  }
  return result;
}

std::vector<std::string> texts(const YamlNode& node, std::string_view key) {
  std::vector<std::string> result;
  for (auto& word : words(node, key)) result.push_back(std::move(word.text));
  return result;
}

std::vector<Pattern> patterns(const YamlNode& node, std::string_view key) {
  std::vector<Pattern> result;
  for (auto& word : words(node, key)) result.push_back({std::move(word.text), word.where});
  return result;
}

// The maps of a list.
std::vector<const YamlNode*> items(const YamlNode& node, std::string_view key) {
  std::vector<const YamlNode*> result;
  const auto* value = node.find(key);
  if (value == nullptr) return result;
  for (const auto& item : value->items) {
    if (item.kind == Kind::map) result.push_back(&item);
  }
  return result;
}

bool flag(const YamlNode& node, std::string_view key, bool otherwise) {
  const auto text = text_of(node, key);
  return otherwise ? text != "false" : text == "true";
}

// A number within the bounds of the table.
std::optional<double> number(const YamlNode& node, std::string_view mapping, std::string_view key) {
  const auto value = parse_number(text_of(node, key));
  const auto* rule = find_key(mapping_rule(mapping), key);
  return value && *value >= rule->least && *value <= rule->most ? value : std::nullopt;
}

// The index of the key's word in its list of the table.
template <typename Enumeration>
Enumeration word_index(const YamlNode& node, std::string_view key, std::span<const std::string_view> known, int first) {
  const auto text = text_of(node, key);
  const auto found = std::ranges::find(known, std::string_view(text));
  return static_cast<Enumeration>(found == known.end() ? 0 : first + static_cast<int>(found - known.begin()));
}

SourceRange place_of(const YamlNode& node, std::string_view key = "id") {
  const auto* value = node.find(key);
  return value != nullptr ? value->where : node.where;
}

// Where the last value of a tree begins.
SourcePosition last_position(const YamlNode& node) {
  auto last = std::max(node.where.begin, node.where.end);
  for (const auto& item : node.items) last = std::max(last, last_position(item));
  for (const auto& [key, value] : node.entries) last = std::max({last, key.where.end, last_position(value)});
  return last;
}

class Reader {
 public:
  Reader(const std::string& path, Problems& problems) : problems_(problems) { file_.path = path; }

  RawFile read(const YamlNode& root) && {
    if (root.kind != Kind::map) return std::move(file_);
    file_.platform = text_of(root, "platform");
    file_.platform_where = place_of(root, "platform");
    basis_ = text_of(root, "basis");
    read_allowed(root, {file_.path, {}, {}});
    if (const auto* issue = root.find("issue"); issue != nullptr && issue->kind == Kind::map) read_issue(*issue);
    file_.refines = optional_word(root, "refines");
    for (const auto* node : items(root, "symptoms")) read_symptom(*node);
    for (const auto* node : items(root, "causes")) read_cause(*node);
    for (const auto* node : items(root, "solutions")) read_solution(*node);
    for (const auto* node : items(root, "platforms")) read_platform(*node);
    return std::move(file_);
  }

 private:
  std::string basis(const YamlNode& node) {
    auto own = text_of(node, "basis");
    if (own.empty()) own = basis_;
    if (own.empty()) {
      problems_.error("R112", node.where, "no basis: where do the numbers come from?",
                      "write `basis: judgement <date>` or a source, on the item or once for the file");
    }
    return own;
  }

  // `scope`: where the warnings stand that are allowed.
  void read_allowed(const YamlNode& node, const SourceRange& scope) {
    const auto* allow = node.find("allow");
    if (allow == nullptr) return;
    for (const auto& [code, reason] : allow->entries) {
      if (!reason.text.empty()) file_.allowed.push_back({word_of(code), scope});
    }
  }

  void read_allowed(const YamlNode& item) { read_allowed(item, {file_.path, item.where.begin, last_position(item)}); }

  void read_issue(const YamlNode& node) {
    read_allowed(node);
    file_.issue = Issue{.id = text_of(node, "id"),
                        .title = text_of(node, "title"),
                        .summary = text_of(node, "summary"),
                        .outside = flag(node, "outside", false),
                        .guide = texts(node, "guide"),
                        .where = node.where};
  }

  void read_symptom(const YamlNode& node) {
    read_allowed(node);
    RawSymptom raw;
    auto& symptom = raw.symptom;
    symptom.platform = file_.platform;
    symptom.id = text_of(node, "id");
    symptom.where = place_of(node);
    symptom.title = text_of(node, "title");
    symptom.means = text_of(node, "means");
    raw.has_leak = node.find("leak") != nullptr;
    if (const auto leak = read_share(text_of(node, "leak"), strength_words)) symptom.leak = std::min(*leak, 0.999);
    symptom.codes = texts(node, "codes");
    raw.examples = words(node, "examples");
    raw.counter_examples = words(node, "counter_examples");
    symptom.examples = texts(node, "examples");
    symptom.counter_examples = texts(node, "counter_examples");
    symptom.guide = texts(node, "guide");
    symptom.basis = basis(node);
    symptom.role = word_index<Role>(node, "role", role_words(), 1);
    read_source(node, raw);
    file_.symptoms.push_back(std::move(raw));
  }

  void read_source(const YamlNode& node, RawSymptom& raw) {
    if (node.find("log") != nullptr || node.find("http_status") != nullptr) {
      raw.symptom.source = read_log(node);
    } else if (node.find("facts") != nullptr) {
      raw.symptom.source = read_facts(node);
    } else if (const auto* when = node.find("when")) {
      read_when(*when, raw);
    } else if (node.find("question") != nullptr) {
      raw.symptom.source = QuestionSymptom{text_of(node, "question")};
    }
  }

  static LogSymptom read_log(const YamlNode& node) {
    LogSymptom symptom;
    if (const auto* log = node.find("log")) {
      symptom.any = patterns(*log, "any");
      symptom.unless = patterns(*log, "unless");
    }
    for (const auto& word : words(node, "http_status")) {
      const auto status = parse_number(word.text);
      if (!status || *status < 100 || *status > 599) continue;
      symptom.http_status.push_back(static_cast<int>(*status));
      for (auto& regex : http_status_patterns(static_cast<int>(*status))) symptom.any.push_back({std::move(regex), word.where});
    }
    symptom.at_least = static_cast<std::uint64_t>(number(node, "symptom", "at_least").value_or(1));
    if (const auto seconds = number(node, "symptom", "within_seconds")) {
      symptom.within_seconds = static_cast<std::uint32_t>(*seconds);
    }
    symptom.negatable = flag(node, "negatable", true);
    return symptom;
  }

  FactSymptom read_facts(const YamlNode& node) {
    FactSymptom symptom;
    for (const auto* item : items(node, "facts")) symptom.all.push_back(read_condition(*item));
    return symptom;
  }

  FactCondition read_condition(const YamlNode& node) {
    const auto operators = operator_words();
    FactCondition condition;
    condition.where = node.where;
    condition.fact = text_of(node, "fact");
    const auto names = fact_names();
    const auto found = std::ranges::find(names, std::string_view(condition.fact), &FactName::name);
    const auto* name = found == names.end() ? nullptr : &*found;
    for (const auto& [key, value] : node.entries) {
      const auto op = std::ranges::find(operators, std::string_view(key.text));
      if (op == operators.end()) continue;
      condition.op = static_cast<FactOperator>(op - operators.begin());
      if (value.kind == Kind::scalar) add_value(value, name, condition);
      for (const auto& item : value.items) add_value(item, name, condition);
    }
    check_operator(node, name, condition);
    return condition;
  }

  // Sizes need a number, and parts of a text a text.
  void check_operator(const YamlNode& node, const FactName* name, const FactCondition& condition) {
    using enum FactOperator;
    const auto op = condition.op;
    const bool sizes = op == at_least || op == at_most || op == above || op == below;
    if (name == nullptr || !(sizes ? name->type != FactType::number : op == contains && name->type != FactType::text)) return;
    problems_.error("R117", node.where,
                    fmt::format("'{}' does not fit the fact '{}', which is {}", operator_words()[static_cast<std::size_t>(op)],
                                condition.fact,
                                name->type == FactType::boolean  ? "true or false"
                                : name->type == FactType::number ? "a number"
                                                                 : "a text"));
  }

  void add_value(const YamlNode& node, const FactName* name, FactCondition& condition) {
    const auto& text = node.text;
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
      const bool compares = condition.op != FactOperator::contains;
      if (name == nullptr && is_probe_fact(condition.fact) && compares) report_near_flag(node);
    } else if (!exists) {  // that is a flag, which the table has checked
      problems_.error("R117", node.where,
                      fmt::format("'{}' does not fit the fact '{}', which is {}", text, condition.fact,
                                  type == FactType::boolean ? "true or false" : "a number"));
    }
  }

  // A probe's facts have no fixed types, but "treu" is no word that a probe writes.
  void report_near_flag(const YamlNode& node) {
    const std::vector<std::string> flags{"true", "false"};
    const auto near = nearest_name(node.text, flags);
    if (!near || !node.plain || edit_distance(node.text, *near) > 1) return;
    problems_.error("R117", node.where, fmt::format("'{}' is neither true nor false", node.text),
                    fmt::format("did you mean '{}'? Put it in quotes if it is a text.", *near));
  }

  void read_when(const YamlNode& node, RawSymptom& raw) {
    raw.symptom.source = CompositeSymptom{};
    raw.all = words(node, "all");
    raw.any = words(node, "any");
    raw.none = words(node, "none");
    raw.sequence = words(node, "sequence");
    if (raw.sequence.size() == 1) problems_.error("R118", node.where, "a sequence needs at least two symptoms");
  }

  static std::vector<RawWeight> weights(const YamlNode& node, std::string_view key) {
    std::vector<RawWeight> result;
    const auto* value = node.find(key);
    if (value == nullptr) return result;
    for (const auto& [name, weight] : value->entries) {
      const auto twice = [&](const auto& other) { return other.name.text == name.text; };
      if (std::ranges::find_if(result, twice) != result.end()) continue;
      result.push_back({word_of(name), read_share(weight.text, strength_words).value_or(0)});
    }
    return result;
  }

  void read_cause(const YamlNode& node) {
    read_allowed(node);
    RawCause raw;
    auto& cause = raw.cause;
    cause.platform = file_.platform;
    raw.refines = optional_word(node, "refines");
    cause.id = raw.refines ? raw.refines->text : text_of(node, "id");
    cause.where = place_of(node, raw.refines ? "refines" : "id");
    cause.title = text_of(node, "title");
    cause.explanation = text_of(node, "explanation");
    raw.has_prior = node.find("prior") != nullptr;
    const auto prior = read_share(text_of(node, "prior"), prior_words);
    cause.prior = prior && *prior > 0 && *prior < 1 ? *prior : raw.has_prior ? 0.01 : 0;
    raw.shows = weights(node, "shows");
    raw.solutions = weights(node, "solutions");
    raw.first = words(node, "first");
    raw.avoid = words(node, "avoid");
    cause.guide = texts(node, "guide");
    cause.basis = basis(node);
    file_.causes.push_back(std::move(raw));
  }

  void read_solution(const YamlNode& node) {
    read_allowed(node);
    RawSolution raw;
    auto& solution = raw.solution;
    solution.platform = file_.platform;
    solution.id = text_of(node, "id");
    solution.where = place_of(node);
    solution.title = text_of(node, "title");
    solution.instructions = texts(node, "instructions");
    solution.verify = text_of(node, "verify");
    solution.guide = texts(node, "guide");
    solution.basis = basis(node);
    solution.kind = word_index<SolutionKind>(node, "kind", kind_words(), 0);
    const auto cost = number(node, "solution", "cost_minutes");
    solution.cost_minutes = cost && *cost > 0 ? *cost : 1;
    raw.guard = optional_word(node, "guard");
    raw.after = words(node, "after");
    raw.reveals = words(node, "reveals");
    file_.solutions.push_back(std::move(raw));
  }

  void read_platform(const YamlNode& node) {
    read_allowed(node);
    file_.platforms.push_back({.id = text_of(node, "id"),
                               .title = text_of(node, "title"),
                               .detect = patterns(node, "detect"),
                               .receives = flag(node, "receives", false),
                               .examples = texts(node, "examples"),
                               .where = place_of(node)});
  }

  Problems& problems_;
  RawFile file_;
  std::string basis_;
};

}  // namespace

RawFile read_rules(const std::string& path, const YamlNode& root, Problems& problems) {
  check_form(root, problems);
  return Reader(path, problems).read(root);
}

}  // namespace syncdx::rules
