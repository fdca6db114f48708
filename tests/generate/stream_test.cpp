#include "stream.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace syncdx::generate;

namespace {

struct Written {
  std::string log;
  std::string truth;
  std::map<std::string, std::string> by_session;
  std::size_t most_open = 0;
};

Written write(const Settings& settings) {
  Written written;
  Stream stream{settings};
  std::set<std::string> open;
  std::string piece;
  std::string truth;
  while (const Session* session = stream.next(piece, truth)) {
    open.insert(session->id());
    written.most_open = std::max(written.most_open, open.size());
    written.by_session[session->id()] += piece;
    written.log += piece;
    written.truth += truth;
    if (!truth.empty()) open.erase(session->id());
    piece.clear();
    truth.clear();
  }
  CHECK(open.empty());
  return written;
}

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("equal settings give equal bytes, another seed gives others") {
  const Written first = write({.seed = 7, .sessions = 40});
  const Written second = write({.seed = 7, .sessions = 40});
  CHECK(first.log == second.log);
  CHECK(first.truth == second.truth);
  CHECK(write({.seed = 8, .sessions = 40}).log != first.log);
}

TEST_CASE("the truth has one line for each session, and no more sessions are open than asked for") {
  const Written written = write({.sessions = 200, .open = 9});
  const auto truth = lines_of(written.truth);
  CHECK(truth.size() == 200);
  CHECK(written.by_session.size() == 200);
  CHECK(written.most_open == 9);
  std::size_t faulty = 0;
  for (const auto& line : truth) {
    CHECK(written.by_session.contains(line.at("session")));
    faulty += line.at("fault").is_null() ? 0U : 1U;
  }
  CHECK(faulty > 50);
  CHECK(faulty < 110);
}

TEST_CASE("every line of JSON is JSON and names its session") {
  for (const Format format : {Format::json, Format::tether}) {
    const Written written = write({.sessions = 120, .formats = {format}});
    for (const auto& [id, log] : written.by_session) {
      for (const auto& line : lines_of(log)) CHECK(line.at("session_id") == id);
    }
  }
}

TEST_CASE("a Tether session log has a header, and an end that says how it went") {
  const Written written = write({.sessions = 60, .formats = {Format::tether}});
  for (const auto& truth : lines_of(written.truth)) {
    const auto lines = lines_of(written.by_session.at(truth.at("session")));
    CHECK(lines.front().at("format") == "tether-session-log");
    CHECK(lines.back().at("kind") == "end");
    CHECK(lines.back().at("status") == truth.at("outcome"));
    CHECK(lines.back().at("records_fetched") == truth.at("fetched"));
  }
}

TEST_CASE("each kind of fault is planted in the platform's own words, and only where the truth says so") {
  for (const Fault& fault : all_faults()) {
    INFO(fault.kind);
    REQUIRE_FALSE(fault.answers.empty());
    Settings settings{.sessions = 60, .faulty = 0.5, .recovering = 0, .formats = {Format::plain}, .faults = {&fault}};
    settings.platforms = {fault.answers.front().platform};
    const Written written = write(settings);
    std::size_t planted = 0;
    for (const auto& truth : lines_of(written.truth)) {
      const std::string& log = written.by_session.at(truth.at("session"));
      const bool faulty = !truth.at("fault").is_null();
      planted += faulty ? 1U : 0U;
      for (const Answer* answer : answers_of(fault, settings.platforms.front())) {
        const bool this_one = faulty && truth.at("message") == answer->message;
        // Up to the first place to be filled in.
        const std::string_view fixed =
            answer->message.substr(0, std::min(answer->message.find("{n}"), answer->message.find("{host}")))
                .substr(0, answer->message.find("{id}"));
        const bool said = log.find(fixed) != std::string::npos;
        if (this_one) CHECK(said);
        if (!faulty) CHECK_FALSE(said);
      }
      CHECK((log.find(" completed: ") != std::string::npos) == !faulty);
    }
    CHECK(planted > 10);
  }
}

TEST_CASE("survived errors are told, and a scheduled integration starts on time") {
  const Written written =
      write({.sessions = 50, .open = 5, .faulty = 0, .recovering = 1, .start = 1'700'000'000, .every = 3600});
  std::map<std::string, std::set<std::uint64_t>> starts;
  std::size_t recovered = 0;
  for (const auto& truth : lines_of(written.truth)) {
    starts[truth.at("integration")].insert((truth.at("started").get<std::uint64_t>() - 1'700'000'000) / 3600);
    recovered += truth.at("recovered").is_null() ? 0U : 1U;
  }
  CHECK(starts.size() == 5);
  for (const auto& [integration, hours] : starts) CHECK(hours.size() == 10);
  CHECK(recovered > 35);
}

TEST_CASE("a bound in bytes ends the opening, not the sessions") {
  const Written written = write({.bytes = 200'000, .open = 3});
  CHECK(written.log.size() >= 200'000);
  CHECK(written.log.size() < 400'000);
  CHECK(lines_of(written.truth).size() == written.by_session.size());
}
