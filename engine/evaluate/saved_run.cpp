#include "evaluate/compare_outcomes.hpp"
#include "evaluate/figures.hpp"
#include "logs/input.hpp"
#include "syncdx/evaluate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace syncdx::evaluate {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_bytes = 64U << 20U;

Diagnostic no_saved_run(const std::string& path, std::string_view why) {
  return {.code = "E005",
          .message = fmt::format("{}: {}", path, why),
          .help = "name a file that `syncdx evaluate --save FILE` wrote"};
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

const Json* first_of(const Json& object, const char* key) {
  const auto list = object.find(key);
  return list != object.end() && list->is_array() && !list->empty() && list->front().is_object() ? &list->front() : nullptr;
}

std::optional<SavedOutcome> outcome_of(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  SavedOutcome outcome{.id = text_of(json, "id")};
  if (outcome.id.empty()) return std::nullopt;
  if (const auto* issue = first_of(json, "issues")) {
    outcome.first_issue = text_of(*issue, "id");
    outcome.probability = number_of(*issue, "probability");
  }
  if (const auto* cause = first_of(json, "causes")) outcome.first_cause = text_of(*cause, "name");
  const auto right = json.find("issue_right");
  outcome.issue_right = right != json.end() && right->is_boolean() && right->get<bool>();
  outcome.cause_rank = static_cast<std::size_t>(std::clamp(number_of(json, "cause_rank"), 0.0, 1e6));
  return outcome;
}

std::string answer_in_words(const SavedOutcome& outcome) {
  return fmt::format("{} {:.2f}, {}", outcome.first_issue.empty() ? "nothing" : outcome.first_issue, outcome.probability,
                     outcome.first_cause.empty() ? "no cause" : outcome.first_cause);
}

std::string saved_in_words(const SavedOutcome& outcome) {
  const auto rank = outcome.cause_rank == 0 ? std::string("not listed") : fmt::format("no. {}", outcome.cause_rank);
  return answer_in_words(outcome) + "; right cause " + rank;
}

SavedOutcome kept(const CaseOutcome& outcome) {
  SavedOutcome saved{.id = outcome.id};
  if (!outcome.issues.empty()) saved.first_issue = outcome.issues.front().id;
  if (!outcome.causes.empty()) saved.first_cause = outcome.causes.front().name;
  saved.probability = outcome.top_probability;
  saved.issue_right = outcome.issue_right;
  saved.cause_rank = outcome.cause_rank;
  return saved;
}

// Right issue first, then the right cause's rank; more is better.
std::pair<bool, double> merit(const SavedOutcome& outcome) {
  return {outcome.issue_right, outcome.cause_rank == 0 ? 0 : 1 / static_cast<double>(outcome.cause_rank)};
}

Turn turn_of(const SavedOutcome& before, const SavedOutcome& after) {
  if (merit(after) == merit(before)) return Turn::other;
  return merit(after) > merit(before) ? Turn::better : Turn::worse;
}

bool differs(const SavedOutcome& before, const SavedOutcome& after) {
  return before.first_issue != after.first_issue || before.first_cause != after.first_cause ||
         before.cause_rank != after.cause_rank;
}

}  // namespace

std::string in_words(const CaseOutcome& outcome) {
  return outcome.cause.empty() ? answer_in_words(kept(outcome)) : saved_in_words(kept(outcome));
}

Turn turn_between(const CaseOutcome& before, const CaseOutcome& after) {
  return after.out_of_scope ? Turn::other : turn_of(kept(before), kept(after));
}

bool answers_differ(const CaseOutcome& before, const CaseOutcome& after) { return differs(kept(before), kept(after)); }

Result<SavedRun> read_saved_run(const std::string& path) {
  const auto text = logs::read_document(path, max_bytes);
  if (!text) return fail(text.error());
  const auto json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return fail(no_saved_run(path, "no JSON object"));
  const auto cases = json.find("cases");
  const auto figures = json.find("figures");
  if (text_of(json, "kind") != "syncdx-evaluation" || cases == json.end() || !cases->is_array() || figures == json.end() ||
      !figures->is_object()) {
    return fail(no_saved_run(path, "no saved run of syncdx evaluate"));
  }
  SavedRun run{.path = path, .outcomes = {}, .figures = {}};
  for (const auto& entry : *cases) {
    auto outcome = outcome_of(entry);
    if (!outcome) return fail(no_saved_run(path, "holds a case without an id"));
    run.outcomes.push_back(std::move(*outcome));
  }
  for (const auto& [name, value] : figures->items()) {
    if (value.is_number()) run.figures.emplace(name, value.get<double>());
  }
  return run;
}

Comparison compare(const SavedRun& before, const Evaluation& now) {
  Comparison comparison{.since = before.path};
  for (const auto& [name, value] : named_figures(now.figures)) {
    const auto earlier = before.figures.find(name);
    if (earlier != before.figures.end()) comparison.figures.push_back({name, earlier->second, value});
  }
  std::map<std::string_view, const SavedOutcome*> earlier_of;
  for (const auto& outcome : before.outcomes) earlier_of.emplace(outcome.id, &outcome);
  std::size_t common = 0;
  for (const auto& outcome : now.outcomes) {
    const auto earlier = earlier_of.find(outcome.id);
    if (earlier == earlier_of.end()) {
      ++comparison.only_now;
      continue;
    }
    ++common;
    const auto after = kept(outcome);
    if (!differs(*earlier->second, after)) continue;
    comparison.cases.push_back({outcome.id, outcome.out_of_scope ? Turn::other : turn_of(*earlier->second, after),
                                saved_in_words(*earlier->second), saved_in_words(after)});
  }
  comparison.only_before = earlier_of.size() - common;
  const auto urgency = [](const ChangedCase& changed) {
    return changed.turn == Turn::worse ? 0 : changed.turn == Turn::better ? 1 : 2;
  };
  std::ranges::stable_sort(comparison.cases, {}, urgency);
  return comparison;
}

}  // namespace syncdx::evaluate
