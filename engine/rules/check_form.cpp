#include "rules/check_form.hpp"

#include "rules/fact_names.hpp"
#include "rules/rule_table.hpp"
#include "rules/scalars.hpp"
#include "rules/unpaired.hpp"

#include "base/ascii.hpp"
#include "base/diagnostic_codes.hpp"
#include "base/text.hpp"
#include "base/yaml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace syncdx::rules {
namespace {

using Kind = YamlNode::Kind;

std::vector<std::string> strings(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

// A hint to the nearest of `names`, and the edit that makes it so if only one is near.
void suggest(Diagnostic& problem, const YamlNode& node, const std::vector<std::string>& names) {
  if (const auto near = nearest_name(node.text, names)) {
    problem.help = fmt::format("did you mean '{}'?", *near);
    if (only_near_name(node.text, names)) problem.fix.push_back({node.where, node.text, *near});
  } else {
    problem.help = fmt::format("known: {}", fmt::join(names, ", "));
  }
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = text.find(at);
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

class FormChecker {
 public:
  explicit FormChecker(Problems& problems) : problems_(problems) {}

  void mapping(const YamlNode& node, const MappingRule& rule) {
    if (!is_map(node, rule)) return;
    for (const auto& key : rule.keys) {
      const auto* value = node.find(key.name);
      if (value != nullptr) {
        this->value(*value, key);
      } else if (key.need == Need::required) {
        problems_.error(key.missing, place_of(node), fmt::format("{} has no '{}'", item_name(node, rule), key.name));
      }
    }
    for (const auto& together : rule.together) check_together(node, rule, together);
  }

 private:
  static SourceRange place_of(const YamlNode& node) {
    for (const auto* key : {"id", "refines"}) {
      const auto* value = node.find(key);
      if (value != nullptr && value->kind == Kind::scalar && node.find("platform") == nullptr) return value->where;
    }
    return node.where;
  }

  // "the symptom 'seen'", or "a symptom" where it has no id.
  static std::string item_name(const YamlNode& node, const MappingRule& rule) {
    for (const auto* key : {"id", "refines"}) {
      const auto* value = node.find(key);
      if (value != nullptr && value->kind == Kind::scalar && rule.name != "file") {
        return fmt::format("the {} '{}'", rule.name, value->text);
      }
    }
    return std::string(rule.what);
  }

  bool is_map(const YamlNode& node, const MappingRule& rule) {
    std::vector<std::string> known;
    for (const auto& key : rule.keys) known.emplace_back(key.name);
    return shared([&](YamlReader& reader) { return reader.is_map(node, rule.what, known); });
  }

  bool expect(const YamlNode& node, Kind kind, std::string_view what) {
    return shared([&](YamlReader& reader) { return reader.expect(node, kind, what); });
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

  void value(const YamlNode& node, const KeyRule& key) {
    if (node.kind == Kind::null) {
      problems_.error(key.need == Need::required ? key.missing : "R106", node.where, fmt::format("'{}' says nothing", key.name),
                      "fill it or leave it out");
      return;
    }
    const bool single = key.many == Many::one || (key.many == Many::one_or_list && node.kind != Kind::sequence);
    if (single) {
      one(node, key);
      return;
    }
    if (!expect(node, Kind::sequence, key.name)) return;
    if (node.items.empty()) {
      problems_.error(key.need == Need::required ? key.missing : "R106", node.where,
                      fmt::format("the list '{}' is empty", key.name),
                      key.need == Need::required ? "fill it" : "leave the key out");
    }
    for (const auto& item : node.items) one(item, key);
    if (key.form != Form::mapping) report_repeated(node, key);
  }

  void report_repeated(const YamlNode& list, const KeyRule& key) {
    for (auto item = list.items.begin(); item != list.items.end(); ++item) {
      const auto first =
          std::ranges::find_if(list.items.begin(), item, [&](const auto& other) { return other.text == item->text; });
      if (first == item || item->kind != Kind::scalar) continue;
      auto& problem =
          problems_.warning("R414", item->where, fmt::format("'{}' stands twice in '{}'", shorten(item->text, 80), key.name));
      problem.notes.push_back({"first here", first->where});
      problem.fix.push_back({item->where, item->text, {}});
    }
  }

  void one(const YamlNode& node, const KeyRule& key) {
    switch (key.form) {
      case Form::mapping:
        if (key.of == "issue" && node.kind == Kind::scalar) {
          problems_.error("R101", node.where, "an issue is a single value, expected a map",
                          fmt::format("to add causes to an issue of other files, write `refines: {}`", node.text));
        } else {
          mapping(node, mapping_rule(key.of));
        }
        return;
      case Form::shares:
      case Form::reasons:
        pairs(node, key);
        return;
      default:
        if (expect(node, Kind::scalar, key.name)) {
          scalar(node, key);
        } else if (key.form == Form::text || key.form == Form::line || key.form == Form::pattern) {
          suggest_quotes(node);
        }
    }
  }

  // "Settings: open it" without quotes is a map of one entry.
  void suggest_quotes(const YamlNode& node) {
    if (node.kind != Kind::map || node.entries.size() != 1 || node.entries.front().value.kind != Kind::scalar) return;
    const auto& [key, value] = node.entries.front();
    if (key.where.begin.line != value.where.begin.line) return;
    const auto text = key.text + ": " + value.text;
    std::string quoted;
    for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
    problems_.add_fix({key.where, text, '\'' + quoted + '\''}, "put the text in quotes: it holds ': '");
  }

  void pairs(const YamlNode& node, const KeyRule& key) {
    if (node.kind != Kind::map) {
      problems_.error(
          "R101", node.where, fmt::format("{} is {}, expected a map", key.name, name_of(node.kind)),
          key.form == Form::shares ? fmt::format("write it as {{{}: often}}", key.of) : "write it as {code: reason}");
      return;
    }
    if (node.entries.empty()) problems_.error("R106", node.where, fmt::format("'{}' is empty", key.name), "leave the key out");
    for (auto entry = node.entries.begin(); entry != node.entries.end(); ++entry) {
      const auto first = std::ranges::find_if(node.entries.begin(), entry,
                                              [&](const auto& other) { return other.key.text == entry->key.text; });
      if (first != entry) {
        problems_.error("R103", entry->key.where, fmt::format("'{}' stands twice in '{}'", entry->key.text, key.name))
            .notes.push_back({"first here", first->key.where});
      }
      if (key.form == Form::reasons) check_allowed(entry->key);
      if (!expect(entry->value, Kind::scalar, key.name)) continue;
      const KeyRule value{.name = key.name, .form = key.form == Form::shares ? Form::share : Form::text};
      scalar(entry->value, value);
    }
  }

  void check_allowed(const YamlNode& code) {
    const auto* known = find_diagnostic_code(code.text);
    if (known == nullptr || !code.text.starts_with("R4")) {
      problems_.error("R124", code.where, fmt::format("'{}' is no warning that can be allowed", code.text),
                      "warnings are R401 and on; errors cannot be allowed");
    }
  }

  void scalar(const YamlNode& node, const KeyRule& key) {
    const auto bad = [&](const char* code, std::string message, std::string help = {}) -> Diagnostic& {
      return problems_.error(code, node.where, std::move(message), std::move(help));
    };
    const auto& text = node.text;
    if (text.find_first_not_of(" \t\n") == std::string::npos) {
      bad(key.need == Need::required ? key.missing : "R106", fmt::format("'{}' is empty", key.name), "fill it or leave it out");
      return;
    }
    if (text.find("FILL IN") != std::string::npos) {
      problems_.warning("R415", node.where, fmt::format("'{}' is left to be filled in", key.name),
                        "say what only you know, in place of FILL IN");
    }
    look_for_slips(node, key);
    switch (key.form) {
      case Form::id:
        if (!is_id(text)) {
          bad("R105", fmt::format("'{}' is no id", text),
              "ids are lower-case letters, digits and '_', beginning with a letter");
        }
        break;
      case Form::guide_id:
        if (!is_guide_id(text))
          bad("R107", fmt::format("'{}' is no id of the guide", text), "they look like A1, A1s2, B7 or D4");
        break;
      case Form::word:
        if (std::ranges::find(key.words, std::string_view(text)) == key.words.end()) {
          suggest(bad(key.wrong, fmt::format("unknown {} '{}'", key.name, text)), node, strings(key.words));
        }
        break;
      case Form::flag:
        if (text != "true" && text != "false") {
          bad("R101", fmt::format("'{}' is '{}', expected true or false", key.name, text));
        }
        break;
      case Form::fact:
        known_fact(node);
        break;
      case Form::share:
        share(node, key, strength_words);
        break;
      case Form::prior:
        share(node, key, prior_words);
        break;
      case Form::whole:
      case Form::number:
        number(node, key);
        break;
      default:
        break;
    }
  }

  // What is still YAML, and says something else.
  void look_for_slips(const YamlNode& node, const KeyRule& key) {
    const auto& text = node.text;
    if (node.runs_on) {
      problems_.warning("R418", node.where, fmt::format("'{}' goes on in the next line: {}", key.name, shorten(text, 120)),
                        "put the text in quotes if it is meant so; else see whether the next line lost its key or its dash, or "
                        "is indented too far");
    }
    const auto is_escape = [](char c) { return is_control(c) && c != '\t' && c != '\n' && c != '\r'; };
    if (key.form == Form::pattern && std::ranges::any_of(text, is_escape)) {
      problems_.error("R301", node.where, "bad pattern: it holds a control character",
                      "in double quotes YAML reads \\b and its like itself: put the pattern in single quotes");
      return;
    }
    if (node.plain && ends_in_lone_quote(text, key.form)) {
      problems_.warning("R417", node.where,
                        fmt::format("'{}' ends in a lone {}: {}", key.name, text.back(), shorten(text, 120)),
                        "write its other half at the beginning, or put all of it in quotes if it is meant so");
      return;
    }
    const auto at = key.form == Form::text      ? unpaired_in_text(text)
                    : key.form == Form::line    ? unpaired_in_line(text)
                    : key.form == Form::pattern ? unpaired_in_pattern(text)
                                                : std::nullopt;
    if (!at) return;
    problems_.warning("R417", node.where,
                      fmt::format("the {} at character {} of '{}' stands alone: {}", text[*at],
                                  count_code_points(std::string_view(text).substr(0, *at)) + 1, key.name, shorten(text, 120)),
                      key.form == Form::pattern
                          ? "write its other half, or a backslash before it if the character itself is meant"
                          : "write its other half, or see what the text has lost");
  }

  // It was meant to enclose the text. An apostrophe behind an s may well end a sentence's fragment.
  static bool ends_in_lone_quote(std::string_view text, Form form) {
    const auto last = text.back();
    if (last != '\'' && last != '"') return false;
    const bool possessive = form == Form::text && text.ends_with("s'");
    return !possessive && std::ranges::count(text, last) == 1;
  }

  void known_fact(const YamlNode& node) {
    const auto names = fact_names();
    if (is_probe_fact(node.text) || std::ranges::find(names, std::string_view(node.text), &FactName::name) != names.end())
      return;
    std::vector<std::string> known;
    for (const auto& name : names) known.emplace_back(name.name);
    auto& problem = problems_.error("R116", node.where, fmt::format("unknown fact '{}'", node.text));
    if (nearest_name(node.text, known)) suggest(problem, node, known);
  }

  void share(const YamlNode& node, const KeyRule& key, std::span<const NumberWord> words) {
    const auto value = read_share(node.text, words);
    if (value) {
      if (key.form == Form::prior && (*value <= 0 || *value >= 1)) {
        problems_.error("R109", node.where, "a prior lies strictly between 0 and 1");
      }
      return;
    }
    if (parse_number(node.text)) {
      problems_.error("R109", node.where, fmt::format("{} is {}, expected a probability from 0 to 1", key.name, node.text));
      return;
    }
    const auto percent = node.text.ends_with('%') ? parse_number(node.text.substr(0, node.text.size() - 1)) : std::nullopt;
    if (percent && *percent >= 0 && *percent <= 100) {
      problems_.error("R108", node.where, fmt::format("'{}' is no number from 0 to 1", node.text),
                      fmt::format("write {:.4g}", *percent / 100));
      return;
    }
    std::vector<std::string> names;
    for (const auto& [name, number] : words) names.emplace_back(name);
    suggest(problems_.error("R108", node.where,
                            fmt::format("'{}' is neither a number nor a known word for {}", node.text, key.name)),
            node, names);
  }

  void number(const YamlNode& node, const KeyRule& key) {
    const auto number = parse_number(node.text);
    const bool whole = key.form == Form::whole;
    const bool inside = number && *number <= key.most && (whole ? *number >= key.least : *number > key.least);
    if (inside && (!whole || std::floor(*number) == *number)) return;
    problems_.error(
        key.wrong, node.where,
        whole ? fmt::format("{} is '{}', expected a whole number from {} to {}", key.name, node.text, key.least, key.most)
              : fmt::format("{} is '{}', expected a number above {}", key.name, node.text, key.least));
  }

  // --- keys together

  static bool holds(const YamlNode& node, std::string_view when) {
    if (when.empty()) return true;
    for (const auto condition : split(when, ' ')) {
      if (const auto at = condition.find("!="); at != std::string_view::npos) {
        const auto* value = node.find(condition.substr(0, at));
        if (value == nullptr || value->text != condition.substr(at + 2)) return true;
      } else if (condition.starts_with('!') ? node.find(condition.substr(1)) == nullptr : node.find(condition) != nullptr) {
        return true;
      }
    }
    return false;
  }

  void check_together(const YamlNode& node, const MappingRule& rule, const TogetherRule& together) {
    std::vector<const YamlNode*> there;
    std::vector<std::string_view> lacking;
    for (const auto group : split(together.groups, '|')) {
      const YamlNode* found = nullptr;
      for (const auto key : split(group, ' ')) {
        if (found == nullptr) found = node.find(key);
      }
      if (found != nullptr) {
        there.push_back(found);
      } else {
        lacking.push_back(group);
      }
    }
    const auto report = [&](const SourceRange& where, std::string_view key) {
      problems_.error(together.code, where,
                      fmt::format(fmt::runtime(together.message), fmt::arg("item", item_name(node, rule)), fmt::arg("key", key),
                                  fmt::arg("count", there.size())),
                      std::string(together.help));
    };
    switch (together.kind) {
      case Together::exactly_one:
        if (there.size() != 1) report(place_of(node), "");
        break;
      case Together::not_both:
        if (there.size() > 1) report(there.back()->where, "");
        break;
      case Together::one_if:
        if (there.empty() && holds(node, together.when)) report(place_of(node), "");
        break;
      case Together::all_if:
        if (!holds(node, together.when)) break;
        for (const auto key : lacking) report(place_of(node), key);
        break;
    }
  }

  Problems& problems_;
};

}  // namespace

void check_form(const YamlNode& root, Problems& problems) { FormChecker(problems).mapping(root, mapping_rule("file")); }

}  // namespace syncdx::rules
