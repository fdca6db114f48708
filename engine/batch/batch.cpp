#include "syncdx/batch.hpp"
#include "batch/judge_groups.hpp"
#include "batch/list_inputs.hpp"
#include "batch/out_file.hpp"
#include "batch/piece_json.hpp"
#include "batch/result_names.hpp"
#include "batch/scan_inputs.hpp"
#include "batch/shuffle.hpp"
#include "batch/summarise.hpp"
#include "batch/work_folder.hpp"
#include "diagnose/load.hpp"
#include "logs/input.hpp"
#include "logs/session_key.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>
#include <variant>

namespace syncdx::batch {
namespace {

namespace fs = std::filesystem;

Diagnostic cannot_write(const std::string& path, std::string_view why) {
  return {.code = "B005",
          .message = fmt::format("cannot write '{}': {}", path, why),
          .where = {.path = path, .begin = {}, .end = {}},
          .help = "check the folder and its permissions"};
}

// The session of a line that to_line wrote, without parsing all of it; nothing if it looks otherwise.
std::optional<std::string_view> session_at_a_glance(std::string_view line, std::string_view rules_hash) {
  const auto head = fmt::format(R"({{"syncdx_evidence":1,"rules":"{}","session":")", rules_hash);
  if (!line.starts_with(head)) return std::nullopt;
  line.remove_prefix(head.size());
  const auto end = line.find_first_of("\"\\");
  if (end == std::string_view::npos || line[end] != '"') return std::nullopt;
  return line.substr(0, end);
}

// Evidence lines in, to the shuffle or, how inputs were read, to the summary.
Result<void> take_line(std::string_view line, const EvidenceForm& form, Shuffle& shuffle, Summariser& summariser) {
  if (line.empty()) return {};
  if (const auto session = session_at_a_glance(line, form.rules_hash)) return shuffle.add(*session, line);
  auto record = read_line(line, form);
  if (!record) return fail(record.error());
  if (const auto* piece = std::get_if<Piece>(&*record)) return shuffle.add(piece->session, line);
  summariser.add(std::get<InputRecord>(*record));
  return {};
}

// Calls back with the lines of all sources; for the scan of files of evidence.
Result<void> for_each_line(const std::vector<std::string>& paths, const std::function<Result<void>(std::string_view)>& visit) {
  const logs::ReadOptions options{.max_line_bytes = longest_evidence_line, .context_bytes = 0};
  Result<void> visited;
  const auto take = [&](logs::Block&& block) {
    const std::string_view text = block.fresh();
    for (std::size_t begin = 0; begin < text.size() && visited;) {
      const auto end = std::min(text.find('\n', begin), text.size());
      visited = visit(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return visited.has_value();
  };
  const auto inputs = logs::read_inputs(paths, options, take);
  if (!inputs) return fail(inputs.error());
  if (!visited) return visited;
  for (const auto& source : inputs->sources) {
    if (!source.notes.empty()) return fail(source.notes.front());
  }
  return {};
}

// Passes evidence on as it comes.
class StreamSink final : public EvidenceSink {
 public:
  explicit StreamSink(const std::function<bool(std::string_view)>& sink) : sink_(sink) {}

  bool add(std::size_t, std::string_view lines) override {
    const std::lock_guard lock(mutex_);
    return lines.empty() || (going_ = going_ && sink_(lines));
  }
  bool done(std::size_t, End) override { return going_; }

 private:
  const std::function<bool(std::string_view)>& sink_;
  std::mutex mutex_;
  bool going_ = true;
};

}  // namespace

struct Batch::Impl {
  Knowledge knowledge;
  SampleLimits limits{*knowledge.rules};
  EvidenceForm form{knowledge.content_hash, knowledge.rules->symptoms.size(), knowledge.rules->platforms.size()};

  [[nodiscard]] Result<InputList> list(const ScanOptions& options, const std::string& out) const;
  void scan_files(const ScanOptions& options, const logs::SessionKeys& keys, const std::vector<InputFile>& files,
                  const Callbacks& callbacks, EvidenceSink& sink) const;
  [[nodiscard]] Result<BatchSummary> write_results(const MergeOptions& options, const Callbacks& callbacks, Shuffle& shuffle,
                                                   Summariser summariser, bool interrupted) const;
};

Batch::Batch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;
Batch::~Batch() = default;

Checked<Batch> Batch::load(const EngineOptions& options) {
  auto knowledge = load_knowledge(options);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  return Loaded<Batch>{Batch(std::make_unique<Impl>(Impl{std::move(knowledge->value)})), std::move(knowledge->warnings)};
}

Result<InputList> Batch::Impl::list(const ScanOptions& options, const std::string& out) const {
  auto list = list_inputs(options.paths, out);
  if (list.files.empty() && !list.problems.empty()) {
    const auto& problem = list.problems.front().problems.front();
    return fail({.code = problem.code,
                 .message = problem.message,
                 .where = {.path = list.problems.front().input, .begin = {}, .end = {}},
                 .help = problem.help});
  }
  return list;
}

void Batch::Impl::scan_files(const ScanOptions& options, const logs::SessionKeys& keys, const std::vector<InputFile>& files,
                             const Callbacks& callbacks, EvidenceSink& sink) const {
  const ScanPlan plan{knowledge.plan, limits, keys, options.mask_key};
  const PieceMask mask(*knowledge.rules, options.mask_key);
  scan_inputs({plan, options, mask, form.rules_hash, callbacks}, files, sink);
}

Result<void> Batch::scan(const ScanOptions& options, const Callbacks& callbacks,
                         const std::function<bool(std::string_view)>& sink) const {
  const auto keys = logs::SessionKeys::make(options.session_key);
  if (!keys) return fail(keys.error());
  const auto list = impl_->list(options, {});
  if (!list) return fail(list.error());
  StreamSink stream(sink);
  for (const auto& problem : list->problems) (void)sink(to_line(problem, impl_->form.rules_hash) + '\n');
  impl_->scan_files(options, *keys, list->files, callbacks, stream);
  return {};
}

Result<BatchSummary> Batch::Impl::write_results(const MergeOptions& options, const Callbacks& callbacks, Shuffle& shuffle,
                                                Summariser summariser, bool interrupted) const {
  const auto diagnoses = fmt::format("{}/{}", options.out, diagnoses_name);
  OutFile file(diagnoses + std::string(part_suffix));
  if (auto judged = judge_groups({knowledge, limits, form, options, callbacks}, shuffle, file, summariser); !judged)
    return fail(judged.error());
  if (auto closed = file.close(); !closed) return fail(closed.error());
  auto summary = std::move(summariser).finish();
  summary.interrupted = interrupted;
  const auto write = [&](std::string_view name, const auto& print) -> Result<void> {
    return print ? replace_file(fmt::format("{}/{}", options.out, name), print(summary)) : Result<void>();
  };
  if (auto written = write(summary_name, callbacks.print_summary); !written) return fail(written.error());
  if (auto written = write(page_name, callbacks.print_page); !written) return fail(written.error());
  if (auto placed = put_in_place(diagnoses); !placed) return fail(placed.error());
  return summary;
}

Result<BatchSummary> Batch::merge(const std::vector<std::string>& evidence, const MergeOptions& options,
                                  const Callbacks& callbacks) const {
  std::error_code error;
  const auto sorting = options.out + "/.sorting";
  fs::create_directories(sorting, error);
  if (error) return fail(cannot_write(options.out, error.message()));
  Result<BatchSummary> summary = BatchSummary{};
  {
    Shuffle shuffle(sorting, options.sort_bytes);
    Summariser summariser(impl_->form.rules_hash);
    const auto read =
        for_each_line(evidence, [&](std::string_view line) { return take_line(line, impl_->form, shuffle, summariser); });
    if (read) {
      summary = impl_->write_results(options, callbacks, shuffle, std::move(summariser), false);
    } else {
      summary = fail(read.error());
    }
  }
  fs::remove_all(sorting, error);
  return summary;
}

Result<BatchSummary> Batch::run(const ScanOptions& scan, const MergeOptions& merge, Start start,
                                const Callbacks& callbacks) const {
  const auto keys = logs::SessionKeys::make(scan.session_key);
  if (!keys) return fail(keys.error());
  const auto list = impl_->list(scan, merge.out);
  if (!list) return fail(list.error());
  auto folder = WorkFolder::open(merge.out, {impl_->form.rules_hash, scan.session_key, scan.mask_key}, start);
  if (!folder) return fail(folder.error());
  auto scan_options = scan;
  scan_options.mask_key = (*folder)->mask_key();
  impl_->scan_files(scan_options, *keys, (*folder)->unfinished(list->files), callbacks, **folder);

  const bool interrupted = callbacks.stop && callbacks.stop();
  auto merge_options = merge;
  merge_options.mask_key = scan_options.mask_key;
  Result<BatchSummary> summary = BatchSummary{};
  {
    Shuffle shuffle((*folder)->path(), merge.sort_bytes);
    Summariser summariser(impl_->form.rules_hash);
    for (const auto& problem : list->problems) summariser.add(problem);
    const auto read =
        (*folder)->for_each_line([&](std::string_view line) { return take_line(line, impl_->form, shuffle, summariser); });
    if (!read) return fail(read.error());
    summary = impl_->write_results(merge_options, callbacks, shuffle, std::move(summariser), interrupted);
  }
  if (summary && !interrupted) (*folder)->remove();
  return summary;
}

}  // namespace syncdx::batch
