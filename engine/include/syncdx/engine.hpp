// syncdx as a library. Load the rules once, then diagnose as many cases as you like:
//
//   auto engine = syncdx::Engine::load({.rule_paths = {"/usr/share/syncdx/rules"}});
//   if (!engine) { /* engine.error(): every problem in the rule files */ }
//   auto diagnosis = engine->value.diagnose({.logs = {"sync.log"}});
//   if (diagnosis) for (const auto& cause : diagnosis->causes) { ... }
//
// An Engine is immutable: const calls are safe from many threads. The library never prints, exits or reads the environment; it
// reads only the files it is given and its cache directory.
#pragma once

#include "syncdx/diagnosis.hpp"
#include "syncdx/observation.hpp"
#include "syncdx/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spdlog {
class logger;
}

namespace syncdx {

// How much text is to be read with the rules.
enum class Workload {
  any,
  few_lines,  // some thousand: rules that are not in the cache are made ready in a fifth of the time, for slower scans, and are
              // not kept there. The answers are the same.
};

// The code of the warning that compiled rules could not be kept.
inline constexpr std::string_view unusable_cache = "D008";

struct EngineOptions {
  // Directories (read recursively, *.yaml) or single files.
  std::vector<std::string> rule_paths;

  // Where compiled rules are kept; empty: no cache. Safe to share between processes and to delete at any time.
  std::string cache_dir{};

  Workload workload = Workload::any;

  // Gets a handful of events per run; may be null. Must be thread safe if the engine is used from several threads.
  std::shared_ptr<spdlog::logger> logger{};
};

enum class Completeness {
  automatic,  // whole if a session's start and end are seen, or an export says so
  complete,   // the caller knows that the log is whole
  excerpt,    // the caller knows that it is not
};

// How much is expected to be learned from being told some facts by name (one that ends in '.' stands for all that begin so):
// the expected drop of the causes' uncertainty, in nats, >= 0; 0 for what is known already or tells nothing. Each finding that
// the facts help to decide counts by itself, I = sum over causes of H(cause) - E[H(cause | finding)] (Lindley 1956), so what
// several of them tell alike counts several times: good for an order, not as a total.
using Doubt = std::function<double(const std::vector<std::string>& facts)>;

// What one diagnosis is given. All parts may be missing.
struct Case {
  std::vector<std::string> logs{};           // paths; "-" is standard input
  std::optional<std::string> text{};         // or text in memory, shown as "text"
  std::optional<std::string> session{};      // path of a tether-sessions export
  std::optional<std::string> integration{};  // path of a tether-integration export
  std::vector<Observation> observations{};   // of probes; what they saw is evidence like the log's lines
  // Called once, after all else is read: what it returns is added to the observations. The doubt holds during the call only.
  std::function<std::vector<Observation>(const Doubt&)> observe{};
  std::string platform{};  // empty: detect; "any": general rules only
  Completeness completeness = Completeness::automatic;
  std::map<std::string, bool> answers{};  // question symptom id -> yes / no
  std::uint64_t redaction_key = 0;        // equal keys give equal masks; programs draw it at random
  std::chrono::sys_seconds now{};         // for schedules and expiry; 0: those facts stay unknown
  unsigned threads = 1;                   // scanning threads; the diagnosis does not depend on it
  std::size_t block_bytes = 1U << 20U;    // nor on this
};

// What can be done about a known error.
struct KnownStep {
  std::string id;
  std::string title;
  std::vector<std::string> instructions;
  double cost_minutes = 0;
  std::string verify;
};

// What the rules know of an error string, code, id, or id of the troubleshooting guide ("A1c1").
struct KnownError {
  std::string id;    // symptom, cause, issue or solution id
  std::string kind;  // "symptom", "cause", "issue", "solution"
  std::string platform;
  std::string title;
  std::string means;
  std::vector<std::string> guide;
  std::vector<std::string> points_to;  // "issue/cause: title", likeliest first
  std::vector<KnownStep> steps;        // what to do, first first
};

class Engine {
 public:
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Reads, checks and compiles the rules. On failure every problem of every file; warnings come with the value. A damaged or
  // unwritable cache is never an error; one that cannot be written is a warning (D008).
  [[nodiscard]] static Checked<Engine> load(const EngineOptions& options);

  // C007 if the rules neither recognise this platform nor hold any for it: a slip, where a person named it. Empty is right.
  [[nodiscard]] Result<void> check_platform(std::string_view platform) const;

  // Fails only if an input cannot be read or an export cannot be understood; odd or damaged content is noted in the diagnosis.
  [[nodiscard]] Result<Diagnosis> diagnose(const Case& question) const;

  // The rules that know `query` (an error text, an HTTP status such as "429", a platform's code, a rule's id), best first.
  // `platform` empty: all platforms.
  [[nodiscard]] std::vector<KnownError> explain(std::string_view query, std::string_view platform) const;

  [[nodiscard]] std::size_t pattern_count() const noexcept;
  [[nodiscard]] bool from_cache() const noexcept;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// All problems of the rules below `paths`, errors first found included; empty if there are none. For `syncdx rules check`.
[[nodiscard]] std::vector<Diagnostic> check_rules(const std::vector<std::string>& paths);

}  // namespace syncdx
