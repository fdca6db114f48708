#include "syncdx/engine.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "diagnose/assemble.hpp"
#include "diagnose/case_network.hpp"
#include "diagnose/known_errors.hpp"
#include "diagnose/load.hpp"
#include "diagnose/scan_inputs.hpp"
#include "evidence/findings.hpp"
#include "evidence/tether_export.hpp"
#include "rules/load.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>

namespace syncdx {

struct Engine::Impl {
  Knowledge knowledge;
  std::shared_ptr<spdlog::logger> logger;

  [[nodiscard]] const rules::RuleSet& rules() const { return *knowledge.rules; }
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Checked<Engine> Engine::load(const EngineOptions& options) {
  auto knowledge = load_knowledge(options);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  return Loaded<Engine>{Engine(std::make_unique<Impl>(Impl{std::move(knowledge->value), options.logger})),
                        std::move(knowledge->warnings)};
}

std::size_t Engine::pattern_count() const noexcept { return impl_->knowledge.plan.table().patterns().size(); }
bool Engine::from_cache() const noexcept { return impl_->knowledge.from_cache; }

namespace {

constexpr std::size_t max_export_bytes = 64U << 20U;

// The export given by path, or the first among the inputs whose head names `format`.
Result<std::optional<logs::Document>> find_export(const std::optional<std::string>& path, const logs::Inputs& inputs,
                                                  std::string_view format) {
  if (path) {
    auto text = logs::read_document(*path, max_export_bytes);
    if (!text) return fail(text.error());
    return logs::Document{*path, std::move(*text)};
  }
  for (const auto& document : inputs.documents) {
    if (std::string_view(document.text).substr(0, 4096).find(format) != std::string_view::npos) return document;
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

void list_not_examined(const rules::RuleSet& rules, const CaseNetwork& network, const evidence::CaseEvidence& evidence,
                       Diagnosis& diagnosis) {
  std::size_t lines = 0;
  std::size_t facts = 0;
  std::size_t questions = 0;
  for (std::size_t i = 0; i < network.symptoms.size(); ++i) {
    if (network.states[i] != infer::State::unknown) continue;
    const auto& source = rules.symptoms[network.symptoms[i]].source;
    lines += std::holds_alternative<rules::LogSymptom>(source);
    facts += std::holds_alternative<rules::FactSymptom>(source);
    questions += std::holds_alternative<rules::QuestionSymptom>(source);
  }
  if (!evidence.log_given) {
    diagnosis.not_examined.push_back({"log", "no log was given", lines});
  } else if (!diagnosis.complete && lines > 0) {
    diagnosis.not_examined.push_back({"rest of the log", diagnosis.complete_reason, lines});
  }
  if (facts > 0) {
    diagnosis.not_examined.push_back(
        {"session facts and settings", "not in the exports given (--session FILE, --integration FILE)", facts});
  }
  if (questions > 0) diagnosis.not_examined.push_back({"questions", "not answered (--answer ID=yes|no)", questions});
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

// What the caller named and the rules do not know: not wrong enough to fail, but worth a word.
void note_unknown_names(const rules::RuleSet& rules, const Case& question, Diagnosis& diagnosis) {
  const auto known = [&](const auto& item) { return item.platform == question.platform; };
  const bool has_rules = std::ranges::any_of(rules.causes, known) || std::ranges::any_of(rules.symptoms, known);
  if (!question.platform.empty() && question.platform != rules::any_platform && !has_rules) {
    std::vector<std::string> platforms;
    for (const auto& platform : rules.platforms) platforms.push_back(platform.id);
    const auto near = nearest_name(question.platform, platforms);
    diagnosis.notes.push_back(
        {.code = "D003",
         .severity = Severity::note,
         .message = fmt::format("no rules of its own for platform '{}': general rules only", question.platform),
         .help = near ? fmt::format("did you mean '{}'?", *near) : ""});
  }
  for (const auto& [id, answer] : question.answers) {
    const bool asked = std::ranges::any_of(rules.symptoms, [&](const auto& symptom) {
      return symptom.id == id && std::holds_alternative<rules::QuestionSymptom>(symptom.source);
    });
    if (!asked) {
      diagnosis.notes.push_back(
          {.code = "D004", .severity = Severity::note, .message = fmt::format("no question '{}': its answer is not used", id)});
    }
  }
}

}  // namespace

Result<Diagnosis> Engine::diagnose(const Case& question) const {
  const auto& rules = impl_->rules();
  auto scanned = scan_inputs(impl_->knowledge.plan, question);
  if (!scanned) return fail(scanned.error());
  const auto integration = find_export(question.integration, scanned->inputs, "tether-integration");
  if (!integration) return fail(integration.error());
  const auto sessions = find_export(question.session, scanned->inputs, "tether-sessions");
  if (!sessions) return fail(sessions.error());
  auto exports = evidence::read_exports(*integration, *sessions, question.now);
  if (!exports) return fail(exports.error());
  add_totals_of_log(rules, scanned->evidence, *exports);
  const bool log_given = std::ranges::any_of(scanned->inputs.sources, [](const auto& source) { return source.lines > 0; });
  if (!exports->messages.empty()) {
    scan_messages(impl_->knowledge.plan, exports->messages, *sessions ? (*sessions)->name : (*integration)->name, *scanned);
  }
  add_observations(impl_->knowledge.plan, question.observations, *exports, *scanned);

  Diagnosis diagnosis;
  diagnosis.session = exports->session_id;
  decide_completeness(rules, question, *exports, *scanned, diagnosis);
  decide_platform(rules, question, *exports, scanned->evidence, diagnosis);
  const evidence::CaseEvidence evidence{.log = scanned->evidence,
                                        .log_given = log_given,
                                        .log_complete = log_given && diagnosis.complete,
                                        .facts = exports->facts,
                                        .answers = question.answers};
  const auto findings = evidence::find(rules, evidence);
  const auto network = make_case_network(rules, diagnosis.platform, findings);
  if (!network) return fail(network.error());
  const logs::Redactor redactor(question.redaction_key);
  assemble({rules, *scanned, evidence, findings, *network, redactor}, diagnosis);
  diagnosis.notes.insert(diagnosis.notes.end(), exports->notes.begin(), exports->notes.end());
  list_not_examined(rules, *network, evidence, diagnosis);
  note_unknown_names(rules, question, diagnosis);
  if (impl_->logger) {
    impl_->logger->info("diagnosed {} inputs on {}: {} causes", diagnosis.inputs.size(), diagnosis.platform,
                        diagnosis.causes.size());
  }
  return diagnosis;
}

std::vector<KnownError> Engine::explain(std::string_view query, std::string_view platform) const {
  return find_known_errors(impl_->knowledge.plan, query, platform);
}

std::vector<Diagnostic> check_rules(const std::vector<std::string>& paths) {
  auto files = rules::read_rule_files(paths);
  if (!files) return std::move(files.error());
  auto loaded = rules::load_rules(std::move(*files));
  return loaded ? std::move(loaded->warnings) : std::move(loaded.error());
}

}  // namespace syncdx
