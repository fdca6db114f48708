// From one session's pieces to its diagnosis. Pieces are put in order, first by source (the earliest first), then by place; the
// result is the session as if its lines stood alone in one log. What `diagnose` finds in such a log is found here.
//
// Most sessions of a fleet show one of a few pictures. What follows from a picture (posterior, weights, steps) is kept, and
// only what is particular to the session (lines, counts, names) is filled in anew.
#pragma once

#include "batch/picture_cache.hpp"
#include "batch/piece.hpp"
#include "diagnose/gather.hpp"
#include "diagnose/load.hpp"
#include "logs/redact.hpp"
#include "syncdx/batch.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncdx::batch {

// A session's pieces as one, and where it was read. Samples point into `sources` by KeptLine::source.
struct WholeSession {
  Piece piece;
  std::vector<logs::Source> sources;
};

// `pieces`: at least one, all of one session, in an order that depends on them only. A piece that is there twice counts once.
[[nodiscard]] WholeSession put_together(std::vector<Piece> pieces, const SampleLimits& limits);

struct JudgeOptions {
  Detail detail = Detail::slim;
  std::string platform;
  std::uint64_t mask_key = 0;
};

// The scratch of one thread. `knowledge` and `pictures`, which is for judges of the same knowledge and options, must outlive
// it.
class SessionJudge {
 public:
  SessionJudge(const Knowledge& knowledge, JudgeOptions options, PictureCache& pictures);

  [[nodiscard]] Result<SessionDiagnosis> judge(WholeSession session);

 private:
  [[nodiscard]] Scanned expand(WholeSession& session);
  void clear(evidence::LogEvidence log, const Piece& piece);
  [[nodiscard]] std::string picture_of(const Gathered& gathered, const evidence::Findings& findings);
  [[nodiscard]] Result<Diagnosis> diagnose(const Gathered& gathered, const evidence::Findings& findings);

  const Knowledge& knowledge_;
  PictureCache& pictures_;
  JudgeOptions options_;
  Case question_;
  logs::Redactor redactor_;
  evidence::LogEvidence blank_;  // all zero between sessions
  std::unordered_map<std::string_view, rules::SymptomIndex> symptom_of_;
  std::unordered_map<std::string, std::vector<rules::SymptomIndex>> weighed_;  // by platform
};

}  // namespace syncdx::batch
