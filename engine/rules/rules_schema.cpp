#include "rules/rules_schema.hpp"

#include "rules/fact_names.hpp"
#include "rules/rule_table.hpp"
#include "rules/words.hpp"

#include <nlohmann/json.hpp>

#include <string_view>
#include <vector>

namespace syncdx::rules {
namespace {

using Json = nlohmann::ordered_json;

Json array_of(std::span<const std::string_view> words) {
  Json list = Json::array();
  for (const auto word : words) list.push_back(word);
  return list;
}

std::vector<std::string_view> parted(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

// A probability: a number, or a word of the table.
Json share(std::span<const NumberWord> table, bool strictly) {
  Json words = Json::array();
  for (const auto& [word, value] : table) words.push_back(word);
  const Json number = strictly ? Json{{"type", "number"}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 1}}
                               : Json{{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
  return {{"anyOf", Json::array({number, Json{{"enum", words}}})}};
}

Json facts() {
  Json names = Json::array();
  for (const auto& fact : fact_names()) names.push_back(fact.name);
  return {{"anyOf", Json::array({Json{{"enum", names}}, Json{{"type", "string"}, {"pattern", "^probe\\..+"}}})}};
}

Json reference(std::string_view definition) { return {{"$ref", "#/definitions/" + std::string(definition)}}; }

// One value of the key.
Json value_schema(const KeyRule& key) {
  switch (key.form) {
    case Form::text:
    case Form::line:
    case Form::pattern:
    case Form::value:
      return reference("text");
    case Form::id:
    case Form::name:
      return reference("id");
    case Form::guide_id:
      return reference("guide_id");
    case Form::word:
      return {{"enum", array_of(key.words)}};
    case Form::flag:
      return {{"type", "boolean"}};
    case Form::whole:
      return {{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
    case Form::number:
      return {{"type", "number"}, {"exclusiveMinimum", key.least}, {"maximum", key.most}};
    case Form::share:
      return reference("share");
    case Form::prior:
      return reference("prior");
    case Form::fact:
      return reference("fact");
    case Form::mapping:
      return reference(key.of);
    case Form::shares:
      return {{"type", "object"},
              {"minProperties", 1},
              {"propertyNames", reference("id")},
              {"additionalProperties", reference("share")}};
    case Form::reasons:
      break;
  }
  return {{"type", "object"},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", "^R4[0-9][0-9]$"}}},
          {"additionalProperties", reference("text")}};
}

Json key_schema(const KeyRule& key) {
  const auto one = value_schema(key);
  const Json list{{"type", "array"}, {"minItems", 1}, {"items", one}};
  Json schema = key.many == Many::one ? one : key.many == Many::list ? list : Json{{"anyOf", Json::array({one, list})}};
  // Beside a $ref, draft-07 sees nothing else.
  if (schema.contains("$ref")) schema = {{"allOf", Json::array({schema})}};
  schema["description"] = key.meaning;
  return schema;
}

Json required(std::string_view key) { return {{"required", Json::array({key})}}; }

// A key of the group is there.
Json group_there(std::string_view group) {
  const auto keys = parted(group, ' ');
  if (keys.size() == 1) return required(keys.front());
  Json any = Json::array();
  for (const auto key : keys) any.push_back(required(key));
  return {{"anyOf", any}};
}

Json condition(std::string_view text) {
  if (const auto at = text.find("!="); at != std::string_view::npos) {
    const auto key = text.substr(0, at);
    const Json is{{"required", Json::array({key})}, {"properties", {{std::string(key), {{"const", text.substr(at + 2)}}}}}};
    return {{"not", is}};
  }
  return text.starts_with('!') ? Json{{"not", required(text.substr(1))}} : required(text);
}

Json together_schema(const TogetherRule& rule) {
  const auto groups = parted(rule.groups, '|');
  Json there = Json::array();
  for (const auto group : groups) there.push_back(group_there(group));
  switch (rule.kind) {
    case Together::exactly_one:
      return {{"oneOf", there}};
    case Together::not_both:
      return {{"not", {{"allOf", there}}}};
    case Together::one_if:
    case Together::all_if:
      break;
  }
  Json then = rule.kind == Together::one_if ? Json{{"anyOf", there}} : Json{{"allOf", there}};
  if (rule.when.empty()) return then;
  Json when = Json::array();
  for (const auto part : parted(rule.when, ' ')) when.push_back(condition(part));
  return {{"if", {{"anyOf", when}}}, {"then", std::move(then)}};
}

Json mapping_schema(const MappingRule& rule) {
  Json properties = Json::object();
  Json needed = Json::array();
  for (const auto& key : rule.keys) {
    properties[std::string(key.name)] = key_schema(key);
    if (key.need == Need::required) needed.push_back(key.name);
  }
  Json schema{{"type", "object"}, {"description", rule.meaning}, {"additionalProperties", false}, {"properties", properties}};
  if (!needed.empty()) schema["required"] = needed;
  Json together = Json::array();
  for (const auto& part : rule.together) together.push_back(together_schema(part));
  if (!together.empty()) schema["allOf"] = together;
  return schema;
}

std::string form_name(const KeyRule& key) {
  const auto of = std::string(key.of);
  switch (key.form) {
    case Form::text:
      return "text";
    case Form::line:
      return "line";
    case Form::pattern:
      return "pattern";
    case Form::value:
      return "value";
    case Form::id:
      return "id";
    case Form::name:
      return "id of a " + of;
    case Form::guide_id:
      return "guide id";
    case Form::word: {
      std::string words;
      for (const auto word : key.words) words += (words.empty() ? "" : ", ") + std::string(word);
      return words;
    }
    case Form::flag:
      return "true, false";
    case Form::whole:
      return "whole number";
    case Form::number:
      return "number";
    case Form::share:
      return "strength";
    case Form::prior:
      return "prior";
    case Form::fact:
      return "fact";
    case Form::mapping:
      return of + ":";
    case Form::shares:
      return "map " + of + ": strength";
    case Form::reasons:
      break;
  }
  return "map code: reason";
}

}  // namespace

std::string rules_schema() {
  Json definitions{{"text", {{"type", Json::array({"string", "number", "boolean"})}, {"minLength", 1}}},
                   {"id", {{"type", "string"}, {"pattern", "^[a-z][a-z0-9_]*$"}}},
                   {"guide_id", {{"type", "string"}, {"pattern", "^[A-H][0-9]+([scx][0-9]+)?$"}}},
                   {"share", share(strength_words, false)},
                   {"prior", share(prior_words, true)},
                   {"fact", facts()}};
  for (const auto& mapping : rule_table().subspan(1)) definitions[std::string(mapping.name)] = mapping_schema(mapping);
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "A rule file of syncdx"}};
  schema.update(mapping_schema(rule_table().front()));
  schema["definitions"] = definitions;
  return schema.dump(1) + '\n';
}

std::string rules_reference() {
  std::string text;
  for (const auto& mapping : rule_table()) {
    const auto title = mapping.name == "file" ? std::string("The file") : "`" + std::string(mapping.name) + "`";
    text += "### " + title + ": " + std::string(mapping.meaning) + "\n\n| key | value | meaning |\n| --- | --- | --- |\n";
    for (const auto& key : mapping.keys) {
      const auto* many = key.many == Many::one ? "" : key.many == Many::list ? "list: " : "one or a list: ";
      const auto* need = key.need == Need::required ? " (needed)" : "";
      text += "| `" + std::string(key.name) + "`" + need + " | " + many + form_name(key) + " | " + std::string(key.meaning) +
              " |\n";
    }
    text += '\n';
  }
  return text;
}

}  // namespace syncdx::rules
