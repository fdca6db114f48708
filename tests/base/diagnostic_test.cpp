#include "base/diagnostic_codes.hpp"
#include "base/print_diagnostic.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncdx;

TEST_CASE("a diagnostic prints its place, the line with a caret, notes and help") {
  const Diagnostic diagnostic{.code = "R102",
                              .message = "unknown key 'x'",
                              .where = {"a.yaml", {3, 5}, {3, 8}},
                              .notes = {{"first here", {"b.yaml", {1, 2}, {1, 3}}}},
                              .help = "did you mean 'y'?",
                              .snippet = "    xxx: 1"};
  CHECK(to_text(diagnostic) ==
        "a.yaml:3:5: error[R102]: unknown key 'x'\n"
        "      xxx: 1\n"
        "      ^~~\n"
        "b.yaml:1:2: note: first here\n"
        "help: did you mean 'y'?\n");
  CHECK(to_text({.code = "L001", .severity = Severity::warning, .message = "m"}) == "warning[L001]: m\n");
}

TEST_CASE("diagnostics are sorted by path, place and code") {
  std::vector<Diagnostic> list{{.code = "B", .message = "", .where = {"b", {1, 1}, {}}},
                               {.code = "B", .message = "", .where = {"a", {2, 1}, {}}},
                               {.code = "A", .message = "", .where = {"a", {2, 1}, {}}}};
  sort_diagnostics(list);
  CHECK(list[0].code == "A");
  CHECK(list[1].where.path == "a");
  CHECK(list[2].where.path == "b");
}

TEST_CASE("the table of codes is sorted, without doubles, and every code explains itself") {
  const auto codes = diagnostic_codes();
  CHECK(std::ranges::is_sorted(codes, {}, &DiagnosticCode::code));
  CHECK(std::ranges::adjacent_find(codes, {}, &DiagnosticCode::code) == codes.end());
  for (const auto& code : codes) {
    CAPTURE(code.code);
    CHECK(find_diagnostic_code(code.code) == &code);
    CHECK(code.title.size() > 5);
    CHECK(code.explanation.size() > 20);
  }
  CHECK(find_diagnostic_code("R999") == nullptr);
}
