// What sync logs are full of: calls, pages, counts. And decoys: lines that look like trouble and are none.
#pragma once

#include "random.hpp"
#include "session.hpp"

#include <cstdint>
#include <string_view>

namespace syncdx::generate {

// What the chatter speaks of.
struct Scene {
  std::string_view host;
  std::string_view stream;
  Platform platform = Platform::any;
};

// An ordinary line. Returns how many records it says were fetched.
std::uint64_t say_something(Random& random, const Scene& scene, Event& event);

// A line that names errors, status codes or trouble, and is innocent all the same.
void say_decoy(Random& random, const Scene& scene, Event& event);

// Appends `form` to `out`, its places `{n}`, `{id}`, `{shop}`, `{host}` and `{stream}` filled in.
void fill(std::string_view form, Random& random, const Scene& scene, std::string_view shop, std::string& out);

}  // namespace syncdx::generate
