#include "batch_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace syncdx::cli {
namespace {

std::string print_bytes(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  if (bytes >= 1e6) return fmt::format("{:.0f} MB", bytes / 1e6);
  return fmt::format("{:.0f} kB", bytes / 1e3);
}

void write_terminal(const std::string& text) {
  // Progress that cannot be shown is no matter.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

ProgressLine::ProgressLine() : on_terminal_(::isatty(STDERR_FILENO) == 1) {}

std::string ProgressLine::text_of(const batch::Progress& progress, double seconds) {
  if (progress.stage == batch::Progress::Stage::diagnosing) {
    return fmt::format("{} sessions diagnosed, {} failed", progress.sessions, progress.failed);
  }
  const auto read = static_cast<double>(progress.bytes_read);
  const auto total = static_cast<double>(progress.bytes_total);
  const double rate = seconds > 0 ? read / seconds : 0;
  auto text = print_bytes(read);
  if (progress.bytes_total > 0) text += " of " + print_bytes(total);
  text += fmt::format(", {}/s, {} sessions, {} of {} inputs", print_bytes(rate), progress.sessions, progress.inputs_done,
                      progress.inputs);
  if (rate > 0 && total > read) text += fmt::format(", {:.0f} s left", (total - read) / rate);
  return text;
}

void ProgressLine::show(const batch::Progress& progress) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (now < next_) return;
  constexpr std::chrono::milliseconds pause{100};
  next_ = now + pause;
  shown_ = true;
  write_terminal("\r\x1b[K" + text_of(progress, std::chrono::duration<double>(now - start_).count()));
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_) write_terminal("\r\x1b[K");
  shown_ = false;
}

}  // namespace syncdx::cli
