// Which inputs were not read as they are: cut, or unpacked from damaged bytes. An archive's state is its members', too. Const
// calls are safe from many threads.
#pragma once

#include "batch/piece_json.hpp"

#include <set>
#include <string>
#include <string_view>

namespace syncdx::batch {

class InputStates {
 public:
  void add(const InputRecord& record) {
    if (record.cut) cut_.insert(record.input);
    any_stopped_ = any_stopped_ || record.stopped;
    if (record.damaged) garbled_.insert(record.input);
  }

  // Whether the reading was stopped somewhere.
  [[nodiscard]] bool any_stopped() const noexcept { return any_stopped_; }
  [[nodiscard]] bool is_cut(std::string_view source) const { return holds(cut_, source); }
  [[nodiscard]] bool is_garbled(std::string_view source) const { return holds(garbled_, source); }

 private:
  using Names = std::set<std::string, std::less<>>;

  // The source itself, or an archive that it is a member of: "logs.zip" of "logs.zip/a/sync.log".
  static bool holds(const Names& names, std::string_view source) {
    if (names.empty()) return false;
    if (names.contains(source)) return true;
    for (auto slash = source.rfind('/'); slash != std::string_view::npos && slash > 0; slash = source.rfind('/', slash - 1)) {
      if (names.contains(source.substr(0, slash))) return true;
    }
    return false;
  }

  Names cut_;
  Names garbled_;
  bool any_stopped_ = false;
};

}  // namespace syncdx::batch
