#include "batch/session.hpp"

#include "diagnose/assemble.hpp"
#include "diagnose/case_network.hpp"
#include "diagnose/show_evidence.hpp"
#include "diagnose/weigh.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::size_t slim_causes = weighed_causes;
constexpr std::size_t slim_findings = 3;
constexpr std::size_t slim_steps = 2;
constexpr std::size_t slim_issues = 3;
constexpr std::size_t slim_unmatched = 2;
constexpr double least_slim = 0.05;
constexpr double likely = 0.5;  // from here on an issue is taken to be one

evidence::Place place_of(std::uint64_t ordinal) { return {0, ordinal, ordinal + 1}; }

evidence::Sample sample_of(KeptLine& kept) {
  return {.place = {kept.source, kept.ordinal, kept.line},
          .text = std::move(kept.text),
          .match = kept.match,
          .time = kept.time.known,
          .form = kept.form};
}

void number_source(Piece& piece, std::size_t source) {
  for (auto& trace : piece.symptoms) {
    for (auto& sample : trace.samples) sample.source = source;
  }
  for (auto& unmatched : piece.unmatched) unmatched.line.source = source;
}

// Of one stretch of one source. Masks and the kinds of unexplained lines differ where it was scanned twice under different
// keys.
bool tell_the_same(const Piece& a, const Piece& b) {
  const auto same_trace = [](const SymptomTrace& one, const SymptomTrace& other) {
    return one.symptom == other.symptom && one.lines == other.lines && one.loud == other.loud && one.first == other.first &&
           one.last == other.last;
  };
  return a.source == b.source && a.part == b.part && a.offset == b.offset && a.lines == b.lines && a.bytes == b.bytes &&
         a.begin == b.begin && a.end == b.end && a.handled == b.handled && a.unmatched_lines == b.unmatched_lines &&
         a.platforms == b.platforms && std::ranges::equal(a.symptoms, b.symptoms, same_trace);
}

// What a slim diagnosis keeps.
void make_slim(Diagnosis& diagnosis) {
  const auto keep = [](auto& list, std::size_t most) { list.resize(std::min(list.size(), most)); };
  const auto improbable = [](const auto& item) { return item.probability < least_slim; };
  std::erase_if(diagnosis.issues, improbable);
  std::erase_if(diagnosis.causes, improbable);
  std::erase_if(diagnosis.outside, improbable);
  keep(diagnosis.issues, slim_issues);
  keep(diagnosis.causes, slim_causes);
  keep(diagnosis.outside, weighed_outside);
  keep(diagnosis.steps, slim_steps);
  for (auto* causes : {&diagnosis.causes, &diagnosis.outside}) {
    for (auto& cause : *causes) {
      std::erase_if(cause.evidence, [](const auto& evidence) { return evidence.state != FindingState::present; });
      keep(cause.evidence, slim_findings);
    }
  }
  if (diagnosis.causes.empty()) diagnosis.steps.clear();
  for (auto* causes : {&diagnosis.causes, &diagnosis.outside}) {
    for (auto& cause : *causes) cause.explanation.clear();
  }
  for (auto& step : diagnosis.steps) {
    step.instructions.clear();
    step.verify.clear();
  }
  diagnosis.what_would_change.clear();
  diagnosis.questions.clear();
  diagnosis.checkup.clear();
  diagnosis.not_examined.clear();
}

// How much less than usual a present finding says: 0 for as much.
int discount_of(const rules::Symptom& symptom, const evidence::Finding& finding) {
  if (leak_in_case(symptom, finding) <= symptom.leak) return 0;
  return finding.outlived ? 3 : finding.recovered ? 2 : 1;
}

// The symptoms that causes of the platform show: the others have no say in a diagnosis.
std::vector<rules::SymptomIndex> weighed_symptoms(const rules::RuleSet& rules, std::string_view platform) {
  std::vector<rules::SymptomIndex> symptoms;
  for (const auto cause : rules::active_causes(rules, platform)) {
    for (const auto& shown : rules.causes[cause].shows) symptoms.push_back(shown.symptom);
  }
  std::ranges::sort(symptoms);
  const auto repeated = std::ranges::unique(symptoms);
  symptoms.erase(repeated.begin(), repeated.end());
  return symptoms;
}

bool is_true(const evidence::Facts& facts, std::string_view name) {
  const auto found = facts.find(name);
  const auto* value = found == facts.end() ? nullptr : std::get_if<bool>(&found->second.value);
  return value != nullptr && *value;
}

// Whether the last line that ends the session is an error.
bool ended_in_error(const rules::RuleSet& rules, const Piece& piece) {
  const SymptomTrace* end = nullptr;
  for (const auto& trace : piece.symptoms) {
    if (rules.symptoms[trace.symptom].role == rules::Role::session_end && (end == nullptr || end->last < trace.last)) {
      end = &trace;
    }
  }
  return end != nullptr && end->last_loud == end->last;
}

Outcome outcome_of(const SessionDiagnosis& session, const evidence::CaseEvidence& evidence, const rules::RuleSet& rules,
                   const Piece& piece) {
  const auto& diagnosis = session.diagnosis;
  if (!diagnosis.issues.empty() && diagnosis.issues.front().probability >= likely) return Outcome::failed;
  const bool ended_well = diagnosis.complete && evidence::says_it_ended_well(rules, evidence.log);
  const bool unmatched = diagnosis.unmatched_error_count > 0;
  const bool ended_badly = ended_in_error(rules, piece) || is_true(evidence.facts, "session.failed");
  if (!ended_well && (unmatched || ended_badly)) return Outcome::unexplained;
  if (!diagnosis.complete) return Outcome::unfinished;
  return unmatched || session.recovered ? Outcome::recovered : Outcome::healthy;
}

}  // namespace

WholeSession put_together(std::vector<Piece> pieces, const SampleLimits& limits) {
  // Pieces of one place that differ are of two sources of one name, such as two runs of standard input: both count.
  std::ranges::stable_sort(pieces, [](const Piece& a, const Piece& b) {
    const auto dated = [](const Piece& piece) { return std::pair(!piece.begin.known, piece.begin.known); };
    return std::tuple(std::string_view(a.source), a.part, a.offset, dated(a), a.lines, a.bytes) <
           std::tuple(std::string_view(b.source), b.part, b.offset, dated(b), b.lines, b.bytes);
  });
  pieces.erase(std::ranges::unique(pieces, tell_the_same).begin(), pieces.end());
  std::vector<Piece> by_source;
  for (auto& piece : pieces) {
    if (by_source.empty() || by_source.back().source != piece.source) {
      by_source.push_back(std::move(piece));
    } else {
      append(by_source.back(), std::move(piece), limits);
    }
  }
  // The earliest first; a source without a time last. Names break ties.
  std::ranges::stable_sort(by_source, [](const Piece& a, const Piece& b) {
    if (a.begin.known.has_value() != b.begin.known.has_value()) return a.begin.known.has_value();
    return a.begin.known < b.begin.known;
  });
  WholeSession whole;
  for (std::size_t i = 0; i < by_source.size(); ++i) {
    auto& piece = by_source[i];
    number_source(piece, i);
    whole.sources.push_back({.name = piece.source, .bytes = piece.bytes, .lines = piece.lines, .cut = false, .notes = {}});
    if (i == 0) {
      whole.piece = std::move(piece);
    } else {
      append(whole.piece, std::move(piece), limits);
    }
  }
  return whole;
}

SessionJudge::SessionJudge(const Knowledge& knowledge, JudgeOptions options, PictureCache& pictures)
    : knowledge_(knowledge),
      pictures_(pictures),
      options_(std::move(options)),
      question_{.platform = options_.platform},
      redactor_(options_.mask_key),
      blank_(knowledge.rules->symptoms.size(), knowledge.rules->platforms.size()) {
  for (rules::SymptomIndex i = 0; i < knowledge.rules->symptoms.size(); ++i) {
    symptom_of_.emplace(knowledge.rules->symptoms[i].id, i);
  }
}

// The session's evidence as the collector of a single log would have it.
Scanned SessionJudge::expand(WholeSession& session) {
  Scanned scanned{std::move(blank_), {}};
  auto& log = scanned.evidence;
  for (auto& trace : session.piece.symptoms) {
    auto& symptom = log.symptoms[trace.symptom];
    symptom.lines = trace.lines;
    symptom.loud = trace.loud;
    symptom.first = place_of(trace.first);
    symptom.last = place_of(trace.last);
    if (trace.last_loud) symptom.last_loud = place_of(*trace.last_loud);
    symptom.last_handled = trace.last_handled;
    for (auto& sample : trace.samples) symptom.samples.add(sample_of(sample));
    symptom.times = std::move(trace.times);
  }
  for (const auto& [platform, lines] : session.piece.platforms) log.platform_lines[platform] = lines;
  for (const auto ordinal : session.piece.handled) log.handled.places.push_back(place_of(ordinal));
  for (auto& unmatched : session.piece.unmatched) log.unmatched.add(sample_of(unmatched.line));
  log.unmatched_lines = session.piece.unmatched_lines;
  scanned.inputs.sources = std::move(session.sources);
  return scanned;
}

void SessionJudge::clear(evidence::LogEvidence log, const Piece& piece) {
  for (const auto& trace : piece.symptoms) log.symptoms[trace.symptom] = {};
  for (const auto& entry : piece.platforms) log.platform_lines[entry.platform] = 0;
  log.handled = {};
  log.unmatched = evidence::LogEvidence().unmatched;
  log.unmatched_lines = 0;
  blank_ = std::move(log);
}

// All that the diagnosis depends on besides the lines it quotes.
std::string SessionJudge::picture_of(const Gathered& gathered, const evidence::Findings& findings) {
  const auto& head = gathered.head;
  auto weighed = weighed_.find(head.platform);
  if (weighed == weighed_.end()) {
    weighed = weighed_.emplace(head.platform, weighed_symptoms(*knowledge_.rules, head.platform)).first;
  }
  std::string key = head.platform + '\n' + head.complete_reason + '\n';
  for (const auto symptom : weighed->second) {
    const int state = static_cast<int>(findings[symptom].state);
    key += static_cast<char>('a' + state * 4 + discount_of(knowledge_.rules->symptoms[symptom], findings[symptom]));
  }
  return key;
}

Result<Diagnosis> SessionJudge::diagnose(const Gathered& gathered, const evidence::Findings& findings) {
  const auto picture = picture_of(gathered, findings);
  const auto known = pictures_.find(picture);
  if (!known) {
    auto diagnosis = weigh(*knowledge_.rules, gathered, findings, redactor_,
                           options_.detail == Detail::slim ? Extent::likely : Extent::whole);
    if (!diagnosis) return diagnosis;
    if (options_.detail == Detail::slim) make_slim(*diagnosis);
    pictures_.put(picture, *diagnosis);
    return diagnosis;
  }
  auto diagnosis = *known;
  diagnosis.platform_reason = gathered.head.platform_reason;
  diagnosis.unmatched_errors.clear();
  diagnosis.inputs.clear();
  diagnosis.notes.clear();
  const SightView view{*knowledge_.rules, gathered.inputs, gathered.evidence, findings, redactor_};
  const auto show_again = [&](std::vector<Evidence>& list) {
    for (auto& evidence : list) {
      const auto weight = evidence.weight;
      const auto state = evidence.state == FindingState::present  ? infer::State::present
                         : evidence.state == FindingState::absent ? infer::State::absent
                                                                  : infer::State::unknown;
      evidence = show_evidence(view, symptom_of_.at(evidence.finding), state);
      evidence.weight = weight;
    }
  };
  for (auto* causes : {&diagnosis.causes, &diagnosis.outside}) {
    for (auto& cause : *causes) show_again(cause.evidence);
  }
  for (auto& step : diagnosis.checkup) show_again(step.findings);
  show_inputs(gathered.inputs, diagnosis);
  show_unmatched(view, diagnosis);
  diagnosis.notes.insert(diagnosis.notes.end(), gathered.notes.begin(), gathered.notes.end());
  return diagnosis;
}

Result<SessionDiagnosis> SessionJudge::judge(WholeSession session) {
  const auto name = session.piece.session;
  auto gathered = gather_scanned(*knowledge_.rules, question_, expand(session));
  const auto findings = evidence::find(*knowledge_.rules, gathered.evidence);
  auto diagnosis = diagnose(gathered, findings);
  if (!diagnosis) return fail(diagnosis.error());
  SessionDiagnosis result;
  result.diagnosis = std::move(*diagnosis);
  result.diagnosis.session = name;
  if (options_.detail == Detail::slim) {
    auto& unmatched = result.diagnosis.unmatched_errors;
    unmatched.resize(std::min(unmatched.size(), slim_unmatched));
  }
  const auto& piece = session.piece;
  result.entity = piece.entity;
  result.integration = piece.integration;
  const auto& begin = piece.begin.known;
  const auto& end = piece.end.known;
  if (begin) result.started = logs::format_time(*begin);
  if (end) result.ended = logs::format_time(*end);
  if (begin && end && *end > *begin) {
    const auto took = std::chrono::floor<std::chrono::milliseconds>(*end - *begin);
    result.seconds = static_cast<double>(took.count()) / 1000;
  }
  result.lines = piece.lines;
  result.retries = piece.handled_lines;
  result.recovered = std::ranges::any_of(
      findings, [](const auto& finding) { return finding.recovered && finding.state == evidence::State::present; });
  result.too_many_errors = is_true(gathered.evidence.facts, "alerts.error_threshold");
  result.counts_differ = is_true(gathered.evidence.facts, "alerts.data_discrepancy");
  result.outcome = outcome_of(result, gathered.evidence, *knowledge_.rules, piece);
  clear(std::move(gathered.evidence.log), piece);
  return result;
}

}  // namespace syncdx::batch
