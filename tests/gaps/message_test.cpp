#include "gaps/message.hpp"

#include <catch2/catch.hpp>

#include <string>

using syncdx::gaps::message_of;
using syncdx::gaps::without_head;

namespace {

struct HeadRow {
  std::string_view message;
  std::string_view rest;
};

}  // namespace

TEST_CASE("one message is the same in whatever format and behind whatever names it stands") {
  const std::string line = GENERATE(
      as<std::string>(),  //
      "2026-05-04 10:00:00 ERROR could not map the warehouse", "ERROR could not map the warehouse",
      "could not map the warehouse", "2026-05-04 10:00:00,123 ERROR [ex-000000042] [orders] could not map the warehouse",
      "2026-05-04 10:00:00 ERROR [orders] could not map the warehouse", "[orders] ERROR could not map the warehouse",
      "[orders] could not map the warehouse",
      "2026-05-04 10:00:00 [main] ERROR [ex-42] [OrderSync] - could not map the warehouse",
      "2026-05-04 10:00:00 ERROR orders: could not map the warehouse",
      "2026-05-04 10:00:00 ERROR orders.sync: could not map the warehouse",
      "2026-05-04 10:00:00 [main] ERROR com.acme.OrderSync - could not map the warehouse",
      "2026-05-04 10:00:00 ERROR session_id=ex-42 thread=main could not map the warehouse",
      "2026-05-04 10:00:00 ERROR [Thread-1 (run)] [ex-42] requestId=7 could not map the warehouse",
      R"({"level":"error","logger":"orders","message":"could not map the warehouse"})",
      R"({"level":"error","message":"[orders] could not map the warehouse"})",
      R"({"type":"LOG","log":{"level":"ERROR","message":"could not map the warehouse"}})",
      R"(time=2026-05-04T10:00:00Z level=error logger=orders msg="could not map the warehouse")",
      "2026-05-04 10:00:00 replication-job-42-attempt-0 source > ERROR could not map the warehouse");
  CHECK(message_of(line) == "could not map the warehouse");
}

TEST_CASE("what says what is wrong is no head, and a head alone is the message") {
  const auto row = GENERATE(values<HeadRow>({
      {"[API] Invalid API key", "[API] Invalid API key"},
      {"[Errno 111] Connection refused", "[Errno 111] Connection refused"},
      {"[SSL: CERTIFICATE_VERIFY_FAILED] it failed", "[SSL: CERTIFICATE_VERIFY_FAILED] it failed"},
      {"[object Object] is no order", "[object Object] is no order"},
      {"[ValueError] no number", "[ValueError] no number"},
      {"TypeError: x is undefined", "TypeError: x is undefined"},
      {"psycopg2.errors.UniqueViolation: a duplicate", "psycopg2.errors.UniqueViolation: a duplicate"},
      {"timeout: no answer", "timeout: no answer"},
      {"status=failed code=7", "status=failed code=7"},
      {"valid=no for it", "valid=no for it"},
      {"[orders]", "[orders]"},
      {"orders: ", "orders: "},
      {"a - b", "a - b"},
      {"[", "["},
      {"", ""},
  }));
  CHECK(without_head(row.message) == row.rest);
}

TEST_CASE("of several lines in one message the one that plain lines would show counts") {
  CHECK(
      message_of(
          R"({"level":"error","message":"Traceback (most recent call last):\n  File \"a.py\", line 7\nSyncError: no order\n"})") ==
      "SyncError: no order");
  CHECK(message_of(R"({"level":"error","message":"java.lang.Oops: no order\n\tat com.acme.Sync.run"})") ==
        "java.lang.Oops: no order");
}
