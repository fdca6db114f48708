#include "batch/scan_inputs.hpp"

#include "batch/source_run.hpp"

#include "base/bounded_queue.hpp"
#include "base/text.hpp"
#include "logs/line.hpp"
#include "logs/source_head.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace syncdx::batch {
namespace {

struct InputRun;

struct BlockTask {
  std::shared_ptr<InputRun> input;
  std::shared_ptr<SourceRun> source;
  std::uint64_t number = 0;
  BlockScanner::Begin begin = BlockScanner::Begin::new_line;
  logs::Block block;
};

// What all threads share.
struct Shared {
  const ScanRun& run;
  EvidenceSink& sink;
  BoundedQueue<BlockTask> queue;
  std::atomic<bool> stopped = false;
  std::atomic<std::size_t> sources = 0;        // begun
  std::atomic<std::size_t> sources_keyed = 0;  // in whose heads the caller's own session key was found

  std::mutex progress_mutex{};
  Progress progress{};

  [[nodiscard]] bool should_stop() {
    if (!stopped && run.callbacks.stop && run.callbacks.stop()) stopped = true;
    return stopped;
  }

  template <typename Change>
  void tell(Change change) {
    const std::lock_guard lock(progress_mutex);
    change(progress);
    if (run.callbacks.progress) run.callbacks.progress(progress);
  }
};

// Evidence is read back with bounds; an archive may name its members as it likes.
std::string bounded_name(const std::string& name) {
  constexpr std::size_t longest = 2000;
  if (name.size() <= longest) return repair_utf8(name);
  return repair_utf8(name.substr(0, longest)) + fmt::format("...#{:016x}", XXH3_64bits(name.data(), name.size()));
}

bool shows_error(const Piece& piece) {
  return piece.unmatched_lines > 0 || std::ranges::any_of(piece.symptoms, [](const auto& trace) { return trace.loud > 0; });
}

// Of all bytes of a source. Not for secrets.
class ContentHash {
 public:
  void begin(std::uint64_t seed) { (void)XXH3_64bits_reset_withSeed(state_.get(), seed); }
  void add(std::string_view bytes) { (void)XXH3_64bits_update(state_.get(), bytes.data(), bytes.size()); }
  [[nodiscard]] std::uint64_t hash() const { return XXH3_64bits_digest(state_.get()); }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

// One input while it is read.
struct InputRun {
  std::size_t number = 0;
  std::mutex mutex{};  // of the sink's calls for this input, and of `in_flight`
  std::condition_variable quiet{};
  std::size_t in_flight = 0;  // blocks handed to scanners
  std::vector<std::shared_ptr<SourceRun>> sources{};

  void give(Shared& shared, std::vector<Piece> pieces) {
    std::string lines;
    std::uint64_t sessions = 0;
    std::uint64_t with_errors = 0;
    for (auto& piece : pieces) {
      shared.run.mask.apply(piece);
      lines += to_line(piece, shared.run.rules_hash);
      lines += '\n';
      ++sessions;
      if (shows_error(piece)) ++with_errors;
    }
    {
      const std::lock_guard lock(mutex);
      if (!shared.sink.add(number, lines)) shared.stopped = true;
    }
    shared.tell([&](Progress& progress) {
      progress.sessions += sessions;
      progress.with_errors += with_errors;
    });
  }
};

// Reads one input: cuts it into sources, decides for each how it is read, hands its blocks out.
class InputReader {
 public:
  InputReader(Shared& shared, const InputFile& file, std::size_t number) : shared_(shared), file_(file) {
    input_->number = number;
  }

  void read() {
    const auto& options = shared_.run.options;
    const logs::ReadOptions read_options{.block_bytes = options.block_bytes,
                                         .stop = [this] { return shared_.should_stop(); },
                                         .took = [this](std::size_t bytes) { tell_bytes(bytes); }};
    const std::vector<std::string> paths{file_.path};
    opened_ = look_at(file_.path);
    auto inputs = logs::read_inputs(paths, read_options, [this](logs::Block&& block) { return take(std::move(block)); });
    end_source();
    {
      std::unique_lock lock(input_->mutex);
      input_->quiet.wait(lock, [this] { return input_->in_flight == 0; });
    }
    report(inputs);
    const bool stopped = shared_.stopped;
    if (!shared_.sink.done(input_->number, stopped ? EvidenceSink::End::stopped : EvidenceSink::End::read))
      shared_.stopped = true;
    shared_.tell([&](Progress& progress) {
      ++progress.inputs_done;
      progress.bytes_read += file_.bytes > told_ ? file_.bytes - told_ : 0;  // of one that was not read
    });
  }

 private:
  // Whether a source is a part of a log: the input itself may be, not what is packed in an archive.
  [[nodiscard]] bool is_part(const std::string& shown) const {
    return shared_.run.options.part && shown == (file_.path == "-" ? "stdin" : file_.path);
  }

  [[nodiscard]] std::string name_of(const std::string& shown) const {
    return bounded_name(is_part(shown) ? shared_.run.options.part->log : shown);
  }

  // What was read counts even if it is the last.
  bool take(logs::Block&& block) {
    if (!open_ || block.source != source_) {
      end_source();
      source_ = block.source;
      open_ = true;
      content_.begin(shared_.run.options.mask_key);
    }
    content_.add(block.fresh());
    if (!current_) {  // not decided yet
      head_.hold(std::move(block));
      if (head_.is_enough()) decide();
    } else {
      hand_out(std::move(block));
    }
    return !shared_.should_stop();
  }

  void tell_bytes(std::uint64_t bytes) {
    told_ += bytes;
    shared_.tell([&](Progress& progress) { progress.bytes_read += bytes; });
  }

  void decide() {
    const auto head = head_.text();
    const auto& options = shared_.run.options;
    const auto& keys = shared_.run.plan.keys;
    ++shared_.sources;
    if (keys.has_own() && keys.count(head).own > 0) ++shared_.sources_keyed;
    const auto& shown = head_.front().name;
    SourceForm form{.name = name_of(shown), .keys = options.one_session ? logs::KeyUse::none : keys.use_in(head)};
    if (is_part(shown)) {
      form.extent = SourceForm::Extent::part;
      form.part = options.part->offset;
      const auto to_judge = logs::judged_head_bytes - std::min(options.part->offset, std::uint64_t{logs::judged_head_bytes});
      part_head_ = keys.count(std::string_view(head).substr(0, to_judge));
      // Only the whole log can tell that there are no keys. If there are none, nothing is lost: all lines wait for a session.
      if (form.keys == logs::KeyUse::none && !options.one_session) {
        form.keys = keys.has_own() && keys.count(head).known == 0 ? logs::KeyUse::own : logs::KeyUse::known;
      }
    }
    contents_.resize(source_ + 1);
    comparable_ = form.extent == SourceForm::Extent::whole && form.keys != logs::KeyUse::none;
    current_ = std::make_shared<SourceRun>(std::move(form), shared_.run.plan.limits, shared_.run.options.max_open_sessions);
    input_->sources.resize(std::max(input_->sources.size(), source_ + 1));
    input_->sources[source_] = current_;
    for (auto& block : head_.release()) hand_out(std::move(block));
  }

  void hand_out(logs::Block&& block) {
    const auto begin = inside_line_ ? BlockScanner::Begin::inside_line : BlockScanner::Begin::new_line;
    inside_line_ = !block.bytes.empty() && block.bytes.back() != '\n';
    {
      const std::lock_guard lock(input_->mutex);
      ++input_->in_flight;
    }
    shared_.queue.push({input_, current_, blocks_++, begin, std::move(block)});
  }

  void end_source() {
    if (!open_) return;
    if (!current_) decide();
    auto input = input_;
    const auto end = shared_.should_stop() ? SourceFold::End::stopped : SourceFold::End::read;
    current_->set_length(blocks_, end, [&](std::vector<Piece> pieces) { input->give(shared_, std::move(pieces)); });
    if (comparable_) contents_[source_] = content_.hash();
    open_ = inside_line_ = false;
    current_.reset();
    blocks_ = 0;
  }

  void report(const Result<logs::Inputs>& inputs);
  void add_changes(InputRecord& record) const;
  [[nodiscard]] PartRecord part_record(const SourceRun& source, bool packed) const;

  Shared& shared_;
  const InputFile& file_;
  InputFile opened_;  // the file as it was when reading began
  std::shared_ptr<InputRun> input_ = std::make_shared<InputRun>();
  std::shared_ptr<SourceRun> current_;  // null until decided
  logs::SourceHead head_;               // until decided
  logs::HeadCount part_head_;           // of a part
  ContentHash content_;
  std::vector<std::optional<std::uint64_t>> contents_;  // by source
  bool comparable_ = false;                             // equal content would mean that it is a copy
  std::size_t source_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t told_ = 0;
  bool open_ = false;
  bool inside_line_ = false;
};

// How the input was read, and what was wrong with it: evidence too.
void InputReader::report(const Result<logs::Inputs>& inputs) {
  const auto& hash = shared_.run.rules_hash;
  std::string lines;
  const auto add = [&](const InputRecord& record) { lines += to_line(record, hash) + '\n'; };
  const auto problem_of = [](const Diagnostic& note) {
    return InputRecord::Problem{note.code, repair_utf8(note.message), repair_utf8(note.help)};
  };
  if (!inputs) {
    add({.input = bounded_name(file_.path), .problems = {problem_of(inputs.error())}});
  } else {
    for (std::size_t i = 0; i < inputs->sources.size(); ++i) {
      const auto& source = inputs->sources[i];
      InputRecord record{.input = name_of(source.name),
                         .bytes = source.bytes,
                         .lines = source.lines,
                         .cut = source.cut && !source.stopped,
                         .stopped = source.stopped,
                         .damaged = source.damaged,
                         .problems = {}};
      if (i < input_->sources.size() && input_->sources[i]) {
        const auto& counted = input_->sources[i]->counted();
        record.lines_without_session = counted.lines_without_session();
        if (input_->sources[i]->form().extent == SourceForm::Extent::part) {
          record.part = part_record(*input_->sources[i], source.packed);
        }
      }
      if (shared_.run.options.part && !is_part(source.name)) {
        record.problems.push_back({"B011", "what is packed in an archive is no part of a log: it was read for itself",
                                   "unpack it and scan it with --part-of and --offset"});
      }
      for (const auto& note : source.notes) record.problems.push_back(problem_of(note));
      if (i < contents_.size()) record.content = contents_[i];
      if (i + 1 == inputs->sources.size()) add_changes(record);
      add(record);
    }
    for (const auto& document : inputs->documents) {
      add({.input = bounded_name(document.name),
           .bytes = document.text.size(),
           .problems = {{"B007", "this is an export, not a log: it was left out", "give it to syncdx diagnose"}}});
    }
  }
  const std::lock_guard lock(input_->mutex);
  if (!shared_.sink.add(input_->number, lines)) shared_.stopped = true;
}

PartRecord InputReader::part_record(const SourceRun& source, bool packed) const {
  const auto& mask = shared_.run.mask;
  const auto& counted = source.counted();
  const auto offset = source.form().part;
  return {.offset = offset,
          .end = packed ? 0 : offset + told_,
          .keys = source.form().keys,
          .head = part_head_,
          .whole_session = mask.session(source.form().name),
          .last_session = mask.session(counted.last_session()),
          .other_keys = counted.other_keys(),
          .last_time = counted.last_time()};
}

// A log that was written to, or rotated away, before it was read or meanwhile.
void InputReader::add_changes(InputRecord& record) const {
  if (file_.path == "-" || file_.node == 0) return;
  const auto now = look_at(file_.path);
  if (opened_.node != file_.node) {
    record.problems.push_back({"B008", "the log was rotated or replaced before it was read: what was read is the new one",
                               "read the old one, too, under its new name"});
  }
  if (now.node != opened_.node) {
    record.problems.push_back({"B008", "the log was rotated or replaced while it was read: what was read is the old one",
                               "read it again to have what came since"});
  } else if (now.bytes != opened_.bytes || now.modified != opened_.modified) {
    record.problems.push_back({"B008", "the log was still being written: what came after it was read is not in the result",
                               "read it again when it is finished"});
  }
}

// An input that was not reached.
void tell_unread(const ScanRun& run, const InputFile& file, std::size_t number, EvidenceSink& sink) {
  const auto name = bounded_name(file.path == "-" ? "stdin" : file.path);
  const InputRecord record{.input = name,
                           .stopped = true,
                           .problems = {{"L008", fmt::format("'{}' was not read: the reading was stopped", name),
                                         "Nothing to do, or go on with --resume."}}};
  (void)sink.add(number, to_line(record, run.rules_hash) + '\n');
  (void)sink.done(number, EvidenceSink::End::stopped);
}

void scan_blocks(Shared& shared) {
  BlockScanner scanner(shared.run.plan);
  while (auto task = shared.queue.pop()) {
    auto& input = *task->input;
    auto scanned = scanner.scan(task->block, task->source->form(), task->begin);
    task->block = {};
    task->source->put(task->number, std::move(scanned),
                      [&](std::vector<Piece> pieces) { input.give(shared, std::move(pieces)); });
    const std::lock_guard lock(input.mutex);
    if (--input.in_flight == 0) input.quiet.notify_all();
  }
}

void tell_unused_key(const Shared& shared) {
  const auto& run = shared.run;
  if (!run.callbacks.warn || !run.plan.keys.has_own() || run.options.part || shared.sources == 0 || shared.sources_keyed > 0)
    return;
  run.callbacks.warn(
      {.code = "B013",
       .severity = Severity::warning,
       .message = fmt::format("the session key '{}' matched no line in the first {} KiB of any log read: they were "
                              "read as if it had not been given",
                              shorten(repair_utf8(run.options.session_key), 100), logs::judged_head_bytes / 1024),
       .help = "give a field's name as the lines have it, or a regular expression with one group, as 'run=(\\w+)'"});
}

}  // namespace

void scan_inputs(const ScanRun& run, const std::vector<InputFile>& files, EvidenceSink& sink) {
  const auto threads = std::max(1U, run.options.threads);
  Shared shared{run, sink, BoundedQueue<BlockTask>(std::size_t{2} * threads)};
  shared.progress.inputs = files.size();
  const bool all_known = std::ranges::none_of(files, [](const InputFile& file) { return file.node == 0; });
  for (const auto& file : files) shared.progress.bytes_total += all_known ? file.bytes : 0;
  std::atomic<std::size_t> next = 0;
  std::vector<std::atomic<bool>> begun(files.size());
  std::vector<std::jthread> scanners;
  for (unsigned i = 0; i < threads; ++i) scanners.emplace_back([&shared] { scan_blocks(shared); });
  {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < std::min<std::size_t>(threads, files.size()); ++i) {
      readers.emplace_back([&] {
        for (auto number = next++; number < files.size() && !shared.should_stop(); number = next++) {
          begun[number] = true;
          InputReader(shared, files[number], number).read();
        }
      });
    }
  }  // joins the readers
  shared.queue.close();
  for (std::size_t number = 0; number < files.size(); ++number) {
    if (!begun[number]) tell_unread(run, files[number], number, sink);
  }
  tell_unused_key(shared);
}

}  // namespace syncdx::batch
