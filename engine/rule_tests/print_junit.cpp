#include "syncdx/rule_tests.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncdx::rule_tests {
namespace {

// Text as XML 1.0 may hold it: markup escaped, control characters (which it has no form for) replaced.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\t':
        result += "&#9;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return result;
}

std::string message_of(const CaseResult& result) {
  if (result.mismatches.empty()) return result.remark;
  std::string message;
  for (const auto& [what, expected, found] : result.mismatches) {
    message += fmt::format("{}{}: expected {}, found {}", message.empty() ? "" : "\n", what, expected, found);
  }
  return message;
}

std::string case_xml(const CaseResult& result) {
  auto xml =
      fmt::format(R"(    <testcase name="{}" classname="{}" file="{}" line="{}" time="{:.6f}")", escaped(result.name),
                  escaped(result.where.path), escaped(result.where.path), result.where.begin.line, result.milliseconds / 1000);
  if (result.status == Status::passed) return xml + "/>\n";
  const auto message = escaped(message_of(result));
  if (result.status == Status::known_miss) {
    return xml + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escaped(result.remark));
  }
  const auto* element = result.status == Status::unreadable ? "error" : "failure";
  return xml +
         fmt::format(">\n      <{} type=\"{}\" message=\"{}\"/>\n    </testcase>\n", element, name_of(result.status), message);
}

}  // namespace

std::string to_junit(const TestRun& run) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"syncdx rules\">\n";
  for (auto first = run.cases.begin(); first != run.cases.end();) {
    const auto next =
        std::find_if(first, run.cases.end(), [&](const auto& result) { return result.where.path != first->where.path; });
    const auto count = [&](auto predicate) { return std::count_if(first, next, predicate); };
    double seconds = 0;
    for (auto at = first; at != next; ++at) seconds += at->milliseconds / 1000;
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.6f}\">\n",
                       escaped(first->where.path), next - first,
                       count([](const auto& r) { return is_failure(r.status) && r.status != Status::unreadable; }),
                       count([](const auto& r) { return r.status == Status::unreadable; }),
                       count([](const auto& r) { return r.status == Status::known_miss; }), seconds);
    for (; first != next; ++first) xml += case_xml(*first);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace syncdx::rule_tests
