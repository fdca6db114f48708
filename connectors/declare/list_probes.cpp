#include "declare/list_probes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncdx::connect {

std::string endpoint_of(const ProbeSpec& probe) {
  if (!probe.answer_of.empty()) return fmt::format("the answer of {}", probe.answer_of);
  if (!probe.location.empty()) return fmt::format("{}, a file or an address", probe.location);
  return fmt::format("{} {}", probe.graphql.empty() ? probe.method : "POST query", probe.path);
}

std::string list_json(const Connector& connector) {
  auto probes = nlohmann::ordered_json::array();
  for (const auto& probe : connector.probes) {
    probes.push_back({{"probe", probe.id},
                      {"title", probe.title},
                      {"purpose", probe.purpose},
                      {"endpoint", endpoint_of(probe)},
                      {"needs", probe.needs},
                      {"anonymous", probe.anonymous},
                      {"least_calls", probe.cost},
                      {"most_calls", most_calls(probe)},
                      {"after", probe.after},
                      {"unless_passed", probe.unless_passed},
                      {"uses", probe.uses},
                      {"guide", probe.guide}});
  }
  const nlohmann::ordered_json document{
      {"schema", 1}, {"platform", connector.platform}, {"title", connector.title}, {"probes", std::move(probes)}};
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace syncdx::connect
