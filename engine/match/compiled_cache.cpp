#include "match/compiled_cache.hpp"

#include "match/block_database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <system_error>
#include <utility>
#include <vector>

namespace syncdx::match {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "syncdxC1";
constexpr std::string_view suffix = ".compiled";
constexpr std::size_t files_kept = 8;
constexpr std::size_t digest_size = 16;
constexpr std::size_t header_size = 8 + digest_size + 8 + digest_size;
constexpr std::size_t largest_payload = std::size_t{1} << 30;
constexpr mode_t others_may_write = S_IWGRP | S_IWOTH;

class OwnedFile {
 public:
  explicit OwnedFile(int descriptor) noexcept : descriptor_(descriptor) {}
  OwnedFile(OwnedFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  OwnedFile& operator=(OwnedFile&&) = delete;
  ~OwnedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const noexcept { return descriptor_; }
  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::string digest(std::string_view bytes) {
  const auto hash = XXH3_128bits(bytes.data(), bytes.size());
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

std::string key_digest(std::string_view key) { return digest(fmt::format("{}\n{}", BlockDatabase::identity(), key)); }

std::string file_name(std::string_view key) {
  std::string name;
  for (const char byte : key) fmt::format_to(std::back_inserter(name), "{:02x}", static_cast<unsigned char>(byte));
  return name.append(suffix);
}

std::string header_of(std::string_view key, std::string_view payload) {
  std::string header(magic);
  header += key;
  const std::uint64_t length = payload.size();
  for (unsigned shift = 0; shift < 64; shift += 8) header += static_cast<char>((length >> shift) & 0xFFU);
  return header + digest(payload);
}

// Ours, and nobody else can write to it.
bool is_private(const struct stat& status) { return status.st_uid == ::geteuid() && (status.st_mode & others_may_write) == 0; }

// The directory, if it is there, is one (a link to one counts: its target is checked) and is ours alone. Everything below goes
// through this descriptor, so it cannot be swapped in between.
OwnedFile open_directory(const fs::path& directory) {
  OwnedFile opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status {};
  if (!opened.is_open() || ::fstat(opened.get(), &status) != 0 || !is_private(status)) return OwnedFile(-1);
  return opened;
}

std::error_code last_error() { return {errno, std::generic_category()}; }

// Of a directory that open_directory did not take.
std::string why_not_opened(const fs::path& directory) {
  const OwnedFile opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() ? "it is not yours, or others may write to it" : last_error().message();
}

std::optional<std::string> read_whole(int file, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const auto count = ::read(file, bytes.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool write_whole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// A file of ours with a name that nobody has: "<name>.<random>.new".
std::pair<OwnedFile, std::string> create_beside(int directory, const std::string& name) {
  constexpr int attempts = 8;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    std::array<unsigned char, 8> random{};
    if (::getentropy(random.data(), random.size()) != 0) break;
    std::uint64_t number = 0;
    std::memcpy(&number, random.data(), random.size());
    auto temporary = fmt::format("{}.{:016x}.new", name, number);
    OwnedFile file(
        ::openat(directory, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file.is_open()) return {std::move(file), std::move(temporary)};
    if (errno != EEXIST) break;
  }
  return {OwnedFile(-1), std::string()};
}

// Removes all but the youngest files, and what killed writers left behind an hour ago.
void drop_old(const fs::path& directory) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  const auto stale = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    std::error_code time_error;
    const auto time = fs::last_write_time(entry->path(), time_error);
    if (time_error) continue;
    if (name.ends_with(suffix)) kept.emplace_back(time, entry->path());
    if (name.ends_with(".new") && name.find(suffix) != std::string::npos && time < stale) fs::remove(entry->path(), time_error);
  }
  std::ranges::sort(kept, std::greater<>());
  for (std::size_t i = files_kept; i < kept.size(); ++i) fs::remove(kept[i].second, error);
}

}  // namespace

std::optional<std::string> load_cached(const fs::path& directory, std::string_view key) {
  const auto opened = open_directory(directory);
  if (!opened.is_open()) return std::nullopt;
  const auto name = key_digest(key);
  const OwnedFile file(::openat(opened.get(), file_name(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !is_private(status) || !S_ISREG(status.st_mode))
    return std::nullopt;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size < header_size || size - header_size > largest_payload) return std::nullopt;
  const auto header = read_whole(file.get(), header_size);
  auto payload = header ? read_whole(file.get(), size - header_size) : std::nullopt;
  if (!payload || *header != header_of(name, *payload)) return std::nullopt;
  return payload;
}

std::string store_cached(const fs::path& directory, std::string_view key, std::string_view payload) {
  if (payload.size() > largest_payload) return fmt::format("they are larger than {} bytes", largest_payload);
  std::error_code error;
  if (directory.has_parent_path()) fs::create_directories(directory.parent_path(), error);
  if (!error && ::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) error = last_error();
  if (error) return error.message();
  const auto opened = open_directory(directory);
  if (!opened.is_open()) return why_not_opened(directory);
  const auto name = key_digest(key);
  const auto final_name = file_name(name);
  const auto [file, temporary] = create_beside(opened.get(), final_name);
  if (!file.is_open()) return last_error().message();
  const bool written = write_whole(file.get(), header_of(name, payload)) && write_whole(file.get(), payload) &&
                       ::fsync(file.get()) == 0 &&
                       ::renameat(opened.get(), temporary.c_str(), opened.get(), final_name.c_str()) == 0;
  if (!written) {
    auto why = last_error().message();
    (void)::unlinkat(opened.get(), temporary.c_str(), 0);
    return why;
  }
  drop_old(directory);
  return {};
}

}  // namespace syncdx::match
