#include "gaps/words.hpp"

#include <catch2/catch.hpp>

#include <string>

using syncdx::gaps::split_words;

namespace {

std::string fixed(std::string_view message) {
  std::vector<std::string_view> words;
  split_words(message, words);
  std::string joined;
  for (const auto word : words) joined += (joined.empty() ? "" : " ") + std::string(word);
  return joined;
}

struct Row {
  std::string_view message;
  std::string_view words;
};

}  // namespace

TEST_CASE("what changes from line to line is masked, the rest are the fixed words") {
  const auto row = GENERATE(values<Row>({
      // numbers, ids, hexadecimal
      {"fetched 250 of 1,204 records", "fetched of records"},
      {"order #1001 (id=gid://shopify/Order/55) refused", "order id refused"},
      {"request 6f1c2d3e-0000-4111-8222-abcdefabcdef failed", "request failed"},
      {"flags 0xffe1 and deadbeef", "flags and"},
      {"added cafe", "added cafe"},  // a short word may look hexadecimal
      // addresses
      {"GET https://example.com/a?b=c refused", "GET refused"},
      {"proxy.example.com:5070 close", "close"},
      {"no answer from shop.example.com", "no answer from"},
      {"com.example.app.Sync crashed", "crashed"},
      {"mail to ann@example.com bounced", "mail to bounced"},
      {"link 00:1b:44:11:3a:b7 up", "link up"},
      {"at 2001:db8:85a3:8d3:1319:8a2e:370:7348 now", "at now"},
      {"note: this: is: text", "note this is text"},
      // paths
      {"cannot read /var/lib/tether/state.json", "cannot read"},
      {"cannot read C:\\sync\\state.json", "cannot read"},
      {"read/write error", "read write error"},
      // dates and units
      {"closed at Mon Jun 20 03:40:59 2005", "closed at"},
      {"took 12.5 sec, sent 3 KB", "took sent"},
      {"a sec in KB", "a sec in KB"},  // a unit is masked behind a number only
      // punctuation parts and is not kept
      {"state='Active', user=root", "state Active user root"},
      {"(10.0.0.1) [preauth]", "preauth"},
      {"...", ""},
      {"", ""},
  }));
  CAPTURE(row.message);
  CHECK(fixed(row.message) == row.words);
}

TEST_CASE("one address and a list of them read the same") {
  CHECK(fixed("connected to 10.0.0.1") == fixed("connected to 10.0.0.1, 10.0.0.2, 10.0.0.3"));
}

TEST_CASE("hostile messages are bounded") {
  std::vector<std::string_view> words;
  split_words(std::string(10'000'000, 'x'), words);
  CHECK(words.size() == 1);
  std::string many;
  for (int i = 0; i < 1'000'000; ++i) many += "w ";
  split_words(many, words);
  CHECK(words.size() == syncdx::gaps::max_words);
  split_words(std::string_view("\0\xff\xfe:/\\", 6), words);
  CHECK(words.size() <= 2);
}
