#include "diagnose/gather.hpp"

#include "diagnose/case_network.hpp"
#include "diagnose/doubt.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncdx {
namespace {

constexpr std::size_t max_export_bytes = 64U << 20U;

using Observations = std::vector<Observation>;

bool is_export(const std::string& text, std::string_view format) {
  return std::string_view(text).substr(0, 4096).find(format) != std::string_view::npos;
}

// The export given by path, or the first among the inputs whose head names `format`, or the first that a probe read.
Result<std::optional<logs::Document>> find_export(const std::optional<std::string>& path, const logs::Inputs& inputs,
                                                  const Observations& observations, std::string_view format) {
  if (path) {
    auto text = logs::read_document(*path, max_export_bytes);
    if (!text) return fail(text.error());
    return logs::Document{*path, std::move(*text)};
  }
  for (const auto& document : inputs.documents) {
    if (is_export(document.text, format)) return document;
  }
  for (const auto& observation : observations) {
    if (is_export(observation.document, format)) return logs::Document{"probe " + observation.probe, observation.document};
  }
  return std::nullopt;
}

void decide_completeness(const rules::RuleSet& rules, const Case& question, const evidence::ExportFacts& exports,
                         const Scanned& scanned, Diagnosis& diagnosis) {
  const bool cut = std::ranges::any_of(scanned.inputs.sources, &logs::Source::cut);
  if (question.completeness == Completeness::excerpt) {
    diagnosis.complete_reason = "taken as an excerpt: what is missing in it proves nothing";
  } else if (cut) {
    diagnosis.complete_reason = "the input could not be read to its end";
  } else if (question.completeness == Completeness::complete) {
    diagnosis.complete = true;
    diagnosis.complete_reason = "said to be complete";
  } else if (exports.session_log_complete) {
    diagnosis.complete = true;
    diagnosis.complete_reason = "the export says that it is complete";
  } else if (evidence::shows_whole_session(rules, scanned.evidence)) {
    diagnosis.complete = true;
    diagnosis.complete_reason = "the session's start and end are in it";
  } else {
    diagnosis.complete_reason = "the session's start and end are not both in it";
  }
}

void decide_platform(const rules::RuleSet& rules, const Case& question, const evidence::ExportFacts& exports,
                     const evidence::LogEvidence& log, Diagnosis& diagnosis) {
  diagnosis.platform = question.platform;
  if (!diagnosis.platform.empty()) return;
  diagnosis.platform_detected = true;
  if (!exports.platform.empty()) {
    diagnosis.platform = exports.platform;
    diagnosis.platform_reason = "named by the integration's export";
  } else if (const auto detected = evidence::detect_platform(rules, log)) {
    const auto lines = log.platform_lines[*detected];
    diagnosis.platform = rules.platforms[*detected].id;
    diagnosis.platform_reason =
        fmt::format("{} {} of {}", lines, lines == 1 ? "line speaks" : "lines speak", rules.platforms[*detected].title);
  } else {
    diagnosis.platform = rules::any_platform;
    diagnosis.platform_reason = "nothing names a platform: general rules only";
  }
}

// A log that closes with its session's totals: they are facts where no export gave them. Several lines of totals may be those
// of streams or pages, of which nobody knows whether they add up.
void add_totals_of_log(const rules::RuleSet& rules, const evidence::LogEvidence& log, evidence::ExportFacts& exports) {
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size() && i < log.symptoms.size(); ++i) {
    if (rules.symptoms[i].role != rules::Role::session_end) continue;
    for (const auto& sample : log.symptoms[i].samples.kept()) evidence::add_log_end_facts(sample.text, exports);
  }
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size() && i < log.symptoms.size(); ++i) {
    if (rules.symptoms[i].role != rules::Role::totals || log.symptoms[i].lines != 1) continue;
    for (const auto& sample : log.symptoms[i].samples.kept()) evidence::add_plain_totals(sample.text, exports);
  }
}

// A probe's facts are facts, and what the platform answered is read as a log's line would be.
void add_observations(const evidence::CollectPlan& plan, const std::vector<Observation>& observations,
                      evidence::ExportFacts& exports, Scanned& scanned) {
  for (const auto& observation : observations) {
    const auto source = "probe " + observation.probe;
    for (const auto& [name, value] : observation.facts) exports.facts.insert_or_assign(name, evidence::Fact{value, source});
    if (!observation.message.empty()) scan_messages(plan, {observation.message}, source, scanned);
  }
}

bool holds_lines(const logs::Inputs& inputs) {
  return std::ranges::any_of(inputs.sources, [](const auto& source) { return source.lines > 0; });
}

struct Told {
  evidence::ExportFacts exports;
  bool log_given = false;
};

Gathered settle(const rules::RuleSet& rules, const Case& question, Scanned scanned, Told told) {
  Gathered gathered;
  gathered.head.session = told.exports.session_id;
  decide_completeness(rules, question, told.exports, scanned, gathered.head);
  decide_platform(rules, question, told.exports, scanned.evidence, gathered.head);
  gathered.evidence = {.log = std::move(scanned.evidence),
                       .log_given = told.log_given,
                       .log_complete = told.log_given && gathered.head.complete,
                       .facts = std::move(told.exports.facts),
                       .answers = question.answers};
  gathered.inputs = std::move(scanned.inputs);
  gathered.notes = std::move(told.exports.notes);
  return gathered;
}

// What a probe read may be anything: what is no export there is noted, and told nothing.
evidence::ExportFacts without_exports(Diagnostic problem) {
  evidence::ExportFacts none;
  problem.severity = Severity::note;
  none.notes.push_back(std::move(problem));
  return none;
}

// All that is known once the inputs are scanned and the observations made.
Result<Gathered> put_together(const evidence::CollectPlan& plan, const Case& question, const Observations& observations,
                              Scanned scanned) {
  const auto& rules = plan.rules();
  const auto integration = find_export(question.integration, scanned.inputs, observations, "tether-integration");
  if (!integration) return fail(integration.error());
  const auto sessions = find_export(question.session, scanned.inputs, observations, "tether-sessions");
  if (!sessions) return fail(sessions.error());
  auto exports = evidence::read_exports(*integration, *sessions, question.now);
  if (!exports) {
    const bool observed = exports.error().where.path.starts_with("probe ") || exports.error().message.find("'probe ") == 0;
    if (!observed) return fail(exports.error());
    exports = without_exports(exports.error());
  }
  add_totals_of_log(rules, scanned.evidence, *exports);
  const bool log_given = holds_lines(scanned.inputs);
  if (!exports->messages.empty()) {
    scan_messages(plan, exports->messages, *sessions ? (*sessions)->name : (*integration)->name, scanned);
  }
  add_observations(plan, observations, *exports, scanned);

  return settle(rules, question, std::move(scanned), {std::move(*exports), log_given});
}

// Asks the caller for observations, who may ask what they would be worth.
Result<Observations> observe(const evidence::CollectPlan& plan, const Case& question, const Scanned& scanned) {
  auto observations = question.observations;
  if (!question.observe) return observations;
  const auto so_far = put_together(plan, question, observations, scanned);
  if (!so_far) return fail(so_far.error());
  const auto findings = evidence::find(plan.rules(), so_far->evidence);
  const auto network = make_case_network(plan.rules(), so_far->head.platform, findings);
  if (!network) return fail(network.error());
  for (auto& observation : question.observe(doubt_of(plan.rules(), *network))) observations.push_back(std::move(observation));
  return observations;
}

}  // namespace

Gathered gather_scanned(const rules::RuleSet& rules, const Case& question, Scanned scanned) {
  Told told{{}, holds_lines(scanned.inputs)};
  add_totals_of_log(rules, scanned.evidence, told.exports);
  return settle(rules, question, std::move(scanned), std::move(told));
}

Result<Gathered> gather(const evidence::CollectPlan& plan, const Case& question) {
  auto scanned = scan_inputs(plan, question);
  if (!scanned) return fail(scanned.error());
  const auto observations = observe(plan, question, *scanned);
  if (!observations) return fail(observations.error());
  return put_together(plan, question, *observations, std::move(*scanned));
}

}  // namespace syncdx
