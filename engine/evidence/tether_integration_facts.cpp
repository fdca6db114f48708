// Facts that follow from an integration's settings. What is concluded from something missing in a list needs the list to be
// read whole; what is there counts in any case.
#include "evidence/fact_writer.hpp"
#include "evidence/tether_integration.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace syncdx::evidence {
namespace {

using std::chrono::days;
using std::chrono::sys_seconds;

constexpr days recent{7};

double days_between(sys_seconds from, sys_seconds to) { return static_cast<double>((to - from).count()) / 86400.0; }

void add_state(const Integration& integration, FactWriter& facts) {
  facts.add_text("integration.external_service", integration.service);
  facts.add_text("integration.status", integration.status);
  facts.add_known("integration.enabled", integration.enabled);
  facts.add_known("integration.dry_run", integration.dry_run);
  facts.add_seen("integration.error_message", !integration.error_message.empty(), integration.has_whole("integration"));
  facts.add_text("integration.exported_by_role", integration.exported_by_role);
}

void add_credentials(const Integration& integration, const Moments& moments, FactWriter& facts) {
  if (!integration.credentials) return;
  const auto& credentials = *integration.credentials;
  facts.add_text("credentials.method", credentials.method);
  facts.add_known("credentials.missing_fields", credentials.missing_fields);
  if (credentials.expires_at) {
    // What still fetches after that day was renewed, whatever the export says.
    const bool outlived = moments.last_fetch && *moments.last_fetch > *credentials.expires_at;
    facts.add("credentials.expired", *credentials.expires_at < moments.session && !outlived);
    facts.add("credentials.days_to_expiry", days_between(moments.snapshot, *credentials.expires_at));
  }
}

void add_history_window(const Integration& integration, const Moments& moments, FactWriter& facts) {
  if (integration.history_from) facts.add("history.from_days_ago", days_between(*integration.history_from, moments.snapshot));
  facts.add_known("history.days", integration.history_days);
}

bool holds_date(const std::string& field) {
  constexpr std::array<std::string_view, 6> words{"date", "created", "updated", "modified", "_at", "time"};
  return std::ranges::any_of(words, [&](std::string_view word) { return field.find(word) != std::string::npos; });
}

void add_filters(const Integration& integration, FactWriter& facts) {
  const bool whole = integration.has_whole("filters");
  const auto count = [&](auto&& fits) { return static_cast<std::size_t>(std::ranges::count_if(integration.filters, fits)); };
  const auto built_in = [](const Filter& filter) { return filter.origin == "built_in"; };
  facts.add_count("filters.count", integration.filters.size(), whole);
  facts.add_count("filters.user_count", count([&](const Filter& filter) { return !built_in(filter); }), whole);
  facts.add_seen("filters.financial_status_built_in",
                 count([&](const Filter& filter) { return built_in(filter) && filter.field == "financial_status"; }) > 0,
                 whole);
  facts.add_seen("filters.date_filter", count([&](const Filter& filter) { return holds_date(filter.field); }) > 0, whole);
}

void add_mappings(const Integration& integration, FactWriter& facts) {
  const bool whole = integration.has_whole("field_mappings");
  std::map<std::string, bool> has_key;  // by domain type
  std::map<std::pair<std::string, std::string>, std::size_t> targets;
  for (const auto& mapping : integration.mappings) {
    has_key[mapping.domain_type] |= mapping.unique_key.value_or(false);
    if (!mapping.target.empty()) ++targets[{mapping.domain_type, mapping.target}];
  }
  facts.add_count("mappings.count", integration.mappings.size(), whole);
  const auto doubled = std::ranges::count_if(targets, [](const auto& entry) { return entry.second > 1; });
  facts.add_count("mappings.duplicate_targets", static_cast<std::size_t>(doubled), whole);
  const bool all_keyed = std::ranges::all_of(has_key, [](const auto& entry) { return entry.second; });
  if (!has_key.empty() && (all_keyed || whole)) facts.add("mappings.unique_key_missing", !all_keyed);
}

// The ids of channels that this integration fills.
std::set<std::string> own_channels(const Integration& integration) {
  std::set<std::string> ids;
  for (const auto& channel : integration.channels) {
    if (integration.id.empty() || channel.integrations.contains(integration.id)) ids.insert(channel.id);
  }
  return ids;
}

void add_channels(const Integration& integration, FactWriter& facts) {
  const bool channels_whole = integration.has_whole("channels");
  const bool others_whole = channels_whole && integration.has_whole("other_integrations");
  const auto own = own_channels(integration);
  std::set<std::string> switched_off;
  bool same_channel = false;
  bool same_service = false;
  for (const auto& other : integration.others) {
    if (other.enabled == false) {
      switched_off.insert(other.id);
      continue;
    }
    same_channel |= std::ranges::any_of(other.channels, [&](const auto& id) { return own.contains(id); });
    same_service |= other.service == integration.service;
  }
  facts.add_seen("other_integrations.same_channel", same_channel, others_whole);
  facts.add_seen("other_integrations.same_service", same_service, integration.has_whole("other_integrations"));

  bool shared = same_channel;
  std::size_t inactive = 0;
  for (const auto& channel : integration.channels) {
    if (!own.contains(channel.id)) continue;
    inactive += channel.active == false;
    const auto filling =
        std::ranges::count_if(channel.integrations, [&](const auto& id) { return !switched_off.contains(id); });
    shared |= filling > 1;
  }
  facts.add_seen("channels.overlap", shared, channels_whole);
  facts.add_count("channels.inactive", inactive, channels_whole);
}

void add_capabilities(const Integration& integration, const std::string& session_domain, FactWriter& facts) {
  const bool whole = integration.has_whole("capabilities");
  const auto& names = integration.capabilities;
  facts.add_count("capabilities.count", names.size(), whole);
  const auto offered = [&](std::string_view fact, const std::string& name) {
    facts.add_seen(fact, names.contains(name), whole);
  };
  offered("capabilities.sales_orders", "sales_orders");
  offered("capabilities.products", "products");
  offered("capabilities.inventory", "warehouse_inventory");
  if (!session_domain.empty() && (names.contains(session_domain) || whole)) {
    facts.add("capabilities.session_domain_missing", !names.contains(session_domain));
  }
}

void add_changes(const Integration& integration, const Moments& moments, FactWriter& facts) {
  const bool whole = integration.has_whole("changes");
  const auto changed = [&](std::string_view fact, std::string_view word) {
    const bool seen = std::ranges::any_of(integration.changes, [&](const Change& change) {
      const bool in_time = change.at <= moments.first_bad && change.at >= moments.first_bad - recent;
      return in_time && change.what.find(word) != std::string::npos;
    });
    facts.add_seen(fact, seen, whole);
  };
  changed("changes.capabilities_recent", "capabilit");
  changed("changes.credentials_recent", "credential");
  changed("changes.filter_recent", "filter");
  changed("changes.mapping_recent", "mapping");
  changed("changes.schedule_recent", "schedule");
}

}  // namespace

void add_integration_facts(const Integration& integration, const Moments& moments, const std::string& session_domain,
                           Facts& all) {
  FactWriter facts(integration.document, all);
  add_state(integration, facts);
  add_credentials(integration, moments, facts);
  add_history_window(integration, moments, facts);
  add_filters(integration, facts);
  add_mappings(integration, facts);
  add_channels(integration, facts);
  add_capabilities(integration, session_domain, facts);
  add_changes(integration, moments, facts);
  if (integration.service == "amazon") {
    if (integration.marketplaces) facts.add("amazon.marketplaces_empty", *integration.marketplaces == 0.0);
    facts.add_known("amazon.fba", integration.fba);
  }
}

}  // namespace syncdx::evidence
