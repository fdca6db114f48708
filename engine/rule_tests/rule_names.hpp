// The names that case files may use, looked up in the rules, with the nearest one where a name is not known.
#pragma once

#include "rule_tests/case_model.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::rule_tests {

class RuleNames {
 public:
  // `rules` must outlive it.
  explicit RuleNames(const rules::RuleSet& rules);

  [[nodiscard]] const rules::RuleSet& rules() const noexcept { return rules_; }

  // Nothing if the rules have no such name.
  [[nodiscard]] std::optional<NamedCause> cause(const std::string& name) const;
  [[nodiscard]] std::optional<rules::SymptomIndex> symptom(const std::string& name) const;
  [[nodiscard]] std::optional<rules::SolutionIndex> solution(const std::string& name) const;
  [[nodiscard]] std::optional<rules::IssueIndex> issue(const std::string& name) const;
  [[nodiscard]] bool is_platform(std::string_view name) const;
  [[nodiscard]] bool is_question(const std::string& name) const;

  // "did you mean '...'?", or empty. `kind`: "cause", "symptom", "solution", "issue", "platform", "question", "fact".
  [[nodiscard]] std::string hint(std::string_view kind, std::string_view name) const;

 private:
  [[nodiscard]] std::vector<std::string> candidates(std::string_view kind) const;

  const rules::RuleSet& rules_;
  std::map<std::string, std::vector<rules::CauseIndex>> causes_;
  std::map<std::string, std::size_t> symptoms_;
  std::map<std::string, std::size_t> solutions_;
  std::map<std::string, std::size_t> issues_;
};

}  // namespace syncdx::rule_tests
