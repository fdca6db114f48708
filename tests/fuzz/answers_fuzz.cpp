// Any bytes as a platform's answer, as a connector, as a connections file and as a recording: each is read or refused. The
// first byte chooses the status. What an answer gives is bounded: facts are few, texts short.
#include "observe/observation.hpp"
#include "run/read_answer.hpp"
#include "setup/connections.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

constexpr std::array statuses{200, 201, 204, 301, 400, 401, 402, 403, 404, 423, 429, 500, 502, 503, 0, 999};

// Every way to take a fact out of an answer.
const syncdx::connect::Connector& connector() {
  static const auto made = [] {
    auto loaded = syncdx::connect::read_connector("fuzz.yaml", R"(
platform: fuzz
title: Fuzz
base_url: 'https://{host}'
account: {host: {meaning: m, pattern: '.*', example: e}, wanted: {meaning: m, pattern: '.*', example: e, default: 'read_a,b'}}
answers: [{status: 200, body: '"errors"', means: denied}]
probes:
  - id: all
    title: All
    purpose: All.
    expect: [/a]
    facts:
      value: /a
      number: {number: /a/b}
      exists: {exists: /c~1d}
      count: {count: /list, where: {/x: 'true'}}
      any: {any: /list, where: {'': y}}
      missing: {missing: /list, field: /x, of: wanted, grants: '^(?:read|write)_'}
      ratio: {ratio: [/a, /list/0]}
      age: {age: /when}
      equals: {equals: /a, of: wanted}
)");
    if (!loaded) std::abort();
    return std::move(loaded->value);
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace syncdx;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  net::HttpAnswer answer{.status = size == 0 ? 200 : statuses[data[0] % statuses.size()],
                         .body = bytes.substr(size == 0 ? 0 : 1)};
  answer.headers = {{"Retry-After", answer.body.substr(0, 40)}};
  const connect::Values account{{"host", "h"}, {"wanted", "read_a,b"}};
  const std::chrono::sys_seconds now(std::chrono::seconds(1'760'000'000));
  const auto reading = connect::read_answer(connector(), connector().probes.front(), answer, account, now);
  if (reading.facts.size() > connector().probes.front().facts.size() + 1) std::abort();
  for (const auto& fact : reading.facts) {
    if (const auto* text = std::get_if<std::string>(&fact.value); text != nullptr && text->size() > 200) std::abort();
  }
  if (const auto wait = connect::retry_after(answer, now); wait && *wait < 0) std::abort();
  if (connect::excerpt(answer.body).find('\n') != std::string::npos) std::abort();
  (void)connect::token_of(answer.body);
  const auto recording = connect::read_recording("fuzz.json", bytes);
  if (recording && !connect::read_recording("again.json", connect::to_json(*recording))) std::abort();
  (void)connect::read_connections("fuzz.yaml", bytes, true);
  (void)connect::read_connector("fuzz.yaml", bytes);
  return 0;
}
