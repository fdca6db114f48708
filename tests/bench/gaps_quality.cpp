// How well templates are told apart: grouping accuracy on labelled logs (Zhu et al. 2019, "Tools and Benchmarks for Automated
// Log Parsing", ICSE-SEIP, section 4.1: the share of lines whose template has exactly the lines of their event), and lines a
// second against counting newlines in the same bytes. The data are public (LogHub-2k) and not part of the project:
//
//   gaps_quality --loghub DIR     files NAME_2k.log_structured.csv with columns Content and EventId
#include "gaps/mine.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using syncdx::gaps::MinedLines;

struct Labelled {
  std::string content;
  std::string event;
};

// RFC 4180: one record, which may hold line breaks within quotes.
bool read_record(std::istream& in, std::vector<std::string>& fields) {
  fields.assign(1, {});
  bool quoted = false;
  bool any = false;
  for (int c = in.get(); c != EOF; c = in.get()) {
    any = true;
    if (quoted) {
      if (c != '"') {
        fields.back() += static_cast<char>(c);
      } else if (in.peek() == '"') {
        fields.back() += static_cast<char>(in.get());
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      fields.back() += static_cast<char>(c);
    }
  }
  return any;
}

std::vector<Labelled> read_labelled(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> fields;
  std::vector<Labelled> lines;
  if (!read_record(in, fields)) return lines;
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(fields, name) - fields.begin());
  };
  const std::size_t content = column("Content");
  const std::size_t event = column("EventId");
  while (read_record(in, fields)) {
    if (std::max(content, event) < fields.size()) lines.push_back({fields[content], fields[event]});
  }
  return lines;
}

// One line is one place, so that a group's lines can be told: all samples are kept by mining each line under its own place.
double grouping_accuracy(const std::vector<Labelled>& lines) {
  MinedLines mined;
  std::map<std::string, std::vector<std::size_t>> by_words;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    mined.add(lines[i].content, i, {0, i, i + 1}, lines[i].content);
    MinedLines alone;
    alone.add(lines[i].content, i, {0, i, i + 1}, lines[i].content);
    by_words[alone.groups().front()->words].push_back(i);
  }
  std::map<std::string, std::size_t> event_sizes;
  for (const auto& line : lines) ++event_sizes[line.event];
  std::size_t right = 0;
  for (const auto& found : syncdx::gaps::find_templates(mined)) {
    std::map<std::string, std::size_t> events;
    std::size_t size = 0;
    for (const auto* group : found.groups) {
      for (const auto i : by_words[group->words]) ++events[lines[i].event];
      size += by_words[group->words].size();
    }
    if (events.size() == 1 && event_sizes[events.begin()->first] == size) right += size;
  }
  return static_cast<double>(right) / static_cast<double>(lines.size());
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Lines a second of mining all data sets together, several times over.
void print_speed(const std::vector<Labelled>& lines) {
  constexpr std::size_t rounds = 40;
  MinedLines mined;
  std::size_t bytes = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      mined.add(lines[i].content, i % 1000, {round, i, i + 1}, lines[i].content);
      bytes += lines[i].content.size();
    }
  }
  const double mining = seconds_since(begin);
  const auto finding_begin = std::chrono::steady_clock::now();
  const auto templates = syncdx::gaps::find_templates(mined).size();
  const double finding = seconds_since(finding_begin);
  const auto count = static_cast<double>(rounds * lines.size());
  std::printf("mined %.0f lines (%.0f MB) in %.2f s: %.2f million lines/s; %zu templates found in %.3f s\n", count,
              static_cast<double>(bytes) / 1e6, mining, count / mining / 1e6, templates, finding);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 || std::string_view(arguments[1]) != "--loghub") {
    std::fprintf(stderr, "usage: gaps_quality --loghub DIR\n");
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[2])) {
    if (entry.path().string().ends_with("_structured.csv")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Labelled> all;
  double sum = 0;
  for (const auto& file : files) {
    const auto lines = read_labelled(file);
    if (lines.empty()) continue;
    const double accuracy = grouping_accuracy(lines);
    sum += accuracy;
    std::printf("%-40s %5zu lines  grouping accuracy %.3f\n", file.filename().c_str(), lines.size(), accuracy);
    all.insert(all.end(), lines.begin(), lines.end());
  }
  if (all.empty()) {
    std::fprintf(stderr, "gaps_quality: no NAME_structured.csv in %s\n", arguments[2]);
    return 4;
  }
  std::printf("%-40s %5zu lines  grouping accuracy %.3f (mean of the sets)\n", "all", all.size(),
              sum / static_cast<double>(files.size()));
  print_speed(all);
  return 0;
}
