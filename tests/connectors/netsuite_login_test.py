#!/usr/bin/env python3
"""NetSuite's two logins, judged by others: netsuite_login_test.py SYNCDX SOURCE_DIR DOUBLES_DIR oauthlib|jose

Each row: what the program is given, what the double knows, and whether the query must pass. The double asks oauthlib and PyJWT; with
"jose", the client assertions that it got are judged again by that npm package (skipped, loudly, where it is not installed).
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402

PROGRAM, SOURCE, DOUBLES, JUDGE = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve(), sys.argv[4]
TBA = {"consumer_key": "c" * 32, "consumer_secret": "planted consumer+secret/=", "token_id": "t" * 32, "token_secret": "planted%token&secret"}


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def keys(directory, kind):
    """A private key and its certificate."""
    key, certificate = directory / f"{kind}.key", directory / f"{kind}.pem"
    how = ["rsa:3072"] if kind == "rsa" else ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-pkeyopt", "ec_param_enc:named_curve"]
    openssl("req", "-new", "-x509", "-newkey", *how, "-nodes", "-days", "2", "-subj", "/CN=t", "-keyout", key, "-out", certificate)
    key.chmod(0o600)
    return key, certificate


def probe(directory, auth, secrets, account, double):
    config = directory / "double.json"
    config.write_text(json.dumps(double))
    with subprocess.Popen(["/usr/bin/python3", SOURCE / "tests/doubles/netsuite_login.py", config], stdout=subprocess.PIPE, text=True) as process:
        try:
            port = int(process.stdout.readline().split()[1])
            environment = {"PATH": os.environ["PATH"], "HOME": str(directory)}
            named = {}
            for number, (name, value) in enumerate(secrets.items()):
                if isinstance(value, pathlib.Path):
                    named[name] = {"file": str(value)}
                else:
                    environment[f"SECRET_{number}"] = value
                    named[name] = {"env": f"SECRET_{number}"}
            file = directory / "connections.yaml"
            file.write_text(json.dumps({"connections": {"it": {"platform": "netsuite", "auth": auth, "base_url": f"http://127.0.0.1:{port}", "secrets": named,
                                                               "account": {"account_id": "1234567_SB1", **account}}}}))
            result = subprocess.run([PROGRAM, "probe", "it", "--connections", file, "--format", "json"], capture_output=True, env=environment, timeout=60,
                                    check=False)
            if result.returncode != 0:
                sys.exit(result.stderr.decode())
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/__log", timeout=10) as answer:
                log = json.load(answer)
        finally:
            process.kill()
    report = json.loads(result.stdout)
    leaks = [name for name, value in secrets.items() if isinstance(value, str) and value.encode() in result.stdout + result.stderr]
    return {entry["probe"]: entry for entry in report["observations"]}, log, leaks


def jose_accepts(assertion, double):
    """What the npm package jose says of a client assertion, with the certificate and audience that the platform knows."""
    question = json.dumps({"assertion": assertion, "certificate": double["certificate"], "audience": double["audience"], "issuer": double["client_id"]})
    result = subprocess.run(["node", SOURCE / "tests/doubles/npm/verify_assertion.cjs", DOUBLES], input=question, capture_output=True, text=True, timeout=60, check=False)
    if result.returncode not in (0, 1):
        sys.exit(result.stderr)
    return result.returncode == 0


def jose_problems(name, log, double, good):
    """jose must judge an assertion as its key deserves; the certificate's id is not its business."""
    problems = []
    assertions = [entry["assertion"] for entry in log if "assertion" in entry]
    if not assertions:
        return [f"{name}: no assertion was sent"]
    for assertion in assertions:
        head, claims, signature = assertion.split(".")
        if jose_accepts(assertion, double) != good:
            problems.append(f"{name}: jose {'refuses' if good else 'accepts'} the assertion")
        turned = ("B" if signature[0] == "A" else "A") + signature[1:]
        if jose_accepts(f"{head}.{claims}.{turned}", double) or jose_accepts(assertion, {**double, "audience": "https://elsewhere.example"}):
            problems.append(f"{name}: jose takes anything")
    return problems


def main():
    if JUDGE == "jose" and not (DOUBLES / "stamp").exists():
        probing.skip("tools/install-doubles has not installed jose: the client assertions were judged by PyJWT only")
    problems = []
    with tempfile.TemporaryDirectory() as holder:
        directory = pathlib.Path(holder)
        known = {"key": TBA["consumer_key"], "secret": TBA["consumer_secret"], "token": TBA["token_id"], "token_secret": TBA["token_secret"], "realm": "1234567_SB1"}
        rows = [("token", TBA, {}, known, True), ("token, another secret", {**TBA, "consumer_secret": "wrong secret"}, {}, known, False),
                ("token, another token", {**TBA, "token_id": "u" * 32}, {}, known, False), ("token, another realm", TBA, {}, {**known, "realm": "1234567"}, False)]
        audience = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token"
        for kind in ("rsa", "ec"):
            key, certificate = keys(directory, kind)
            m2m = {"client_id": "planted-client-id-0123", "private_key": key}
            double = {"client_id": m2m["client_id"], "kid": "cert1", "certificate": certificate.read_text(), "audience": audience}
            other, _ = keys(directory, kind)  # written over: a key that does not belong to the certificate
            rows.append((f"certificate, {kind}", m2m, {"certificate_id": "cert1"}, {**double, "certificate": (directory / f"{kind}.pem").read_text()}, True))
            rows.append((f"certificate, {kind}, of another key", {**m2m, "private_key": other}, {"certificate_id": "cert1"}, double, False))
            rows.append((f"certificate, {kind}, another id", m2m, {"certificate_id": "cert2"}, {**double, "certificate": (directory / f"{kind}.pem").read_text()}, False))
        if JUDGE == "jose":
            rows = [row for row in rows if row[0].startswith("certificate")]
        for name, secrets, account, double, good in rows:
            auth = "token" if name.startswith("token") else "client_credentials"
            seen, log, leaks = probe(directory, auth, secrets, account, double)
            passed = seen["netsuite_query"]["outcome"] == "pass"
            if passed != good:
                problems.append(f"{name}: the query {'passed' if passed else 'did not pass'}: {seen.get('netsuite_login', seen['netsuite_query'])} {log[:2]}")
            if good and sum(entry.get("good", False) for entry in log) < 3:
                problems.append(f"{name}: fewer than three good calls: {log}")
            problems += [f"{name}: {secret} leaks" for secret in leaks]
            if JUDGE == "jose":
                problems += jose_problems(name, log, double, good or name.endswith("another id"))
    print("\n".join(problems) or f"{len(rows)} logins judged by {JUDGE}: all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
