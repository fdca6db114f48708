#include "diagnose/known_errors.hpp"

#include "base/text.hpp"
#include "rules/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace syncdx {
namespace {

constexpr std::size_t most_answers = 12;
constexpr double least_share = 0.1;  // of the likeliest cause's score: what a symptom hardly points to is not named

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

bool is_status(std::string_view query) {
  return query.size() == 3 && query[0] >= '1' && query[0] <= '5' &&
         std::ranges::all_of(query, [](char c) { return c >= '0' && c <= '9'; });
}

class Search {
 public:
  Search(const evidence::CollectPlan& plan, std::string_view query, std::string_view platform)
      : plan_(plan), rules_(plan.rules()), query_(query), platform_(platform) {}

  std::vector<KnownError> run() && {
    if (is_status(query_) && platform_.empty()) by_text();  // before the platforms' own forms of it
    by_name();
    by_guide();
    by_text();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool wanted(std::string_view platform) const {
    return platform_.empty() || platform == rules::any_platform || platform == platform_;
  }

  void by_name() {
    const auto name = lower(query_);
    for (const bool own : {true, false}) {  // the platform's own items first, general ones where none is named
      for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
        const auto& symptom = rules_.symptoms[i];
        const bool coded = std::ranges::any_of(symptom.codes, [&](const auto& code) { return lower(code) == name; });
        if (is_own(symptom.platform) == own && (symptom.id == name || coded)) add_symptom(i);
      }
      for (rules::CauseIndex i = 0; i < rules_.causes.size(); ++i) {
        const auto& cause = rules_.causes[i];
        const bool named = cause.id == name || rules::full_name(rules_, cause) == name;
        if (named && is_own(cause.platform) == own && wanted(cause.platform)) add_cause(cause);
      }
    }
    for (rules::IssueIndex i = 0; i < rules_.issues.size(); ++i) {
      if (rules_.issues[i].id == name) add_issue(i);
    }
    for (rules::SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      if (rules_.solutions[i].id == name) add_solution(i);
    }
  }

  // The query as an item of the troubleshooting guide: "A1c1".
  void by_guide() {
    const auto name = lower(query_);
    const auto carries = [&](const auto& item) {
      return std::ranges::any_of(item.guide, [&](const auto& id) { return lower(id) == name; });
    };
    for (const bool own : {true, false}) {
      for (const auto& cause : rules_.causes) {
        if (carries(cause) && is_own(cause.platform) == own && wanted(cause.platform)) add_cause(cause);
      }
    }
    for (rules::IssueIndex i = 0; i < rules_.issues.size(); ++i) {
      if (carries(rules_.issues[i])) add_issue(i);
    }
    for (rules::SolutionIndex i = 0; i < rules_.solutions.size(); ++i) {
      if (carries(rules_.solutions[i]) && wanted(rules_.solutions[i].platform)) add_solution(i);
    }
    for (rules::SymptomIndex i = 0; i < rules_.symptoms.size(); ++i) {
      if (carries(rules_.symptoms[i])) add_symptom(i);
    }
  }

  // The query as a line of a log: a hit that stands makes its symptom known.
  void by_text() {
    std::string text(query_);
    if (is_status(text)) text = "HTTP " + text;
    match::Scanner scanner(plan_.program());
    const auto scanned = scanner.scan(text);
    const std::vector<match::LineHit> hits(scanned.begin(), scanned.end());
    std::vector<rules::SymptomIndex> seen;
    for (const auto& hit : hits) {
      const auto line = std::string_view(text).substr(hit.line_begin, hit.line_end - hit.line_begin);
      for (const auto symptom : plan_.table().symptoms_of(hit.pattern)) {
        const bool ordinary = rules_.symptoms[symptom].role == rules::Role::none;
        if (ordinary && plan_.holds(symptom, hit.pattern, line)) seen.push_back(symptom);
      }
    }
    // The platform's own first, then what says most.
    std::ranges::stable_sort(seen, {}, [&](const auto symptom) {
      const auto& rule = rules_.symptoms[symptom];
      return std::pair(!platform_.empty() && !is_own(rule.platform), rule.leak);
    });
    for (const auto symptom : seen) add_symptom(symptom);
  }

  [[nodiscard]] bool is_own(std::string_view platform) const {
    return platform == (platform_.empty() ? rules::any_platform : platform_);
  }

  void add_symptom(rules::SymptomIndex index) {
    const auto& symptom = rules_.symptoms[index];
    if (!wanted(symptom.platform) || found_.size() >= most_answers || !seen_.insert("symptom " + symptom.id).second) return;
    KnownError known{.id = symptom.id,
                     .kind = "symptom",
                     .platform = symptom.platform,
                     .title = symptom.title,
                     .means = symptom.means,
                     .guide = symptom.guide,
                     .points_to = {},
                     .steps = {}};
    const auto platform = platform_.empty() ? std::string_view(symptom.platform) : platform_;
    struct Candidate {
      const rules::Cause* cause;
      double score;
    };
    std::vector<Candidate> candidates;
    for (const auto i : rules::active_causes(rules_, platform)) {
      const auto& cause = rules_.causes[i];
      const auto shown = std::ranges::find(cause.shows, index, &rules::Strength::symptom);
      if (shown != cause.shows.end()) candidates.push_back({&cause, cause.prior * shown->probability});
    }
    std::ranges::stable_sort(candidates, std::greater{}, &Candidate::score);
    candidates.resize(std::min<std::size_t>(candidates.size(), 3));
    std::erase_if(candidates, [&](const auto& candidate) { return candidate.score < least_share * candidates.front().score; });
    for (const auto& [cause, score] : candidates) {
      known.points_to.push_back(fmt::format("{}/{}: {}", rules_.issues[cause->issue].id, cause->id, cause->title));
      add_repairs(*cause, known);
    }
    found_.push_back(std::move(known));
  }

  void add_repairs(const rules::Cause& cause, KnownError& known) const {
    constexpr std::size_t most_repairs = 4;
    for (const auto& repair : cause.repairs) {
      if (known.steps.size() < most_repairs) add_step(repair.solution, known);
    }
  }

  void add_step(rules::SolutionIndex index, KnownError& known) const {
    const auto& solution = rules_.solutions[index];
    if (std::ranges::find(known.steps, solution.id, &KnownStep::id) != known.steps.end()) return;
    known.steps.push_back({solution.id, solution.title, solution.instructions, solution.cost_minutes, solution.verify});
  }

  void add_solution(rules::SolutionIndex index) {
    const auto& solution = rules_.solutions[index];
    if (!seen_.insert("solution " + solution.id).second) return;
    KnownError known{.id = solution.id,
                     .kind = "solution",
                     .platform = solution.platform,
                     .title = solution.title,
                     .means = {},
                     .guide = solution.guide,
                     .points_to = {},
                     .steps = {}};
    add_step(index, known);
    found_.push_back(std::move(known));
  }

  void add_cause(const rules::Cause& cause) {
    const auto name = rules::full_name(rules_, cause);
    if (found_.size() >= most_answers || !seen_.insert("cause " + name).second) return;
    KnownError known{.id = name,
                     .kind = "cause",
                     .platform = cause.platform,
                     .title = cause.title,
                     .means = cause.explanation,
                     .guide = cause.guide,
                     .points_to = {rules_.issues[cause.issue].id},
                     .steps = {}};
    add_repairs(cause, known);
    found_.push_back(std::move(known));
  }

  void add_issue(rules::IssueIndex index) {
    const auto& issue = rules_.issues[index];
    KnownError known{.id = issue.id,
                     .kind = "issue",
                     .platform = std::string(rules::any_platform),
                     .title = issue.title,
                     .means = issue.summary,
                     .guide = issue.guide,
                     .points_to = {},
                     .steps = {}};
    const auto platform = platform_.empty() ? rules::any_platform : platform_;
    for (const auto i : rules::active_causes(rules_, platform)) {
      const auto& cause = rules_.causes[i];
      if (cause.issue == index) known.points_to.push_back(fmt::format("{}/{}: {}", issue.id, cause.id, cause.title));
    }
    found_.push_back(std::move(known));
  }

  const evidence::CollectPlan& plan_;
  const rules::RuleSet& rules_;
  std::string_view query_;
  std::string_view platform_;
  std::vector<KnownError> found_;
  std::set<std::string> seen_;  // "symptom http_429": what was found already
};

}  // namespace

std::vector<KnownError> find_known_errors(const evidence::CollectPlan& plan, std::string_view query,
                                          std::string_view platform) {
  return Search(plan, query, platform).run();
}

}  // namespace syncdx
