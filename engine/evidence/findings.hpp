// From evidence to findings: each symptom's state in one case. Absence counts only where one looked: log symptoms can be absent
// only if the log is whole.
#pragma once

#include "evidence/summary.hpp"
#include "evidence/tether_export.hpp"
#include "rules/model.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::evidence {

enum class State { unknown, absent, present };

// A fact or answer that decided a finding, as it is shown.
struct DecidingFact {
  std::string text;    // "session.status = failed"
  std::string source;  // "sessions.json"
};

struct Finding {
  State state = State::unknown;
  bool recovered = false;       // present, but the error was handled and work went on after it
  bool mentioned_only = false;  // present, but only on lines that the log marks as information, or that ask
  bool outlived = false;        // one of these two, in a whole session that says at its end that it went well
  std::uint64_t lines = 0;
  std::vector<DecidingFact> facts;
};

// One per symptom of the rules, by index.
using Findings = std::vector<Finding>;

struct CaseEvidence {
  LogEvidence log;
  bool log_given = false;
  bool log_complete = false;
  Facts facts;
  std::map<std::string, bool> answers;  // question symptom id -> answer
};

[[nodiscard]] Findings find(const rules::RuleSet& rules, const CaseEvidence& evidence);

// Whether the log itself shows a session's start, and its end after it.
[[nodiscard]] bool shows_whole_session(const rules::RuleSet& rules, const LogEvidence& log);

// Whether no line that ends a session comes after the last one that says that it ended well. Of a log that may go on it says
// little.
[[nodiscard]] bool says_it_ended_well(const rules::RuleSet& rules, const LogEvidence& log);

// The platform with most lines that name it, one that data is synced into only if there is no other; nothing if no line names
// any. Ties go to the one that stands first in the rules.
[[nodiscard]] std::optional<std::size_t> detect_platform(const rules::RuleSet& rules, const LogEvidence& log);

}  // namespace syncdx::evidence
