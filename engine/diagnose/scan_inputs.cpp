#include "diagnose/scan_inputs.hpp"

#include "logs/spread_blocks.hpp"

#include <utility>

namespace syncdx {
namespace {

using BlockSink = std::function<bool(logs::Block&&)>;

Result<logs::Inputs> read(const Case& question, const BlockSink& sink) {
  const logs::ReadOptions options{.block_bytes = question.block_bytes};
  if (question.text) return logs::read_text(*question.text, "text", options, sink);
  return logs::read_inputs(question.logs, options, sink);
}

Result<Scanned> scan_on_this_thread(const evidence::CollectPlan& plan, const Case& question) {
  evidence::Collector collector(plan);
  auto inputs = read(question, [&](logs::Block&& block) {
    collector.add(block);
    return true;
  });
  if (!inputs) return fail(inputs.error());
  return Scanned{collector.evidence(), std::move(*inputs)};
}

Result<Scanned> scan_on_threads(const evidence::CollectPlan& plan, const Case& question) {
  std::vector<evidence::Collector> workers;
  workers.reserve(question.threads);
  for (unsigned i = 0; i < question.threads; ++i) workers.emplace_back(plan);
  auto inputs = logs::spread_blocks(workers, [&](const BlockSink& sink) { return read(question, sink); });
  if (!inputs) return fail(inputs.error());
  evidence::LogEvidence whole;
  for (auto& worker : workers) whole.merge(worker.evidence());
  return Scanned{std::move(whole), std::move(*inputs)};
}

}  // namespace

Result<Scanned> scan_inputs(const evidence::CollectPlan& plan, const Case& question) {
  return question.threads > 1 ? scan_on_threads(plan, question) : scan_on_this_thread(plan, question);
}

void scan_messages(const evidence::CollectPlan& plan, const std::vector<std::string>& messages, const std::string& name,
                   Scanned& scanned) {
  evidence::Collector collector(plan);
  const std::size_t source = scanned.inputs.sources.size();
  std::string text;
  for (const auto& message : messages) text += message + '\n';
  auto read = logs::read_text(text, name, {}, [&](logs::Block&& block) {
    block.source = source;
    collector.add(block);
    return true;
  });
  scanned.evidence.merge(collector.evidence());
  for (auto& entry : read.sources) scanned.inputs.sources.push_back(std::move(entry));
}

}  // namespace syncdx
