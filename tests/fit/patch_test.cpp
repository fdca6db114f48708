#include "fit/patch.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace syncdx::evaluate;

TEST_CASE("a patch changes places and adds lines, and its diff says so") {
  const std::string text = "a: 1\nb: usually # as seen\nc: 3\nd: 4\ne: 5\nf: 6\ng: {ä: .5, b: .5}\nh: 8\n";
  const std::vector<Replacement> replacements{{{2, 4}, "usually", ".9"}, {{7, 8}, ".5", ".25"}, {{7, 15}, ".5", ".75"}};
  const std::vector<AddedLine> added{{8, "i: 9"}};
  const auto patched = patch_text("x.yaml", text, replacements, added);
  REQUIRE(patched);
  CHECK(patched->text == "a: 1\nb: .9 # as seen\nc: 3\nd: 4\ne: 5\nf: 6\ng: {ä: .25, b: .75}\nh: 8\ni: 9\n");
  CHECK(patched->diff ==
        "--- x.yaml\n+++ x.yaml\n@@ -1,8 +1,9 @@\n a: 1\n-b: usually # as seen\n+b: .9 # as seen\n c: 3\n d: 4\n e: 5\n f: 6\n"
        "-g: {ä: .5, b: .5}\n+g: {ä: .25, b: .75}\n h: 8\n+i: 9\n");
}

TEST_CASE("changes far apart make hunks of their own, with the right numbers") {
  std::string text;
  for (int i = 1; i <= 30; ++i) text += "k" + std::to_string(i) + ": 0\n";
  const auto patched =
      patch_text("x", text, std::vector<Replacement>{{{20, 6}, "0", "1"}}, std::vector<AddedLine>{{2, "new: 1"}});
  REQUIRE(patched);
  CHECK(patched->diff.find("@@ -1,5 +1,6 @@\n") != std::string::npos);
  CHECK(patched->diff.find("@@ -17,7 +18,7 @@\n k17: 0\n") != std::string::npos);
}

TEST_CASE("a file without a last line break is patched as diff shows it") {
  const auto patched = patch_text("x", "a: 1\nb: 2", std::vector<Replacement>{{{2, 4}, "2", "3"}}, {});
  REQUIRE(patched);
  CHECK(patched->text == "a: 1\nb: 3");
  CHECK(patched->diff ==
        "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n\\ No newline at end of file\n+b: 3\n\\ No newline at end of file\n");
}

TEST_CASE("what does not stand where it should is not replaced") {
  for (const auto& wrong :
       std::vector<Replacement>{{{1, 4}, "2", "3"}, {{9, 1}, "a", "b"}, {{0, 1}, "a", "b"}, {{1, 99}, "a", "b"}}) {
    const auto patched = patch_text("x", "a: 1\n", std::vector{wrong}, {});
    REQUIRE_FALSE(patched);
    CHECK(patched.error().code == "E006");
  }
  CHECK_FALSE(patch_text("x", "a: 11\n", std::vector<Replacement>{{{1, 4}, "11", "3"}, {{1, 5}, "1", "2"}}, {}));
}

TEST_CASE("nothing to change gives no diff") {
  const auto patched = patch_text("x", "a: 1\n", {}, {});
  REQUIRE(patched);
  CHECK(patched->diff.empty());
  CHECK(patched->text == "a: 1\n");
}
