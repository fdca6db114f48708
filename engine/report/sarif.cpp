#include "report/sarif.hpp"

#include "report/json_parts.hpp"

#include "base/diagnostic_codes.hpp"

#include <map>

namespace syncdx::report {
namespace {

// A relative URI reference: what is no path character is percent-encoded (RFC 3986).
std::string uri(std::string_view path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      text += c;
    } else {
      text += {'%', hex[byte >> 4U], hex[byte & 0xFU]};
    }
  }
  return text;
}

Json message(std::string_view text) { return {{"text", text}}; }

// nullptr-like (empty) where no line is known.
Json region(const SourceRange& where) {
  Json region = Json::object();
  if (where.begin.line == 0) return region;
  region["startLine"] = where.begin.line;
  if (where.begin.column > 0) region["startColumn"] = where.begin.column;
  if (where.end.line >= where.begin.line && where.end.column > 0) {
    region["endLine"] = where.end.line;
    region["endColumn"] = where.end.column;
  }
  return region;
}

Json location(const SourceRange& where) {
  Json physical{{"artifactLocation", {{"uri", uri(where.path)}}}};
  if (auto place = region(where); !place.empty()) physical["region"] = std::move(place);
  return {{"physicalLocation", std::move(physical)}};
}

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

Json fixes(const Diagnostic& problem) {
  Json replacements = Json::array();
  for (const auto& edit : problem.fix) {
    auto where = edit.where;
    // Taking an entry out of a list is more than its text: left to --fix.
    if (edit.after.empty() || where.begin.column == 0) return Json::array();
    where.end = {where.begin.line, where.begin.column + static_cast<std::uint32_t>(edit.before.size())};
    replacements.push_back({{"deletedRegion", region(where)}, {"insertedContent", message(edit.after)}});
  }
  if (replacements.empty()) return Json::array();
  const Json change{{"artifactLocation", {{"uri", uri(problem.where.path)}}}, {"replacements", replacements}};
  return Json::array({Json{{"description", message(problem.help)}, {"artifactChanges", Json::array({change})}}});
}

Json result(const Diagnostic& problem, std::size_t rule) {
  Json value{{"ruleId", problem.code},
             {"ruleIndex", rule},
             {"level", level(problem.severity)},
             {"message", message(problem.message + (problem.help.empty() ? "" : "\nhelp: " + problem.help))}};
  if (!problem.where.path.empty()) value["locations"] = Json::array({location(problem.where)});
  Json related = Json::array();
  for (const auto& note : problem.notes) {
    if (note.where.path.empty()) continue;
    auto place = location(note.where);
    place["message"] = message(note.message);
    related.push_back(std::move(place));
  }
  if (!related.empty()) value["relatedLocations"] = std::move(related);
  if (auto list = fixes(problem); !list.empty()) value["fixes"] = std::move(list);
  return value;
}

}  // namespace

std::string problems_sarif(std::span<const Diagnostic> problems, std::string_view version) {
  Json rules = Json::array();
  std::map<std::string, std::size_t> index;
  Json results = Json::array();
  for (const auto& problem : problems) {
    const auto [rule, is_new] = index.emplace(problem.code, rules.size());
    if (const auto* code = find_diagnostic_code(problem.code); is_new) {
      Json entry{{"id", problem.code}};
      if (code != nullptr) {
        entry["name"] = code->id;
        entry["shortDescription"] = message(code->title);
        entry["fullDescription"] = message(code->explanation);
      }
      rules.push_back(std::move(entry));
    }
    results.push_back(result(problem, rule->second));
  }
  const Json driver{{"name", "syncdx"}, {"version", version}, {"rules", rules}};
  const Json run{{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
  const Json document{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace syncdx::report
