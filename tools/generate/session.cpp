#include "session.hpp"

#include "chatter.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace syncdx::generate {
namespace {

constexpr std::array<std::string_view, 3> streams{"orders", "products", "inventory"};
constexpr std::array<std::string_view, 3> domains{"sales_orders", "products", "warehouse_inventory"};
constexpr double decoy_share = 0.03;
constexpr std::uint32_t opening_lines = 4;

// Errors that sessions survive.
constexpr std::array<std::string_view, 4> survivable{"rate_limited", "platform_down", "slow_answers", "platform_fault"};

std::string shop_of(const SessionPlan& plan) {
  const std::uint64_t number = plan.integration + 1;
  switch (plan.platform) {
    case Platform::shopify:
      return joined("example-shop-", number);
    case Platform::netsuite:
      return joined(1'000'000 + number, "-sb1");
    case Platform::amazon:
      return joined("seller-", number);
    case Platform::any:
      break;
  }
  return joined("tenant-", number);
}

std::string host_of(Platform platform, std::string_view shop) {
  switch (platform) {
    case Platform::shopify:
      return joined(shop, ".myshopify.com");
    case Platform::netsuite:
      return joined(shop, ".suitetalk.api.netsuite.com");
    case Platform::amazon:
      return "sellingpartnerapi-na.amazon.com";
    case Platform::any:
      break;
  }
  return joined(shop, ".erp.example");
}

std::string id_of(const SessionPlan& plan) {
  if (plan.format == Format::airbyte) return joined("replication-job-", plan.index + 1, "-attempt-0");
  std::string digits = joined(plan.index + 1);
  return joined("ex-", std::string(digits.size() < 9 ? 9 - digits.size() : 0, '0'), digits);
}

}  // namespace

std::string_view name_of(Format format) noexcept {
  constexpr std::array<std::string_view, format_count> names{"plain", "json", "logfmt", "airbyte", "tether"};
  return names[static_cast<std::size_t>(format)];
}

std::string_view name_of(Outcome outcome) noexcept {
  constexpr std::array<std::string_view, 3> names{"completed", "completed_with_errors", "failed"};
  return names[static_cast<std::size_t>(outcome)];
}

Session::Session(const SessionPlan& plan, std::uint64_t seed)
    : plan_(plan),
      random_(mixed_seed(seed, plan.index)),
      id_(id_of(plan)),
      shop_(shop_of(plan)),
      host_(host_of(plan.platform, shop_)) {
  stream_ = static_cast<std::uint32_t>(random_.below(streams.size()));
  const std::uint32_t body = plan.lines - opening_lines;
  if (plan.fault != nullptr) {
    const bool at_start = plan.fault->course == Course::refused_at_start;
    fault_line_ = opening_lines + (at_start ? 0 : static_cast<std::uint32_t>(random_.between(body / 4, body - 1)));
  }
  if (plan.recovers) recovery_line_ = opening_lines + static_cast<std::uint32_t>(random_.below(body / 4 + 1));
  opening();
}

std::string_view Session::stream() const noexcept { return streams[stream_]; }
std::string_view Session::domain() const noexcept { return domains[stream_]; }

Outcome Session::outcome() const noexcept {
  if (plan_.fault == nullptr) return Outcome::completed;
  return plan_.fault->course == Course::per_record ? Outcome::completed_with_errors : Outcome::failed;
}

bool Session::next(Event& event) {
  if (pending_.empty() && over_) return false;
  if (pending_.empty() && plan_.fault != nullptr && line_ == fault_line_) plant();
  if (pending_.empty() && plan_.recovers && line_ == recovery_line_ && recovered_.empty()) recover();
  if (pending_.empty() && line_ >= plan_.lines) closing();
  if (!pending_.empty()) {
    std::swap(event, pending_.front());
    pending_.pop_front();
  } else if (const Scene scene{host_, stream(), plan_.platform}; random_.chance(decoy_share)) {
    say_decoy(random_, scene, event);
  } else {
    fetched_ += say_something(random_, scene, event);
  }
  if (event.kind != EventKind::end && pending_.empty()) ++line_;
  return true;
}

void Session::add(Level level, std::string_view action, std::string text, int status) {
  pending_.push_back({.level = level, .action = action, .status = status, .text = std::move(text)});
}

std::string Session::filled(std::string_view form) {
  std::string out;
  fill(form, random_, {host_, stream(), plan_.platform}, shop_, out);
  return out;
}

void Session::opening() {
  pending_.push_back({.kind = EventKind::start,
                      .action = "session",
                      .text = joined("sync session ", id_, " started (integration int-", plan_.integration + 1, ", host ",
                                     host_, ", domain ", domain(), ", trigger scheduled, mode incremental)")});
  add(Level::debug, "config", joined("host=", host_, " page_size=250 max_attempts=5 timeout=60"));
  if (plan_.fault == nullptr || plan_.fault->course != Course::refused_at_start) {
    add(Level::info, "connect", joined("connected to ", host_, " as ", shop_), 200);
  }
  line_ = opening_lines - 1;
}

// Says what was answered. The platform's words stand as they are, in one of several usual surroundings.
void Session::add_answer(const Answer& answer, Level level) {
  const std::string call = answer.call.empty() ? joined("call for ", stream()) : filled(answer.call);
  const std::string message = filled(answer.message);
  const std::string answered = answer.status != 0 ? joined(" answered ", answer.status) : std::string{" failed"};
  switch (random_.below(3)) {
    case 0:
      add(level, "fetch", joined(call, answered, ": ", message), answer.status);
      break;
    case 1:
      add(level, "fetch", joined(call, answered), answer.status);
      add(level, "fetch", joined(answer.status != 0 ? "response body: " : "message: ", message));
      break;
    default:
      add(level, "fetch", joined("platform says: ", message, " (", call, answered, ")"), answer.status);
      break;
  }
  if (!answer.thrown.empty()) add(level, "fetch", filled(answer.thrown));
}

void Session::plant() { plan_.fault->course == Course::per_record ? plant_records() : plant_refusal(); }

void Session::plant_refusal() {
  const bool repeated = plan_.fault->course == Course::gives_up;
  const std::uint64_t attempts = repeated ? 5 : random_.between(1, 2);
  for (std::uint64_t attempt = 1; attempt <= attempts; ++attempt) {
    add_answer(*plan_.answer, repeated && attempt < attempts ? Level::warn : Level::error);
    if (attempt == attempts) break;
    add(Level::info, "fetch",
        joined("attempt ", attempt, " of ", attempts, " did not work, next one in ", 1U << attempt, " s"));
  }
  if (random_.chance(0.3)) {
    add(Level::error, "fetch",
        joined("Traceback (most recent call last):\n  File \"/app/sync/run.py\", line ", random_.between(40, 400),
               ", in read\n    page = ", "client.page(stream, cursor)\n  File \"/app/sync/client.py\", line ",
               random_.between(40, 400), ", in page\n    raise ", "SyncError(answer)\nsync.client.SyncError: ", stream(),
               " cannot be read"));
  }
  add(Level::error, "session",
      joined("reading of ", stream(), " ends after ", attempts, attempts == 1 ? " attempt" : " attempts"));
  closing();
}

void Session::plant_records() {
  const std::uint64_t count = random_.between(3, 25);
  for (std::uint64_t i = 0; i < count; ++i) {
    ++failed_;
    const std::uint64_t id = random_.between(100'000, 999'999);
    const std::string call = plan_.answer->call.empty() ? std::string{} : joined(" (", filled(plan_.answer->call), ")");
    pending_.push_back({.kind = EventKind::record,
                        .level = Level::error,
                        .action = "save",
                        .status = plan_.answer->status,
                        .external_id = id,
                        .text = joined("record ", id, " of ", stream(), " failed", call, ": ", filled(plan_.answer->message))});
  }
  fault_line_ = 0;  // once
}

void Session::recover() {
  const std::string_view kind = random_.pick(survivable);
  const auto fault = std::ranges::find(all_faults(), kind, &Fault::kind);
  const auto answers = answers_of(*fault, plan_.platform);
  recovered_ = "none";
  // A session must not survive what it is to fail of: the truth would be blurred.
  if (answers.empty() || &*fault == plan_.fault) return;
  recovered_ = kind;
  add_answer(*random_.pick(answers), Level::warn);
  const std::uint64_t pause = random_.between(2, 8);
  add(Level::warn, "fetch", joined("retrying in ", pause, " s (attempt 2 of 5)"));
  add(Level::info, "fetch", joined("attempt 2 succeeded, 200 OK, going on with ", stream()), 200);
}

void Session::closing() {
  over_ = true;
  const Outcome how = outcome();
  if (how == Outcome::completed && fetched_ == 0) {  // a session that finds nothing is another matter
    fetched_ = random_.between(1, 250);
    add(Level::info, "fetch", joined("page read: ", fetched_, " records of ", stream(), ", last one"));
  }
  std::string text = joined("sync session ", id_, " ");
  if (how == Outcome::completed) append_all(text, "completed: ", fetched_, " records fetched, 0 failed");
  if (how == Outcome::completed_with_errors) {
    append_all(text, "completed with errors: ", fetched_ + failed_, " records fetched, ", failed_, " failed");
  }
  if (how == Outcome::failed) append_all(text, "failed: ", fetched_, " records fetched before the failure");
  pending_.push_back({.kind = EventKind::end,
                      .level = how == Outcome::failed ? Level::error : Level::info,
                      .action = "session",
                      .text = std::move(text)});
}

}  // namespace syncdx::generate
