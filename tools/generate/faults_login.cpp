// Faults of who one is. Message forms: Shopify Admin API and its token endpoint, Login with Amazon and the Selling Partner API,
// NetSuite's SuiteTalk and login audit trail, RFC 6749 and RFC 6750.
#include "endpoints.hpp"
#include "fault_tables.hpp"

namespace syncdx::generate {
namespace {

constexpr auto amazon_refused_expired =
    R"({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided has expired."}]})";
constexpr auto amazon_refused_revoked =
    R"({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The access token you provided is revoked, malformed or invalid."}]})";
constexpr auto amazon_refused_secret =
    R"({"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":"The LWA secret token you provided has expired."}]})";
constexpr auto amazon_invalid_grant =
    R"({"error_description":"The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.","error":"invalid_grant"})";
constexpr auto netsuite_invalid_login =
    R"({"type":"https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2","title":"Unauthorized","status":401,"o:errorDetails":[{"detail":"Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.","o:errorCode":"INVALID_LOGIN"}]})";

}  // namespace

std::vector<Fault> login_faults() {
  using enum Platform;
  return {
      {"expired_token",
       "expired_oauth_token",
       "authentication_error",
       Course::stops,
       {{any, general_call, 401, R"({"error":"invalid_token","error_description":"The access token expired"})"},
        {shopify, shopify_graphql, 403,
         R"({"errors":"[API] Non-expiring access tokens are no longer accepted for the Admin API. Start using expiring offline tokens: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens"})"},
        {shopify, shopify_token, 401,
         R"({"error":"invalid_request","error_description":"This request requires an active refresh_token"})"},
        {amazon, amazon_call, 403, amazon_refused_expired,
         "SellingApiForbiddenException: [{'message': 'Access to requested resource is denied.', 'code': 'Unauthorized', "
         "'details': 'The access token you provided has expired.'}]"},
        {netsuite, netsuite_record, 401,
         R"(WWW-Authenticate: Bearer realm="{shop}", error="invalid_token", error_description="Invalid login attempt.")",
         "login audit trail, newest entry: Failure, detail AccessTokenExpired"}}},
      {"revoked_access",
       "revoked_api_access",
       "authentication_error",
       Course::refused_at_start,
       {{shopify, shopify_token, 400,
         R"({"error":"app_not_installed","error_description":"The application is not installed on this shop."})"},
        {shopify, shopify_token, 400, "Oauth error app_not_installed: The application is not installed on this shop."},
        {amazon, amazon_call, 403, amazon_refused_revoked},
        {amazon, amazon_token, 400, amazon_invalid_grant},
        {netsuite, netsuite_record, 401, netsuite_invalid_login,
         "login audit trail, newest entry: Failure, detail token_rejected"},
        {netsuite, netsuite_record, 401, netsuite_invalid_login,
         "login audit trail, newest entry: Failure, detail EntityOrRoleDisabled"},
        {netsuite, "", 0, "ACCT_DISABLED: This account has been disabled."}}},
      {"wrong_credentials",
       "invalid_api_credentials",
       "authentication_error",
       Course::refused_at_start,
       {{any, "POST https://{host}/oauth/token", 401,
         R"({"error":"invalid_client","error_description":"Client authentication failed"})"},
        {shopify, shopify_graphql, 401,
         R"-({"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"})-"},
        {shopify, shopify_token, 400,
         R"({"error":"application_cannot_be_found","error_description":"Could not find Shopify API application with api_key {id}"})"},
        {amazon, amazon_token, 401, R"({"error_description":"Client authentication failed","error":"invalid_client"})",
         "sp_api.auth.exceptions.AuthorizationError: ('invalid_client', 'Client authentication failed', 401)"},
        {amazon, amazon_token, 400,
         R"({"error_description":"Not authorized for requested operation","error":"unauthorized_client"})",
         "AuthorizationError: ('unauthorized_client', 'Not authorized for requested operation', 400)"},
        {netsuite, "", 0, "INVALID_ACCT: Invalid login. No such account."},
        {netsuite, netsuite_record, 401, netsuite_invalid_login,
         "login audit trail, newest entry: Failure, detail InvalidSignature"}}},
      {"changed_password",
       "changed_password",
       "authentication_error",
       Course::refused_at_start,
       {{netsuite, "login with e-mail and password", 0,
         "INVALID_LOGIN_CREDENTIALS: You have entered an invalid email address or account number. Please try again."},
        {netsuite, "login with e-mail and password", 0, "PSWD_EXPIRED: Password has expired."}}},
      {"client_secret_expired",
       "lwa_secret_expired",
       "authentication_error",
       Course::refused_at_start,
       {{amazon, amazon_call, 403, amazon_refused_secret}}},
      {"clock_wrong",
       "clock_skew",
       "authentication_error",
       Course::refused_at_start,
       {{netsuite, netsuite_record, 401, netsuite_invalid_login,
         "login audit trail, newest entry: Failure, detail InvalidTimestamp"}}},
  };
}

}  // namespace syncdx::generate
