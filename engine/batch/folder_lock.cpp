#include "batch/folder_lock.hpp"

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
  return fail({.code = "B005",
               .message = is_open ? fmt::format("another run is writing to '{}'", folder)
                                  : fmt::format("cannot use '{}': {}", folder,
                                                std::error_code(errno, std::generic_category()).message()),
               .where = {.path = folder, .begin = {}, .end = {}},
               .help = is_open ? "wait for it, or give this run another folder" : "check the folder and its permissions"});
}

}  // namespace syncdx::batch
