#include "batch/out_file.hpp"

#include "batch/result_names.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::size_t most_waiting = std::size_t{256} * 1024;
constexpr mode_t readable_by_all = 0644;
constexpr mode_t readable_by_owner = 0600;

constexpr std::string_view check_folder = "Check the folder and its permissions.";

tl::unexpected<Diagnostic> unwritable(const std::string& path, int error) {
  return fail(cannot_write(path, {error, std::generic_category()}));
}

bool is_full(std::error_code error) {
  return error == std::errc::no_space_on_device || error == std::errc::file_too_large ||
         error == std::error_code(EDQUOT, std::generic_category());
}

}  // namespace

Diagnostic unusable(const std::string& path, std::string message, std::string help) {
  return {
      .code = "B005", .message = std::move(message), .where = {.path = path, .begin = {}, .end = {}}, .help = std::move(help)};
}

Diagnostic cannot_write(const std::string& path, std::error_code error) {
  return unusable(path, fmt::format("cannot write '{}': {}", path, error.message()),
                  is_full(error) ? "Make room and go on with --resume: what was finished is kept." : std::string(check_folder));
}

Diagnostic cannot_use(const std::string& path, std::string_view why) {
  return unusable(path, fmt::format("cannot use '{}': {}", path, why), std::string(check_folder));
}

OutFile::OutFile(std::string path, Mode mode)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (mode == Mode::anew ? O_TRUNC : O_APPEND),
                         readable_by_owner)) {
  if (descriptor_ < 0) {
    error_ = errno;
    return;
  }
  struct stat status {};
  if (mode == Mode::append && ::fstat(descriptor_, &status) == 0) size_ = static_cast<std::uint64_t>(status.st_size);
}

OutFile::~OutFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutFile::write(std::string_view bytes) {
  if (error_ != 0) return;
  waiting_ += bytes;
  size_ += bytes.size();
  if (waiting_.size() >= most_waiting) drain();
}

void OutFile::drain() {
  std::string_view rest = waiting_;
  while (!rest.empty() && error_ == 0) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  waiting_.clear();
}

Result<void> OutFile::verdict() const {
  if (error_ != 0) return unwritable(path_, error_);
  return {};
}

Result<void> OutFile::flush() {
  drain();
  return verdict();
}

Result<void> OutFile::close() {
  drain();
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
  return verdict();
}

Result<void> put_in_place(const std::string& path) {
  const auto part = path + std::string(part_suffix);
  const int descriptor = ::open(part.c_str(), O_RDONLY | O_CLOEXEC);
  int error = 0;
  if (descriptor < 0 || ::fsync(descriptor) != 0 || ::fchmod(descriptor, readable_by_all) != 0) error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (error == 0 && std::rename(part.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) return unwritable(path, error);
  return {};
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  OutFile file(path + std::string(part_suffix));
  file.write(text);
  if (auto closed = file.close(); !closed) return closed;
  return put_in_place(path);
}

}  // namespace syncdx::batch
