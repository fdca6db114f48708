#include "evidence/collect_plan.hpp"

#include "rules/negation.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

namespace syncdx::evidence {
namespace {

// Compiled on first use: most `unless` patterns are never needed in a run, and start-up must be quick.
class LazyRegex {
 public:
  explicit LazyRegex(const std::string& regex) : regex_(&regex) {}

  [[nodiscard]] bool matches(std::string_view line) const {
    std::call_once(compiled_, [this] {
      RE2::Options options(RE2::Quiet);
      options.set_encoding(RE2::Options::EncodingLatin1);
      re2_ = std::make_unique<RE2>(*regex_, options);
    });
    return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *re2_);
  }

 private:
  const std::string* regex_;
  mutable std::once_flag compiled_;
  mutable std::unique_ptr<RE2> re2_;
};

}  // namespace

struct CollectPlan::Impl {
  const rules::RuleSet& rules;
  PatternTable table;
  std::shared_ptr<const match::MatchProgram> program;  // shared with plans made by `with`
  std::vector<std::deque<LazyRegex>> unless;           // by symptom; deque: a LazyRegex cannot move
};

CollectPlan::CollectPlan(const rules::RuleSet& rules, PatternTable table, match::MatchProgram program)
    : CollectPlan(rules, std::move(table), std::make_shared<const match::MatchProgram>(std::move(program))) {}

CollectPlan::CollectPlan(const rules::RuleSet& rules, PatternTable table, std::shared_ptr<const match::MatchProgram> program)
    : impl_(new Impl{rules, std::move(table), std::move(program), {}}) {
  impl_->unless.resize(rules.symptoms.size());
  for (rules::SymptomIndex i = 0; i < rules.symptoms.size(); ++i) {
    const auto* log = std::get_if<rules::LogSymptom>(&rules.symptoms[i].source);
    if (log == nullptr) continue;
    for (const auto& pattern : log->unless) impl_->unless[i].emplace_back(pattern.regex);
  }
}

CollectPlan CollectPlan::with(const rules::RuleSet& rules, PatternTable table) const {
  return {rules, std::move(table), impl_->program};
}

CollectPlan::CollectPlan(CollectPlan&&) noexcept = default;
CollectPlan& CollectPlan::operator=(CollectPlan&&) noexcept = default;
CollectPlan::~CollectPlan() = default;

const rules::RuleSet& CollectPlan::rules() const noexcept { return impl_->rules; }
const PatternTable& CollectPlan::table() const noexcept { return impl_->table; }
const match::MatchProgram& CollectPlan::program() const noexcept { return *impl_->program; }

bool CollectPlan::is_excluded(rules::SymptomIndex symptom, std::string_view line) const {
  const auto& unless = impl_->unless[symptom];
  return std::ranges::any_of(unless, [line](const LazyRegex& regex) { return regex.matches(line); });
}

bool CollectPlan::is_denied(rules::SymptomIndex symptom, match::PatternIndex pattern, std::string_view line) const {
  const auto& log = std::get<rules::LogSymptom>(impl_->rules.symptoms[symptom].source);
  if (!log.negatable || !rules::may_hold_negation(line)) return false;
  const auto match = impl_->program->find(pattern, line);
  return !match || rules::behind_negation(line, *match);
}

}  // namespace syncdx::evidence
