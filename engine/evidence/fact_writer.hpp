// Adds facts of one source to a case's facts. A value that is not known adds nothing, and no fact replaces an earlier one.
#pragma once

#include "evidence/tether_export.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace syncdx::evidence {

class FactWriter {
 public:
  // `facts` must outlive the writer.
  FactWriter(std::string source, Facts& facts) : source_(std::move(source)), facts_(facts) {}

  void add(std::string_view name, rules::FactValue value) {
    facts_.try_emplace(std::string(name), Fact{std::move(value), source_});
  }

  template <typename T>
  void add_known(std::string_view name, const std::optional<T>& value) {
    if (value) add(name, rules::FactValue(*value));
  }

  void add_text(std::string_view name, const std::string& value) {
    if (!value.empty()) add(name, rules::FactValue(value));
  }

  // What was seen in a list: true and counts above 0 hold in any case, the rest only if the list was read whole.
  void add_seen(std::string_view name, bool value, bool list_is_whole) {
    if (value || list_is_whole) add(name, value);
  }
  void add_count(std::string_view name, std::size_t count, bool list_is_whole) {
    if (count > 0 || list_is_whole) add(name, static_cast<double>(count));
  }

 private:
  std::string source_;
  Facts& facts_;
};

}  // namespace syncdx::evidence
