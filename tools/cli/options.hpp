// The command line as values. Nothing here reads files or prints.
#pragma once

#include "exit_code.hpp"

#include "syncdx/batch.hpp"
#include "syncdx/engine.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncdx::cli {

enum class Format { text, json, markdown };
enum class ColourChoice { automatic, always, never };
enum class CacheUse { on, off };

struct RulesChoice {
  std::vector<std::string> directories;  // empty: the default ones
  CacheUse cache = CacheUse::on;
};

struct Looks {
  Format format = Format::text;
  std::optional<std::size_t> width;  // 0: no wrapping; none: the terminal's
  ColourChoice colour = ColourChoice::automatic;
};

// Which connections there are, and how their probes run.
struct ProbeChoice {
  std::string connections;        // file; empty: the default one
  std::vector<std::string> only;  // probes; empty: all
  std::size_t budget = 60;        // calls
  std::size_t seconds = 120;      // for all probes
  std::string record;             // file to keep the observations in; empty: none
};

struct DiagnoseOptions {
  RulesChoice rules;
  Looks looks;
  std::vector<std::string> logs;
  std::string platform;
  std::optional<std::string> session;
  std::optional<std::string> integration;
  Completeness completeness = Completeness::automatic;
  std::map<std::string, bool> answers;
  std::vector<std::string> probe;  // connections; empty: no probes
  ProbeChoice probes;
  std::string replay;             // recording; empty: none
  std::string explain;            // cause id; empty: print the report
  std::optional<double> fail_on;  // probability
  unsigned threads = 0;           // 0: as many as there are processors
  std::optional<std::chrono::sys_seconds> now;
};

// Where the results of a batch go, and how much of each.
struct BatchOutput {
  std::string folder;
  batch::Detail detail = batch::Detail::slim;
  std::string platform;
};

struct BatchOptions {
  RulesChoice rules;
  batch::ScanOptions scan{.paths = {}, .threads = 0};
  BatchOutput output;
  batch::Start start = batch::Start::anew;
};

struct ScanCommandOptions {
  RulesChoice rules;
  batch::ScanOptions scan{.paths = {}, .threads = 0};
  batch::LogPart part;  // of no log unless it is named
};

struct MergeCommandOptions {
  RulesChoice rules;
  std::vector<std::string> evidence;
  BatchOutput output;
  unsigned threads = 0;
};

struct ExplainOptions {
  RulesChoice rules;
  Looks looks;
  std::vector<std::string> words;  // the query
  std::string platform;
};

struct ProbeOptions {
  ProbeChoice probes;
  Looks looks;
  std::string connection;
  bool list = false;
};

// The guide's diagnostic steps on one connection: a diagnosis, told in another order.
struct CheckupOptions {
  DiagnoseOptions diagnose;
};

struct CheckConnectionsOptions {
  std::string connections;
  Looks looks;
};

// Nothing is left to do but to print: --help, --version, or what is wrong with the command line.
struct Finished {
  ExitCode exit_code = ExitCode::ran;
  std::string output;                 // for standard output
  std::optional<Diagnostic> problem;  // for standard error
};

// What the command line asks for, ready to run.
using Command = std::function<ExitCode()>;

[[nodiscard]] Command parse_arguments(int count, const char* const* arguments);

// A usage error: C001, exit 2.
[[nodiscard]] Finished wrong_usage(std::string message, std::string help);

}  // namespace syncdx::cli
