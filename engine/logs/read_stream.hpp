// From one stream of bytes to sources and documents: finds out what the stream is, expands it (archives within archives to a
// fixed depth), repairs the text and cuts it into blocks. The bounds hold over all streams of one run.
#pragma once

#include "logs/byte_reader.hpp"
#include "logs/expand.hpp"
#include "logs/input.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace syncdx::logs {

class StreamRun {
 public:
  enum class Exports { as_documents, as_lines };

  // `options` and `sink` must outlive the run.
  StreamRun(const ReadOptions& options, const std::function<bool(Block&&)>& sink, Exports exports = Exports::as_documents);

  // Reads whatever `bytes` holds: one or more sources or documents.
  void read(ByteReader& bytes, const std::string& name);

  // Reads `bytes` as lines of one source, whatever they look like.
  void read_lines(ByteReader& bytes, const std::string& name);

  // A source that could not be read at all.
  void add_unread(std::string name, Diagnostic why);

  [[nodiscard]] Inputs inputs() && { return std::move(inputs_); }

 private:
  void read_nested(ByteReader& bytes, const std::string& name, std::size_t depth);
  void read_archive(Packing packing, ByteReader& bytes, const std::string& name, std::size_t depth);
  void read_export(ByteReader& bytes, std::string name);
  [[nodiscard]] bool should_stop() const { return options_.stop && options_.stop(); }
  [[nodiscard]] Diagnostic stopped_note(const std::string& name) const;

  const ReadOptions& options_;
  const std::function<bool(Block&&)>& sink_;
  Exports exports_;
  ExpansionBudget budget_;
  Inputs inputs_;
  bool stopped_ = false;  // the sink has had enough
};

// As read_inputs, for one input whose bytes (perhaps packed) are in memory.
[[nodiscard]] Inputs read_packed(std::string_view bytes, const std::string& name, const ReadOptions& options,
                                 const std::function<bool(Block&&)>& sink);

}  // namespace syncdx::logs
