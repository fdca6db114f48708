"""Faults as a table: what is planted, and the causes of which one must come first.

Each is planted in the double of a platform (routes that stand before the healthy ones), in Tether's exports, or in both. `answers`:
the answer to a question where no program can know it. `seconds`: for all probes. `base`: instead of the double's address.
"""
import dataclasses

import scenario_doubles as d
import tether_exports as t

AUTH = ("expired_oauth_token", "revoked_api_access", "invalid_api_credentials", "changed_password")


@dataclasses.dataclass
class Scenario:
    name: str
    guide: str
    platform: str  # "" for Tether's exports alone
    wanted: tuple
    routes: list = dataclasses.field(default_factory=list)
    integration: dict | None = None
    sessions: dict | None = None
    answers: tuple = ()
    only: str = ""
    seconds: int = 6
    base: str = ""


def overlapping():
    return t.history(t.session(1, 100), t.session(1 + 20 / 3600, 99, trigger="manual", mode="full"), t.session(7, 98), t.session(7 + 20 / 3600, 97, trigger="manual"))


def partial(message, failed=200):
    return t.session(1, 100, status="completed_with_errors", statistics={"success": 200, "failed": failed, "skipped": 0},
                     error_analysis={"unmapped_skus": [], "unmapped_channels": [], "top_errors": [{"message": message, "count": failed}]})


SHOP_REFUSES = [d.route("/oauth/access_scopes.json", d.REFUSED), d.route(d.GRAPHQL, d.REFUSED)]
SCENARIOS = [
    # A: authentication
    Scenario("token past its date", "A1c1", "shopify", ("expired_oauth_token",), SHOP_REFUSES,
             t.integration(credentials={"method": "oauth", "authorized_at": t.at(days=60), "expires_at": t.at(hours=15), "fields": []}),
             t.history(*(t.failed(1 + 6 * i, 100 - i) for i in range(3)))),
    Scenario("password changed (asked)", "A1c2", "shopify", ("changed_password",), SHOP_REFUSES, t.integration(),
             t.history(*(t.failed(1 + 6 * i, 100 - i) for i in range(3))), answers=("password_recently_changed=yes",)),
    Scenario("grant withdrawn", "A1c3 B5", "amazon", ("revoked_api_access",),
             [d.route("/auth/o2/token", {"status": 400, "body": {"error": "invalid_grant", "error_description":
              "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission."}}, method="POST")]),
    Scenario("key mistyped, never worked", "A1c4", "shopify", ("invalid_api_credentials",), SHOP_REFUSES,
             t.integration(credentials={"method": "api_credentials", "authorized_at": t.at(days=2), "expires_at": None, "fields": []}, created_at=t.at(days=2)),
             {**t.history(), "range": {"from": t.at(days=3), "to": t.at(minutes=1)}, "sessions": [t.failed(1 + 6 * i, 100 - i, "Invalid credentials") for i in range(6)]}),
    Scenario("client secret wrong", "A1c4", "amazon", ("invalid_api_credentials",),
             [d.route("/auth/o2/token", {"status": 401, "body": {"error": "invalid_client", "error_description": "Client authentication failed"}}, method="POST")]),
    Scenario("client secret past its date", "A1c1", "amazon", ("lwa_secret_expired",), [d.route("/", d.denied("The LWA secret token you provided has expired."), header=d.AMAZON_TOKEN)]),
    Scenario("token refused", "D1", "shopify", AUTH, SHOP_REFUSES),
    Scenario("kind of token retired", "A1c1", "shopify", ("expired_oauth_token",),
             [d.route(path, {"status": 403, "body": {"errors": "[API] Non-expiring access tokens are no longer accepted for the Admin API."}})
              for path in ("/oauth/access_scopes.json", d.GRAPHQL)]),
    Scenario("login refused", "D1", "netsuite", AUTH, [d.route("/services/rest/", d.INVALID_LOGIN), d.route(d.RESTLET, d.INVALID_LOGIN)]),
    Scenario("key wrong", "A1c4", "woocommerce", AUTH,
             [d.route("/wc/", {"status": 401, "body": {"code": "woocommerce_rest_authentication_error", "message": "Consumer key is invalid.", "data": {"status": 401}}})]),
    # A: timeouts
    Scenario("nobody takes the connection", "A2c1", "shopify", ("network_issue",), base="http://127.0.0.1:1"),
    Scenario("connection broken off", "A2", "shopify", ("server_closed_connection", "network_issue"), [d.route("/", {"fault": "reset"})]),
    Scenario("no answer in time", "A2s2", "shopify", ("network_issue", "slow_api_response"), [d.route("/", {"fault": "hang", "seconds": 20})]),
    Scenario("more than it can read", "A2c2", "shopify", ("large_data_volume",),
             [d.route(d.GRAPHQL, d.counts(40000, 90000), has="ProbeOrderCounts"), d.route(d.GRAPHQL, d.bulk(("FAILED", "TIMEOUT")), has="ProbeBulk")]),
    Scenario("platform falters", "A2c3", "amazon", ("platform_overload",),
             [d.route(path, {"status": 503, "body": {"errors": [{"code": "ServiceUnavailable", "message": "busy"}]}}, good, header=d.AMAZON_TOKEN)
              for path, good in (("/sellers/v1/", d.participations(d.MARKETPLACE)), ("/orders/2026-01-01/", d.amazon_orders(240)))], seconds=20),
    Scenario("platform is slow", "A2c4", "shopify", ("slow_api_response",), [d.route("/oauth/", {"delay_ms": 10300, **d.REFUSED})], only="shopify_reach", seconds=20),
    # A: data not syncing
    Scenario("integration paused", "A3c1", "", ("integration_paused",), [], t.integration(enabled=False, status="paused", last_sync=t.at(days=4)),
             {**t.history(), "sessions": [t.session(96 + 6 * i, 90 - i) for i in range(6)]}),
    Scenario("filter keeps all out", "A3c2", "", ("filter_excluding_data",), [],
             t.integration(filters=[{"domain_type": "sales_orders", "field": "tag", "op": "in", "value": ["wholesale"], "origin": "user"}],
                           _changes=[{"at": t.at(hours=20), "actor_role": "admin", "what": "filters", "from": "", "to": "tag in wholesale"}]),
             t.history(*(t.session(1 + 6 * i, 100 - i, records_fetched=0, statistics={"success": 0, "failed": 0, "skipped": 0}) for i in range(3)))),
    Scenario("unpaid orders are left out", "A3c2", "shopify", ("shopify_financial_status_filter",), [d.route(d.GRAPHQL, d.counts(100, 120, 80), has="ProbeOrderCounts")],
             t.integration(filters=[{"domain_type": "sales_orders", "field": "financial_status", "op": "in", "value": ["paid"], "origin": "built_in"}]), t.history()),
    Scenario("SKUs without a counterpart", "A3c3", "", ("mapping_issue", "unmapped_sku"), [], t.integration(),
             t.history(t.session(1, 100, status="completed_with_errors", statistics={"success": 200, "failed": 200, "skipped": 0},
                                 error_analysis={"unmapped_skus": ["g-1", "g-2"], "unmapped_channels": [], "top_errors": [{"message": "Unmapped SKU g-1", "count": 200}]}))),
    Scenario("values of a wrong form", "A3c4", "", ("data_format_issue",), [], t.integration(), t.history(partial("Invalid date format '31/02/2026' in order_date"))),
    # A: duplicates
    Scenario("two runs at once", "A4c1", "", ("multiple_syncs_of_same_data",), [], t.integration(), overlapping()),
    Scenario("no unique id mapped", "A4c2", "", ("missing_unique_identifier",), [],
             t.integration(field_mappings=[{"domain_type": "sales_orders", "external_field": "Total", "tether_field": "Amount", "unique_key": False}]), t.history()),
    Scenario("SKUs repeat at the source", "A4c2", "shopify", ("missing_unique_identifier",),
             [d.route(d.GRAPHQL, d.variants("A-1", "A-1", "", after="page2"), has='"variables":{}'), d.route(d.GRAPHQL, d.variants("a-1", ""), has='"after":"page2"'),
              d.route(d.GRAPHQL, d.variants("A-1", "A-1", "", after="page2"), has="ProbeVariants")]),
    Scenario("two integrations, one channel", "A4c3", "", ("channel_overlap",), [],
             t.integration(_other_integrations=[{"id": "int-9", "external_service": "netsuite", "enabled": True, "capabilities": ["sales_orders"], "channel_ids": ["ch-1"]}],
                           _channels=[{"id": "ch-1", "name": "Shop", "type": "shopify", "is_active": True, "integration_ids": ["int-7", "int-9"]}]), t.history()),
    Scenario("two fields into one", "A4c4", "", ("mapping_issue",), [],
             t.integration(field_mappings=[{"domain_type": "sales_orders", "external_field": "Order Number", "tether_field": "Sales Order ID", "unique_key": True},
                                           {"domain_type": "sales_orders", "external_field": "Invoice Number", "tether_field": "Sales Order ID", "unique_key": False}]), t.history()),
    # A: history
    Scenario("range begins late", "A5c1", "", ("date_range_filter",), [],
             t.integration(historical_data={"from": t.at(days=20)[:10], "days": 20}, filters=[{"domain_type": "sales_orders", "field": "created_at", "op": "gte", "value": t.at(days=20),
                                                                                               "origin": "user"}]), t.history()),
    Scenario("60-day window", "A5c2", "shopify", ("platform_history_limit",),
             [d.route("/oauth/access_scopes.json", d.scopes(d.SCOPES[:4]), header=d.TOKEN), d.route(d.GRAPHQL, d.orders(60 * 24 * 59), has="ProbeOrderRange")]),
    Scenario("first run took nothing old", "A5c3", "", ("initial_sync_settings",), [], t.integration(created_at=t.at(days=10)),
             {**t.history(), "range": {"from": t.at(days=11), "to": t.at(minutes=1)},
              "sessions": [t.session(1 + 6 * i, 100 - i) for i in range(12)] + [t.session(230, 80, mode="incremental", status="failed", records_fetched=10)]}),
    # B: Shopify
    Scenario("throttled", "B1 D4", "shopify", ("request_rate_exceeded", "query_cost_exceeded"), [d.route(d.GRAPHQL, d.THROTTLED)]),
    Scenario("location inactive", "B2", "shopify", ("inactive_location",), [d.route(d.GRAPHQL, d.locations(True, False), has="ProbeLocations")]),
    Scenario("products hidden", "B3", "shopify", ("hidden_variant",), [d.route(d.GRAPHQL, d.products(500, 260), has="ProbeProductCounts")]),
    Scenario("fulfillment service without address", "B4", "shopify", ("fulfillment_service_misconfigured",),
             [d.route(d.GRAPHQL, d.services({"id": "x", "type": "THIRD_PARTY", "callbackUrl": None, "location": {"isActive": False}}), has="ProbeFulfillmentServices")]),
    Scenario("scope missing", "D2", "shopify", ("missing_scope",),
             [d.route("/oauth/access_scopes.json", d.scopes(["read_products"]), header=d.TOKEN), d.route(d.GRAPHQL, d.NO_SCOPE, has="ProbeLocations")]),
    Scenario("store frozen", "A1x3", "shopify", ("store_unavailable",), [d.route("/", {"status": 402, "body": {"errors": "Unavailable Shop"}})]),
    Scenario("version retired", "D3", "shopify", ("unsupported_api_version",),
             [d.route(d.GRAPHQL, {"headers": {"x-shopify-api-version": "2026-10"}, "body": {**d.shop(), "data": {**d.shop()["data"], "publicApiVersions": [{"handle": "2026-10", "supported": True}]}}},
                      has="ProbeShop ")]),
    # B: Amazon
    Scenario("denied everywhere", "B5", "amazon", ("region_not_authorized", "revoked_api_access", "seller_account_not_active", "missing_role_permission"),
             [d.route("/", d.denied(), header=d.AMAZON_TOKEN)]),
    Scenario("another region is authorized", "B5 B6", "amazon", ("region_not_authorized",),
             [d.route("/eu/auth/o2/token", d.LWA, method="POST"), d.route("/na/sellers/", d.participations("ATVPDKIKX0DER"), header=d.AMAZON_TOKEN), d.route("/eu/", d.denied(), header=d.AMAZON_TOKEN), d.route("/fe/", d.denied(), header=d.AMAZON_TOKEN)], base="{double}/{region}"),
    Scenario("marketplace not the seller's", "B6", "amazon", ("marketplace_not_enabled",), [d.route("/sellers/v1/", d.participations("A13V1IB3VIYZZH"), header=d.AMAZON_TOKEN)]),
    Scenario("FBA not permitted", "B7", "amazon", ("fba_permission_missing",), [d.route("/fba/", d.denied(), header=d.AMAZON_TOKEN)]),
    Scenario("order just placed", "B8", "amazon", ("platform_delay",), [d.route("/orders/", d.amazon_orders(6), header=d.AMAZON_TOKEN)]),
    Scenario("quota spent", "D4", "amazon", ("request_rate_exceeded", "bucket_shared_with_other_connection"),
             [d.route("/orders/", {"status": 429, "body": {"errors": [{"code": "QuotaExceeded", "message": "You exceeded your quota for the requested resource.", "details": ""}]}},
                      header=d.AMAZON_TOKEN)]),
    # B: NetSuite
    Scenario("script not deployed", "B9", "netsuite", ("script_error",),
             [d.route(d.SUITEQL, d.rows({"scriptid": "customscript_tether", "isinactive": "F", "isdeployed": "F", "status": "TESTING"}), has="FROM script s"),
              d.route(d.SUITEQL, d.rows({"n": "12"}), has="scriptnote")]),
    Scenario("role may not", "B10", "netsuite", ("missing_role_permission",),
             [d.route(d.SUITEQL, d.netsuite_error(400, "USER_ERROR", "Your current role does not have permission to perform this action."))]),
    Scenario("field not exposed", "B11", "netsuite", ("field_not_exposed",),
             [d.route(d.SUITEQL, d.rows(), has="customfield"), d.route(d.CATALOGUE + "/salesorder", {"type": "object", "properties": {}})]),
    Scenario("saved search gone", "B12", "netsuite", ("saved_search_misconfigured",),
             [d.route(d.RESTLET, {"error": {"code": "INVALID_SEARCH", "message": "That search or mass update does not exist."}})]),
    Scenario("saved search finds nothing", "B12", "netsuite", ("saved_search_misconfigured",), [d.route(d.RESTLET, {"ok": True, "rows": 0})]),
    Scenario("too many at once", "D4", "netsuite", ("concurrency_limit_exceeded",),
             [d.route(d.SUITEQL, d.netsuite_error(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."))]),
    # D, and what the guide has no row for
    Scenario("platform down", "D6", "shopify", ("platform_outage", "scheduled_maintenance", "platform_internal_error"), [d.route("/", d.UNAVAILABLE_HTML)]),
    Scenario("platform fault", "D5", "shopify", ("platform_internal_error", "platform_outage"), [d.route("/", {"status": 500, "body": {"errors": "An unexpected error occurred"}})]),
    Scenario("key may not read", "D2", "woocommerce", ("missing_role_permission", "missing_scope"),
             [d.route("/wc/", {"status": 401, "body": {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources.", "data": {"status": 401}}})]),
    Scenario("no REST API there", "D3", "woocommerce", ("wrong_endpoint_or_account", "proxy_or_firewall"), [d.route("/", {"status": 200, "fault": "html"})]),
]

HEALTHY = [*(Scenario(f"healthy {platform}", "", platform, (), [], *exports)
             for platform, exports in (("shopify", ()), ("amazon", ()), ("netsuite", ()), ("woocommerce", ()), ("shopify", (t.integration(), t.history())),
                                       ("", (t.integration(), t.history()))))]
NEEDED = [f"B{i}" for i in range(1, 13)] + [f"A{a}c{c}" for a, last in ((1, 4), (2, 4), (3, 4), (4, 4), (5, 3)) for c in range(1, last + 1)]
