// A file being written, that tells whether all of it arrived. Not thread safe.
#pragma once

#include "syncdx/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace syncdx::batch {

// B005, about a place that is used while results are made.
[[nodiscard]] Diagnostic cannot_write(const std::string& path, std::error_code error);
[[nodiscard]] Diagnostic cannot_use(const std::string& path, std::string_view why);
[[nodiscard]] Diagnostic unusable(const std::string& path, std::string message, std::string help);

class OutFile {
 public:
  enum class Mode { anew, append };

  // A file of which only the owner may read (evidence is masked, but nobody else's business). Failure shows at close.
  explicit OutFile(std::string path, Mode mode = Mode::anew);
  OutFile(OutFile&&) = delete;
  ~OutFile();

  void write(std::string_view bytes);

  // To the system, though perhaps not to the disk. B005 if anything written so far did not arrive.
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] Result<void> close();

  [[nodiscard]] bool good() const noexcept { return error_ == 0; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }  // with what is not flushed yet

 private:
  [[nodiscard]] Result<void> verdict() const;
  void drain();

  std::string path_;
  int descriptor_;
  int error_ = 0;
  std::uint64_t size_ = 0;
  std::string waiting_;
};

// `text` as the whole content of `path`: written beside it, synced and renamed, so that readers see the old file or the new.
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view text);

// The last step of that, for a file written as `path` + ".part".
[[nodiscard]] Result<void> put_in_place(const std::string& path);

}  // namespace syncdx::batch
