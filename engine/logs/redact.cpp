// The redactor: a cheap test whether a text can hold a secret at all, two finders (redact_shapes.hpp: what a secret looks like;
// redact_fields.hpp: what it is called), then overlapping finds are joined and replaced. This is repeated until nothing more is
// found, so redacting twice changes nothing; tokens of an earlier pass are never touched again.
// Tests: tests/logs/redact_test.cpp (recall on generated secrets, ordinary lines that must stay).
#include "logs/redact.hpp"

#include "logs/redact_fields.hpp"

#include <fmt/format.h>

#include <cassert>

namespace syncdx::logs {
namespace {

// What every finder needs to see somewhere. Kept loose: it must never miss.
constexpr const char* suspicious =
    R"((?i)pass|pwd|secret|token|key|auth|signature|hmac|sessid|sessionid|credential|cookie|bearer|basic|client[_-]?id|code|@|%40|%2540|)"
    R"(u0040|&#64;|eyj|shp[a-z]+_|atz|amzn1|a[ks]ia|a[ri][od]a|gh[a-z]_|glpat|xox|xapp|hooks\.slack|ya29|npm_|sg\.|k_live|k_test|sk-|whsec|)"
    R"(aiza|gocspx|-----begin|-u |--user|--proxy|[a-z0-9+/]{60}|\d(?:(?:[ +-]|%20)?\d){12})";

constexpr std::size_t most_passes = 8;

// Cuts from `secret` what belongs to tokens that stand already.
std::optional<Secret> outside(Secret secret, const std::vector<Secret>& tokens) {
  for (const auto& token : tokens) {
    if (token.end <= secret.begin || token.begin >= secret.end) continue;
    if (token.begin <= secret.begin) return std::nullopt;
    secret.end = token.begin;
  }
  return secret;
}

// Sorted and disjoint: what overlaps is one secret, of the kind of its longest part.
std::vector<Secret> joined(std::vector<Secret> secrets) {
  std::ranges::sort(
      secrets, [](const Secret& a, const Secret& b) { return a.begin != b.begin ? a.begin < b.begin : a.size() > b.size(); });
  std::vector<Secret> result;
  std::size_t longest = 0;
  for (const auto& secret : secrets) {
    if (result.empty() || secret.begin >= result.back().end) {
      result.push_back(secret);
      longest = secret.size();
      continue;
    }
    if (secret.size() > longest) {
      result.back().kind = secret.kind;
      longest = secret.size();
    }
    result.back().end = std::max(result.back().end, secret.end);
  }
  return result;
}

}  // namespace

struct Redactor::Impl {
  explicit Impl(std::uint64_t hash_key) : key(hash_key) { assert(maybe.ok() && token.ok()); }

  // One pass; nullopt if there was nothing to replace.
  [[nodiscard]] std::optional<std::string> pass(std::string_view text) const;
  [[nodiscard]] std::vector<Secret> tokens_in(std::string_view text) const;

  std::uint64_t key;
  RE2 maybe{suspicious, byte_options()};
  RE2 token{R"((\[(?:token|key|password|card|email):[0-9a-f]{4}\]))", byte_options()};
  ShapeFinder shapes;
  FieldFinder fields;
};

std::vector<Secret> Redactor::Impl::tokens_in(std::string_view text) const {
  std::vector<Secret> tokens;
  for_each_match<1>(token, text, [&](const auto& groups) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    tokens.push_back({begin, begin + groups[0].size()});
    return tokens.back().end;
  });
  return tokens;
}

std::optional<std::string> Redactor::Impl::pass(std::string_view text) const {
  if (!RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), maybe)) return std::nullopt;
  std::vector<Secret> found;
  shapes.find(text, found);
  fields.find(text, found);
  const auto tokens = tokens_in(text);
  std::vector<Secret> secrets;
  for (const auto& secret : found) {
    const auto rest = outside(secret, tokens);
    if (rest && rest->size() > 0) secrets.push_back(*rest);
  }
  if (secrets.empty()) return std::nullopt;
  std::string out;
  std::size_t at = 0;
  for (const auto& secret : joined(std::move(secrets))) {
    out.append(text.substr(at, secret.begin - at));
    auto plain = decoded(text.substr(secret.begin, secret.size()));
    if (secret.kind == SecretKind::email) plain = lower_case(plain);
    if (secret.kind == SecretKind::card) std::erase_if(plain, [](char letter) { return !is_digit(letter); });
    fmt::format_to(std::back_inserter(out), "[{}:{:04x}]", name_of(secret.kind), sip_hash(key, plain) & 0xffffU);
    at = secret.end;
  }
  return out.append(text.substr(at));
}

Redactor::Redactor(std::uint64_t key) : impl_(std::make_unique<Impl>(key)) {}
Redactor::Redactor(Redactor&&) noexcept = default;
Redactor& Redactor::operator=(Redactor&&) noexcept = default;
Redactor::~Redactor() = default;

std::string Redactor::redact(std::string_view text) const {
  std::string current(text);
  for (std::size_t i = 0; i < most_passes; ++i) {
    auto next = impl_->pass(current);
    if (!next) break;
    current = std::move(*next);
  }
  return current;
}

}  // namespace syncdx::logs
