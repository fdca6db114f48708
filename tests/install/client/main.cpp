// A program that uses the installed library: prints the likeliest issue of a small log. argv[1]: the installed rules.
#include <syncdx/engine.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto engine = syncdx::Engine::load({.rule_paths = {argv[1]}});
  if (!engine) return 3;
  const auto diagnosis =
      engine->value.diagnose({.text = "GET /orders.json returned 429 Too Many Requests\n", .platform = "shopify"});
  if (!diagnosis || diagnosis->issues.empty()) return 1;
  std::puts(diagnosis->issues.front().id.c_str());
  return 0;
}
