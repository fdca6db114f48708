#include "logs/input.hpp"
#include "logs/packing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace syncdx;
using test::gather_packed;
using test::Pack;
using test::pack;
using test::ScratchDirectory;

// Lines that do not compress to nothing.
std::string sample_text(std::size_t lines) {
  std::mt19937 random(3);
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) text += "line " + std::to_string(i) + " id " + std::to_string(random()) + "\n";
  return text;
}

// What the notes of all sources say to do, joined; empty if there is no note.
std::string helps(const test::Gathered& gathered) {
  std::string joined;
  for (const auto& source : gathered.inputs.sources) {
    for (const auto& note : source.notes) joined += note.help + "\n";
  }
  return joined;
}

bool says(const test::Gathered& gathered, std::string_view words) { return helps(gathered).find(words) != std::string::npos; }

TEST_CASE("compressed streams are expanded by content") {
  const auto text = sample_text(20000);
  const auto kind = GENERATE(Pack::gzip, Pack::zstd, Pack::bzip2, Pack::xz);
  const auto gathered = gather_packed(pack(kind, {{"x", text}}));
  REQUIRE(gathered.inputs.sources.size() == 1);
  CHECK(gathered.inputs.sources[0].name == "in");
  CHECK(gathered.inputs.sources[0].lines == 20000);
  CHECK_FALSE(gathered.inputs.sources[0].cut);
  CHECK((gathered.text() == text));
}

TEST_CASE("archives give one source for each member, in order") {
  const auto text = sample_text(5000);
  const auto kind = GENERATE(Pack::zip, Pack::tar, Pack::tar_gzip);
  const auto gathered =
      gather_packed(pack(kind, {{"a/sync.log", text}, {"empty.log", ""}, {"b.log", "last"}, {"__MACOSX/._b.log", "\1"}}));
  REQUIRE(gathered.inputs.sources.size() == 3);
  CHECK(gathered.inputs.sources[0].name == "in/a/sync.log");
  CHECK(gathered.inputs.sources[1].name == "in/empty.log");
  CHECK(gathered.inputs.sources[1].lines == 0);
  CHECK(gathered.inputs.sources[2].name == "in/b.log");
  CHECK((gathered.text(0) == text));
  CHECK(gathered.text(2) == "last");
  for (const auto& source : gathered.inputs.sources) CHECK_FALSE(source.cut);
}

TEST_CASE("a compressed member of an archive is expanded too") {
  const auto inner = pack(Pack::gzip, {{"x", "deep\n"}});
  const auto gathered = gather_packed(pack(Pack::zip, {{"a.log.gz", inner}, {"b.log", "flat\n"}}));
  REQUIRE(gathered.inputs.sources.size() == 2);
  CHECK(gathered.text(0) == "deep\n");
  CHECK(gathered.text(1) == "flat\n");
}

TEST_CASE("archives nested too deep are left out with a note") {
  auto bytes = pack(Pack::zip, {{"a.log", "x\n"}});
  for (int i = 0; i < 3; ++i) bytes = pack(Pack::zip, {{"inner.zip", bytes}, {"beside.log", "y\n"}});
  const auto gathered = gather_packed(bytes);
  REQUIRE(gathered.inputs.sources.size() == 4);
  CHECK(gathered.inputs.sources[0].cut);
  CHECK(gathered.inputs.sources[0].notes.at(0).code == "L006");
  CHECK(gathered.text(1) == "y\n");
}

TEST_CASE("what is no text is left out with a note, and odd text is not") {
  std::string binary;
  std::mt19937 random(3);
  for (int i = 0; i < 4096; ++i) binary += static_cast<char>(random() & 0xffU);
  const auto left_out = gather_packed(binary);
  REQUIRE(left_out.inputs.sources.size() == 1);
  CHECK(left_out.inputs.sources[0].notes.at(0).code == "L009");
  CHECK(left_out.inputs.sources[0].cut);
  const std::vector<std::string> texts{std::string(5000, '\0') + "429", "\x1b[31m" + std::string(100, 'e') + "\x1b[0m\t\t\t\t",
                                       std::string("\xff\xfe", 2) + std::string(200, '\x04'), std::string(300, '\xe4')};
  for (const auto& text : texts) CHECK(gather_packed(text).inputs.sources.at(0).notes.empty());
}

TEST_CASE("an export inside an archive is a document") {
  const auto gathered = gather_packed(pack(Pack::zip, {{"s.json", R"({"format": "tether-sessions"})"}, {"sync.log", "x\n"}}));
  REQUIRE(gathered.inputs.documents.size() == 1);
  CHECK(gathered.inputs.documents[0].name == "in/s.json");
  CHECK(gathered.text(0) == "x\n");
}

TEST_CASE("text that begins almost like an archive is text") {
  const std::string text = GENERATE(values<std::string>({"BZh9 is a magic number\n", "PK\n", "#mtree\n./a type=file\n",
                                                         "\x1F\x8B", "!<arch>\n", std::string(257, ' ') + "usta\n"}));
  const auto gathered = gather_packed(text);
  CHECK(gathered.text() == text);
  CHECK_FALSE(gathered.inputs.sources.at(0).cut);
}

TEST_CASE("what a truncated stream still holds is delivered, then the source is cut with a note") {
  const auto text = sample_text(3000);
  const auto kind = GENERATE(Pack::gzip, Pack::zstd, Pack::tar_gzip, Pack::tar, Pack::zip);
  const auto whole = pack(kind, {{"x", text}});
  CAPTURE(static_cast<int>(kind));
  for (const std::size_t percent : {30U, 60U, 90U}) {
    const auto gathered = gather_packed(std::string_view(whole).substr(0, whole.size() * percent / 100));
    const auto got = gathered.text();
    CHECK((text.compare(0, got.size(), got) == 0));
    // zstd's blocks are 128 KiB: nothing of an incomplete one can be had.
    if (kind != Pack::zstd) CHECK(got.size() > text.size() * (percent - 15) / 100);
    REQUIRE(gathered.inputs.sources.size() == 1);
    CHECK(gathered.inputs.sources[0].cut);
    REQUIRE(gathered.inputs.sources[0].notes.size() == 1);
    CHECK(gathered.inputs.sources[0].notes[0].code == "L002");
    if (kind == Pack::gzip || kind == Pack::zstd || kind == Pack::tar_gzip) CHECK_FALSE(says(gathered, "garbled"));
  }
}

TEST_CASE("a truncated zstd stream gives all whole blocks") {
  const auto text = sample_text(40000);
  const auto whole = pack(Pack::zstd, {{"x", text}});
  const auto gathered = gather_packed(std::string_view(whole).substr(0, whole.size() / 2));
  CHECK(gathered.text().size() + 400 * 1024 > text.size() / 2);
  CHECK(gathered.text().size() > 300 * 1024);
  CHECK(gathered.inputs.sources[0].cut);
}

TEST_CASE("a stream that was damaged in the middle is cut there") {
  const auto text = sample_text(20000);
  auto bytes = pack(GENERATE(Pack::gzip, Pack::zstd, Pack::bzip2, Pack::xz), {{"x", text}});
  for (std::size_t i = 0; i < 64; ++i) bytes[bytes.size() / 2 + i] = '\x55';
  const auto gathered = gather_packed(bytes);
  CHECK(gathered.inputs.sources.at(0).cut);
  CHECK(gathered.inputs.sources[0].notes.at(0).code == "L010");
  CHECK(gathered.inputs.sources[0].damaged);
}

// Mostly nothing but the checksum at the end tells, and the lines from the damage on are garbled: a note has to say so.
TEST_CASE("no damage inside goes without a note, and what was packed before it is given") {
  std::mt19937 random(17);
  const auto text = sample_text(3000);
  const auto kind = GENERATE(Pack::gzip, Pack::bzip2, Pack::xz, Pack::zip, Pack::tar_gzip);
  const auto whole = pack(kind, {{"x", text}});
  CAPTURE(static_cast<int>(kind));
  for (int i = 0; i < 120; ++i) {
    const std::size_t count = std::vector<std::size_t>{1, 1, 4, 4096}[static_cast<std::size_t>(i % 4)];
    const auto at = std::uniform_int_distribution<std::size_t>(20, whole.size() - 20)(random);
    auto bytes = whole;
    if (i % 4 == 0) {
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random() % 8));
    } else {
      for (std::size_t n = at; n < std::min(at + count, bytes.size()); ++n)
        bytes[n] = static_cast<char>(i % 4 == 3 ? 0 : random());
    }
    CAPTURE(i, at);
    const auto gathered = gather_packed(bytes);
    const auto got = gathered.inputs.sources.empty() ? "" : gathered.text();
    CHECK((got == text || !helps(gathered).empty()));
    if (kind == Pack::gzip) CHECK(got.starts_with(gather_packed(std::string_view(whole).substr(0, at)).text()));
  }
}

TEST_CASE("where only a checksum tells of a damage, all is given and none of it vouched for") {
  const auto text = sample_text(500);
  auto bytes = pack(Pack::gzip, {{"x", text}});
  const auto field = GENERATE(5U, 1U);  // the checksum and the length, from the end
  bytes[bytes.size() - field] = static_cast<char>(bytes[bytes.size() - field] + 1);
  const auto gathered = gather_packed(bytes + pack(Pack::gzip, {{"x", "behind\n"}}));
  CHECK((gathered.text() == text));
  CHECK(gathered.inputs.sources[0].cut);
  CHECK(says(gathered, "any of it may be garbled"));

  // One zstd frame with one raw block and a wrong checksum.
  const auto zstd = gather_packed(std::string("\x28\xB5\x2F\xFD\x24\x04\x21\0\0one\n....", 17));
  CHECK(zstd.inputs.sources[0].cut);
  CHECK(says(zstd, "any of it may be garbled"));
}

TEST_CASE("a checksum behind an archive is looked at too") {
  const auto text = sample_text(500);
  auto bytes = pack(Pack::tar_gzip, {{"a.log", text}});
  SECTION("wrong") {
    bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] + 1);
    CHECK(says(gather_packed(bytes), "any of it may be garbled"));
  }
  SECTION("cut off") {
    bytes.resize(bytes.size() - 9);
    CHECK(says(gather_packed(bytes), "Get the whole file"));
  }
  const auto gathered = gather_packed(bytes);
  CHECK((gathered.text() == text));
  CHECK(gathered.inputs.sources.back().name == "in");
  CHECK(gathered.inputs.sources.back().cut);
}

TEST_CASE("a member of a zip whose checksum is wrong is cut, and the others are not") {
  auto bytes = pack(Pack::zip, {{"a.log", sample_text(500)}, {"b.log", "flat\n"}});
  bytes[1000] = static_cast<char>(bytes[1000] ^ 1);
  const auto gathered = gather_packed(bytes);
  REQUIRE(gathered.inputs.sources.size() == 2);
  CHECK(gathered.inputs.sources[0].cut);
  CHECK_FALSE(gathered.inputs.sources[0].notes.at(0).message.ends_with('\n'));
  CHECK(gathered.text(1) == "flat\n");
  CHECK_FALSE(gathered.inputs.sources[1].cut);
}

TEST_CASE("several gzip streams in a row are one, and padding behind them is no error") {
  const auto one = pack(Pack::gzip, {{"x", "one\n"}});
  const auto two = pack(Pack::gzip, {{"x", "two\n"}});
  const auto zeros = std::string(GENERATE(0U, 9U, 200000U), '\0');
  for (const auto& bytes : {one + two + zeros, one + zeros + two}) {
    const auto gathered = gather_packed(bytes);
    CHECK(gathered.text() == "one\ntwo\n");
    CHECK_FALSE(gathered.inputs.sources[0].cut);
  }
}

TEST_CASE("a gzip stream whose first bytes are damaged is told of, wherever it stands") {
  const auto one = pack(Pack::gzip, {{"x", "one\n"}});
  auto two = pack(Pack::gzip, {{"x", "two\n"}});
  two[GENERATE(0U, 1U, 2U)] = 'x';
  const auto gathered = gather_packed(one + two);
  CHECK(gathered.text() == "one\n");
  CHECK(gathered.inputs.sources[0].cut);
  CHECK(gathered.inputs.sources[0].notes.at(0).code == "L002");
}

TEST_CASE("an input that expands too far is cut at the bound") {
  const std::string zeros(70U << 20U, '\0');
  const auto kind = GENERATE(Pack::gzip, Pack::zip, Pack::zstd, Pack::tar_gzip);
  const auto bomb = pack(kind, {{"x", zeros}});
  std::size_t bytes = 0;
  const auto count = [&](logs::Block&& block) {
    bytes += block.fresh().size();
    return true;
  };
  const ScratchDirectory scratch;
  const std::vector<std::string> paths{scratch.write("bomb", bomb)};
  const auto by_ratio = logs::read_inputs(paths, {.max_expansion_ratio = 100.0}, count).value();
  REQUIRE(by_ratio.sources.size() == 1);
  CHECK(by_ratio.sources[0].cut);
  CHECK(by_ratio.sources[0].notes.at(0).code == "L003");
  CHECK(bytes >= 64U << 20U);
  CHECK(bytes <= 65U << 20U);

  bytes = 0;
  const auto by_size = logs::read_inputs(paths, {.max_expanded_bytes = 1U << 20U}, count).value();
  CHECK(by_size.sources.at(0).cut);
  CHECK(by_size.sources[0].notes.at(0).code == "L003");
  CHECK(bytes <= (1U << 20U) + 256 * 1024);
}

TEST_CASE("plain files are not held against the bound for expansion") {
  const ScratchDirectory scratch;
  const std::vector<std::string> paths{scratch.write("a.log", std::string(5000, 'x')),
                                       scratch.write("b.tar", pack(Pack::tar, {{"b.log", std::string(5000, 'y')}}))};
  const auto inputs = logs::read_inputs(paths, {.max_expanded_bytes = 100}, [](logs::Block&&) { return true; }).value();
  REQUIRE(inputs.sources.size() == 2);
  CHECK_FALSE(inputs.sources[0].cut);
  CHECK_FALSE(inputs.sources[1].cut);
}

TEST_CASE("members behind the bound are left out with a note") {
  const auto kind = GENERATE(Pack::zip, Pack::tar);
  const auto gathered = gather_packed(pack(kind, {{"a", "1\n"}, {"b", "2\n"}, {"c", "3\n"}}), {.max_members = 2});
  REQUIRE(gathered.inputs.sources.size() == 3);
  CHECK_FALSE(gathered.inputs.sources[1].cut);
  CHECK(gathered.inputs.sources[2].name == "in");
  CHECK(gathered.inputs.sources[2].notes.at(0).code == "L004");
}

TEST_CASE("an encrypted member is left out with a note") {
  const auto gathered = gather_packed(pack(Pack::zip, {{"secret.log", "x\n"}}, "horse"));
  REQUIRE(gathered.inputs.sources.size() == 1);
  CHECK(gathered.inputs.sources[0].cut);
  CHECK(gathered.inputs.sources[0].notes.at(0).code == "L005");
  CHECK(gathered.blocks.empty());
}

TEST_CASE("an archive without members is a source without lines") {
  const auto gathered = gather_packed(pack(Pack::zip, {}));
  REQUIRE(gathered.inputs.sources.size() == 1);
  CHECK(gathered.inputs.sources[0].name == "in");
  CHECK(gathered.inputs.sources[0].lines == 0);
  CHECK_FALSE(gathered.inputs.sources[0].cut);
}

TEST_CASE("mutilated archives never crash and never read past the bound") {
  std::mt19937 random(13);
  const auto text = sample_text(500);
  for (const auto kind : {Pack::gzip, Pack::zstd, Pack::bzip2, Pack::xz, Pack::zip, Pack::tar, Pack::tar_gzip}) {
    const bool archive = kind == Pack::zip || kind == Pack::tar || kind == Pack::tar_gzip;
    const auto whole = pack(kind, archive ? test::Members{{"a.log", text}, {"b.log", text}} : test::Members{{"a.log", text}});
    for (int i = 0; i < 60; ++i) {
      auto bytes = whole;
      const auto position = [&] { return std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random); };
      for (int n = 0; n < 4; ++n) bytes[position()] = static_cast<char>(random());
      if (i % 3 == 0) bytes.resize(position());
      const auto gathered = gather_packed(bytes, {.max_expanded_bytes = 1U << 20U});
      std::size_t total = 0;
      for (const auto& block : gathered.blocks) total += block.fresh().size();
      REQUIRE(total <= (2U << 20U));
    }
  }
}

}  // namespace
