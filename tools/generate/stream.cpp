#include "stream.hpp"

#include <algorithm>
#include <utility>

namespace syncdx::generate {
namespace {

constexpr std::uint64_t microseconds_per_line = 400'000;  // of one session

}  // namespace

Stream::Stream(Settings settings)
    : settings_(std::move(settings)), random_(mixed_seed(settings_.seed, ~0ULL)), now_(settings_.start * 1'000'000) {
  if (settings_.faults.empty()) {
    for (const Fault& fault : all_faults()) settings_.faults.push_back(&fault);
  }
  open_sessions();
}

bool Stream::may_open() const {
  return (settings_.sessions == 0 || opened_ < settings_.sessions) && (settings_.bytes == 0 || written_ < settings_.bytes);
}

// Fills up to `open` sessions, one for each integration.
void Stream::open_sessions() {
  if (settings_.every != 0) now_ = std::max(now_, (settings_.start + wave_++ * settings_.every) * 1'000'000);
  for (std::uint64_t integration = 0; open_.size() < settings_.open && may_open(); ++integration) {
    open_.push_back(new_session(integration));
  }
}

std::unique_ptr<Session> Stream::new_session(std::uint64_t integration) {
  SessionPlan plan{.index = opened_++, .integration = integration};
  Random random{mixed_seed(settings_.seed + 1, plan.index)};
  // An integration keeps its platform and its format.
  plan.platform = settings_.platforms[integration % settings_.platforms.size()];
  plan.format = settings_.formats[integration / settings_.platforms.size() % settings_.formats.size()];
  plan.lines = static_cast<std::uint32_t>(random.between(settings_.lines / 3, settings_.lines * 5 / 3));
  plan.lines = std::max(plan.lines, 12U);
  plan.recovers = random.chance(settings_.recovering);
  if (random.chance(settings_.faulty)) {
    // Each kind of fault is as likely as any other that the platform has.
    std::vector<std::pair<const Fault*, const Answer*>> possible;
    for (const Fault* fault : settings_.faults) {
      const auto answers = answers_of(*fault, plan.platform);
      if (!answers.empty()) possible.emplace_back(fault, random.pick(answers));
    }
    if (!possible.empty()) std::tie(plan.fault, plan.answer) = random.pick(possible);
  }
  return std::make_unique<Session>(plan, settings_.seed);
}

const Session* Stream::next(std::string& log, std::string& truth) {
  if (open_.empty()) open_sessions();
  if (open_.empty()) return nullptr;
  std::unique_ptr<Session>& slot = open_[static_cast<std::size_t>(random_.below(open_.size()))];
  Session& session = *slot;
  now_ += microseconds_per_line / open_.size() + random_.below(200);
  if (session.lines_written == 0) session.started = now_;
  session.next(event_);
  const std::size_t before = log.size();
  layout_.write(session, event_, now_, log);
  written_ += log.size() - before;
  ++session.lines_written;
  if (event_.kind != EventKind::end) return &session;
  tell_truth(session, truth);
  ended_ = std::move(slot);
  if (settings_.every == 0 && may_open()) {
    slot = new_session(ended_->plan().integration);
  } else {
    slot = std::move(open_.back());
    open_.pop_back();
  }
  return ended_.get();
}

void Stream::tell_truth(const Session& session, std::string& truth) const {
  const SessionPlan& plan = session.plan();
  append_all(truth, R"({"session":")", session.id(), R"(","integration":"int-)", plan.integration + 1, R"(","platform":")",
             name_of(plan.platform), R"(","format":")", name_of(plan.format), R"(","domain":")", session.domain(),
             R"(","outcome":")", name_of(session.outcome()), "\"");
  if (plan.fault == nullptr) append(truth, R"(,"fault":null,"cause":null,"issue":null)");
  if (plan.fault != nullptr) {
    append_all(truth, R"(,"fault":")", plan.fault->kind, R"(","cause":")", plan.fault->cause, R"(","issue":")",
               plan.fault->issue, R"(","message":")");
    append_escaped(truth, plan.answer->message);
    truth += '"';
  }
  const bool survived = !session.recovered().empty() && session.recovered() != "none";
  append_all(truth, R"(,"recovered":)", survived ? "\"" : "", survived ? session.recovered() : "null", survived ? "\"" : "");
  append_all(truth, R"(,"started":)", session.started / 1'000'000, R"(,"seconds":)", (now_ - session.started) / 1'000'000,
             R"(,"fetched":)", session.fetched() + session.failed(), R"(,"failed":)", session.failed(), "}\n");
}

}  // namespace syncdx::generate
