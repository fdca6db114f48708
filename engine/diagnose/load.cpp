#include "diagnose/load.hpp"

#include "base/print_diagnostic.hpp"
#include "match/compiled_cache.hpp"
#include "rules/http_status.hpp"
#include "rules/load.hpp"
#include "rules/store.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <xxhash.h>

#include <array>
#include <cstdint>

namespace syncdx {
namespace {

// What the cached bytes depend on besides the library versions, which the cache adds itself.
std::string key_material(const std::vector<rules::RuleFile>& files) {
  std::string material = fmt::format("syncdx " SYNCDX_VERSION " rules {}\n", rules::stored_form);
  // A status in a rule stands for the patterns that this program makes of it.
  for (const auto& pattern : rules::http_status_patterns(429)) material += pattern + '\n';
  for (const auto& [path, text] : files) material += fmt::format("{} {}\n{}{}", path.size(), text.size(), path, text);
  return material;
}

std::string content_hash(const std::vector<rules::RuleFile>& files) {
  std::string material = fmt::format("rules {}\n", rules::stored_form);
  for (const auto& file : files) material += fmt::format("{}\n{}", file.text.size(), file.text);
  const auto hash = XXH3_128bits(material.data(), material.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

// Payload: the length of the rules' bytes in 8 bytes, little endian, then these, then the program's.
std::string join(const std::string& rules, const std::string& program) {
  std::string payload;
  for (unsigned i = 0; i < 8; ++i) payload += static_cast<char>((std::uint64_t{rules.size()} >> (8 * i)) & 0xFFU);
  return payload + rules + program;
}

std::optional<Knowledge> from_payload(std::string_view payload) {
  if (payload.size() < 8) return std::nullopt;
  std::uint64_t length = 0;
  for (unsigned i = 0; i < 8; ++i) length |= std::uint64_t{static_cast<unsigned char>(payload[i])} << (8 * i);
  if (length > payload.size() - 8) return std::nullopt;
  auto rules = rules::from_bytes(payload.substr(8, length));
  if (!rules) return std::nullopt;
  auto kept = std::make_unique<const rules::RuleSet>(std::move(*rules));
  evidence::PatternTable table(*kept);
  auto program = match::MatchProgram::from_bytes(table.patterns(), payload.substr(8 + length));
  if (!program) return std::nullopt;
  evidence::CollectPlan plan(*kept, std::move(table), std::move(*program));
  return Knowledge{std::move(kept), std::move(plan), true, {}};
}

std::vector<Diagnostic> program_problems(const rules::RuleSet& rules, const evidence::PatternTable& table,
                                         const std::vector<match::PatternProblem>& problems) {
  std::vector<Diagnostic> diagnostics;
  for (const auto& [pattern, message, offset] : problems) {
    const auto symptoms = table.symptoms_of(pattern);
    const auto where = symptoms.empty() ? SourceRange{} : rules.symptoms[symptoms.front()].where;
    diagnostics.push_back(
        {.code = "D001",
         .message = fmt::format("the pattern '{}' cannot be compiled: {}", table.patterns()[pattern], message),
         .where = where,
         .help = "simplify the pattern"});
  }
  return diagnostics;
}

Diagnostic not_kept(const std::string& cache_dir, std::string_view why) {
  return {
      .code = std::string(unusable_cache),
      .severity = Severity::warning,
      .message = fmt::format("the compiled rules cannot be kept in '{}': {}; every start compiles them anew", cache_dir, why),
      .help = "set SYNCDX_CACHE_DIR to a folder that only you can write to, or leave the cache with --no-cache"};
}

}  // namespace

Checked<Knowledge> load_knowledge(const EngineOptions& options) {
  auto files = rules::read_rule_files(options.rule_paths);
  if (!files) return tl::unexpected(std::move(files.error()));
  const auto key = key_material(*files);
  const auto hash = content_hash(*files);
  if (!options.cache_dir.empty()) {
    if (const auto payload = match::load_cached(options.cache_dir, key)) {
      if (auto knowledge = from_payload(*payload)) {
        knowledge->content_hash = hash;
        return Loaded<Knowledge>{std::move(*knowledge), {}};
      }
    }
  }
  auto loaded = rules::load_rules(std::move(*files));
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  auto kept = std::make_unique<const rules::RuleSet>(std::move(loaded->value));
  evidence::PatternTable table(*kept);
  const bool for_blocks = options.workload == Workload::any;
  auto program = match::MatchProgram::compile(table.patterns(),
                                              {.engine = for_blocks ? match::CompileOptions{}.engine : match::Engine::re2});
  if (!program) return tl::unexpected(program_problems(*kept, table, program.error()));
  if (!options.cache_dir.empty() && for_blocks) {
    const auto why = match::store_cached(options.cache_dir, key, join(rules::to_bytes(*kept), program->to_bytes()));
    if (!why.empty()) loaded->warnings.push_back(not_kept(options.cache_dir, why));
  }
  if (options.logger) options.logger->info("compiled {} patterns", table.patterns().size());
  evidence::CollectPlan plan(*kept, std::move(table), std::move(*program));
  return Loaded<Knowledge>{Knowledge{std::move(kept), std::move(plan), false, hash}, std::move(loaded->warnings)};
}

}  // namespace syncdx
