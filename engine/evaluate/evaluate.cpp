#include "syncdx/evaluate.hpp"

#include "base/on_threads.hpp"
#include "evaluate/examined_cases.hpp"
#include "evaluate/figures.hpp"
#include "evaluate/judge.hpp"

#include <utility>

namespace syncdx::evaluate {

Checked<Evaluation> evaluate_rules(const EngineOptions& rules, const LabelledCases& cases, const EvaluateOptions& options) {
  auto knowledge = load_knowledge(rules);
  if (!knowledge) return tl::unexpected(std::move(knowledge.error()));
  const auto& loaded = knowledge->value;
  const auto examined = examine_cases(loaded, cases.cases, options);
  const logs::Redactor redactor(options.redaction_key);
  Evaluation evaluation{.cases_path = cases.path};
  evaluation.outcomes.resize(cases.cases.size());
  on_threads(options.threads, cases.cases.size(), [&](std::size_t i) {
    evaluation.outcomes[i] = judge(*loaded.rules, cases.cases[i], examined[i], Depth::reasons, redactor);
  });
  evaluation.figures = figures_of(evaluation.outcomes);
  evaluation.confusion = confusion_of(evaluation.outcomes);
  evaluation.temperature = best_temperature(evaluation.outcomes);
  return Loaded<Evaluation>{std::move(evaluation), std::move(knowledge->warnings)};
}

}  // namespace syncdx::evaluate
