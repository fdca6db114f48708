// syncdx rules test: runs the rules' own tests.
#pragma once

#include "options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace syncdx::cli {

enum class TestFormat { text, json, junit };

struct TestRulesOptions {
  RulesChoice rules;
  std::vector<std::string> cases;  // files and directories; empty: those beside the rules
  std::vector<std::string> of;     // what coverage and mutants are of; empty: all rules
  TestFormat format = TestFormat::text;
  unsigned threads = 0;
  std::size_t mutants = 0;  // 0: all
  std::uint64_t seed = 1;
  bool coverage = false;
  bool mutate = false;
  bool watch = false;
  bool verbose = false;
};

[[nodiscard]] ExitCode run(const TestRulesOptions& options);

}  // namespace syncdx::cli
