#include "observe/observation.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace syncdx::connect {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t max_bytes = std::size_t{16} << 20U;
constexpr std::size_t max_observations = 10'000;
std::optional<Outcome> outcome_of(std::string_view name) {
  for (const auto outcome : {Outcome::pass, Outcome::fail, Outcome::error, Outcome::skipped}) {
    if (name_of(outcome) == name) return outcome;
  }
  return std::nullopt;
}

Json json_of(const Observation& observation) {
  Json facts = Json::object();
  for (const auto& fact : observation.facts) {
    std::visit([&](const auto& value) { facts[fact.name] = value; }, fact.value);
  }
  return {{"probe", observation.probe},
          {"title", observation.title},
          {"outcome", name_of(observation.outcome)},
          {"reason", observation.reason},
          {"milliseconds", observation.milliseconds},
          {"calls", observation.calls},
          {"facts", std::move(facts)},
          {"message", observation.message},
          {"document", observation.document}};
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

std::optional<Observation> observation_of(const Json& object) {
  if (!object.is_object()) return std::nullopt;
  const auto outcome = outcome_of(text_of(object, "outcome"));
  Observation observation{.probe = text_of(object, "probe"), .title = text_of(object, "title")};
  if (!outcome || observation.probe.empty()) return std::nullopt;
  observation.outcome = *outcome;
  observation.reason = text_of(object, "reason");
  observation.milliseconds = number_of(object, "milliseconds");
  observation.calls = static_cast<std::size_t>(std::max(0.0, std::min(1e6, number_of(object, "calls"))));
  observation.message = text_of(object, "message");
  observation.document = text_of(object, "document");
  const auto facts = object.find("facts");
  if (facts == object.end() || !facts->is_object()) return observation;
  for (const auto& [name, value] : facts->items()) {
    if (value.is_boolean()) observation.facts.push_back({name, value.get<bool>()});
    if (value.is_number()) observation.facts.push_back({name, value.get<double>()});
    if (value.is_string()) observation.facts.push_back({name, value.get<std::string>()});
  }
  return observation;
}

Diagnostic no_recording(const std::string& name, std::string why) {
  return {.code = "P012",
          .message = fmt::format("'{}' is no recording of probes: {}", name, why),
          .help = "make one with: syncdx probe NAME --record FILE"};
}

}  // namespace

std::string to_json(const Recording& recording) {
  Json observations = Json::array();
  for (const auto& observation : recording.observations) observations.push_back(json_of(observation));
  const Json root{{"format", "syncdx-probes"},
                  {"version", 1},
                  {"connection", recording.connection},
                  {"platform", recording.platform},
                  {"taken_at", recording.taken_at},
                  {"milliseconds", recording.milliseconds},
                  {"observations", std::move(observations)}};
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Recording> read_recording(const std::string& name, std::string_view text) {
  if (text.size() > max_bytes) return fail(no_recording(name, "it is too large"));
  const auto shallow = [](int level, Json::parse_event_t, Json&) { return level < 32; };  // what is deeper is left out
  const auto root = Json::parse(text, shallow, false);
  if (root.is_discarded() || !root.is_object()) return fail(no_recording(name, "it is not JSON"));
  if (text_of(root, "format") != "syncdx-probes") return fail(no_recording(name, "its format is not syncdx-probes"));
  if (number_of(root, "version") != 1) return fail(no_recording(name, "only version 1 is known"));
  Recording recording{.connection = text_of(root, "connection"),
                      .platform = text_of(root, "platform"),
                      .taken_at = text_of(root, "taken_at"),
                      .milliseconds = number_of(root, "milliseconds")};
  const auto list = root.find("observations");
  if (list == root.end() || !list->is_array()) return fail(no_recording(name, "it has no observations"));
  if (list->size() > max_observations) return fail(no_recording(name, "it has too many observations"));
  for (const auto& item : *list) {
    auto observation = observation_of(item);
    if (!observation) return fail(no_recording(name, "an observation has no probe or outcome"));
    recording.observations.push_back(std::move(*observation));
  }
  return recording;
}

}  // namespace syncdx::connect
