#include "match/compiled_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace syncdx::match {
namespace {

namespace fs = std::filesystem;

// A directory for one test, removed with all that is in it.
class Scratch {
 public:
  Scratch() {
    auto pattern = (fs::temp_directory_path() / "syncdx-cache-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  [[nodiscard]] fs::path cache() const { return path_ / "cache"; }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<fs::path> files_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory)) files.push_back(entry.path());
  return files;
}

std::string read(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

void write(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

TEST_CASE("what was stored under a key is loaded under it and under no other") {
  const Scratch scratch;
  const std::string payload("bytes\0with a NUL", 16);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  store_cached(scratch.cache(), "key", payload);
  CHECK(load_cached(scratch.cache(), "key") == payload);
  CHECK_FALSE(load_cached(scratch.cache(), "kez"));
  store_cached(scratch.cache(), "key", "newer");
  CHECK(load_cached(scratch.cache(), "key") == "newer");
  store_cached(scratch.cache(), "", "");
  CHECK(load_cached(scratch.cache(), "") == "");
}

TEST_CASE("directory and file are for their owner only, and nothing else is left behind") {
  const Scratch scratch;
  store_cached(scratch.cache() / "deeper", "key", "payload");
  const auto files = files_in(scratch.cache() / "deeper");
  REQUIRE(files.size() == 1);
  CHECK(mode_of(files.front()) == 0600);
  CHECK(mode_of(scratch.cache() / "deeper") == 0700);
}

TEST_CASE("a file with any byte changed, cut anywhere or made longer is not loaded, and is replaced") {
  const Scratch scratch;
  store_cached(scratch.cache(), "key", "a small payload");
  const auto file = files_in(scratch.cache()).front();
  const auto whole = read(file);
  for (std::size_t place = 0; place < whole.size(); ++place) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      auto changed = whole;
      changed[place] = static_cast<char>(changed[place] ^ flip);
      write(file, changed);
      CHECK_FALSE(load_cached(scratch.cache(), "key"));
    }
    write(file, whole.substr(0, place));
    CHECK_FALSE(load_cached(scratch.cache(), "key"));
  }
  write(file, whole + "x");
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  store_cached(scratch.cache(), "key", "a small payload");
  CHECK(load_cached(scratch.cache(), "key") == "a small payload");
}

TEST_CASE("a file moved to another key's name is not loaded") {
  const Scratch scratch;
  store_cached(scratch.cache(), "one", "first");
  const auto one = files_in(scratch.cache()).front();
  const auto bytes = read(one);
  fs::remove(one);
  store_cached(scratch.cache(), "two", "second");
  write(files_in(scratch.cache()).front(), bytes);
  CHECK_FALSE(load_cached(scratch.cache(), "two"));
}

TEST_CASE("writers at the same time leave a whole file") {
  const Scratch scratch;
  const auto payload_of = [](int writer) { return std::string(50'000, static_cast<char>('a' + writer)); };
  bool torn = false;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = 0; i < 20; ++i) store_cached(scratch.cache(), "key", payload_of(writer));
      });
    }
    for (int i = 0; i < 200; ++i) {
      const auto loaded = load_cached(scratch.cache(), "key");
      if (loaded && *loaded != payload_of(loaded->front() - 'a')) torn = true;
    }
  }
  CHECK_FALSE(torn);
  const auto loaded = load_cached(scratch.cache(), "key");
  REQUIRE(loaded);
  CHECK(*loaded == payload_of(loaded->front() - 'a'));
  CHECK(files_in(scratch.cache()).size() == 1);
}

TEST_CASE("a directory or file that others may write to is not used") {
  const Scratch scratch;
  store_cached(scratch.cache(), "key", "payload");
  const auto file = files_in(scratch.cache()).front();
  REQUIRE(::chmod(file.c_str(), 0620) == 0);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  REQUIRE(::chmod(file.c_str(), 0644) == 0);
  CHECK(load_cached(scratch.cache(), "key") == "payload");
  REQUIRE(::chmod(scratch.cache().c_str(), 0777) == 0);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  store_cached(scratch.cache(), "other", "payload");
  CHECK(files_in(scratch.cache()).size() == 1);
  REQUIRE(::chmod(scratch.cache().c_str(), 0700) == 0);
}

TEST_CASE("a link or a directory in the file's place is not followed") {
  const Scratch scratch;
  store_cached(scratch.cache(), "key", "payload");
  const auto file = files_in(scratch.cache()).front();
  const auto elsewhere = scratch.path() / "elsewhere";
  fs::rename(file, elsewhere);
  fs::create_symlink(elsewhere, file);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  store_cached(scratch.cache(), "key", "newer");
  CHECK(load_cached(scratch.cache(), "key") == "newer");
  CHECK_FALSE(fs::is_symlink(file));
  fs::remove(file);
  fs::create_directory(file);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  store_cached(scratch.cache(), "key", "newer");
  CHECK(files_in(scratch.cache()).size() == 1);
}

TEST_CASE("a file or directory of another user is not used") {
  if (::geteuid() != 0) return;  // only root can give files away
  const Scratch scratch;
  constexpr uid_t nobody = 65534;
  store_cached(scratch.cache(), "key", "payload");
  const auto file = files_in(scratch.cache()).front();
  REQUIRE(::chown(file.c_str(), nobody, nobody) == 0);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
  REQUIRE(::chown(file.c_str(), 0, 0) == 0);
  CHECK(load_cached(scratch.cache(), "key"));
  REQUIRE(::chown(scratch.cache().c_str(), nobody, nobody) == 0);
  CHECK_FALSE(load_cached(scratch.cache(), "key"));
}

TEST_CASE("where no directory can be made there is no cache and no error") {
  const Scratch scratch;
  write(scratch.path() / "file", "in the way");
  const auto* const name = GENERATE("file", "file/below");
  store_cached(scratch.path() / name, "key", "payload");
  CHECK_FALSE(load_cached(scratch.path() / name, "key"));
  CHECK(read(scratch.path() / "file") == "in the way");
  store_cached("/proc/no/such/place", "key", "payload");
  CHECK_FALSE(load_cached("/proc/no/such/place", "key"));
}

TEST_CASE("only the youngest files are kept") {
  const Scratch scratch;
  for (int i = 0; i < 12; ++i) {
    store_cached(scratch.cache(), std::to_string(i), "payload");
    for (const auto& file : files_in(scratch.cache()))
      fs::last_write_time(file, fs::last_write_time(file) - std::chrono::hours(1));
  }
  CHECK(files_in(scratch.cache()).size() == 8);
  CHECK(load_cached(scratch.cache(), "11"));
  CHECK(load_cached(scratch.cache(), "4"));
  CHECK_FALSE(load_cached(scratch.cache(), "3"));
}

}  // namespace
}  // namespace syncdx::match
