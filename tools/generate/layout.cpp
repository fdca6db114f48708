#include "layout.hpp"

#include <array>
#include <string_view>

namespace syncdx::generate {
namespace {

constexpr std::array<std::string_view, 4> upper_levels{"DEBUG", "INFO", "WARN", "ERROR"};
constexpr std::array<std::string_view, 4> lower_levels{"debug", "info", "warn", "error"};

std::string_view upper(Level level) { return upper_levels[static_cast<std::size_t>(level)]; }
std::string_view lower(Level level) { return lower_levels[static_cast<std::size_t>(level)]; }

}  // namespace

void Layout::write(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  switch (session.plan().format) {
    case Format::plain:
      return plain(session, event, microseconds, out);
    case Format::json:
      return json(session, event, microseconds, out);
    case Format::logfmt:
      return logfmt(session, event, microseconds, out);
    case Format::airbyte:
      return airbyte(session, event, microseconds, out);
    case Format::tether:
      return tether(session, event, microseconds, out);
  }
}

void Layout::plain(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  time_.append_milliseconds(out, microseconds, ' ', ',');
  append_all(out, " ", upper(event.level), " [", session.id(), "] [", event.action, "] ", event.text, "\n");
}

void Layout::json(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  out += R"({"time":")";
  time_.append_milliseconds(out, microseconds, 'T', '.');
  append_all(out, R"(Z","level":")", lower(event.level), R"(","session_id":")", session.id(), R"(","logger":")", event.action);
  if (event.status != 0) append_all(out, R"(","http_status":)", event.status, R"(,"message":")");
  if (event.status == 0) append(out, R"(","message":")");
  append_escaped(out, event.text);
  out += "\"}\n";
}

void Layout::logfmt(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  out += "time=";
  time_.append_milliseconds(out, microseconds, 'T', '.');
  append_all(out, "Z level=", lower(event.level), " session_id=", session.id(), " logger=", event.action);
  if (event.status != 0) append_all(out, " status=", event.status);
  out += " msg=\"";
  append_escaped(out, event.text);
  out += "\"\n";
}

void Layout::airbyte(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  time_.append_seconds(out, microseconds, ' ');
  const std::string_view part = event.action == "save"      ? " destination > "
                                : event.action == "session" ? " platform > "
                                                            : " source > ";
  append_all(out, " ", session.id(), part, upper(event.level), " ", event.text, "\n");
}

void Layout::tether(const Session& session, const Event& event, std::uint64_t microseconds, std::string& out) {
  if (event.kind == EventKind::end) return tether_end(session, microseconds, out);
  if (event.kind == EventKind::start) {
    append_all(out, R"({"format": "tether-session-log", "version": 1, "session_id": ")", session.id(), R"(", "domain_type": ")",
               session.domain(), R"(", "started_at": ")");
    time_.append_seconds(out, microseconds, 'T');
    out += "Z\"}\n";
    return;
  }
  const bool record = event.kind == EventKind::record;
  append_all(out, R"({"kind": ")", record ? "item" : "entry", R"(", "session_id": ")", session.id(),
             record ? R"(", "fetched_at": ")" : R"(", "timestamp": ")");
  time_.append_milliseconds(out, microseconds, 'T', '.');
  if (record) {
    append_all(out, R"(Z", "domain_type": ")", session.domain(), R"(", "external_id": ")", event.external_id,
               R"(", "sync_status": "failed", "records": 1, "error_message": ")");
  } else {
    append_all(out, R"(Z", "action": ")", event.action, R"(", "record": null, "result": ")",
               event.level == Level::error || (event.level == Level::warn && event.action == "fetch") ? "error" : "success");
    if (event.status != 0) append_all(out, R"(", "http_status": )", event.status, R"(, "message": ")");
    if (event.status == 0) append(out, R"(", "message": ")");
  }
  append_escaped(out, event.text);
  out += "\"}\n";
}

void Layout::tether_end(const Session& session, std::uint64_t microseconds, std::string& out) {
  append_all(out, R"({"kind": "end", "session_id": ")", session.id(), R"(", "completed_at": ")");
  time_.append_seconds(out, microseconds, 'T');
  append_all(out, R"(Z", "status": ")", name_of(session.outcome()), R"(", "records_fetched": )",
             session.fetched() + session.failed(), R"(, "statistics": {"success": )", session.fetched(), R"(, "failed": )",
             session.failed(), R"(, "skipped": 0}})", "\n");
}

}  // namespace syncdx::generate
