// Faults of what one may do, and of where one asks. Message forms: as in faults_login.cpp.
#include "endpoints.hpp"
#include "fault_tables.hpp"

namespace syncdx::generate {
namespace {

constexpr auto shopify_scope_graphql =
    R"({"errors":[{"message":"Access denied for orders field. Required access: `read_orders` access scope.","locations":[{"line":3,"column":5}],"path":["orders"],"extensions":{"code":"ACCESS_DENIED","documentation":"https://shopify.dev/api/usage/access-scopes","requiredAccess":"`read_orders` access scope."}}],"data":null})";
constexpr auto shopify_customer_data =
    R"({"errors":[{"message":"This app is not approved to access the Order object. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.","path":["orders"],"extensions":{"code":"ACCESS_DENIED","documentation":"https://shopify.dev/docs/apps/launch/protected-customer-data"}}],"data":null})";

std::vector<Fault> permission_faults() {
  using enum Platform;
  return {
      {"scope_missing",
       "missing_scope",
       "permission_denied",
       Course::stops,
       {{any, "GET https://{host}/v2/{stream}", 403,
         R"(WWW-Authenticate: Bearer error="insufficient_scope", error_description="The request requires higher privileges than provided by the access token.")"},
        {shopify, shopify_graphql, 200, shopify_scope_graphql},
        {shopify, shopify_rest, 403, R"({"errors":"[API] This action requires merchant approval for read_orders scope."})"},
        {shopify, "", 0,
         "The stream `orders` could not be synced without the `read_orders` scope. Please check the `read_orders` is "
         "granted."}}},
      {"role_missing",
       "missing_role_permission",
       "permission_denied",
       Course::stops,
       {{shopify, shopify_rest, 403, R"({"errors":"User does not have access"})"},
        {amazon, amazon_reports, 403,
         R"({"errors":[{"code":"Unauthorized","message":"Access to the resource is forbidden","details":""}]})"},
        {amazon, amazon_call, 403,
         R"({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":""}]})"},
        {netsuite, "", 0,
         "INSUFFICIENT_PERMISSION: Permission Violation: You need  the 'Lists -> Customers' permission to access this page. "
         "Please contact your account administrator."},
        {netsuite, "", 0,
         "INSUFFICIENT_PERMISSION: Permission Violation: You need a higher level of the 'Transactions -> Sales Order' "
         "permission "
         "to access this page."},
        {netsuite, netsuite_record, 400,
         R"({"title":"Bad Request","status":400,"o:errorDetails":[{"detail":"Your current role does not have permission to perform this action.","o:errorCode":"USER_ERROR"}]})"}}},
      {"personal_data_not_approved",
       "app_not_approved_for_data",
       "permission_denied",
       Course::stops,
       {{shopify, shopify_graphql, 200, shopify_customer_data},
        {shopify, shopify_rest, 403,
         R"({"errors":"[API] This app is not approved to access REST endpoints with protected customer data. See https://partners.shopify.com/1/apps/1/customer_data for more details."})"},
        {amazon, amazon_restricted, 400,
         R"({"errors":[{"code":"InvalidInput","message":"Application does not have access to one or more requested data elements: [buyerInfo, shippingAddress]","details":""}]})"}}},
      {"interface_off",
       "api_not_enabled",
       "permission_denied",
       Course::refused_at_start,
       {{netsuite, "", 0, "WS_FEATURE_REQD: You have not enabled SOAP web services feature for your account."},
        {netsuite, "", 0,
         "FEATURE_DISABLED: The feature 'REST Web Services' required to access this page is not enabled in this account."}}},
  };
}

}  // namespace

std::vector<Fault> access_faults() {
  using enum Platform;
  std::vector<Fault> faults = permission_faults();
  faults.insert(
      faults.end(),
      {
          {"store_closed",
           "store_unavailable",
           "platform_unavailable",
           Course::refused_at_start,
           {{shopify, shopify_rest, 402, R"({"errors":"Unavailable Shop"})",
             "402 Client Error: Payment Required for url: https://{host}/admin/api/2026-07/shop.json"},
            {shopify, shopify_rest, 423, R"({"errors":"This shop is unavailable"})"}}},
          {"wrong_place",
           "wrong_endpoint_or_account",
           "resource_not_found",
           Course::refused_at_start,
           {{any, "GET https://{host}/v2/account", 404, R"({"error":"Not Found"})"},
            {shopify, "GET https://{host}/admin/api/2026-07/shop.json", 404, R"({"errors":"Not Found"})"},
            {amazon, amazon_call, 403,
             R"({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The marketplaces you provided are not valid for region."}]})"},
            {amazon, "GET https://sandbox.sellingpartnerapi-na.amazon.com/{stream}", 400,
             R"({"errors":[{"code":"InvalidInput","message":"Could not match input arguments","details":""}]})"},
            {amazon, amazon_call, 400,
             R"({"errors":[{"code":"InvalidInput","message":"Invalid 'marketplaceIds' provided.","details":""}]})"}}},
          {"location_inactive",
           "inactive_location",
           "data_not_syncing",
           Course::per_record,
           {{shopify, shopify_graphql, 200,
             R"({"data":{"inventorySetQuantities":{"userErrors":[{"code":"INVALID_LOCATION","field":["input","quantities","0","locationId"],"message":"The specified location could not be found."}]}}})"},
            {shopify, shopify_graphql, 200, "The product couldn't be stocked because the location wasn't found."}}},
          {"fulfillment_service",
           "fulfillment_service_misconfigured",
           "data_not_syncing",
           Course::per_record,
           {{shopify, shopify_graphql, 200, "The fulfillment order's assigned fulfillment service must be of api type"},
            {shopify, "POST https://{host}/admin/api/2026-07/fulfillments.json", 422,
             R"({"errors":"The api_client is not associated with any fulfillment service"})"}}},
          {"field_hidden",
           "field_not_exposed",
           "data_not_syncing",
           Course::per_record,
           {{netsuite, "", 0, "UNDEFINED_CSTM_FIELD: Undefined customfield."},
            {netsuite, "", 0,
             "INSUFFICIENT_FLD_PERMISSION: You are attempting to read an unauthorized field: custbody_channel"},
            {netsuite, netsuite_query, 400,
             R"({"title":"Bad Request","status":400,"o:errorDetails":[{"detail":"Invalid search query. Detailed unprocessed description follows. Search error occurred: Unknown identifier 'custbody_channel'. Available identifiers are: {transaction=transaction}","o:errorQueryParam":"q","o:errorCode":"INVALID_PARAMETER"}]})"}}},
      });
  return faults;
}

}  // namespace syncdx::generate
