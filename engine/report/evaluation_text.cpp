#include "report/page.hpp"
#include "report/wording.hpp"

#include "base/text.hpp"
#include "syncdx/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::report {
namespace {

using namespace evaluate;

void print_figures(Page& page, const Figures& figures) {
  page.heading("FIGURES");
  const auto row = [&](std::string_view name, double value, std::string_view meaning) {
    page.line(fmt::format("  {:<20} {:>6.3f}  {}", name, value, meaning));
  };
  page.line(fmt::format("  {:<20} {:>6}  in scope{}", "cases", figures.cases,
                        figures.failed > 0 ? fmt::format("; {} could not be diagnosed", figures.failed) : ""));
  row("issue_top1", figures.issue_top1, "the first issue is right");
  row("issue_top1_lenient", figures.issue_top1_lenient, "… or one that the label calls defensible");
  row("issue_top3", figures.issue_top3, "the right issue is among the first three");
  row("cause_top1", figures.cause_top1, "the first cause is right");
  row("cause_top3", figures.cause_top3, "a right cause is among the first three");
  row("cause_mrr", figures.cause_mrr, "mean of 1 / rank of the right cause");
  row("log_loss", figures.log_loss, "nats, over all issues; 0 is best");
  row("brier", figures.brier, "of the first issue; 0 is best");
  row("ece", figures.ece, "expected calibration error; 0 is best");
  if (figures.out_of_scope_quiet) {
    row("out_of_scope_quiet", *figures.out_of_scope_quiet,
        fmt::format("of {} out of scope: no issue reached 50 %", counted(figures.out_of_scope, "case")));
  }
  page.heading("BY PLATFORM");
  page.line(fmt::format("  {:<14} {:>6} {:>11} {:>11} {:>11}", "", "cases", "issue_top1", "cause_top1", "cause_top3"));
  for (const auto& entry : figures.by_platform) {
    page.line(fmt::format("  {:<14} {:>6} {:>11.3f} {:>11.3f} {:>11.3f}", one_line(entry.platform), entry.cases,
                          entry.issue_top1, entry.cause_top1, entry.cause_top3));
  }
}

void print_calibration(Page& page, const Evaluation& evaluation) {
  page.heading("CALIBRATION of the first issue");
  page.line("  said         cases   mean  right");
  for (std::size_t i = 0; i < evaluation.figures.bins.size(); ++i) {
    const auto& bin = evaluation.figures.bins[i];
    if (bin.cases == 0) continue;
    const auto stars = static_cast<std::size_t>(std::lround(bin.share_right * 20));
    page.line(fmt::format("  {:>3}-{:>3} %  {:>7}  {:>5.2f}  {:>5.2f}  {}", 10 * i, 10 * (i + 1), bin.cases,
                          bin.mean_probability, bin.share_right, std::string(stars, '#')));
  }
  if (const auto& best = evaluation.temperature) {
    page.paragraph(
        {.text = "", .indent = 2, .hang = 2},
        fmt::format("One temperature for all, {:.2f} ({}), would suit these cases best: log loss {:.3f} instead of "
                    "{:.3f}, Brier {:.3f}, ECE {:.3f}. For information: it is fitted on the cases it is measured on.",
                    best->value, best->value > 1 ? "the rules are too sure" : "the rules are not sure enough",
                    best->log_loss_after, best->log_loss_before, best->brier_after, best->ece_after));
  }
}

void print_confusion(Page& page, const Confusion& confusion) {
  page.heading("CONFUSION: rows are labels, columns the first issue");
  std::size_t widest = 0;
  for (const auto& issue : confusion.issues) widest = std::max(widest, count_code_points(issue));
  widest = std::min<std::size_t>(widest, 40);
  std::string head = fmt::format("     {:<{}}", "", widest);
  for (std::size_t i = 0; i < confusion.issues.size(); ++i) head += fmt::format(" {:>4}", i + 1);
  page.line(head + " quiet");
  for (std::size_t row = 0; row < confusion.issues.size(); ++row) {
    std::string text = fmt::format("  {:>2} {:<{}}", row + 1, shorten(one_line(confusion.issues[row]), widest), widest);
    for (std::size_t column = 0; column < confusion.counts[row].size(); ++column) {
      const auto count = confusion.counts[row][column];
      const std::size_t width = column == confusion.issues.size() ? 5 : 4;
      text += fmt::format(" {:>{}}", count == 0 ? "." : fmt::format("{}", count), width);
    }
    page.line(text);
  }
}

std::string reason(const Miss& miss) {
  switch (miss.kind) {
    case MissKind::no_such_cause:
      return "The rules have no such cause of that issue on that platform.";
    case MissKind::no_evidence:
      return fmt::format("Nothing that {} shows was found in the text.", miss.right);
    case MissKind::outweighed:
      break;
  }
  return {};
}

void print_miss(Page& page, const CaseOutcome& outcome) {
  page.blank();
  std::string got;
  for (const auto& issue : outcome.issues)
    got += fmt::format("{}{} {:.2f}", got.empty() ? "" : ", ", issue.id, issue.probability);
  const auto rank = outcome.cause_rank == 0 ? std::string("not listed") : fmt::format("no. {}", outcome.cause_rank);
  page.paragraph({.text = outcome.issue_right ? "cause" : "issue", .style = Style::bad, .indent = 0, .hang = 7},
                 fmt::format("{} [{}]: {}/{} is right", one_line(outcome.id), one_line(outcome.platform),
                             one_line(outcome.issue), one_line(outcome.cause)),
                 Style::bold);
  const Label under{.text = "", .indent = 7, .hang = 7};
  page.paragraph(under, "“" + one_line(outcome.excerpt) + "”", Style::dim);
  if (outcome.failure) return page.paragraph(under, "It could not be diagnosed: " + one_line(outcome.failure->message));
  page.paragraph(under, fmt::format("said: {}; right cause {}", got, rank));
  if (!outcome.miss) return;
  const auto& miss = *outcome.miss;
  if (miss.kind != MissKind::outweighed) page.paragraph(under, reason(miss));
  if (miss.winner.empty()) return;
  page.paragraph(
      under, fmt::format("winner {}; right {}", miss.winner,
                         miss.right.empty() ? "none" : fmt::format("{} ({})", miss.right, percent(miss.right_probability, 1))));
  page.line(fmt::format("         {:>7} {:>7}", "winner", "right"));
  const auto row = [&](double winner, double right, const std::string& text) {
    page.line(
        fmt::format("         {:>+7.2f} {:>7}  {}", winner, miss.right.empty() ? "-" : fmt::format("{:+.2f}", right), text));
  };
  row(miss.winner_prior, miss.right_prior, "before any evidence (prior)");
  for (const auto& weight : miss.weights) {
    row(weight.for_winner, weight.for_right,
        fmt::format("{}{}", weight.state == FindingState::absent ? "not seen: " : "", one_line(weight.finding)));
  }
}

void print_misses(Page& page, const Evaluation& evaluation) {
  const auto missed = [](const CaseOutcome& outcome) { return outcome.miss || (outcome.failure && !outcome.out_of_scope); };
  const auto count = std::ranges::count_if(evaluation.outcomes, missed);
  page.heading(fmt::format("MISSES: {}; weights in log10 odds, those that gave most to the winner first", count));
  for (const auto& outcome : evaluation.outcomes) {
    if (missed(outcome)) print_miss(page, outcome);
  }
  for (const auto& outcome : evaluation.outcomes) {
    if (!outcome.out_of_scope || outcome.top_probability < 0.5) continue;
    page.blank();
    page.paragraph({.text = "loud", .style = Style::bad, .indent = 0, .hang = 7},
                   fmt::format("{} is out of scope, and {} reached {}", one_line(outcome.id), outcome.issues.front().id,
                               percent(outcome.top_probability)));
  }
}

void print_since(Page& page, const Comparison& since) {
  page.heading("SINCE " + one_line(since.since));
  for (const auto& figure : since.figures) {
    if (figure.before == figure.after) continue;
    page.line(fmt::format("  {:<20} {:>6.3f} -> {:.3f}  ({:+.3f})", figure.name, figure.before, figure.after,
                          figure.after - figure.before));
  }
  if (since.only_before > 0 || since.only_now > 0) {
    page.line(fmt::format("  {} left, {} came", counted(since.only_before, "case"), counted(since.only_now, "case")));
  }
  if (since.cases.empty()) page.line("  No case has another first issue, first cause or rank of the right cause.");
  for (const auto& changed : since.cases) {
    const bool worse = changed.turn == Turn::worse;
    const std::string_view word = worse ? "worse" : changed.turn == Turn::better ? "better" : "other";
    page.paragraph({.text = word, .style = worse ? Style::bad : Style::good, .indent = 2, .hang = 10}, one_line(changed.id),
                   Style::bold);
    page.paragraph({.text = "before:", .indent = 10, .hang = 18}, one_line(changed.before));
    page.paragraph({.text = "now:", .indent = 10, .hang = 18}, one_line(changed.after));
  }
}

}  // namespace

std::string evaluation_text(const Evaluation& evaluation, const std::optional<Comparison>& since, const TextOptions& options) {
  Page page(options);
  print_figures(page, evaluation.figures);
  print_calibration(page, evaluation);
  print_confusion(page, evaluation.confusion);
  print_misses(page, evaluation);
  if (since) print_since(page, *since);
  return std::move(page).take();
}

}  // namespace syncdx::report
