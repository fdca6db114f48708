#include "evaluate/rules_and_cases.hpp"

using namespace syncdx;
using test::case_line;

TEST_CASE("a line that is no case is told with its number and left out, and the others are read") {
  const test::Folder folder;
  struct Row {
    std::string line;
    std::string code;
    std::string says;
  };
  const auto row = GENERATE(values<Row>({
      {"{\"id\": \"x\"", "E001", "no valid JSON"},
      {"[1, 2]", "E001", "a JSON object"},
      {std::string(2 << 20U, 'x'), "E001", "longer than 1 MiB"},
      {R"({"id": "x", "platform": "any", "text": "t", "issue": "i"})", "E002", "no 'cause'"},
      {R"({"id": 7, "platform": "any", "text": "t", "issue": "i", "cause": "c"})", "E002", "'id' is number, expected a text"},
      {R"({"id": "", "platform": "any", "text": "t", "issue": "i", "cause": "c"})", "E002", "'id' is empty"},
      {R"({"id": "x", "platform": "any", "text": "t", "issue": "i", "cause": "c", "other_causes": "d"})", "E002",
       "'other_causes' is string, expected a list"},
      {R"({"id": "x", "platform": "any", "text": "t", "issue": "i", "cause": "c", "other_causes": [1]})", "E002", "no text"},
      {R"({"id": "first", "platform": "any", "text": "t", "issue": "i", "cause": "c"})", "E003", "line 1 already"},
  }));
  const auto path =
      folder.write("c.jsonl", case_line("first", "t", "i", "c") + "\n" + row.line + "\n" + case_line("last", "t", "i", "c"));
  const auto read = evaluate::read_cases(path);
  REQUIRE(read);
  REQUIRE(read->cases.size() == 2);
  CHECK(read->cases[1].id == "last");
  CHECK(read->cases[1].line == 4);
  REQUIRE(read->problems.size() == 1);
  CHECK(read->problems[0].code == row.code);
  CHECK(read->problems[0].where.begin.line == 3);
  CHECK(read->problems[0].where.path == path);
  CHECK_THAT(read->problems[0].message, Catch::Contains(row.says));
}

TEST_CASE("of very many bad lines fifty are told and the rest are counted") {
  const test::Folder folder;
  std::string lines = case_line("good", "t", "i", "c");
  for (int i = 0; i < 70; ++i) lines += "{\n";
  const auto read = evaluate::read_cases(folder.write("c.jsonl", lines));
  REQUIRE(read);
  REQUIRE(read->problems.size() == 51);
  CHECK_THAT(read->problems.back().message, Catch::Contains("20 more lines"));
}

TEST_CASE("a file without a case cannot be measured on") {
  const test::Folder folder;
  for (const auto& path :
       {folder.path() + "/missing.jsonl", folder.write("empty.jsonl", "\n \n"), folder.write("bad.jsonl", "{\n")}) {
    const auto read = evaluate::read_cases(path);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "E004");
    CHECK_FALSE(read.error().help.empty());
  }
}

TEST_CASE("other issues stand behind alt: in the notes, parted by commas") {
  const test::Folder folder;
  struct Row {
    std::string notes;
    std::vector<std::string> issues;
  };
  const auto row = GENERATE(values<Row>({{"alt: one", {"one"}},
                                         {"Well. alt: one, two_b ,three. Rest", {"one", "two_b", "three"}},
                                         {"alt:one,Two", {"one"}},
                                         {"alt: 5; alt: six", {"six"}},
                                         {"alternatively", {}},
                                         {"", {}}}));
  const auto read =
      evaluate::read_cases(folder.write("c.jsonl", case_line("a", "t", "i", "c", R"(, "notes": ")" + row.notes + "\"")));
  REQUIRE(read);
  CHECK(read->cases[0].other_issues == row.issues);
}
