#include "run/runner.hpp"

#include "logs/redact.hpp"
#include "run/login.hpp"
#include "run/mask_document.hpp"
#include "run/pages.hpp"
#include "run/plan.hpp"
#include "run/read_answer.hpp"
#include "run/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <thread>

namespace syncdx::connect {
namespace {

using Clock = std::chrono::steady_clock;
using Value = decltype(ObservedFact::value);

constexpr std::size_t most_attempts = 3;
constexpr std::chrono::milliseconds longest_nap{50};

class Run {
 public:
  Run(const Connector& connector, const Prepared& prepared, const RunOptions& options)
      : connector_(connector),
        prepared_(prepared),
        options_(options),
        login_(prepared),
        redactor_(options.redaction_key),
        client_({.ca_file = prepared.ca_file, .proxy = options.proxy, .no_proxy = options.no_proxy}) {
    choose_probes();
  }

  std::vector<Observation> run() && {
    while (!finished()) {
      if (stopped()) break;
      start_what_is_ready();
      if (!client_.drive(longest_nap)) std::this_thread::sleep_for(idle_nap());
    }
    client_.cancel_all();
    for (auto& job : jobs_) end_early(job);
    std::vector<Observation> observations;
    for (auto& job : jobs_) observations.push_back(std::move(job.observation));
    if (connector_.is_platform) observations.push_back(overall(observations));
    return observations;
  }

 private:
  enum class State { waiting, running, resting, done };

  struct Job {
    const ProbeSpec* probe = nullptr;  // null: the login
    State state = State::waiting;
    std::vector<std::size_t> after;
    std::size_t rank = 0;
    bool left_out = false;
    std::size_t attempts = 0;  // of the page that is wanted
    std::size_t pages = 0;     // read so far
    std::string page;          // what names the wanted one
    std::string body;          // of all pages read
    std::string call;          // the last one, for messages
    net::HttpAnswer answer{};  // where other probes read it too
    Clock::time_point began{};
    Clock::time_point due{};  // resting: when it goes on
    Observation observation;
  };

  void choose_probes() {
    const auto plan = plan_probes(connector_, {options_.only, options_.budget, login_.needs_token(), options_.worth});
    for (const auto& entry : plan) {
      Job job{.probe = entry.probe, .after = entry.after, .rank = entry.rank, .left_out = entry.left_out};
      if (entry.probe != nullptr) {
        job.observation = {.probe = entry.probe->id, .title = entry.probe->title};
      } else {
        job.observation = {.probe = connector_.platform + "_login", .title = "Log in: " + prepared_.auth.title};
      }
      jobs_.push_back(std::move(job));
    }
    for (std::size_t i = 0; i < jobs_.size(); ++i) order_.push_back(i);
    std::ranges::stable_sort(order_, {}, [this](std::size_t i) { return std::pair(jobs_[i].left_out, jobs_[i].rank); });
    for (const auto i : order_) tell(jobs_[i], ProbeState::pending);
  }

  void tell(const Job& job, ProbeState state) const {
    if (!options_.on_event) return;
    const auto& observation = job.observation;
    options_.on_event({.probe = observation.probe,
                       .title = observation.title,
                       .state = state,
                       .outcome = observation.outcome,
                       .reason = observation.reason,
                       .milliseconds = observation.milliseconds});
  }

  [[nodiscard]] bool finished() const {
    return std::ranges::all_of(jobs_, [](const Job& job) { return job.state == State::done; });
  }

  // The run is over. A call that had been waiting for seconds when its time was up got no answer in time.
  void end_early(Job& job) {
    if (job.state == State::done) return;
    const bool waited = job.state == State::running && Clock::now() - job.began > std::chrono::seconds(3);
    if (!waited || interrupted_) {
      finish(job, Outcome::skipped, interrupted_ ? "interrupted" : "the time for all probes was up");
      return;
    }
    add_fact(job.observation, "failure", std::string(net::name_of(net::Failure::timeout)));
    say(job, fmt::format("{} failed: no answer in time", job.call));
    finish(job, Outcome::error, "no answer in time");
  }

  bool stopped() {
    interrupted_ = options_.stop && options_.stop();
    return interrupted_ || Clock::now() - began_ > options_.total_timeout;
  }

  // Nothing is under way: until the first rest ends.
  [[nodiscard]] std::chrono::milliseconds idle_nap() const {
    auto until = longest_nap;
    for (const auto& job : jobs_) {
      if (job.state == State::waiting) return std::chrono::milliseconds(0);
      if (job.state != State::resting) continue;
      until = std::min(until, std::chrono::duration_cast<std::chrono::milliseconds>(job.due - Clock::now()));
    }
    return std::max(until, std::chrono::milliseconds(1));
  }

  void start_what_is_ready() {
    for (const auto i : order_) {
      if (running_ >= connector_.concurrency) return;
      auto& job = jobs_[i];
      if (job.state == State::waiting) {
        if (!is_ready(job)) continue;
        start(i);
      } else if (job.state == State::resting && Clock::now() >= job.due) {
        call(i);
      }
    }
  }

  // True if it can start now. One that never can is ended.
  bool is_ready(Job& job) {
    if (job.left_out) {
      finish(job, Outcome::skipped, fmt::format("the budget of {} calls goes to probes that tell more", options_.budget));
      return false;
    }
    const std::string doubtful = job.probe == nullptr ? std::string() : job.probe->unless_passed;
    for (const auto earlier : job.after) {
      const auto& other = jobs_[earlier];
      if (other.state != State::done) return false;
      const bool passed = other.observation.outcome == Outcome::pass;
      if (other.observation.probe == doubtful) {
        if (!passed) continue;
        finish(job, Outcome::skipped, fmt::format("not needed: {} passed", doubtful));
        return false;
      }
      if (passed) continue;
      finish(job, Outcome::skipped, fmt::format("needs {}, which did not pass", other.observation.probe));
      return false;
    }
    return job.probe == nullptr || has_what_it_uses(job);
  }

  bool has_what_it_uses(Job& job) {
    for (const auto& field : job.probe->uses) {
      if (prepared_.account.contains(field)) continue;
      finish(job, Outcome::skipped, fmt::format("account.{} is not set", field));
      return false;
    }
    const bool is_other = job.probe->with.empty() || std::ranges::any_of(job.probe->with, [this](const auto& field) {
                            const auto own = prepared_.account.find(field.first);
                            return own == prepared_.account.end() || own->second != field.second;
                          });
    if (!is_other) finish(job, Outcome::skipped, "not needed: it asks what the connection asks anyhow");
    return is_other;
  }

  void start(std::size_t i) {
    auto& job = jobs_[i];
    job.began = Clock::now();
    tell(job, ProbeState::running);
    if (job.probe == nullptr || job.probe->answer_of.empty()) {
      call(i);
      return;
    }
    const auto source =
        std::ranges::find(jobs_, job.probe->answer_of, [](const Job& other) { return other.observation.probe; });
    job.call = source->call;
    job.observation.milliseconds = 0;
    net::HttpAnswer answer{.status = source->answer.status};
    answer.headers = source->answer.headers;
    answer.body = source->answer.body;
    take(i, std::move(answer));
  }

  [[nodiscard]] Result<net::HttpRequest> request_for(const Job& job) const {
    if (job.probe == nullptr) return login_.token_call(now());
    auto request = request_of(*job.probe, connector_, prepared_, job.page, now());
    if (!job.probe->anonymous) login_.add_to(request, now());
    return request;
  }

  void call(std::size_t i) {
    auto& job = jobs_[i];
    if (calls_ >= options_.budget) {
      finish(job, Outcome::skipped, fmt::format("the budget of {} calls was spent", options_.budget));
      return;
    }
    auto request = request_for(job);
    if (!request) {
      finish(job, Outcome::error, request.error().message);
      return;
    }
    request->timeout = options_.call_timeout;
    request->connect_timeout = std::min(request->connect_timeout, options_.call_timeout);
    ++calls_;
    ++job.attempts;
    ++job.observation.calls;
    job.state = State::running;
    job.call = shown_call(*request);
    if (job.probe != nullptr && !job.probe->location.empty() && is_file(request->url)) {
      auto answer = file_answer(request->url, request->max_bytes);
      if (answer) {
        take(i, std::move(*answer));
      } else {
        say(job, fmt::format("{}: {}", job.call, answer.error().message));
        finish(job, Outcome::error, answer.error().message);
      }
      return;
    }
    ++running_;
    client_.start(std::move(*request), [this, i](net::HttpAnswer&& answer) {
      --running_;
      take(i, std::move(answer));
    });
  }

  void take(std::size_t i, net::HttpAnswer&& answer) {
    auto& job = jobs_[i];
    if (answer.failure == net::Failure::cancelled) return;  // ended by run()
    note_facts(job.observation, answer);
    if (answer.failure != net::Failure::none) {
      add_fact(job.observation, "failure", std::string(net::name_of(answer.failure)));
      say(job, fmt::format("{} failed: {}", job.call, answer.message));
      finish(job, Outcome::error, answer.message);
      return;
    }
    static const ProbeSpec token_probe{.id = "login", .method = "POST", .expect = {"/access_token"}};
    const auto& probe = job.probe == nullptr ? token_probe : *job.probe;
    const auto account = job.probe == nullptr ? prepared_.account : account_of(probe, prepared_);
    auto reading = read_answer(connector_, probe, answer, account, now());
    if (rests(job, reading.meaning, answer)) return;
    if (reading.meaning == Meaning::ok && probe.pages && takes_further_page(i, answer)) return;
    if (job.pages > 1) {
      answer.body = std::move(job.body);
      reading = read_answer(connector_, probe, answer, account, now());
    }
    conclude(job, probe, answer, reading);
    if (std::ranges::any_of(jobs_,
                            [&](const Job& other) { return other.probe != nullptr && other.probe->answer_of == probe.id; }))
      job.answer = std::move(answer);
  }

  void conclude(Job& job, const ProbeSpec& probe, const net::HttpAnswer& answer, const AnswerReading& reading) {
    const bool refusal = reading.meaning == Meaning::refused || reading.meaning == Meaning::denied ||
                         reading.meaning == Meaning::not_found || reading.meaning == Meaning::bad_request;
    if (probe.extra && refusal) {
      finish(job, Outcome::skipped, fmt::format("few accounts may do this: {}", reading.reason));
      return;
    }
    for (const auto& fact : reading.facts) add_fact(job.observation, fact.name, fact.value);
    add_fact(job.observation, "meaning", std::string(name_of(reading.meaning)));
    if (probe.anonymous) add_fact(job.observation, "anonymous", true);
    if (job.probe == nullptr && reading.meaning == Meaning::ok) login_.take_token(token_of(answer.body));
    if (passes(probe, reading.meaning)) {
      if (!probe.keeps.empty()) keep(job, answer.body);
      finish(job, Outcome::pass, {});
      return;
    }
    say(job, fmt::format("{} answered {}: {}", job.call, reading.reason, excerpt(answer.body)));
    const bool faulty = reading.meaning == Meaning::unavailable || reading.meaning == Meaning::unreadable;
    finish(job, faulty ? Outcome::error : Outcome::fail, reading.reason);
  }

  void keep(Job& job, const std::string& body) {
    job.observation.document =
        masked_document(body, [this](std::string text) { return redactor_.redact(login_.masked(std::move(text))); });
  }

  // True if there is a page behind this one, which is asked for now.
  bool takes_further_page(std::size_t i, const net::HttpAnswer& answer) {
    auto& job = jobs_[i];
    const auto& paging = *job.probe->pages;
    job.body = job.pages == 0 ? answer.body : joined(paging, job.body, answer.body);
    ++job.pages;
    auto next = next_page(paging, answer.body, job.pages);
    const bool goes_on = next && calls_ < options_.budget;
    if (!goes_on) {
      add_fact(job.observation, "pages", static_cast<double>(job.pages));
      add_fact(job.observation, "read_whole", !has_more(paging, answer.body));
      return false;
    }
    job.page = std::move(*next);
    job.attempts = 0;
    call(i);
    return true;
  }

  // Without credentials a refusal is what one expects: the host answers.
  static bool passes(const ProbeSpec& probe, Meaning meaning) {
    if (meaning == Meaning::ok) return true;
    return probe.anonymous && (meaning == Meaning::refused || meaning == Meaning::denied || meaning == Meaning::not_found ||
                               meaning == Meaning::bad_request);
  }

  // After 429 and 5xx a probe is tried again, if there is time.
  bool rests(Job& job, Meaning meaning, const net::HttpAnswer& answer) {
    if (meaning != Meaning::rate_limited && meaning != Meaning::unavailable) return false;
    if (job.attempts >= most_attempts || calls_ >= options_.budget) return false;
    const double least = connector_.least_wait_seconds * std::pow(2.0, static_cast<double>(job.attempts - 1));
    const double seconds = std::max(retry_after(answer, now()).value_or(0), least);
    const auto due = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    if (due - began_ > options_.total_timeout) return false;
    add_fact(job.observation, meaning == Meaning::rate_limited ? "was_rate_limited" : "was_unavailable", true);
    job.state = State::resting;
    job.due = due;
    tell(job, ProbeState::resting);
    return true;
  }

  void note_facts(Observation& observation, const net::HttpAnswer& answer) {
    if (answer.timing.first_byte > 0) add_fact(observation, "first_byte_ms", answer.timing.first_byte);
    if (answer.date) {
      add_fact(observation, "clock_skew_seconds", static_cast<double>((now() - *answer.date).count()));
    }
    if (answer.certificate_end) {
      add_fact(observation, "certificate_days",
               std::chrono::duration<double, std::ratio<86400>>(*answer.certificate_end - now()).count());
    }
    if (answer.certificates > 0) add_fact(observation, "certificates", static_cast<double>(answer.certificates));
    if (!answer.tls_fault.empty()) add_fact(observation, "tls_fault", answer.tls_fault);
    if (answer.timing.name_lookup > 0) add_fact(observation, "lookup_ms", answer.timing.name_lookup);
    if (answer.timing.connect > 0) add_fact(observation, "connect_ms", answer.timing.connect);
    if (answer.timing.tls > 0) add_fact(observation, "tls_ms", answer.timing.tls);
  }

  static void add_fact(Observation& observation, std::string_view name, Value value) {
    const auto full = fmt::format("probe.{}.{}", observation.probe, name);
    const auto known = std::ranges::find(observation.facts, full, &ObservedFact::name);
    if (known == observation.facts.end()) {
      observation.facts.push_back({full, std::move(value)});
    } else {
      known->value = std::move(value);
    }
  }

  // What a platform says is evidence like a log's line; what somebody else says is not.
  void say(Job& job, const std::string& what) {
    if (!connector_.is_platform) return;
    job.observation.message = redactor_.redact(login_.masked("ERROR probe " + what));
  }

  void finish(Job& job, Outcome outcome, const std::string& reason) {
    job.state = State::done;
    auto& observation = job.observation;
    observation.outcome = outcome;
    observation.reason = redactor_.redact(login_.masked(reason));
    if (observation.calls > 0)
      observation.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - job.began).count();
    for (auto& fact : observation.facts) {
      if (auto* text = std::get_if<std::string>(&fact.value)) *text = redactor_.redact(login_.masked(std::move(*text)));
    }
    add_fact(observation, "outcome", std::string(name_of(outcome)));
    tell(job, ProbeState::ended);
  }

  static std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

  const Connector& connector_;
  const Prepared& prepared_;
  const RunOptions& options_;
  Login login_;
  logs::Redactor redactor_;
  net::HttpClient client_;
  std::vector<Job> jobs_;
  std::vector<std::size_t> order_;  // of jobs: the one to run first, first
  std::size_t running_ = 0;
  std::size_t calls_ = 0;
  Clock::time_point began_ = Clock::now();
  bool interrupted_ = false;
};

}  // namespace

std::vector<Observation> run_probes(const Connector& connector, const Prepared& prepared, const RunOptions& options) {
  return Run(connector, prepared, options).run();
}

}  // namespace syncdx::connect
