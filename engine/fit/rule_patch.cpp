#include "fit/rule_patch.hpp"

#include "fit/patch.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace syncdx::evaluate {
namespace {

constexpr std::string_view note_mark = "; fitted ";

struct Changes {
  std::vector<Replacement> replacements;
  std::vector<AddedLine> added;
};

// As a YAML value that needs no thought: in double quotes.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string with_note(std::string_view basis, const std::string& note) {
  const auto old_note = basis.find(note_mark);
  return std::string(basis.substr(0, old_note)) + "; " + note;
}

// The line's text from `where` on, for a value that is written over one line; what stands there is replaced as a whole.
std::string rest_of_scalar(std::string_view text, const NumberPlace& basis) {
  for (auto line = basis.where.begin.line; line > 1; --line) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < basis.where.begin.column && at < text.size(); ++i) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  text = text.substr(std::min(at, text.size()));
  if (text.starts_with(basis.written)) return basis.written;
  const char mark = text.empty() ? ' ' : text.front();
  if (mark != '"' && mark != '\'') return {};
  for (std::size_t end = 1; end < text.size() && text[end] != '\n'; ++end) {
    if (mark == '"' && text[end] == '\\') {
      ++end;
    } else if (text[end] == mark) {
      if (mark == '\'' && text.substr(end + 1).starts_with('\'')) {
        ++end;
        continue;
      }
      return std::string(text.substr(0, end + 1));
    }
  }
  return {};
}

void note_basis(const CauseItem& item, std::string_view text, const std::string& note, Changes& changes) {
  if (item.basis) {
    // A basis over several lines is left as it is: the patch must not touch its layout.
    const auto written = rest_of_scalar(text, *item.basis);
    if (!written.empty()) {
      changes.replacements.push_back({item.basis->where.begin, written, quoted(with_note(item.basis->written, note))});
    }
    return;
  }
  const auto basis = quoted(with_note(item.file_basis.empty() ? "no basis given" : item.file_basis, note));
  if (item.braces) {
    changes.replacements.push_back({item.begin.begin, "{", "{basis: " + basis + ", "});
  } else {
    changes.added.push_back({item.id_line.begin.line, std::string(item.begin.begin.column - 1, ' ') + "basis: " + basis});
  }
}

}  // namespace

Result<std::vector<FilePatch>> patch_rules(std::span<const rules::RuleFile> files, const rules::RuleSet& rules,
                                           const Numbers& numbers, const std::vector<double>& values, const std::string& note) {
  const auto items = find_cause_items(files);
  std::map<std::string, Changes> changes_of;
  std::set<rules::CauseIndex> causes;
  for (std::size_t i = 0; i < numbers.list.size(); ++i) {
    const auto& number = numbers.list[i];
    if (values[i] == number.author) continue;
    const auto& place = number.place;
    changes_of[place.where.path].replacements.push_back({place.where.begin, place.written, in_digits(values[i])});
    causes.insert(number.cause);
  }
  std::vector<FilePatch> patches;
  for (const auto& file : files) {
    const auto changes = changes_of.find(file.path);
    if (changes == changes_of.end()) continue;
    for (const auto cause : causes) {
      const auto item = items.find(key_of(rules, rules.causes[cause]));
      if (item != items.end() && item->second.begin.path == file.path && !note.empty()) {
        note_basis(item->second, file.text, note, changes->second);
      }
    }
    auto patched = patch_text(file.path, file.text, changes->second.replacements, changes->second.added);
    if (!patched) return fail(patched.error());
    patches.push_back({file.path, std::move(patched->text), std::move(patched->diff)});
  }
  return patches;
}

}  // namespace syncdx::evaluate
