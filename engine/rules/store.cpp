// A flat little-endian form: every member in order, lengths before strings and lists. One `fields` function per type lists its
// members for writing and for reading alike, so that the two cannot drift apart.
#include "rules/store.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

namespace syncdx::rules {
namespace {

constexpr std::uint64_t most_items = 1U << 22U;  // of a list or string: a bound against damaged lengths

class Writer {
 public:
  static constexpr bool reading = false;
  void number(std::uint64_t value) {
    char bytes[8];
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<char>((value >> (8 * i)) & 0xFFU);
    bytes_.append(bytes, 8);
  }
  void raw(const std::string& text) {
    number(text.size());
    bytes_ += text;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    if (bytes_.size() < 8) {
      good_ = false;
      return 0;
    }
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes_[i])} << (8 * i);
    bytes_.remove_prefix(8);
    return value;
  }

  // A length that what is left can hold (each item takes at least one byte).
  std::size_t length() {
    const auto value = number();
    if (value > bytes_.size() || value > most_items) {
      good_ = false;
      return 0;
    }
    return static_cast<std::size_t>(value);
  }

  std::string raw() {
    const auto size = length();
    std::string text(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return text;
  }

  void refuse() { good_ = false; }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

template <typename Archive, typename T>
void item(Archive& archive, T& value);

template <typename Archive, typename... Members>
void all(Archive& archive, Members&... members) {
  (item(archive, members), ...);
}

template <typename A>
void fields(A& a, SourcePosition& v) {
  all(a, v.line, v.column);
}
template <typename A>
void fields(A& a, SourceRange& v) {
  all(a, v.path, v.begin, v.end);
}
template <typename A>
void fields(A& a, Pattern& v) {
  all(a, v.regex, v.where);
}
template <typename A>
void fields(A& a, LogSymptom& v) {
  all(a, v.any, v.unless, v.http_status, v.at_least, v.within_seconds, v.negatable);
}
template <typename A>
void fields(A& a, FactCondition& v) {
  all(a, v.fact, v.op, v.values, v.where);
}
template <typename A>
void fields(A& a, FactSymptom& v) {
  all(a, v.all);
}
template <typename A>
void fields(A& a, CompositeSymptom& v) {
  all(a, v.all, v.any, v.none, v.sequence);
}
template <typename A>
void fields(A& a, QuestionSymptom& v) {
  all(a, v.question);
}
template <typename A>
void fields(A& a, Symptom& v) {
  all(a, v.id, v.platform, v.title, v.means, v.leak, v.role, v.source, v.codes, v.examples, v.counter_examples, v.guide,
      v.basis, v.where);
}
template <typename A>
void fields(A& a, Strength& v) {
  all(a, v.symptom, v.probability);
}
template <typename A>
void fields(A& a, Repair& v) {
  all(a, v.solution, v.probability);
}
template <typename A>
void fields(A& a, Cause& v) {
  all(a, v.id, v.platform, v.issue, v.title, v.explanation, v.prior, v.shows, v.repairs, v.first, v.avoid, v.refines, v.guide,
      v.basis, v.where);
}
template <typename A>
void fields(A& a, Solution& v) {
  all(a, v.id, v.platform, v.title, v.instructions, v.cost_minutes, v.verify, v.kind, v.guard, v.after, v.reveals, v.guide,
      v.basis, v.where);
}
template <typename A>
void fields(A& a, Issue& v) {
  all(a, v.id, v.title, v.summary, v.outside, v.guide, v.where);
}
template <typename A>
void fields(A& a, Platform& v) {
  all(a, v.id, v.title, v.detect, v.receives, v.examples, v.where);
}
template <typename A>
void fields(A& a, RuleSet& v) {
  all(a, v.platforms, v.issues, v.symptoms, v.causes, v.solutions);
}

template <typename T>
constexpr bool is_vector = false;
template <typename T>
constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
constexpr bool is_optional = false;
template <typename T>
constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
constexpr bool is_variant = false;
template <typename... T>
constexpr bool is_variant<std::variant<T...>> = true;

template <typename Variant, std::size_t I = 0>
void emplace_alternative(Variant& variant, std::size_t index, Reader& reader) {
  if constexpr (I < std::variant_size_v<Variant>) {
    if (index == I)
      variant.template emplace<I>();
    else
      emplace_alternative<Variant, I + 1>(variant, index, reader);
  } else {
    reader.refuse();
  }
}

template <typename Archive, typename T>
void simple(Archive& archive, T& value) {
  if constexpr (std::is_same_v<T, double>) {
    if constexpr (Archive::reading)
      value = std::bit_cast<double>(archive.number());
    else
      archive.number(std::bit_cast<std::uint64_t>(value));
  } else {
    if constexpr (Archive::reading)
      value = static_cast<T>(archive.number());
    else
      archive.number(static_cast<std::uint64_t>(value));
  }
}

template <typename Archive, typename T>
void list(Archive& archive, T& value) {
  if constexpr (Archive::reading) {
    const auto size = archive.length();
    for (std::size_t i = 0; i < size && archive.good(); ++i) item(archive, value.emplace_back());
  } else {
    archive.number(value.size());
    for (auto& entry : value) item(archive, entry);
  }
}

template <typename Archive, typename T>
void choice(Archive& archive, T& value) {
  if constexpr (Archive::reading)
    emplace_alternative(value, static_cast<std::size_t>(archive.number()), archive);
  else
    archive.number(value.index());
  std::visit([&](auto& alternative) { item(archive, alternative); }, value);
}

template <typename Archive, typename T>
void item(Archive& archive, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    if constexpr (Archive::reading)
      value = archive.raw();
    else
      archive.raw(value);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    simple(archive, value);
  } else if constexpr (is_vector<T>) {
    list(archive, value);
  } else if constexpr (is_optional<T>) {
    bool given = value.has_value();
    simple(archive, given);
    if (given) {
      if (!value) value.emplace();
      item(archive, *value);
    }
  } else if constexpr (is_variant<T>) {
    choice(archive, value);
  } else {
    fields(archive, value);
  }
}

// Every index must point into its list: damaged bytes could otherwise read as a rule set that crashes later.
bool indices_hold(const RuleSet& rules) {
  const auto symptoms = [&](const std::vector<SymptomIndex>& list) {
    for (const auto i : list) {
      if (i >= rules.symptoms.size()) return false;
    }
    return true;
  };
  const auto solutions = [&](const std::vector<SolutionIndex>& list) {
    return std::ranges::all_of(list, [&](const auto i) { return i < rules.solutions.size(); });
  };
  for (const auto& symptom : rules.symptoms) {
    const auto* c = std::get_if<CompositeSymptom>(&symptom.source);
    if (c != nullptr && !(symptoms(c->all) && symptoms(c->any) && symptoms(c->none) && symptoms(c->sequence))) return false;
  }
  for (const auto& cause : rules.causes) {
    if (cause.issue >= rules.issues.size() || (cause.refines && *cause.refines >= rules.causes.size())) return false;
    for (const auto& strength : cause.shows) {
      if (strength.symptom >= rules.symptoms.size()) return false;
    }
    for (const auto& repair : cause.repairs) {
      if (repair.solution >= rules.solutions.size()) return false;
    }
    if (!solutions(cause.first) || !solutions(cause.avoid)) return false;
  }
  for (const auto& solution : rules.solutions) {
    if ((solution.guard && *solution.guard >= rules.solutions.size()) || !symptoms(solution.reveals)) return false;
    if (!solutions(solution.after)) return false;
  }
  return true;
}

}  // namespace

std::string to_bytes(const RuleSet& rules) {
  Writer writer;
  RuleSet copy = rules;  // `fields` takes members by reference for both directions
  fields(writer, copy);
  return writer.take();
}

std::optional<RuleSet> from_bytes(std::string_view bytes) {
  Reader reader(bytes);
  RuleSet rules;
  fields(reader, rules);
  if (!reader.good() || !reader.at_end() || !indices_hold(rules)) return std::nullopt;
  return rules;
}

}  // namespace syncdx::rules
