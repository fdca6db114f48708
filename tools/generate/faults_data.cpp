// Faults of single records, scripts and searches. Message forms: as in faults_login.cpp; of unmapped SKUs and channels,
// Tether's.
#include "endpoints.hpp"
#include "fault_tables.hpp"

namespace syncdx::generate {
namespace {

// A fault of Tether's own side, which looks the same on every platform.
Fault on_every_platform(std::string_view kind, std::string_view cause, std::string_view message) {
  using enum Platform;
  Fault fault{kind, cause, "data_not_syncing", Course::per_record, {}};
  for (const Platform platform : {any, shopify, amazon, netsuite}) fault.answers.push_back({platform, "", 0, message});
  return fault;
}

std::vector<Fault> netsuite_faults() {
  using enum Platform;
  return {
      {"script_fails",
       "script_error",
       "data_not_syncing",
       Course::stops,
       {{netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "SSS_USAGE_LIMIT_EXCEEDED", "message" : "Script Execution Usage Limit Exceeded"}})"},
        {netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "SSS_TIME_LIMIT_EXCEEDED", "message" : "Script Execution Time Exceeded."}})"},
        {netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "SSS_INVALID_SCRIPTLET_ID", "message" : "That Suitelet is invalid, disabled, or no longer exists."}})"}}},
      {"saved_search",
       "saved_search_misconfigured",
       "data_not_syncing",
       Course::stops,
       {{netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "INVALID_SEARCH", "message" : "That search or mass update does not exist."}})"},
        {netsuite, netsuite_restlet, 400,
         R"({"error" : {"code" : "SSS_INVALID_SRCH_COL", "message" : "An nlobjSearchColumn contains an invalid column, or is not in proper syntax: custcol_ship."}})"},
        {netsuite, "", 0, "SSS_INVALID_SRCH_FILTER: An nlobjSearchFilter contains invalid search criteria: custbody_region."},
        {netsuite, "", 0, "Failed to load search with SearchId: {n}, because That search or mass update does not exist."}}},
      {"required_field_empty",
       "missing_required_field",
       "data_format_error",
       Course::per_record,
       {{netsuite, netsuite_new_record, 400,
         R"({"title":"Bad Request","status":400,"o:errorDetails":[{"detail":"Please enter value(s) for: Subsidiary","o:errorCode":"USER_ERROR"}]})"}}},
      {"no_unique_id",
       "missing_unique_identifier",
       "duplicate_records",
       Course::per_record,
       {{netsuite, "", 0, "UNIQUE_RCRD_ID_REQD: Matched more than one record"},
        {netsuite, "", 0, "DUP_RCRD: Matched more than one record"}}},
  };
}

}  // namespace

std::vector<Fault> data_faults() {
  using enum Platform;
  std::vector<Fault> faults = netsuite_faults();
  faults.insert(
      faults.end(),
      {
          on_every_platform("unmapped_sku", "unmapped_sku", "Unmapped SKU gid-{n}"),
          on_every_platform("unmapped_channel", "unmapped_channel", "Unmapped channel web-{n}"),
          {"wrong_form",
           "data_format_issue",
           "data_format_error",
           Course::per_record,
           {{netsuite, netsuite_query, 400,
             R"(Search error occurred: Parse of date/time "2026-11-31" failed with date format "dd/MM/yy" in time zone America/Los_Angeles)"},
            {netsuite, netsuite_new_record, 400,
             R"({"title":"Bad Request","status":400,"o:errorDetails":[{"detail":"You have entered an Invalid Field Value abc for the following field: trandate","o:errorCode":"INVALID_CONTENT"}]})"},
            {netsuite, "", 0, "DATE FORMAT exception. Cannot read using known formats"}}},
          {"dates_refused",
           "dates_not_accepted",
           "data_format_error",
           Course::stops,
           {{amazon, "GET https://{host}/orders/v0/orders", 400,
             R"({"errors":[{"code":"InvalidInput","message":"Invalid date-time field(s) [lastUpdatedAfter, createdAfter].","details":""}]})"},
            {amazon, "GET https://{host}/orders/2026-01-01/orders", 400,
             R"({"errors":[{"code":"InvalidInput","message":"please provide a date that is at least 2 minutes before current time","details":""}]})"}}},
          {"record_gone",
           "deleted_resource",
           "resource_not_found",
           Course::per_record,
           {{shopify, shopify_graphql, 200,
             R"({"data":{"productUpdate":{"product":null,"userErrors":[{"field":["id"],"message":"Product does not exist"}]}}})"},
            {amazon, "GET https://{host}/listings/2021-08-01/items/A2ZZEXAMPLE/SKU-{n}", 404,
             R"({"errors":[{"code":"NOT_FOUND","message":"SKU 'SKU-{n}' not found in marketplace ATVPDKIKX0DER","details":""}]})"},
            {netsuite, "", 0, "RCRD_DSNT_EXIST: That record does not exist."},
            {netsuite, netsuite_new_record, 404,
             R"({"title":"Not Found","status":404,"o:errorDetails":[{"detail":"Record does not exist.","o:errorCode":"NONEXISTENT_ID"}]})"}}},
      });
  return faults;
}

}  // namespace syncdx::generate
