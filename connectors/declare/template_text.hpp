// Texts with places to fill: "https://{shop}/orders?after={now-60d}". Braces that hold anything but a known name or a time are
// text, as GraphQL and JSON are full of them.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace syncdx::connect {

using Values = std::map<std::string, std::string, std::less<>>;

// `text` with every place filled; `{name|host}` is the value in a host name's spelling (1234567_SB1: 1234567-sb1),
// `{name|realm}` the other way round; `{now}`, `{now-60d}`, `{now-2h}`, `{now-5m}` are times, as 2026-11-23T10:00:00Z. Places
// that `values` does not name stay as they are: they are no places.
[[nodiscard]] std::string filled(std::string_view text, const Values& values, std::chrono::sys_seconds now);

}  // namespace syncdx::connect
