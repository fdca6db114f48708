// The calls that the faults answer, with places for the host and the stream. Addresses: as the platforms document them.
#pragma once

#include <string_view>

namespace syncdx::generate {

inline constexpr std::string_view shopify_graphql = "POST https://{host}/admin/api/2026-07/graphql.json";
inline constexpr std::string_view shopify_rest = "GET https://{host}/admin/api/2026-07/{stream}.json";
inline constexpr std::string_view shopify_token = "POST https://{host}/admin/oauth/access_token";
inline constexpr std::string_view amazon_call = "GET https://{host}/{stream}";
inline constexpr std::string_view amazon_token = "POST https://api.amazon.com/auth/o2/token";
inline constexpr std::string_view amazon_reports = "POST https://{host}/reports/2021-06-30/reports";
inline constexpr std::string_view amazon_restricted = "POST https://{host}/tokens/2021-03-01/restrictedDataToken";
inline constexpr std::string_view netsuite_record = "GET https://{host}/services/rest/record/v1/{stream}";
inline constexpr std::string_view netsuite_new_record = "POST https://{host}/services/rest/record/v1/{stream}";
inline constexpr std::string_view netsuite_query = "POST https://{host}/services/rest/query/v1/suiteql";
inline constexpr std::string_view netsuite_restlet = "GET https://{host}/app/site/hosting/restlet.nl?script=6&deploy=1";
inline constexpr std::string_view general_call = "GET https://{host}/v2/{stream}";

}  // namespace syncdx::generate
