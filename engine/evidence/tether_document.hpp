// The JSON side of Tether's exports: bounded parsing with places for errors, and reading members with notes for what does not
// fit. Knows nothing of sessions or integrations.
#pragma once

#include "logs/input.hpp"
#include "syncdx/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::evidence {

inline constexpr int max_json_depth = 64;

// A parsed export; the JSON's own type stays in the .cpp files.
struct JsonDocument {
  std::string name;
  std::shared_ptr<const nlohmann::json> root;  // an object
};

// `text` as JSON of at most max_json_depth levels. Errors: X001 with line and column, X002 with those of the bracket too many,
// X003 if it is no object that says `"format": <format>`. A version other than 1 is noted (X004).
[[nodiscard]] Result<JsonDocument> parse_export(const logs::Document& document, std::string_view format,
                                                std::vector<Diagnostic>& notes);

// Notes on one document; each remark is kept once, however many list entries it holds for, and at most 50 in all.
class NoteList {
 public:
  NoteList(std::string document, std::vector<Diagnostic>& notes) : document_(std::move(document)), notes_(notes) {}

  void add(std::string_view code, const std::string& message, std::string_view help = "");
  [[nodiscard]] const std::string& document() const { return document_; }

 private:
  std::string document_;
  std::vector<Diagnostic>& notes_;
  std::set<std::string> seen_;
};

// Reads the members of one JSON object by name. A member of the wrong type is noted (X006) and taken as missing, as null is;
// members that nobody asked for are noted (X007) by `finish`. `path` names the object in notes, "sessions[]".
class ObjectReader {
 public:
  ObjectReader(const nlohmann::json& object, std::string path, NoteList& notes)
      : object_(object), path_(std::move(path)), notes_(notes) {}

  [[nodiscard]] std::optional<std::string> text(std::string_view key);
  [[nodiscard]] std::optional<double> number(std::string_view key);  // finite
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  [[nodiscard]] std::optional<std::chrono::sys_seconds> time(std::string_view key);  // RFC 3339, or a date alone
  [[nodiscard]] const nlohmann::json* object(std::string_view key);
  [[nodiscard]] const nlohmann::json* array(std::string_view key);

  // The strings of a list; other entries are noted and left out. Nothing if there is no list.
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key);

  // The objects of a list; other entries are noted and left out.
  [[nodiscard]] std::vector<const nlohmann::json*> objects(std::string_view key);

  // Known members that no fact needs.
  void pass_over(std::initializer_list<std::string_view> keys);
  void finish();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  [[nodiscard]] const nlohmann::json* find(std::string_view key);
  void note_type(std::string_view key, std::string_view expected);

  const nlohmann::json& object_;
  std::string path_;
  NoteList& notes_;
  std::set<std::string, std::less<>> asked_;
};

// Lower case without blanks, '-' and '_': the form in which names of values are compared.
[[nodiscard]] std::string plain_form(std::string_view text);

// Lower case, blanks and '-' as '_', a capital inside a word as a new word: "PartialMapped" is "partial_mapped".
[[nodiscard]] std::string snake_form(std::string_view text);

}  // namespace syncdx::evidence
