#include "infer/elimination.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>

namespace syncdx::infer {
namespace {

// Above this many findings min-fill is not tried: it looks at all pairs of neighbours of every finding.
constexpr std::size_t most_for_fill = 128;

enum class Greed { fill, degree };

// Who is whose neighbour: a square of bits.
class NeighbourMatrix {
 public:
  explicit NeighbourMatrix(std::size_t size) : size_(size), words_((size + 63) / 64), bits_(size * words_, 0) {}

  void join(std::size_t a, std::size_t b) {
    if (a == b) return;
    bits_[a * words_ + b / 64] |= std::uint64_t{1} << (b % 64);
    bits_[b * words_ + a / 64] |= std::uint64_t{1} << (a % 64);
  }

  void remove(std::size_t gone) {
    for (const auto other : neighbours(gone)) bits_[other * words_ + gone / 64] &= ~(std::uint64_t{1} << (gone % 64));
    for (std::size_t w = 0; w < words_; ++w) bits_[gone * words_ + w] = 0;
  }

  std::vector<std::size_t> neighbours(std::size_t of) const {
    std::vector<std::size_t> found;
    for (std::size_t w = 0; w < words_; ++w) {
      for (auto word = bits_[of * words_ + w]; word != 0; word &= word - 1) {
        found.push_back(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
    return found;
  }

  std::size_t degree(std::size_t of) const {
    std::size_t count = 0;
    for (std::size_t w = 0; w < words_; ++w) count += static_cast<std::size_t>(std::popcount(bits_[of * words_ + w]));
    return count;
  }

  // Pairs of neighbours that are not neighbours of each other, counted twice.
  std::size_t fill(std::size_t of) const {
    std::size_t missing = 0;
    for (const auto a : neighbours(of)) {
      for (std::size_t w = 0; w < words_; ++w) {
        missing += static_cast<std::size_t>(std::popcount(bits_[of * words_ + w] & ~bits_[a * words_ + w]));
      }
      --missing;  // a is no neighbour of itself
    }
    return missing;
  }

  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

NeighbourMatrix neighbours_by_cause(std::size_t findings, std::span<const std::vector<std::size_t>> scopes) {
  NeighbourMatrix matrix(findings);
  for (const auto& scope : scopes) {
    for (const auto a : scope) {
      for (const auto b : scope) matrix.join(a, b);
    }
  }
  return matrix;
}

std::size_t next_finding(const NeighbourMatrix& matrix, const std::vector<bool>& gone, Greed greed) {
  std::tuple<std::size_t, std::size_t, std::size_t> best{matrix.size() * matrix.size(), 0, 0};
  for (std::size_t finding = 0; finding < matrix.size(); ++finding) {
    if (gone[finding]) continue;
    const auto degree = matrix.degree(finding);
    const auto first = greed == Greed::fill ? matrix.fill(finding) : degree;
    best = std::min(best, std::tuple{first, degree, finding});
  }
  return std::get<2>(best);
}

double join_cost(const std::vector<std::size_t>& left, const std::vector<std::size_t>& right) {
  const auto shared =
      std::ranges::count_if(left, [&](auto finding) { return std::ranges::find(right, finding) != right.end(); });
  const auto rest = static_cast<std::ptrdiff_t>(left.size() + right.size()) - 2 * shared;
  return std::pow(3.0, static_cast<double>(shared)) * std::pow(2.0, static_cast<double>(rest));
}

// The cost of each bucket: its causes pass over its table once per finding and twice more; messages are or-convolved.
double bucket_cost(const EliminationPlan& plan, const Bucket& bucket, std::span<const std::vector<std::size_t>> scopes) {
  double passes = 1;
  for (const auto cause : bucket.causes) passes += static_cast<double>(scopes[cause].size() + 2);
  double cost = passes * std::pow(2.0, static_cast<double>(bucket.domain.size()));
  std::vector<std::size_t> joined;
  for (const auto child : bucket.children) {
    auto message = plan.buckets[child].domain;
    message.pop_back();
    if (!joined.empty()) cost += join_cost(joined, message);
    joined.insert(joined.end(), message.begin(), message.end());
    std::ranges::sort(joined);
    joined.erase(std::ranges::unique(joined).begin(), joined.end());
  }
  return cost;
}

EliminationPlan plan_greedily(NeighbourMatrix matrix, std::span<const std::vector<std::size_t>> scopes, Greed greed) {
  const std::size_t findings = matrix.size();
  EliminationPlan plan;
  plan.buckets.resize(findings);
  std::vector<bool> gone(findings, false);
  std::vector<std::size_t> position(findings);
  for (std::size_t at = 0; at < findings; ++at) {
    const auto finding = next_finding(matrix, gone, greed);
    const auto around = matrix.neighbours(finding);
    for (const auto a : around) {
      for (const auto b : around) matrix.join(a, b);
    }
    matrix.remove(finding);
    gone[finding] = true;
    position[finding] = at;
    plan.buckets[at].domain = around;
    plan.buckets[at].domain.push_back(finding);
    plan.widest = std::max(plan.widest, plan.buckets[at].domain.size());
  }
  for (std::size_t at = 0; at < findings; ++at) {
    auto& domain = plan.buckets[at].domain;
    std::ranges::sort(domain, std::ranges::greater{}, [&](auto finding) { return position[finding]; });
    if (domain.size() > 1) plan.buckets[position[domain[domain.size() - 2]]].children.push_back(at);
  }
  for (std::size_t cause = 0; cause < scopes.size(); ++cause) {
    const auto first = std::ranges::min(scopes[cause], {}, [&](auto finding) { return position[finding]; });
    plan.buckets[position[first]].causes.push_back(cause);
  }
  for (auto& bucket : plan.buckets) {
    std::ranges::stable_sort(bucket.children, std::ranges::greater{},
                             [&](auto child) { return plan.buckets[child].domain.size(); });
    plan.cost += bucket_cost(plan, bucket, scopes);
  }
  return plan;
}

}  // namespace

EliminationPlan plan_elimination(std::size_t findings, std::span<const std::vector<std::size_t>> scopes) {
  auto matrix = neighbours_by_cause(findings, scopes);
  if (findings > most_for_fill) return plan_greedily(std::move(matrix), scopes, Greed::degree);
  auto by_fill = plan_greedily(matrix, scopes, Greed::fill);
  auto by_degree = plan_greedily(std::move(matrix), scopes, Greed::degree);
  return by_fill.cost <= by_degree.cost ? by_fill : by_degree;
}

}  // namespace syncdx::infer
