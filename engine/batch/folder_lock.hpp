// Keeps two runs from writing to one folder. The lock ends with the process, however that ends.
#pragma once

#include "logs/byte_reader.hpp"
#include "syncdx/result.hpp"

#include <string>
#include <utility>

namespace syncdx::batch {

class FolderLock {
 public:
  // Of a folder that exists. B005 while another run has it. Where folders cannot be locked, as on some network disks, nothing
  // is.
  [[nodiscard]] static Result<FolderLock> take(const std::string& folder);

 private:
  explicit FolderLock(logs::FileHandle folder) : folder_(std::move(folder)) {}
  logs::FileHandle folder_;
};

}  // namespace syncdx::batch
