// What the facts of single probes say together: "probe.reached", "probe.refused", ...
#include "run/runner.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace syncdx::connect {
namespace {

using Value = decltype(ObservedFact::value);

class Summary {
 public:
  explicit Summary(const std::vector<Observation>& observations) : observations_(observations) {}

  Observation make() {
    Observation all{.probe = "overall", .title = "All probes together", .outcome = Outcome::pass};
    for (const auto& observation : observations_) read(observation);
    if (calls_ == 0) {
      all.outcome = Outcome::skipped;
      return all;
    }
    const auto add = [&](const char* name, Value value) {
      all.facts.push_back({std::string("probe.") + name, std::move(value)});
    };
    add("reached", reached_);
    add("dns_failed", failures_.contains("dns"));
    add("connect_failed", failures_.contains("connect"));
    add("proxy_failed", failures_.contains("proxy"));
    add("tls_failed", failures_.contains("tls"));
    add("timed_out", failures_.contains("timeout"));
    add("broken_off", failures_.contains("broken"));
    if (reached_) {
      add("unavailable", meanings_.contains("unavailable"));
      add("faltering", was_unavailable_ && !meanings_.contains("unavailable"));
      add("unreadable", meanings_.contains("unreadable"));
      add("rate_limited", meanings_.contains("rate_limited") || was_rate_limited_);
      add("blocked", meanings_.contains("blocked"));
    }
    // The login and calls with credentials decide these; without one of them nothing is known.
    if (accepted_ || meanings_.contains("refused")) {
      add("accepted", accepted_);
      add("refused", meanings_.contains("refused") && !accepted_);
    }
    if (accepted_) {
      add("denied", meanings_.contains("denied"));
      add("not_found", meanings_.contains("not_found"));
    }
    if (!latencies_.empty()) {
      std::ranges::sort(latencies_);
      add("latency_ms", latencies_[latencies_.size() / 2]);
      add("slow", latencies_[latencies_.size() / 2] > slow_milliseconds);
    }
    if (skew_) add("clock_skew_seconds", std::abs(*skew_));
    if (certificate_days_) add("certificate_days", *certificate_days_);
    if (!tls_fault_.empty()) add("tls_fault", tls_fault_);
    return all;
  }

 private:
  static constexpr double slow_milliseconds = 10'000;

  void read(const Observation& observation) {
    calls_ += observation.calls;
    if (observation.calls == 0) return;
    const auto prefix = "probe." + observation.probe + ".";
    bool answered = false;
    bool anonymous = false;
    std::string meaning;
    for (const auto& fact : observation.facts) {
      if (!fact.name.starts_with(prefix)) continue;
      const auto name = fact.name.substr(prefix.size());
      if (name == "failure") failures_.insert(std::get<std::string>(fact.value));
      if (name == "meaning") meaning = std::get<std::string>(fact.value);
      if (name == "status") answered = true;
      if (name == "anonymous") anonymous = true;
      if (name == "was_unavailable") was_unavailable_ = true;
      if (name == "was_rate_limited") was_rate_limited_ = true;
      if (name == "first_byte_ms") latencies_.push_back(std::get<double>(fact.value));
      if (name == "clock_skew_seconds") skew_ = std::get<double>(fact.value);
      if (name == "tls_fault") tls_fault_ = std::get<std::string>(fact.value);
      if (name == "certificate_days") certificate_days_ = std::get<double>(fact.value);
    }
    reached_ |= answered;
    // Without credentials an answer says nothing of them.
    if (meaning.empty() || (anonymous && observation.outcome == Outcome::pass)) return;
    meanings_.insert(meaning);
    if (meaning == "ok" || meaning == "denied" || meaning == "not_found") accepted_ = true;
  }

  const std::vector<Observation>& observations_;
  std::set<std::string> failures_;
  std::set<std::string> meanings_;
  std::vector<double> latencies_;
  std::optional<double> skew_;
  std::optional<double> certificate_days_;
  std::string tls_fault_;
  std::size_t calls_ = 0;
  bool reached_ = false;
  bool accepted_ = false;
  bool was_rate_limited_ = false;
  bool was_unavailable_ = false;
};

}  // namespace

Observation overall(const std::vector<Observation>& observations) { return Summary(observations).make(); }

}  // namespace syncdx::connect
