"""Platforms as routes of fault_server.py: healthy ones, and the same with one fault planted.

Bodies are written from the platforms' documentation. A scenario is (name, guide ids, connection, routes, causes of which one must
come first); the routes of a fault stand before the healthy ones, so that they win.
"""
import datetime

NOW = datetime.datetime.now(datetime.timezone.utc)


def ago(**span):
    return (NOW - datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


def route(path, *answers, method=None, has="", header=None):
    entry = {"path": path, "answers": [answer if "fault" in answer or "status" in answer or "body" in answer else {"body": answer} for answer in answers]}
    if method:
        entry["method"] = method
    if has:
        entry["body_has"] = has
    if header:
        entry["header"] = header
    return entry


# --- Shopify
TOKEN = {"X-Shopify-Access-Token": "shpat_planted0secret0123456789abcdef"}
SCOPES = "read_products read_inventory read_locations read_orders read_all_orders".split()
REFUSED = {"status": 401, "body": {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}}
GRAPHQL = "/api/2026-07/graphql.json"


def scopes(names):
    return {"access_scopes": [{"handle": name} for name in names]}


def shop(**changes):
    return {"data": {"shop": {"id": "gid://shopify/Shop/1", "myshopifyDomain": "acme.myshopify.com", "createdAt": "2019-03-01T00:00:00Z", **changes},
                     "publicApiVersions": [{"handle": "2026-07", "supported": True}]},
            "extensions": {"cost": {"throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 1990, "restoreRate": 100}}}}


def locations(*active):
    return {"data": {"locations": {"nodes": [{"id": f"gid://shopify/Location/{i}", "isActive": a, "fulfillsOnlineOrders": True,
                                              "isFulfillmentService": False, "hasActiveInventory": True} for i, a in enumerate(active)],
                                   "pageInfo": {"hasNextPage": False, "endCursor": None}}}}


def products(every, unpublished):
    return {"data": {name: {"count": count, "precision": "EXACT"} for name, count in
                     (("all", every), ("active", every - unpublished), ("draft", unpublished), ("archived", 0), ("unpublished", unpublished))}}


def services(*entries):
    return {"data": {"shop": {"id": "gid://shopify/Shop/1", "fulfillmentServices": [
        {"id": "gid://shopify/FulfillmentService/manual", "type": "MANUAL", "callbackUrl": None, "location": None}, *entries]}}}


def orders(oldest, newest=5):
    node = lambda minutes: {"nodes": [{"id": "gid://shopify/Order/1", "createdAt": ago(minutes=minutes)}]}
    return {"data": {"oldest": node(oldest), "newest": node(newest), "total": {"count": 4000, "precision": "EXACT"}}}


def webhooks(*topics):
    return {"data": {"webhookSubscriptions": {"nodes": [{"id": "x", "topic": topic, "apiVersion": {"handle": "2026-07", "supported": True}}
                                                        for topic in topics]}}}


YEARS = 60 * 24 * 900
SHOPIFY = [
    route("/oauth/access_scopes.json", scopes(SCOPES), header=TOKEN), route("/oauth/access_scopes.json", REFUSED),
    route(GRAPHQL, shop(), has="ProbeShop"), route(GRAPHQL, locations(True, True), has="ProbeLocations"),
    route(GRAPHQL, products(500, 2), has="ProbeProductCounts"), route(GRAPHQL, services(), has="ProbeFulfillment"),
    route(GRAPHQL, orders(YEARS), has="ProbeOrderRange"), route(GRAPHQL, webhooks("ORDERS_CREATE", "APP_UNINSTALLED"), has="ProbeWebhooks")]
THROTTLED = {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
             "extensions": {"cost": {"requestedQueryCost": 862, "actualQueryCost": None, "throttleStatus": {
                 "maximumAvailable": 2000.0, "currentlyAvailable": 12, "restoreRate": 100.0}}}}
NO_SCOPE = {"errors": [{"message": "Access denied for locations field. Required access: `read_locations` access scope.", "path": ["locations"],
                        "extensions": {"code": "ACCESS_DENIED", "documentation": "https://shopify.dev/api/usage/access-scopes"}}], "data": None}
UNAVAILABLE_HTML = {"status": 503, "fault": "html"}

# --- Amazon
AMAZON_TOKEN = {"x-amz-access-token": "Atza|planted-access-token"}
MARKETPLACE = "A1PA6795UKMFR9"
LWA = {"access_token": "Atza|planted-access-token", "token_type": "bearer", "expires_in": 3600, "refresh_token": "Atzr|planted0refresh"}


def denied(details="", message="Access to requested resource is denied."):
    return {"status": 403, "body": {"errors": [{"code": "Unauthorized", "message": message, "details": details}]},
            "headers": {"x-amzn-ErrorType": "AccessDeniedException"}}


def participations(*ids, active=True):
    return {"payload": [{"marketplace": {"id": one, "countryCode": "DE"}, "participation": {"isParticipating": active, "hasSuspendedListings": False}}
                        for one in ids]}


def amazon_orders(minutes):
    return {"orders": [{"orderId": "111-1111111-1111111", "lastUpdatedTime": ago(minutes=minutes), "salesChannel": {"channelName": "AMAZON"}}],
            "lastUpdatedBefore": ago(minutes=2)}


AMAZON = [
    route("/auth/o2/token", LWA, method="POST"),
    route("/sellers/v1/", participations(MARKETPLACE), header=AMAZON_TOKEN), route("/sellers/v1/", denied("Access token is missing in the request header.")),
    route("/fba/inventory/", {"payload": {"inventorySummaries": [{"sellerSku": "S1", "totalQuantity": 7, "lastUpdatedTime": ago(minutes=90)}]}}, header=AMAZON_TOKEN),
    route("/orders/2026-01-01/", amazon_orders(240), header=AMAZON_TOKEN), route("/reports/2021-06-30/", {"reports": []}, header=AMAZON_TOKEN),
    route("/notifications/v1/", {"payload": {"subscriptionId": "7d9", "payloadVersion": "1.0"}}, header=AMAZON_TOKEN), route("/", denied())]

# --- NetSuite
SUITEQL = "/services/rest/query/v1/suiteql"


def rows(*items):
    return {"links": [], "count": len(items), "hasMore": False, "items": list(items), "offset": 0, "totalResults": len(items)}


def netsuite_error(status, code, detail):
    return {"status": status, "body": {"type": "https://www.rfc-editor.org/rfc/rfc9110.html", "title": "Error", "status": status,
                                       "o:errorDetails": [{"detail": detail, "o:errorCode": code}]}}


INVALID_LOGIN = netsuite_error(401, "INVALID_LOGIN", "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI")
NETSUITE = [
    route("/services/rest/record/v1/metadata-catalog", INVALID_LOGIN),
    route(SUITEQL, rows({"id": "1"}), has="FROM currency"), route(SUITEQL, rows({"n": "41", "newest": ago(hours=3)}), has="SalesOrd"),
    route(SUITEQL, rows({"isinactive": "F", "n": "900"}), has="FROM item"), route(SUITEQL, rows({"scriptid": "custbody_channel"}), has="customfield"),
    route(SUITEQL, rows({"scriptid": "customscript_tether", "isinactive": "F", "isdeployed": "T", "status": "RELEASED"}), has="scriptdeployment"),
    route(SUITEQL, rows({"n": "0"}), has="scriptnote")]

# --- WooCommerce
WOO = [
    route("/wc/v3/system_status", {"environment": {"version": "10.1.0", "wp_cron": True}}),
    route("/wc/v3/orders", [{"id": 7, "date_modified_gmt": ago(hours=1)[:-1]}]), route("/", {"name": "Shop", "namespaces": ["wp/v2", "wc/v3"]})]

CONNECTIONS = {
    "shopify": ({"shop": "acme.myshopify.com"}, {"access_token": TOKEN["X-Shopify-Access-Token"]}, ""),
    "amazon": ({"region": "eu", "marketplace": MARKETPLACE}, {"client_id": "amzn1.application-oa2-client.planted01", "client_secret": "amzn1.oa2-cs.v1.planted02",
                                                              "refresh_token": "Atzr|planted0refresh"}, ""),
    "netsuite": ({"account_id": "1234567_SB1", "custom_field": "custbody_channel", "script": "customscript_tether"},
                 {"consumer_key": "planted0consumer0key", "consumer_secret": "planted0consumer0secret", "token_id": "planted0token0id",
                  "token_secret": "planted0token0secret"}, "token"),
    "woocommerce": ({"site": "shop.example.com"}, {"consumer_key": "ck_planted0123456789", "consumer_secret": "cs_planted0123456789"}, ""),
}
AUTH = ("expired_oauth_token", "revoked_api_access", "invalid_api_credentials", "changed_password")

# name, guide, platform, routes of the fault, causes of which one must come first
SCENARIOS = [
    ("token refused", "A1c1 A1c2 A1c3 A1c4 D1", "shopify", [route("/oauth/access_scopes.json", REFUSED), route(GRAPHQL, REFUSED)], AUTH),
    ("kind of token retired", "A1c1", "shopify",
     [route(path, {"status": 403, "body": {"errors": "[API] Non-expiring access tokens are no longer accepted for the Admin API."}})
      for path in ("/oauth/access_scopes.json", GRAPHQL)], ("expired_oauth_token",)),
    ("store frozen", "A1x3", "shopify", [route("/", {"status": 402, "body": {"errors": "Unavailable Shop"}})], ("store_unavailable",)),
    ("throttled", "B1 D4", "shopify", [route(GRAPHQL, THROTTLED)], ("request_rate_exceeded", "query_cost_exceeded")),
    ("scope missing", "D2", "shopify", [route("/oauth/access_scopes.json", scopes(["read_products"]), header=TOKEN), route(GRAPHQL, NO_SCOPE, has="ProbeLocations")],
     ("missing_scope",)),
    ("location inactive", "B2", "shopify", [route(GRAPHQL, locations(True, False), has="ProbeLocations")], ("inactive_location",)),
    ("products hidden", "B3", "shopify", [route(GRAPHQL, products(500, 260), has="ProbeProductCounts")], ("hidden_variant",)),
    ("fulfillment service without address", "B4", "shopify",
     [route(GRAPHQL, services({"id": "x", "type": "THIRD_PARTY", "callbackUrl": None, "location": {"isActive": False}}), has="ProbeFulfillment")],
     ("fulfillment_service_misconfigured",)),
    ("60-day window", "A5c2", "shopify", [route("/oauth/access_scopes.json", scopes(SCOPES[:4]), header=TOKEN), route(GRAPHQL, orders(60 * 24 * 59), has="ProbeOrderRange")],
     ("platform_history_limit",)),
    ("platform down", "D6", "shopify", [route("/", UNAVAILABLE_HTML)], ("platform_outage", "scheduled_maintenance", "platform_internal_error")),
    ("platform fault", "D5", "shopify", [route("/", {"status": 500, "body": {"errors": "An unexpected error occurred"}})],
     ("platform_internal_error", "platform_outage")),
    ("no answer in time", "A2c1 A2c4 A2s2", "shopify", [route("/", {"fault": "hang", "seconds": 20})], ("network_issue", "slow_api_response", "proxy_or_firewall", "platform_outage")),
    ("connection broken off", "A2c1", "shopify", [route("/", {"fault": "reset"})], ("server_closed_connection", "network_issue")),
    ("grant revoked", "B5 A1c3", "amazon",
     [route("/auth/o2/token", {"status": 400, "body": {"error": "invalid_grant", "error_description":
      "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission."}}, method="POST")], ("revoked_api_access", "expired_oauth_token")),
    ("client secret wrong", "A1c4", "amazon",
     [route("/auth/o2/token", {"status": 401, "body": {"error": "invalid_client", "error_description": "Client authentication failed"}}, method="POST")],
     ("invalid_api_credentials", "lwa_secret_expired")),
    ("client secret past its date", "A1c1", "amazon", [route("/", denied("The LWA secret token you provided has expired."), header=AMAZON_TOKEN)], ("lwa_secret_expired",)),
    ("denied everywhere", "B5", "amazon", [route("/", denied(), header=AMAZON_TOKEN)],
     ("region_not_authorized", "revoked_api_access", "seller_account_not_active", "missing_role_permission")),
    ("marketplace not the seller's", "B6", "amazon", [route("/sellers/v1/", participations("A13V1IB3VIYZZH"), header=AMAZON_TOKEN)], ("marketplace_not_enabled",)),
    ("FBA not permitted", "B7", "amazon", [route("/fba/", denied(), header=AMAZON_TOKEN)], ("fba_permission_missing",)),
    ("order just placed", "B8", "amazon", [route("/orders/", amazon_orders(6), header=AMAZON_TOKEN)], ("platform_delay",)),
    ("quota spent", "D4", "amazon",
     [route("/orders/", {"status": 429, "body": {"errors": [{"code": "QuotaExceeded", "message": "You exceeded your quota for the requested resource.", "details": ""}]}}, header=AMAZON_TOKEN)],
     ("request_rate_exceeded", "bucket_shared_with_other_connection")),
    ("login refused", "A1c3 A1c4", "netsuite", [route(SUITEQL, INVALID_LOGIN)], AUTH),
    ("script not deployed", "B9", "netsuite",
     [route(SUITEQL, rows({"scriptid": "customscript_tether", "isinactive": "F", "isdeployed": "F", "status": "TESTING"}), has="scriptdeployment"),
      route(SUITEQL, rows({"n": "12"}), has="scriptnote")], ("script_error",)),
    ("role may not", "B10", "netsuite", [route(SUITEQL, netsuite_error(400, "USER_ERROR", "Your current role does not have permission to perform this action."))],
     ("missing_role_permission",)),
    ("field not exposed", "B11", "netsuite", [route(SUITEQL, rows(), has="customfield")], ("field_not_exposed",)),
    ("too many at once", "D4", "netsuite", [route(SUITEQL, netsuite_error(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."))],
     ("concurrency_limit_exceeded",)),
    ("key may not read", "D2", "woocommerce",
     [route("/wc/", {"status": 401, "body": {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources.", "data": {"status": 401}}})],
     ("missing_role_permission", "missing_scope")),
    ("key wrong", "A1c4", "woocommerce",
     [route("/wc/", {"status": 401, "body": {"code": "woocommerce_rest_authentication_error", "message": "Consumer key is invalid.", "data": {"status": 401}}})], AUTH),
    ("no REST API there", "D3", "woocommerce", [route("/", {"status": 200, "fault": "html"})], ("wrong_endpoint_or_account", "proxy_or_firewall")),
]
HEALTHY = {"shopify": SHOPIFY, "amazon": AMAZON, "netsuite": NETSUITE, "woocommerce": WOO}
