// One component of the network under the evidence: its likelihood, what that says about each cause, and its likelihood without
// some causes. Internal to infer.
//
// Bucket elimination with causal independence (Zhang & Poole 1996, sections 4-6; Dechter 1999 for buckets): the findings are
// summed out in a good order. A bucket joins the messages of its children and merges its causes one at a time into a table over
// sets of findings brought about (infer/table.hpp); then its own finding takes its leak and is observed present, which leaves
// the message to its parent. Example: two findings shown by one cause make tables of 4 and 2 entries, whatever else the network
// holds; 25 findings that all have causes in common make one of 2^25, which is where the caller must drop findings.
// The posterior of every cause comes from one backward pass of adjoints (Darwiche 2003: derivatives of the network polynomial):
// P(F | c = 1) is the sensitivity of P(F) to the cause's active branch. A likelihood without a group of causes reuses the
// messages of the buckets that none of the group's causes reach. Test: tests/infer/posterior_test.cpp against enumeration.
#pragma once

#include "infer/elimination.hpp"
#include "infer/table.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace syncdx::infer {

// What a cause does to one present finding of the component.
struct Effect {
  std::size_t finding = 0;
  double hit = 0;   // strength
  double miss = 0;  // 1 - strength, above 0
};

struct ComponentCause {
  double on = 0;                // probability that it is active, absent findings folded in
  double off = 0;               // 1 - on, of full relative accuracy
  double log_off = 0;           // ln off
  std::vector<Effect> effects;  // at least one
};

struct ComponentModel {
  std::vector<double> leaks;  // one per finding, above 0
  std::vector<ComponentCause> causes;
};

class ComponentSolver {
 public:
  ComponentSolver(ComponentModel model, EliminationPlan plan);

  // The same component under other odds (natural logarithms, absent findings folded in; one per cause).
  void set_odds(std::span<const double> log_odds);

  // ln P(all findings present).
  [[nodiscard]] double log_likelihood() const noexcept { return log_likelihood_; }

  // ln of P(findings | cause active) / P(findings | cause inactive), one per cause.
  [[nodiscard]] std::vector<double> log_likelihood_ratios() const;

  // ln P(all findings present, all of `excluded` inactive); one entry per cause.
  [[nodiscard]] double log_likelihood_without(const std::vector<bool>& excluded) const;

 private:
  // A table and the logarithm of what it was divided by.
  struct Message {
    Table table;
    double log_scale = 0;
  };

  // How a bucket's parts lie in each other; fixed once the plan is.
  struct Layout {
    std::vector<std::vector<Level>> joins;           // of the second and further children, with what came before
    std::vector<std::size_t> places;                 // bits of the joined messages in the bucket's table
    std::vector<std::size_t> wide;                   // causes with several findings, merged into the table
    std::vector<std::size_t> single;                 // causes with this finding only, merged into its leak
    std::vector<std::vector<Influence>> influences;  // one entry per entry of `wide`
  };

  using Ratios = std::vector<double>;

  Layout lay_out(const Bucket& bucket) const;
  void pass_up();
  std::vector<Table> joined_messages(std::size_t at, const std::vector<Message>& messages) const;
  Table embedded(std::size_t at, const std::vector<Table>& joined) const;
  void merge(Table& table, Table& scratch, std::size_t at, std::size_t wide_index) const;
  double leak_with(std::size_t at, const std::vector<bool>& excluded) const;
  Message message(std::size_t at, const std::vector<Message>& messages, const std::vector<bool>& excluded) const;
  Table merged_backwards(std::size_t at, Table outer, std::vector<Table> prefixes, Ratios& ratios) const;
  void single_ratios(std::size_t at, double shown, double not_shown, Ratios& ratios) const;
  Table outer_of_table(std::size_t at, const Table& outer_message) const;
  void pass_down(std::size_t at, const Table& outer_table, const std::vector<Table>& joined, std::vector<Table>& outer) const;

  ComponentModel model_;
  EliminationPlan plan_;
  std::vector<Layout> layouts_;
  std::vector<Message> messages_;
  double log_likelihood_ = 0;
};

}  // namespace syncdx::infer
