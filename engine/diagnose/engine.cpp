#include "syncdx/engine.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "diagnose/assemble.hpp"
#include "diagnose/case_network.hpp"
#include "diagnose/gather.hpp"
#include "diagnose/known_errors.hpp"
#include "diagnose/load.hpp"
#include "evidence/findings.hpp"
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
  auto gathered = gather(impl_->knowledge.plan, question);
  if (!gathered) return fail(gathered.error());
  auto diagnosis = std::move(gathered->head);
  const auto findings = evidence::find(rules, gathered->evidence);
  const auto network = make_case_network(rules, diagnosis.platform, findings);
  if (!network) return fail(network.error());
  const logs::Redactor redactor(question.redaction_key);
  assemble({rules, gathered->inputs, gathered->evidence, findings, *network, redactor}, diagnosis);
  diagnosis.notes.insert(diagnosis.notes.end(), gathered->notes.begin(), gathered->notes.end());
  list_not_examined(rules, *network, gathered->evidence, diagnosis);
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
