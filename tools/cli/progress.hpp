// A line for each probe while probes run: on a terminal the lines change in place, elsewhere each is written once, when its
// probe has ended. Writes to standard error.
#pragma once

#include "run/runner.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace syncdx::cli {

class ProgressLines {
 public:
  ProgressLines();

  void show(const connect::ProbeEvent& event);

 private:
  void begin(const connect::ProbeEvent& event);
  void rewrite(std::size_t line, const std::string& text) const;

  bool in_place_;
  std::size_t width_;
  std::size_t height_;
  std::vector<std::string> probes_;  // by line
};

}  // namespace syncdx::cli
