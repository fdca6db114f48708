#include "infer/network.hpp"

#include "infer/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::infer {
namespace {

Diagnostic out_of_range(std::string_view what, std::size_t index, double value, std::string_view range) {
  return {.code = "D002",
          .message = fmt::format("the {} with index {} is {}; expected a number in {}", what, index, value, range),
          .help = "Give the probability as a number in that range."};
}

// Written so that NaN fails too.
bool in_open_range(double value) { return value > 0 && value < 1; }

std::vector<Diagnostic> check_numbers(const NetworkSpec& spec) {
  std::vector<Diagnostic> problems;
  for (std::size_t i = 0; i < spec.priors.size(); ++i) {
    if (!in_open_range(spec.priors[i])) problems.push_back(out_of_range("prior of the cause", i, spec.priors[i], "(0,1)"));
  }
  for (std::size_t i = 0; i < spec.leaks.size(); ++i) {
    const double leak = spec.leaks[i];
    if (leak != 0 && !in_open_range(leak)) problems.push_back(out_of_range("leak of the finding", i, leak, "[0,1)"));
  }
  for (std::size_t i = 0; i < spec.links.size(); ++i) {
    const double strength = spec.links[i].strength;
    if (strength != 1 && !in_open_range(strength)) {
      problems.push_back(out_of_range("strength of the link", i, strength, "(0,1]"));
    }
  }
  return problems;
}

std::vector<Diagnostic> check_ends(const NetworkSpec& spec) {
  std::vector<Diagnostic> problems;
  for (std::size_t i = 0; i < spec.links.size(); ++i) {
    const auto& link = spec.links[i];
    if (link.cause < spec.priors.size() && link.finding < spec.leaks.size()) continue;
    problems.push_back({.code = "D002",
                        .message = fmt::format("link {} joins cause {} and finding {}, but there are {} causes and {} findings",
                                               i, link.cause, link.finding, spec.priors.size(), spec.leaks.size()),
                        .help = "Let each link name a cause and a finding of this network."});
  }
  return problems;
}

// Where the links of each of `count` ends begin in a list sorted by that end; and where the last one's end.
std::vector<std::size_t> firsts(std::size_t count, const std::vector<Link>& links, std::size_t Link::*end) {
  std::vector<std::size_t> first(count + 1, 0);
  for (const auto& link : links) ++first[link.*end + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  return first;
}

}  // namespace

Result<CausalNetwork> CausalNetwork::build(NetworkSpec spec) {
  if (auto problems = check_numbers(spec); !problems.empty()) return fail(std::move(problems.front()));
  if (auto problems = check_ends(spec); !problems.empty()) return fail(std::move(problems.front()));
  // Sorted, so that nothing depends on the order in which links were given.
  std::ranges::sort(
      spec.links, [](const Link& a, const Link& b) { return a.cause != b.cause ? a.cause < b.cause : a.finding < b.finding; });
  const auto twice = std::ranges::adjacent_find(
      spec.links, [](const Link& a, const Link& b) { return a.cause == b.cause && a.finding == b.finding; });
  if (twice != spec.links.end()) {
    return fail({.code = "D002",
                 .message = fmt::format("cause {} and finding {} are linked twice", twice->cause, twice->finding),
                 .help = "Give each pair at most one link."});
  }
  CausalNetwork network;
  network.first_of_cause_ = firsts(spec.priors.size(), spec.links, &Link::cause);
  network.first_of_finding_ = firsts(spec.leaks.size(), spec.links, &Link::finding);
  network.by_finding_.resize(spec.links.size());
  network.log_misses_.reserve(spec.links.size());
  auto next = network.first_of_finding_;
  for (const auto& link : spec.links) {
    network.by_finding_[next[link.finding]++] = link;
    network.log_misses_.push_back(std::log(counted_miss(link.strength)));
  }
  network.log_prior_odds_.reserve(spec.priors.size());
  for (const double prior : spec.priors) network.log_prior_odds_.push_back(log_odds_of(prior));
  network.spec_ = std::move(spec);
  return network;
}

}  // namespace syncdx::infer
