#include "batch/shuffle.hpp"

#include "batch/out_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <tuple>
#include <utility>

namespace syncdx::batch {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

}  // namespace

// One sorted file, and the entry that it stands at.
class Shuffle::Run {
 public:
  explicit Run(const std::string& path) : file_(std::fopen(path.c_str(), "rb")) { advance(); }

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }
  [[nodiscard]] const std::string& session() const noexcept { return session_; }
  [[nodiscard]] std::string& line() noexcept { return line_; }
  [[nodiscard]] auto key() const { return std::tie(session_, line_); }

  void advance() {
    std::array<std::uint32_t, 2> sizes{};
    const auto head = file_ == nullptr ? 0 : std::fread(sizes.data(), 1, sizeof sizes, file_.get());
    at_end_ = head != sizeof sizes;
    failed_ = file_ == nullptr || std::ferror(file_.get()) != 0 || (at_end_ && head != 0);
    if (at_end_) return;
    session_.resize(sizes[0]);
    line_.resize(sizes[1]);
    failed_ = std::fread(session_.data(), 1, sizes[0], file_.get()) != sizes[0] ||
              std::fread(line_.data(), 1, sizes[1], file_.get()) != sizes[1];
    at_end_ = failed_;
  }

 private:
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string session_;
  std::string line_;
  bool at_end_ = false;
  bool failed_ = false;
};

// What is missing here would be missing in the result.
Diagnostic Shuffle::cannot_read() const {
  return unusable(folder_, fmt::format("cannot read back what was sorted in '{}'", folder_),
                  "See to the disk and to how many files may be open, then run it again with --resume.");
}

Shuffle::Shuffle(std::string folder, std::size_t memory)
    : folder_(std::move(folder)), memory_(std::max<std::size_t>(memory, 1)) {}

Shuffle::~Shuffle() {
  runs_.clear();
  std::error_code ignored;
  for (const auto& path : paths_) std::filesystem::remove(path, ignored);
}

Result<void> Shuffle::add(std::string_view session, std::string_view line) {
  const auto held = text_.size() + entries_.size() * sizeof(Entry);
  if (!entries_.empty() && held + session.size() + line.size() > memory_) {
    if (auto written = write_run(); !written) return written;
  }
  // Once it is large, all at once: growing by doubling would take up to three times what is allowed.
  if (text_.size() > memory_ / 32) text_.reserve(memory_);
  entries_.push_back({text_.size(), static_cast<std::uint32_t>(session.size()), static_cast<std::uint32_t>(line.size())});
  text_.append(session).append(line);
  ++lines_;
  return {};
}

void Shuffle::sort() {
  std::ranges::sort(entries_, [this](const Entry& a, const Entry& b) {
    const auto order = session_of(a).compare(session_of(b));
    return order != 0 ? order < 0 : line_of(a) < line_of(b);
  });
}

Result<void> Shuffle::write_run() {
  sort();
  auto path = fmt::format("{}/sorted-{}", folder_, paths_.size());
  OutFile file(path);
  paths_.push_back(std::move(path));
  for (const auto& entry : entries_) {
    const std::array<std::uint32_t, 2> sizes{entry.session, entry.line};
    file.write({reinterpret_cast<const char*>(sizes.data()), sizeof sizes});
    file.write(std::string_view(text_).substr(entry.begin, std::size_t{entry.session} + entry.line));
  }
  entries_.clear();
  text_.clear();
  return file.close();
}

Result<void> Shuffle::begin_reading() {
  reading_ = true;
  if (paths_.empty()) {
    sort();
    return {};
  }
  if (!entries_.empty()) {
    if (auto written = write_run(); !written) return written;
  }
  entries_.shrink_to_fit();
  text_.shrink_to_fit();
  for (const auto& path : paths_) {
    auto run = std::make_unique<Run>(path);
    if (run->failed()) return fail(cannot_read());
    if (!run->at_end()) runs_.push_back(std::move(run));
  }
  std::ranges::make_heap(runs_, [](const auto& a, const auto& b) { return b->key() < a->key(); });
  return {};
}

Result<std::optional<Group>> Shuffle::next() {
  if (!reading_) {
    if (auto begun = begin_reading(); !begun) return fail(begun.error());
  }
  std::optional<Group> group;
  if (paths_.empty()) {
    for (; at_ < entries_.size() && (!group || group->session == session_of(entries_[at_])); ++at_) {
      if (!group) group.emplace(std::string(session_of(entries_[at_])), std::vector<std::string>());
      group->lines.emplace_back(line_of(entries_[at_]));
    }
    return group;
  }
  const auto later = [](const auto& a, const auto& b) { return b->key() < a->key(); };
  while (!runs_.empty() && (!group || group->session == runs_.front()->session())) {
    std::ranges::pop_heap(runs_, later);
    auto& run = *runs_.back();
    if (!group) group.emplace(run.session(), std::vector<std::string>());
    group->lines.push_back(std::move(run.line()));
    run.advance();
    if (run.failed()) return fail(cannot_read());
    if (run.at_end()) {
      runs_.pop_back();
    } else {
      std::ranges::push_heap(runs_, later);
    }
  }
  return group;
}

}  // namespace syncdx::batch
