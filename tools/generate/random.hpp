// The generator's random numbers: SplitMix64 (Steele, Lea, Flood 2014), because a stream of it is seeded by any number, costs
// one multiplication or two, and gives the same numbers with every standard library. Values only; not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace syncdx::generate {

class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }

  // A number in [0, bound); `bound` > 0. Biased by less than 2^-32 for bounds below 2^32.
  std::uint64_t below(std::uint64_t bound) noexcept { return ((next() >> 32U) * bound) >> 32U; }

  // A number in [low, high].
  std::uint64_t between(std::uint64_t low, std::uint64_t high) noexcept { return low + below(high - low + 1); }

  // True with probability `share`, in [0, 1].
  bool chance(double share) noexcept { return static_cast<double>(next() >> 11U) * 0x1.0p-53 < share; }

  template <typename Container>
  const auto& pick(const Container& from) noexcept {
    return from[static_cast<std::size_t>(below(from.size()))];
  }

 private:
  std::uint64_t state_;
};

// One seed out of two, for streams that must not depend on each other.
[[nodiscard]] inline std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t index) noexcept {
  return Random{seed ^ (index * 0xd1342543de82ef95ULL)}.next();
}

}  // namespace syncdx::generate
