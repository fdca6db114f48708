// The batch report as one page. Nothing on it is fetched: the content security policy forbids every connection, and allows one
// script, by its hash, and the style in the page.
#include "report/html/markup.hpp"
#include "report/html/page_parts.hpp"
#include "report/html/sections.hpp"

#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <string>

namespace syncdx::report {
namespace {

using batch::BatchSummary;

unsigned hex_digit(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); }

// Base64 (RFC 4648) of bytes given in hexadecimal.
std::string base64(std::string_view hexadecimal) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : hexadecimal) {
    bits = (bits << 4U) | hex_digit(c);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += digits[(bits >> held) & 63U];
  }
  if (held > 0) out += digits[(bits << (6 - held)) & 63U];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

// Hatchings: one for each outcome and cause that is not plain, in the colour that the style gives its parts.
std::string hatchings() {
  struct Hatching {
    std::string_view name;
    std::string_view path;
  };
  constexpr Hatching all[] = {
      {"recovered", "M-2 2L2-2M0 8L8 0M6 10L10 6"},
      {"unexplained", "M2 2h2v2h-2zM6 6h2v2h-2z"},
      {"unfinished", "M0 0L8 8M8 0L0 8"},
      {"c-1", "M-2 2L2-2M0 8L8 0M6 10L10 6"},
      {"c-2", "M2 2h2v2h-2zM6 6h2v2h-2z"},
      {"c-3", "M0 4H8"},
      {"c-4", "M0 0L8 8M8 0L0 8"},
      {"c-5", "M4 0V8"},
      {"c-rest", ""},
  };
  std::string out = "<svg width=\"0\" height=\"0\" class=\"patterns\" aria-hidden=\"true\" focusable=\"false\"><defs>\n";
  for (const Hatching& hatching : all) {
    out += fmt::format(
        "<pattern id=\"h-{0}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" "
        "class=\"f-{0}\"/><path d=\"{1}\" class=\"l-{0}\"/></pattern>\n",
        hatching.name, hatching.path);
  }
  return out + "</defs></svg>\n";
}

std::string head(const BatchSummary& summary) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
      "'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'\">\n",
      base64(html::script_sha256));
  out +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n";
  out += "<title>" + html::page_title(summary) + "</title>\n<style>\n";
  out += html::style_text;
  return out + "</style>\n</head>\n";
}

std::string navigation(const BatchSummary& summary) {
  std::string out =
      "<nav aria-label=\"Parts of this page\"><a href=\"#overview\">Outcomes</a> <a href=\"#time\">Over time</a> "
      "<a href=\"#groups\">Platforms</a> <a href=\"#causes\">Causes</a> <a href=\"#slowest\">Slowest</a> "
      "<a href=\"#retries\">Retries</a> <a href=\"#alerts\">Alerts</a> <a href=\"#unexplained\">Unexplained</a> ";
  if (summary.problem_count > 0) out += "<a href=\"#problems\">Not examined</a> ";
  return out + "<a href=\"#help\">Help</a></nav>\n";
}

}  // namespace

std::string batch_html(const BatchSummary& summary) {
  std::string out = head(summary) + "<body>\n" + hatchings() + html::heading(summary);
  out += "<div class=\"bar\">\n" + navigation(summary) + html::filter_form(summary) + "</div>\n<main>\n";
  for (const auto part : {html::overview, html::over_time, html::platforms_and_entities, html::causes, html::slowest,
                          html::retries, html::alerts, html::unexplained, html::not_examined, html::reading_help}) {
    out += part(summary);
  }
  out += "</main>\n" + html::cells_block(summary) + "<script>";
  out += html::script_text;
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace syncdx::report
