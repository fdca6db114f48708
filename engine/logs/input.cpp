#include "logs/input.hpp"

#include "logs/block_cutter.hpp"
#include "logs/byte_reader.hpp"
#include "logs/export_peek.hpp"
#include "logs/read_stream.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <optional>
#include <system_error>

namespace syncdx::logs {
namespace {

constexpr std::string_view stdin_path = "-";

std::string shown_name(const std::string& path) { return path == stdin_path ? "stdin" : path; }

Diagnostic unreadable(const std::string& path, std::string_view why, std::string help) {
  return {.code = "L001",
          .severity = Severity::error,
          .message = fmt::format("cannot read '{}': {}", path, why),
          .where = {.path = path, .begin = {}, .end = {}},
          .help = std::move(help)};
}

std::string help_for(const std::string& path, int error) {
  if (error == ENOENT && path.starts_with("--")) return "Options must stand before --.";
  if (error == ENOENT || error == ENOTDIR) return "Check the path for slips; quote it if it has spaces.";
  if (error == EACCES || error == EPERM) return "Run as a user who may read it, or change its permissions.";
  return "Check the path and its permissions.";
}

Result<FileHandle> open_path(const std::string& path) {
  if (path == stdin_path && !can_read_standard_input()) {
    return fail(unreadable(shown_name(path), "standard input is closed", "Name a file, or pipe the log in."));
  }
  // Opened at once even if it is a named pipe into which nobody writes yet: the reader waits for that, and can be stopped.
  const int descriptor = path == stdin_path ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    return fail(unreadable(shown_name(path), std::error_code(error, std::generic_category()).message(), help_for(path, error)));
  }
  FileHandle file(descriptor);
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    return fail(
        unreadable(shown_name(path), "it is a directory", fmt::format("Name the files in it, for example {}/*.log", path)));
  }
  return file;
}

bool is_regular(const FileHandle& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
}

// Opens every path once, so that a slip shows before anything is read. Pipes stay open (they open only once); files are closed
// again, since there may be more of them than descriptors.
Result<std::vector<std::optional<FileHandle>>> check_paths(std::span<const std::string> paths) {
  std::vector<std::optional<FileHandle>> files;
  files.reserve(paths.size());
  for (const auto& path : paths) {
    auto file = open_path(path);
    if (!file) return fail(file.error());
    const bool keep = path == stdin_path || !is_regular(*file);
    files.push_back(keep ? std::optional(std::move(*file)) : std::nullopt);
  }
  return files;
}

}  // namespace

bool can_read_standard_input() {
  const int mode = ::fcntl(STDIN_FILENO, F_GETFL);
  return mode >= 0 && (mode & O_ACCMODE) != O_WRONLY;
}

Result<Inputs> read_inputs(std::span<const std::string> paths, const ReadOptions& options,
                           const std::function<bool(Block&&)>& sink) {
  auto files = check_paths(paths);
  if (!files) return fail(files.error());
  StreamRun run(options, sink);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto name = shown_name(paths[i]);
    if (!(*files)[i]) {
      auto file = open_path(paths[i]);
      if (!file) {  // gone since it was checked
        run.add_unread(name, file.error());
        continue;
      }
      (*files)[i] = std::move(*file);
    }
    DescriptorReader reader((*files)[i]->get(), name, {.stop = options.stop, .took = options.took});
    run.read(reader, name);
    (*files)[i].reset();
  }
  return std::move(run).inputs();
}

Inputs read_packed(std::string_view bytes, const std::string& name, const ReadOptions& options,
                   const std::function<bool(Block&&)>& sink) {
  StreamRun run(options, sink);
  MemoryReader reader(bytes);
  run.read(reader, name);
  return std::move(run).inputs();
}

Inputs read_text(std::string_view text, const std::string& name, const ReadOptions& options,
                 const std::function<bool(Block&&)>& sink) {
  StreamRun run(options, sink);
  MemoryReader memory(text);
  run.read_lines(memory, name);
  return std::move(run).inputs();
}

Result<std::string> read_document(const std::string& path, std::size_t limit) {
  auto file = open_path(path);
  if (!file) return fail(file.error());
  const auto name = shown_name(path);
  DescriptorReader reader(file->get(), name);
  // Everything as one source of lines, in whatever blocks; `whole` grows to the limit at most.
  std::string whole;
  bool fits = true;
  const std::function<bool(Block&&)> sink = [&](Block&& block) {
    fits = block.fresh().size() <= limit - whole.size();
    if (fits) whole += block.fresh();
    return fits;
  };
  const ReadOptions options{.context_bytes = 0, .max_members = 1};
  StreamRun run(options, sink, StreamRun::Exports::as_lines);
  run.read(reader, name);
  const auto inputs = std::move(run).inputs();
  if (!fits)
    return fail(unreadable(name, fmt::format("it is larger than {} bytes", limit), "Export a shorter range of sessions."));
  for (const auto& source : inputs.sources) {
    if (source.cut && !source.notes.empty())
      return fail(unreadable(name, source.notes.front().message, source.notes.front().help));
  }
  return whole;
}

}  // namespace syncdx::logs
