// What makes a request one of the account: headers from secrets, a signature, or a token that is asked for once. Internal to
// run.
#pragma once

#include "net/http.hpp"
#include "setup/connections.hpp"

#include <chrono>
#include <string>

namespace syncdx::connect {

class Login {
 public:
  // `prepared` must outlive it.
  explicit Login(const Prepared& prepared) : prepared_(prepared) {}

  // True if a token must be asked for before other calls.
  [[nodiscard]] bool needs_token() const;

  // The call that asks for it.
  [[nodiscard]] Result<net::HttpRequest> token_call(std::chrono::sys_seconds now) const;

  void take_token(std::string token) { token_ = std::move(token); }

  // Adds what the platform knows the account by. Signs method and URL as they are: call it last.
  void add_to(net::HttpRequest& request, std::chrono::sys_seconds now) const;

  // `text` with every secret, the token, and what was made of them replaced.
  [[nodiscard]] std::string masked(std::string text) const;

 private:
  const Prepared& prepared_;
  std::string token_;
};

}  // namespace syncdx::connect
