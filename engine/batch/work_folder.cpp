#include "batch/work_folder.hpp"

#include "batch/piece_json.hpp"
#include "batch/result_names.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace syncdx::batch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view shared_name = "evidence.jsonl";
constexpr std::size_t large_input = std::size_t{1} << 20U;    // bytes of evidence: then it gets a file of its own
constexpr std::size_t longest_note = std::size_t{64} << 10U;  // of a journal's line or a plan: a path or a session key, escaped

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string print(const RunPlan& plan) {
  return dump(Json{{"version", 1},
                   {"rules", plan.rules_hash},
                   {"session_key", plan.session_key},
                   {"one_session", plan.one_session},
                   {"mask_key", plan.mask_key}});
}

// The next line, without its newline; false at the end, and if it is longer than `longest`: then it is none of ours.
bool read_line(std::istream& file, std::string& line, std::size_t longest) {
  line.clear();
  auto& bytes = *file.rdbuf();
  for (auto byte = bytes.sbumpc(); byte != std::char_traits<char>::eof(); byte = bytes.sbumpc()) {
    if (byte == '\n') return true;
    if (line.size() == longest) return false;
    line += static_cast<char>(byte);
  }
  return !line.empty();
}

std::optional<RunPlan> read_plan(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text_of_plan;
  if (!read_line(file, text_of_plan, longest_note)) return std::nullopt;
  const auto value = Json::parse(text_of_plan, nullptr, false);
  if (!value.is_object() || value.value("version", Json()) != Json(1)) return std::nullopt;
  const auto text = [&](const char* name) {
    return value.contains(name) && value[name].is_string() ? value[name].get<std::string>() : std::string();
  };
  if (!value.contains("mask_key") || !value["mask_key"].is_number_unsigned()) return std::nullopt;
  return RunPlan{text("rules"), text("session_key"), value.value("one_session", Json()) == Json(true),
                 value["mask_key"].get<std::uint64_t>()};
}

}  // namespace

WorkFolder::WorkFolder(std::string path, RunPlan plan) : path_(std::move(path)), plan_(std::move(plan)) {}
WorkFolder::~WorkFolder() = default;

Result<std::unique_ptr<WorkFolder>> WorkFolder::open(const std::string& out, RunPlan plan, Start start) {
  const auto path = fmt::format("{}/{}", out, unfinished_name);
  std::error_code error;
  if (start == Start::anew) fs::remove_all(path, error);
  const bool was_there = !error && fs::exists(path, error);
  if (!error) fs::create_directories(path, error);
  if (error) return fail(cannot_use(path, error.message()));
  std::unique_ptr<WorkFolder> folder(new WorkFolder(path, std::move(plan)));
  const auto plan_path = path + "/plan.json";
  if (start == Start::resume && was_there) {
    const auto old = read_plan(plan_path);
    if (!old) return open(out, std::move(folder->plan_), Start::anew);  // broken off before there was anything to keep
    folder->plan_.mask_key = old->mask_key;
    if (*old != folder->plan_) {
      return fail({.code = "B006",
                   .message = "the run that is to be resumed had other rules or other session keys",
                   .where = {.path = path, .begin = {}, .end = {}},
                   .help = "use the same ones, or begin anew without --resume"});
    }
  }
  if (auto written = replace_file(plan_path, print(folder->plan_) + '\n'); !written) return fail(written.error());
  fs::permissions(plan_path, fs::perms::owner_read | fs::perms::owner_write, error);
  if (auto read = folder->read_journal(); !read) return fail(read.error());
  if (auto opened = folder->open_files(); !opened) return fail(opened.error());
  return folder;
}

// What is not whole at the journal's end was being written when the run broke off.
Result<void> WorkFolder::read_journal() {
  std::ifstream file(place("journal.jsonl"), std::ios::binary);
  std::string line;
  std::string kept;
  std::uint64_t shared_end = 0;
  while (read_line(file, line, longest_note)) {
    const auto entry = Json::parse(line, nullptr, false);
    const auto text = [&](const char* name) {
      return entry.is_object() && entry.contains(name) && entry[name].is_string() ? entry[name].get<std::string>()
                                                                                  : std::string();
    };
    const auto number = [&](const char* name) {
      return entry.contains(name) && entry[name].is_number_integer() ? entry[name].get<std::int64_t>() : 0;
    };
    if (text("path").empty() || text("file").empty() || text("file").find('/') != std::string::npos) break;
    const auto size = [&](const char* name) { return static_cast<std::uint64_t>(std::max<std::int64_t>(number(name), 0)); };
    Finished finished;
    finished.input = {.path = text("path"), .bytes = size("bytes"), .modified = number("modified"), .node = size("node")};
    finished.stretch = {text("file"), size("begin"), size("end")};
    if (finished.stretch.begin > finished.stretch.end) break;
    if (finished.stretch.file == shared_name) shared_end = std::max(shared_end, finished.stretch.end);
    if (finished.stretch.file != shared_name) ++large_files_;
    finished_.insert_or_assign(finished.input.path, finished);
    kept += line + '\n';
  }
  file.close();
  std::error_code error;
  const auto shared = place(shared_name);
  if (fs::is_symlink(shared, error)) return fail(cannot_use(shared, "it is a link"));
  if (fs::exists(shared, error)) fs::resize_file(shared, std::min(shared_end, fs::file_size(shared, error)), error);
  if (error) return fail(cannot_use(shared, error.message()));
  return replace_file(place("journal.jsonl"), kept);
}

Result<void> WorkFolder::open_files() {
  evidence_ = std::make_unique<OutFile>(place(shared_name), OutFile::Mode::append);
  journal_ = std::make_unique<OutFile>(place("journal.jsonl"), OutFile::Mode::append);
  if (auto good = evidence_->flush(); !good) return good;
  return journal_->flush();
}

std::vector<InputFile> WorkFolder::unfinished(const std::vector<InputFile>& files) {
  files_.clear();
  wanted_.clear();
  for (const auto& file : files) {
    const auto found = finished_.find(file.path);
    const bool same = found != finished_.end() && file.path != "-" && found->second.input.bytes == file.bytes &&
                      found->second.input.modified == file.modified;
    if (same) {
      wanted_.push_back(found->second.stretch);
    } else {
      files_.push_back(file);
    }
  }
  return files_;
}

bool WorkFolder::add(std::size_t input, std::string_view lines) {
  const std::lock_guard lock(mutex_);
  auto& writing = writing_[input];
  if (!writing.file && writing.held.size() + lines.size() > large_input) {
    // A name of its own: an earlier attempt's file may be there.
    std::error_code error;
    do {
      writing.name = fmt::format("input-{}.jsonl", large_files_++);
    } while (fs::exists(place(writing.name), error));
    writing.file = std::make_unique<OutFile>(place(writing.name));
    writing.file->write(writing.held);
    writing.held.clear();
  }
  if (!writing.file) {
    writing.held += lines;
    return true;
  }
  writing.file->write(lines);
  if (!writing.file->good() && !problem_) problem_ = writing.file->flush().error();
  return !problem_;
}

bool WorkFolder::done(std::size_t input, End end) {
  const std::lock_guard lock(mutex_);
  auto writing = std::move(writing_[input]);
  writing_.erase(input);
  Stretch stretch;
  Result<void> written;
  if (writing.file) {
    stretch = {writing.name, 0, writing.file->size()};
    written = writing.file->close();
  } else {
    stretch = {std::string(shared_name), evidence_->size(), evidence_->size() + writing.held.size()};
    evidence_->write(writing.held);
    written = evidence_->flush();
  }
  wanted_.push_back(stretch);
  if (written && end == End::read) {
    const auto& file = files_[input];
    journal_->write(dump(Json{{"path", file.path},
                              {"bytes", file.bytes},
                              {"modified", file.modified},
                              {"node", file.node},
                              {"file", stretch.file},
                              {"begin", stretch.begin},
                              {"end", stretch.end}}) +
                    '\n');
    written = journal_->flush();
  }
  if (!written && !problem_) problem_ = written.error();
  return !problem_;
}

Result<void> WorkFolder::for_each_line(const std::function<Result<void>(std::string_view)>& visit) {
  const std::lock_guard lock(mutex_);
  if (problem_) return fail(*problem_);
  std::string line;
  for (const auto& stretch : wanted_) {
    std::ifstream file(place(stretch.file), std::ios::binary);
    file.seekg(static_cast<std::streamoff>(stretch.begin));
    auto rest = stretch.end - stretch.begin;
    while (rest > 0 && read_line(file, line, longest_evidence_line)) {
      rest -= std::min<std::uint64_t>(rest, line.size() + 1);
      if (auto visited = visit(line); !visited) return visited;
    }
    if (rest > 0) return fail(cannot_use(place(stretch.file), "evidence is missing in it"));
  }
  return {};
}

void WorkFolder::remove() {
  evidence_.reset();
  journal_.reset();
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace syncdx::batch
