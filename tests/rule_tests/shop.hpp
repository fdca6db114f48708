// A small set of rules, its cases written in a test, and the run of them.
#pragma once

#include "support/rules_from_yaml.hpp"
#include "syncdx/rule_tests.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace syncdx::test {

inline constexpr auto shop_rules = R"(
platform: any
basis: test
issue: {id: trouble, title: Trouble}
symptoms:
  - id: refused
    title: refused
    log: {any: ['refused', '\bE401\b'], unless: ['refused politely']}
    examples: ["refused"]
    counter_examples: ["accepted"]
  - id: late
    title: late
    log: {any: [late]}
    examples: [late]
    counter_examples: [early]
  - {id: dry, title: dry, facts: [{fact: session.dry_run, is: true}]}
  - {id: asked, title: asked, question: "Was it?"}
causes:
  - {id: bad_key, title: Bad key, prior: .05, shows: {refused: .9}, solutions: {new_key: usually, wait: sometimes}}
  - {id: slow_host, title: Slow host, prior: .05, shows: {late: .9, refused: .2}, solutions: {wait: often}}
  - {id: rehearsal, title: Rehearsal, prior: .01, shows: {dry: always, asked: often}, solutions: {wait: often}}
solutions:
  - {id: new_key, title: New key, instructions: [Make one.], cost_minutes: 2, verify: It works.}
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 5, verify: It works.}
)";

// Rules and cases in files of their own, gone with it.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("syncdx-rule-tests-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

inline Checked<rule_tests::TestRun> run_cases(const std::string& cases, rule_tests::TestOptions options = {}) {
  const Folder folder;
  options.rule_paths = {folder.write("rules/shop.yaml", shop_rules)};
  options.case_paths = {folder.write("cases/shop.yaml", cases)};
  return rule_tests::run_tests(options);
}

// The only case's result.
inline rule_tests::CaseResult run_case(const std::string& one) {
  const auto run = run_cases("cases:\n" + one);
  if (!run) FAIL(to_text(run.error().front()));
  REQUIRE(run->value.cases.size() == 1);
  return run->value.cases.front();
}

}  // namespace syncdx::test
