#include "gaps/mine.hpp"

#include "gaps/words.hpp"

#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

namespace syncdx::gaps {

void SessionCount::add(std::uint64_t session_hash) {
  if (smallest_.size() == capacity && session_hash >= smallest_.back()) return;
  const auto at = std::ranges::lower_bound(smallest_, session_hash);
  if (at != smallest_.end() && *at == session_hash) return;
  smallest_.insert(at, session_hash);
  if (smallest_.size() > capacity) smallest_.pop_back();
}

void SessionCount::merge(const SessionCount& other) {
  for (const auto hash : other.smallest_) add(hash);
}

std::uint64_t SessionCount::count() const {
  if (smallest_.size() < capacity) return smallest_.size();
  const double largest = static_cast<double>(smallest_.back()) / static_cast<double>(std::numeric_limits<std::uint64_t>::max());
  return static_cast<std::uint64_t>(static_cast<double>(capacity - 1) / largest);
}

void LineGroup::merge(const LineGroup& other) {
  lines += other.lines;
  sessions.merge(other.sessions);
  samples.merge(other.samples);
}

void MinedLines::add(std::string_view message, std::uint64_t session, const evidence::Place& place, std::string_view line) {
  ++lines_;
  split_words(message, scratch_);
  key_.clear();
  for (const auto word : scratch_) {
    key_ += word;
    key_ += '\n';
  }
  auto* group = group_of(XXH3_64bits(key_.data(), key_.size()), key_);
  if (group == nullptr) return;
  ++group->lines;
  group->sessions.add(session);
  if (!group->samples.wants(place)) return;
  group->samples.add({place, std::string(line.substr(0, sample_bytes)), 0, std::nullopt});
}

LineGroup* MinedLines::group_of(std::uint64_t hash, std::string_view words) {
  if (hash > limit_) return nullptr;
  if (const auto found = index_.find(hash); found != index_.end()) return found->second;
  auto& group = by_hash_[hash];
  group.words = words;
  index_.emplace(hash, &group);
  keep_smallest();
  return hash > limit_ ? nullptr : &group;
}

void MinedLines::keep_smallest() {
  while (by_hash_.size() > max_groups) {
    const auto last = std::prev(by_hash_.end());
    limit_ = last->first - 1;
    index_.erase(last->first);
    by_hash_.erase(last);
  }
}

void MinedLines::merge(const MinedLines& other) {
  lines_ += other.lines_;
  limit_ = std::min(limit_, other.limit_);
  while (!by_hash_.empty() && by_hash_.rbegin()->first > limit_) {
    index_.erase(by_hash_.rbegin()->first);
    by_hash_.erase(std::prev(by_hash_.end()));
  }
  for (const auto& [hash, group] : other.by_hash_) {
    if (auto* mine = group_of(hash, group.words)) mine->merge(group);
  }
}

std::vector<const LineGroup*> MinedLines::groups() const {
  std::vector<const LineGroup*> groups;
  groups.reserve(by_hash_.size());
  for (const auto& [hash, group] : by_hash_) groups.push_back(&group);
  std::ranges::sort(groups, {}, [](const LineGroup* group) -> const std::string& { return group->words; });
  return groups;
}

namespace {

struct Row {
  std::vector<std::string_view> words;
  const LineGroup* group = nullptr;
};

Row row_of(const LineGroup& group) {
  Row row{{}, &group};
  std::string_view rest = group.words;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    row.words.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return row;
}

// How many different words at a position are still words of the message, each with a template of its own. Messages differ most
// at their beginning, values stand more towards the end.
constexpr std::size_t most_choices(std::size_t position) {
  constexpr std::size_t at_begin = 20;
  constexpr std::size_t early = 6;
  constexpr std::size_t later = 4;
  constexpr std::size_t early_positions = 3;
  return position == 0 ? at_begin : position < early_positions ? early : later;
}

constexpr auto no_position = std::numeric_limits<std::size_t>::max();

// The position at which `rows` (all of one length) differ in the fewest words, if these are few enough; the first of equals.
std::size_t parting_position(const std::vector<Row>& rows) {
  std::size_t best = no_position;
  std::size_t fewest = no_position;
  for (std::size_t position = 0; position < rows.front().words.size(); ++position) {
    const std::size_t limit = most_choices(position);
    std::set<std::string_view> choices;
    for (const auto& row : rows) {
      choices.insert(row.words[position]);
      if (choices.size() > limit) break;
    }
    if (choices.size() < 2 || choices.size() > limit || choices.size() >= fewest) continue;
    best = position;
    fewest = choices.size();
  }
  return best;
}

Template make_template(const std::vector<Row>& rows) {
  Template result;
  result.words.assign(rows.front().words.begin(), rows.front().words.end());
  SessionCount sessions;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.words.size(); ++i) {
      if (row.words[i] != result.words[i]) result.words[i].clear();
    }
    result.groups.push_back(row.group);
    result.lines += row.group->lines;
    sessions.merge(row.group->sessions);
  }
  result.sessions = sessions.count();
  return result;
}

void part_rows(std::vector<Row> rows, std::vector<Template>& templates) {
  const std::size_t position = parting_position(rows);
  if (position == no_position) {
    templates.push_back(make_template(rows));
    return;
  }
  std::map<std::string_view, std::vector<Row>> parts;
  for (auto& row : rows) parts[row.words[position]].push_back(std::move(row));
  for (auto& [word, part] : parts) part_rows(std::move(part), templates);
}

}  // namespace

std::vector<Template> find_templates(const MinedLines& mined) {
  std::map<std::pair<std::size_t, std::string_view>, std::vector<Row>> leaves;
  for (const auto* group : mined.groups()) {
    auto row = row_of(*group);
    const std::string_view first = row.words.empty() ? std::string_view{} : row.words.front();
    leaves[{row.words.size(), first}].push_back(std::move(row));
  }
  std::vector<Template> templates;
  for (auto& [key, rows] : leaves) part_rows(std::move(rows), templates);
  std::ranges::sort(templates, [](const Template& a, const Template& b) {
    if (a.sessions != b.sessions) return a.sessions > b.sessions;
    if (a.lines != b.lines) return a.lines > b.lines;
    return a.words < b.words;
  });
  return templates;
}

}  // namespace syncdx::gaps
