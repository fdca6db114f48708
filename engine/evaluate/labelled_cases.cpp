#include "base/text.hpp"
#include "syncdx/evaluate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

namespace syncdx::evaluate {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_line_bytes = 1U << 20U;
constexpr std::size_t max_file_bytes = 64U << 20U;
constexpr std::size_t max_cases = 100'000;
constexpr std::size_t max_problems = 50;

// Python's \s and [a-z_] over ASCII.
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_label(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

std::size_t skip(std::string_view text, std::size_t at, bool (*of_kind)(char)) {
  while (at < text.size() && of_kind(text[at])) ++at;
  return at;
}

// The labels behind the first "alt:" that is followed by one, parted by commas.
std::vector<std::string> labels_behind_alt(std::string_view notes) {
  constexpr std::string_view key = "alt:";
  std::vector<std::string> labels;
  for (auto found = notes.find(key); found != std::string_view::npos && labels.empty(); found = notes.find(key, found + 1)) {
    auto begin = skip(notes, found + key.size(), is_space);
    auto end = skip(notes, begin, is_label);
    while (end > begin) {
      labels.emplace_back(notes.substr(begin, end - begin));
      const auto comma = skip(notes, end, is_space);
      if (comma >= notes.size() || notes[comma] != ',') break;
      begin = skip(notes, comma + 1, is_space);
      end = skip(notes, begin, is_label);
    }
  }
  return labels;
}

class CaseReader {
 public:
  explicit CaseReader(LabelledCases& result) : result_(result) {}

  void read(std::string_view line, std::uint32_t number) {
    number_ = number;
    if (std::ranges::all_of(line, is_space)) return;
    if (line.size() > max_line_bytes) return problem("E001", "the line is longer than 1 MiB");
    const auto json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return problem("E001", "no valid JSON");
    if (!json.is_object()) return problem("E001", "a case is a JSON object, {\"id\": …}");
    auto read = case_of(json);
    if (!read) return problem("E002", read.error());
    const auto [first, is_new] = lines_of_.emplace(read->id, number);
    if (!is_new) return problem("E003", fmt::format("the id '{}' stands on line {} already", read->id, first->second));
    read->line = number;
    result_.cases.push_back(std::move(*read));
  }

  void problem(const char* code, std::string message) {
    if (++problems_ > max_problems) return;
    result_.problems.push_back({.code = code,
                                .severity = Severity::warning,
                                .message = std::move(message) + "; the case is left out",
                                .where = {result_.path, {number_, 1}, {number_, 2}}});
  }

  void finish() {
    if (problems_ <= max_problems) return;
    result_.problems.push_back({.code = "E001",
                                .severity = Severity::warning,
                                .message = fmt::format("{} more lines are left out", problems_ - max_problems),
                                .where = {result_.path, {}, {}}});
  }

  [[nodiscard]] std::size_t problems() const { return problems_; }

 private:
  static tl::expected<LabelledCase, std::string> case_of(const Json& json) {
    LabelledCase result;
    for (const auto& [key, target] : {std::pair{"id", &result.id},
                                      {"platform", &result.platform},
                                      {"text", &result.text},
                                      {"issue", &result.issue},
                                      {"cause", &result.cause}}) {
      const auto found = json.find(key);
      if (found == json.end()) return tl::unexpected(fmt::format("the case has no '{}'", key));
      if (!found->is_string()) return tl::unexpected(fmt::format("'{}' is {}, expected a text", key, found->type_name()));
      *target = found->get<std::string>();
      if (target->empty() && target != &result.text) return tl::unexpected(fmt::format("'{}' is empty", key));
    }
    if (const auto title = json.find("title"); title != json.end() && title->is_string())
      result.title = title->get<std::string>();
    if (const auto notes = json.find("notes"); notes != json.end() && notes->is_string()) {
      result.other_issues = labels_behind_alt(notes->get<std::string>());
    }
    const auto others = json.find("other_causes");
    if (others == json.end() || others->is_null()) return result;
    if (!others->is_array()) return tl::unexpected(fmt::format("'other_causes' is {}, expected a list", others->type_name()));
    for (const auto& other : *others) {
      if (!other.is_string()) return tl::unexpected(std::string("'other_causes' holds something that is no text"));
      result.other_causes.push_back(other.get<std::string>());
    }
    return result;
  }

  LabelledCases& result_;
  std::map<std::string, std::uint32_t> lines_of_;
  std::uint32_t number_ = 0;
  std::size_t problems_ = 0;
};

Diagnostic unreadable(const std::string& path, const std::string& why) {
  return {.code = "E004",
          .message = fmt::format("{}: {}", path, why),
          .help = "name a file with one case a line: {\"id\": …, \"platform\": …, \"text\": …, \"issue\": …, \"cause\": …}"};
}

}  // namespace

Result<LabelledCases> read_cases(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(unreadable(path, "the file cannot be opened"));
  std::string text;
  std::array<char, 64U * 1024U> piece{};
  while (stream && text.size() <= max_file_bytes) {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return fail(unreadable(path, "the file cannot be read"));
  if (text.size() > max_file_bytes) return fail(unreadable(path, "the file is larger than 64 MiB"));
  LabelledCases result{.path = path, .cases = {}, .problems = {}};
  CaseReader reader(result);
  std::string_view rest = text;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    if (result.cases.size() >= max_cases) return fail(unreadable(path, "the file holds more than 100,000 cases"));
    reader.read(rest.substr(0, end), number);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  reader.finish();
  if (!result.cases.empty()) return result;
  auto nothing = unreadable(path, "no case in it");
  for (const auto& problem : result.problems) nothing.notes.push_back({problem.message, problem.where});
  nothing.notes.resize(std::min<std::size_t>(nothing.notes.size(), 3));
  return fail(std::move(nothing));
}

}  // namespace syncdx::evaluate
