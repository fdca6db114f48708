// A small set of rules and labelled cases on disk, for tests that measure.
#pragma once

#include "base/print_diagnostic.hpp"
#include "syncdx/evaluate.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace syncdx::test {

// A folder that goes with it.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("syncdx_evaluate_" + std::to_string(std::rand()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string write(const std::string& name, const std::string& content) const {
    const auto path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

inline constexpr auto measured_rules = R"(platform: any
basis: test
issue: {id: fire, title: Fire}
symptoms:
  - {id: smoke, title: Smoke, leak: .05, log: {any: [smoke]}, examples: [smoke], counter_examples: [fog]}
  - {id: heat, title: Heat, leak: .01, log: {any: [heat]}, examples: [heat], counter_examples: [cold]}
causes:
  - id: candle   # the usual one
    title: A candle
    prior: common
    shows: {smoke: often, heat: .2}
    solutions: {blow: always}
  - id: stove
    title: A stove
    prior: .01
    shows: {heat: usually, smoke: .1}
    solutions: {blow: sometimes}
solutions:
  - {id: blow, title: Blow, instructions: [Blow.], cost_minutes: 1, verify: It is dark.}
)";

inline constexpr auto flood_rules = R"(platform: any
basis: test
issue: {id: flood, title: Flood}
symptoms:
  - {id: puddle, title: Puddle, leak: .02, log: {any: [puddle]}, examples: [puddle], counter_examples: [dry]}
causes:
  - {id: pipe, title: A pipe, prior: .02, shows: {puddle: .9}, solutions: {mop: often}}
  - {id: rain, title: Rain, prior: .03, shows: {puddle: .5}, solutions: {mop: often}}
solutions:
  - {id: mop, title: Mop, instructions: [Mop.], cost_minutes: 9, verify: It is dry.}
)";

inline std::string case_line(const std::string& id, const std::string& text, const std::string& issue, const std::string& cause,
                             const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "platform": "other:x", "text": ")" + text + R"(", "issue": ")" + issue +
         R"(", "cause": ")" + cause + "\"" + more + "}\n";
}

inline evaluate::Evaluation measured(const Folder& folder, const std::string& lines,
                                     const evaluate::EvaluateOptions& options = {}) {
  const auto cases = evaluate::read_cases(folder.write("cases.jsonl", lines));
  REQUIRE(cases);
  auto result = evaluate::evaluate_rules(
      {.rule_paths = {folder.write("rules/fire.yaml", measured_rules), folder.write("rules/flood.yaml", flood_rules)}}, *cases,
      options);
  if (!result) FAIL(to_text(result.error().front()));
  return std::move(result->value);
}

}  // namespace syncdx::test
