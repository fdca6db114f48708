#include "evidence/tether_integration.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace syncdx::evidence {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> service_names{{{"amazonsellercentral", "amazon"},
                                                                                       {"amazonseller", "amazon"},
                                                                                       {"amazonspapi", "amazon"},
                                                                                       {"amazonfba", "amazon"},
                                                                                       {"oraclenetsuite", "netsuite"},
                                                                                       {"netsuite", "netsuite"},
                                                                                       {"netsuiteerp", "netsuite"},
                                                                                       {"shopifyplus", "shopify"},
                                                                                       {"bigquery", "bigquery"},
                                                                                       {"googlebigquery", "bigquery"},
                                                                                       {"amazonredshift", "redshift"},
                                                                                       {"trackstar", "trackstar"}}};

constexpr std::array<std::string_view, 4> status_names{"connected", "paused", "error", "disconnected"};

std::string service_name(const std::string& text) {
  const auto found = std::ranges::find(service_names, plain_form(text), [](const auto& entry) { return entry.first; });
  return found != service_names.end() ? std::string(found->second) : snake_form(text);
}

std::set<std::string> as_set(std::optional<std::vector<std::string>> texts) {
  if (!texts) return {};
  return {texts->begin(), texts->end()};
}

std::set<std::string> snake_set(std::optional<std::vector<std::string>> texts) {
  std::set<std::string> names;
  if (texts) {
    for (const auto& text : *texts) names.insert(snake_form(text));
  }
  return names;
}

// Paused means not enabled, Connected means enabled; not enabled and no status means paused. Enabled alone is no Connected.
void read_state(ObjectReader& reader, NoteList& notes, Integration& integration) {
  integration.enabled = reader.boolean("enabled");
  integration.dry_run = reader.boolean("dry_run");
  integration.status = snake_form(reader.text("status").value_or(""));
  if (!integration.status.empty() && std::ranges::find(status_names, integration.status) == status_names.end()) {
    notes.add("X008", fmt::format("integration status '{}' is not known; it is kept as it stands", integration.status));
  }
  if (integration.status == "paused" && integration.enabled == true) {
    notes.add("X009", "the integration is called both paused and enabled; it is taken as paused");
  }
  if (integration.status == "paused") integration.enabled = false;
  if (integration.status == "connected" && !integration.enabled) integration.enabled = true;
  if (integration.status.empty() && integration.enabled == false) integration.status = "paused";
}

void read_schedule(ObjectReader& reader, NoteList& notes, Integration& integration) {
  integration.last_sync = reader.time("last_sync");
  integration.next_sync = reader.time("next_sync");
  const auto* object = reader.object("schedule");
  if (object == nullptr) return;
  ObjectReader schedule(*object, "integration.schedule", notes);
  integration.schedule = Schedule{.cron = schedule.text("cron").value_or(""),
                                  .timezone = schedule.text("timezone").value_or(""),
                                  .frequency = snake_form(schedule.text("frequency").value_or(""))};
  schedule.finish();
}

void read_lists(ObjectReader& reader, NoteList& notes, Integration& integration) {
  integration.capabilities = snake_set(reader.texts("capabilities"));
  for (const auto* entry : reader.objects("filters")) {
    ObjectReader filter(*entry, "integration.filters[]", notes);
    filter.pass_over({"op", "value"});
    integration.filters.push_back({.domain_type = snake_form(filter.text("domain_type").value_or("")),
                                   .field = snake_form(filter.text("field").value_or("")),
                                   .origin = snake_form(filter.text("origin").value_or(""))});
    filter.finish();
  }
  for (const auto* entry : reader.objects("field_mappings")) {
    ObjectReader mapping(*entry, "integration.field_mappings[]", notes);
    mapping.pass_over({"external_field"});
    integration.mappings.push_back({.domain_type = snake_form(mapping.text("domain_type").value_or("")),
                                    .target = plain_form(mapping.text("tether_field").value_or("")),
                                    .unique_key = mapping.boolean("unique_key")});
    mapping.finish();
  }
}

void read_credentials(ObjectReader& reader, NoteList& notes, Integration& integration) {
  const auto* object = reader.object("credentials");
  if (object == nullptr) return;
  ObjectReader credentials(*object, "integration.credentials", notes);
  Credentials read{.method = snake_form(credentials.text("method").value_or("")),
                   .authorized_at = credentials.time("authorized_at"),
                   .expires_at = credentials.time("expires_at")};
  for (const auto* entry : credentials.objects("fields")) {
    ObjectReader field(*entry, "integration.credentials.fields[]", notes);
    field.pass_over({"name", "value", "secret"});
    if (const auto present = field.boolean("present"))
      read.missing_fields = read.missing_fields.value_or(0) + (*present ? 0 : 1);
    field.finish();
  }
  credentials.finish();
  integration.credentials = std::move(read);
}

void read_history_and_platform(ObjectReader& reader, NoteList& notes, Integration& integration) {
  if (const auto* object = reader.object("historical_data")) {
    ObjectReader history(*object, "integration.historical_data", notes);
    integration.history_from = history.time("from");
    integration.history_days = history.number("days");
    history.finish();
  }
  if (const auto* object = reader.object("platform_settings")) {
    ObjectReader settings(*object, "integration.platform_settings", notes);
    if (const auto marketplaces = settings.texts("marketplaces")) {
      integration.marketplaces = static_cast<double>(marketplaces->size());
    }
    integration.fba = settings.boolean("fba");
    settings.finish();
  }
}

void read_channels(ObjectReader& root, NoteList& notes, Integration& integration) {
  for (const auto* entry : root.objects("channels")) {
    ObjectReader channel(*entry, "channels[]", notes);
    channel.pass_over({"name", "type", "external_id", "currency", "order_counts"});
    integration.channels.push_back({.id = channel.text("id").value_or(""),
                                    .active = channel.boolean("is_active"),
                                    .integrations = as_set(channel.texts("integration_ids"))});
    channel.finish();
  }
  for (const auto* entry : root.objects("other_integrations")) {
    ObjectReader other(*entry, "other_integrations[]", notes);
    other.pass_over({"name"});
    integration.others.push_back({.id = other.text("id").value_or(""),
                                  .service = service_name(other.text("external_service").value_or("")),
                                  .enabled = other.boolean("enabled"),
                                  .channels = as_set(other.texts("channel_ids")),
                                  .capabilities = snake_set(other.texts("capabilities"))});
    other.finish();
  }
}

void read_alerts(ObjectReader& root, NoteList& notes, Integration& integration) {
  for (const auto* entry : root.objects("alerts")) {
    ObjectReader alert(*entry, "alerts[]", notes);
    const auto kind = plain_form(alert.text("kind").value_or(""));
    const auto limit = alert.number("limit");
    if (kind == "errorthreshold")
      integration.error_limit = limit;
    else if (kind == "syncdelayed")
      integration.delay_limit = limit;
    else if (kind == "datadiscrepancy")
      integration.discrepancy_limit = limit;
    else if (kind != "syncfailed")
      notes.add("X008", "an alert's kind is not known; it is ignored");
    alert.finish();
  }
}

void read_changes(ObjectReader& root, NoteList& notes, Integration& integration) {
  for (const auto* entry : root.objects("changes")) {
    ObjectReader change(*entry, "changes[]", notes);
    change.pass_over({"actor_role", "from", "to"});
    const auto at = change.time("at");
    const auto what = change.text("what");
    if (at && what) integration.changes.push_back({*at, plain_form(*what)});
    change.finish();
  }
  if (const auto* object = root.object("answers")) {
    ObjectReader answers(*object, "answers", notes);
    answers.pass_over({"tried"});
    integration.trouble_since = answers.time("since");
    answers.finish();
  }
}

}  // namespace

Result<Integration> read_integration(const JsonDocument& document, std::vector<Diagnostic>& notes) {
  NoteList list(document.name, notes);
  ObjectReader root(*document.root, "export", list);
  root.pass_over({"format", "version", "warehouses"});
  Integration integration;
  integration.document = document.name;
  for (auto& part : snake_set(root.texts("complete"))) integration.whole.insert(part);
  integration.exported_at = root.time("exported_at");
  integration.exported_by_role = snake_form(root.text("exported_by_role").value_or(""));
  const auto* object = root.object("integration");
  static const nlohmann::json nothing = nlohmann::json::object();
  ObjectReader reader(object == nullptr ? nothing : *object, "integration", list);
  reader.pass_over({"name", "sync_direction"});
  integration.created_at = reader.time("created_at");
  const auto service = reader.text("external_service");
  if (!service || service->empty()) {
    return fail({.code = "X005",
                 .message = "the export does not say integration.external_service",
                 .where = {.path = document.name},
                 .help = "add the service's name, such as \"external_service\": \"shopify\""});
  }
  integration.service = service_name(*service);
  integration.id = reader.text("id").value_or("");
  integration.error_message = reader.text("error_message").value_or("");
  read_state(reader, list, integration);
  read_schedule(reader, list, integration);
  read_lists(reader, list, integration);
  read_credentials(reader, list, integration);
  read_history_and_platform(reader, list, integration);
  read_channels(root, list, integration);
  read_alerts(root, list, integration);
  read_changes(root, list, integration);
  reader.finish();
  root.finish();
  return integration;
}

}  // namespace syncdx::evidence
