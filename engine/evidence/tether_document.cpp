#include "evidence/tether_document.hpp"

#include "base/text.hpp"
#include "logs/line.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace syncdx::evidence {
namespace {

constexpr std::size_t max_notes = 50;
constexpr std::size_t shown_code_points = 60;

std::string shown(std::string_view text) { return shorten(repair_utf8(text), shown_code_points); }

SourceRange place_of(std::string_view text, std::size_t offset, const std::string& name) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
  const auto column = static_cast<std::uint32_t>(count_code_points(repair_utf8(before.substr(line_start))) + 1);
  return {name, {line, column}, {line, column + 1}};
}

// The offset of the first bracket that opens a level too many. Strings are passed over; what is no JSON does not matter here.
std::optional<std::size_t> find_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > max_json_depth) return i;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::nullopt;
}

// What the JSON library says, without its own prefix and place: "[json.exception.parse_error.101] parse error at line …:
// message".
std::string bare_message(std::string_view what) {
  if (const auto bracket = what.find("] "); bracket != std::string_view::npos) what.remove_prefix(bracket + 2);
  if (const auto colon = what.find(": "); what.starts_with("parse error") && colon != std::string_view::npos) {
    what.remove_prefix(colon + 2);
  }
  return shorten(repair_utf8(what), 160);
}

Diagnostic not_json(const logs::Document& document, std::string_view what, std::size_t offset) {
  return {.code = "X001",
          .message = fmt::format("the export is no valid JSON: {}", bare_message(what)),
          .where = place_of(document.text, offset, document.name),
          .help = "export it again; a copy that was cut or edited by hand often loses its end or a comma"};
}

Result<nlohmann::json> parse_json(const logs::Document& document) {
  if (const auto deep = find_too_deep(document.text)) {
    return fail({.code = "X002",
                 .message = fmt::format("the export is nested more than {} levels deep", max_json_depth),
                 .where = place_of(document.text, *deep, document.name),
                 .help = "Tether's exports need five levels; give the export itself"});
  }
  try {
    return nlohmann::json::parse(document.text);
  } catch (const nlohmann::json::parse_error& error) {
    return fail(not_json(document, error.what(), error.byte > 0 ? error.byte - 1 : 0));
  } catch (const nlohmann::json::exception& error) {  // a number out of range
    return fail(not_json(document, error.what(), 0));
  }
}

std::optional<std::chrono::sys_seconds> read_time(const std::string& text) {
  auto time = logs::parse_time(text);
  if (!time) time = logs::parse_time(text + "T00:00:00Z");
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(*time);
}

}  // namespace

Result<JsonDocument> parse_export(const logs::Document& document, std::string_view format, std::vector<Diagnostic>& notes) {
  auto parsed = parse_json(document);
  if (!parsed) return fail(std::move(parsed.error()));
  const auto wrong = [&](std::string message) {
    return fail({.code = "X003",
                 .message = std::move(message),
                 .where = {.path = document.name},
                 .help = fmt::format("give an export whose first member is \"format\": \"{}\"", format)});
  };
  if (!parsed->is_object()) return wrong(fmt::format("the export is a JSON {}, not an object", parsed->type_name()));
  const auto found = parsed->find("format");
  if (found == parsed->end() || !found->is_string()) return wrong("the export does not name its format");
  if (const auto& name = found->get_ref<const std::string&>(); name != format) {
    return wrong(fmt::format("the export is of the format '{}', not '{}'", shown(name), format));
  }
  const auto version = parsed->find("version");
  if (version == parsed->end() || *version != 1) {
    NoteList(document.name, notes).add("X004", "the export does not say version 1; it is read as such");
  }
  return JsonDocument{document.name, std::make_shared<const nlohmann::json>(std::move(*parsed))};
}

void NoteList::add(std::string_view code, const std::string& message, std::string_view help) {
  if (seen_.size() >= max_notes || !seen_.insert(fmt::format("{} {}", code, message)).second) return;
  notes_.push_back({.code = std::string(code),
                    .severity = Severity::note,
                    .message = message,
                    .where = {.path = document_},
                    .help = std::string(help)});
}

const nlohmann::json* ObjectReader::find(std::string_view key) {
  asked_.emplace(key);
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void ObjectReader::note_type(std::string_view key, std::string_view expected) {
  const auto found = object_.find(key);
  notes_.add("X006",
             fmt::format("{}.{} is a JSON {}, not {}; it is taken as missing", path_, key, found->type_name(), expected));
}

std::optional<std::string> ObjectReader::text(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  note_type(key, "a text");
  return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_number() && std::isfinite(found->get<double>())) return found->get<double>();
  note_type(key, "a number");
  return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_boolean()) return found->get<bool>();
  note_type(key, "true or false");
  return std::nullopt;
}

std::optional<std::chrono::sys_seconds> ObjectReader::time(std::string_view key) {
  const auto written = text(key);
  if (!written) return std::nullopt;
  auto time = read_time(*written);
  if (!time) {
    notes_.add("X006", fmt::format("{}.{} is no RFC 3339 time ('{}'); it is taken as missing", path_, key, shown(*written)),
               "write it as 2026-11-20T17:00:04Z");
  }
  return time;
}

const nlohmann::json* ObjectReader::object(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr || found->is_object()) return found;
  note_type(key, "an object");
  return nullptr;
}

const nlohmann::json* ObjectReader::array(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr || found->is_array()) return found;
  note_type(key, "a list");
  return nullptr;
}

std::optional<std::vector<std::string>> ObjectReader::texts(std::string_view key) {
  const auto* list = array(key);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& entry : *list) {
    if (entry.is_string()) {
      texts.push_back(entry.get<std::string>());
    } else {
      notes_.add("X006", fmt::format("{}.{} holds a JSON {}, not only texts; it is left out", path_, key, entry.type_name()));
    }
  }
  return texts;
}

std::vector<const nlohmann::json*> ObjectReader::objects(std::string_view key) {
  std::vector<const nlohmann::json*> objects;
  const auto* list = array(key);
  if (list == nullptr) return objects;
  for (const auto& entry : *list) {
    if (entry.is_object()) {
      objects.push_back(&entry);
    } else {
      notes_.add("X006", fmt::format("{}.{} holds a JSON {}, not only objects; it is left out", path_, key, entry.type_name()));
    }
  }
  return objects;
}

void ObjectReader::pass_over(std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) asked_.emplace(key);
}

void ObjectReader::finish() {
  for (const auto& [key, value] : object_.items()) {
    if (!asked_.contains(key)) notes_.add("X007", fmt::format("{}.{} is not known; it is ignored", path_, shown(key)));
  }
}

std::string plain_form(std::string_view text) {
  std::string form;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '_') continue;
    form += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return form;
}

std::string snake_form(std::string_view text) {
  std::string form;
  char before = ' ';  // as written
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool separator = c == ' ' || c == '-' || c == '_';
    const bool new_word = separator || (capital && before >= 'a' && before <= 'z');
    if (new_word && !form.empty() && form.back() != '_') form += '_';
    if (!separator) form += capital ? static_cast<char>(c - 'A' + 'a') : c;
    before = c;
  }
  while (!form.empty() && form.back() == '_') form.pop_back();
  return form;
}

}  // namespace syncdx::evidence
