// From an HTTP answer to what it means, and to facts. Pure functions over hostile bytes: bounded, never throw. Fuzzed
// (tests/fuzz/answers_fuzz.cpp).
#pragma once

#include "declare/connector.hpp"
#include "declare/template_text.hpp"
#include "net/http.hpp"
#include "syncdx/observation.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace syncdx::connect {

struct AnswerReading {
  Meaning meaning = Meaning::unreadable;
  std::string reason;               // "401 Unauthorized", "no JSON", ...
  std::vector<ObservedFact> facts;  // named without the probe's prefix
};

// `answer.failure` must be `none`. `account`: the connection's account fields.
[[nodiscard]] AnswerReading read_answer(const Connector& connector, const ProbeSpec& probe, const net::HttpAnswer& answer,
                                        const Values& account, std::chrono::sys_seconds now);

// Seconds to wait as Retry-After says, in either form (RFC 9110 section 10.2.3), or nothing.
[[nodiscard]] std::optional<double> retry_after(const net::HttpAnswer& answer, std::chrono::sys_seconds now);

// The token in the answer of a token endpoint: `access_token`. Empty if there is none.
[[nodiscard]] std::string token_of(const std::string& body);

// The body's beginning in one line of valid UTF-8, for a message.
[[nodiscard]] std::string excerpt(const std::string& body);

}  // namespace syncdx::connect
