#!/usr/bin/env python3
"""Every way in which an answer can go wrong, one row each: fault_test.py SYNCDX SOURCE_DIR [--table]

request -> observation (outcome, and a fact of the probe or of all probes) -> the causes of which one gains most. The rows are played
by fault_server.py as answers to one probe of a Shopify connection; TLS faults by a server of their own.
"""
import json
import os
import pathlib
import ssl
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402
import scenario_doubles as doubles  # noqa: E402
import scenarios  # noqa: E402

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])

GOOD = {"access_scopes": [{"handle": scope} for scope in doubles.SCOPES]}
RETRIED = {"status": 429, "headers": {"retry-after": "0.2"}, "body": {"errors": "Exceeded 2 calls per second for api client."}}
AUTH = scenarios.AUTH
ROWS = [
    # name, answers, outcome, facts that must hold, causes of which one is first (None: not looked at)
    ("200", [{"body": GOOD}], "pass", {"probe.accepted": True, "probe.refused": False}, None),
    ("401", [doubles.REFUSED], "fail", {"probe.refused": True, "probe.accepted": False}, AUTH),
    ("402 store frozen", [{"status": 402, "body": {"errors": "Unavailable Shop"}}], "fail", {"probe.blocked": True}, ("store_unavailable",)),
    ("403 store forbidden", [{"status": 403, "body": {"errors": "Unavailable Shop"}}], "fail", {"probe.blocked": True}, ("store_unavailable",)),
    ("403 scope", [{"status": 403, "body": {"errors": "[API] This action requires merchant approval for read_orders scope."}}], "fail",
     {"probe.denied": True}, ("missing_scope",)),
    ("403 protected data", [{"status": 403, "body": {"errors": "[API] This app is not approved to access REST endpoints with protected customer data."}}],
     "fail", {"probe.denied": True}, ("app_not_approved_for_data",)),
    ("403 kind of token", [{"status": 403, "body": {"errors": "[API] Non-expiring access tokens are no longer accepted for the Admin API."}}], "fail",
     {"probe.refused": True}, ("expired_oauth_token",)),
    ("404", [{"status": 404, "body": {"errors": "Not Found"}}], "fail", {"probe.not_found": True}, ("wrong_endpoint_or_account", "unsupported_api_version", "deleted_resource")),
    ("423", [{"status": 423, "body": {"errors": "This shop is unavailable"}}], "fail", {"probe.blocked": True}, ("store_unavailable",)),
    ("429, then good", [RETRIED, {"body": GOOD}], "pass", {"probe.rate_limited": True, "probe.accepted": True}, None),
    ("429 again and again", [RETRIED], "fail", {"probe.rate_limited": True}, ("request_rate_exceeded",)),
    ("429 without Retry-After", [{**RETRIED, "headers": {}}], "fail", {"probe.rate_limited": True}, ("request_rate_exceeded",)),
    ("THROTTLED with 200", [{"body": doubles.THROTTLED}], "fail", {"probe.rate_limited": True}, ("request_rate_exceeded", "query_cost_exceeded")),
    ("500", [{"status": 500, "body": {"errors": "An unexpected error occurred"}}], "error", {"probe.unavailable": True}, ("platform_internal_error", "platform_outage")),
    ("503, then good", [{"status": 503, "body": "down"}, {"body": GOOD}], "pass", {"probe.accepted": True}, None),
    ("503 HTML", [{"status": 503, "fault": "html"}], "error", {"probe.unavailable": True}, ("platform_outage", "scheduled_maintenance", "platform_internal_error")),
    ("200 HTML", [{"fault": "html"}], "error", {"probe.unreadable": True}, None),
    ("200, cut JSON", [{"body": '{"access_scopes": [{"handle": "read_'}], "error", {"probe.unreadable": True}, None),
    ("200, other JSON", [{"body": {"hello": "world"}}], "error", {"probe.unreadable": True}, None),
    ("200, deep JSON", [{"body": '{"access_scopes":' + "[" * 5000 + "]" * 5000 + "}"}], "pass", {}, None),
    ("wrong length", [{"fault": "short", "body": GOOD}], "error", {"probe.broken_off": True}, None),
    ("slow drip", [{"fault": "slow", "body": GOOD}], "error", {"probe.timed_out": True}, None),
    ("hang", [{"fault": "hang"}], "error", {"probe.timed_out": True}, None),
    ("reset", [{"fault": "reset"}], "error", {"probe.broken_off": True}, ("server_closed_connection", "network_issue")),
    ("no HTTP", [{"fault": "garbage"}], "error", {"probe.broken_off": True}, None),
    ("too large", [{"fault": "big"}], "error", {}, None),
    ("redirect to another host", [{"status": 302, "headers": {"location": "http://198.51.100.7/steal"}, "body": ""}], "error", {"probe.unreadable": True}, None),
]


def run(directory, base_url, extra=(), seconds="5"):
    secret = doubles.TOKEN["X-Shopify-Access-Token"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "TOKEN": secret,
                   "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(directory / "cache"), "SYNCDX_REDACTION_KEY": "1"}
    file = directory / "connections.yaml"
    file.write_text(json.dumps({"connections": {"it": {"platform": "shopify", "account": {"shop": "acme.myshopify.com"}, "base_url": base_url,
                                                       "secrets": {"access_token": {"env": "TOKEN"}}, **dict(extra)}}}))
    record = directory / "probes.json"
    began = time.monotonic()
    result = subprocess.run([PROGRAM, "diagnose", "--probe", "it", "--only", "shopify_scopes", "--connections", file, "--record", record, "--timeout", seconds,
                             "--format", "json"], capture_output=True, env=environment, timeout=60, check=False, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        return None, None, result.stderr.decode(), time.monotonic() - began
    recorded = json.loads(record.read_text())
    if secret.encode() in result.stdout + result.stderr + record.read_bytes():
        return None, None, "the secret leaks", 0
    return json.loads(result.stdout), recorded, "", time.monotonic() - began


def problems_of_row(report, recorded, outcome, facts, causes, probe="shopify_scopes"):
    observed = {entry["probe"]: entry for entry in recorded["observations"]}
    problems = []
    if observed[probe]["outcome"] != outcome:
        problems.append(f"outcome {observed[probe]['outcome']}, expected {outcome} ({observed[probe]['reason']})")
    known = {name: value for entry in recorded["observations"] for name, value in entry["facts"].items()}
    problems += [f"{name} is {known.get(name)}, expected {value}" for name, value in facts.items() if known.get(name) != value]
    first = report["causes"][0]["id"].split(".")[-1] if report["causes"] else None
    if causes and first not in causes:
        problems.append(f"first cause {first}, expected one of {causes}")
    return problems, first


def tls_server(directory):
    """A TLS server with a certificate that nobody trusts. Returns its port."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", directory / "k.pem", "-out",
                    directory / "c.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "c.pem", directory / "k.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            raw, _ = listener.accept()
            try:
                context.wrap_socket(raw, server_side=True).close()
            except (ssl.SSLError, OSError):
                raw.close()

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def main():
    problems = []

    def note(name, found, first=""):
        if "--table" in sys.argv:
            print(f"{'ok  ' if not found else 'FAIL'} {name:28} {first or ''}", flush=True)
        problems.extend(f"{name}: {problem}" for problem in found)

    for name, answers, outcome, facts, causes in ROWS:
        with tempfile.TemporaryDirectory() as holder:
            directory = pathlib.Path(holder)
            routes = [doubles.route("/oauth/", *answers, header=doubles.TOKEN), doubles.route("/oauth/", doubles.REFUSED)]
            with probing.played(SOURCE, directory, routes) as double:
                report, recorded, error, _ = run(directory, f"http://127.0.0.1:{double.port}")
        if error:
            note(name, [error])
        else:
            note(name, *problems_of_row(report, recorded, outcome, facts, causes))
    with tempfile.TemporaryDirectory() as holder:
        directory = pathlib.Path(holder)
        rows = [("untrusted certificate", f"https://127.0.0.1:{tls_server(directory)}", {"probe.tls_failed": True}, ("tls_failure",)),
                ("nobody listens", "http://127.0.0.1:1", {"probe.connect_failed": True}, None),
                ("no such host", "https://nowhere.invalid", {"probe.dns_failed": True}, ("dns_failure",)),
                ("plain http to elsewhere", "http://shop.example", {"probe.reached": False}, None)]
        for name, url, facts, causes in rows:
            report, recorded, error, _ = run(directory, url)
            if error:
                note(name, [error])
            else:
                note(name, *problems_of_row(report, recorded, "error", facts, causes, "shopify_reach"))
    print("\n".join(problems) or f"{len(ROWS) + 4} rows: all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
