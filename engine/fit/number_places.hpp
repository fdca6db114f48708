// Where the numbers of causes stand in their files, so that one can be replaced without touching anything else.
#pragma once

#include "rules/load.hpp"
#include "rules/model.hpp"
#include "syncdx/result.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace syncdx::evaluate {

struct NumberPlace {
  std::string written;  // "usually", ".85"
  SourceRange where;    // columns count code points
};

// One cause as an item of a file.
struct CauseItem {
  std::optional<NumberPlace> prior;
  std::map<std::string, NumberPlace, std::less<>> shows;  // by symptom id
  std::optional<NumberPlace> basis;
  std::string file_basis;
  SourceRange begin;    // the item's first key, or its opening brace
  SourceRange id_line;  // of the value of `id:`, or of `refines:`
  bool braces = false;  // written as {id: …, …}
};

using CauseKey = std::tuple<std::string, std::string, std::string>;  // platform, issue, id
using CauseItems = std::map<CauseKey, CauseItem>;

// All causes of the files, which have been loaded as rules before: what does not fit the language is passed over.
[[nodiscard]] CauseItems find_cause_items(std::span<const rules::RuleFile> files);

[[nodiscard]] CauseKey key_of(const rules::RuleSet& rules, const rules::Cause& cause);

}  // namespace syncdx::evaluate
