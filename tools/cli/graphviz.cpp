#include "graphviz.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

namespace syncdx::cli {
namespace {

constexpr auto patience = std::chrono::minutes(2);
constexpr std::size_t max_picture_bytes = std::size_t{64} << 20U;

Diagnostic no_picture(const std::string& why, const std::string& help) {
  return {.code = "C008", .message = "no picture: " + why, .help = help};
}

// An open end of a pipe, closed with it.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int number() const { return number_; }
  void set(int number) { number_ = number; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.set(ends[0]);
    write.set(ends[1]);
    return true;
  }
};

// Feeds `input` and takes the output side by side, so that neither end waits for the other for ever.
bool exchange(Pipe& to, Pipe& from, std::string_view input, std::string& output) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0 || output.size() > max_picture_bytes) return false;
    std::array<pollfd, 2> ends{pollfd{from.read.number(), POLLIN, 0}, pollfd{to.write.number(), POLLOUT, 0}};
    if (::poll(ends.data(), ends.size(), static_cast<int>(left)) < 0 && errno != EINTR) return false;
    if ((ends[1].revents & (POLLOUT | POLLERR)) != 0) {
      const auto sent = ::write(to.write.number(), input.data(), std::min<std::size_t>(input.size(), 4096));
      if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
      if (sent < 0 || input.empty()) to.write.close();
    }
    if ((ends[0].revents & (POLLIN | POLLHUP)) != 0) {
      std::array<char, 64U * 1024U> piece{};
      const auto got = ::read(from.read.number(), piece.data(), piece.size());
      if (got <= 0) return got == 0;
      output.append(piece.data(), static_cast<std::size_t>(got));
    }
  }
}

}  // namespace

Result<std::string> lay_out(const std::string& dot) {
  Pipe to;
  Pipe from;
  if (!to.open() || !from.open()) return fail(no_picture(std::strerror(errno), ""));
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to.read.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from.write.number(), STDOUT_FILENO);
  std::string program = "dot";
  std::string format = "-Tsvg";
  const std::array<char*, 3> arguments{program.data(), format.data(), nullptr};
  pid_t child = 0;
  const int failure = ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    return fail(no_picture(fmt::format("the program 'dot' of Graphviz cannot be run ({})", std::strerror(failure)),
                           "install the package graphviz, or use --format dot and lay it out elsewhere"));
  }
  to.read.close();
  from.write.close();
  std::string svg;
  const bool whole = exchange(to, from, dot, svg);
  if (!whole) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!whole)
    return fail(no_picture("'dot' takes too long, or its picture is too large", "choose a smaller part with --focus"));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return fail(no_picture("'dot' failed", "use --format dot and look at what it says"));
  }
  return svg;
}

}  // namespace syncdx::cli
