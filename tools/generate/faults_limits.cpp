// Faults of rates, sizes and times, and of platforms that are down. Message forms: as in faults_login.cpp; network messages as
// libc, Node, Python's urllib3 and OpenSSL word them.
#include "endpoints.hpp"
#include "fault_tables.hpp"

namespace syncdx::generate {
namespace {

std::vector<Fault> rate_faults() {
  using enum Platform;
  return {
      {"rate_limited",
       "request_rate_exceeded",
       "rate_limited",
       Course::gives_up,
       {{any, general_call, 429, R"({"error":"Too Many Requests"})"},
        {shopify, shopify_rest, 429,
         R"({"errors":"Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."})"},
        {shopify, shopify_graphql, 200,
         R"({"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED","documentation":"https://shopify.dev/api/usage/rate-limits"}}],"extensions":{"cost":{"requestedQueryCost":862,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":72,"restoreRate":100.0}}}})"},
        {amazon, amazon_call, 429,
         R"({"errors":[{"code":"QuotaExceeded","message":"You exceeded your quota for the requested resource.","details":""}]})",
         "SellingApiRequestThrottledException"}}},
      {"too_many_at_once",
       "concurrency_limit_exceeded",
       "rate_limited",
       Course::gives_up,
       {{netsuite, netsuite_record, 429,
         R"({"title":"Too Many Requests","status":429,"o:errorDetails":[{"detail":"Concurrent request limit exceeded. Request blocked.","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]})"},
        {netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "SSS_REQUEST_LIMIT_EXCEEDED", "message" : "Request Limit Exceeded!"}})"},
        {netsuite, "", 0, "WS_REQUEST_BLOCKED: SuiteTalk concurrent request limit exceeded. Request blocked."},
        {shopify, shopify_graphql, 200,
         "A bulk query operation for this app and shop is already in progress: gid://shopify/BulkOperation/{n}"}}},
      {"query_too_costly",
       "query_cost_exceeded",
       "rate_limited",
       Course::stops,
       {{shopify, shopify_graphql, 200,
         R"({"errors":[{"message":"Query cost is 1293, which exceeds the single query max cost limit (1000).","extensions":{"code":"MAX_COST_EXCEEDED","cost":1293,"maxCost":1000,"documentation":"https://shopify.dev/api/usage/rate-limits"}}]})"}}},
      {"large_volume",
       "large_data_volume",
       "connection_timeout",
       Course::stops,
       {{shopify, shopify_graphql, 0,
         "The BULK Job: `gid://shopify/BulkOperation/{n}` exited with TIMEOUT, please reduce the `GraphQL BULK Date Range in "
         "Days`"},
        {amazon, "GET https://{host}/finances/v0/financialEvents", 400,
         R"({"errors":[{"code":"InvalidInput","message":"Token is not valid, token duration is 25 minutes.","details":""}]})"},
        {netsuite, "", 0, "EXCEEDED_MAX_TIME: The operation has exceeded maximum allowed time for completion."},
        {netsuite, "", 0, "EXCEEDED_RQST_SIZE_LIMIT: You have exceeded the permitted request size limit"}}},
  };
}

std::vector<Fault> outage_faults() {
  using enum Platform;
  return {
      {"platform_down",
       "platform_outage",
       "platform_unavailable",
       Course::gives_up,
       {{any, general_call, 503,
         "<html><head><title>503 Service Unavailable</title></head><body>Service Unavailable</body></html>"},
        {shopify, shopify_rest, 503,
         "<!-- The source of truth for this generic error page is https://github.com/Shopify/error-pages -->",
         "HTTPError: Response code 503 (Service Unavailable)"},
        {amazon, amazon_call, 503,
         R"({"errors":[{"code":"ServiceUnavailable","message":"Service is temporarily unavailable. Please try again.","details":""}]})"},
        {amazon, amazon_call, 503, "<html><head><title>Website Temporarily Unavailable</title></head></html>"},
        {netsuite, "", 0, "com.netledger.common.exceptions.NLDatabaseOfflineException"},
        {netsuite, netsuite_restlet, 503,
         R"({"error" : {"code" : "UNEXPECTED_ERROR" ,"message" : "The account you are trying to access is experiencing some system issues."}})"}}},
      {"platform_fault",
       "platform_internal_error",
       "platform_unavailable",
       Course::gives_up,
       {{any, general_call, 500, R"({"error":"Internal Server Error"})"},
        {shopify, shopify_graphql, 200,
         R"({"errors":[{"message":"Internal error. Looks like something went wrong on our end.\nRequest ID: {id}-1795194006 (include this in support requests).","extensions":{"code":"INTERNAL_SERVER_ERROR","requestId":"{id}-1795194006"}}],"data":null})"},
        {amazon, amazon_call, 500,
         R"({"errors":[{"code":"InternalFailure","message":"We encountered an internal error. Please try again.","details":""}]})"},
        {netsuite, netsuite_record, 500,
         R"({"title":"Internal Server Error","status":500,"o:errorDetails":[{"detail":"An unexpected error occurred. Error ID: {id}","o:errorCode":"UNEXPECTED_ERROR"}]})"}}},
      {"maintenance",
       "scheduled_maintenance",
       "platform_unavailable",
       Course::refused_at_start,
       {{netsuite, "", 0,
         "ACCT_TEMP_UNAVAILABLE: Your account is currently unavailable while we undergo our regularly scheduled "
         "maintenance."}}},
      {"report_failed",
       "report_processing_failed",
       "platform_unavailable",
       Course::stops,
       {{amazon, "GET https://{host}/reports/2021-06-30/reports/{n}", 200,
         R"({"reportId":"{n}","reportType":"GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL","processingStatus":"FATAL"})",
         "The report for stream 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL' was aborted due to a fatal error"}}},
  };
}

std::vector<Fault> network_faults() {
  using enum Platform;
  constexpr auto not_found = "getaddrinfo ENOTFOUND {host}";
  constexpr auto unknown_name = "Failed to establish a new connection: [Errno -2] Name or service not known";
  constexpr auto read_timed_out = "HTTPSConnectionPool(host='{host}', port=443): Read timed out. (read timeout=60)";
  return {
      {"name_not_resolved",
       "dns_failure",
       "connection_timeout",
       Course::refused_at_start,
       {{any, general_call, 0, unknown_name},
        {shopify, shopify_rest, 0, "getaddrinfo EAI_AGAIN {host}"},
        {amazon, amazon_call, 0, not_found},
        {netsuite, netsuite_record, 0, not_found}}},
      {"slow_answers",
       "slow_api_response",
       "connection_timeout",
       Course::gives_up,
       {{any, general_call, 0, read_timed_out},
        {shopify, shopify_rest, 0, read_timed_out},
        {shopify, shopify_graphql, 0, "ESOCKETTIMEDOUT"},
        {amazon, amazon_call, 0, read_timed_out},
        {netsuite, netsuite_query, 0, read_timed_out}}},
      {"certificate",
       "tls_failure",
       "connection_timeout",
       Course::refused_at_start,
       {{any, general_call, 0,
         "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1007)"},
        {netsuite, "", 0,
         "SSS_INVALID_HOST_CERT: An untrusted, unsupported, or invalid certificate was found for this host."}}},
  };
}

}  // namespace

std::vector<Fault> limit_faults() {
  std::vector<Fault> faults = rate_faults();
  for (auto& more : {outage_faults(), network_faults()}) faults.insert(faults.end(), more.begin(), more.end());
  return faults;
}

}  // namespace syncdx::generate
