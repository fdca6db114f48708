// What is generated from the table of the rule language is current: the JSON Schema and the reference. UPDATE_GOLDEN=1 writes
// them anew.
#include "rules/rules_schema.hpp"
#include "support/files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace syncdx;
using test::slurp;

namespace {

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

TEST_CASE("the committed JSON Schema is the one that the table of the language gives") {
  const std::filesystem::path path = SYNCDX_SOURCE_DIR "/tools/schema/rules.schema.json";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) write(path, rules::rules_schema());
  CHECK(slurp(path) == rules::rules_schema());
}

TEST_CASE("the reference in the documentation is the one that the table of the language gives") {
  const std::filesystem::path path = SYNCDX_SOURCE_DIR "/engine/doc/rule_language.md";
  const std::string begin = "<!-- generated: rule table -->\n";
  const std::string end = "<!-- end of generated -->\n";
  auto text = slurp(path);
  const auto from = text.find(begin);
  const auto to = text.find(end);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  const auto first = from + begin.size();
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    text.replace(first, to - first, rules::rules_reference());
    write(path, text);
  }
  const auto now = slurp(path);
  CHECK(now.substr(first, now.find(end) - first) == rules::rules_reference());
}
