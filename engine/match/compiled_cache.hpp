// A file cache of compiled rules: opaque bytes under a key, one file each. A compiled program is trusted by the library that
// runs it, so a cache that others can write to is not used, and a file is taken only if it is whole.
//
// File: magic (8 bytes), XXH3-128 of the key (16), payload's length (8), XXH3-128 of the payload (16), payload. Its name is the
// key's digest. Written beside its place, synced, then renamed: readers see a whole file or none, and of several writers one
// wins. The eight youngest files are kept. Everything that goes wrong means "no cache", never an error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace syncdx::match {

// What store_cached kept under `key` (any bytes that say what the payload was made from; the matching library's version and the
// CPU's features are added here). nullopt if there is nothing, it is damaged, or directory or file could have been written by
// somebody else.
[[nodiscard]] std::optional<std::string> load_cached(const std::filesystem::path& directory, std::string_view key);

// Keeps `payload` under `key`, making `directory` (mode 0700) if need be. Where that is not possible or not safe it does
// nothing and says why not; empty if it is kept.
std::string store_cached(const std::filesystem::path& directory, std::string_view key, std::string_view payload);

}  // namespace syncdx::match
