#include "syncdx/batch.hpp"
#include "batch/copies.hpp"
#include "batch/folder_lock.hpp"
#include "batch/input_states.hpp"
#include "batch/judge_groups.hpp"
#include "batch/list_inputs.hpp"
#include "batch/out_file.hpp"
#include "batch/part_table.hpp"
#include "batch/piece_json.hpp"
#include "batch/result_names.hpp"
#include "batch/scan_inputs.hpp"
#include "batch/shuffle.hpp"
#include "batch/summarise.hpp"
#include "batch/work_folder.hpp"
#include "diagnose/load.hpp"
#include "logs/input.hpp"
#include "logs/session_key.hpp"
#include "rules/known_platforms.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <filesystem>
#include <mutex>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <variant>

namespace syncdx::batch {
namespace {

namespace fs = std::filesystem;

// The session of a line that to_line wrote, without parsing all of it; nothing if it looks otherwise.
std::optional<std::string_view> session_at_a_glance(std::string_view line, std::string_view rules_hash) {
  const auto head = fmt::format(R"({{"syncdx_evidence":1,"rules":"{}","session":")", rules_hash);
  if (!line.starts_with(head)) return std::nullopt;
  line.remove_prefix(head.size());
  const auto end = line.find_first_of("\"\\");
  if (end == std::string_view::npos || line[end] != '"') return std::nullopt;
  return line.substr(0, end);
}

// All evidence of a run, on its way to the shuffle or, how inputs were read, to the summary.
class Intake {
 public:
  Intake(const EvidenceForm& form, std::string folder, std::size_t sort_bytes)
      : form_(form), shuffle_(std::move(folder), sort_bytes), summariser_(form.rules_hash) {}

  Result<void> add(std::string_view line) {
    if (line.empty()) return {};
    const auto session = session_at_a_glance(line, form_.rules_hash);
    if (session && !session->empty()) return shuffle_.add(*session, line);
    auto record = read_line(line, form_);
    if (!record) return fail(record.error());
    if (auto* piece = std::get_if<Piece>(&*record)) {
      if (!piece->session.empty()) return shuffle_.add(piece->session, line);
      parts_.put_aside(std::move(*piece));
    } else {
      add(std::get<InputRecord>(*record));
    }
    return {};
  }

  // What is told twice counts once, as pieces do.
  void add(const InputRecord& record) {
    const auto line = to_line(record, form_.rules_hash);
    if (!records_.insert(XXH3_64bits(line.data(), line.size())).second) return;
    summariser_.add(record);
    parts_.add(record);
    states_.add(record);
    copies_.add(record);
  }

  // When all is there.
  Result<void> finish() {
    const auto settled = parts_.settle();
    for (const auto& record : settled.records) summariser_.add(record);
    for (const auto& record : copies_.settle(states_)) summariser_.add(record);
    for (const auto& piece : settled.pieces) {
      if (auto added = shuffle_.add(piece.session, to_line(piece, form_.rules_hash)); !added) return added;
    }
    return {};
  }

  [[nodiscard]] Shuffle& shuffle() noexcept { return shuffle_; }
  [[nodiscard]] const PartTable& parts() const noexcept { return parts_; }
  [[nodiscard]] const InputStates& states() const noexcept { return states_; }
  [[nodiscard]] const Copies& copies() const noexcept { return copies_; }
  [[nodiscard]] Summariser& summariser() noexcept { return summariser_; }

 private:
  const EvidenceForm& form_;
  Shuffle shuffle_;
  PartTable parts_;
  InputStates states_;
  Copies copies_;
  std::unordered_set<std::uint64_t> records_;  // hashes of the records of inputs
  Summariser summariser_;
};

// The folder of results, made if it is not there.
Result<FolderLock> lock_output(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(cannot_write(folder, error));
  return FolderLock::take(folder);
}

Diagnostic nothing_to_resume(const std::string& out) {
  return {.code = "B014", .severity = Severity::note, .message = fmt::format("nothing to resume in '{}': starting anew", out)};
}

Diagnostic stopped() {
  return {.code = "B009", .message = "stopped before all evidence was read: nothing was written", .help = "merge it again"};
}

// Calls back with the lines of all files of evidence, until one is refused; that it is then told by file and line.
Result<void> for_each_line(const std::vector<std::string>& paths, const Callbacks& callbacks,
                           const std::function<Result<void>(std::string_view)>& visit) {
  const auto should_stop = [&] { return callbacks.stop && callbacks.stop(); };
  const logs::ReadOptions options{.max_line_bytes = longest_evidence_line, .context_bytes = 0, .stop = should_stop};
  Result<void> visited;
  const auto take = [&](logs::Block&& block) {
    const std::string_view text = block.fresh();
    auto number = block.first_line;
    for (std::size_t begin = 0; begin < text.size() && visited; ++number) {
      const auto end = std::min(text.find('\n', begin), text.size());
      visited = visit(text.substr(begin, end - begin));
      if (!visited && visited.error().where.path.empty()) {
        auto refused = visited.error();
        refused.where = {
            .path = block.name,
            .begin = {.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(number, UINT32_MAX)), .column = 1},
            .end = {}};
        visited = fail(std::move(refused));
      }
      begin = end + 1;
    }
    return visited.has_value() && !should_stop();
  };
  const auto inputs = logs::read_inputs(paths, options, take);
  if (!inputs) return fail(inputs.error());
  if (!visited) return visited;
  if (should_stop()) return fail(stopped());
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
  enum class Evidence { whole, broken_off };
  [[nodiscard]] Result<BatchSummary> write_results(const MergeOptions& options, const Callbacks& callbacks, Intake& intake,
                                                   Evidence evidence) const;
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
  const auto inputs = list->files.size() + list->problems.size();
  if (options.part && inputs != 1) {
    return fail({.code = "B001",
                 .message = fmt::format("a part of '{}' is one input, not {}", options.part->log, inputs),
                 .help = "scan the parts one by one, each with its offset"});
  }
  StreamSink stream(sink);
  for (const auto& problem : list->problems) (void)sink(to_line(problem, impl_->form.rules_hash) + '\n');
  impl_->scan_files(options, *keys, list->files, callbacks, stream);
  return {};
}

Result<BatchSummary> Batch::Impl::write_results(const MergeOptions& options, const Callbacks& given, Intake& intake,
                                                Evidence evidence) const {
  if (auto finished = intake.finish(); !finished) return fail(finished.error());
  auto callbacks = given;
  // Whoever stopped the reading wants what was read.
  if (evidence == Evidence::broken_off) callbacks.stop = {};
  const auto diagnoses = fmt::format("{}/{}", options.out, diagnoses_name);
  OutFile file(diagnoses + std::string(part_suffix));
  const JudgeRun run{knowledge,       limits,          form,
                     options,         callbacks,       intake.parts(),
                     intake.states(), intake.copies(), intake.states().any_stopped() || evidence == Evidence::broken_off};
  const auto judged = judge_groups(run, intake.shuffle(), file, intake.summariser());
  if (!judged) return fail(judged.error());
  if (auto closed = file.close(); !closed) return fail(closed.error());
  auto summary = std::move(intake.summariser()).finish();
  summary.interrupted = evidence == Evidence::broken_off || *judged == JudgeEnd::stopped || intake.states().any_stopped();
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
  if (const auto unknown = rules::refuse_platform(*impl_->knowledge.rules, options.platform)) return fail(*unknown);
  auto lock = lock_output(options.out);
  if (!lock) return fail(lock.error());
  std::error_code error;
  const auto sorting = fmt::format("{}/{}", options.out, sorting_name);
  fs::create_directories(sorting, error);
  if (error) return fail(cannot_write(options.out, error));
  auto merged = [&]() -> Result<BatchSummary> {
    Intake intake(impl_->form, sorting, options.sort_bytes);
    if (auto read = for_each_line(evidence, callbacks, [&](std::string_view line) { return intake.add(line); }); !read) {
      return fail(read.error());
    }
    return impl_->write_results(options, callbacks, intake, Impl::Evidence::whole);
  }();
  fs::remove_all(sorting, error);
  return merged;
}

Result<BatchSummary> Batch::run(const ScanOptions& scan, const MergeOptions& merge, Start start,
                                const Callbacks& callbacks) const {
  const auto keys = logs::SessionKeys::make(scan.session_key);
  if (!keys) return fail(keys.error());
  if (const auto unknown = rules::refuse_platform(*impl_->knowledge.rules, merge.platform)) return fail(*unknown);
  const auto list = impl_->list(scan, merge.out);
  if (!list) return fail(list.error());
  auto lock = lock_output(merge.out);
  if (!lock) return fail(lock.error());
  auto folder = WorkFolder::open(merge.out, {impl_->form.rules_hash, scan.session_key, scan.one_session, scan.mask_key}, start);
  if (!folder) return fail(folder.error());
  if (start == Start::resume && !(*folder)->resumes() && callbacks.warn) callbacks.warn(nothing_to_resume(merge.out));
  auto scan_options = scan;
  scan_options.part.reset();
  scan_options.mask_key = (*folder)->mask_key();
  impl_->scan_files(scan_options, *keys, (*folder)->unfinished(list->files), callbacks, **folder);

  const auto evidence = callbacks.stop && callbacks.stop() ? Impl::Evidence::broken_off : Impl::Evidence::whole;
  auto merge_options = merge;
  merge_options.mask_key = scan_options.mask_key;
  auto summary = [&]() -> Result<BatchSummary> {
    Intake intake(impl_->form, (*folder)->path(), merge.sort_bytes);
    for (const auto& problem : list->problems) intake.add(problem);
    if (auto read = (*folder)->for_each_line([&](std::string_view line) { return intake.add(line); }); !read) {
      return fail(read.error());
    }
    return impl_->write_results(merge_options, callbacks, intake, evidence);
  }();
  if (summary && !summary->interrupted) (*folder)->remove();
  return summary;
}

}  // namespace syncdx::batch
