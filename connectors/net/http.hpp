// HTTP calls as values, and the client that makes them: libcurl's multi interface driven by one thread, so that many calls are
// under way at once without a thread for each. Bounded: time, size of the answer, size of its headers. TLS is verified, no
// redirect is followed, plain http reaches loopback only. Test: tests/connectors/http_test.cpp against
// tests/doubles/fault_server.py.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::net {

struct Header {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;
  std::string body;                                  // sent with POST only
  std::chrono::milliseconds timeout{15'000};         // for all of the call
  std::chrono::milliseconds connect_timeout{5'000};  // for name lookup, connection and TLS
  std::size_t max_bytes = std::size_t{4} << 20U;     // of the answer's body, unpacked
};

// Why there is no whole answer. `none`: there is one, whatever its status.
enum class Failure { none, bad_url, dns, connect, proxy, tls, timeout, too_large, broken, cancelled };

[[nodiscard]] std::string_view name_of(Failure failure) noexcept;

// Milliseconds since the call began; 0 for what was not reached.
struct Timing {
  double name_lookup = 0;
  double connect = 0;
  double tls = 0;
  double first_byte = 0;
  double total = 0;
};

struct HttpAnswer {
  Failure failure = Failure::none;
  std::string message;  // libcurl's, for failures
  int status = 0;       // 0 if none came
  std::vector<Header> headers;
  std::string body;
  Timing timing;
  std::optional<std::chrono::sys_seconds> date;             // of the Date header
  std::optional<std::chrono::sys_seconds> certificate_end;  // of the server's certificate
  std::size_t certificates = 0;                             // in the chain that the server sent
  std::string tls_fault;  // why the certificate is not trusted: expired, not_yet_valid, self_signed, incomplete_chain,
                          // wrong_name, revoked, other; empty if it is, or none was seen

  // The value of the first header with this name (any case), or nullptr.
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

// True for 127.0.0.0/8, ::1 and localhost: hosts that plain http may reach.
[[nodiscard]] bool is_loopback_url(const std::string& url);

// Whether a call would go there: https to anywhere, plain http to loopback only.
[[nodiscard]] bool is_callable_url(const std::string& url);

struct ClientOptions {
  std::string ca_file{};   // certificates (PEM) to trust besides the system's; empty: none
  std::string proxy{};     // URL of a proxy for all but loopback; empty: none, whatever the environment says
  std::string no_proxy{};  // hosts that are reached without it, with commas
};

class HttpClient {
 public:
  using Done = std::function<void(HttpAnswer&&)>;

  explicit HttpClient(ClientOptions options = {});
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // Begins a call; `done` is called once, from drive() or cancel_all(), and may start further calls.
  void start(HttpRequest request, Done done);

  // Moves all calls on, waiting at most `wait` for something to happen. False once nothing is under way.
  bool drive(std::chrono::milliseconds wait);

  // Ends all calls with Failure::cancelled.
  void cancel_all();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace syncdx::net
