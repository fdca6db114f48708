// What differs between two sets of rules, for readers.
#include "report/compared_figures.hpp"
#include "report/page.hpp"
#include "report/wording.hpp"

#include "base/rounding.hpp"
#include "base/text.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace syncdx::report {
namespace {

using namespace rule_changes;
using evaluate::Figures;
using evaluate::Turn;

constexpr std::size_t shown_points = 300;  // of one difference

std::string_view name_of(Fate fate) {
  if (fate == Fate::added) return "added";
  return fate == Fate::removed ? "removed" : "changed";
}

std::string_view name_of(Turn turn) {
  if (turn == Turn::better) return "better";
  return turn == Turn::worse ? "worse" : "other";
}

void print_items(Page& page, const Changes& changes) {
  page.heading(fmt::format("RULES: {}", counted(changes.items.size(), "item")));
  if (changes.items.empty()) page.line("  No item differs.");
  for (const auto& item : changes.items) {
    const auto style = item.fate == Fate::removed ? Style::bad : item.fate == Fate::added ? Style::good : Style::bold;
    page.paragraph({.text = name_of(item.fate), .style = style, .indent = 2, .hang = 11},
                   fmt::format("{} {}: {}", rule_graph::name_of(item.kind), item.id, one_line(item.title)));
    for (const auto& detail : item.details) {
      page.paragraph({.text = "", .indent = 11, .hang = 13}, shorten(one_line(detail), shown_points));
    }
  }
}

void print_answers(Page& page, const Changes& changes) {
  page.heading(fmt::format("CASES: {} of {} get another answer", changes.answers.size(), changes.compared));
  for (const auto& [name, value] : compared_figures) {
    if (!changes.after) break;
    const double before = (*changes.before).*value;
    const double after = (*changes.after).*value;
    page.line(fmt::format("  {:<12} {:>7.3f} -> {:.3f}  ({:+.3f})", name, before, after, after - before));
  }
  for (const auto& answer : changes.answers) {
    page.paragraph(
        {.text = name_of(answer.turn), .style = answer.turn == Turn::worse ? Style::bad : Style::good, .indent = 2, .hang = 11},
        one_line(answer.id), Style::bold);
    if (answer.before != answer.after) {
      page.paragraph({.text = "before:", .indent = 11, .hang = 20}, one_line(answer.before));
      page.paragraph({.text = "after:", .indent = 11, .hang = 20}, one_line(answer.after));
    }
    if (!answer.moved.empty()) {
      page.paragraph({.text = "most:", .indent = 11, .hang = 20},
                     fmt::format("{} {:.3f} -> {:.3f}", answer.moved, answer.moved_before, answer.moved_after));
    }
  }
}

Json figures_or_null(const std::optional<Figures>& figures) {
  if (!figures) return nullptr;
  Json json{{"cases", figures->cases}};
  json.update(compared_json(*figures));
  return json;
}

}  // namespace

std::string rule_changes_text(const Changes& changes, const TextOptions& options) {
  Page page(options);
  print_items(page, changes);
  if (changes.compared != 0) print_answers(page, changes);
  return std::move(page).take();
}

std::string rule_changes_json(const Changes& changes) {
  Json items = Json::array();
  for (const auto& item : changes.items) {
    items.push_back({{"kind", rule_graph::name_of(item.kind)},
                     {"fate", name_of(item.fate)},
                     {"id", item.id},
                     {"title", item.title},
                     {"details", item.details},
                     {"file", item.where.path},
                     {"line", item.where.begin.line}});
  }
  Json answers = Json::array();
  for (const auto& answer : changes.answers) {
    answers.push_back({{"id", answer.id},
                       {"turn", name_of(answer.turn)},
                       {"before", answer.before},
                       {"after", answer.after},
                       {"moved", answer.moved},
                       {"moved_before", six_digits(answer.moved_before)},
                       {"moved_after", six_digits(answer.moved_after)}});
  }
  const Json json{{"schema", 1},
                  {"items", std::move(items)},
                  {"figures", {{"before", figures_or_null(changes.before)}, {"after", figures_or_null(changes.after)}}},
                  {"compared", changes.compared},
                  {"problems", changes.problems.size()},
                  {"cases", std::move(answers)}};
  return dump(json);
}

}  // namespace syncdx::report
