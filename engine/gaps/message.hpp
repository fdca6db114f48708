// What a line says, whoever wrote it and in whatever format: what logs/line.hpp leaves of it, without the names and ids that
// still stand before the words. So one message is one kind in plain text, in brackets, in JSON lines and in Airbyte's logs:
//
//   2026-05-04 10:00:00 ERROR [ex-42] [orders] could not map it   ERROR orders.sync: could not map it
//   {"level":"error","logger":"orders","msg":"could not map it"}  ERROR session_id=ex-42 could not map it
//
// What looks like a name and says what is wrong stays: "[API] Invalid key", "[Errno 111] Connection refused", "TypeError: x".
#pragma once

#include <string>
#include <string_view>

namespace syncdx::gaps {

// `message` without its head; all of it if nothing but a head would be left. A view into it. Linear.
[[nodiscard]] std::string_view without_head(std::string_view message);

// What the whole line says.
[[nodiscard]] std::string message_of(std::string_view line);

}  // namespace syncdx::gaps
