#include "net/http.hpp"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <new>
#include <utility>

namespace syncdx::net {
namespace {

constexpr std::size_t max_headers = 256;
constexpr long refused_tunnel = 400;  // a proxy's status from which on there is no way through it
constexpr std::size_t max_header_bytes = std::size_t{64} << 10U;

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// libcurl wants to be told once per process; the first client does it.
void initialise_once() {
  static const auto result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::bad_alloc();
}

// One call under way. Lives at a fixed address: libcurl keeps pointers to it.
struct Call {
  HttpRequest request;
  HttpClient::Done done;
  HttpAnswer answer;
  std::size_t header_bytes = 0;
  bool too_large = false;
  std::unique_ptr<CURL, FreeEasy> easy;
  std::unique_ptr<curl_slist, FreeList> headers;
  char error[CURL_ERROR_SIZE] = {};
};

std::size_t take_body(char* data, std::size_t, std::size_t count, void* context) {
  auto& call = *static_cast<Call*>(context);
  if (call.answer.body.size() + count > call.request.max_bytes) {
    call.too_large = true;
    return 0;  // ends the transfer
  }
  call.answer.body.append(data, count);
  return count;
}

std::size_t take_header(char* data, std::size_t, std::size_t count, void* context) {
  auto& call = *static_cast<Call*>(context);
  call.header_bytes += count;
  if (call.header_bytes > max_header_bytes || call.answer.headers.size() > max_headers) {
    call.too_large = true;
    return 0;
  }
  std::string_view line(data, count);
  if (line.starts_with("HTTP/")) {
    call.answer.headers.clear();  // of an interim answer (100 Continue)
    return count;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  const auto trimmed = [](std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  };
  call.answer.headers.push_back({std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
  return count;
}

Failure failure_of(CURLcode code, bool too_large) {
  if (too_large) return Failure::too_large;
  switch (code) {
    case CURLE_OK:
      return Failure::none;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Failure::bad_url;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Failure::dns;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return Failure::proxy;
    case CURLE_COULDNT_CONNECT:
      return Failure::connect;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
      return Failure::tls;
    default:
      return Failure::broken;
  }
}

// Seconds of what curl reads as a date; nullopt if it cannot.
std::optional<std::chrono::sys_seconds> date_of(const std::string& text) {
  const auto seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

void note_certificates(CURL* easy, HttpAnswer& answer) {
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr || chain->num_of_certs < 1) return;
  answer.certificates = static_cast<std::size_t>(chain->num_of_certs);
  for (const auto* entry = chain->certinfo[0]; entry != nullptr; entry = entry->next) {
    constexpr std::string_view name = "Expire date:";
    const std::string_view line(entry->data);
    if (line.starts_with(name)) answer.certificate_end = date_of(std::string(line.substr(name.size())));
  }
}

// What OpenSSL has against the server's certificate (x509_vfy.h), or libcurl against its name.
std::string tls_fault(CURL* easy, CURLcode code, std::string_view message) {
  if (code != CURLE_PEER_FAILED_VERIFICATION) return {};
  long verdict = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
  switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "not_yet_valid";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "self_signed";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "incomplete_chain";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "wrong_name";
    case X509_V_ERR_CERT_REVOKED:
      return "revoked";
    default:
      return message.find("no alternative certificate subject name") != std::string_view::npos ? "wrong_name" : "other";
  }
}

void note_timing(CURL* easy, Timing& timing) {
  const auto milliseconds = [&](CURLINFO info) {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, info, &microseconds);
    return static_cast<double>(microseconds) / 1000;
  };
  timing = {.name_lookup = milliseconds(CURLINFO_NAMELOOKUP_TIME_T),
            .connect = milliseconds(CURLINFO_CONNECT_TIME_T),
            .tls = milliseconds(CURLINFO_APPCONNECT_TIME_T),
            .first_byte = milliseconds(CURLINFO_STARTTRANSFER_TIME_T),
            .total = milliseconds(CURLINFO_TOTAL_TIME_T)};
}

std::string part_of(const std::string& url, CURLUPart part) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  char* text = nullptr;
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      curl_url_get(parsed.get(), part, &text, 0) != CURLUE_OK) {
    return {};
  }
  std::string result(text);
  curl_free(text);
  return result;
}

void prepare(Call& call, const ClientOptions& options) {
  auto* const easy = call.easy.get();
  const auto& request = call.request;
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_loopback_url(request.url) ? "http,https" : "https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, is_loopback_url(request.url) ? "" : options.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, options.no_proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call.error);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &call);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &call);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &call);
  if (request.method == "POST") {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  } else if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
  for (const auto& header : request.headers) {
    auto* const longer = curl_slist_append(call.headers.get(), (header.name + ": " + header.value).c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)call.headers.release();
    call.headers.reset(longer);
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, call.headers.get());
}

}  // namespace

std::string_view name_of(Failure failure) noexcept {
  switch (failure) {
    case Failure::none:
      return "none";
    case Failure::bad_url:
      return "bad_url";
    case Failure::dns:
      return "dns";
    case Failure::connect:
      return "connect";
    case Failure::proxy:
      return "proxy";
    case Failure::tls:
      return "tls";
    case Failure::timeout:
      return "timeout";
    case Failure::too_large:
      return "too_large";
    case Failure::broken:
      return "broken";
    case Failure::cancelled:
      return "cancelled";
  }
  return "broken";
}

const std::string* HttpAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const Header& header) { return same_name(header.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

bool is_loopback_url(const std::string& url) {
  const auto host = part_of(url, CURLUPART_HOST);
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  return std::ranges::count(host, '.') == 3 &&
         std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

bool is_callable_url(const std::string& url) {
  return url.starts_with("https://") || (url.starts_with("http://") && is_loopback_url(url));
}

struct HttpClient::Impl {
  ClientOptions options;
  std::map<Call*, std::unique_ptr<Call>> calls;  // under way
  std::unique_ptr<CURLM, FreeMulti> multi;       // after the calls: cleaned up first

  void finish(Call* call, CURLcode code) {
    auto owned = std::move(calls.extract(call).mapped());
    auto& answer = owned->answer;
    answer.failure = failure_of(code, owned->too_large);
    curl_off_t connected = 0;
    curl_easy_getinfo(owned->easy.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
    // With a connection at hand, the address was good: what came was no HTTP.
    if (code == CURLE_UNSUPPORTED_PROTOCOL && connected > 0) answer.failure = Failure::broken;
    long tunnel = 0;
    curl_easy_getinfo(owned->easy.get(), CURLINFO_HTTP_CONNECTCODE, &tunnel);
    if (code != CURLE_OK && tunnel >= refused_tunnel) answer.failure = Failure::proxy;
    if (answer.failure != Failure::none) answer.message = owned->error[0] != '\0' ? owned->error : curl_easy_strerror(code);
    if (owned->too_large) answer.message = "the answer is larger than the limit";
    long status = 0;
    curl_easy_getinfo(owned->easy.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    note_timing(owned->easy.get(), answer.timing);
    note_certificates(owned->easy.get(), answer);
    answer.tls_fault = tls_fault(owned->easy.get(), code, answer.message);
    if (const auto* date = answer.header("date")) answer.date = date_of(*date);
    curl_multi_remove_handle(multi.get(), owned->easy.get());
    owned->done(std::move(answer));
  }
};

HttpClient::HttpClient(ClientOptions options) : impl_(std::make_unique<Impl>()) {
  initialise_once();
  impl_->options = std::move(options);
  impl_->multi.reset(curl_multi_init());
  if (!impl_->multi) throw std::bad_alloc();
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpClient::~HttpClient() {
  if (!impl_) return;
  for (const auto& [call, owned] : impl_->calls) curl_multi_remove_handle(impl_->multi.get(), owned->easy.get());
}

void HttpClient::start(HttpRequest request, Done done) {
  auto call = std::make_unique<Call>();
  call->request = std::move(request);
  call->done = std::move(done);
  call->easy.reset(curl_easy_init());
  if (!call->easy) throw std::bad_alloc();
  prepare(*call, impl_->options);
  if (curl_multi_add_handle(impl_->multi.get(), call->easy.get()) != CURLM_OK) throw std::bad_alloc();
  auto* const key = call.get();
  impl_->calls.emplace(key, std::move(call));
}

bool HttpClient::drive(std::chrono::milliseconds wait) {
  int running = 0;
  curl_multi_perform(impl_->multi.get(), &running);
  int left = 0;
  bool finished = false;
  while (const auto* message = curl_multi_info_read(impl_->multi.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* call = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
    impl_->finish(reinterpret_cast<Call*>(call), message->data.result);
    finished = true;
  }
  if (!finished && !impl_->calls.empty()) {
    curl_multi_poll(impl_->multi.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
  }
  return !impl_->calls.empty();
}

void HttpClient::cancel_all() {
  while (!impl_->calls.empty()) {
    auto owned = std::move(impl_->calls.extract(impl_->calls.begin()).mapped());
    curl_multi_remove_handle(impl_->multi.get(), owned->easy.get());
    owned->answer.failure = Failure::cancelled;
    owned->answer.message = "cancelled";
    note_timing(owned->easy.get(), owned->answer.timing);
    owned->done(std::move(owned->answer));
  }
}

}  // namespace syncdx::net
