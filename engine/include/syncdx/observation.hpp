// What a probe saw: the outcome, typed facts, and the platform's own words where it refused. Made by connectors, used as
// evidence beside log lines. Values only; safe to copy.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncdx {

enum class Outcome { pass, fail, error, skipped };

[[nodiscard]] constexpr std::string_view name_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::error:
      return "error";
    case Outcome::skipped:
      break;
  }
  return "skipped";
}

struct ObservedFact {
  std::string name;  // "probe.shopify_scopes.missing"
  std::variant<bool, double, std::string> value;
};

struct Observation {
  std::string probe;  // its id
  std::string title;
  Outcome outcome = Outcome::skipped;
  std::string reason;       // why it did not pass, in a few words
  double milliseconds = 0;  // from the first call's begin to the last one's end
  std::size_t calls = 0;
  std::vector<ObservedFact> facts;
  std::string message;     // one line as a log would have it: call, status, body's beginning; empty if it passed
  std::string document{};  // an export (JSON) that the probe read, whole and masked; empty for most
};

}  // namespace syncdx
