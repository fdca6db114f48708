#include "batch/judge_groups.hpp"

#include "base/bounded_queue.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace syncdx::batch {
namespace {

constexpr std::size_t sessions_at_once = 64;

using Groups = std::vector<Group>;

struct Judged {
  std::string lines;
  std::vector<SessionDiagnosis> sessions;
  std::uint64_t left_out = 0;  // sessions
  std::uint64_t records = 0;
  std::optional<Diagnostic> problem;
};

// Of a session among others its end tells that it is complete; of one that is all of a source, that this was read to its end.
bool must_leave_out(const JudgeRun& run, const std::vector<Piece>& pieces) {
  if (std::ranges::any_of(pieces, &Piece::broken_off)) return true;
  if (!run.complete_only) return false;
  const auto& symptoms = run.knowledge.rules->symptoms;
  return std::ranges::none_of(pieces, [&](const Piece& piece) {
    const auto is_end = [&](const SymptomTrace& trace) { return symptoms[trace.symptom].role == rules::Role::session_end; };
    return piece.session == piece.source || std::ranges::any_of(piece.symptoms, is_end);
  });
}

Judged judge_all(const JudgeRun& run, SessionJudge& judge, const Groups& groups) {
  Judged judged;
  for (const auto& group : groups) {
    std::vector<Piece> pieces;
    for (const auto& line : group.lines) {
      auto record = read_line(line, run.form);
      if (!record) {
        judged.problem = record.error();
        return judged;
      }
      if (auto* piece = std::get_if<Piece>(&*record)) {
        if (piece->session != group.session) {
          judged.problem = damaged_record();
          return judged;
        }
        if (run.copies.is_copy(piece->source)) continue;
        run.parts.complete(*piece);
        pieces.push_back(std::move(*piece));
      }
    }
    judged.records += group.lines.size();
    if (pieces.empty()) continue;
    if (must_leave_out(run, pieces)) {
      ++judged.left_out;
      continue;
    }
    const bool in_doubt = std::ranges::any_of(pieces, [&](const Piece& piece) { return run.states.is_garbled(piece.source); });
    auto session = judge.judge(put_together(std::move(pieces), run.limits));
    if (!session) {
      judged.problem = session.error();
      return judged;
    }
    session->in_doubt = in_doubt;
    for (auto& input : session->diagnosis.inputs) input.cut = run.states.is_cut(input.name);
    if (run.callbacks.print_session) judged.lines += run.callbacks.print_session(*session) + '\n';
    judged.sessions.push_back(std::move(*session));
  }
  return judged;
}

// Takes what was judged, in any order, and passes it on in order.
class OrderedOutput {
 public:
  OrderedOutput(const JudgeRun& run, std::uint64_t records, OutFile& out, Summariser& summariser)
      : run_(run), records_(records), out_(out), summariser_(summariser) {}

  void put(std::uint64_t number, Judged judged) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(number, std::move(judged));
    for (auto found = waiting_.find(next_); found != waiting_.end(); found = waiting_.find(++next_)) {
      pass_on(found->second);
      waiting_.erase(found);
    }
  }

  [[nodiscard]] bool failed() {
    const std::lock_guard lock(mutex_);
    return problem_.has_value() || !out_.good();
  }

  [[nodiscard]] std::optional<Diagnostic> problem() {
    const std::lock_guard lock(mutex_);
    return problem_;
  }

 private:
  void pass_on(const Judged& judged) {
    if (problem_) return;
    out_.write(judged.lines);
    for (const auto& session : judged.sessions) summariser_.add(session);
    summariser_.leave_out(judged.left_out);
    records_done_ += judged.records;
    problem_ = judged.problem;
    if (!run_.callbacks.progress) return;
    Progress progress{.stage = Progress::Stage::diagnosing};
    progress.records = records_;
    progress.records_done = records_done_;
    progress.sessions = summariser_.sessions();
    progress.failed = summariser_.failed();
    run_.callbacks.progress(progress);
  }

  const JudgeRun& run_;
  const std::uint64_t records_;
  std::uint64_t records_done_ = 0;
  OutFile& out_;
  Summariser& summariser_;
  std::mutex mutex_;
  std::map<std::uint64_t, Judged> waiting_;
  std::uint64_t next_ = 0;
  std::optional<Diagnostic> problem_;
};

struct Task {
  std::uint64_t number = 0;
  Groups groups;
};
using GroupQueue = BoundedQueue<Task>;

// How many sessions come yet.
Result<std::uint64_t> count_rest(Shuffle& shuffle) {
  std::uint64_t sessions = 0;
  for (;;) {
    const auto group = shuffle.next();
    if (!group) return fail(group.error());
    if (!*group) return sessions;
    ++sessions;
  }
}

// All groups to `queue`, in portions, until it is stopped.
Result<JudgeEnd> read_groups(const JudgeRun& run, Shuffle& shuffle, OrderedOutput& output, GroupQueue& queue) {
  Groups groups;
  std::uint64_t number = 0;
  for (;;) {
    auto group = shuffle.next();
    if (!group) return fail(group.error());
    if (*group) groups.push_back(std::move(**group));
    if (!groups.empty() && (!*group || groups.size() == sessions_at_once)) {
      queue.push({number++, std::exchange(groups, {})});
    }
    if (!*group || output.failed()) return JudgeEnd::all;
    if (groups.empty() && run.callbacks.stop && run.callbacks.stop()) return JudgeEnd::stopped;
  }
}

}  // namespace

Result<JudgeEnd> judge_groups(const JudgeRun& run, Shuffle& shuffle, OutFile& out, Summariser& summariser) {
  const auto threads = std::max(1U, run.options.threads);
  OrderedOutput output(run, shuffle.lines(), out, summariser);
  GroupQueue queue(std::size_t{2} * threads);
  PictureCache pictures;
  Result<JudgeEnd> read = JudgeEnd::all;
  {
    std::vector<std::jthread> judges;
    for (unsigned i = 0; i < threads; ++i) {
      judges.emplace_back([&] {
        SessionJudge judge(run.knowledge, {run.options.detail, run.options.platform, run.options.mask_key}, pictures);
        while (auto task = queue.pop()) output.put(task->number, judge_all(run, judge, task->groups));
      });
    }
    read = read_groups(run, shuffle, output, queue);
    queue.close();
  }  // joins the judges
  if (!read) return read;
  if (auto problem = output.problem()) return fail(std::move(*problem));
  if (*read == JudgeEnd::stopped) {
    const auto rest = count_rest(shuffle);
    if (!rest) return fail(rest.error());
    summariser.leave_out(*rest);
  }
  return read;
}

}  // namespace syncdx::batch
