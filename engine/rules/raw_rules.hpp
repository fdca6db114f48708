// Rule files as written: every name still a name with its place, every number read, nothing linked. Between reading and
// linking.
#pragma once

#include "base/yaml_tree.hpp"
#include "rules/model.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace syncdx::rules {

// A name or text, and where it stands.
struct Word {
  std::string text;
  SourceRange where;
};

struct RawWeight {
  Word name;
  double probability = 0;
};

// The item itself (names that are lists stay empty in it) and the names that it refers to.
struct RawSymptom {
  Symptom symptom;
  bool has_leak = false;
  std::vector<Word> examples, counter_examples;  // as in the symptom, with their places
  std::vector<Word> all, any, none, sequence;    // of a composite
};

struct RawCause {
  Cause cause;
  std::optional<Word> refines;
  bool has_prior = false;
  std::vector<RawWeight> shows;
  std::vector<RawWeight> solutions;
  std::vector<Word> first;
  std::vector<Word> avoid;
};

struct RawSolution {
  Solution solution;
  std::optional<Word> guard;
  std::vector<Word> after;
  std::vector<Word> reveals;
};

// A warning that is right where it is allowed: the author has said why.
struct Allowed {
  Word code;
  SourceRange scope;  // from an item's first to its last value; the whole file where `end` is not known
};

struct RawFile {
  std::string path;
  std::string platform;
  SourceRange platform_where;
  std::vector<Allowed> allowed;
  std::optional<Issue> issue;
  std::optional<Word> refines;  // the issue that the file joins
  std::vector<RawSymptom> symptoms;
  std::vector<RawCause> causes;
  std::vector<RawSolution> solutions;
  std::vector<Platform> platforms;
};

// Collects problems.
class Problems {
 public:
  Diagnostic& error(const char* code, const SourceRange& where, std::string message, std::string help = {});
  Diagnostic& warning(const char* code, const SourceRange& where, std::string message, std::string help = {});
  void add(Diagnostic diagnostic);
  // To the last problem.
  void add_fix(TextEdit edit, std::string help);
  // Takes out the warnings that are allowed where they stand, and reports what is allowed for nothing.
  void apply_allowed(std::span<const RawFile> files);

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] std::set<std::string> files_with_errors() const;
  [[nodiscard]] std::vector<Diagnostic> take() &&;

 private:
  Diagnostic& add(Severity severity, const char* code, const SourceRange& where, std::string message, std::string help);
  std::vector<Diagnostic> list_;
};

// Reads one parsed file. Problems are added; what could be read is returned.
[[nodiscard]] RawFile read_rules(const std::string& path, const YamlNode& root, Problems& problems);

}  // namespace syncdx::rules
