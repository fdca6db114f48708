// Each mistake in a rule file gives the message that its golden file shows: tests/bad_rules/<name>.bad.yaml and <name>.err.
// A line "# file: other.yaml" begins a further file of the same rule set. UPDATE_GOLDEN=1 rewrites the goldens; read the
// difference like code.
#include "base/diagnostic_codes.hpp"
#include "base/print_diagnostic.hpp"
#include "rules/load.hpp"
#include "support/files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

using namespace syncdx;
using test::slurp;

namespace {

const std::filesystem::path folder = SYNCDX_SOURCE_DIR "/tests/bad_rules";

// The parts of one fixture as files.
std::vector<rules::RuleFile> split(const std::string& name, const std::string& text) {
  constexpr std::string_view mark = "# file: ";
  std::vector<rules::RuleFile> files{{name, ""}};
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(mark)) {
      files.push_back({line.substr(mark.size()), ""});
    } else {
      files.back().text += line + '\n';
    }
  }
  return files;
}

// All bad files by name, with the diagnostics that loading each gives.
std::map<std::string, std::vector<Diagnostic>> all_bad() {
  std::map<std::string, std::vector<Diagnostic>> result;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".bad.yaml")) continue;
    auto loaded = rules::load_rules(split(name, slurp(entry.path())));
    result[name] = loaded ? loaded->warnings : loaded.error();
  }
  return result;
}

}  // namespace

TEST_CASE("each bad rule file gives the problems that its golden shows") {
  const auto bad = all_bad();
  REQUIRE(bad.size() > 20);
  for (const auto& [name, diagnostics] : bad) {
    std::string text;
    for (const auto& diagnostic : diagnostics) text += to_text(diagnostic);
    const auto golden = folder / (name.substr(0, name.size() - std::string_view(".bad.yaml").size()) + ".err");
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << text;
    INFO(name);
    CHECK_FALSE(text.empty());
    CHECK(text == slurp(golden));
  }
}

TEST_CASE("every code of the rules has a bad file that shows it, and every problem's code is in the table") {
  std::set<std::string> shown{"R003"};  // unreadable paths: tested with paths, not with a file's content
  for (const auto& [name, diagnostics] : all_bad()) {
    for (const auto& diagnostic : diagnostics) {
      CHECK(find_diagnostic_code(diagnostic.code) != nullptr);
      shown.insert(diagnostic.code);
    }
  }
  for (const auto& code : diagnostic_codes()) {
    if (!code.code.starts_with('R')) continue;
    INFO(code.code << " " << code.title);
    CHECK(shown.contains(std::string(code.code)));
  }
}
