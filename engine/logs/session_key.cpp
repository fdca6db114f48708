#include "logs/session_key.hpp"

#include "base/ascii.hpp"
#include "base/text.hpp"

#include <re2/re2.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace syncdx::logs {
namespace {

constexpr std::size_t longest_key = 200;
constexpr std::size_t looked_at = 4096;  // bytes of a line, at each end

// Most telling first.
constexpr std::array<std::string_view, 16> known_names{
    "session_id", "sync_session_id", "sessionId", "sync_id", "syncId",     "execution_id",   "executionId", "sync_execution_id",
    "job_id",     "jobId",           "run_id",    "runId",   "dag_run_id", "correlation_id", "trace_id",    "syncSessionId"};
constexpr std::array<std::string_view, 4> attempt_names{"attempt_number", "attempt_id", "attemptNumber", "attempt"};

constexpr bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

constexpr std::size_t longest_integration = 100;

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < ' '; }

constexpr bool is_quote(char c) { return c == '"' || c == '\''; }

// The value behind a field's name that ends at `at`: "name": "v", 'name': 'v', name=v, name="v", name: v.
std::string_view value_at(std::string_view line, std::size_t at) {
  if (at < line.size() && is_quote(line[at])) ++at;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at >= line.size() || (line[at] != ':' && line[at] != '=')) return {};
  ++at;
  while (at < line.size() && line[at] == ' ') ++at;
  const bool quoted = at < line.size() && is_quote(line[at]);
  if (quoted) ++at;
  const auto end = quoted ? line.find(line[at - 1], at) : line.find_first_of(" \t,}];)\"'", at);
  const auto value = line.substr(at, end == std::string_view::npos ? end : end - at);
  return value.size() > longest_key || value == "null" || value == "None" ? std::string_view() : value;
}

std::string_view field(std::string_view line, std::string_view name) {
  for (std::size_t from = 0;;) {
    const auto* const found =
        static_cast<const char*>(memmem(line.data() + from, line.size() - from, name.data(), name.size()));
    if (found == nullptr) return {};
    const auto at = static_cast<std::size_t>(found - line.data());
    from = at + name.size();
    if (at > 0 && is_name_char(line[at - 1])) continue;
    const auto value = value_at(line, from);
    if (!value.empty()) return value;
  }
}

// "[ex-000000042]" among the first words: letters, then "-" or "_", with a digit; or a UUID.
std::string_view bracketed(std::string_view line) {
  constexpr std::size_t first_words = 80;
  const auto head = line.substr(0, first_words);
  for (auto open = head.find('['); open != std::string_view::npos; open = head.find('[', open + 1)) {
    const auto close = line.find(']', open);
    if (close == std::string_view::npos || close - open > 64) return {};
    const auto word = line.substr(open + 1, close - open - 1);
    const bool shaped = word.size() >= 4 && std::ranges::all_of(word, is_name_char) && std::ranges::any_of(word, is_digit) &&
                        word.find_first_of("-_") != std::string_view::npos && !is_digit(word.front());
    const bool uuid = word.size() == 36 && std::ranges::all_of(word, is_name_char) && word[8] == '-' && word[13] == '-';
    for (const std::string_view prefix : {"ex", "exec", "execution", "session", "sess", "sync", "run", "job"}) {
      if (shaped && word.starts_with(prefix) && !(word[prefix.size()] >= 'a' && word[prefix.size()] <= 'z')) return word;
    }
    if (uuid) return word;
  }
  return {};
}

// The digits of `line` from `at` on, which is moved behind them.
std::string_view take_digits(std::string_view line, std::size_t& at) {
  const auto begin = at;
  while (at < line.size() && is_digit(line[at])) ++at;
  return line.substr(begin, at - begin);
}

// Of "replication-job-42-attempt-0", and of the folder of that attempt, "/tmp/workspace/42/0/": the first.
bool find_airbyte(std::string_view line, std::string& key) {
  constexpr std::array<std::array<std::string_view, 2>, 2> forms{{{"replication-job-", "-attempt-"}, {"/tmp/workspace/", "/"}}};
  constexpr std::size_t looked_through = 200;
  for (const auto& [before, between] : forms) {
    const auto found = line.substr(0, looked_through).find(before);
    if (found == std::string_view::npos) continue;
    auto at = found + before.size();
    const auto job = take_digits(line, at);
    if (job.empty() || !line.substr(at).starts_with(between)) continue;
    at += between.size();
    const auto attempt = take_digits(line, at);
    if (attempt.empty() || (between == "/" && !line.substr(at).starts_with('/'))) continue;
    key = "replication-job-";
    key.append(job).append("-attempt-").append(attempt);
    return true;
  }
  return false;
}

// Lines that could begin a record: not blank, not indented, no closing brace.
bool begins_record(std::string_view line) {
  return !line.empty() && line.front() != ' ' && line.front() != '\t' && line.front() != '}' &&
         !line.starts_with("Caused by") && !line.starts_with("at ");
}

// The value of the field `name` of `line`, with the attempt's number beside a job's.
bool find_field(std::string_view line, std::string_view name, std::string& key) {
  const auto value = field(line, name);
  if (value.empty()) return false;
  key.assign(value);
  if (name != "job_id" && name != "jobId") return true;
  for (const auto attempt : attempt_names) {
    if (const auto number = field(line, attempt); !number.empty()) return key.append("/").append(number), true;
  }
  return true;
}

bool find_known_field(std::string_view text, std::string& key) {
  // All known names end in "id" or "Id", so one look tells that there is none.
  if (text.find("_id") == std::string_view::npos && text.find("Id") == std::string_view::npos) return false;
  return std::ranges::any_of(known_names, [&](std::string_view name) { return find_field(text, name, key); });
}

bool find_known(std::string_view line, std::string& key) {
  if (!line.empty() && line.front() != '{') {
    if (const auto found = bracketed(line); !found.empty()) return key.assign(found), true;
    if (find_airbyte(line, key)) return true;
  }
  return find_known_field(line, key);
}

// Whether the key can be nothing but the empty text: as with "^", or "run=()".
bool finds_nothing(const RE2& regex, std::string own) {
  if (regex.NumberOfCapturingGroups() == 0) {
    std::string least;
    std::string most;
    return RE2::FullMatch("", regex) && regex.PossibleMatchRange(&least, &most, 1) && most.empty();
  }
  const auto group = own.find("()");
  if (group == std::string::npos) return false;
  own.erase(group, 2);  // in a class, "[()]", it is no group
  const RE2 without(own, regex.options());
  return without.ok() && without.NumberOfCapturingGroups() == 0;
}

Diagnostic no_key(std::string_view own, std::string_view why) {
  return {.code = "B001",
          .message = fmt::format("'{}' is no session key: {}", shorten(repair_utf8(own), 100), why),
          .help =
              "give a field's name (session_id) or a regular expression with one group, as 'run=(\\w+)'; (?:…) groups "
              "without being the key"};
}

// Why `own` can be no session key; empty if it can.
std::string refuse_regex(const RE2& regex, const std::string& own) {
  if (!regex.ok()) return regex.error();
  if (regex.NumberOfCapturingGroups() > 1) {
    return fmt::format("it has {} groups, and one of them must be the key", regex.NumberOfCapturingGroups());
  }
  return finds_nothing(regex, own) ? "it finds the empty text only" : "";
}

}  // namespace

SessionKeys::SessionKeys() = default;
SessionKeys::SessionKeys(SessionKeys&&) noexcept = default;
SessionKeys& SessionKeys::operator=(SessionKeys&&) noexcept = default;
SessionKeys::~SessionKeys() = default;

Result<SessionKeys> SessionKeys::make(const std::string& own) {
  SessionKeys keys;
  if (own.empty()) return keys;
  if (own.size() > looked_at) return fail(no_key(own, fmt::format("it is longer than {} bytes", looked_at)));
  if (std::ranges::all_of(own, [](char c) { return is_name_char(c) || c == '.' || c == '@'; })) {
    keys.name_ = own;
  } else {
    constexpr std::int64_t most_memory = 1 << 20;
    RE2::Options options(RE2::Quiet);
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_max_mem(most_memory);
    keys.regex_ = std::make_unique<RE2>(own, options);
    if (const auto why = refuse_regex(*keys.regex_, own); !why.empty()) return fail(no_key(own, why));
  }
  return keys;
}

bool SessionKeys::find(std::string_view line, std::string& key) const {
  return find(line, key, has_own() ? KeyUse::own : KeyUse::known);
}

bool SessionKeys::find(std::string_view line, std::string& key, KeyUse use) const {
  if (use == KeyUse::none) return false;
  const auto head = line.substr(0, looked_at);
  if (use == KeyUse::own ? find_own(head, key) : find_known(head, key)) return true;
  if (head.size() == line.size() || (use == KeyUse::own && regex_)) return false;
  // A long message may stand before the fields. One byte more, to see where a name begins.
  const auto tail = line.substr(std::max(head.size(), line.size() - looked_at) - 1);
  return use == KeyUse::own ? find_field(tail, name_, key) : find_known_field(tail, key);
}

bool SessionKeys::find_own(std::string_view line, std::string& key) const {
  if (!regex_) return find_field(line, name_, key);
  re2::StringPiece match;
  const re2::StringPiece text(line.data(), line.size());
  const bool grouped = regex_->NumberOfCapturingGroups() > 0;
  if (grouped ? !RE2::PartialMatch(text, *regex_, &match) : !regex_->Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) {
    return false;
  }
  if (match.empty() || match.size() > longest_key) return false;
  key.assign(match.data(), match.size());
  return true;
}

HeadCount SessionKeys::count(std::string_view head) const {
  HeadCount counted;
  std::string key;
  for (std::size_t begin = 0; begin < head.size();) {
    const auto end = std::min(head.find('\n', begin), head.size());
    const auto line = head.substr(begin, end - begin);
    begin = end + 1;
    if (has_own() && find(line, key, KeyUse::own)) ++counted.own;
    if (!begins_record(line)) continue;
    ++counted.records;
    if (find(line, key, KeyUse::known)) ++counted.known;
  }
  return counted;
}

std::string entity_of(std::string_view line) {
  line = line.substr(0, looked_at);
  for (const std::string_view name : {"domain_type", "stream", "stream_name", "entity", "object_type", "domain"}) {
    const auto value = field(line, name);
    if (!value.empty() && value.size() <= 60 && std::ranges::all_of(value, [](char c) { return is_name_char(c) || c == '.'; }))
      return std::string(value);
  }
  static const RE2 words(
      R"((?i)\b(?:sync|import|export|extract(?:ion)?|replication|backfill) of ([a-z][\w-]{2,99})|\bdomain ([a-z]\w{2,99})|)"
      R"(\b(orders|products|inventory|customers|sales_orders|warehouse_inventory|invoices|items|transactions) (?:sync|import|export)\b)",
      RE2::Quiet);
  std::string a;
  std::string b;
  std::string c;
  if (!RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), words, &a, &b, &c)) return {};
  return !a.empty() ? a : !b.empty() ? b : c;
}

std::string integration_of(std::string_view line) {
  line = line.substr(0, looked_at);
  for (const std::string_view name : {"integration_id", "integrationId", "integration", "connection_id", "connectionId",
                                      "connection", "store_url", "shop_domain", "shop", "store", "account_id", "tenant"}) {
    const auto value = field(line, name);
    const bool telling = name != "connection" || std::ranges::any_of(value, is_digit);  // not "keep-alive"
    if (!value.empty() && value.size() <= longest_integration && telling && std::ranges::none_of(value, is_control)) {
      return std::string(value);
    }
  }
  // A word behind such a name is one only if it does not look like a word of the sentence.
  static const RE2 words(R"((?i)\b(?:integration|connection|store|shop|account|tenant)(?: (?:id|no\.?|number))? )"
                         R"(#?([\w-]*\d(?:[\w.-]*\w)?|[\w-]+\.[\w.-]*\w)( of |/\d)?)",
                         RE2::Quiet);
  std::string name;
  std::string more;
  static const RE2 address(R"(\d{1,3}(?:\.\d{1,3}){3})", RE2::Quiet);
  if (!RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), words, &name, &more)) return {};
  const bool counted = !more.empty();  // "store 3 of 12"
  return counted || name.size() > longest_integration || RE2::FullMatch(name, address) ? std::string() : name;
}

}  // namespace syncdx::logs
