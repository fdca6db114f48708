#include "match/rarest_factor.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncdx::match {
namespace {

Factor factor_of(const std::string& regex) {
  AtomReader atoms;
  return rarest_factor(without_open_ends(parse_line_pattern(regex, atoms).value()));
}

TEST_CASE("the rarest piece between the windows of a pattern is kept") {
  const auto [regex, expected] = GENERATE(table<std::string, std::string>({
      {R"(\border\b.{0,40}\b(?:missing|dropped)\b)", R"(\b(?:missing|dropped)\b)"},
      {R"(\bmissing\b.*\bit\b)", R"(\bmissing\b)"},
      {R"(refresh(?: \w+){0,6} (?:failed|was refused))", R"(refresh)"},
      {R"(tokens?.{0,30}expired|revoked .{0,9}grant)", R"((?:expired|revoked\x20))"},
      {R"((?:invoice.*gone|bill.*vanished) today)", R"(\x20today)"},
      {R"((?:page \d+ )+of.{0,9}unmapped)", "unmapped"},
  }));
  CAPTURE(regex);
  const auto factor = factor_of(regex);
  CHECK_FALSE(factor.is_whole);
  CHECK(to_hyperscan(factor.node) == expected);
}

TEST_CASE("a pattern is kept whole where no piece of it is rare, or nothing could be cut") {
  const std::string regex = GENERATE("a.{0,40}b", "is.{0,40}no", "order missing", "order.{0,4}missing", "[0-9]{0,40}gone",
                                     "(?:lost.{0,9})+", "(?:missing.*|x)y");
  CAPTURE(regex);
  const auto factor = factor_of(regex);
  CHECK(factor.is_whole);
  AtomReader atoms;
  CHECK(to_hyperscan(factor.node) == to_hyperscan(without_open_ends(parse_line_pattern(regex, atoms).value())));
}

TEST_CASE("a longer text is rarer than a short one, a choice more frequent than its branches") {
  const auto frequency = [](const std::string& regex) {
    AtomReader atoms;
    return guessed_frequency(parse_line_pattern(regex, atoms).value());
  };
  CHECK(frequency("missing") < frequency("is"));
  CHECK(frequency("missing|is") > frequency("is"));
  CHECK(frequency(R"(\bmissing)") < frequency("missing"));
  CHECK(frequency("(?:ab){3}") == frequency("ababab"));
  CHECK(frequency("[ab]") == frequency("a"));
  CHECK(frequency(".") == 1.0);
}

}  // namespace
}  // namespace syncdx::match
