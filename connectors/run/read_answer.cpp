#include "run/read_answer.hpp"

#include "base/text.hpp"
#include "run/json_pointer.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <ctime>
#include <set>

namespace syncdx::connect {
namespace {

using Json = nlohmann::json;
using Value = decltype(ObservedFact::value);

constexpr std::size_t max_scanned_bytes = std::size_t{256} << 10U;  // of a body, by patterns
constexpr std::size_t max_excerpt_bytes = 1500;
constexpr std::size_t max_text_bytes = 200;  // of a fact

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

// What facts are taken from.
struct Answered {
  const Json& root;
  const net::HttpAnswer& answer;
  const Values& account;
  std::chrono::sys_seconds now;
};

bool fits(const Json& member, const Pairs& where, const Answered& answered) {
  return std::ranges::all_of(where, [&](const auto& condition) {
    return as_text(at(member, condition.first)) == filled(condition.second, answered.account, answered.now);
  });
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
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
      auto word = lower(as_text(at(member, rule.field)));
      if (!rule.grants.empty()) RE2::Replace(&word, rule.grants, "");
      there.insert(std::move(word));
    }
  }
  double count = 0;
  for (auto word : split(lower(wanted))) {
    if (!rule.grants.empty()) RE2::Replace(&word, rule.grants, "");
    if (!there.contains(word)) ++count;
  }
  return count;
}

std::optional<Value> plain(const Json& value) {
  if (value.is_boolean()) return Value(value.get<bool>());
  if (value.is_number()) return Value(value.get<double>());
  if (value.is_string()) return Value(value.get<std::string>().substr(0, max_text_bytes));
  return std::nullopt;
}

double sum(const Json& list, const FactRule& rule, const Answered& answered) {
  double total = 0;
  for (const auto& member : list) {
    if (fits(member, rule.where, answered)) total += as_number(at(member, rule.field)).value_or(0);
  }
  return total;
}

// Members whose text stands in an earlier member too.
double repeated(const Json& list, const FactRule& rule, const Answered& answered) {
  std::set<std::string> seen;
  double count = 0;
  for (const auto& member : list) {
    const auto& value = at(member, rule.field);
    if (value.is_null() || !fits(member, rule.where, answered)) continue;
    const auto text = lower(as_text(value));
    if (!text.empty() && !seen.insert(text).second) ++count;
  }
  return count;
}

std::optional<Value> of_list(const FactRule& rule, const Json& list, const Answered& answered) {
  if (!list.is_array()) return std::nullopt;
  switch (rule.how) {
    case Extraction::sum:
      return Value(sum(list, rule, answered));
    case Extraction::repeated:
      return Value(repeated(list, rule, answered));
    case Extraction::missing: {
      const auto wanted = answered.account.find(rule.of);
      if (wanted == answered.account.end()) return std::nullopt;
      return Value(missing(list, rule, wanted->second));
    }
    default: {
      const auto count = std::ranges::count_if(list, [&](const Json& member) { return fits(member, rule.where, answered); });
      return rule.how == Extraction::any ? Value(count > 0) : Value(static_cast<double>(count));
    }
  }
}

std::optional<Value> of_header(const FactRule& rule, const Answered& answered) {
  const auto* text = answered.answer.header(rule.at);
  if (text == nullptr) return std::nullopt;
  if (!rule.of.empty()) {
    const auto wanted = answered.account.find(rule.of);
    if (wanted == answered.account.end()) return std::nullopt;
    return Value(*text == wanted->second);
  }
  if (const auto number = as_number(Json(*text))) return Value(*number);
  return Value(repair_utf8(text->substr(0, max_text_bytes)));
}

std::optional<Value> of_value(const FactRule& rule, const Json& value, const Answered& answered) {
  switch (rule.how) {
    case Extraction::number: {
      const auto number = as_number(value);
      return number ? std::optional<Value>(*number) : std::nullopt;
    }
    case Extraction::exists:
      return Value(!value.is_null());
    case Extraction::ratio: {
      const auto over = as_number(value);
      const auto under = as_number(at(answered.root, filled(rule.by, answered.account, answered.now)));
      if (!over || !under || *under <= 0) return std::nullopt;
      return Value(*over / *under);
    }
    case Extraction::age: {
      const auto time = as_time(value);
      if (!time || answered.now.time_since_epoch().count() == 0) return std::nullopt;
      return Value(std::chrono::duration<double, std::ratio<60>>(answered.now - *time).count());
    }
    case Extraction::equals: {
      const auto wanted = answered.account.find(rule.of);
      if (wanted == answered.account.end() || value.is_null()) return std::nullopt;
      return Value(as_text(value) == wanted->second);
    }
    default:
      return plain(value);
  }
}

std::optional<Value> extract(const FactRule& rule, const Answered& answered) {
  switch (rule.how) {
    case Extraction::header:
      return of_header(rule, answered);
    case Extraction::count:
    case Extraction::any:
    case Extraction::missing:
    case Extraction::sum:
    case Extraction::repeated:
      return of_list(rule, at(answered.root, filled(rule.at, answered.account, answered.now)), answered);
    default:
      return of_value(rule, at(answered.root, filled(rule.at, answered.account, answered.now)), answered);
  }
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
  const auto root = parsed_json(answer.body);
  if (root.is_discarded()) {
    if (reading.meaning == Meaning::ok && !(probe.expect.empty() && probe.facts.empty())) {
      reading.meaning = Meaning::unreadable;
      reading.reason += ", but no JSON";
    }
    return reading;
  }
  const bool has_data = std::ranges::all_of(
      probe.expect, [&](const auto& pointer) { return !at(root, filled(pointer, account, now)).is_null(); });
  if (reading.meaning == Meaning::ok && !has_data) {
    reading.meaning = Meaning::unreadable;
    reading.reason += ", but not what was asked for";
  }
  if (reading.meaning != Meaning::ok) return reading;
  for (const auto& rule : probe.facts) {
    if (auto value = extract(rule, {root, answer, account, now})) reading.facts.push_back({rule.name, std::move(*value)});
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
  const auto root = parsed_json(body);
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
