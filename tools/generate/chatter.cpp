#include "chatter.hpp"

#include "text.hpp"

#include <array>

namespace syncdx::generate {
namespace {

struct Decoy {
  Level level;
  std::string_view action;
  std::string_view form;
};

constexpr std::array<Decoy, 24> decoys{{
    {Level::info, "fetch", "no errors so far, {n} records read"},
    {Level::info, "fetch", "0 errors, 0 warnings in {stream}"},
    {Level::info, "save", "429 products updated, 503 variants left as they are"},
    {Level::info, "save", "batch of 401 records saved in 403 ms"},
    {Level::info, "fetch", "page 404 of 500 read"},
    {Level::info, "fetch", "order 429{n} fetched, total 500.00 USD"},
    {Level::debug, "connect", "retry policy: 429, 500 and 503 are repeated up to 5 times with growing pauses"},
    {Level::debug, "connect", "a call may take 60 s before it counts as timed out"},
    {Level::info, "map", "title 'Access Denied Hoodie' mapped to SKU {n}"},
    {Level::info, "map", "title 'Error 404 Mug (not found edition)' mapped to SKU {n}"},
    {Level::info, "connect", "token still valid for {n} s, no new one needed"},
    {Level::info, "connect", "no rate limit met in the last {n} calls"},
    {Level::info, "connect", "login works, no authentication error since the last session"},
    {Level::info, "save", "looked for duplicate records: none found"},
    {Level::warn, "map", "record {n} has no weight, the default is taken"},
    {Level::error, "metrics", "metrics could not be sent to 127.0.0.1:8125, they are dropped; the sync goes on"},
    {Level::error, "preview", "thumbnail of item {n} could not be made, it is left out; no effect on the sync"},
    {Level::info, "save", "error_count=0 failed=0 skipped={n}"},
    {Level::info, "fetch", "the answer took {n} ms, no timeout"},
    {Level::info, "health", "database ok, queue ok, last failure: never"},
    {Level::debug, "config", "on_error=continue max_failures=50 fail_fast=false"},
    {Level::info, "fetch", "customer note of order {n}: 'please do not deliver late again, it failed last time'"},
    {Level::debug, "connect", "permissions checked: nothing is missing"},
    {Level::info, "fetch", "the connection was not interrupted, cursor kept at {n}"},
}};

constexpr std::array<std::string_view, 4> pages_of{"/v2/", "/admin/api/2026-07/", "/orders/2026-01-01/",
                                                   "/services/rest/record/v1/"};

}  // namespace

std::uint64_t say_something(Random& random, const Scene& scene, Event& event) {
  event.kind = EventKind::entry;
  event.level = Level::info;
  event.status = 0;
  event.action = "fetch";
  std::string& text = event.text;
  text.clear();
  const std::uint64_t n = random.between(1, 99'999);
  switch (random.below(9)) {
    case 0:
      event.level = Level::debug;
      event.status = 200;
      append_all(text, "GET https://", scene.host, pages_of[static_cast<std::size_t>(scene.platform)], scene.stream,
                 "?page=", n % 400 + 1, " 200 OK in ", n % 900 + 40, " ms, request id ", random.next() >> 20U);
      return 0;
    case 1: {
      const std::uint64_t records = n % 250 + 1;
      append_all(text, "page read: ", records, " records of ", scene.stream, ", cursor ", random.next() >> 34U);
      return records;
    }
    case 2:
      event.action = "map";
      append_all(text, n % 250 + 1, " records of ", scene.stream, " mapped, ", n % 9, " unchanged");
      return 0;
    case 3:
      event.action = "save";
      append_all(text, n % 250 + 1, " records of ", scene.stream, " saved in ", n % 700 + 5, " ms");
      return 0;
    case 4:
      event.level = Level::debug;
      append_all(text, "checkpoint of ", scene.stream, " at cursor ", random.next() >> 34U, ", batch ", n);
      return 0;
    case 5:
      event.level = Level::debug;
      event.action = "map";
      append_all(text, "item ", random.next() >> 40U, " price ", n % 300, ".", n % 90 + 10, " USD quantity ", n % 40,
                 " warehouse EAST_01");
      return 0;
    case 6:
      event.level = Level::debug;
      append_all(text, "order ", random.next() >> 40U, " placed by customer ", n, ", ", n % 7 + 1, " lines, total ", n % 900,
                 ".", n % 90 + 10, " EUR, status paid");
      return 0;
    case 7:
      append_all(text, "progress of ", scene.stream, ": ", n % 100, " %, ", n, " records, ", n % 800 + 20, " records/s");
      return 0;
    default:
      event.level = Level::debug;
      event.action = "save";
      append_all(text, "upsert of ", n % 250 + 1, " rows into ", scene.stream, " done, transaction ", random.next() >> 30U);
      return 0;
  }
}

void say_decoy(Random& random, const Scene& scene, Event& event) {
  const Decoy& decoy = decoys[static_cast<std::size_t>(random.below(decoys.size()))];
  event.kind = EventKind::entry;
  event.level = decoy.level;
  event.action = decoy.action;
  event.status = 0;
  event.text.clear();
  fill(decoy.form, random, scene, {}, event.text);
}

void fill(std::string_view form, Random& random, const Scene& scene, std::string_view shop, std::string& out) {
  std::size_t from = 0;
  while (from < form.size()) {
    const std::size_t open = form.find('{', from);
    const std::size_t close = open == form.npos ? form.npos : form.find('}', open);
    if (close == form.npos) break;
    const std::string_view place = form.substr(open + 1, close - open - 1);
    out.append(form.substr(from, open - from));
    from = close + 1;
    if (place == "n") {
      append(out, random.between(1000, 99'999));
    } else if (place == "id") {
      constexpr std::string_view digits = "0123456789abcdef";
      for (int i = 0; i < 32; ++i) out += digits[static_cast<std::size_t>(random.below(16))];
    } else if (place == "shop") {
      out += shop;
    } else if (place == "host") {
      out += scene.host;
    } else if (place == "stream") {
      out += scene.stream;
    } else {
      out.append(form.substr(open, 1));  // a brace of the message itself
      from = open + 1;
    }
  }
  if (from < form.size()) out.append(form.substr(from));
}

}  // namespace syncdx::generate
