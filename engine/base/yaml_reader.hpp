// Reads maps, lists and values out of a YamlNode, and says what is wrong with them: wrong kind, unknown keys (did you mean),
// keys that stand twice, keys that are missing. What could not be read comes back empty, so that reading goes on.
#pragma once

#include "base/yaml_tree.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx {

// The diagnostic codes of one language; string literals.
struct YamlCodes {
  const char* wrong_kind;
  const char* unknown_key;
  const char* key_twice;
  const char* missing_key;
  const char* bad_value;
};

class YamlReader {
 public:
  // `problems` must outlive it; everything found is appended.
  YamlReader(const YamlCodes& codes, std::vector<Diagnostic>& problems) : codes_(codes), problems_(problems) {}

  // True if `node` is a map; its keys are held against `known`, and `required` ones must be there.
  bool is_map(const YamlNode& node, std::string_view what, const std::vector<std::string>& known,
              std::initializer_list<const char*> required = {});
  bool is_list(const YamlNode& node, std::string_view what);
  bool expect(const YamlNode& node, YamlNode::Kind kind, std::string_view what);

  // The word, or empty.
  std::string text(const YamlNode& node, std::string_view what);
  std::string text(const YamlNode& map, const char* key);  // of a key that may be missing
  double number(const YamlNode& map, const char* key, double otherwise);
  bool flag(const YamlNode& map, const char* key, bool otherwise);
  // A list of words, or a single word.
  std::vector<std::string> words(const YamlNode& map, const char* key);

  Diagnostic& error(const char* code, const SourceRange& where, std::string message, std::string help = {});
  Diagnostic& bad_value(const SourceRange& where, std::string message, std::string help = {}) {
    return error(codes_.bad_value, where, std::move(message), std::move(help));
  }

 private:
  YamlCodes codes_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace syncdx
