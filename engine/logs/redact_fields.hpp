// Secrets that show by the name they stand behind: `password=…`, `"client_secret": "…"`, `Authorization: Bearer …`, cookies;
// plain, in JSON or its escaped forms, URL-encoded, XML, command lines. Private to redact.cpp.
//
// A regular expression finds name, separator and opening quote; where the value ends depends on how deep the quote is escaped
// (`\\\"` closes with `\\\"`) and is read by hand. Whether the value is a secret depends on how telling the name is: behind
// `client_secret` everything is one but a placeholder or a word like "missing"; behind `token` only what looks drawn at random.
#pragma once

#include "logs/redact_shapes.hpp"

namespace syncdx::logs {

class FieldFinder {
 public:
  FieldFinder()
      : field_("(?i)(" + names() + ")(?:[_-]?(?:hash|digest|confirm(?:ation)?|value|base|[0-9]{1,2}))?" + joint(),
               byte_options()),
        cookie_("(?i)(cookies?2?)(" + quote() + ")?" + R"(\s*(?:=>|[:=,]|%3A)(?:\s|%20)*)" + "(" + quote() + ")?",
                byte_options()),
        scheme_(R"((?i)(?:^|[^a-z0-9_])(bearer|basic)(?:[ \t]+|%20|\+|:[ \t]*))", byte_options()),
        option_(R"((?i)(?:^|\s)(?:-u|--user|--proxy-user)[ =]["']?[^\s:"']+:([^\s"']+))", byte_options()) {
    assert(field_.ok() && cookie_.ok() && scheme_.ok() && option_.ok());
  }

  // All secrets in fields, in no order; they may overlap.
  void find(std::string_view text, std::vector<Secret>& found) const {
    find_fields(text, found);
    find_cookies(text, found);
    find_schemes(text, found);
    for_each_match<2>(option_, text, [&](const auto& groups) {
      const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
      const auto end = begin + groups[1].size();
      if (!is_no_secret(text.substr(begin, end - begin))) found.push_back({begin, end, SecretKind::password});
      return end;
    });
  }

 private:
  // `telling`: whatever stands behind the name is a secret. `vague`: only what looks drawn at random. `code`: an authorization
  // code or, more often, an error code.
  enum class Name { telling, vague, code, ordinary };

  struct Field {
    std::size_t name_begin;  // of the whole word: `client_secret`, not `secret`
    std::string name;        // lower case
    std::string_view close;  // the quote behind the name
    std::string_view joint;  // the separator
    std::string_view open;   // the quote before the value
    std::size_t value_begin;
  };

  static std::string names() {
    return "pass(?:word|wd|phrase|code)?|pwd|nlauth_signature|"
           "(?:api|access|secret|private|signing|encryption|consumer|subscription|account|shared|master|app|auth|session|token|"
           "client|"
           "storage)[_ -]?(?:secret[_ -]?)?key(?:[_-]?id)?|secret[_-]?access[_-]?key|apikey|"
           "secret|authorization|token[_ "
           "-]?id|token|credentials?|signature|hmac(?:-sha256)?|jsessionid|phpsessid|auth|code|client[_-]?id";
  }

  static std::string quote() { return R"((?:\\*["'`]|\\+u002[27]|&quot;|&#3[49];|(?:%5C)*%2[27]|%255C%2522|%2522))"; }

  // Closing quote of the name, separator, opening quote of the value: groups 2 to 4.
  static std::string joint() {
    const std::string space = R"((?:[ \t]|%20)*)";
    return "(" + quote() + ")?(" + space + "(?:=>|:=|==|=|:|%3D|%3A|%253D|%253A)" + space + "(?:\\[" + space + ")?|" + space +
           "," + space + "(?:" + quote() + "value" + quote() + space + ":" + space +
           ")?|(?:[ \\t]+[a-z:]+=\"[^\"<>]*\")*>|&gt;|[ \\t]+(?:is|was)[ \\t:]+|[ \\t]+)(" + quote() + ")?";
  }

  void find_fields(std::string_view text, std::vector<Secret>& found) const {
    for_each_match<5>(field_, text, [&](const auto& groups) {
      const auto view = [](const re2::StringPiece& group) { return std::string_view(group.data(), group.size()); };
      const auto word_begin = static_cast<std::size_t>(groups[1].data() - text.data());
      const auto word_end = word_begin + groups[1].size();
      const auto name_begin = whole_word(text, word_begin);
      const Field field{.name_begin = name_begin,
                        .name = lower_case(text.substr(name_begin, word_end - name_begin)),
                        .close = view(groups[2]),
                        .joint = view(groups[3]),
                        .open = view(groups[4]),
                        .value_begin = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size()};
      const auto secret = secret_of(text, field);
      if (secret) found.push_back(*secret);
      return secret ? secret->end : word_end;
    });
  }

  static std::size_t whole_word(std::string_view text, std::size_t begin) {
    while (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '-' || text[begin - 1] == '.')) --begin;
    return begin;
  }

  static std::optional<Secret> secret_of(std::string_view text, const Field& field) {
    const auto meaning = meaning_of(field.name);
    if (meaning == Name::ordinary || !is_assignment(text, field)) return std::nullopt;
    auto begin = field.value_begin;
    if (field.name.ends_with("authorization")) {
      const auto skipped = scheme_length(text.substr(begin));
      if (!skipped) return std::nullopt;  // its parts are fields of their own
      begin += *skipped;
    }
    const auto end = value_end(text, begin, field);
    const auto value = text.substr(begin, end - begin);
    if (is_no_secret(value) ||
        !is_secret(value, is_list_item(field) || is_bare_neighbour(text, field) ? Name::vague : meaning) ||
        is_prose(text, end, value, field))
      return std::nullopt;
    return Secret{begin, end, kind_of(field.name)};
  }

  static Name meaning_of(std::string_view name) {
    const auto ends = [&](std::string_view end) { return name.ends_with(end); };
    const auto holds = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
    if (ends("token") || ends("tokenid") || ends("token_id") || ends("token-id") || ends("token id")) {
      for (const std::string_view page :
           {"next", "page", "continu", "cursor", "sync", "start", "prev", "resume", "delta", "skip"}) {
        if (holds(page)) return Name::ordinary;
      }
      for (const std::string_view telling :
           {"access", "refresh", "auth", "security", "session", "bearer", "shopify", "restricted", "secret"}) {
        if (holds(telling) && !holds("author_")) return Name::telling;
      }
      return Name::vague;
    }
    if (ends("passcode")) return Name::telling;
    if (ends("code")) return name == "code" || ends("auth_code") || ends("authorization_code") ? Name::code : Name::ordinary;
    if (ends("pass")) return name == "pass" || ends("_pass") || ends("-pass") || ends(".pass") ? Name::vague : Name::ordinary;
    if (ends("auth")) return name == "auth" || ends("-auth") || ends("_auth") ? Name::vague : Name::ordinary;
    if (ends("nlauth_signature")) return Name::telling;
    if (ends("client_id") || ends("client-id") || ends("clientid") || ends("signature") || ends("sha256") || ends("hmac") ||
        ends("authorization") || ends("credential") || ends("credentials") || ends("key_id") || ends("key-id") ||
        ends("keyid") || ends("sessid") || ends("sessionid") || ends("access key") || ends("session_key")) {
      return Name::vague;
    }
    return Name::telling;
  }

  // `("X-Api-Key", "…")`: two neighbours of a list, which need not belong together.
  static bool is_list_item(const Field& field) {
    return field.joint.find(',') != std::string_view::npos && field.joint.find(':') == std::string_view::npos;
  }

  // `<password>`, `<entry key="password">`, also escaped.
  static bool ends_tag(std::string_view joint) {
    return (joint.ends_with('>') && !joint.ends_with("=>")) || joint.starts_with("&gt;");
  }

  // Nothing but blanks between name and value: "consumerKey 71cc02b7…", or the same words in a sentence.
  static bool is_bare_neighbour(std::string_view text, const Field& field) {
    return field.open.empty() && field.joint.find_first_not_of(" \t") == std::string_view::npos &&
           !text.substr(field.name_begin).starts_with("--");
  }

  // Whether what was found joins the name to a value at all.
  static bool is_assignment(std::string_view text, const Field& field) {
    const auto joint = field.joint;
    const auto first = joint.find_first_not_of(" \t");
    if (first == std::string_view::npos) return field.close.empty();  // only blanks: `--password hunter2`
    if (joint[first] == ',') return !field.close.empty() && !field.open.empty();
    if (ends_tag(joint)) {
      if (!field.close.empty()) return field.open.empty();
      const auto before = text.substr(0, field.name_begin);
      return before.ends_with('<') || before.ends_with(':') || before.ends_with("&lt;");
    }
    return true;
  }

  // Length of `Bearer ` and its like at the front of an Authorization value; nullopt if the value has fields of its own.
  static std::optional<std::size_t> scheme_length(std::string_view value) {
    const auto lower = lower_case(value.substr(0, 20));
    for (const std::string_view scheme : {"oauth ", "digest ", "aws4-hmac-sha256", "nlauth "}) {
      if (lower.starts_with(scheme)) return std::nullopt;
    }
    for (const std::string_view scheme :
         {"bearer", "basic", "token", "negotiate", "ntlm", "apikey", "api-key", "jwt", "ssws", "key"}) {
      if (!lower.starts_with(scheme)) continue;
      const auto rest = std::string_view(lower).substr(scheme.size());
      if (rest.starts_with("%20")) return scheme.size() + 3;
      if (rest.starts_with('+')) return scheme.size() + 1;
      const auto blanks = std::min(rest.find_first_not_of(" \t"), rest.size());
      if (blanks > 0) return scheme.size() + blanks;
    }
    return 0;
  }

  static std::size_t value_end(std::string_view text, std::size_t begin, const Field& field) {
    if (!field.open.empty()) return quoted_end(text, begin, field.open);
    if (ends_tag(field.joint)) return std::min({text.find('<', begin), text.find("&lt;", begin), text.size()});
    return bare_end(text, begin, field.joint.find('%') != std::string_view::npos);
  }

  // The end of a value that opened with `open`: the same quote, escaped as deep or less. Deeper ones belong to the value.
  static std::size_t quoted_end(std::string_view text, std::size_t begin, std::string_view open) {
    const auto line_end = std::min(text.find('\n', begin), text.size());
    if (open.front() == '&' || open.front() == '%' || open.find('u') != std::string_view::npos) {
      return std::min({text.find(open, begin), text.find('"', begin), line_end});
    }
    const auto depth = open.size() - 1;
    for (auto at = begin; at < line_end; ++at) {
      const auto slashes_begin = at;
      while (at < line_end && text[at] == '\\') ++at;
      if (at < line_end && text[at] == open.back() && at - slashes_begin <= depth) return slashes_begin;
    }
    return std::min(bare_end(text, begin, false), line_end);  // never closed: the line was cut
  }

  // The end of a value without quotes. A comma, an ampersand or a bracket may belong to a password, so it ends the value only
  // if what follows looks like the end or like the next field.
  static std::size_t bare_end(std::string_view text, std::size_t begin, bool url_encoded) {
    auto at = begin;
    for (; at < text.size(); ++at) {
      const char letter = text[at];
      if (static_cast<unsigned char>(letter) <= ' ' || std::string_view("\"'`<>").find(letter) != std::string_view::npos) break;
      const auto rest = text.substr(at);
      if (letter == '\\' && rest.size() > 1 && std::string_view("nrt\"'\\u").find(rest[1]) != std::string_view::npos) break;
      if (rest.starts_with("&quot;") || rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&#")) break;
      if (url_encoded && (rest.starts_with("%26") || rest.starts_with("%22"))) break;
      if (std::string_view("&,;|)]}").find(letter) != std::string_view::npos && ends_value(rest.substr(1))) break;
    }
    while (at > begin && std::string_view(".:,;").find(text[at - 1]) != std::string_view::npos) --at;
    return at;
  }

  // Whether a value ends where `rest` goes on: at a blank, a quote, another bracket, or `name=`.
  static bool ends_value(std::string_view rest) {
    if (rest.empty() || static_cast<unsigned char>(rest[0]) <= ' ') return true;
    if (std::string_view("\"'`<>)]},;.:|\\").find(rest[0]) != std::string_view::npos) return true;
    for (const std::string_view name : {"User I", "Initial ", "Data ", "Integrated ", "Persist ", "Application "}) {
      if (rest.starts_with(name)) return true;  // connection strings have names with blanks
    }
    const auto name_end = std::ranges::find_if(rest, [](char letter) {
      return !is_word(letter) && std::string_view("-.[]%\"").find(letter) == std::string_view::npos;
    });
    const auto length = static_cast<std::size_t>(name_end - rest.begin());
    return length > 0 && length < rest.size() && (rest[length] == '=' || rest[length] == ':');
  }

  static bool is_secret(std::string_view value, Name meaning) {
    const auto plain = decoded(value);
    if (plain.starts_with('/') && plain.find('/', 1) != std::string::npos && !is_opaque(plain)) return false;  // a path
    constexpr std::size_t shortest_code = 24;
    if (meaning == Name::code && (plain.size() < shortest_code || plain.find('_') != std::string::npos)) return false;
    return meaning == Name::telling ? plain.size() >= 3 : is_opaque(plain) && plain.find_first_of(" {}()") == std::string::npos;
  }

  // "Password: changed by admin", "the token is stale": words of a sentence where no quote or `=` says that this is a value.
  static bool is_prose(std::string_view text, std::size_t end, std::string_view value, const Field& field) {
    if (!field.open.empty() || field.joint.find('=') != std::string_view::npos ||
        field.joint.find('%') != std::string_view::npos) {
      return !field.open.empty() && field.joint.find_first_not_of(" \t") == std::string_view::npos && is_plain_word(value);
    }
    if (!field.close.empty() || field.joint.find('>') != std::string_view::npos) return false;
    if (text.substr(field.name_begin).starts_with("--")) return false;
    if (field.joint.find(':') == std::string_view::npos) return !is_opaque(value) && std::ranges::none_of(value, is_digit);
    if (!is_plain_word(value)) return false;
    const auto rest = text.substr(end);
    return rest.size() > 1 && (rest[0] == ' ' || rest[0] == '.' || rest[0] == ':') && rest[1] != '\n';
  }

  static SecretKind kind_of(std::string_view name) {
    for (const std::string_view word : {"pass", "pwd", "nlauth_signature"}) {
      if (name.find(word) != std::string_view::npos) return SecretKind::password;
    }
    const bool key = name.find("key") != std::string_view::npos || name.find("secret") != std::string_view::npos;
    return key ? SecretKind::key : SecretKind::token;
  }

  void find_cookies(std::string_view text, std::vector<Secret>& found) const {
    for_each_match<4>(cookie_, text, [&](const auto& groups) {
      const auto begin = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
      const std::string_view open(groups[3].data(), groups[3].size());
      const auto line_end = std::min(text.find('\n', begin), text.size());
      const auto end =
          open.empty() ? std::min({text.find('"', begin), text.find('\'', begin), line_end}) : quoted_end(text, begin, open);
      for (auto at = begin; at < end;) {
        const auto next = std::min(text.find(';', at), end);
        take_cookie(text, at, next, found);
        at = next + 1;
      }
      return std::max(begin, end);
    });
  }

  // One `name=value` of a cookie header. Attributes and short values (`lang=en`) are ordinary.
  static void take_cookie(std::string_view text, std::size_t begin, std::size_t end, std::vector<Secret>& found) {
    constexpr std::size_t shortest = 6;
    const auto equals = text.find('=', begin);
    if (equals == std::string_view::npos || equals >= end) return;
    const auto name = lower_case(text.substr(begin, equals - begin));
    for (const std::string_view attribute : {"path", "domain", "expires", "max-age", "samesite", "priority", "version"}) {
      if (std::string_view(name).find_first_not_of(" \t") != std::string::npos && name.ends_with(attribute)) return;
    }
    auto first = equals + 1;
    auto last = end;
    while (last > first && (text[last - 1] == ' ' || text[last - 1] == '\r')) --last;
    const auto blank = text.find(' ', first);
    if (blank < last) last = blank;  // no value has a blank: the log went on
    const auto value = text.substr(first, last - first);
    if (value.size() >= shortest && !is_no_secret(value)) found.push_back({first, last, SecretKind::token});
  }

  // `Bearer …` and `Basic …` without a header's name before.
  void find_schemes(std::string_view text, std::vector<Secret>& found) const {
    for_each_match<2>(scheme_, text, [&](const auto& groups) {
      const auto begin = static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
      const auto end = bare_end(text, begin, false);
      const auto value = text.substr(begin, end - begin);
      if (!is_no_secret(value) && is_opaque(decoded(value))) found.push_back({begin, end, SecretKind::token});
      return std::max(begin, end);
    });
  }

  RE2 field_;
  RE2 cookie_;
  RE2 scheme_;
  RE2 option_;
};

}  // namespace syncdx::logs
