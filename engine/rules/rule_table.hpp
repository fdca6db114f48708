// The rule language as one table: the mappings of a rule file, the keys of each, and what may stand under a key. The reader's
// check of a file's form (rules/check_form.hpp), the order of `rules fmt`, the JSON Schema that editors use
// (rules/rules_schema.hpp) and the reference in engine/doc/rule_language.md (rules/describe_rules.hpp) all come from it.
#pragma once

#include <span>
#include <string_view>

namespace syncdx::rules {

// What stands under a key.
enum class Form {
  text,      // any text that is not empty: words for a reader
  line,      // a line of a log
  pattern,   // a regular expression
  id,        // the id that an item or a file declares
  name,      // the id of an item that a rule declares somewhere (`of` says which kind)
  guide_id,  // an id of the troubleshooting guide
  word,      // one of `words`
  flag,      // true or false
  whole,     // a whole number from `least` to `most`
  number,    // a number above `least`, at most `most`
  share,     // a probability, as number or strength word
  prior,     // a probability strictly between 0 and 1, as number or prior word
  fact,      // the name of a fact
  value,     // what a fact is compared with: text, number, true or false
  mapping,   // the mapping `of`
  shares,    // a map: name of an item of kind `of` -> share
  reasons,   // a map: code of a warning -> text
};

// How often it stands there.
enum class Many { one, one_or_list, list };
enum class Need { optional, required };

struct KeyRule {
  std::string_view name;
  Form form = Form::text;
  Many many = Many::one;
  Need need = Need::optional;
  std::string_view of;                      // mapping, or kind of item
  std::span<const std::string_view> words;  // Form::word
  double least = 0;
  double most = 0;
  const char* missing = "R104";  // the code where it is required and not there
  const char* wrong = "R101";    // the code where the value is not one of `words` or out of bounds
  std::string_view meaning;      // one sentence or phrase, with unit and default
};

// What the keys of one mapping say together.
enum class Together {
  exactly_one,  // one of the groups has keys, and only one
  not_both,     // at most one of the groups has keys
  one_if,       // if `when` holds, at least one key of the groups is there
  all_if,       // if `when` holds, each group has a key
};

struct TogetherRule {
  Together kind = Together::exactly_one;
  std::string_view groups;  // keys parted by blanks, groups by '|'
  std::string_view when;    // "key" (is there), "!key" (is not), "key!=word", a blank between conditions of which one holds
  const char* code = "R104";
  std::string_view message;  // {item}: the item; {key}: the key that lacks; {count}: groups that are there
  std::string_view help;
};

struct MappingRule {
  std::string_view name;          // "symptom"
  std::string_view what;          // "a symptom", as messages say it
  std::span<const KeyRule> keys;  // in canonical order
  std::span<const TogetherRule> together;
  std::string_view meaning;
};

// All mappings, the file first.
[[nodiscard]] std::span<const MappingRule> rule_table() noexcept;

// The mapping of this name; it must exist.
[[nodiscard]] const MappingRule& mapping_rule(std::string_view name) noexcept;

// The rule of a key, or nullptr.
[[nodiscard]] const KeyRule* find_key(const MappingRule& mapping, std::string_view key) noexcept;

// The words of Form::word keys, in the order of the model's enumerators.
[[nodiscard]] std::span<const std::string_view> role_words() noexcept;
[[nodiscard]] std::span<const std::string_view> kind_words() noexcept;
[[nodiscard]] std::span<const std::string_view> operator_words() noexcept;

}  // namespace syncdx::rules
