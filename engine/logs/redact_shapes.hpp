// Secrets that show by their own shape, wherever they stand: tokens with a maker's prefix, PEM private keys, card numbers,
// e-mail addresses, and passwords in URLs. Private to redact.cpp.
#pragma once

#include "logs/redact_values.hpp"

#include <re2/re2.h>

#include <cassert>

namespace syncdx::logs {

[[nodiscard]] inline RE2::Options byte_options() {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingLatin1);
  return options;
}

// Calls `take(groups)` for each match of `regex`, groups as views into `text`; group 0 is the whole. `take` returns where to go
// on.
template <std::size_t Groups, typename Take>
void for_each_match(const RE2& regex, std::string_view text, Take take) {
  const re2::StringPiece whole(text.data(), text.size());
  std::array<re2::StringPiece, Groups> groups;
  for (std::size_t at = 0; at <= text.size() && regex.Match(whole, at, text.size(), RE2::UNANCHORED, groups.data(), Groups);) {
    const auto next = take(groups);
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    at = std::max(next, begin + 1);
  }
}

class ShapeFinder {
 public:
  ShapeFinder()
      : tokens_(token_shapes(), byte_options()),
        keys_(key_shapes(), byte_options()),
        pem_(R"((?s)(-----BEGIN(?: |%20|\+)[A-Z0-9 +%]{0,40}PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)?-----)"
             R"((?:.*?-----END(?: |%20|\+)[A-Z0-9 +%]{0,40}KEY(?:(?: |%20|\+)BLOCK)?-----|[A-Za-z0-9+/=\s\\:,%-]*)))",
             byte_options()),
        pem_line_(R"((?m)^[ \t"']*([A-Za-z0-9+/]{60,76}={0,2})(?:\\n)?["',]*[ \t\r]*$)", byte_options()),
        card_(R"(\d(?:(?:[ +-]|%20)?\d){12,18})", byte_options()),
        email_(R"((?i)([a-z0-9._+'-]*(?:%2B[a-z0-9._+-]*)*[a-z0-9_+-])(?:@|%40|%2540|\\+u0040|&#64;))"
               R"(((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})))",
               byte_options()),
        user_(R"((?i)[a-z][a-z0-9+.-]*(?::|%3A)(?:/|\\+/|%2F){2}([^\s/@:"'<>?#%\\]*(?:%40[^\s/@:"'<>?#%\\]*)?))"
              R"((?:(?::|%3A)([^\s/"'<>?#\\]*?))?(@|%40)[\w.%\[\]-]+)",
              byte_options()) {
    assert(tokens_.ok() && keys_.ok() && pem_.ok() && pem_line_.ok() && card_.ok() && email_.ok() && user_.ok());
  }

  // All secrets of these shapes, in no order; they may overlap.
  void find(std::string_view text, std::vector<Secret>& found) const {
    find_group(tokens_, text, SecretKind::token, found);
    find_group(keys_, text, SecretKind::key, found);
    find_group(pem_, text, SecretKind::key, found);
    find_pem_lines(text, found);
    find_cards(text, found);
    const auto at_signs = find_users(text, found);
    find_emails(text, at_signs, found);
  }

 private:
  // Where a token may begin: not inside a word, but right after an encoded character.
  static constexpr std::string_view left_border = R"((?:^|[^A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9a-fA-F]{2}|\\[nrt]))";

  static std::string bordered(const std::string& shapes) { return std::string(left_border) + "(" + shapes + ")"; }

  static std::string token_shapes() {
    // What a JSON or URL encoder makes of the `|` in Amazon's tokens, and of base64.
    const std::string bar = R"((?:\||%7C|%7c|%257C|\\+u007[cC]))";
    const std::string base64 = R"((?:[A-Za-z0-9_=|.~-]|[+/]|\\+/|%2[BbFf]|%3[Dd]|%7[Cc]|%25(?:2[BF]|3D|7C)))";
    return bordered(R"((?i:shp(?:at|ca|pa|ua|rt|ss|it|tka|sb)_[0-9a-f]{16,})|)"
                    "Atz[a-z](?:[.]sprdt)?" +
                    bar + base64 + "{8,}|Atz[.][a-z]+" + bar + base64 + "{8,}|" +
                    R"(amzn1\.oa2-cs\.v1\.[0-9a-f]{16,}|amzn1\.application-oa2-client\.[0-9a-f]{16,}|)"
                    R"(eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*|)"
                    R"(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{18,}|)"
                    R"(xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[0-9]-[A-Za-z0-9-]{8,}|hooks\.slack\.com/services/[A-Za-z0-9/]{20,}|)"
                    R"(ya29\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})");
  }

  static std::string key_shapes() {
    return bordered(R"((?:AKIA|ASIA)[A-Z0-9]{16}\b|(?:AROA|AIDA)[A-Z2-7]{17}\b|)"
                    R"([srp]k_(?:live|test)_[A-Za-z0-9]{10,}|sk-(?:[a-z]{3,8}-)?[A-Za-z0-9]{20,}|whsec_[A-Za-z0-9+/=]{16,}|)"
                    R"(AIza[0-9A-Za-z_-]{30,}|GOCSPX-[A-Za-z0-9_-]{20,})");
  }

  // The first group of `regex` is the secret.
  static void find_group(const RE2& regex, std::string_view text, SecretKind kind, std::vector<Secret>& found) {
    for_each_match<2>(regex, text, [&](const auto& groups) {
      const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
      found.push_back({begin, begin + groups[1].size(), kind});
      return begin + groups[1].size();
    });
  }

  // A line of nothing but base64, as in the middle of a wrapped PEM block of which this text shows only a part.
  void find_pem_lines(std::string_view text, std::vector<Secret>& found) const {
    for_each_match<2>(pem_line_, text, [&](const auto& groups) {
      const std::string_view line(groups[1].data(), groups[1].size());
      const auto begin = static_cast<std::size_t>(line.data() - text.data());
      const bool mixed =
          std::ranges::any_of(line, is_digit) && std::ranges::any_of(line, is_upper) && std::ranges::any_of(line, is_lower);
      if (mixed) found.push_back({begin, begin + line.size(), SecretKind::key});
      return begin + line.size();
    });
  }

  void find_cards(std::string_view text, std::vector<Secret>& found) const {
    for_each_match<1>(card_, text, [&](const auto& groups) {
      const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
      const auto end = begin + groups[0].size();
      if (is_card(text, begin, end)) found.push_back({begin, end, SecretKind::card});
      return end;
    });
  }

  static bool is_card(std::string_view text, std::size_t begin, std::size_t end) {
    const auto before = text.substr(0, begin);
    const auto after = text.substr(end);
    if (!before.empty() && (is_word(before.back()) || before.back() == '.' || before.back() == '-') &&
        !before.ends_with("%22")) {
      return false;
    }
    if (!after.empty() &&
        (is_word(after[0]) || (after.size() > 1 && (after[0] == '.' || after[0] == '-') && is_digit(after[1])))) {
      return false;
    }
    std::string digits;
    std::string groups;  // lengths of the groups between separators, one character each
    const auto number = text.substr(begin, end - begin);
    for (std::size_t i = 0; i < number.size(); ++i) {
      if (number[i] == '%') {
        i += 2;
        groups += ' ';
      } else if (is_digit(number[i])) {
        digits += number[i];
        groups += 'd';
      } else {
        groups += ' ';
      }
    }
    if (!is_card_number(digits)) return false;
    const bool grouped = groups.find(' ') != std::string::npos;
    if (grouped) return groups.starts_with("dddd ") && (groups.size() < 10 || groups[9] == ' ' || groups[11] == ' ');
    return speaks_of_cards(before) || !names_something_else(before, digits);
  }

  static bool speaks_of_cards(std::string_view before) {
    constexpr std::size_t reach = 40;
    const auto near = lower_case(before.substr(before.size() - std::min(before.size(), reach)));
    for (const std::string_view word :
         {"card", "credit", "visa", "amex", "pan\"", "pan=", "pan:", "pan ", "cc=", "cc:", "ccnum"}) {
      if (near.find(word) != std::string::npos) return true;
    }
    return false;
  }

  // Ids of orders and the like are as long as card numbers, and one in ten passes the check.
  static bool names_something_else(std::string_view before, std::string_view digits) {
    constexpr std::size_t reach = 24;
    if (digits.size() < 14) return true;
    auto near = lower_case(before.substr(before.size() - std::min(before.size(), reach)));
    while (!near.empty() && std::string_view("\"'\\=:# ([>,").find(near.back()) != std::string_view::npos) near.pop_back();
    if (near.ends_with('/') || near.ends_with("%2f")) return true;
    for (const std::string_view word :
         {"id",    "ids",      "order", "orders", "number", "product",     "variant",   "customer",
          "item",  "location", "ref",   "gid",    "cursor", "time",        "timestamp", "ts",
          "sku",   "barcode",  "upc",   "ean",    "gtin",   "tracking",    "seq",       "offset",
          "bytes", "no",       "key",   "job",    "run",    "transaction", "shipment",  "parcel"}) {
      if (near.ends_with(word)) return true;
    }
    return false;
  }

  // Passwords and tokens before the host of a URL. Returns where their `@` stand: these belong to no e-mail address.
  std::vector<std::size_t> find_users(std::string_view text, std::vector<Secret>& found) const {
    std::vector<std::size_t> at_signs;
    for_each_match<4>(user_, text, [&](const auto& groups) {
      const std::string_view user(groups[1].data(), groups[1].size());
      const std::string_view password(groups[2].data(), groups[2].size());
      const auto at_sign = static_cast<std::size_t>(groups[3].data() - text.data());
      if (groups[2].data() != nullptr && !is_no_secret(password)) {
        const auto begin = static_cast<std::size_t>(groups[2].data() - text.data());
        found.push_back({begin, at_sign, SecretKind::password});
      } else if (user.size() >= 16 && is_opaque(user)) {
        found.push_back({at_sign - user.size(), at_sign, SecretKind::token});
      }
      at_signs.push_back(at_sign);
      return at_sign;
    });
    return at_signs;
  }

  void find_emails(std::string_view text, const std::vector<std::size_t>& at_signs, std::vector<Secret>& found) const {
    for_each_match<4>(email_, text, [&](const auto& groups) {
      auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
      const auto end = begin + groups[0].size();
      const auto at_sign = begin + groups[1].size();
      begin += escape_before(text, begin, at_sign);
      const bool in_url = std::ranges::find(at_signs, at_sign) != at_signs.end();
      if (!in_url && begin < at_sign && !is_file_ending(groups[3])) found.push_back({begin, end, SecretKind::email});
      return end;
    });
  }

  // Number of letters at `begin` that belong to an escape that ends there: the 22 of `%22bob@…`, the u003c of `\u003cbob@…`.
  static std::size_t escape_before(std::string_view text, std::size_t begin, std::size_t limit) {
    if (begin == 0) return 0;
    const auto head = text.substr(begin, limit - begin);
    if (text[begin - 1] == '%' && hex_byte(head, 0)) return 2;
    if (text[begin - 1] != '\\') return 0;
    if (head.starts_with("u00") && hex_byte(head, 3)) return 5;
    return head.starts_with('n') || head.starts_with('r') || head.starts_with('t') ? 1 : 0;
  }

  static bool is_file_ending(const re2::StringPiece& ending) {
    const auto lower = lower_case(std::string_view(ending.data(), ending.size()));
    for (const std::string_view file :
         {"png", "jpg", "jpeg", "gif", "svg", "webp", "js",   "mjs", "css", "ts",      "map",   "json",  "html",
          "py",  "rb",  "java", "log", "csv", "xml",  "yaml", "gz",  "zip", "service", "timer", "socket"}) {
      if (lower == file) return true;
    }
    return false;
  }

  RE2 tokens_;
  RE2 keys_;
  RE2 pem_;
  RE2 pem_line_;
  RE2 card_;
  RE2 email_;
  RE2 user_;
};

}  // namespace syncdx::logs
