#!/usr/bin/env python3
"""Log and probes together beat either alone where the log can mean several things: ambiguous_log_test.py SYNCDX SOURCE_DIR [--table]

A log that says no more than that the platform refused is diagnosed alone; then each of several faults that would all give this log is
planted in the platform's double (scenarios.py), and diagnosed by probes alone, and by both. With both, the planted cause must come
first, stronger than by the log alone, and but for a hair no less probable than by the probes alone; over all faults, both must do better
than either.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402
import scenario_doubles as d  # noqa: E402
import scenario_test  # noqa: E402
from scenarios import SCENARIOS, Scenario  # noqa: E402

HAIR = 0.03  # a log that could mean other causes too takes a little from what probes have proven
OTHER_CLOCK = {"headers": {"date": d.http_date(minutes=-11)}}  # this machine is eleven minutes ahead of the platform
NETSUITE = """2026-11-20T06:00:02Z INFO  [netsuite] sync started: sales orders
{first}2026-11-20T06:00:09Z ERROR [netsuite] 401 Unauthorized: {{"title":"Unauthorized","status":401,"o:errorDetails":[{{"detail":"Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.","o:errorCode":"INVALID_LOGIN"}}]}}
2026-11-20T06:00:09Z ERROR [netsuite] sync failed after 7 s, 0 records
"""
LOGS = [
    ("Amazon: a bare 403", """2026-11-20T06:00:02Z INFO  [amazon] sync started: orders
2026-11-20T06:00:03Z INFO  [amazon] GET https://sellingpartnerapi-eu.amazon.com/orders/2026-01-01/orders
2026-11-20T06:00:03Z ERROR [amazon] 403 Forbidden: {"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":""}]}
2026-11-20T06:00:03Z ERROR [amazon] sync failed after 1 s, 0 records
""", ["another region is authorized", "FBA not permitted", "grant withdrawn", "client secret past its date"]),
    ("Shopify: a 401", """2026-11-20T06:00:02Z INFO  [shopify] sync started: orders
2026-11-20T06:00:03Z ERROR [shopify] POST /admin/api/2026-07/graphql.json: 401 Unauthorized
2026-11-20T06:00:03Z ERROR [shopify] sync failed after 1 s, 0 records
""", ["token past its date", "key mistyped, never worked", "kind of token retired"]),
    ("NetSuite: Invalid login", NETSUITE.format(first=""), ["too many at once", Scenario("clock eleven minutes off", "", "netsuite", ("clock_skew",), [
        d.route("/services/rest/", {**d.INVALID_LOGIN, **OTHER_CLOCK}), d.route(d.RESTLET, {**d.INVALID_LOGIN, **OTHER_CLOCK})])]),
    ("NetSuite: the same after 429", NETSUITE.format(first="2026-11-20T06:00:04Z WARN  [netsuite] 429 CONCURRENCY_LIMIT_EXCEEDED, attempt 2 of 2\n"),
     ["too many at once", Scenario("too many, over by now", "", "netsuite", ("concurrency_limit_exceeded",))]),
]


def scenario_of(planted):
    return planted if isinstance(planted, Scenario) else next(one for one in SCENARIOS if one.name == planted)


def by_log(path):
    with tempfile.TemporaryDirectory() as directory:
        _, environment = probing.write_connections(directory, {})
        output, _ = probing.run(scenario_test.PROGRAM, environment, "diagnose", "--format", "json", path)
    return dict(reversed(scenario_test.causes_of(json.loads(output))))


def share(causes, cause):
    """Of the planted cause against its strongest rival: 1/2 is a draw."""
    rival = max((probability for other, probability in causes.items() if other != cause), default=0)
    return causes.get(cause, 0) / max(causes.get(cause, 0) + rival, 1e-9)


def main():
    problems, rows = [], []
    print(f"{'log':30}{'planted':30}{'its cause':28}{'log':>16}{'probes':>16}{'both':>16}")
    for name, text, planted in LOGS:
        with tempfile.TemporaryDirectory() as directory:
            log = pathlib.Path(directory) / "sync.log"
            log.write_text(text, encoding="utf-8")
            for scenario in map(scenario_of, planted):
                found = [by_log(log), dict(reversed(scenario_test.causes_of(scenario_test.diagnose(scenario)[0]))),
                         dict(reversed(scenario_test.causes_of(scenario_test.diagnose(scenario, log=log)[0])))]
                cause = scenario.wanted[0]
                shares = [share(causes, cause) for causes in found]
                rows.append(shares)
                shown = "".join(f"{causes.get(cause, 0):9.3f} ({of:.2f})" for causes, of in zip(found, shares))
                print(f"{name:30}{scenario.name:30}{cause:28}{shown}", flush=True)
                if shares[2] < 0.5:
                    problems.append(f"{name}, {scenario.name}: {cause} does not come first")
                if shares[2] < shares[0]:
                    problems.append(f"{name}, {scenario.name}: both together know less than the log")
                if found[2].get(cause, 0) < found[1].get(cause, 0) - HAIR:
                    problems.append(f"{name}, {scenario.name}: both together are less sure than the probes")
    means = [sum(column) / len(rows) for column in zip(*rows)]
    print("In brackets: its share against the strongest other cause. Mean: log {:.2f}, probes {:.2f}, both {:.2f}".format(*means))
    if means[2] <= max(means[:2]):
        problems.append("both together are no better than the better one alone")
    print("\n".join(problems) or f"{len(rows)} faults under {len(LOGS)} logs: all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
