#include "logs/read_stream.hpp"

#include "logs/block_cutter.hpp"
#include "logs/export_peek.hpp"
#include "logs/text_repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace syncdx::logs {
namespace {

constexpr auto stopped_code = "L008";
constexpr auto damaged_code = "L010";

constexpr std::size_t read_chunk_bytes = std::size_t{128} * 1024;

// Layers of packing in one input: enough for a .zip of .tar.gz.
constexpr std::size_t max_depth = 3;

// Binary data would show whatever patterns it meets by chance. Its bytes are control characters in one of ten; text has hardly
// any but blanks, escapes of colours and, where a disk was full, NULs. Judgement 2026-11-23.
bool may_be_text(std::string_view head) {
  constexpr std::size_t least = 64;  // too little to judge by
  const bool utf16 = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
  if (head.size() < least || utf16) return true;
  constexpr std::string_view usual("\0\t\n\v\f\r\b\x1b", 8);
  const auto odd = std::ranges::count_if(head, [&](char c) {
    return (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) && usual.find(c) == std::string_view::npos;
  });
  return static_cast<std::size_t>(odd) * 25 < head.size();
}

// Which of "UTF-16LE" and "UTF-16BE" it is without a byte order mark: of plain words every other byte is NUL, and hardly any of
// the rest. Empty if it is something else.
std::string_view unmarked_utf16(std::string_view head) {
  constexpr std::size_t least = 16;
  if (head.size() < least || head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) return {};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? std::size_t{1} : std::size_t{0};
  const auto pairs = head.size() / 2;
  const auto alternate = [&](std::size_t text, std::size_t zero) {
    return zeros[zero] * 4 > pairs * 3 && zeros[text] * 16 < pairs;
  };
  return alternate(0, 1) ? "UTF-16LE" : alternate(1, 0) ? "UTF-16BE" : "";
}

// A problem of an archive that is more than that of the member in which it showed: there are too many of them, or bytes below
// are damaged, which may have garbled members before.
bool concerns_all(const Diagnostic& problem) { return problem.code == "L004" || problem.code == damaged_code; }

void cut_short(Source& source, Diagnostic why) {
  source.cut = true;
  source.stopped = why.code == stopped_code;
  source.damaged = why.code == damaged_code;
  source.notes.push_back(std::move(why));
}

}  // namespace

StreamRun::StreamRun(const ReadOptions& options, const std::function<bool(Block&&)>& sink, Exports exports)
    : options_(options), sink_(sink), exports_(exports), budget_{options} {}

void StreamRun::read(ByteReader& bytes, const std::string& name) {
  if (stopped_) {
    add_unread(name, stopped_note(name));
  } else {
    read_nested(bytes, name, 0);
  }
}

void StreamRun::read_nested(ByteReader& bytes, const std::string& name, std::size_t depth) {
  PeekReader peeked(bytes);
  const auto packing = detect_packing(peeked.head());
  const auto encoding = packing == Packing::none ? unmarked_utf16(peeked.head()) : std::string_view();
  if (!encoding.empty()) {
    add_unread(name, packing_note("L011", name,
                                  fmt::format("'{}' is left out: it looks like {} without a byte order mark", name, encoding),
                                  fmt::format("Make it UTF-8: iconv -f {} -t UTF-8.", encoding)));
  } else if (packing == Packing::none && !may_be_text(peeked.head())) {
    add_unread(name, packing_note("L009", name, fmt::format("'{}' is left out: this is no text", name),
                                  "Give the log as text, or packed as gzip, zstd, zip or tar."));
  } else if (packing == Packing::none) {
    if (exports_ == Exports::as_documents && is_export(peeked.head())) {
      read_export(peeked, name);
    } else {
      read_lines(peeked, name);
      inputs_.sources.back().packed = depth > 0;
    }
  } else if (depth == max_depth) {
    add_unread(name, packing_note("L006", name, fmt::format("'{}' is left out: archives are nested too deep", name),
                                  "Expand the outer archive yourself and give what is in it."));
  } else if (is_archive(packing)) {
    read_archive(packing, peeked, name, depth + 1);
  } else {
    const auto expanded = open_compressed(packing, peeked, name, budget_);
    read_nested(*expanded, name, depth + 1);
  }
}

void StreamRun::read_archive(Packing packing, ByteReader& bytes, const std::string& name, std::size_t depth) {
  const std::size_t before = inputs_.sources.size() + inputs_.documents.size();
  bool member_was_cut = false;
  ArchiveReader archive(packing, bytes, name, budget_);
  while (!stopped_) {
    const auto member = archive.next();
    if (!member) break;
    const auto shown = name + '/' + member->name;
    if (member->encrypted) {
      add_unread(shown, packing_note("L005", shown, fmt::format("'{}' is encrypted and was left out", shown),
                                     "Expand the archive with its password yourself and give the log."));
      continue;
    }
    const std::size_t sources = inputs_.sources.size();
    read_nested(archive.member(), shown, depth);
    member_was_cut = inputs_.sources.size() > sources && inputs_.sources.back().cut;
  }
  if (stopped_ || should_stop()) {
    add_unread(name, stopped_note(name));  // there may be members that nobody saw
  } else if (archive.problem() && (!member_was_cut || concerns_all(*archive.problem()))) {
    add_unread(name, *archive.problem());
  } else if (inputs_.sources.size() + inputs_.documents.size() == before) {
    inputs_.sources.push_back({.name = name});
  }
}

void StreamRun::read_lines(ByteReader& bytes, const std::string& name) {
  const std::size_t index = inputs_.sources.size();
  inputs_.sources.push_back({.name = name});
  const std::function<bool(Block&&)> named_sink = [&](Block&& block) {
    block.name = name;
    return sink_(std::move(block));
  };
  BlockCutter cutter(index, options_, named_sink);
  TextRepair repair;
  std::vector<char> chunk(read_chunk_bytes);
  bool wanted = true;
  while (wanted) {
    const std::size_t got = bytes.read(chunk);
    if (got == 0) break;
    wanted = cutter.add(repair.add({chunk.data(), got}));
  }
  const bool broken_off = wanted && should_stop();
  if (broken_off) {
    wanted = cutter.finish_lines();
  } else if (wanted) {
    wanted = cutter.add(repair.finish()) && cutter.finish();
  }
  auto& source = inputs_.sources[index];
  source.bytes = cutter.bytes();
  source.lines = cutter.lines();
  if (!wanted || broken_off) {
    stopped_ = true;
    cut_short(source, stopped_note(source.name));
  } else if (bytes.problem()) {
    cut_short(source, *bytes.problem());
  }
}

void StreamRun::read_export(ByteReader& bytes, std::string name) {
  TextRepair repair;
  std::string text;
  std::vector<char> chunk(read_chunk_bytes);
  while (text.size() <= options_.max_document_bytes) {
    const std::size_t got = bytes.read(chunk);
    if (got == 0) break;
    text += repair.add({chunk.data(), got});
  }
  if (text.size() > options_.max_document_bytes) {
    auto message = fmt::format("'{}' is left out: this export is larger than {} bytes", name, options_.max_document_bytes);
    auto note = packing_note("L007", name, std::move(message), "Export a shorter range of sessions.");
    add_unread(std::move(name), std::move(note));
    return;
  }
  text += repair.finish();
  if (bytes.problem()) {
    add_unread(std::move(name), *bytes.problem());
    return;
  }
  inputs_.documents.push_back({std::move(name), std::move(text)});
}

void StreamRun::add_unread(std::string name, Diagnostic why) {
  Source source{.name = std::move(name)};
  cut_short(source, std::move(why));
  inputs_.sources.push_back(std::move(source));
}

Diagnostic StreamRun::stopped_note(const std::string& name) const {
  return packing_note(stopped_code, name, fmt::format("'{}' was not read to its end: the reading was stopped", name),
                      "Nothing to do; what it says behind that place was not examined.");
}

}  // namespace syncdx::logs
