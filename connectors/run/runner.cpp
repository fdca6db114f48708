#include "run/runner.hpp"

#include "logs/redact.hpp"
#include "run/login.hpp"
#include "run/read_answer.hpp"
#include "sign/digest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <thread>

namespace syncdx::connect {
namespace {

using Clock = std::chrono::steady_clock;
using Value = decltype(ObservedFact::value);

constexpr std::size_t most_attempts = 3;
constexpr std::chrono::milliseconds longest_nap{50};

// "GET /admin/shop": what a person recognises; hosts and queries only get in the way.
std::string shown_call(const net::HttpRequest& request) {
  const std::string_view url(request.url);
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return request.method + " " + std::string(path == std::string_view::npos ? "/" : url.substr(path, url.find('?') - path));
}

std::string url_of(const ProbeSpec& probe, const Connector& connector, const Prepared& prepared, std::chrono::sys_seconds now) {
  const auto& base = !prepared.base_url.empty() ? prepared.base_url
                     : !probe.base_url.empty()  ? probe.base_url
                                                : connector.base_url;
  auto url = filled(base, prepared.account, now) + filled(probe.path, prepared.account, now);
  char joint = '?';
  for (const auto& [name, value] : probe.query) {
    url += joint + sign::percent_encoded(name) + "=" + sign::percent_encoded(filled(value, prepared.account, now));
    joint = '&';
  }
  return url;
}

net::HttpRequest request_of(const ProbeSpec& probe, const Connector& connector, const Prepared& prepared,
                            std::chrono::sys_seconds now) {
  net::HttpRequest request{.method = probe.method, .url = url_of(probe, connector, prepared, now)};
  request.headers.push_back({"User-Agent", "syncdx/" SYNCDX_VERSION " (Language=C++/20)"});
  request.headers.push_back({"Accept", "application/json"});
  for (const auto* headers : {&connector.headers, &probe.headers}) {
    for (const auto& [name, value] : *headers) request.headers.push_back({name, filled(value, prepared.account, now)});
  }
  if (!probe.graphql.empty()) {
    request.method = "POST";
    nlohmann::ordered_json body{{"query", probe.graphql}};
    for (const auto& [name, value] : probe.variables) body["variables"][name] = filled(value, prepared.account, now);
    request.body = body.dump();
  } else {
    request.body = filled(probe.body, prepared.account, now);
  }
  if (request.method == "POST") request.headers.push_back({"Content-Type", "application/json"});
  return request;
}

class Run {
 public:
  Run(const Connector& connector, const Prepared& prepared, const RunOptions& options)
      : connector_(connector),
        prepared_(prepared),
        options_(options),
        login_(prepared),
        redactor_(options.redaction_key),
        client_(prepared.ca_file) {
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
    observations.push_back(overall(observations));
    return observations;
  }

 private:
  enum class State { waiting, running, resting, done };

  struct Job {
    const ProbeSpec* probe = nullptr;  // null: the login
    State state = State::waiting;
    std::vector<std::size_t> after;
    std::size_t attempts = 0;
    std::string call;  // the last one, for messages
    Clock::time_point began{};
    Clock::time_point due{};  // resting: when it goes on
    Observation observation;
  };

  void choose_probes() {
    std::set<std::string> wanted(options_.only.begin(), options_.only.end());
    for (std::size_t before = 0; before != wanted.size();) {  // with all that they come after
      before = wanted.size();
      for (const auto& probe : connector_.probes) {
        if (wanted.contains(probe.id)) wanted.insert(probe.after.begin(), probe.after.end());
      }
    }
    std::map<std::string, std::size_t> place;
    std::optional<std::size_t> login;
    for (const auto& probe : connector_.probes) {
      if (!options_.only.empty() && !wanted.contains(probe.id)) continue;
      if (!probe.anonymous && login_.needs_token() && !login) {
        login = jobs_.size();
        Job job{.observation = {.probe = connector_.platform + "_login", .title = "Log in: " + prepared_.auth.title}};
        for (std::size_t i = 0; i < jobs_.size(); ++i) job.after.push_back(i);  // the anonymous probes that stand first
        jobs_.push_back(std::move(job));
      }
      place[probe.id] = jobs_.size();
      jobs_.push_back({.probe = &probe, .observation = {.probe = probe.id, .title = probe.title}});
    }
    for (auto& job : jobs_) {
      if (job.probe == nullptr) continue;
      for (const auto& id : job.probe->after) job.after.push_back(place.at(id));
      if (!job.probe->anonymous && login) job.after.push_back(*login);
    }
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
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
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
    for (const auto earlier : job.after) {
      const auto& other = jobs_[earlier];
      if (other.state != State::done) return false;
      if (other.observation.outcome == Outcome::pass) continue;
      finish(job, Outcome::skipped, fmt::format("needs {}, which did not pass", other.observation.probe));
      return false;
    }
    if (job.probe != nullptr) {
      for (const auto& field : job.probe->uses) {
        if (prepared_.account.contains(field)) continue;
        finish(job, Outcome::skipped, fmt::format("account.{} is not set", field));
        return false;
      }
    }
    return true;
  }

  void start(std::size_t i) {
    jobs_[i].began = Clock::now();
    if (options_.on_event)
      options_.on_event(
          {.probe = jobs_[i].observation.probe, .title = jobs_[i].observation.title, .outcome = {}, .reason = {}});
    call(i);
  }

  void call(std::size_t i) {
    auto& job = jobs_[i];
    if (calls_ >= options_.budget) {
      finish(job, Outcome::skipped, fmt::format("the budget of {} calls was spent", options_.budget));
      return;
    }
    net::HttpRequest request;
    if (job.probe == nullptr) {
      auto made = login_.token_call(now());
      if (!made) {
        finish(job, Outcome::error, made.error().message);
        return;
      }
      request = std::move(*made);
    } else {
      request = request_of(*job.probe, connector_, prepared_, now());
      if (!job.probe->anonymous) login_.add_to(request, now());
    }
    request.timeout = options_.call_timeout;
    request.connect_timeout = std::min(request.connect_timeout, options_.call_timeout);
    ++calls_;
    ++running_;
    ++job.attempts;
    ++job.observation.calls;
    job.state = State::running;
    job.call = shown_call(request);
    client_.start(std::move(request), [this, i](net::HttpAnswer&& answer) {
      --running_;
      take(i, answer);
    });
  }

  void take(std::size_t i, const net::HttpAnswer& answer) {
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
    const auto reading = read_answer(connector_, probe, answer, prepared_.account, now());
    if (rests(job, reading.meaning, answer)) return;
    for (const auto& fact : reading.facts) add_fact(job.observation, fact.name, fact.value);
    add_fact(job.observation, "meaning", std::string(name_of(reading.meaning)));
    if (probe.anonymous) add_fact(job.observation, "anonymous", true);
    if (job.probe == nullptr && reading.meaning == Meaning::ok) login_.take_token(token_of(answer.body));
    if (passes(probe, reading.meaning)) {
      finish(job, Outcome::pass, {});
      return;
    }
    say(job, fmt::format("{} answered {}: {}", job.call, reading.reason, excerpt(answer.body)));
    const bool faulty = reading.meaning == Meaning::unavailable || reading.meaning == Meaning::unreadable;
    finish(job, faulty ? Outcome::error : Outcome::fail, reading.reason);
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

  void say(Job& job, const std::string& what) {
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
    if (options_.on_event) {
      options_.on_event({.probe = observation.probe,
                         .title = observation.title,
                         .outcome = outcome,
                         .reason = observation.reason,
                         .milliseconds = observation.milliseconds});
    }
  }

  static std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

  const Connector& connector_;
  const Prepared& prepared_;
  const RunOptions& options_;
  Login login_;
  logs::Redactor redactor_;
  net::HttpClient client_;
  std::vector<Job> jobs_;
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
