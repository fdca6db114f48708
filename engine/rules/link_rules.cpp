#include "rules/link_rules.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace syncdx::rules {
namespace {

using Index = std::map<std::string, std::size_t, std::less<>>;

std::string did_you_mean(std::string_view word, const Index& names) {
  std::vector<std::string> known;
  for (const auto& [name, index] : names) known.push_back(name);
  const auto near = nearest_name(word, known);
  if (near) return fmt::format("did you mean '{}'?", *near);
  return "if it stands in rules that were not named, name them too: syncdx rules check installed my-rules";
}

class Linker {
 public:
  Linker(std::span<const RawFile> files, Problems& problems) : files_(files), problems_(problems) {}

  RuleSet run() && {
    declare();
    for (const auto& file : files_) link_file(file);
    for (const auto& [raw, index] : refinements_) refine(*raw, index);
    for (auto& cause : rules_.causes) {
      std::erase_if(cause.shows, [](const auto& strength) { return strength.probability <= 0; });
      std::ranges::sort(cause.shows, {}, &Strength::symptom);
    }
    return std::move(rules_);
  }

 private:
  // Registers `id` for the item that is about to be appended; an id of its own kind must be new.
  template <typename Items>
  bool declare_id(Index& index, const Items& items, std::string_view kind, const std::string& id, const SourceRange& where) {
    const auto [entry, is_new] = index.emplace(id, items.size());
    if (is_new || id.empty()) return is_new;
    problems_.error("R201", where, fmt::format("the {} '{}' is declared twice", kind, id), what_to_do_twice(kind, id))
        .notes.push_back({"first here", items[entry->second].where});
    return false;
  }

  static std::string what_to_do_twice(std::string_view kind, const std::string& id) {
    if (kind == "issue") return fmt::format("to add causes to it, write `refines: {}` in place of `issue:`", id);
    if (kind == "platform") return "it is recognised already: take this entry out, or add its patterns to the other one";
    return "ids are unique over all files";
  }

  void declare() {
    for (const auto& file : files_) {
      if (file.issue && declare_id(issues_, rules_.issues, "issue", file.issue->id, file.issue->where))
        rules_.issues.push_back(*file.issue);
      for (const auto& raw : file.symptoms) {
        if (declare_id(symptoms_, rules_.symptoms, "symptom", raw.symptom.id, raw.symptom.where))
          rules_.symptoms.push_back(raw.symptom);
      }
      for (const auto& raw : file.solutions) {
        if (declare_id(solutions_, rules_.solutions, "solution", raw.solution.id, raw.solution.where)) {
          rules_.solutions.push_back(raw.solution);
        }
      }
      for (const auto& platform : file.platforms) {
        if (declare_id(platforms_, rules_.platforms, "platform", platform.id, platform.where))
          rules_.platforms.push_back(platform);
      }
    }
  }

  // The index of `word`, which a rule of `platform` names; reports unknown names and those of another platform.
  template <typename Items>
  std::optional<std::size_t> find(const Word& word, std::string_view kind, const Index& index, const Items& items,
                                  std::string_view platform) {
    const auto found = index.find(word.text);
    if (found == index.end()) {
      problems_.error("R202", word.where, fmt::format("unknown {} '{}'", kind, word.text), did_you_mean(word.text, index));
      return std::nullopt;
    }
    const auto& item = items[found->second];
    if (item.platform != any_platform && item.platform != platform) {
      problems_
          .error(
              "R203", word.where,
              fmt::format("the {} '{}' belongs to {}, so a rule of {} cannot use it", kind, word.text, item.platform, platform))
          .notes.push_back({"declared here", item.where});
    }
    return found->second;
  }

  std::optional<SymptomIndex> symptom(const Word& word, std::string_view platform) {
    return find(word, "symptom", symptoms_, rules_.symptoms, platform);
  }
  std::optional<SolutionIndex> solution(const Word& word, std::string_view platform) {
    return find(word, "solution", solutions_, rules_.solutions, platform);
  }

  std::vector<SymptomIndex> symptoms(const std::vector<Word>& words, std::string_view platform) {
    std::vector<SymptomIndex> result;
    for (const auto& word : words) {
      if (const auto index = symptom(word, platform)) result.push_back(*index);
    }
    return result;
  }

  std::vector<SolutionIndex> solutions(const std::vector<Word>& words, std::string_view platform) {
    std::vector<SolutionIndex> result;
    for (const auto& word : words) {
      if (const auto index = solution(word, platform)) result.push_back(*index);
    }
    return result;
  }

  void link_file(const RawFile& file) {
    for (const auto& raw : file.symptoms) link_symptom(raw, file.platform);
    for (const auto& raw : file.solutions) link_solution(raw, file.platform);
    if (file.causes.empty()) return;
    const auto issue = issue_of(file);
    if (!issue) return;
    for (const auto& raw : file.causes) add_cause(raw, *issue, file.platform);
  }

  std::optional<IssueIndex> issue_of(const RawFile& file) {
    const std::string& name = file.issue ? file.issue->id : file.refines ? file.refines->text : std::string();
    const auto found = issues_.find(name);
    if (found != issues_.end()) return found->second;
    if (file.refines) {
      problems_.error("R202", file.refines->where, fmt::format("unknown issue '{}'", name), did_you_mean(name, issues_));
    }
    return std::nullopt;
  }

  void link_symptom(const RawSymptom& raw, std::string_view platform) {
    const auto own = symptoms_.find(raw.symptom.id);
    if (own == symptoms_.end()) return;
    if (auto* composite = std::get_if<CompositeSymptom>(&rules_.symptoms[own->second].source)) {
      *composite = {symptoms(raw.all, platform), symptoms(raw.any, platform), symptoms(raw.none, platform),
                    symptoms(raw.sequence, platform)};
    }
  }

  void link_solution(const RawSolution& raw, std::string_view platform) {
    const auto own = solutions_.find(raw.solution.id);
    if (own == solutions_.end()) return;
    auto& target = rules_.solutions[own->second];
    if (raw.guard) target.guard = solution(*raw.guard, platform);
    target.after = solutions(raw.after, platform);
    target.reveals = symptoms(raw.reveals, platform);
  }

  void add_cause(const RawCause& raw, IssueIndex issue, std::string_view platform) {
    if (raw.refines && platform == any_platform) {
      problems_.error("R204", raw.refines->where, "a rule of 'any' cannot refine a cause",
                      "write the platform that it holds on");
      return;
    }
    const auto [entry, is_new] = causes_.emplace(std::tuple(std::string(platform), issue, raw.cause.id), rules_.causes.size());
    if (!is_new) {
      problems_
          .error("R201", raw.cause.where,
                 fmt::format("the cause '{}' is declared twice for this issue and platform", raw.cause.id))
          .notes.push_back({"first here", rules_.causes[entry->second].where});
      return;
    }
    Cause cause = raw.cause;
    cause.issue = issue;
    for (const auto& [name, probability] : raw.shows) {
      if (const auto index = symptom(name, platform)) cause.shows.push_back({*index, probability});
    }
    for (const auto& [name, probability] : raw.solutions) {
      if (const auto index = solution(name, platform)) cause.repairs.push_back({*index, probability});
    }
    cause.first = solutions(raw.first, platform);
    cause.avoid = solutions(raw.avoid, platform);
    if (raw.refines) refinements_.emplace_back(&raw, rules_.causes.size());
    rules_.causes.push_back(std::move(cause));
  }

  // Inherits what the refinement does not say; its own entries win and stand first.
  void refine(const RawCause& raw, CauseIndex index) {
    auto& cause = rules_.causes[index];
    const auto found = causes_.find(std::tuple(std::string(any_platform), cause.issue, raw.refines->text));
    if (found == causes_.end()) {
      Index general;
      for (const auto& [key, i] : causes_) {
        if (std::get<0>(key) == any_platform && std::get<1>(key) == cause.issue) general.emplace(std::get<2>(key), i);
      }
      problems_.error(
          "R202", raw.refines->where,
          fmt::format("the issue '{}' has no general cause '{}' to refine", rules_.issues[cause.issue].id, raw.refines->text),
          did_you_mean(raw.refines->text, general));
      return;
    }
    const auto& general = rules_.causes[found->second];
    cause.refines = found->second;
    if (cause.title.empty()) cause.title = general.title;
    if (cause.explanation.empty()) cause.explanation = general.explanation;
    if (!raw.has_prior) cause.prior = general.prior;
    for (const auto& strength : general.shows) {
      if (std::ranges::find(cause.shows, strength.symptom, &Strength::symptom) == cause.shows.end())
        cause.shows.push_back(strength);
    }
    for (const auto& repair : general.repairs) {
      if (std::ranges::find(cause.repairs, repair.solution, &Repair::solution) == cause.repairs.end())
        cause.repairs.push_back(repair);
    }
    if (cause.first.empty()) cause.first = general.first;
    for (const auto step : general.avoid) {
      if (std::ranges::find(cause.avoid, step) == cause.avoid.end()) cause.avoid.push_back(step);
    }
    for (const auto& id : general.guide) {
      if (std::ranges::find(cause.guide, id) == cause.guide.end()) cause.guide.push_back(id);
    }
  }

  std::span<const RawFile> files_;
  Problems& problems_;
  RuleSet rules_;
  Index issues_, symptoms_, solutions_, platforms_;
  std::map<std::tuple<std::string, IssueIndex, std::string>, CauseIndex> causes_;
  std::vector<std::pair<const RawCause*, CauseIndex>> refinements_;
};

}  // namespace

RuleSet link_rules(std::span<const RawFile> files, Problems& problems) { return Linker(files, problems).run(); }

}  // namespace syncdx::rules
