// Log bytes: read as they are (perhaps packed), cut into blocks of two sizes that must hold the same text, and every line
// viewed.
#include "logs/line.hpp"
#include "logs/read_stream.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr std::uint64_t max_expanded = 4U << 20U;

std::string joined(std::string_view bytes, std::size_t block_bytes) {
  const syncdx::logs::ReadOptions options{
      .block_bytes = block_bytes, .max_line_bytes = 64, .context_bytes = 100, .max_expanded_bytes = max_expanded};
  std::string text;
  (void)syncdx::logs::read_packed(bytes, "fuzz", options, [&](syncdx::logs::Block&& block) {
    if (block.context > 100 || block.context > block.bytes.size()) std::abort();
    text += block.fresh();
    return true;
  });
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const auto text = joined(input, 4096);
  if (text.size() < 64 * 1024 && text != joined(input, 7)) std::abort();
  std::string_view rest = std::string_view(text).substr(0, 16 * 1024);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    const auto view = syncdx::logs::view_line(line);
    if (const auto time = syncdx::logs::find_time(line)) (void)syncdx::logs::format_time(*time);
    if (view.message.size() > 3 * line.size() + 16) std::abort();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
