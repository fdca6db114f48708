#include "batch/copies.hpp"

#include <catch2/catch.hpp>

using syncdx::batch::Copies;
using syncdx::batch::InputRecord;

namespace {

InputRecord read_as(const char* name, std::uint64_t content, std::uint64_t lines = 3) {
  return {.input = name, .bytes = 10 * lines, .lines = lines, .problems = {}, .content = content};
}

std::vector<std::string> copies_among(std::vector<InputRecord> records) {
  Copies copies;
  syncdx::batch::InputStates states;
  for (const auto& record : records) {
    copies.add(record);
    states.add(record);
  }
  std::vector<std::string> names;
  for (const auto& told : copies.settle(states)) {
    CHECK(copies.is_copy(told.input));
    CHECK(told.problems.at(0).code == "B012");
    names.push_back(told.input);
  }
  for (const auto& record : records) {
    CHECK(copies.is_copy(record.input) == (std::ranges::find(names, record.input) != names.end()));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("of logs with equal content the first by name counts, in whatever order they come") {
  std::vector<InputRecord> records{read_as("b.log", 1), read_as("a.log.gz", 1), read_as("c.log", 2), read_as("d.zip/a.log", 1)};
  std::ranges::sort(records, {}, &InputRecord::input);
  do {
    CHECK(copies_among(records) == Names{"b.log", "d.zip/a.log"});
  } while (std::ranges::next_permutation(records, {}, &InputRecord::input).found);
}

TEST_CASE("a log is no copy if it is longer, was cut or stopped, cannot be compared, or is two logs of one name") {
  CHECK(copies_among({read_as("a", 1, 3), read_as("b", 1, 4)}).empty());
  CHECK(copies_among({read_as("a", 1), read_as("a", 1)}).empty());  // told twice
  auto cut = read_as("b", 1);
  cut.cut = true;
  CHECK(copies_among({read_as("a", 1), cut}).empty());
  auto stopped = read_as("b", 1);
  stopped.stopped = true;
  CHECK(copies_among({read_as("a", 1), stopped}).empty());
  auto unlike = read_as("b", 1);
  unlike.content.reset();
  CHECK(copies_among({read_as("a", 1), unlike}).empty());
  CHECK(copies_among({read_as("a", 1), read_as("stdin", 1), read_as("stdin", 2)}).empty());
  CHECK(copies_among({read_as("a", 1, 0), read_as("b", 1, 0)}).empty());  // empty ones
  InputRecord damaged{.input = "a.tgz", .cut = true, .damaged = true, .problems = {}};
  CHECK(copies_among({damaged, read_as("a.tgz/x.log", 1), read_as("x.log", 1)}).empty());
}
