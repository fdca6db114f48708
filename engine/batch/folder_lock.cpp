#include "batch/folder_lock.hpp"

#include "batch/out_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>

namespace syncdx::batch {

Result<FolderLock> FolderLock::take(const std::string& folder) {
  logs::FileHandle opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const bool is_open = opened.get() >= 0;
  if (is_open && (::flock(opened.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)) return FolderLock(std::move(opened));
  if (!is_open) return fail(cannot_use(folder, std::error_code(errno, std::generic_category()).message()));
  return fail(
      unusable(folder, fmt::format("another run is writing to '{}'", folder), "Wait for it, or give this run another folder."));
}

}  // namespace syncdx::batch
