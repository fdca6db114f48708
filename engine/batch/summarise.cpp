#include "batch/summarise.hpp"

#include "diagnose/show_evidence.hpp"
#include "logs/line.hpp"
#include "rules/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::size_t most_entities = 2000;
constexpr std::size_t most_integrations = 100000;
constexpr std::string_view further_entities = "(further ones)";
constexpr std::size_t most_slow = 20;
constexpr std::size_t most_error_kinds = 20000;

std::int64_t second_of(const std::string& time) {
  const auto parsed = time.empty() ? std::nullopt : logs::parse_time(time);
  return parsed ? std::chrono::floor<std::chrono::seconds>(*parsed).time_since_epoch().count() : -1;
}

void count(OutcomeCounts& counts, Outcome outcome, std::uint64_t sessions = 1) {
  switch (outcome) {
    case Outcome::healthy:
      counts.healthy += sessions;
      break;
    case Outcome::recovered:
      counts.recovered += sessions;
      break;
    case Outcome::failed:
      counts.failed += sessions;
      break;
    case Outcome::unexplained:
      counts.unexplained += sessions;
      break;
    case Outcome::unfinished:
      counts.unfinished += sessions;
      break;
  }
}

std::string kind_of_run(const std::string& platform, const std::string& entity) { return platform + '\n' + entity; }

// `name` if it is known or there is room for it, else `instead`: hostile logs name a million of anything.
std::string bounded_name(std::set<std::string>& known, std::size_t most, const std::string& name, std::string_view instead) {
  if (known.contains(name)) return name;
  if (known.size() >= most) return std::string(instead);
  known.insert(name);
  return name;
}

// Rules of two platforms may give causes of one name, each with advice of its own.
std::string key_of(const DiagnosedCause& cause) { return cause.issue + '/' + cause.id + '/' + cause.platform; }

bool slower(const SlowSession& a, const SlowSession& b) {
  return a.seconds != b.seconds ? a.seconds > b.seconds : a.session < b.session;
}

}  // namespace

void Summariser::Durations::add(double seconds) {
  ++steps[static_cast<int>(std::lround(std::log(std::max(seconds, 0.001)) / std::log(1.02)))];
}

double Summariser::Durations::median() const {
  std::uint64_t all = 0;
  for (const auto& [step, number] : steps) all += number;
  std::uint64_t below = 0;
  for (const auto& [step, number] : steps) {
    below += number;
    if (below * 2 >= all) return std::round(std::pow(1.02, step) * 10) / 10;
  }
  return 0;
}

Summariser::Summariser(std::string rules_hash) { summary_.rules_hash = std::move(rules_hash); }

void Summariser::add(const InputRecord& input) {
  const auto [entry, is_new] = inputs_.try_emplace(input.input, input);
  if (is_new) return;
  auto& known = entry->second;
  known.bytes += input.bytes;
  known.lines += input.lines;
  known.lines_without_session += input.lines_without_session;
  known.problems.insert(known.problems.end(), input.problems.begin(), input.problems.end());
}

std::uint32_t Summariser::series_of(const SessionDiagnosis& session, const std::string& entity) {
  const auto& platform = session.diagnosis.platform;
  const auto integration = bounded_name(integrations_, most_integrations, session.integration, "");
  const auto [entry, is_new] =
      series_numbers_.try_emplace(fmt::format("{}\n{}\n{}", integration.empty() ? platform : "", integration, entity),
                                  static_cast<std::uint32_t>(series_.size()));
  if (is_new) series_.push_back({platform, integration, entity});
  auto& series = series_[entry->second];
  if (series.platform == rules::any_platform) series.platform = platform;
  return entry->second;
}

void Summariser::add(const SessionDiagnosis& session) {
  if (session.in_doubt) {
    ++summary_.sessions_in_doubt;
    return;
  }
  ++summary_.sessions;
  count(summary_.outcomes, session.outcome);
  summary_.retries += session.retries;
  summary_.sessions_retried += session.retries > 0 ? 1 : 0;
  summary_.sessions_recovered += session.recovered ? 1 : 0;
  summary_.unexplained_lines += session.diagnosis.unmatched_error_count;
  platform_retries_[session.diagnosis.platform] += session.retries;
  const auto entity = bounded_name(entities_, most_entities, session.entity, further_entities);
  entity_retries_[entity] += session.retries;
  const auto start = second_of(session.started);
  const bool has_cause = session.outcome == Outcome::failed && !session.diagnosis.causes.empty();
  const auto cause = has_cause ? key_of(session.diagnosis.causes.front()) : std::string();
  cells_.add({.begin = start < 0 ? TimeCells::undated : start,
              .platform = session.diagnosis.platform,
              .entity = entity,
              .cause = cause,
              .outcome = session.outcome});
  if (has_cause) add_cause(session);
  add_times(session, entity, start);
  add_unexplained(session);
  add_alerts(session, start);
}

void Summariser::add_cause(const SessionDiagnosis& session) {
  const auto& cause = session.diagnosis.causes.front();
  auto& tally = causes_[key_of(cause)];
  auto& entry = tally.count;
  if (entry.sessions == 0) {
    entry.id = cause.id;
    entry.issue = cause.issue;
    entry.platform = cause.platform;
    entry.title = cause.title;
    for (const auto& issue : session.diagnosis.issues) {
      if (issue.id == cause.issue) entry.issue_title = issue.title;
    }
    if (entry.issue_title.empty()) entry.issue_title = cause.issue;
  }
  ++entry.sessions;
  ++tally.platforms[session.diagnosis.platform];
  tally.probability_sum += cause.probability;
  if (!session.started.empty()) {
    if (entry.first_time.empty() || session.started < entry.first_time) entry.first_time = session.started;
    entry.last_time = std::max(entry.last_time, session.started);
  }
  const auto& steps = session.diagnosis.steps;
  auto& step = tally.first_steps[steps.empty() ? std::string() : steps.front().title];
  ++step.sessions;
  if (cause.probability <= step.best) return;
  for (const auto& evidence : cause.evidence) {
    if (evidence.state != FindingState::present || evidence.where.empty()) continue;
    const auto& where = evidence.where.front();
    step.best = cause.probability;
    step.example = {session.diagnosis.session, where.source, where.line, where.time, where.text};
    return;
  }
}

void Summariser::add_times(const SessionDiagnosis& session, const std::string& entity, std::int64_t start) {
  if (start < 0) {
    ++summary_.undated_sessions;
    return;
  }
  if (summary_.first_time.empty() || session.started < summary_.first_time) summary_.first_time = session.started;
  summary_.last_time = std::max({summary_.last_time, session.started, session.ended});
  const auto series = series_of(session, entity);
  const auto end = std::max(start, second_of(session.ended));
  const auto& name = session.diagnosis.session;
  runs_.push_back({start, end, series, static_cast<std::uint32_t>(name.size()), names_.size()});
  names_.insert(names_.end(), name.begin(), name.end());
  if (session.seconds <= 0) return;
  usual_durations_[kind_of_run(session.diagnosis.platform, entity)].add(session.seconds);
  platform_durations_[session.diagnosis.platform].add(session.seconds);
  entity_durations_[entity].add(session.seconds);
  SlowSession slow{.session = name,
                   .platform = session.diagnosis.platform,
                   .entity = entity,
                   .outcome = session.outcome,
                   .started = session.started,
                   .seconds = session.seconds};
  if (session.outcome == Outcome::failed && !session.diagnosis.causes.empty()) {
    const auto& cause = session.diagnosis.causes.front();
    slow.cause = cause.issue + '/' + cause.id;
  }
  if (slow_.size() >= most_slow && !slower(slow, slow_.back())) return;
  slow_.insert(std::ranges::upper_bound(slow_, slow, slower), std::move(slow));
  if (slow_.size() > most_slow) slow_.pop_back();
}

void Summariser::add_unexplained(const SessionDiagnosis& session) {
  for (const auto& unmatched : session.diagnosis.unmatched_errors) {
    auto kind = kind_of_line(unmatched.text);
    const auto known = errors_.find(kind);
    if (known == errors_.end() && errors_.size() >= most_error_kinds) continue;
    auto& tally = known != errors_.end() ? known->second : errors_[std::move(kind)];
    if (tally.error.lines == 0) {
      tally.error.example = {session.diagnosis.session, unmatched.source, unmatched.line, {}, unmatched.text};
    }
    ++tally.error.lines;
    if (tally.last_session != summary_.sessions) ++tally.error.sessions;
    tally.last_session = summary_.sessions;
  }
}

BatchSummary Summariser::finish() && {
  const auto causes = finish_causes();
  finish_groups(causes);
  finish_buckets(causes);
  finish_slowest();
  check_runs();
  finish_alerts();

  std::vector<UnexplainedError> errors;
  for (auto& [kind, tally] : errors_) errors.push_back(std::move(tally.error));
  std::ranges::stable_sort(errors, [](const auto& a, const auto& b) {
    return a.sessions != b.sessions ? a.sessions > b.sessions : a.lines > b.lines;
  });
  constexpr std::size_t most_errors = 50;
  errors.resize(std::min(errors.size(), most_errors));
  summary_.unexplained = std::move(errors);

  constexpr std::size_t most_problems = 200;
  for (auto& [name, input] : inputs_) {
    ++summary_.inputs;
    summary_.bytes += input.bytes;
    summary_.lines += input.lines;
    summary_.lines_without_session += input.lines_without_session;
    summary_.problem_count += input.problems.size();
    std::ranges::sort(input.problems, {}, [](const auto& each) { return std::tie(each.code, each.message, each.help); });
    for (const auto& problem : input.problems) {
      if (summary_.problems.size() < most_problems)
        summary_.problems.push_back({input.input, problem.code, problem.message, problem.help});
    }
  }
  return std::move(summary_);
}

void Summariser::finish_slowest() {
  for (auto& slow : slow_) {
    slow.usual_seconds = usual_durations_[kind_of_run(slow.platform, slow.entity)].median();
    summary_.slowest.push_back(std::move(slow));
  }
}

}  // namespace syncdx::batch
