// How a status is told from a count: a bare number is never enough. It needs a label before it ("status=", "HTTP/1.1"),
// its reason phrase beside it, brackets of its own, or a verb of answering before it and no counted noun behind it ("got 429",
// "returned a 429 when", but not "got 429 orders"). Neither look-around nor back-references, so that RE2 and Hyperscan agree.
#include "rules/http_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncdx::rules {
namespace {

// RFC 9110 section 15, and 428, 429, 431, 511 of RFC 6585; sorted by status.
constexpr auto reason_phrases = std::to_array<std::pair<int, std::string_view>>({
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {511, "Network Authentication Required"},
});

// The words of the phrase that are enough beside the number: two, or the only one. Below 400 they are everyday words of a
// healthy sync ("201 created orders"), so there the letter case counts.
std::string phrase_pattern(int status) {
  const std::string_view phrase = reason_phrase(status);
  if (phrase.empty()) return {};
  const auto second = phrase.find(' ');
  std::string words(phrase.substr(0, second == phrase.npos ? second : phrase.find(' ', second + 1)));
  if (status == 413) words = "(?:Content Too|Payload Too|Request Entity)";
  if (status == 422) words = "Unprocessable";
  if (status == 504) words = "Gateway Time-?out";
  return status < 400 ? fmt::format("(?-i:{})\\b", words) : words + "\\b";
}

// What may stand before the number so that it is not part of a price, a decimal, a name, another number or a time's fraction
// ("17:01:03,429 ERROR").
constexpr std::string_view alone = R"((?:^|[^\w.,:$#-]|(?:^|[^\d])[,:]))";

// What may follow a labelled number.
constexpr std::string_view number_end = R"((?:[^\w.-]|[.-](?:\D|$)|$))";

// What may follow a number that only a verb or an article announces: the end of the clause or a word that is not counted.
constexpr std::string_view clause_end =
    R"((?:\s*$|[.,;:!?)\]"'`\\]+(?:\s|$)|\s*[(/-]|\s+\d|\s+(?:and|after|again|although|as|at|because|but|by|client|code|error|every|for|)"
    R"(from|if|in|instead|on|or|response|server|since|status|then|to|too|until|via|when|while|with)\b))";

// status=429, "statusCode": "429", HTTP/1.1 429, response code = 429, "GET /x HTTP/1.1" 429, <status>429</status>
std::string labelled(int status) {
  constexpr std::string_view label = R"((?:\bhttp(?:/\d(?:\.\d)?)?(?:[ _-]?(?:error|response))?|status(?:[ _-]?code)?|)"
                                     R"((?:\b|(?:status|response|error|err|result|return|reply|http)[ _-]?)code))";
  constexpr std::string_view separator = R"(\\*["']?\s*(?:[:=>-]|=>|->|is\s|was\s|of\s)?\s*\\*["'\[(]?)";
  return fmt::format("(?i){}{}{}{}", label, separator, status, number_end);
}

// 429 Too Many Requests, 429: Too Many, (429 Client Error), 429 error, Too Many Requests (429)
std::string beside_phrase(int status) {
  const std::string phrase = phrase_pattern(status);
  const std::string named = phrase.empty() ? "" : "|" + phrase;
  const std::string after = phrase.empty() ? "" : fmt::format(R"(|{}\W{{1,3}}{}\b)", phrase, status);
  const std::string_view side = status < 500 ? "client" : "server";
  return fmt::format(R"((?i)(?:{}{}\W{{1,4}}(?:{} error\b|error\b|response\b|status\b{}){})", alone, status, side, named,
                     after) +
         ")";
}

// [429], (429), ("text", 429), lots of 429s, GET /x 429, and lines that begin with the number
std::string set_apart(int status) {
  return fmt::format(
      R"((?i)(?:(?:^|[^\w\])])(?:\[{0}\]|\({0}[),:;])|,\s?{0}\)|(?-i:\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s+\S+\s+{0}(?:\s|$))|)"
      R"((?:^|\b(?:of|the|these|those|many|more|some|several|any|few|get|gets|getting|got|saw|see|seeing|returns|returning|)"
      R"(returned|throws|throwing|with|and|frequent|repeated|constant|intermittent|random|occasional|http)\s+){0}'?s\b|)"
      R"(^\s*{0}(?:{1}|:\D|\s+(?-i:[A-Z"'\[{{<]))))",
      status, clause_end);
}

// got 429, returned a 429, failed with 429, throws 429, -> 429, a 404 when
std::string announced(int status) {
  return fmt::format(
      R"((?i)(?:(?:\b(?:return(?:s|ed|ing)?|got|gets?|getting|receiv(?:e|es|ed|ing)|threw|throw(?:s|n|ing)?|respond(?:s|ed|ing)?|)"
      R"(response|answer(?:s|ed|ing)?|repl(?:y|ies|ied)|gave|gives|rais(?:es|ed)|saw|see|sees|seeing|hits?|hitting|)"
      R"(fail(?:s|ed|ing|ure)?|reject(?:s|ed)?|refuse[sd]?|denie[sd]|errors? out|due to|because of|caused by)|error)(?:[:=]?\s+(?:with|back|an?|the|us|me|by|as|was|is))*)"
      R"(\s*[\s:=(\["'`]|[-=]>|\xe2\x86\x92|\ban?\s)\s*["'`]?{}{})",
      status, clause_end);
}

// 504 and 500 errors, 502/503 responses
std::string in_a_list(int status) {
  constexpr std::string_view next = R"(\s*(?:,|/|&|and\s|or\s)\s*)";
  return fmt::format(R"((?i){}(?:(?:[45]\d\d{}){{1,4}}{}|{}(?:{}[45]\d\d){{1,4}})\s+(?:errors?|responses?|status)\b)", alone,
                     next, status, status, next);
}

}  // namespace

std::vector<std::string> http_status_patterns(int status) {
  return {labelled(status), beside_phrase(status), set_apart(status), announced(status) + "|" + in_a_list(status)};
}

std::string_view reason_phrase(int status) noexcept {
  const auto* found = std::ranges::lower_bound(reason_phrases, status, {}, &std::pair<int, std::string_view>::first);
  return found != reason_phrases.end() && found->first == status ? found->second : std::string_view{};
}

}  // namespace syncdx::rules
