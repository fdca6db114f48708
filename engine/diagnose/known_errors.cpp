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
    by_name();
    by_text();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool wanted(std::string_view platform) const {
    return platform_.empty() || platform == rules::any_platform || platform == platform_;
  }

  void by_name() {
    const auto name = lower(query_);
    for (const bool own : {true, false}) {  // the platform's own items first
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
    for (const auto& solution : rules_.solutions) {
      if (solution.id == name) {
        found_.push_back({.id = solution.id,
                          .kind = "solution",
                          .platform = solution.platform,
                          .title = solution.title,
                          .means = {},
                          .guide = solution.guide,
                          .points_to = {},
                          .what_to_do = solution.instructions});
      }
    }
  }

  // The query as a line of a log: a hit that stands makes its symptom known.
  void by_text() {
    std::string text(query_);
    if (is_status(text)) text = "HTTP " + text;
    match::Scanner scanner(plan_.program());
    const auto scanned = scanner.scan(text);
    const std::vector<match::LineHit> hits(scanned.begin(), scanned.end());
    for (const bool own : {true, false}) {
      for (const auto& hit : hits) {
        const auto line = std::string_view(text).substr(hit.line_begin, hit.line_end - hit.line_begin);
        for (const auto symptom : plan_.table().symptoms_of(hit.pattern)) {
          const auto& rule = rules_.symptoms[symptom];
          if (rule.role == rules::Role::none && is_own(rule.platform) == own && plan_.holds(symptom, hit.pattern, line)) {
            add_symptom(symptom);
          }
        }
      }
    }
  }

  [[nodiscard]] bool is_own(std::string_view platform) const {
    return platform_.empty() ? platform != rules::any_platform : platform == platform_;
  }

  void add_symptom(rules::SymptomIndex index) {
    const auto& symptom = rules_.symptoms[index];
    if (!wanted(symptom.platform) || found_.size() >= most_answers || !seen_.insert(symptom.id).second) return;
    KnownError known{.id = symptom.id,
                     .kind = "symptom",
                     .platform = symptom.platform,
                     .title = symptom.title,
                     .means = symptom.means,
                     .guide = symptom.guide,
                     .points_to = {},
                     .what_to_do = {}};
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
    for (const auto& [cause, score] : candidates) {
      known.points_to.push_back(fmt::format("{}/{}: {}", rules_.issues[cause->issue].id, cause->id, cause->title));
      add_repairs(*cause, known);
    }
    found_.push_back(std::move(known));
  }

  void add_repairs(const rules::Cause& cause, KnownError& known) const {
    constexpr std::size_t most_repairs = 4;
    for (const auto& repair : cause.repairs) {
      const auto& title = rules_.solutions[repair.solution].title;
      const bool repeated = std::ranges::find(known.what_to_do, title) != known.what_to_do.end();
      if (!repeated && known.what_to_do.size() < most_repairs) known.what_to_do.push_back(title);
    }
  }

  void add_cause(const rules::Cause& cause) {
    KnownError known{.id = rules::full_name(rules_, cause),
                     .kind = "cause",
                     .platform = cause.platform,
                     .title = cause.title,
                     .means = cause.explanation,
                     .guide = cause.guide,
                     .points_to = {rules_.issues[cause.issue].id},
                     .what_to_do = {}};
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
                     .what_to_do = {}};
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
  std::set<std::string> seen_;
};

}  // namespace

std::vector<KnownError> find_known_errors(const evidence::CollectPlan& plan, std::string_view query,
                                          std::string_view platform) {
  return Search(plan, query, platform).run();
}

}  // namespace syncdx
