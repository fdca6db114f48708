#include "gaps/template_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using syncdx::gaps::template_text;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a template shows where its lines differ, and keeps its punctuation") {
  CHECK(template_text(Texts{"Could", "not", "open", "no", "of"},
                      Texts{"Could not open (no. 7) of: 12", "Could not open (no. 8) of: 3"}) ==
        "Could not open (no. <num>) of: <num>");
  CHECK(template_text(Texts{"GET", "failed"}, Texts{"GET https://a.example/x failed", "GET http://b.example failed"}) ==
        "GET <url> failed");
  CHECK(template_text(Texts{"user", "", "left"}, Texts{"user ann left", "user bob left"}) == "user <*> left");
  CHECK(template_text(Texts{"no", "answer"}, Texts{"10.0.0.1: no answer", "shop.example.com: no answer"}) == "<*>: no answer");
  CHECK(template_text(Texts{"seen"}, Texts{"seen 10.0.0.1, 10.0.0.2", "seen 10.0.0.1"}) == "seen <*>");
}

TEST_CASE("of lines without words, or too odd to find them in, there is what there is") {
  CHECK(template_text(Texts{}, Texts{"17"}) == "<num>");
  CHECK(template_text(Texts{"", ""}, Texts{"a b", "c d"}) == "<*>");
  CHECK(template_text(Texts{"some", "", "", "words"}, Texts{"other"}) == "some <*> words");
  CHECK(template_text(Texts{}, Texts{}) == "<*>");
}
