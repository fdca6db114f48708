#include "batch/judge_groups.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
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
  std::optional<Diagnostic> problem;
};

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
      if (auto* piece = std::get_if<Piece>(&*record)) pieces.push_back(std::move(*piece));
    }
    if (pieces.empty()) continue;
    auto session = judge.judge(put_together(std::move(pieces), run.limits));
    if (!session) {
      judged.problem = session.error();
      return judged;
    }
    if (run.callbacks.print_session) judged.lines += run.callbacks.print_session(*session) + '\n';
    judged.sessions.push_back(std::move(*session));
  }
  return judged;
}

// Takes what was judged, in any order, and passes it on in order.
class OrderedOutput {
 public:
  OrderedOutput(const JudgeRun& run, OutFile& out, Summariser& summariser) : run_(run), out_(out), summariser_(summariser) {}

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
    problem_ = judged.problem;
    if (!run_.callbacks.progress) return;
    Progress progress{.stage = Progress::Stage::diagnosing};
    progress.sessions = summariser_.sessions();
    progress.failed = summariser_.failed();
    run_.callbacks.progress(progress);
  }

  const JudgeRun& run_;
  OutFile& out_;
  Summariser& summariser_;
  std::mutex mutex_;
  std::map<std::uint64_t, Judged> waiting_;
  std::uint64_t next_ = 0;
  std::optional<Diagnostic> problem_;
};

// Groups from the one thread that reads them to those that judge.
class GroupQueue {
 public:
  explicit GroupQueue(std::size_t capacity) : capacity_(capacity) {}

  void push(Groups groups) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return queue_.size() < capacity_; });
    queue_.emplace_back(pushed_++, std::move(groups));
    work_.notify_one();
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    work_.notify_all();
  }

  [[nodiscard]] std::optional<std::pair<std::uint64_t, Groups>> pop() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty()) return std::nullopt;
    std::optional task(std::move(queue_.front()));
    queue_.pop_front();
    room_.notify_one();
    return task;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable work_;
  std::deque<std::pair<std::uint64_t, Groups>> queue_;
  std::uint64_t pushed_ = 0;
  bool closed_ = false;
};

// All groups to `push`, in portions.
Result<void> read_groups(Shuffle& shuffle, OrderedOutput& output, GroupQueue& queue) {
  Groups groups;
  for (;;) {
    auto group = shuffle.next();
    if (!group) return fail(group.error());
    if (*group) groups.push_back(std::move(**group));
    if (!groups.empty() && (!*group || groups.size() == sessions_at_once)) queue.push(std::exchange(groups, {}));
    if (!*group || output.failed()) return {};
  }
}

}  // namespace

Result<void> judge_groups(const JudgeRun& run, Shuffle& shuffle, OutFile& out, Summariser& summariser) {
  const auto threads = std::max(1U, run.options.threads);
  OrderedOutput output(run, out, summariser);
  GroupQueue queue(std::size_t{2} * threads);
  Result<void> read;
  {
    std::vector<std::jthread> judges;
    for (unsigned i = 0; i < threads; ++i) {
      judges.emplace_back([&] {
        SessionJudge judge(run.knowledge, {run.options.detail, run.options.platform, run.options.mask_key});
        while (auto task = queue.pop()) output.put(task->first, judge_all(run, judge, task->second));
      });
    }
    read = read_groups(shuffle, output, queue);
    queue.close();
  }  // joins the judges
  if (!read) return read;
  if (auto problem = output.problem()) return fail(std::move(*problem));
  return {};
}

}  // namespace syncdx::batch
