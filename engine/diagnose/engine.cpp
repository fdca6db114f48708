#include "syncdx/engine.hpp"

#include "base/print_diagnostic.hpp"
#include "base/text.hpp"
#include "diagnose/gather.hpp"
#include "diagnose/known_errors.hpp"
#include "diagnose/load.hpp"
#include "diagnose/weigh.hpp"
#include "evidence/findings.hpp"
#include "rules/known_platforms.hpp"
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

Result<void> Engine::check_platform(std::string_view platform) const {
  if (auto unknown = rules::refuse_platform(impl_->rules(), platform)) return fail(std::move(*unknown));
  return {};
}

Result<Diagnosis> Engine::diagnose(const Case& question) const {
  const auto& rules = impl_->rules();
  auto gathered = gather(impl_->knowledge.plan, question);
  if (!gathered) return fail(gathered.error());
  const auto findings = evidence::find(rules, gathered->evidence);
  auto diagnosis = weigh(rules, *gathered, findings, logs::Redactor(question.redaction_key));
  if (!diagnosis) return diagnosis;
  note_unknown_names(rules, question, *diagnosis);
  if (impl_->logger) {
    impl_->logger->info("diagnosed {} inputs on {}: {} causes", diagnosis->inputs.size(), diagnosis->platform,
                        diagnosis->causes.size());
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
