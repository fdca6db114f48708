// Logs that are the same byte for byte under several names: packed and unpacked, copied to a second folder. Only one of them
// counts. Which sources may be compared is for who reads them to say (InputRecord::content). Const calls are safe from many
// threads.
#pragma once

#include "batch/input_states.hpp"
#include "batch/piece_json.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace syncdx::batch {

class Copies {
 public:
  void add(const InputRecord& record);

  // When all records are there: what to tell of the copies. The first name counts, in whatever order they came.
  // Of what was damaged or cut, or came out of such an archive, nothing is a copy or has one.
  [[nodiscard]] std::vector<InputRecord> settle(const InputStates& states);

  // After `settle`.
  [[nodiscard]] bool is_copy(std::string_view source) const { return originals_.find(source) != originals_.end(); }

 private:
  using Content = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;  // hash, bytes, lines
  struct Seen {
    Content content;
    bool comparable = true;  // read whole, and one content under this name
  };

  std::map<std::string, Seen, std::less<>> sources_;
  std::map<std::string, std::string, std::less<>> originals_;  // by copy
};

}  // namespace syncdx::batch
