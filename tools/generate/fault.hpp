// The faults that the generator plants. Every message is what the platform is documented (or recorded) to answer, in the words
// of its own API reference; the sentences around it are the generator's. Nothing here is taken from the rules, so that what the
// rules find says something about the rules.
//
// In `message`, `call` and the others, `{n}` stands for a number, `{id}` for a hexadecimal id, `{shop}` for the store or
// account,
// `{sku}` for a product's number, `{host}` for the platform's host and `{stream}` for what is read at that moment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace syncdx::generate {

enum class Platform : std::uint8_t { any, shopify, amazon, netsuite };
inline constexpr std::size_t platform_count = 4;

[[nodiscard]] std::string_view name_of(Platform platform) noexcept;

// What a fault does to the session.
enum class Course : std::uint8_t {
  refused_at_start,  // the first call fails, nothing is read
  stops,             // work goes on for a while, then the fault ends the session
  gives_up,          // the call is repeated with pauses, fails each time, and the session ends
  per_record,        // single records fail, the rest goes through; the session ends with errors
};

// One answer of a platform.
struct Answer {
  Platform platform = Platform::any;
  std::string_view call;      // what was called, e.g. "GET https://{host}/..."; empty: no call is named
  int status = 0;             // HTTP; 0: no answer came, or the message does not come from HTTP
  std::string_view message;   // body or message as the platform words it
  std::string_view thrown{};  // what the client library makes of it; empty: nothing
};

struct Fault {
  std::string_view kind;   // the generator's name for it
  std::string_view cause;  // the cause that must be found
  std::string_view issue;  // the issue that the cause belongs to
  Course course = Course::stops;
  std::vector<Answer> answers;  // each plants the fault by itself
};

// All faults; the same ones in the same order at each call. The span is valid for the program's life.
[[nodiscard]] std::span<const Fault> all_faults();

// The answers of `fault` that `platform` gives; may be empty.
[[nodiscard]] std::vector<const Answer*> answers_of(const Fault& fault, Platform platform);

}  // namespace syncdx::generate
