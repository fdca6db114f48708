#include "match/literal_finder.hpp"

#include <algorithm>

namespace syncdx::match {

LiteralFinder::LiteralFinder(std::span<const std::string> literals) : nodes_(1) {
  for (std::size_t i = 0; i < literals.size(); ++i) add(literals[i], static_cast<int>(i));
  link();
}

void LiteralFinder::add(std::string_view literal, int index) {
  std::uint32_t node = 0;
  for (const char letter : literal) {
    const auto byte = static_cast<unsigned char>(letter);
    auto next = child(node, byte);
    if (next == 0) {
      next = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
      auto& list = nodes_[node].next;
      list.insert(std::ranges::lower_bound(list, byte, {}, &std::pair<unsigned char, std::uint32_t>::first), {byte, next});
      if (node == 0) first_[byte] = next;
    }
    node = next;
  }
  nodes_[node].literals.push_back(index);
}

void LiteralFinder::link() {
  std::vector<std::uint32_t> queue;
  for (const auto& [byte, node] : nodes_[0].next) queue.push_back(node);
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const auto node = queue[i];
    const auto fail = nodes_[node].fail;
    nodes_[node].shorter = nodes_[fail].literals.empty() ? nodes_[fail].shorter : fail;
    for (const auto& [byte, next] : nodes_[node].next) {
      nodes_[next].fail = step(fail, byte);
      queue.push_back(next);
    }
  }
}

std::uint32_t LiteralFinder::child(std::uint32_t node, unsigned char byte) const {
  if (node == 0) return first_[byte];
  const auto& list = nodes_[node].next;
  const auto found = std::ranges::lower_bound(list, byte, {}, &std::pair<unsigned char, std::uint32_t>::first);
  return found != list.end() && found->first == byte ? found->second : 0;
}

std::uint32_t LiteralFinder::step(std::uint32_t node, unsigned char byte) const {
  auto next = child(node, byte);
  while (next == 0 && node != 0) {
    node = nodes_[node].fail;
    next = child(node, byte);
  }
  return next;
}

std::vector<int> LiteralFinder::find(std::string_view text) const {
  std::vector<int> found;
  std::uint32_t node = 0;
  for (const char letter : text) {
    node = step(node, static_cast<unsigned char>(letter));
    for (auto end = node; end != 0; end = nodes_[end].shorter) {
      found.insert(found.end(), nodes_[end].literals.begin(), nodes_[end].literals.end());
    }
  }
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

}  // namespace syncdx::match
