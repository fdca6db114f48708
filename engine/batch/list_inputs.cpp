#include "batch/list_inputs.hpp"

#include <utility>

namespace syncdx::batch {

InputList list_inputs(const std::vector<std::string>& paths, const std::string& excluded) {
  auto listed = logs::list_inputs(paths, excluded);
  InputList list{std::move(listed.files), {}};
  for (const auto& problem : listed.problems) {
    list.problems.push_back({.input = problem.where.path, .problems = {{problem.code, problem.message, problem.help}}});
  }
  return list;
}

}  // namespace syncdx::batch
