#include "run/read_answer.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <set>

namespace syncdx::connect {
namespace {

using Json = nlohmann::json;
using Value = decltype(ObservedFact::value);

constexpr int max_depth = 64;
constexpr std::size_t max_scanned_bytes = std::size_t{256} << 10U;  // of a body, by patterns
constexpr std::size_t max_excerpt_bytes = 1500;

Json parsed(const std::string& body) {
  return Json::parse(
      body, [](int level, Json::parse_event_t, Json&) { return level < max_depth; }, false);
}

std::string_view words_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 423:
      return "Locked";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";
  }
}

Meaning usual_meaning(int status) {
  if (status >= 200 && status < 300) return Meaning::ok;
  if (status == 401) return Meaning::refused;
  if (status == 403) return Meaning::denied;
  if (status == 404 || status == 410) return Meaning::not_found;
  if (status == 429) return Meaning::rate_limited;
  if (status >= 500) return Meaning::unavailable;
  if (status >= 400) return Meaning::bad_request;
  return Meaning::unreadable;  // a redirect, or an interim answer
}

Meaning meaning_of(const Connector& connector, int status, const std::string& body) {
  const re2::StringPiece text(body.data(), std::min(body.size(), max_scanned_bytes));
  for (const auto& reading : connector.readings) {
    if (!reading.statuses.empty() && std::ranges::find(reading.statuses, status) == reading.statuses.end()) continue;
    RE2::Options options(RE2::Quiet);
    options.set_encoding(RE2::Options::EncodingLatin1);
    if (reading.body.empty() || RE2::PartialMatch(text, RE2(reading.body, options))) return reading.meaning;
  }
  return usual_meaning(status);
}

// What stands at a JSON pointer; null if nothing does, or the pointer cannot be followed.
const Json& at(const Json& root, const std::string& pointer) {
  static const Json nothing;
  const auto* here = &root;
  std::string_view rest(pointer);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    const auto end = std::min(rest.find('/'), rest.size());
    std::string key(rest.substr(0, end));
    rest.remove_prefix(end);
    for (std::size_t i; (i = key.find("~1")) != std::string::npos;) key.replace(i, 2, "/");
    for (std::size_t i; (i = key.find("~0")) != std::string::npos;) key.replace(i, 2, "~");
    if (here->is_object()) {
      const auto found = here->find(key);
      if (found == here->end()) return nothing;
      here = &*found;
    } else if (here->is_array()) {
      std::size_t index = 0;
      const auto [stop, fault] = std::from_chars(key.data(), key.data() + key.size(), index);
      if (fault != std::errc() || stop != key.data() + key.size() || index >= here->size()) return nothing;
      here = &(*here)[index];
    } else {
      return nothing;
    }
  }
  return *here;
}

std::string as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "null";
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A number, also one that stands in a string, as some platforms send them.
std::optional<double> as_number(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::chrono::sys_seconds> as_time(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  std::tm parts{};
  const auto text = value.get<std::string>();
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) end = strptime(text.c_str(), "%Y-%m-%d", &parts);
  if (end == nullptr) return std::nullopt;
  auto time = std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts)));
  while (*end == '.' || (*end >= '0' && *end <= '9')) ++end;
  int hours = 0;
  int minutes = 0;
  char sign = 0;
  if (std::sscanf(end, "%c%2d:%2d", &sign, &hours, &minutes) == 3 && (sign == '+' || sign == '-')) {
    const auto offset = std::chrono::minutes(hours * 60 + minutes);
    time -= sign == '+' ? offset : -offset;
  }
  return time;
}

bool fits(const Json& member, const Pairs& where) {
  return std::ranges::all_of(where,
                             [&](const auto& condition) { return as_text(at(member, condition.first)) == condition.second; });
}

std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> result;
  std::string word;
  for (const char letter : words + ",") {
    if (letter != ',') {
      if (letter != ' ') word += letter;
    } else if (!word.empty()) {
      result.push_back(std::move(word));
      word.clear();
    }
  }
  return result;
}

double missing(const Json& list, const FactRule& rule, const std::string& wanted) {
  std::set<std::string> there;
  if (list.is_array()) {
    for (const auto& member : list) {
      auto word = as_text(at(member, rule.field));
      if (!rule.grants.empty()) RE2::Replace(&word, rule.grants, "");
      there.insert(std::move(word));
    }
  }
  double count = 0;
  for (auto word : split(wanted)) {
    if (!rule.grants.empty()) RE2::Replace(&word, rule.grants, "");
    if (!there.contains(word)) ++count;
  }
  return count;
}

std::optional<Value> plain(const Json& value) {
  if (value.is_boolean()) return Value(value.get<bool>());
  if (value.is_number()) return Value(value.get<double>());
  if (value.is_string()) return Value(value.get<std::string>().substr(0, 200));
  return std::nullopt;
}

std::optional<Value> extract(const FactRule& rule, const Json& root, const Values& account, std::chrono::sys_seconds now) {
  const auto& value = at(root, rule.at);
  switch (rule.how) {
    case Extraction::value:
      return plain(value);
    case Extraction::number: {
      const auto number = as_number(value);
      return number ? std::optional<Value>(*number) : std::nullopt;
    }
    case Extraction::exists:
      return Value(!value.is_null());
    case Extraction::count:
    case Extraction::any: {
      if (!value.is_array()) return std::nullopt;
      const auto count = std::ranges::count_if(value, [&](const Json& member) { return fits(member, rule.where); });
      return rule.how == Extraction::any ? Value(count > 0) : Value(static_cast<double>(count));
    }
    case Extraction::missing: {
      const auto wanted = account.find(rule.of);
      if (wanted == account.end() || !value.is_array()) return std::nullopt;
      return Value(missing(value, rule, wanted->second));
    }
    case Extraction::ratio: {
      const auto over = as_number(value);
      const auto under = as_number(at(root, rule.by));
      if (!over || !under || *under <= 0) return std::nullopt;
      return Value(*over / *under);
    }
    case Extraction::age: {
      const auto time = as_time(value);
      if (!time || now.time_since_epoch().count() == 0) return std::nullopt;
      return Value(std::chrono::duration<double, std::ratio<60>>(now - *time).count());
    }
    case Extraction::equals: {
      const auto wanted = account.find(rule.of);
      if (wanted == account.end() || value.is_null()) return std::nullopt;
      return Value(as_text(value) == wanted->second);
    }
  }
  return std::nullopt;
}

}  // namespace

AnswerReading read_answer(const Connector& connector, const ProbeSpec& probe, const net::HttpAnswer& answer,
                          const Values& account, std::chrono::sys_seconds now) {
  AnswerReading reading;
  const auto words = words_of(answer.status);
  reading.reason = words.empty() ? fmt::format("{}", answer.status) : fmt::format("{} {}", answer.status, words);
  reading.facts.push_back({"status", static_cast<double>(answer.status)});
  reading.meaning = meaning_of(connector, answer.status, answer.body);
  if (probe.method == "HEAD" || reading.meaning == Meaning::unreadable) return reading;
  const auto root = parsed(answer.body);
  if (root.is_discarded()) {
    if (reading.meaning == Meaning::ok && !(probe.expect.empty() && probe.facts.empty())) {
      reading.meaning = Meaning::unreadable;
      reading.reason += ", but no JSON";
    }
    return reading;
  }
  const bool has_data = std::ranges::all_of(probe.expect, [&](const auto& pointer) { return !at(root, pointer).is_null(); });
  if (reading.meaning == Meaning::ok && !has_data) {
    reading.meaning = Meaning::unreadable;
    reading.reason += ", but not what was asked for";
  }
  if (reading.meaning != Meaning::ok) return reading;
  for (const auto& rule : probe.facts) {
    if (auto value = extract(rule, root, account, now)) reading.facts.push_back({rule.name, std::move(*value)});
  }
  return reading;
}

std::optional<double> retry_after(const net::HttpAnswer& answer, std::chrono::sys_seconds now) {
  const auto* value = answer.header("retry-after");
  if (value == nullptr) return std::nullopt;
  if (const auto seconds = as_number(Json(*value))) return std::max(0.0, *seconds);
  std::tm parts{};
  if (strptime(value->c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr) return std::nullopt;
  const auto until = std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts)));
  return std::max(0.0, static_cast<double>((until - now).count()));
}

std::string token_of(const std::string& body) {
  const auto root = parsed(body);
  const auto& token = at(root, "/access_token");
  return token.is_string() ? token.get<std::string>() : std::string();
}

std::string excerpt(const std::string& body) {
  auto text = repair_utf8(body.substr(0, max_excerpt_bytes));
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

}  // namespace syncdx::connect
