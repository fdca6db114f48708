#include "declare/read_probe.hpp"

#include "declare/connector_codes.hpp"

#include <re2/re2.h>

#include <array>
#include <utility>

namespace syncdx::connect {
namespace {

std::string pointer(YamlReader& reader, const YamlNode& node, std::string text) {
  if (!text.empty() && text.front() != '/')
    reader.bad_value(node.where, fmt::format("'{}' is no JSON pointer: it begins with /", text));
  return text;
}

constexpr auto ways = std::to_array<std::pair<const char*, Extraction>>({{"value", Extraction::value},
                                                                         {"number", Extraction::number},
                                                                         {"exists", Extraction::exists},
                                                                         {"count", Extraction::count},
                                                                         {"any", Extraction::any},
                                                                         {"missing", Extraction::missing},
                                                                         {"age", Extraction::age},
                                                                         {"equals", Extraction::equals},
                                                                         {"sum", Extraction::sum},
                                                                         {"repeated", Extraction::repeated},
                                                                         {"header", Extraction::header}});

// How the fact is found, and where. Returns how many ways were named.
int read_way(YamlReader& reader, const YamlNode& node, FactRule& fact) {
  int found = 0;
  for (const auto& [key, way] : ways) {
    const auto* value = node.find(key);
    if (value == nullptr) continue;
    ++found;
    fact.how = way;
    fact.at = reader.text(*value, std::string_view(key));
    if (way != Extraction::header) fact.at = pointer(reader, *value, std::move(fact.at));
  }
  const auto* ratio = node.find("ratio");
  if (ratio == nullptr) return found;
  fact.how = Extraction::ratio;
  const auto both = reader.words(node, "ratio");
  if (both.size() == 2) {
    fact.at = pointer(reader, *ratio, both[0]);
    fact.by = pointer(reader, *ratio, both[1]);
  } else {
    reader.bad_value(ratio->where, "a ratio needs two JSON pointers");
  }
  return found + 1;
}

FactRule read_fact(YamlReader& reader, const std::string& name, const YamlNode& node, const Connector& connector) {
  FactRule fact{.name = name};
  if (node.kind == YamlNode::Kind::scalar) {
    fact.at = pointer(reader, node, node.text);
    return fact;
  }
  std::vector<std::string> known{"ratio", "field", "of", "where", "grants"};
  for (const auto& [key, way] : ways) known.emplace_back(key);
  if (!reader.is_map(node, fmt::format("the fact '{}'", name), known)) return fact;
  if (read_way(reader, node, fact) != 1)
    reader.bad_value(node.where, fmt::format("the fact '{}' needs exactly one way to be found", name));
  fact.field = reader.text(node, "field");
  fact.of = reader.text(node, "of");
  fact.where = pairs_of(reader, node, "where");
  fact.grants = reader.text(node, "grants");
  if (node.find("grants") != nullptr) check_pattern(reader, node, "grants", fact.grants);
  const bool needs_field = fact.how == Extraction::missing || fact.how == Extraction::equals || !fact.of.empty();
  if (needs_field && std::ranges::find(connector.account, fact.of, &AccountField::name) == connector.account.end()) {
    reader.bad_value(node.where, fmt::format("the fact '{}' names no account field (`of:`)", name));
  }
  return fact;
}

std::optional<Paging> read_paging(YamlReader& reader, const YamlNode& probe) {
  constexpr double most_pages = 20;
  const auto* node = probe.find("pages");
  if (node == nullptr) return std::nullopt;
  if (!reader.is_map(*node, "pages", {"list", "more", "next", "into", "step", "most"}, {"list", "into"})) return std::nullopt;
  Paging paging{.list = pointer(reader, *node, reader.text(*node, "list")),
                .more = pointer(reader, *node, reader.text(*node, "more")),
                .next = pointer(reader, *node, reader.text(*node, "next")),
                .into = reader.text(*node, "into")};
  paging.step = static_cast<std::size_t>(std::clamp(reader.number(*node, "step", 0), 0.0, 100'000.0));
  paging.most = static_cast<std::size_t>(std::clamp(reader.number(*node, "most", 4), 1.0, most_pages));
  if (paging.next.empty() && (paging.step == 0 || paging.more.empty()))
    reader.bad_value(node->where, "pages need `next`, or `more` and `step`");
  return paging;
}

// Probes must not write. GET and HEAD do not; a POST only as a GraphQL query or as SQL that selects.
void check_reads_only(YamlReader& reader, const ProbeSpec& probe, const YamlNode& node) {
  const auto* where = node.find(probe.graphql.empty() ? "method" : "graphql");
  static const RE2 writes(R"((?i)\b(?:mutation|subscription)\b)");
  if (!probe.graphql.empty()) {
    if (RE2::PartialMatch(probe.graphql, writes)) {
      reader.error("P010", where->where, fmt::format("the probe '{}' holds a GraphQL operation that is no query", probe.id),
                   "probes only read");
    }
    return;
  }
  static const RE2 selects(R"((?i)^\s*\{\s*"q"\s*:\s*"\s*select\b)");
  if (probe.method == "GET" || probe.method == "HEAD") return;
  if (probe.method == "POST" && RE2::PartialMatch(probe.body, selects)) return;
  reader.error("P010", where == nullptr ? node.where : where->where,
               fmt::format("the probe '{}' uses {}: probes only read", probe.id, probe.method),
               "GET, HEAD, a GraphQL query, or a POST of {\"q\": \"SELECT …\"}");
}

void read_request(YamlReader& reader, const YamlNode& node, ProbeSpec& probe) {
  if (node.find("method") != nullptr) probe.method = reader.text(node, "method");
  probe.path = reader.text(node, "path");
  probe.base_url = reader.text(node, "base_url");
  probe.location = reader.text(node, "location");
  probe.query = pairs_of(reader, node, "query");
  probe.headers = pairs_of(reader, node, "headers");
  probe.body = reader.text(node, "body");
  probe.graphql = reader.text(node, "graphql");
  probe.variables = pairs_of(reader, node, "variables");
  probe.with = pairs_of(reader, node, "with");
  probe.pages = read_paging(reader, node);
}

}  // namespace

std::vector<const YamlNode*> items_of(YamlReader& reader, const YamlNode& map, const char* key) {
  std::vector<const YamlNode*> result;
  const auto* list = map.find(key);
  if (list == nullptr || !reader.is_list(*list, key)) return result;
  for (const auto& item : list->items) result.push_back(&item);
  return result;
}

Pairs pairs_of(YamlReader& reader, const YamlNode& map, const char* key) {
  Pairs result;
  const auto* value = map.find(key);
  if (value == nullptr) return result;
  if (value->kind != YamlNode::Kind::map) {
    reader.error(connector_codes.wrong_kind, value->where, fmt::format("{} must be a map of texts", key));
    return result;
  }
  for (const auto& [name, text] : value->entries)
    result.emplace_back(name.text, reader.text(text, std::string_view(name.text)));
  return result;
}

void check_pattern(YamlReader& reader, const YamlNode& map, const char* key, const std::string& regex) {
  const RE2 compiled(regex, RE2::Quiet);
  if (!compiled.ok()) reader.bad_value(map.find(key)->where, "bad pattern: " + compiled.error());
}

std::optional<ProbeSpec> read_probe(YamlReader& reader, const YamlNode& node, const Connector& connector) {
  if (!reader.is_map(node, "a probe",
                     {"id",    "title",     "purpose", "needs", "guide",    "after",     "uses",      "unless_passed", "cost",
                      "extra", "anonymous", "method",  "path",  "base_url", "location",  "answer_of", "keeps",         "tells",
                      "with",  "query",     "headers", "body",  "graphql",  "variables", "pages",     "expect",        "facts"},
                     {"id", "title", "purpose"})) {
    return std::nullopt;
  }
  ProbeSpec probe{.id = reader.text(node, "id"), .title = reader.text(node, "title"), .purpose = reader.text(node, "purpose")};
  probe.where = node.find("id") != nullptr ? node.find("id")->where : node.where;
  probe.needs = reader.text(node, "needs");
  probe.guide = reader.words(node, "guide");
  probe.after = reader.words(node, "after");
  probe.uses = reader.words(node, "uses");
  probe.unless_passed = reader.text(node, "unless_passed");
  probe.answer_of = reader.text(node, "answer_of");
  probe.keeps = reader.text(node, "keeps");
  probe.tells = reader.words(node, "tells");
  probe.cost = static_cast<std::size_t>(std::clamp(reader.number(node, "cost", 1), 1.0, 1000.0));
  if (!probe.answer_of.empty()) probe.cost = 0;
  probe.extra = reader.flag(node, "extra", false);
  probe.anonymous = reader.flag(node, "anonymous", false);
  read_request(reader, node, probe);
  probe.expect = reader.words(node, "expect");
  if (const auto* facts = node.find("facts"); facts != nullptr && facts->kind == YamlNode::Kind::map) {
    for (const auto& [name, value] : facts->entries) probe.facts.push_back(read_fact(reader, name.text, value, connector));
  }
  check_reads_only(reader, probe, node);
  if (find_probe(connector, probe.id) != nullptr)
    reader.bad_value(probe.where, fmt::format("the probe '{}' stands twice", probe.id));
  return probe;
}

std::vector<std::string> probes_before(const ProbeSpec& probe) {
  auto before = probe.after;
  for (const auto* other : {&probe.unless_passed, &probe.answer_of}) {
    if (!other->empty() && std::ranges::find(before, *other) == before.end()) before.push_back(*other);
  }
  return before;
}

}  // namespace syncdx::connect
