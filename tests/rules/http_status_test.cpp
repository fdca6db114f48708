#include "rules/http_status.hpp"

#include <re2/re2.h>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rules {
namespace {

struct Spelling {
  int status;
  std::string_view line;
};

bool names_status(int status, std::string_view line) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  for (const std::string& pattern : http_status_patterns(status)) {
    const RE2 regex(pattern, options);
    if (!regex.ok()) FAIL(pattern << ": " << regex.error());
    if (RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), regex)) return true;
  }
  return false;
}

const std::vector<Spelling> spellings = {
    {429, "HTTP/1.1 429"},
    {429, "HTTP 429"},
    {429, "HTTP/2 429"},
    {429, "status=429"},
    {429, "status: 429"},
    {429, R"({"status":429})"},
    {429, "{'statusCode': 429}"},
    {429, "status_code 429"},
    {429, "response_code=429"},
    {429, "Response code = 429."},
    {429, "code 429"},
    {429, R"({"code":"429"})"},
    {429, "request failed [429]"},
    {429, "[429]"},
    {429, "<Response [429]>"},
    {429, "refused (429 Too Many Requests)"},
    {429, "429 Client Error"},
    {429, "429 Too Many Requests"},
    {429, "429: Too Many"},
    {429, "the shop returned a 429"},
    {429, "got 429"},
    {429, "got 429/503 from the gateway"},
    {429, "error 429"},
    {429, "HTTP Error 429"},
    {429, "http_status=429"},
    {429, "StatusCode: 429"},
    {503, "Response code 503 (Service Unavailable)"},
    {403, "code=403, retry=1"},
    {401, "401 Unauthorized"},
    {429, "the call throws 429"},
    {429, R"("GET /x HTTP/1.1" 429 512)"},
    {429, R"(\"GET /x HTTP/1.1\" 429 512)"},
    {429, "failed with 429"},
    {403, "refused with 403 although the login is good"},
    {504, "504 and 500 errors come back"},
    {500, "we see 504, 502 and 500 errors"},
    {502, "502/503 responses since noon"},
    {429, "another 429 error"},
    {429, "GET /orders -> 429"},
    {503, "GET /orders -> 503 12ms"},
    {429, "GET /orders => 429"},
    {429, "GET /orders 429"},
    {429, "\xe2\x86\x92 429"},
    {429, "429 "},
    {429, "429"},
    {429, "429 from the orders call"},
    {429, "429: slow down"},
    {429, "429 - slow down"},
    {429, R"({\"status\":429})"},
    {404, "it gives a 404 when the page is opened"},
    {429, "status code 429"},
    {429, "HTTP status: 429"},
    {429, "HTTP response status code was 429"},
    {404, "the API answered 404 Not Found"},
    {503, "Error: 503"},
    {429, "lots of 429s"},
    {401, "('token refused', 401)"},
    {429, "Too Many Requests (429)"},
    {418, "status=418"},
    {504, "504 Gateway Time-out"},
    {201, "201 Created"},
    {502, "upstream_status=502"},
    {500, "<status>500</status>"},
};

const std::vector<Spelling> near_misses = {
    {429, "2026-11-20 17:01:03,429 ERROR [orders] something odd"},
    {503, "17:01:03,503 - ERROR - giving up"},
    {429, "1,429 errors so far"},
    {429, ""},
    {429, "synced 429 orders"},
    {429, "4290"},
    {429, "port 4290"},
    {429, "1.429 s"},
    {429, "id 429"},
    {429, "took 429 ms"},
    {429, "$429"},
    {429, "order #429"},
    {429, "code 4291"},
    {401, "error on line 401"},
    {429, "429 records"},
    {404, "page 404 fetched"},
    {403, "request id 403-77"},
    {500, "got 500 records"},
    {500, "returned 500 rows"},
    {500, "a 500 ms delay"},
    {500, "finished with 500 errors"},
    {401, "sshd[401]: session opened"},
    {429, "took 429s"},
    {429, "HTTP 503"},
    {429, "barcode 429"},
    {404, "decode 404 bytes"},
    {201, "201 created orders"},
    {429, "status=4290"},
    {429, "order 1429 Too Many"},
    {200, "-> 200ms"},
};

TEST_CASE("every spelling of a status is found") {
  for (const auto& [status, line] : spellings) {
    CAPTURE(status, line);
    CHECK(names_status(status, line));
  }
}

TEST_CASE("a number that is no status is not taken for one") {
  for (const auto& [status, line] : near_misses) {
    CAPTURE(status, line);
    CHECK_FALSE(names_status(status, line));
  }
}

TEST_CASE("a spelling of one status does not name another one") {
  for (const auto& [status, line] : spellings) {
    CAPTURE(status, line);
    CHECK_FALSE(names_status(555, line));
  }
}

TEST_CASE("each status has a few valid patterns") {
  for (int status = 100; status < 600; ++status) {
    const auto patterns = http_status_patterns(status);
    CHECK(patterns.size() <= 4);
    CAPTURE(status);
    CHECK(names_status(status, "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_phrase(status))));
  }
}

TEST_CASE("reason phrases are those of the standard") {
  CHECK(reason_phrase(100) == "Continue");
  CHECK(reason_phrase(401) == "Unauthorized");
  CHECK(reason_phrase(429) == "Too Many Requests");
  CHECK(reason_phrase(511) == "Network Authentication Required");
  CHECK(reason_phrase(418).empty());
  CHECK(reason_phrase(0).empty());
  CHECK(reason_phrase(600).empty());
}

}  // namespace
}  // namespace syncdx::rules
