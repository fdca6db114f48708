#include "logs/input.hpp"

#include "logs/packing.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <random>
#include <thread>

namespace {

using namespace syncdx;
using test::gather_packed;
using test::gather_text;
using test::Gathered;
using test::ScratchDirectory;

Gathered gather_files(const std::vector<std::string>& paths, const logs::ReadOptions& options = {}) {
  Gathered gathered;
  auto inputs = logs::read_inputs(paths, options, [&](logs::Block&& block) {
    gathered.blocks.push_back(std::move(block));
    return true;
  });
  REQUIRE(inputs.has_value());
  gathered.inputs = std::move(*inputs);
  return gathered;
}

// Every line (or piece of a long one) as the blocks show it: where it begins, its number, its text.
struct Piece {
  std::uint64_t offset;
  std::uint64_t line;
  std::string text;
  bool operator==(const Piece&) const = default;
};

std::vector<Piece> pieces_of(const Gathered& gathered) {
  std::vector<Piece> pieces;
  for (const auto& block : gathered.blocks) {
    auto rest = block.fresh();
    std::uint64_t offset = block.offset;
    std::uint64_t line = block.first_line;
    while (!rest.empty()) {
      const auto newline = rest.find('\n');
      const auto size = newline == std::string_view::npos ? rest.size() : newline + 1;
      pieces.push_back({offset, line, std::string(rest.substr(0, size))});
      offset += size;
      ++line;
      rest.remove_prefix(size);
    }
  }
  return pieces;
}

// The same by the definition, straight from the repaired text.
std::vector<Piece> pieces_by_definition(const std::string& text, std::size_t max_line_bytes) {
  std::vector<Piece> pieces;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const auto newline = text.find('\n', at);
    const auto end = newline == std::string::npos ? text.size() : newline;
    for (; end - at > max_line_bytes; at += max_line_bytes) pieces.push_back({at, line, text.substr(at, max_line_bytes)});
    const auto next = newline == std::string::npos ? text.size() : newline + 1;
    pieces.push_back({at, line, text.substr(at, next - at)});
    at = next;
  }
  return pieces;
}

std::string repaired(std::string text) {
  for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
  std::ranges::replace(text, '\0', ' ');
  return text;
}

std::string random_text(std::mt19937& random) {
  const std::string alphabet("abc\n\n\r\r\n\0\xFF", 10);
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
  std::string text;
  for (std::size_t n = std::uniform_int_distribution<std::size_t>(0, 300)(random); n > 0; --n) text += alphabet[letter(random)];
  return text;
}

TEST_CASE("blocks of any size hold the same lines, numbers and offsets") {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    const std::string text = "x" + random_text(random);  // no mark at the start
    const std::size_t max_line = std::uniform_int_distribution<std::size_t>(1, 12)(random);
    const auto expected = pieces_by_definition(repaired(text), max_line);
    for (const std::size_t block : {1U, 2U, 3U, 7U, 16U, 100U, 1000U}) {
      CAPTURE(text, max_line, block);
      const auto gathered = gather_text(text, {.block_bytes = block, .max_line_bytes = max_line, .context_bytes = 5});
      REQUIRE(pieces_of(gathered) == expected);
      REQUIRE(gathered.inputs.sources.at(0).bytes == repaired(text).size());
      REQUIRE(gathered.inputs.sources.at(0).lines == expected.back().line);
    }
  }
}

TEST_CASE("a piece of a long line is never in a block with the piece before") {
  const auto gathered = gather_text("ab\n" + std::string(25, 'x') + "\ncd\n", {.block_bytes = 1000, .max_line_bytes = 10});
  std::vector<std::string> texts;
  for (const auto& block : gathered.blocks) texts.emplace_back(block.fresh());
  CHECK(texts == std::vector<std::string>{"ab\n", std::string(10, 'x'), std::string(10, 'x'), "xxxxx\ncd\n"});
}

TEST_CASE("the context repeats whole lines from just before") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::to_string(i * 37) + " line\n";
  for (const std::size_t context : {0U, 1U, 9U, 50U, 5000U}) {
    for (const std::size_t block_bytes : {1U, 30U, 400U}) {
      const auto gathered = gather_text(text, {.block_bytes = block_bytes, .context_bytes = context});
      REQUIRE(gathered.text() == text);
      for (const auto& block : gathered.blocks) {
        const auto shown = std::string_view(block.bytes).substr(0, block.context);
        REQUIRE(shown.size() <= context);
        const auto start = static_cast<std::size_t>(block.offset) - shown.size();
        REQUIRE(std::string_view(text).substr(start, shown.size()) == shown);
        REQUIRE((start == 0 || text[start - 1] == '\n'));
        // As long as the bound allows: the line before would not fit.
        if (start > 0) {
          const auto before = start < 2 ? std::string::npos : text.rfind('\n', start - 2);
          const auto longer = static_cast<std::size_t>(block.offset) - (before == std::string::npos ? 0 : before + 1);
          REQUIRE(longer > context);
        }
      }
    }
  }
}

TEST_CASE("a long line's pieces and what follows see its head in their context") {
  const std::string head = "2026-11-20 17:00:04 ";
  const auto gathered = gather_text("before\n" + head + std::string(5000, 'x') + "\nafter\n",
                                    {.block_bytes = 100, .max_line_bytes = 1000, .context_bytes = 4000});
  REQUIRE(gathered.blocks.size() > 5);
  const auto& last_piece = gathered.blocks.back();
  CHECK(last_piece.bytes.substr(0, last_piece.context).starts_with("before\n" + head));
  CHECK(last_piece.bytes[last_piece.context - 1] == '\n');
}

TEST_CASE("line ends, NUL and byte order marks are repaired wherever a read ends") {
  struct Case {
    std::string raw;
    std::string text;
  };
  using namespace std::string_literals;
  const Case c = GENERATE(values<Case>({
      {"a\r\nb\r\n", "a\nb\n"},
      {"a\rb\r", "a\rb\r"},
      {"a\r\r\nb", "a\r\nb"},
      {"\r\n\r\n", "\n\n"},
      {"a\0b\r\n"s, "a b\n"},
      {"\xEF\xBB\xBFten\n", "ten\n"},
      {"\xEF\xBB", "\xEF\xBB"},
      {"\xEF\xBB\xBF", ""},
      {"a\xFF\xFE\n", "a\xFF\xFE\n"},
      {"\xFF\xFE\x61\0\x0D\0\x0A\0\xE9\0"s, "a\n\xC3\xA9"},
      {"\xFE\xFF\0\x61\x20\xAC"s, "a\xE2\x82\xAC"},
      {"\xFF\xFE\x3D\xD8\x00\xDE\x61\0"s, "\xF0\x9F\x98\x80\x61"},
      {"\xFF\xFE\x3D\xD8\x61\0"s, "\xEF\xBF\xBD\x61"},
      {"\xFF\xFE\x00\xDE\x61"s, "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xFF", "\xFF"},
      {"", ""},
  }));
  CAPTURE(c.raw);
  CHECK(gather_text(c.raw).text() == c.text);

  // Through a pipe that gives one byte at a time.
  const ScratchDirectory scratch;
  const auto path = scratch.path("pipe");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::jthread writer([&] {
    const int pipe = ::open(path.c_str(), O_WRONLY);
    for (const char byte : c.raw) {
      if (::write(pipe, &byte, 1) != 1) break;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    ::close(pipe);
  });
  CHECK(gather_files({path}).text() == c.text);
}

TEST_CASE("CRLF across the borders of chunks is one newline") {
  for (const std::size_t shift : {0U, 1U, 2U}) {
    std::string text(shift, 'y');
    while (text.size() < 300000) text += "x\r\n";
    const ScratchDirectory scratch;
    CHECK(gather_files({scratch.write("a.log", text)}).text() == repaired(text));
  }
}

TEST_CASE("an empty input is a source without lines") {
  const ScratchDirectory scratch;
  const auto gathered = gather_files({scratch.write("a.log", ""), scratch.write("b.log", "one")});
  REQUIRE(gathered.inputs.sources.size() == 2);
  CHECK(gathered.inputs.sources[0].lines == 0);
  CHECK_FALSE(gathered.inputs.sources[0].cut);
  CHECK(gathered.inputs.sources[1].lines == 1);
  CHECK(gathered.blocks.size() == 1);
  CHECK(gathered.blocks[0].source == 1);
}

TEST_CASE("one line of 5 MB comes in pieces of the bound with one line number") {
  const std::string line(5U << 20U, 'z');
  const auto gathered = gather_text(line + "\nnext\n", {.max_line_bytes = 4096});
  CHECK(gathered.text() == line + "\nnext\n");
  CHECK(gathered.inputs.sources[0].lines == 2);
  std::size_t largest = 0;
  for (const auto& block : gathered.blocks) largest = std::max(largest, block.bytes.size());
  CHECK(largest <= 4096 + 8192 + 16);
  CHECK(std::ranges::all_of(gathered.blocks, [](const auto& block) { return block.first_line == 1; }));
}

TEST_CASE("an input that cannot be opened is an error before anything is read") {
  const ScratchDirectory scratch;
  const auto good = scratch.write("good.log", "a\n");
  const std::string path = GENERATE_COPY(values<std::string>({"missing.log", "good.log/x", "."}));
  std::size_t blocks = 0;
  const std::vector<std::string> paths{good, scratch.path(path)};
  const auto inputs = logs::read_inputs(paths, {}, [&](logs::Block&&) {
    ++blocks;
    return true;
  });
  REQUIRE_FALSE(inputs.has_value());
  CHECK(inputs.error().code == "L001");
  CHECK(inputs.error().message.find(scratch.path(path)) != std::string::npos);
  CHECK_FALSE(inputs.error().help.empty());
  CHECK((inputs.error().message.find("is a directory") != std::string::npos) == (path == "."));
  CHECK(blocks == 0);
}

TEST_CASE("a sink that has had enough stops the reading, and what is left is cut") {
  const ScratchDirectory scratch;
  const std::vector<std::string> paths{scratch.write("a.log", "1\n2\n3\n"), scratch.write("b.log", "4\n")};
  std::string seen;
  const auto inputs = logs::read_inputs(paths, {.block_bytes = 1}, [&](logs::Block&& block) {
    seen += block.fresh();
    return seen.size() < 4;
  });
  REQUIRE(inputs.has_value());
  CHECK(seen == "1\n2\n");
  REQUIRE(inputs->sources.size() == 2);
  for (const auto& source : inputs->sources) {
    CHECK(source.cut);
    REQUIRE(source.notes.size() == 1);
    CHECK(source.notes[0].code == "L008");
  }
}

TEST_CASE("a pipe whose writer goes away ends like a file") {
  const ScratchDirectory scratch;
  const auto path = scratch.path("pipe");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::jthread writer([&] {
    const int pipe = ::open(path.c_str(), O_WRONLY);
    CHECK(::write(pipe, "half a li", 9) == 9);
    ::close(pipe);
  });
  const auto gathered = gather_files({path});
  CHECK(gathered.text() == "half a li");
  CHECK_FALSE(gathered.inputs.sources[0].cut);
}

TEST_CASE("standard input is read as a source named stdin") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.log", "from stdin\n");
  const int saved = ::dup(STDIN_FILENO);
  const int file = ::open(path.c_str(), O_RDONLY);
  REQUIRE(::dup2(file, STDIN_FILENO) == STDIN_FILENO);
  const auto gathered = gather_files({"-"});
  ::dup2(saved, STDIN_FILENO);
  ::close(file);
  ::close(saved);
  CHECK(gathered.text() == "from stdin\n");
  CHECK(gathered.inputs.sources[0].name == "stdin");
}

TEST_CASE("Tether exports are documents, everything else is a log") {
  struct Case {
    std::string text;
    bool document;
  };
  const Case c = GENERATE(values<Case>({
      {R"({"format": "tether-integration", "version": 1})", true},
      {"\xEF\xBB\xBF\r\n {\"version\": 1,\r\n \"format\" : \"tether-sessions\"}", true},
      {R"({"format": "tether-session-log", "version": 1})", false},
      {R"({"format": "other"})", false},
      {R"(x {"format": "tether-sessions"})", false},
      {"{" + std::string(5000, ' ') + R"("format": "tether-sessions"})", false},
      {"", false},
  }));
  CAPTURE(c.text);
  const auto gathered = gather_packed(c.text);
  CHECK(gathered.inputs.documents.size() == (c.document ? 1 : 0));
  CHECK(gathered.inputs.sources.size() == (c.document ? 0 : 1));
  CHECK(gathered.blocks.empty() == (c.document || c.text.empty()));
  if (c.document) CHECK(gathered.inputs.documents[0].text.starts_with(c.text[0] == '{' ? "{" : "\n {"));
}

TEST_CASE("an export over the bound is left out with a note") {
  const auto gathered = gather_packed(R"({"format": "tether-sessions", "a": 1})", {.max_document_bytes = 10});
  REQUIRE(gathered.inputs.sources.size() == 1);
  CHECK(gathered.inputs.sources[0].cut);
  CHECK(gathered.inputs.sources[0].notes.at(0).code == "L007");
  CHECK(gathered.inputs.documents.empty());
}

TEST_CASE("a document is read whole up to the limit") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.json", "{\"format\": \"tether-sessions\"}\n");
  CHECK(logs::read_document(path, 30).value() == "{\"format\": \"tether-sessions\"}\n");
  CHECK_FALSE(logs::read_document(path, 29).has_value());
  CHECK_FALSE(logs::read_document(scratch.path("none"), 100).has_value());
  CHECK_FALSE(logs::read_document(scratch.path("."), 100).has_value());
  const auto packed = scratch.write("a.json.gz", test::pack(test::Pack::gzip, {{"a", "{\"x\": 1}"}}));
  CHECK(logs::read_document(packed, 100).value() == "{\"x\": 1}");
  CHECK(logs::read_document(scratch.write("empty", ""), 0).value().empty());
}

}  // namespace
