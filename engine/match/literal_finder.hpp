// Finds which of many literals occur in a text: Aho-Corasick (Aho & Corasick 1975, algorithms 2 and 3), transitions kept as
// sorted lists because only the portable engine uses it and thousands of patterns would need tables of 1 KiB per node.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncdx::match {

// Immutable once made; safe from many threads.
class LiteralFinder {
 public:
  explicit LiteralFinder(std::span<const std::string> literals);

  // Indices of the literals that occur in `text`, each once, in no order.
  [[nodiscard]] std::vector<int> find(std::string_view text) const;

 private:
  struct Node {
    std::vector<std::pair<unsigned char, std::uint32_t>> next;  // sorted by byte
    std::uint32_t fail = 0;
    std::uint32_t shorter = 0;  // the nearest node on the fail path that ends a literal; 0: none
    std::vector<int> literals;  // that end here
  };
  void add(std::string_view literal, int index);
  void link();
  [[nodiscard]] std::uint32_t child(std::uint32_t node, unsigned char byte) const;  // 0: none
  [[nodiscard]] std::uint32_t step(std::uint32_t node, unsigned char byte) const;

  std::vector<Node> nodes_;  // 0: the root
  std::array<std::uint32_t, 256> first_{};
};

}  // namespace syncdx::match
