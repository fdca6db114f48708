#include "batch_progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace syncdx::cli {
namespace {

std::string print_bytes(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  if (bytes >= 1e6) return fmt::format("{:.0f} MB", bytes / 1e6);
  return fmt::format("{:.0f} kB", bytes / 1e3);
}

// "61 %, 10 s left: "; nothing if the whole is not known.
std::string print_share(double done, double whole, double seconds) {
  if (whole <= 0) return {};
  const double share = std::min(done / whole, 1.0);
  auto text = fmt::format("{:.0f} %", std::floor(share * 100));
  constexpr double least_seconds = 1;  // before, the rate says little
  constexpr double minute = 60;
  if (share > 0 && seconds >= least_seconds) {
    const double left = seconds / share - seconds;
    text += left < 2 * minute ? fmt::format(", {:.0f} s left", left) : fmt::format(", {:.0f} min left", left / minute);
  }
  return text + ": ";
}

std::size_t terminal_width() {
  constexpr std::size_t usual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

void write_terminal(const std::string& text) {
  // Progress that cannot be shown is no matter.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

ProgressLine::ProgressLine() : on_terminal_(::isatty(STDERR_FILENO) == 1) {}

std::string ProgressLine::text_of(const batch::Progress& progress, double seconds) {
  if (progress.stage == batch::Progress::Stage::diagnosing) {
    return "diagnosing: " +
           print_share(static_cast<double>(progress.records_done), static_cast<double>(progress.records), seconds) +
           fmt::format("{} sessions, {} failed", progress.sessions, progress.failed);
  }
  const auto read = static_cast<double>(progress.bytes_read);
  const auto total = static_cast<double>(progress.bytes_total);
  auto text = print_share(read, total, seconds) + print_bytes(read);
  if (total > 0) text += " of " + print_bytes(total);
  return text + fmt::format(", {}/s, {} sessions, {} with errors, {} of {} inputs",
                            print_bytes(seconds > 0 ? read / seconds : 0), progress.sessions, progress.with_errors,
                            progress.inputs_done, progress.inputs);
}

void ProgressLine::show(const batch::Progress& progress) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (stage_ != progress.stage) {
    stage_ = progress.stage;
    stage_start_ = next_ = now;
  }
  if (now < next_) return;
  constexpr std::chrono::milliseconds pause{100};
  next_ = now + pause;
  shown_ = true;
  const auto text = text_of(progress, std::chrono::duration<double>(now - stage_start_).count());
  write_terminal("\r\x1b[K" + text.substr(0, terminal_width() - 1));
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_) write_terminal("\r\x1b[K");
  shown_ = false;
}

}  // namespace syncdx::cli
