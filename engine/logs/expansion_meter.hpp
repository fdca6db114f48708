// Holds what one packed input expands to against the bounds; used by the readers of expand.hpp only.
#pragma once

#include "logs/expand.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace syncdx::logs {

class ExpansionMeter {
 public:
  ExpansionMeter(std::string name, ExpansionBudget& budget) : name_(std::move(name)), budget_(budget) {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  void took(std::size_t packed_bytes) noexcept { taken_ += packed_bytes; }

  // Counts `bytes` more of expanded data; L003 if that is more than a bound allows.
  [[nodiscard]] std::optional<Diagnostic> gave(std::size_t bytes);

 private:
  std::string name_;
  ExpansionBudget& budget_;
  std::uint64_t taken_ = 0;
  std::uint64_t given_ = 0;
};

// `below`'s own problem, or that `name` is damaged (L002).
[[nodiscard]] Diagnostic damage(const ByteReader& below, const std::string& name, std::string_view what);

}  // namespace syncdx::logs
