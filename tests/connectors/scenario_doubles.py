"""Platforms as routes of fault_server.py: healthy ones, and the same with one fault planted (the faults: scenarios.py).

Bodies are written from the platforms' documentation.
"""
import datetime

NOW = datetime.datetime.now(datetime.timezone.utc)


def ago(**span):
    return (NOW - datetime.timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(**ahead):
    """As in a Date header (RFC 9110, section 5.6.7)."""
    return (NOW + datetime.timedelta(**ahead)).strftime("%a, %d %b %Y %H:%M:%S GMT")


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
SCOPES = "read_products read_inventory read_locations read_orders read_all_orders read_publications".split()
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
                                              "legacyResourceId": str(70 + i), "isFulfillmentService": False, "hasActiveInventory": True} for i, a in enumerate(active)],
                                   "pageInfo": {"hasNextPage": False, "endCursor": None}}}}


def products(every, unpublished):
    return {"data": {name: {"count": count, "precision": "EXACT"} for name, count in
                     (("all", every), ("active", every - unpublished), ("draft", unpublished), ("archived", 0), ("unpublished", unpublished), ("variants", 3 * every))}}


def services(*entries):
    return {"data": {"shop": {"id": "gid://shopify/Shop/1", "fulfillmentServices": [
        {"id": "gid://shopify/FulfillmentService/manual", "type": "MANUAL", "callbackUrl": None, "location": None}, *entries]}}}


def orders(oldest, newest=5):
    node = lambda minutes: {"nodes": [{"id": "gid://shopify/Order/1", "createdAt": ago(minutes=minutes)}]}
    return {"data": {"oldest": node(oldest), "newest": node(newest), "total": {"count": 4000, "precision": "EXACT"}}}


def variants(*skus, tracked=True, after=None):
    """A page of variants; `after`: the cursor of the page behind it."""
    return {"data": {"productVariants": {"nodes": [{"id": f"v{i}", "sku": sku, "product": {"id": "p", "status": "ACTIVE"}, "inventoryItem": {"id": f"i{i}", "tracked": tracked}}
                                                   for i, sku in enumerate(skus)], "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}}}


def counts(created, updated=None, unpaid=0):
    return {"data": {name: {"count": count, "precision": "EXACT"} for name, count in (("created", created), ("updated", updated or created), ("unpaid", unpaid))}}


def bulk(*jobs):
    return {"data": {"bulkOperations": {"nodes": [{"id": "b", "type": "QUERY", "status": status, "errorCode": code, "createdAt": ago(hours=3)} for status, code in jobs]}}}


def nodes(name, *entries):
    return {"data": {name: {"nodes": list(entries), "pageInfo": {"hasNextPage": False}}}}


def webhooks(*topics):
    return {"data": {"webhookSubscriptions": {"nodes": [{"id": "x", "topic": topic, "apiVersion": {"handle": "2026-07", "supported": True}}
                                                        for topic in topics]}}}


YEARS = 60 * 24 * 900
SHOPIFY = [
    route("/oauth/access_scopes.json", scopes(SCOPES), header=TOKEN), route("/oauth/access_scopes.json", REFUSED),
    route(GRAPHQL, shop(), has="ProbeShop"), route(GRAPHQL, locations(True, True), has="ProbeLocations"),
    route(GRAPHQL, products(500, 2), has="ProbeProductCounts"), route(GRAPHQL, services(), has="ProbeFulfillmentServices"),
    route(GRAPHQL, variants("A-3", "A-4"), has='"after":"page2"'), route(GRAPHQL, variants("A-1", "A-2", after="page2"), has="ProbeVariants"),
    route(GRAPHQL, nodes("publications", {"id": "1", "autoPublish": True}), has="ProbePublications"),
    route(GRAPHQL, nodes("fulfillmentOrders", {"id": "1", "status": "OPEN", "requestStatus": "UNSUBMITTED"}), has="ProbeFulfillmentOrders"),
    route(GRAPHQL, counts(120, 300, 9), has="ProbeOrderCounts"), route(GRAPHQL, bulk(("COMPLETED", None)), has="ProbeBulk"),
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
    route("/orders/2026-01-01/", amazon_orders(240), header=AMAZON_TOKEN), route("/sales/v1/", {"payload": [{"orderCount": 90}]}, header=AMAZON_TOKEN), route("/reports/2021-06-30/", {"reports": []}, header=AMAZON_TOKEN),
    route("/notifications/v1/", {"payload": {"subscriptionId": "7d9", "payloadVersion": "1.0"}}, header=AMAZON_TOKEN), route("/", denied())]

# --- NetSuite
SUITEQL = "/services/rest/query/v1/suiteql"


def rows(*items):
    return {"links": [], "count": len(items), "hasMore": False, "items": list(items), "offset": 0, "totalResults": len(items)}


CATALOGUE = "/services/rest/record/v1/metadata-catalog"
RESTLET = "/app/site/hosting/restlet.nl"


def netsuite_error(status, code, detail):
    return {"status": status, "body": {"type": "https://www.rfc-editor.org/rfc/rfc9110.html", "title": "Error", "status": status,
                                       "o:errorDetails": [{"detail": detail, "o:errorCode": code}]}}


INVALID_LOGIN = netsuite_error(401, "INVALID_LOGIN", "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI")
SIGNED = {"Authorization": "OAuth*"}
NETSUITE = [
    route(CATALOGUE + "/salesorder", {"type": "object", "properties": {"custbody_channel": {"type": "string", "x-ns-custom-field": True}}}, header=SIGNED),
    route(CATALOGUE, {"items": [{"name": name} for name in ("salesorder", "customer", "inventoryitem")]}, header=SIGNED), route(CATALOGUE, INVALID_LOGIN),
    route("/services/rest/system/v1/serverTime", {"serverTime": ago(seconds=0)}),
    route("/services/rest/system/v1/governanceLimits", {"accountConcurrencyLimit": 15, "accountUnallocatedConcurrencyLimit": 9, "integrationLimitType": "accountLimit"}),
    route(SUITEQL, rows({"id": "1"}), has="FROM currency"), route(SUITEQL, rows({"oldest": "2019-02-03", "n": "9000"}), has="MIN(trandate)"),
    route(SUITEQL, rows(), has="HAVING COUNT"), route(SUITEQL, rows({"n": "0"}), has="loginaudit"),
    route(SUITEQL, rows({"name": "Find Transaction", "permkey": "TRAN_FIND", "permlevel": "1"}, {"name": "Items", "permkey": "LIST_ITEM", "permlevel": "1"}), has="rolepermissions"),
    route(SUITEQL, rows({"status": "Complete"}), has="scheduledscriptinstance"),
    route(SUITEQL, rows({"n": "41", "newest": ago(hours=3)}), has="SalesOrd"),
    route(SUITEQL, rows({"isinactive": "F", "n": "900"}), has="FROM item"), route(SUITEQL, rows({"scriptid": "custbody_channel"}), has="customfield"),
    route(SUITEQL, rows({"scriptid": "customscript_tether", "isinactive": "F", "isdeployed": "T", "status": "RELEASED"}), has="scriptdeployment"),
    route(SUITEQL, rows({"n": "0"}), has="scriptnote"), route(RESTLET, {"ok": True, "rows": 12}, header=SIGNED)]

# --- WooCommerce
WOO = [
    route("/wc/v3/system_status", {"environment": {"version": "10.1.0", "wp_cron": True}}),
    route("/wc/v3/orders", [{"id": 7, "date_modified_gmt": ago(hours=1)[:-1]}]), route("/", {"name": "Shop", "namespaces": ["wp/v2", "wc/v3"]})]

CONNECTIONS = {
    "shopify": ({"shop": "acme.myshopify.com"}, {"access_token": TOKEN["X-Shopify-Access-Token"]}, ""),
    "amazon": ({"region": "eu", "marketplace": MARKETPLACE}, {"client_id": "amzn1.application-oa2-client.planted01", "client_secret": "amzn1.oa2-cs.v1.planted02",
                                                              "refresh_token": "Atzr|planted0refresh"}, ""),
    "netsuite": ({"account_id": "1234567_SB1", "custom_field": "custbody_channel", "script": "customscript_tether", "role": "1028", "saved_search": "customsearch_orders",
                  "restlet_script": "customscript_check", "restlet_deploy": "customdeploy1"},
                 {"consumer_key": "planted0consumer0key", "consumer_secret": "planted0consumer0secret", "token_id": "planted0token0id",
                  "token_secret": "planted0token0secret"}, "token"),
    "woocommerce": ({"site": "shop.example.com"}, {"consumer_key": "ck_planted0123456789", "consumer_secret": "cs_planted0123456789"}, ""),
}
HEALTHY = {"shopify": SHOPIFY, "amazon": AMAZON, "netsuite": NETSUITE, "woocommerce": WOO}
