#include "syncdx/rule_tests.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace syncdx::rule_tests {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 1000) / 1000; }

Json place(const SourceRange& where) {
  return {{"path", where.path}, {"line", where.begin.line}, {"column", where.begin.column}};
}

Json case_json(const CaseResult& result) {
  Json mismatches = Json::array();
  for (const auto& [what, expected, found] : result.mismatches) {
    mismatches.push_back({{"what", what}, {"expected", expected}, {"found", found}});
  }
  Json why = Json::array();
  for (const auto& row : result.why) {
    why.push_back(
        {{"finding", row.finding}, {"state", row.state}, {"expected", rounded(row.expected)}, {"found", rounded(row.found)}});
  }
  return {{"name", result.name},
          {"where", place(result.where)},
          {"status", name_of(result.status)},
          {"remark", result.remark},
          {"mismatches", std::move(mismatches)},
          {"expected_cause", result.expected_cause},
          {"found_cause", result.found_cause},
          {"weights", std::move(why)},
          {"milliseconds", rounded(result.milliseconds)}};
}

Json coverage_json(const Coverage& coverage) {
  Json figures = Json::array();
  for (const auto& [kind, exercised, total] : coverage.figures) {
    figures.push_back({{"kind", kind}, {"exercised", exercised}, {"total", total}});
  }
  Json gaps = Json::array();
  for (const auto& gap : coverage.gaps) {
    gaps.push_back({{"kind", gap.kind}, {"name", gap.name}, {"where", place(gap.where)}, {"reason", gap.reason}});
  }
  return {{"figures", std::move(figures)}, {"gaps", std::move(gaps)}};
}

Json mutation_json(const Mutation& mutation) {
  Json mutants = Json::array();
  std::size_t killed = 0;
  for (const auto& mutant : mutation.mutants) {
    const bool dead = !mutant.killed_by.empty();
    killed += dead ? 1 : 0;
    mutants.push_back({{"kind", mutant.kind},
                       {"what", mutant.what},
                       {"where", place(mutant.where)},
                       {"survived", !dead},
                       {"killed_by", mutant.killed_by}});
  }
  const auto tried = mutation.mutants.size();
  return {{"possible", mutation.possible},
          {"tried", tried},
          {"killed", killed},
          {"score", tried == 0 ? 1.0 : rounded(static_cast<double>(killed) / static_cast<double>(tried))},
          {"mutants", std::move(mutants)}};
}

}  // namespace

std::string to_json(const TestRun& run) {
  Json cases = Json::array();
  for (const auto& result : run.cases) cases.push_back(case_json(result));
  Json json = {{"schema", 1},
               {"passed", passed(run)},
               {"files", run.files},
               {"load_milliseconds", rounded(run.load_milliseconds)},
               {"run_milliseconds", rounded(run.run_milliseconds)},
               {"cases", std::move(cases)}};
  if (!run.coverage.figures.empty()) json["coverage"] = coverage_json(run.coverage);
  if (run.mutation.possible > 0) json["mutation"] = mutation_json(run.mutation);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace syncdx::rule_tests
