#include "rules/check_causes.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace syncdx::rules {
namespace {

// Where all findings together cannot shift the odds between two causes by this factor, no evidence tells them apart.
constexpr double telling_factor = 2;
// Causes that show the same symptoms are compared with so many of those before them.
constexpr std::size_t most_compared = 8;

double present(const RuleSet& rules, const Strength& strength) {
  return 1 - (1 - rules.symptoms[strength.symptom].leak) * (1 - strength.probability);
}

// The most that one finding can shift the odds between two causes that show it, as log10.
double most_telling(const RuleSet& rules, const Strength& a, const Strength& b) {
  const double one = std::clamp(present(rules, a), 1e-9, 1 - 1e-9);
  const double other = std::clamp(present(rules, b), 1e-9, 1 - 1e-9);
  return std::max(std::abs(std::log10(one / other)), std::abs(std::log10((1 - one) / (1 - other))));
}

class CauseChecker {
 public:
  CauseChecker(const RuleSet& rules, std::span<const RawFile> files, Problems& problems)
      : rules_(rules), files_(files), problems_(problems) {}

  void run() {
    check_platforms();
    check_leaks();
    check_overrides();
    for (const auto& cause : rules_.causes) check_guards(cause);
    std::set<std::string> platforms{std::string(any_platform)};
    for (const auto& cause : rules_.causes) platforms.insert(cause.platform);
    for (const auto& platform : platforms) check_twins(platform);
  }

 private:
  void check_platforms() {
    if (rules_.platforms.empty()) return;
    std::vector<std::string> known{std::string(any_platform)};
    for (const auto& platform : rules_.platforms) known.push_back(platform.id);
    for (const auto& file : files_) {
      if (std::ranges::find(known, file.platform) != known.end()) continue;
      const auto near = nearest_name(file.platform, known);
      problems_.warning(
          "R411", file.platform_where,
          fmt::format("no file says how the platform '{}' is recognised, so these rules hold only where a user names it",
                      file.platform),
          near ? fmt::format("did you mean '{}'?", *near) : "add it under `platforms:` in platforms.yaml");
    }
  }

  void check_leaks() {
    for (const auto& file : files_) {
      for (const auto& raw : file.symptoms) {
        if (raw.has_leak || raw.symptom.role != Role::none) continue;
        problems_.warning(
            "R405", raw.symptom.where,
            fmt::format("the symptom '{}' has no leak: how often does it show although no known cause is at work?",
                        raw.symptom.id),
            "a platform's own code .002, a distinctive phrase .01 (taken here), a word that people use loosely .05");
      }
    }
  }

  // --- refinements

  void check_overrides() {
    std::map<SourceRange, const Cause*> by_place;
    for (const auto& cause : rules_.causes) by_place.emplace(cause.where, &cause);
    for (const auto& file : files_) {
      for (const auto& raw : file.causes) {
        const auto found = by_place.find(raw.cause.where);
        if (raw.refines && found != by_place.end() && found->second->refines) check_override(raw, *found->second);
      }
    }
  }

  void check_override(const RawCause& raw, const Cause& cause) {
    const auto& general = rules_.causes[*cause.refines];
    for (const auto& [name, probability] : raw.shows) {
      const auto had = std::ranges::find(general.shows, name.text, [&](const Strength& strength) -> const std::string& {
        return rules_.symptoms[strength.symptom].id;
      });
      if (had == general.shows.end() && probability <= 0) idle_override(name, "shows");
    }
    for (const auto& [name, probability] : raw.solutions) {
      const auto had = std::ranges::find(general.repairs, name.text, [&](const Repair& repair) -> const std::string& {
        return rules_.solutions[repair.solution].id;
      });
      if (had == general.repairs.end() && probability <= 0) idle_override(name, "solutions");
    }
    const bool says_more = !raw.shows.empty() || !raw.solutions.empty() || raw.has_prior || !raw.first.empty() ||
                           !raw.avoid.empty() || !raw.cause.title.empty() || !raw.cause.explanation.empty();
    if (!says_more && cause.title == general.title && cause.guide == general.guide) {
      problems_.warning("R412", cause.where, fmt::format("the refinement of '{}' changes nothing", cause.id), "remove it");
    }
  }

  void idle_override(const Word& name, std::string_view key) {
    problems_.warning("R412", name.where,
                      fmt::format("'{}' in '{}' takes away what the general cause does not have", name.text, key), "remove it");
  }

  // --- guards

  void check_guards(const Cause& cause) {
    const auto avoids = [&](SolutionIndex i) { return std::ranges::find(cause.avoid, i) != cause.avoid.end(); };
    for (std::size_t i = 0; i < cause.first.size(); ++i) {
      const auto guard = rules_.solutions[cause.first[i]].guard;
      const auto before = cause.first.begin() + static_cast<std::ptrdiff_t>(i);
      if (guard && std::find(cause.first.begin(), before, *guard) == before)
        skipped_guard(cause, cause.first[i], "names it first without");
    }
    for (const auto& repair : cause.repairs) {
      const auto guard = rules_.solutions[repair.solution].guard;
      if (guard && avoids(*guard) && !avoids(repair.solution)) skipped_guard(cause, repair.solution, "avoids");
    }
  }

  void skipped_guard(const Cause& cause, SolutionIndex step, std::string_view how) {
    const auto& solution = rules_.solutions[step];
    problems_
        .warning("R410", cause.where,
                 fmt::format("the cause '{}' advises '{}' but {} its guard '{}'", cause.id, solution.id, how,
                             rules_.solutions[*solution.guard].id),
                 "name the guard before the step that it guards")
        .notes.push_back({"guarded here", solution.where});
  }

  // --- causes that look alike

  void check_twins(std::string_view platform) {
    std::map<std::vector<SymptomIndex>, std::vector<CauseIndex>> alike;
    for (const auto index : active_causes(rules_, platform)) {
      std::vector<SymptomIndex> symptoms;
      for (const auto& strength : rules_.causes[index].shows) symptoms.push_back(strength.symptom);
      if (symptoms.empty()) continue;
      auto& others = alike[std::move(symptoms)];
      for (const auto other : others) compare(other, index);
      if (others.size() < most_compared) others.push_back(index);
    }
  }

  void compare(CauseIndex a, CauseIndex b) {
    if (!compared_.emplace(a, b).second) return;
    const auto& one = rules_.causes[a];
    const auto& other = rules_.causes[b];
    double total = 0;
    double best = -1;
    SymptomIndex telling = 0;
    for (std::size_t i = 0; i < one.shows.size(); ++i) {
      const double weight = most_telling(rules_, one.shows[i], other.shows[i]);
      total += weight;
      if (weight > best) {
        best = weight;
        telling = one.shows[i].symptom;
      }
    }
    if (total >= std::log10(telling_factor)) return;
    problems_
        .warning(
            "R409", other.where,
            fmt::format("no evidence tells '{}' from '{}': they show the same symptoms, and all of these together shift the "
                        "odds between them by a factor of {:.2g} at most",
                        other.id, one.id, std::pow(10, total)),
            fmt::format("give one of them a symptom that the other does not show: a message of its own, a fact, or a question "
                        "that only one answers with yes; or make '{}' much more frequent with one of them",
                        rules_.symptoms[telling].id))
        .notes.push_back({"the other cause", one.where});
  }

  const RuleSet& rules_;
  std::span<const RawFile> files_;
  Problems& problems_;
  std::set<std::pair<CauseIndex, CauseIndex>> compared_;
};

}  // namespace

void check_causes(const RuleSet& rules, std::span<const RawFile> files, Problems& problems) {
  CauseChecker(rules, files, problems).run();
}

}  // namespace syncdx::rules
