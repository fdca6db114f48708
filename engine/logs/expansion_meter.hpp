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

// What a damage says of the bytes that were given before it was noticed.
enum class Damage {
  cut_off,   // they are right, but there should be more
  garbled,   // the last of them may be wrong
  checksum,  // any of them may be wrong
};

// `below`'s own problem, or that `name` is damaged (L002 if it is cut off, else L010).
[[nodiscard]] Diagnostic damage(const ByteReader& below, const std::string& name, std::string_view what, Damage kind);

}  // namespace syncdx::logs
