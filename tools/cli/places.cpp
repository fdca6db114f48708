#include "places.hpp"

#include "rules/load.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>
#include <thread>

namespace syncdx::cli {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::vector<std::string> split_paths(std::string_view text) {
  std::vector<std::string> paths;
  while (!text.empty()) {
    const auto colon = text.find(':');
    if (colon != 0) paths.emplace_back(text.substr(0, colon));
    text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  }
  return paths;
}

bool is_existing_directory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

// The directory of the running program; empty if the system does not tell.
fs::path program_directory() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path();
}

bool lies_below(const fs::path& path, const fs::path& directory) {
  const auto relative = path.lexically_relative(directory);
  return !relative.empty() && *relative.begin() != "..";
}

// Of shipped data: `name` beside the installed program, `in_source` of the source tree.
std::vector<fs::path> default_places(const char* name, const char* in_source) {
  std::vector<fs::path> places;
  const auto program = program_directory();
  if (!program.empty()) places.push_back(program.parent_path() / "share" / "syncdx" / name);
  if (!program.empty() && lies_below(program, SYNCDX_BUILD_DIR)) places.push_back(fs::path(SYNCDX_SOURCE_DIR) / in_source);
  places.push_back(fs::path(SYNCDX_DATA_DIR) / name);
  return places;
}

constexpr const char* key_variable = "SYNCDX_REDACTION_KEY";

std::optional<std::uint64_t> fixed_key() {
  const auto text = environment(key_variable);
  std::uint64_t key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(key) : std::nullopt;
}

}  // namespace

Result<std::string> installed_rules() {
  std::string tried;
  for (const auto& place : default_places("rules", "rules")) {
    if (is_existing_directory(place)) return place.string();
    tried += (tried.empty() ? "" : ", ") + place.string();
  }
  return fail({.code = "C003", .message = "no rules found; looked in " + tried, .help = "name a directory with --rules"});
}

Result<std::vector<std::string>> named_rules(const std::vector<std::string>& names) {
  std::vector<std::string> paths;
  for (const auto& name : names) {
    std::error_code error;
    for (const auto& part : fs::exists(name, error) ? std::vector{name} : split_paths(name)) {
      if (part != "installed") {
        paths.push_back(part);
        continue;
      }
      auto installed = installed_rules();
      if (!installed) return fail(std::move(installed.error()));
      paths.push_back(std::move(*installed));
    }
  }
  return paths;
}

Result<std::vector<std::string>> rule_paths(const RulesChoice& choice) {
  if (!choice.directories.empty()) return named_rules(choice.directories);
  const auto named = environment("SYNCDX_RULES");
  return named_rules({named.find_first_not_of(':') == std::string::npos ? "installed" : named});
}

std::vector<std::string> case_paths_beside(const std::vector<std::string>& rule_paths) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& path : rule_paths) {
    fs::recursive_directory_iterator entry(path, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->path().string().ends_with(rules::case_file_ending)) found.push_back(entry->path().string());
    }
    const auto beside = fs::absolute(path, error).lexically_normal();
    const auto parent = beside.has_filename() ? beside.parent_path() : beside.parent_path().parent_path();
    if (const auto cases = parent / "tests" / "cases"; fs::is_directory(cases, error)) {
      found.push_back(fs::proximate(cases, error).string());
    }
  }
  return found;
}

std::string connectors_directory() {
  if (auto named = environment("SYNCDX_CONNECTORS"); !named.empty()) return named;
  for (const auto& place : default_places("connectors", "connectors/platforms")) {
    if (is_existing_directory(place)) return place.string();
  }
  return {};
}

std::string default_connections_file() {
  if (const fs::path config = environment("XDG_CONFIG_HOME"); config.is_absolute())
    return config / "syncdx" / "connections.yaml";
  if (const fs::path home = environment("HOME"); home.is_absolute()) return home / ".config" / "syncdx" / "connections.yaml";
  return {};
}

std::string cache_directory(CacheUse use) {
  if (use == CacheUse::off) return {};
  if (auto chosen = environment("SYNCDX_CACHE_DIR"); !chosen.empty()) return chosen;
  // The XDG base directory specification: a relative path is invalid and ignored.
  if (const fs::path cache = environment("XDG_CACHE_HOME"); cache.is_absolute()) return cache / "syncdx";
  if (const fs::path home = environment("HOME"); home.is_absolute()) return home / ".cache" / "syncdx";
  return {};
}

std::optional<Diagnostic> refuse_redaction_key() {
  if (environment(key_variable).empty() || fixed_key()) return std::nullopt;
  return Diagnostic{.code = "C001",
                    .message = fmt::format("{} is no whole number from 0 to {}", key_variable, UINT64_MAX),
                    .help = "unset it, or draw one: export SYNCDX_REDACTION_KEY=$(od -An -N8 -tu8 /dev/urandom | tr -d ' ')"};
}

std::uint64_t redaction_key() {
  if (const auto fixed = fixed_key()) return *fixed;
  std::random_device random;
  constexpr unsigned half = 32;
  return (static_cast<std::uint64_t>(random()) << half) | random();
}

ProxySettings proxy_settings() {
  const auto first = [](std::initializer_list<const char*> names) -> std::string {
    for (const char* name : names) {
      if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
    }
    return {};
  };
  return {.url = first({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          .exceptions = first({"no_proxy", "NO_PROXY"})};
}

std::chrono::sys_seconds system_time() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

unsigned default_threads() {
  const unsigned processors = std::thread::hardware_concurrency();
  return processors == 0 ? 1 : processors;
}

}  // namespace syncdx::cli
