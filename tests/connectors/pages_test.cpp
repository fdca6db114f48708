// Answers in pages: cursors and counted pages, their ends, and hostile bytes. Exports are kept with every text masked.
#include "run/pages.hpp"
#include "run/mask_document.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncdx::connect {
namespace {

const Paging cursor{.list = "/data/nodes", .more = "/data/more", .next = "/data/cursor", .into = "after", .step = 0, .most = 3};
const Paging counted{.list = "/items", .more = "/hasMore", .next = "", .into = "offset", .step = 100, .most = 4};

}  // namespace

TEST_CASE("the next page is named by a cursor or by a count, up to the most that are read") {
  const std::string more = R"({"data":{"nodes":[1],"more":true,"cursor":"c2"}})";
  CHECK(next_page(cursor, more, 1) == "c2");
  CHECK(next_page(cursor, more, 2) == "c2");
  CHECK(next_page(cursor, more, 3) == std::nullopt);
  CHECK(has_more(cursor, more));
  CHECK(next_page(cursor, R"({"data":{"nodes":[1],"more":false,"cursor":"c2"}})", 1) == std::nullopt);
  CHECK(next_page(counted, R"({"items":[1],"hasMore":true})", 1) == "100");
  CHECK(next_page(counted, R"({"items":[1],"hasMore":true})", 3) == "300");
  CHECK(next_page(counted, R"({"items":[1],"hasMore":false})", 1) == std::nullopt);
}

TEST_CASE("what is no page has no next one") {
  for (const std::string body : {"", "{", "[]", "null", R"({"data":7})", R"({"data":{"more":"yes","cursor":[]}})",
                                 R"({"data":{"more":true}})", R"({"data":{"more":true,"cursor":null}})"}) {
    CAPTURE(body);
    CHECK(next_page(cursor, body, 1) == std::nullopt);
  }
}

TEST_CASE("pages are joined at their list; a page that has none changes nothing") {
  const std::string first = R"({"data":{"nodes":[1,2],"more":true,"cursor":"c2"}})";
  const auto whole = nlohmann::json::parse(joined(cursor, first, R"({"data":{"nodes":[3],"more":false}})"));
  CHECK(whole["data"]["nodes"] == nlohmann::json{1, 2, 3});
  for (const std::string next : {"", "{", R"({"data":{}})", R"({"data":{"nodes":7}})"}) {
    CAPTURE(next);
    CHECK(nlohmann::json::parse(joined(cursor, first, next)) == nlohmann::json::parse(first));
  }
}

TEST_CASE("an export is kept with every text masked, at any depth, and its names as they are") {
  const auto mask = [](const std::string& text) { return "<" + std::to_string(text.size()) + ">"; };
  const auto kept =
      masked_document(R"({"name":"acme","list":[{"key":"secret"},7,null,true],"deep":{"er":{"token":"abc"}}})", mask);
  CHECK(nlohmann::json::parse(kept) ==
        nlohmann::json::parse(R"({"name":"<4>","list":[{"key":"<6>"},7,null,true],"deep":{"er":{"token":"<3>"}}})"));
  CHECK(masked_document("{\"cut", mask).empty());
}

}  // namespace syncdx::connect
