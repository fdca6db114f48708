// What the hits of one line amount to: which symptoms it shows, and what else it says of the log.
#pragma once

#include "evidence/collect_plan.hpp"
#include "match/program.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncdx::evidence {

struct JudgedLine {
  struct Seen {
    rules::SymptomIndex symptom;
    match::LineHit hit;  // of the first pattern that stands
  };
  std::vector<Seen> seen;              // once each; hits that do not stand are left out
  std::vector<std::size_t> platforms;  // that the line names
  bool handled = false;                // it says that an error was handled
  bool loud = false;                   // an ordinary symptom, and not as mere information
  bool unmatched = false;              // it reports an error that no ordinary symptom explains
};

// For one thread, and the hits of one scanner: what holds for all lines of a kind is worked out once.
class LineJudge {
 public:
  // `plan` must outlive the judge.
  explicit LineJudge(const CollectPlan& plan) : plan_(plan), blindness_(plan.rules().symptoms.size()) {}

  // `hits`: all of `line`, in any order. Valid until the next call.
  const JudgedLine& judge(std::string_view line, std::span<const match::LineHit> hits);

  // Where the pattern of `hit` first matches in `line`, which it hit.
  [[nodiscard]] std::size_t place_of(const match::LineHit& hit, std::string_view line);

 private:
  // Of the hits of one pattern on lines of one kind.
  struct Verdict {
    std::uint32_t known = 0;           // a bit for each of the pattern's symptoms, in their order
    std::uint32_t excluded = 0;        // likewise
    std::uint32_t denied = 0;          // likewise; of a hit on all lines of the kind
    std::optional<std::size_t> place;  // likewise
    std::optional<bool> may_hold_negation;
    static constexpr std::size_t most_symptoms = 32;
  };
  struct VerdictKey {
    match::LineKind kind;
    match::PatternIndex pattern;
    bool operator==(const VerdictKey&) const = default;
  };
  struct VerdictHash {
    std::size_t operator()(const VerdictKey& key) const noexcept {
      return static_cast<std::size_t>((key.kind * 1024 + key.pattern) * 0x9E3779B97F4A7C15ULL);
    }
  };

  Verdict& verdict_of(const match::LineHit& hit);
  bool stands(const match::LineHit& hit, std::size_t index, std::string_view line);
  bool is_blind(rules::SymptomIndex symptom);

  const CollectPlan& plan_;
  JudgedLine judged_;
  std::unordered_map<VerdictKey, Verdict, VerdictHash> verdicts_;
  struct Blindness {
    unsigned asked = 0;
    std::optional<bool> blind{};  // whether its `unless` cannot tell lines of a kind apart
  };
  std::vector<Blindness> blindness_;  // by symptom
};

}  // namespace syncdx::evidence
