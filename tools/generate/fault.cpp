#include "fault.hpp"

#include "fault_tables.hpp"

#include <algorithm>
#include <iterator>

namespace syncdx::generate {

std::string_view name_of(Platform platform) noexcept {
  switch (platform) {
    case Platform::shopify:
      return "shopify";
    case Platform::amazon:
      return "amazon";
    case Platform::netsuite:
      return "netsuite";
    case Platform::any:
      break;
  }
  return "any";
}

std::span<const Fault> all_faults() {
  static const std::vector<Fault> faults = [] {
    std::vector<Fault> all = login_faults();
    for (auto& more : {access_faults(), limit_faults(), data_faults()}) std::ranges::copy(more, std::back_inserter(all));
    return all;
  }();
  return faults;
}

std::vector<const Answer*> answers_of(const Fault& fault, Platform platform) {
  std::vector<const Answer*> found;
  for (const Answer& answer : fault.answers) {
    if (answer.platform == platform) found.push_back(&answer);
  }
  return found;
}

}  // namespace syncdx::generate
