// Answers that come in pages. Pure functions over hostile bytes; never throw.
#pragma once

#include "declare/connector.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace syncdx::connect {

// What names the page after `read` pages, of which `body` is the last one: a cursor, or how many members were asked for so far.
// Nothing if there is no further page, or the most that `paging` allows are read.
[[nodiscard]] std::optional<std::string> next_page(const Paging& paging, const std::string& body, std::size_t read);

// True if the platform has further pages after `body`.
[[nodiscard]] bool has_more(const Paging& paging, const std::string& body);

// `first` with the members of `next`'s list behind its own. At most 64 MiB: then `first` as it is.
[[nodiscard]] std::string joined(const Paging& paging, const std::string& first, const std::string& next);

}  // namespace syncdx::connect
