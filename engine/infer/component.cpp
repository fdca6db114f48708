#include "infer/component.hpp"

#include "infer/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace syncdx::infer {
namespace {

// A bucket's tables before each merged cause are kept for the backward pass up to this many entries (64 MiB); beyond, only some
// of them are, and the others are computed again.
constexpr std::size_t most_kept_entries = std::size_t{1} << 23U;

std::size_t place_of(const std::vector<std::size_t>& domain, std::size_t finding) {
  return static_cast<std::size_t>(std::ranges::find(domain, finding) - domain.begin());
}

// Both domains are in the same order, a sub-sequence of `whole`.
std::vector<Level> levels_of(const std::vector<std::size_t>& whole, const std::vector<std::size_t>& left,
                             const std::vector<std::size_t>& right) {
  std::vector<Level> levels;
  for (const auto finding : whole) {
    const bool in_left = std::ranges::find(left, finding) != left.end();
    const bool in_right = std::ranges::find(right, finding) != right.end();
    if (in_left && in_right) levels.push_back(Level::both);
    if (in_left && !in_right) levels.push_back(Level::left);
    if (!in_left && in_right) levels.push_back(Level::right);
  }
  return levels;
}

void keep_members(std::vector<std::size_t>& whole, const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::erase_if(whole, [&](auto finding) {
    return std::ranges::find(a, finding) == a.end() && std::ranges::find(b, finding) == b.end();
  });
}

// to = factor * to + other_factor * other
void mix(Table& to, double factor, const Table& other, double other_factor) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = factor * to[i] + other_factor * other[i];
}

// ln of a / b. Both are positive; either can only be 0 by underflow, far beyond what evidence can mean.
double log_ratio(double a, double b) {
  constexpr double least = 1e-300;
  return std::log(std::max(a, least)) - std::log(std::max(b, least));
}

}  // namespace

ComponentSolver::ComponentSolver(ComponentModel model, EliminationPlan plan)
    : model_(std::move(model)), plan_(std::move(plan)) {
  layouts_.reserve(plan_.buckets.size());
  for (const auto& bucket : plan_.buckets) layouts_.push_back(lay_out(bucket));
  pass_up();
}

void ComponentSolver::set_odds(std::span<const double> log_odds) {
  for (std::size_t i = 0; i < model_.causes.size(); ++i) {
    auto& cause = model_.causes[i];
    cause.on = probability_of(log_odds[i]);
    cause.off = probability_of(-log_odds[i]);
    cause.log_off = log_probability_of(-log_odds[i]);
  }
  pass_up();
}

void ComponentSolver::pass_up() {
  const std::vector<bool> none(model_.causes.size(), false);
  messages_.clear();
  messages_.reserve(plan_.buckets.size());
  log_likelihood_ = 0;
  for (std::size_t at = 0; at < plan_.buckets.size(); ++at) {
    messages_.push_back(message(at, messages_, none));
    log_likelihood_ += messages_.back().log_scale;
  }
}

ComponentSolver::Layout ComponentSolver::lay_out(const Bucket& bucket) const {
  Layout layout;
  std::vector<std::size_t> joined;
  for (const auto child : bucket.children) {
    auto message_domain = plan_.buckets[child].domain;
    message_domain.pop_back();
    auto both = bucket.domain;
    keep_members(both, joined, message_domain);
    if (child != bucket.children.front()) layout.joins.push_back(levels_of(both, joined, message_domain));
    joined = std::move(both);
  }
  layout.places.reserve(joined.size());
  for (const auto finding : joined) layout.places.push_back(place_of(bucket.domain, finding));
  for (const auto cause : bucket.causes) {
    const auto& effects = model_.causes[cause].effects;
    if (effects.size() == 1) {
      layout.single.push_back(cause);
      continue;
    }
    layout.wide.push_back(cause);
    std::vector<Influence> influences;
    influences.reserve(effects.size());
    for (const auto& effect : effects) influences.push_back({place_of(bucket.domain, effect.finding), effect.hit, effect.miss});
    layout.influences.push_back(std::move(influences));
  }
  return layout;
}

// The children's messages, joined one after another: the first, the first two, and so on. Empty for a leaf.
std::vector<Table> ComponentSolver::joined_messages(std::size_t at, const std::vector<Message>& messages) const {
  std::vector<Table> joined;
  for (const auto child : plan_.buckets[at].children) {
    const auto& table = messages[child].table;
    joined.push_back(joined.empty() ? table : or_convolve(joined.back(), table, layouts_[at].joins[joined.size() - 1]));
  }
  return joined;
}

Table ComponentSolver::embedded(std::size_t at, const std::vector<Table>& joined) const {
  Table table(std::size_t{1} << plan_.buckets[at].domain.size(), 0.0);
  if (joined.empty()) {
    table[0] = 1;  // nothing merged: nothing brought about
    return table;
  }
  const auto map = index_map(layouts_[at].places);
  for (std::size_t i = 0; i < map.size(); ++i) table[map[i]] = joined.back()[i];
  return table;
}

// One cause into the table. `scratch`: any table; what it held is lost.
void ComponentSolver::merge(Table& table, Table& scratch, std::size_t at, std::size_t wide_index) const {
  const auto& cause = model_.causes[layouts_[at].wide[wide_index]];
  scratch.assign(table.begin(), table.end());
  activate(scratch, layouts_[at].influences[wide_index]);
  mix(table, cause.off, scratch, cause.on);
}

// Probability that the bucket's finding shows by its leak or by the causes that show nothing else.
double ComponentSolver::leak_with(std::size_t at, const std::vector<bool>& excluded) const {
  double leak = model_.leaks[plan_.buckets[at].domain.back()];
  for (const auto cause : layouts_[at].single) {
    if (!excluded[cause]) leak = either(leak, model_.causes[cause].on * model_.causes[cause].effects.front().hit);
  }
  return leak;
}

ComponentSolver::Message ComponentSolver::message(std::size_t at, const std::vector<Message>& messages,
                                                  const std::vector<bool>& excluded) const {
  auto table = embedded(at, joined_messages(at, messages));
  Table scratch;
  double log_scale = 0;
  for (std::size_t i = 0; i < layouts_[at].wide.size(); ++i) {
    const auto cause = layouts_[at].wide[i];
    if (excluded[cause]) {
      log_scale += model_.causes[cause].log_off;
    } else {
      merge(table, scratch, at, i);
    }
  }
  for (const auto cause : layouts_[at].single) {
    if (excluded[cause]) log_scale += model_.causes[cause].log_off;
  }
  // The bucket's own finding is the highest bit: observed present, by a cause or else by its leak.
  const double leak = leak_with(at, excluded);
  const std::size_t half = table.size() / 2;
  Table observed(half);
  for (std::size_t i = 0; i < half; ++i) observed[i] = table[half + i] + leak * table[i];
  log_scale += rescale(observed);
  return {std::move(observed), log_scale};
}

double ComponentSolver::log_likelihood_without(const std::vector<bool>& excluded) const {
  std::vector<Message> messages;
  std::vector<bool> changed;
  double log_likelihood = 0;
  for (std::size_t at = 0; at < plan_.buckets.size(); ++at) {
    const auto& bucket = plan_.buckets[at];
    const bool own = std::ranges::any_of(bucket.causes, [&](auto cause) { return excluded[cause]; });
    const bool below = std::ranges::any_of(bucket.children, [&](auto child) { return changed[child]; });
    changed.push_back(own || below);
    messages.push_back(own || below ? message(at, messages, excluded) : messages_[at]);
    log_likelihood += messages.back().log_scale;
    for (const auto child : bucket.children) messages[child].table = {};
  }
  return log_likelihood;
}

// The adjoint of a bucket's table, given that of its message.
Table ComponentSolver::outer_of_table(std::size_t at, const Table& outer_message) const {
  const double leak = leak_with(at, std::vector<bool>(model_.causes.size(), false));
  Table outer(outer_message.size() * 2);
  for (std::size_t i = 0; i < outer_message.size(); ++i) {
    outer[i] = leak * outer_message[i];
    outer[i + outer_message.size()] = outer_message[i];
  }
  return outer;
}

// For causes that show this finding only: it shows by something else (`shown`), or by its leak and them.
void ComponentSolver::single_ratios(std::size_t at, double shown, double not_shown, Ratios& ratios) const {
  const auto& single = layouts_[at].single;
  std::vector<double> before{model_.leaks[plan_.buckets[at].domain.back()]};
  for (const auto cause : single) {
    before.push_back(either(before.back(), model_.causes[cause].on * model_.causes[cause].effects.front().hit));
  }
  double after = 0;
  for (std::size_t i = single.size(); i-- > 0;) {
    const auto& cause = model_.causes[single[i]];
    const double hit = cause.effects.front().hit;
    const double others = either(before[i], after);
    ratios[single[i]] = log_ratio(shown + either(others, hit) * not_shown, shown + others * not_shown);
    after = either(after, cause.on * hit);
  }
}

// Takes the causes out again, last first, noting each one's ratio. `prefixes`: the table before the first cause. Returns the
// adjoint of that table.
Table ComponentSolver::merged_backwards(std::size_t at, Table outer, std::vector<Table> prefixes, Ratios& ratios) const {
  const auto& layout = layouts_[at];
  const std::size_t count = layout.wide.size();
  const bool keep_all = (count + 1) * outer.size() <= most_kept_entries;
  const auto root = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const std::size_t stride = std::max<std::size_t>(1, keep_all ? count : root);
  Table active;
  // prefixes[s]: the table before cause s * stride.
  for (std::size_t start = stride; start < count; start += stride) {
    Table table = prefixes.back();
    for (std::size_t i = start - stride; i < start; ++i) merge(table, active, at, i);
    prefixes.push_back(std::move(table));
  }
  for (std::size_t segment = prefixes.size(); segment-- > 0;) {
    const std::size_t first = segment * stride;
    const std::size_t last = std::min(first + stride, count);
    std::vector<Table> before{std::move(prefixes[segment])};
    for (std::size_t i = first; i + 1 < last; ++i) {
      before.push_back(before.back());
      merge(before.back(), active, at, i);
    }
    for (std::size_t i = last; i-- > first;) {
      const auto& cause = model_.causes[layout.wide[i]];
      active.assign(outer.begin(), outer.end());
      activate_adjoint(active, layout.influences[i]);
      const Table& table = before[i - first];
      ratios[layout.wide[i]] = log_ratio(dot(active, table), dot(outer, table));
      mix(outer, cause.off, active, cause.on);
      before.resize(i - first + 1);
    }
  }
  return outer;
}

// From the adjoint of a bucket's table to those of its children's messages.
void ComponentSolver::pass_down(std::size_t at, const Table& outer_table, const std::vector<Table>& joined,
                                std::vector<Table>& outer) const {
  const auto& children = plan_.buckets[at].children;
  if (children.empty()) return;
  const auto map = index_map(layouts_[at].places);
  Table outer_joined(map.size());
  for (std::size_t i = 0; i < map.size(); ++i) outer_joined[i] = outer_table[map[i]];
  for (std::size_t i = children.size(); i-- > 1;) {
    const auto& levels = layouts_[at].joins[i - 1];
    auto mirrored = levels;
    for (auto& level : mirrored) {
      if (level != Level::both) level = level == Level::left ? Level::right : Level::left;
    }
    outer[children[i]] = or_convolve_adjoint(outer_joined, joined[i - 1], mirrored);
    outer_joined = or_convolve_adjoint(outer_joined, messages_[children[i]].table, levels);
  }
  outer[children.front()] = std::move(outer_joined);
  // Only ratios of products with an adjoint are used, so its scale is free.
  for (const auto child : children) rescale(outer[child]);
}

std::vector<double> ComponentSolver::log_likelihood_ratios() const {
  Ratios ratios(model_.causes.size(), 0.0);
  std::vector<Table> outer(plan_.buckets.size());
  if (outer.empty()) return ratios;
  outer.back() = Table(1, 1.0);
  for (std::size_t at = plan_.buckets.size(); at-- > 0;) {
    const auto joined = joined_messages(at, messages_);
    auto outer_table = outer_of_table(at, outer[at]);
    std::vector<Table> prefixes{embedded(at, joined)};
    if (!layouts_[at].single.empty()) {
      Table full = prefixes.front();
      Table scratch;
      for (std::size_t i = 0; i < layouts_[at].wide.size(); ++i) merge(full, scratch, at, i);
      const auto half = static_cast<std::ptrdiff_t>(full.size() / 2);
      const Table not_shown(full.begin(), full.begin() + half);
      const Table shown(full.begin() + half, full.end());
      single_ratios(at, dot(outer[at], shown), dot(outer[at], not_shown), ratios);
    }
    outer[at] = {};
    pass_down(at, merged_backwards(at, std::move(outer_table), std::move(prefixes), ratios), joined, outer);
  }
  return ratios;
}

}  // namespace syncdx::infer
