#include "match/check_pattern.hpp"

#include "match/block_database.hpp"
#include "match/digits.hpp"
#include "match/id_runs.hpp"
#include "match/pattern_form.hpp"
#include "match/rarest_factor.hpp"
#include "match/regex_options.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

namespace syncdx::match {
namespace {

// RE2 gives the piece of the pattern that it stumbled over, not its place.
std::optional<std::size_t> place_of(std::string_view piece, std::string_view regex) {
  const auto place = piece.empty() ? std::string_view::npos : regex.find(piece);
  return place == std::string_view::npos ? std::nullopt : std::optional(place);
}

// Hyperscan counts in the printed form, which the author has never seen.
std::string without_index(std::string message) {
  const auto index = message.find(" at index ");
  if (index != std::string::npos) message.erase(index);
  while (message.ends_with('.')) message.pop_back();
  return message;
}

PatternProblem problem(std::string message, std::optional<std::size_t> offset = {}) {
  return {.pattern = 0, .message = std::move(message), .offset = offset};
}

enum class Syntax { unknown, accepted };  // by RE2

// The parsed pattern, with all checks that need no engine.
tl::expected<PatternNode, PatternProblem> checked_node(std::string_view regex, std::size_t max_bytes, AtomReader& atoms,
                                                       Syntax syntax) {
  if (regex.empty()) return tl::unexpected(problem("the pattern is empty"));
  if (regex.size() > max_bytes) {
    return tl::unexpected(problem(fmt::format("the pattern has {} bytes; at most {} are allowed", regex.size(), max_bytes)));
  }
  if (syntax == Syntax::unknown) {
    const RE2 checked(re2::StringPiece(regex.data(), regex.size()), regex_options());
    if (!checked.ok()) return tl::unexpected(problem(checked.error(), place_of(checked.error_arg(), regex)));
  }
  auto node = parse_line_pattern(regex, atoms);
  if (!node) return tl::unexpected(problem(node.error().message, node.error().offset));
  if (shortest_match(*node) == 0)
    return tl::unexpected(problem("the pattern matches the empty string, so it would match every line"));
  return std::move(*node);
}

// What Hyperscan objects to besides the size.
std::optional<std::string> objection_to(const std::string& form) {
  auto objection = BlockDatabase::objection_to(form);
  return objection && is_size_objection(*objection) ? std::nullopt : objection;
}

std::optional<PatternProblem> check(std::string_view regex, AtomReader& atoms, Syntax syntax) {
  auto node = checked_node(regex, CompileOptions{}.max_pattern_bytes, atoms, syntax);
  if (!node) return std::move(node.error());
  // What is compiled is a factor of the whole, and finding that takes longer than all the rest.
  if (!objection_to(to_hyperscan(*node))) return std::nullopt;
  const auto objection = objection_to(to_hyperscan(rarest_factor(without_open_ends(std::move(*node))).node));
  return objection ? std::optional(problem(without_index(*objection))) : std::nullopt;
}

struct BlindedNode {
  PatternNode blinded;
  Telling telling;
};

// To digits first: that may make a pattern tell ids apart.
BlindedNode blinded_node(PatternNode node) {
  Telling telling{.digits = !is_digit_blind(node)};
  if (telling.digits) node = digit_blinded(std::move(node));
  auto blinded = id_blinded(node);
  telling.ids = to_hyperscan(blinded) != to_hyperscan(node);
  return {std::move(blinded), telling};
}

}  // namespace

tl::expected<BlockForm, PatternProblem> block_form(std::string_view regex, std::size_t max_bytes, AtomReader& atoms) {
  auto node = checked_node(regex, max_bytes, atoms, Syntax::unknown);
  if (!node) return tl::unexpected(std::move(node.error()));
  auto triples = needed_triples(*node);
  auto [blinded, telling] = blinded_node(std::move(*node));
  if (!telling.any()) triples.clear();
  const auto [factor, is_whole] = rarest_factor(without_open_ends(std::move(blinded)));
  return BlockForm{to_hyperscan(factor), !is_whole, telling, std::move(triples)};
}

bool is_kind_blind(std::string_view regex) {
  AtomReader atoms;
  return !blinded_node(parse_line_pattern(regex, atoms).value()).telling.any();
}

std::string blinded_regex(std::string_view regex, Ids ids, AtomReader& atoms) {
  auto node = parse_line_pattern(regex, atoms).value();
  return to_hyperscan(ids == Ids::some ? blinded_node(std::move(node)).blinded : digit_blinded(std::move(node)));
}

std::optional<PatternProblem> check_pattern(std::string_view regex) {
  AtomReader atoms;
  return check_pattern(regex, atoms);
}

std::optional<PatternProblem> check_pattern(std::string_view regex, AtomReader& atoms) {
  return check(regex, atoms, Syntax::unknown);
}

std::optional<PatternProblem> check_accepted_pattern(std::string_view regex, AtomReader& atoms) {
  return check(regex, atoms, Syntax::accepted);
}

bool is_size_objection(std::string_view message) noexcept {
  return message.find("too large") != std::string_view::npos || message.find("esource limit") != std::string_view::npos;
}

}  // namespace syncdx::match
