#include "progress.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace syncdx::cli {
namespace {

using connect::ProbeEvent;
using connect::ProbeState;

constexpr std::size_t usual_width = 100;
constexpr std::size_t usual_height = 24;

bool moves_cursor() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string_view word_of(const ProbeEvent& event) {
  switch (event.state) {
    case ProbeState::pending:
      return "pending";
    case ProbeState::running:
      return "running";
    case ProbeState::resting:
      return "waiting";
    case ProbeState::ended:
      break;
  }
  return name_of(event.outcome);
}

std::string line_of(const ProbeEvent& event) {
  const bool ended = event.state == ProbeState::ended;
  const auto time = ended && event.milliseconds > 0 ? fmt::format("{:>7.0f} ms", event.milliseconds) : std::string(10, ' ');
  auto line = fmt::format("{:<8}{:<28}{}", word_of(event), event.probe, time);
  if (!event.reason.empty()) line += " (" + shorten(event.reason, 90) + ")";
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

ProgressLines::ProgressLines() : in_place_(moves_cursor()), width_(usual_width), height_(usual_height) {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0) return;
  if (size.ws_col > 0) width_ = size.ws_col;
  if (size.ws_row > 0) height_ = size.ws_row;
}

void ProgressLines::show(const ProbeEvent& event) {
  if (!in_place_) {
    if (event.state == ProbeState::ended) std::fputs((line_of(event) + "\n").c_str(), stderr);
    return;
  }
  const auto known = std::ranges::find(probes_, event.probe);
  if (known == probes_.end()) {
    begin(event);
    return;
  }
  rewrite(static_cast<std::size_t>(known - probes_.begin()), line_of(event));
}

void ProgressLines::begin(const ProbeEvent& event) {
  probes_.push_back(event.probe);
  std::fputs((shorten(line_of(event), width_ - 1) + "\n").c_str(), stderr);
}

// Lines that have left the screen are not reached any more; those are written anew below.
void ProgressLines::rewrite(std::size_t line, const std::string& text) const {
  const auto up = probes_.size() - line;
  const auto shown = shorten(text, width_ - 1);
  if (up >= height_) return;
  std::fputs(fmt::format("\x1b[{0}A\r\x1b[K{1}\x1b[{0}B\r", up, shown).c_str(), stderr);
}

}  // namespace syncdx::cli
