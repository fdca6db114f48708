#include "diagnose/weigh.hpp"

#include "diagnose/assemble.hpp"
#include "diagnose/case_network.hpp"

#include <variant>

namespace syncdx {
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

}  // namespace

Result<Diagnosis> weigh(const rules::RuleSet& rules, const Gathered& gathered, const evidence::Findings& findings,
                        const logs::Redactor& redactor, Extent extent) {
  auto diagnosis = gathered.head;
  const auto network = make_case_network(rules, diagnosis.platform, findings);
  if (!network) return fail(network.error());
  const CaseView view{rules, gathered.inputs, gathered.evidence, findings, *network, redactor};
  if (extent == Extent::whole) {
    assemble(view, diagnosis);
  } else {
    assemble_likely(view, diagnosis);
  }
  diagnosis.notes.insert(diagnosis.notes.end(), gathered.notes.begin(), gathered.notes.end());
  if (extent == Extent::whole) list_not_examined(rules, *network, gathered.evidence, diagnosis);
  return diagnosis;
}

}  // namespace syncdx
