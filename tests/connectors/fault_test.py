#!/usr/bin/env python3
"""Every way in which an answer can go wrong, one row each: fault_test.py SYNCDX SOURCE_DIR [--table]

request -> observation (outcome, and a fact of the probe or of all probes) -> the causes of which one gains most. The rows are played
by fault_server.py as answers to one probe of a Shopify connection; TLS faults by a server of their own.
"""
import datetime
import ipaddress
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

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


def run(directory, base_url, extra=(), seconds="5", environment=None):
    secret = doubles.TOKEN["X-Shopify-Access-Token"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "TOKEN": secret,
                   "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(directory / "cache"), "SYNCDX_REDACTION_KEY": "1", **(environment or {})}
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


def key_and_certificate(name, days, issuer=None):
    """A key, and a certificate for `name` that is valid between two days from now; `issuer`: such a pair, or its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer[1].subject if issuer else subject).public_key(key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(now + datetime.timedelta(days=days[0]))
               .not_valid_after(now + datetime.timedelta(days=days[1]))
               .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True))
    if issuer:
        alternative = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        builder = builder.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    return key, builder.sign(issuer[0] if issuer else key, hashes.SHA256())


def written(path, key, certificate):
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) +
                     certificate.public_bytes(serialization.Encoding.PEM))
    return path


def in_background(listener, serve):
    """Gives every connection to `serve`; returns the port."""
    def loop():
        while True:
            raw, _ = listener.accept()
            try:
                serve(raw)
            except (ssl.SSLError, OSError):
                pass
            raw.close()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


def tls_server(pem):
    """A TLS server that answers every request with the granted scopes. Returns its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    body = json.dumps(GOOD).encode()

    def serve(raw):
        with context.wrap_socket(raw, server_side=True) as connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))

    return f"https://127.0.0.1:{in_background(socket.create_server(('127.0.0.1', 0)), serve)}"


def refusing_proxy():
    """A proxy that lets nobody through. Returns its address."""
    def serve(raw):
        raw.recv(65536)
        raw.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")

    return f"http://127.0.0.1:{in_background(socket.create_server(('127.0.0.1', 0)), serve)}"


def network_rows(directory):
    """(name, address, settings of the connection, environment, outcome, facts, causes) of what goes wrong before HTTP."""
    authority = key_and_certificate("authority", (-9, 9))
    (directory / "ca.pem").write_bytes(authority[1].public_bytes(serialization.Encoding.PEM))
    trusting = {"ca_file": str(directory / "ca.pem")}
    server = lambda name, days: tls_server(written(directory / f"{name}{days[0]}.pem", *key_and_certificate(name, days, authority)))
    good = server("127.0.0.1", (-2, 2))
    refused = {"probe.tls_failed": True, "probe.reached": False}
    return [
        ("trusted certificate", good, trusting, {}, "pass", {"probe.tls_failed": False}, None),
        ("untrusted certificate", good, {}, {}, "error", refused, ("tls_failure",)),
        ("certificate past its end", server("127.0.0.1", (-4, -1)), trusting, {}, "error", refused, ("tls_failure",)),
        ("certificate not valid yet", server("127.0.0.1", (1, 4)), trusting, {}, "error", refused, ("clock_skew",)),
        ("certificate for another host", server("shop.example", (-2, 2)), trusting, {}, "error", refused, ("tls_failure", "wrong_endpoint_or_account")),
        ("proxy lets nobody through", "https://acme.myshopify.com", {}, {"HTTPS_PROXY": refusing_proxy()}, "error", {"probe.proxy_failed": True}, ("proxy_or_firewall",)),
        ("no such proxy", "https://acme.myshopify.com", {}, {"HTTPS_PROXY": "http://127.0.0.1:1"}, "error", {"probe.reached": False}, None),
        ("nobody listens", "http://127.0.0.1:1", {}, {}, "error", {"probe.connect_failed": True}, None),
        ("no such host", "https://nowhere.invalid", {}, {}, "error", {"probe.dns_failed": True}, ("dns_failure",)),
        ("plain http to elsewhere", "http://shop.example", {}, {}, "error", {"probe.reached": False}, None)]


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
        rows = network_rows(directory)
        for name, url, settings, environment, outcome, facts, causes in rows:
            report, recorded, error, _ = run(directory, url, settings.items(), environment=environment)
            if error:
                note(name, [error])
            else:
                note(name, *problems_of_row(report, recorded, outcome, facts, causes, "shopify_reach"))
    print("\n".join(problems) or f"{len(ROWS) + len(rows)} rows: all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
