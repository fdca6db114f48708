#include "evidence/tether_export.hpp"

#include "logs/line.hpp"
#include "rules/fact_names.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>

namespace {

using namespace syncdx;
using evidence::ExportFacts;

const auto now = std::chrono::floor<std::chrono::seconds>(*logs::parse_time("2026-11-21T00:00:00Z"));

std::optional<logs::Document> sessions_document(const std::string& text) { return logs::Document{"sessions.json", text}; }
std::optional<logs::Document> integration_document(const std::string& text) { return logs::Document{"integration.json", text}; }

ExportFacts read(const std::optional<logs::Document>& integration, const std::optional<logs::Document>& sessions) {
  auto facts = evidence::read_exports(integration, sessions, now);
  if (!facts) FAIL(facts.error().code << ' ' << facts.error().message);
  return *facts;
}

ExportFacts read_sessions(const std::string& list, const std::string& members = "\"complete\": true") {
  return read(std::nullopt, sessions_document(R"({"format": "tether-sessions", "version": 1, )" + members +
                                              ", \"sessions\": [" + list + "]}"));
}

ExportFacts read_integration(const std::string& integration, const std::string& members = "") {
  return read(
      integration_document(R"({"format": "tether-integration", "version": 1, "exported_at": "2026-11-20T19:40:00Z")" +
                           (members.empty() ? "" : ", " + members) + R"(, "integration": {"external_service": "shopify")" +
                           (integration.empty() ? "" : ", " + integration) + "}}"),
      std::nullopt);
}

// A fact as text; "unknown" if there is none.
std::string show(const ExportFacts& facts, std::string_view name) {
  const auto found = facts.facts.find(name);
  if (found == facts.facts.end()) return "unknown";
  if (const auto* value = std::get_if<bool>(&found->second.value)) return *value ? "yes" : "no";
  if (const auto* value = std::get_if<double>(&found->second.value)) {
    std::string text = std::to_string(*value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  }
  return std::get<std::string>(found->second.value);
}

bool has_note(const ExportFacts& facts, std::string_view code) {
  return std::ranges::any_of(facts.notes, [&](const Diagnostic& note) { return note.code == code; });
}

std::string session(const std::string& id, const std::string& start, const std::string& rest) {
  return R"({"id": ")" + id + R"(", "started_at": "2026-11-)" + start + R"(Z", "domain_type": "sales_orders", )" + rest + "}";
}

std::string good(const std::string& id, const std::string& start, int seconds = 60, int records = 100) {
  const auto count = std::to_string(records);
  return session(id, start,
                 R"("mode": "incremental", "status": "completed", "duration_seconds": )" + std::to_string(seconds) +
                     R"(, "records_fetched": )" + count + R"(, "statistics": {"success": )" + count +
                     R"(, "failed": 0, "skipped": 0})");
}

}  // namespace

TEST_CASE("without exports there are no facts") {
  const auto facts = read(std::nullopt, std::nullopt);
  CHECK(facts.facts.empty());
  CHECK(facts.notes.empty());
}

TEST_CASE("damaged exports are errors with a code and a place") {
  struct Row {
    std::string text, code;
    std::uint32_t line, column;
  };
  const Row row = GENERATE(values<Row>({
      {"", "X001", 1, 1},
      {"{\"format\": \"tether-sessions\",\n  \"version\": 1,, }", "X001", 2, 16},
      {"{\"format\": \"tether-sessions\", \"sessions\": [", "X001", 1, 44},
      {"{\"format\": \"tether-sessions\", \"a\": 1e999}", "X001", 1, 1},
      {"{\"format\": \"tether-sessions\", \"a\": \"\xff\"}", "X001", 1, 37},
      {"[1, 2]", "X003", 0, 0},
      {"{\"version\": 1}", "X003", 0, 0},
      {"{\"format\": 7}", "X003", 0, 0},
      {"{\"format\": \"tether-integration\"}", "X003", 0, 0},
  }));
  INFO(row.text);
  const auto facts = evidence::read_exports(std::nullopt, sessions_document(row.text), now);
  REQUIRE_FALSE(facts);
  CHECK(facts.error().code == row.code);
  CHECK(facts.error().where.path == "sessions.json");
  CHECK(facts.error().where.begin.line == row.line);
  CHECK(facts.error().where.begin.column == row.column);
}

TEST_CASE("deep nesting is refused before it is parsed, also half a million levels") {
  const auto nested = [](std::size_t depth) {
    return R"({"format": "tether-sessions", "version": 1, "x": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(evidence::read_exports(std::nullopt, sessions_document(nested(63)), now));
  for (const std::size_t depth : {std::size_t{64}, std::size_t{500'000}}) {
    const auto facts = evidence::read_exports(std::nullopt, sessions_document(nested(depth)), now);
    REQUIRE_FALSE(facts);
    CHECK(facts.error().code == "X002");
  }
  CHECK(evidence::read_exports(
      std::nullopt, sessions_document(R"({"format": "tether-sessions", "x": ")" + std::string(100, '[') + "\"}"), now));
}

TEST_CASE("every prefix of an export is an error or facts, never a crash") {
  const std::string whole =
      R"({"format": "tether-sessions", "version": 1, "complete": true, "sessions": [)" + good("a", "20T10:00:00") + "]}";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(evidence::read_exports(std::nullopt, sessions_document(whole.substr(0, size)), now));
  }
  CHECK(show(read(std::nullopt, sessions_document(whole)), "session.completed") == "yes");
}

TEST_CASE("members of the wrong type are noted and taken as missing") {
  const auto facts = read_sessions(session("a", "20T10:00:00",
                                           R"("status": 7, "records_fetched": "many", "statistics": [], "dry_run": "no",
                                              "error_message": {}, "duration_seconds": -3, "completed_at": "yesterday")"));
  CHECK(has_note(facts, "X006"));
  CHECK(has_note(facts, "X009"));
  for (const auto* name : {"session.status", "session.records_fetched", "session.dry_run", "session.duration_seconds"}) {
    CHECK(show(facts, name) == "unknown");
  }
}

TEST_CASE("unknown members are ignored with a note, unknown values are kept") {
  const auto facts = read_sessions(session("a", "20T10:00:00", R"("status": "Half Baked", "colour": "red")"));
  CHECK(has_note(facts, "X007"));
  CHECK(has_note(facts, "X008"));
  CHECK(show(facts, "session.status") == "half_baked");
}

TEST_CASE("a thousand odd members make few notes") {
  std::string list;
  for (int i = 0; i < 1000; ++i)
    list += (i == 0 ? "" : ",") + session("s" + std::to_string(i), "20T10:00:00", "\"odd" + std::to_string(i) + "\": 1");
  CHECK(read_sessions(list).notes.size() <= 50);
}

TEST_CASE("statuses of both vocabularies mean the same") {
  const auto [written, status] = GENERATE(table<std::string, std::string>({
      {"Completed", "completed"},
      {"SUCCESS", "completed"},
      {"Mapped", "completed"},
      {"Completed with errors", "completed_with_errors"},
      {"completed-with-errors", "completed_with_errors"},
      {"PartialMapped", "partial_mapped"},
      {"FAILED", "failed"},
      {"In progress", "in_progress"},
      {"Processing", "in_progress"},
  }));
  INFO(written);
  CHECK(show(read_sessions(session("a", "20T10:00:00", R"("status": ")" + written + "\"")), "session.status") == status);
}

TEST_CASE("a missing status follows from the counts") {
  const auto [rest, status] = GENERATE(table<std::string, std::string>({
      {R"("records_fetched": 0, "error_message": "no access")", "failed"},
      {R"("statistics": {"success": 3, "failed": 2})", "completed_with_errors"},
      {R"("statistics": {"created": 3, "updated": 1, "errors": 0})", "completed"},
      {R"("records_fetched": 5)", "unknown"},
  }));
  INFO(rest);
  CHECK(show(read_sessions(session("a", "20T10:00:00", rest)), "session.status") == status);
}

TEST_CASE("older counts and types are read in the newer words") {
  const auto facts = read_sessions(
      session("a", "20T10:00:00", R"("type": "Incremental", "statistics": {"created": 3, "updated": 4, "errors": 1})"));
  CHECK(show(facts, "session.success") == "7");
  CHECK(show(facts, "session.failed_records") == "1");
  CHECK(show(facts, "session.mode") == "incremental");
  CHECK(show(facts, "session.trigger") == "scheduled");
  CHECK(show(read_sessions(session("a", "20T10:00:00", R"("type": "Manual")")), "session.trigger") == "manual");
}

TEST_CASE("the diagnosed session is the newest that went wrong among the newest of each domain type") {
  const auto bad = [](const std::string& id, const std::string& start) { return session(id, start, R"("status": "failed")"); };
  const std::string product =
      R"({"id": "p", "started_at": "2026-11-20T12:00:00Z", "domain_type": "products", "status": "completed"})";
  const std::string running = session("r", "20T13:00:00", R"("status": "in progress")");
  CHECK(read_sessions(bad("a", "20T10:00:00") + "," + product).session_id == "a");
  CHECK(read_sessions(bad("a", "20T10:00:00") + "," + good("b", "20T11:00:00")).session_id == "b");
  CHECK(read_sessions(product + "," + good("b", "20T11:00:00")).session_id == "p");
  CHECK(read_sessions(bad("a", "20T10:00:00") + "," + running).session_id == "a");
  CHECK(read_sessions(running).session_id == "r");
  CHECK(read_sessions("").session_id.empty());
}

TEST_CASE("a failure at once, lost records and skipped ones are told apart") {
  const auto at_once =
      read_sessions(session("a", "20T10:00:00", R"("status": "failed", "records_fetched": 0, "duration_seconds": 4)"));
  CHECK(show(at_once, "session.failed_immediately") == "yes");
  CHECK(show(at_once, "session.nothing_fetched") == "yes");
  const auto later =
      read_sessions(session("a", "20T10:00:00", R"("status": "failed", "records_fetched": 0, "duration_seconds": 40)"));
  CHECK(show(later, "session.failed_immediately") == "no");
  const auto lost = read_sessions(
      session("a", "20T10:00:00",
              R"("status": "completed", "records_fetched": 100, "statistics": {"success": 90, "failed": 1, "skipped": 2})"));
  CHECK(show(lost, "session.lost_records") == "yes");
  CHECK(show(lost, "session.unaccounted_records") == "7");
  CHECK(show(lost, "alerts.data_discrepancy") == "yes");
  CHECK(has_note(lost, "X009"));
  const auto skipped = read_sessions(
      session("a", "20T10:00:00",
              R"("status": "completed", "records_fetched": 9, "statistics": {"success": 0, "failed": 0, "skipped": 9})"));
  CHECK(show(skipped, "session.all_skipped") == "yes");
  CHECK(show(skipped, "session.lost_records") == "no");
}

TEST_CASE("duration and volume are measured against earlier sessions of the same kind") {
  const std::string earlier =
      good("a", "17T10:00:00", 50, 100) + "," + good("b", "18T10:00:00", 60, 200) + "," + good("c", "19T10:00:00", 70, 300);
  const auto facts = read_sessions(earlier + "," + good("d", "20T10:00:00", 240, 20));
  CHECK(show(facts, "session.duration_ratio") == "4");
  CHECK(show(facts, "session.fetched_ratio") == "0.1");
  CHECK(show(read_sessions(good("a", "17T10:00:00") + "," + good("d", "20T10:00:00")), "session.duration_ratio") == "unknown");
  const std::string full = session("d", "20T10:00:00", R"("mode": "full", "status": "completed", "duration_seconds": 900)");
  CHECK(show(read_sessions(earlier + "," + full), "session.duration_ratio") == "unknown");
}

TEST_CASE("overlapping sessions count within one domain type only") {
  const std::string a = good("a", "20T10:00:00", 600);
  const std::string same = good("b", "20T10:05:00", 60);
  const std::string other =
      R"({"id": "p", "started_at": "2026-11-20T10:05:00Z", "domain_type": "products", "duration_seconds": 9})";
  CHECK(show(read_sessions(a + "," + same), "history.overlapping_sessions") == "1");
  CHECK(show(read_sessions(a + "," + other), "history.overlapping_sessions") == "0");
}

TEST_CASE("nothing is concluded from a history that is not whole") {
  const std::string bad = session("a", "20T10:00:00", R"("status": "failed", "mode": "incremental")");
  const auto part = read_sessions(bad, "\"complete\": false");
  const auto whole = read_sessions(bad);
  const auto after_reset = read_sessions(bad, R"("complete": true, "sync_state_reset_at": "2026-11-19T00:00:00Z")");
  for (const auto* name : {"history.never_succeeded", "history.first_session_incremental"}) {
    CHECK(show(part, name) == "unknown");
    CHECK(show(whole, name) == "yes");
    CHECK(show(after_reset, name) == "unknown");
  }
  CHECK(show(after_reset, "history.reset") == "yes");
}

TEST_CASE("the first session is known only of a history that reaches back to the integration's making") {
  const std::string bad = session("a", "20T10:00:00", R"("status": "failed", "mode": "incremental")");
  const auto with = [&](const std::string& made) {
    const auto settings = integration_document(
        R"({"format": "tether-integration", "version": 1, "integration": {"external_service": "shopify")" + made + "}}");
    return read(settings, sessions_document(R"({"format": "tether-sessions", "version": 1, "complete": true,
        "range": {"from": "2026-11-19T00:00:00Z", "to": "2026-11-20T19:40:00Z"}, "sessions": [)" +
                                            bad + "]}"));
  };
  for (const auto* name : {"history.never_succeeded", "history.first_session_incremental", "history.worked_before"}) {
    CAPTURE(name);
    CHECK(show(with(""), name) == "unknown");
    CHECK(show(with(R"(, "created_at": "2026-05-04T09:12:00Z")"), name) == "unknown");
    CHECK(show(with(R"(, "created_at": "2026-11-19T09:12:00Z")"), name) != "unknown");
  }
}

TEST_CASE("credentials that still fetched after their last day had not expired") {
  const auto settings =
      integration_document(R"({"format": "tether-integration", "version": 1, "integration": {"external_service":
      "shopify", "credentials": {"method": "oauth", "expires_at": "2026-11-20T11:00:00Z"}}})");
  const auto expired = [&](const std::string& list) {
    const auto sessions = sessions_document(R"({"format": "tether-sessions", "version": 1, "sessions": [)" + list + "]}");
    return show(read(settings, sessions), "credentials.expired");
  };
  const std::string failed = session("b", "20T13:00:00", R"("status": "failed", "records_fetched": 0)");
  CHECK(expired(failed) == "yes");
  CHECK(expired(session("a", "20T10:00:00", R"("status": "completed", "records_fetched": 7)") + "," + failed) == "yes");
  CHECK(expired(session("a", "20T12:00:00", R"("status": "completed", "records_fetched": 7)") + "," + failed) == "no");
}

TEST_CASE("a rehearsal is no good session") {
  const std::string dry = session("a", "19T10:00:00", R"("status": "completed", "dry_run": true)");
  const std::string bad = session("b", "20T10:00:00", R"("status": "failed")");
  CHECK(show(read_sessions(dry + "," + bad), "history.worked_before") == "no");
  CHECK(show(read_sessions(good("a", "19T10:00:00") + "," + bad), "history.worked_before") == "yes");
  CHECK(show(read_sessions(dry), "session.dry_run") == "yes");
}

TEST_CASE("bad sessions in a row are counted up to the diagnosed one") {
  const auto bad = [](const std::string& id, const std::string& start) { return session(id, start, R"("status": "failed")"); };
  const auto list =
      bad("a", "17T10:00:00") + "," + good("b", "18T10:00:00") + "," + bad("c", "19T10:00:00") + "," + bad("d", "20T10:00:00");
  CHECK(show(read_sessions(list), "history.failed_since_count") == "2");
  CHECK(show(read_sessions(list), "alerts.sync_failed") == "yes");
}

TEST_CASE("the totals that a log tells in words are facts, others are left alone") {
  const auto of = [](const std::string& line) {
    ExportFacts facts;
    evidence::add_plain_totals(line, facts);
    return show(facts, "session.records_fetched") + ' ' + show(facts, "session.success") + ' ' +
           show(facts, "session.failed_records") + ' ' + show(facts, "session.skipped");
  };
  CHECK(of("sync finished: fetched 412, success 300, failed 0, skipped 2") == "412 300 0 2");
  CHECK(of("412 orders fetched, 300 saved, 0 failed, 2 were skipped") == "412 300 0 2");
  CHECK(of(R"({"msg":"done","fetched":1412,"saved":300,"errors":3})") == "1412 300 3 unknown");
  CHECK(of("Records read: 1,412 written: 1,400 rejected=12") == "1412 1400 12 unknown");
  for (const auto* line : {"", "fetched 412", "fetched 412, saved 300", "saved 300, failed 0, skipped 2",
                           "read all, failed 1, saved 2", "fetched 99999999999999, saved 1, failed 1"}) {
    CAPTURE(line);
    CHECK(of(line) == "unknown unknown unknown unknown");
  }
  ExportFacts lost;
  evidence::add_plain_totals("fetched 412, success 300, failed 0, skipped 2", lost);
  CHECK(show(lost, "session.unaccounted_records") == "110");
  CHECK(show(lost, "alerts.data_discrepancy") == "yes");
  evidence::add_plain_totals("fetched 1, success 1, failed 0, skipped 0", lost);
  CHECK(show(lost, "session.records_fetched") == "412");
}

TEST_CASE("error texts are handed on to be scanned, each once and on one line") {
  const auto facts =
      read_sessions(session("a", "20T10:00:00", R"("status": "failed", "error_message": "first\nsecond", "error_analysis":
      {"unmapped_skus": ["x", "y"], "unmapped_channels": [],
       "top_errors": [{"message": "rare", "count": 1}, {"message": "frequent", "count": 9}, {"message": "rare", "count": 1}]})"));
  CHECK(facts.messages == std::vector<std::string>{"first second", "frequent", "rare"});
  CHECK(show(facts, "session.top_error") == "frequent");
  CHECK(show(facts, "session.unmapped_skus") == "2");
  CHECK(show(facts, "session.unmapped_channels") == "0");
}

TEST_CASE("the error threshold has a usual limit and a rate") {
  const auto totals = [](int success, int failed) {
    return session("a", "20T10:00:00",
                   R"("status": "completed with errors", "statistics": {"success": )" + std::to_string(success) +
                       R"(, "failed": )" + std::to_string(failed) + "}");
  };
  CHECK(show(read_sessions(totals(1000, 5)), "alerts.error_threshold") == "no");
  CHECK(show(read_sessions(totals(1000, 6)), "alerts.error_threshold") == "yes");
  CHECK(show(read_sessions(totals(8, 2)), "alerts.error_threshold") == "yes");
  CHECK(show(read_sessions(totals(8, 2)), "session.success_rate") == "0.8");
}

TEST_CASE("an integration without its service is refused") {
  const auto facts = evidence::read_exports(
      integration_document(R"({"format": "tether-integration", "version": 1, "integration": {}})"), std::nullopt, now);
  REQUIRE_FALSE(facts);
  CHECK(facts.error().code == "X005");
}

TEST_CASE("the service names the platform") {
  const auto [written, platform] = GENERATE(table<std::string, std::string>({{"Shopify", "shopify"},
                                                                             {"Oracle NetSuite", "netsuite"},
                                                                             {"Amazon Seller Central", "amazon"},
                                                                             {"Big Query", "bigquery"},
                                                                             {"Acme ERP", "acme_erp"}}));
  const auto facts =
      read(integration_document(R"({"format": "tether-integration", "version": 1, "integration": {"external_service": ")" +
                                written + "\"}}"),
           std::nullopt);
  CHECK(facts.platform == platform);
}

TEST_CASE("status and the switch are normalised to each other") {
  const auto [members, enabled, status] = GENERATE(table<std::string, std::string, std::string>({
      {R"("status": "Paused")", "no", "paused"},
      {R"("status": "Connected")", "yes", "connected"},
      {R"("enabled": false)", "no", "paused"},
      {R"("enabled": true)", "yes", "unknown"},
      {R"("status": "Paused", "enabled": true)", "no", "paused"},
      {R"("status": "Error")", "unknown", "error"},
  }));
  INFO(members);
  const auto facts = read_integration(members);
  CHECK(show(facts, "integration.enabled") == enabled);
  CHECK(show(facts, "integration.status") == status);
}

TEST_CASE("an empty list proves something only if it was read whole") {
  const std::string lists =
      R"("filters": [], "field_mappings": [{"domain_type": "products", "tether_field": "SKU Code"}], "capabilities": [])";
  const auto part = read_integration(lists);
  const auto whole = read_integration(lists, R"("complete": ["filters", "field_mappings", "capabilities"])");
  const auto check = [&](const char* name, const char* known) {
    INFO(name);
    CHECK(show(part, name) == "unknown");
    CHECK(show(whole, name) == known);
  };
  check("filters.user_count", "0");
  check("filters.date_filter", "no");
  check("mappings.unique_key_missing", "yes");
  check("capabilities.sales_orders", "no");
}

TEST_CASE("what is in a list counts in any case") {
  const auto facts = read_integration(R"("filters": [
      {"domain_type": "sales_orders", "field": "financial_status", "origin": "built_in"}, {"field": "Order Date", "origin": "user"}],
    "field_mappings": [
      {"domain_type": "products", "external_field": "a", "tether_field": "SKU Code", "unique_key": true},
      {"domain_type": "products", "external_field": "b", "tether_field": "sku_code"}],
    "historical_data": {"from": "2026-10-21"}, "capabilities": ["Sales Orders"])");
  CHECK(show(facts, "filters.user_count") == "1");
  CHECK(show(facts, "filters.financial_status_built_in") == "yes");
  CHECK(show(facts, "filters.date_filter") == "yes");
  CHECK(show(facts, "mappings.duplicate_targets") == "1");
  CHECK(show(facts, "mappings.unique_key_missing") == "no");
  CHECK(show(facts, "capabilities.sales_orders") == "yes");
  CHECK(show(facts, "history.from_days_ago").substr(0, 4) == "30.8");
}

TEST_CASE("channels that two integrations fill overlap unless one is switched off") {
  const auto with = [](const std::string& enabled) {
    return read_integration(R"("id": "int-1")", R"("complete": ["channels", "other_integrations"],
      "channels": [{"id": "ch-1", "is_active": false, "integration_ids": ["int-1", "int-2"]}],
      "other_integrations": [{"id": "int-2", "external_service": "shopify", "enabled": )" +
                                                    enabled + R"(, "channel_ids": ["ch-1"]}])");
  };
  CHECK(show(with("true"), "channels.overlap") == "yes");
  CHECK(show(with("true"), "other_integrations.same_channel") == "yes");
  CHECK(show(with("true"), "other_integrations.same_service") == "yes");
  CHECK(show(with("true"), "channels.inactive") == "1");
  CHECK(show(with("false"), "channels.overlap") == "no");
}

TEST_CASE("credentials are expired against the session's start, not today") {
  const auto with = [](const std::string& expires) {
    return read(integration_document(R"({"format": "tether-integration", "version": 1, "exported_at": "2026-11-20T19:40:00Z",
                  "integration": {"external_service": "shopify", "credentials": {"method": "OAuth", "expires_at": ")" +
                                     expires + R"(", "fields": [{"name": "token", "present": false}]}}})"),
                sessions_document(R"({"format": "tether-sessions", "version": 1, "sessions": [)" +
                                  session("a", "20T10:00:00", R"("status": "failed", "records_fetched": 0)") + "]}"));
  };
  CHECK(show(with("2026-11-20T09:00:00Z"), "credentials.expired") == "yes");
  CHECK(show(with("2026-11-20T11:00:00Z"), "credentials.expired") == "no");
  CHECK(show(with("2026-11-21T19:40:00Z"), "credentials.days_to_expiry") == "1");
  CHECK(show(with("2026-11-21T19:40:00Z"), "credentials.missing_fields") == "1");
}

TEST_CASE("the schedule's delay and missed runs follow from its fire times") {
  const auto with = [](const std::string& cron, const std::string& zone, const std::string& starts) {
    return read(
        integration_document(R"({"format": "tether-integration", "version": 1, "exported_at": "2026-11-20T19:40:00Z",
                  "integration": {"external_service": "shopify", "schedule": {"cron": ")" +
                             cron + R"(", "timezone": ")" + zone + R"("}}})"),
        sessions_document(R"({"format": "tether-sessions", "version": 1, "complete": true, "sessions": [)" + starts + "]}"));
  };
  const std::string daily = good("a", "19T00:00:03") + "," + good("b", "20T00:00:03");
  const auto on_time = with("0 0 0 * * *", "UTC", daily);
  CHECK(show(on_time, "schedule.delay_minutes") == "0");
  CHECK(show(on_time, "schedule.missed_runs") == "0");
  CHECK(show(on_time, "alerts.sync_delayed") == "no");
  const auto late = with("0 0 */6 * * *", "UTC", good("a", "20T00:00:03"));
  CHECK(show(late, "schedule.delay_minutes") == "820");  // since 06:00
  CHECK(show(late, "schedule.missed_runs") == "2");      // 06:00 and 12:00; 18:00 may be under way
  CHECK(show(late, "alerts.sync_delayed") == "yes");
  const auto elsewhere = with("0 0 */6 * * *", "America/New_York", good("a", "20T00:00:03"));
  CHECK(show(elsewhere, "schedule.delay_minutes").substr(0, 4) == "819.");  // 19:40 less 6 h and 3 s
  CHECK(has_note(elsewhere, "X011"));
  const auto overlong = with("0 */6 * * * *", "UTC", good("a", "20T19:00:00", 700));
  CHECK(show(overlong, "schedule.shorter_than_session") == "yes");
  CHECK(show(overlong, "schedule.runs_per_day") == "240");
}

TEST_CASE("a cron expression of five fields is a fact and a note, one not understood is only a note") {
  const auto five = read_integration(R"("schedule": {"cron": "0 */6 * * *"})");
  CHECK(show(five, "schedule.cron_valid") == "no");
  CHECK(show(five, "schedule.cron_fields") == "5");
  CHECK(has_note(five, "X010"));
  const auto special = read_integration(R"("schedule": {"cron": "0 0 0 L * *"})");
  CHECK(show(special, "schedule.cron_valid") == "unknown");
  CHECK(has_note(special, "X010"));
}

TEST_CASE("a change shortly before the first bad session is recent") {
  const auto with = [](const std::string& at) {
    return read(integration_document(R"({"format": "tether-integration", "version": 1, "complete": ["changes"],
                  "integration": {"external_service": "shopify"}, "changes": [{"at": ")" +
                                     at + R"(", "what": "field_mappings"}]})"),
                sessions_document(R"({"format": "tether-sessions", "version": 1, "sessions": [)" + good("a", "17T10:00:00") +
                                  "," + session("b", "18T10:00:00", R"("status": "failed")") + "," +
                                  session("c", "20T10:00:00", R"("status": "failed")") + "]}"));
  };
  CHECK(show(with("2026-11-17T12:00:00Z"), "changes.mapping_recent") == "yes");
  CHECK(show(with("2026-11-19T12:00:00Z"), "changes.mapping_recent") == "no");
  CHECK(show(with("2026-11-01T12:00:00Z"), "changes.mapping_recent") == "no");
  CHECK(show(with("2026-11-17T12:00:00Z"), "changes.credentials_recent") == "no");
}

TEST_CASE("a session log's end line gives totals where the exports gave none") {
  const std::string end = R"({"kind": "end", "session_id": "a", "status": "completed_with_errors", "records_fetched": 12,
                              "statistics": {"success": 10, "failed": 2, "skipped": 0}})";
  ExportFacts facts;
  evidence::add_log_end_facts(end, facts);
  CHECK(facts.session_id == "a");
  CHECK(show(facts, "session.partial") == "yes");
  CHECK(show(facts, "session.failed_records") == "2");

  auto known = read_sessions(good("a", "20T10:00:00"));
  evidence::add_log_end_facts(end, known);
  CHECK(show(known, "session.failed_records") == "0");

  for (const std::string odd : {"", "{", "[]", "{\"kind\": \"item\"}", "end", "{\"kind\": 7}"}) {
    ExportFacts none;
    evidence::add_log_end_facts(odd, none);
    CHECK(none.facts.empty());
  }
}

TEST_CASE("a damaged export gives an error or listed facts of the right type") {
  const std::string whole =
      R"({"format":"tether-sessions","version":1,"complete":true,"sync_state_reset_at":null,"sessions":[)" +
      good("a", "17T10:00:00") + "," +
      session("b", "18T10:00:00", R"("type": "Full", "status": "failed", "error_message": "x", "records_fetched": 0)") + "]}";
  const auto names = rules::fact_names();
  std::mt19937 random(20261123);
  const auto pick = [&](std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random); };
  constexpr std::string_view bytes = "0179-eE.\"\\{}[],:tfn \xff";
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    auto text = whole;
    for (std::size_t edits = 1 + pick(3); edits > 0; --edits) {
      if (pick(2) == 0)
        text[pick(text.size())] = bytes[pick(bytes.size())];
      else
        text.erase(pick(text.size()), 1 + pick(4));
    }
    const auto facts = evidence::read_exports(std::nullopt, sessions_document(text), now);
    if (!facts) {
      CHECK(facts.error().code.front() == 'X');
      continue;
    }
    ++read;
    for (const auto& [name, fact] : facts->facts) {
      const auto listed = std::ranges::find(names, name, &rules::FactName::name);
      if (listed == names.end() || static_cast<std::size_t>(listed->type) != fact.value.index())
        FAIL_CHECK(name << " in " << text);
    }
  }
  CHECK(read > 100);
}

TEST_CASE("the table of fact names is sorted and holds every fact that a full export gives, with its type") {
  const auto names = rules::fact_names();
  CHECK(std::ranges::is_sorted(names, std::ranges::less{}, &rules::FactName::name));
  CHECK(std::ranges::adjacent_find(names, {}, &rules::FactName::name) == names.end());
  const std::string earlier = good("a", "17T10:00:00") + "," + good("b", "18T10:00:00") + "," + good("c", "19T10:00:00");
  const auto facts = read(
      integration_document(
          R"({"format": "tether-integration", "version": 1, "exported_at": "2026-11-20T19:40:00Z", "exported_by_role": "admin",
        "complete": ["integration", "filters", "field_mappings", "capabilities", "channels", "other_integrations", "changes"],
        "channels": [{"id": "c", "is_active": true, "integration_ids": ["i"]}],
        "integration": {"id": "i", "created_at": "2026-11-02T00:00:00Z", "external_service": "amazon", "status": "connected", "dry_run": false, "last_sync": "2026-11-20T10:00:00Z",
          "next_sync": "2026-11-21T10:00:00Z", "schedule": {"cron": "0 0 10 * * *", "timezone": "UTC", "frequency": "daily"},
          "historical_data": {"from": "2026-05-01", "days": 90}, "field_mappings": [{"tether_field": "x", "unique_key": true}],
          "credentials": {"method": "oauth", "authorized_at": "2026-11-17T09:00:00Z", "expires_at": "2027-01-01T00:00:00Z",
                          "fields": [{"present": true}]},
          "platform_settings": {"marketplaces": [], "fba": true}}})"),
      sessions_document(
          R"({"format": "tether-sessions", "version": 1, "complete": true, "range": {"from": "2026-11-01T00:00:00Z"}, "sessions": [)" +
          earlier + "," +
          session("d", "20T10:00:00", R"("mode": "incremental", "trigger": "scheduled", "dry_run": false, "status": "completed",
                          "duration_seconds": 61, "records_fetched": 5, "statistics": {"success": 4, "failed": 1, "skipped": 0},
                          "error_analysis": {"unmapped_skus": ["x"], "unmapped_channels": [], "top_errors": [{"message": "m", "count": 1}]})") +
          "]}"));
  for (const auto& name : names) {
    INFO(name.name);
    if (name.name.starts_with("probe.")) continue;  // connectors give these
    const auto found = facts.facts.find(name.name);
    REQUIRE(found != facts.facts.end());
    CHECK(static_cast<std::size_t>(name.type) == found->second.value.index());
    CHECK_FALSE(name.meaning.empty());
  }
  const auto of_probes = std::ranges::count_if(names, [](const auto& name) { return name.name.starts_with("probe."); });
  CHECK(facts.facts.size() + static_cast<std::size_t>(of_probes) == names.size());
}
