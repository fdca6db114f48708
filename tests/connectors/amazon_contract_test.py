#!/usr/bin/env python3
"""Amazon's probes against Amazon's own models, served by Prism: amazon_contract_test.py SYNCDX SOURCE_DIR DOUBLES_DIR

The folder of the models is named by SYNCDX_AMAZON_MODELS. Each request must keep the contract (also the case of its parameters' names,
which Prism does not look at), each probe must understand the answer, and planted refusals must bring the right cause first. Skipped,
loudly, without the models or the packages.
"""
import json
import os
import pathlib
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402

PROGRAM, SOURCE, DOUBLES = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
SECRETS = {"client_id": "amzn1.application-oa2-client.planted01", "client_secret": "amzn1.oa2-cs.v1.planted02", "refresh_token": "Atzr|planted0refresh"}
# planted -> the causes of which one must come first
FAULTS = [({"/fba/": 403}, ("fba_permission_missing",)), ({"/": 429}, ("request_rate_exceeded", "bucket_shared_with_other_connection")),
          ({"/": 503}, ("platform_outage", "scheduled_maintenance", "platform_internal_error")),
          ({"login": [401, {"error": "invalid_client", "error_description": "Client authentication failed"}]}, ("invalid_api_credentials", "lwa_secret_expired"))]


def play(double, planted):
    plant = urllib.request.Request(f"http://127.0.0.1:{double.port}/__plant", data=json.dumps(planted).encode())
    urllib.request.urlopen(plant, timeout=10).close()
    with tempfile.TemporaryDirectory() as directory:
        connection = {"platform": "amazon", "account": {"region": "na", "marketplace": "ATVPDKIKX0DER"}, "base_url": f"http://127.0.0.1:{double.port}"}
        file, environment = probing.write_connections(directory, {"it": (connection, SECRETS)})
        record = pathlib.Path(directory) / "probes.json"
        output, errors = probing.run(PROGRAM, environment, "diagnose", "--probe", "it", "--connections", file, "--record", record, "--timeout", "8", "--format", "json")
        if any(secret.encode() in output + errors + record.read_bytes() for secret in (*SECRETS.values(), "Atza|planted-access-token")):
            sys.exit("a secret leaks")
        return json.loads(output), json.loads(record.read_text())["observations"], double.requests()


def main():
    if not (DOUBLES / "stamp").exists():
        probing.skip("tools/install-doubles has not installed Prism: Amazon's contract was not tested")
    models = os.environ.get("SYNCDX_AMAZON_MODELS", "")
    if not (pathlib.Path(models) / "sellers.json").exists() or not models:
        probing.skip("SYNCDX_AMAZON_MODELS names no folder with Amazon's models: Amazon's contract was not tested", needed=False)
    with probing.Double(sys.executable, SOURCE / "tests/doubles/amazon_models.py", models, DOUBLES) as double:
        return judge(double)


def judge(double):
    report, observations, requests = play(double, {})
    problems = [f"{entry['probe']}: {entry['outcome']}, {entry['reason']} {entry['message']}" for entry in observations
                if entry["outcome"] not in ("pass", "skipped") or (entry["outcome"] == "skipped" and "not needed" not in entry["reason"])]
    problems += [f"{request['path']}: {request['violations'] or request['unknown']}" for request in requests if request["violations"] or request["unknown"]]
    problems += [f"{request['method']} {request['path']} is no reading" for request in requests if request["method"] != "GET" and not request["path"].startswith("/auth/")]
    problems += [f"healthy, yet {cause['id']} {cause['probability']}" for cause in report["causes"][:1] if cause["probability"] > 0.2]
    for planted, wanted in FAULTS:
        report, _, _ = play(double, planted)
        first = report["causes"][0]["id"].split(".")[-1] if report["causes"] else "-"
        if first not in wanted:
            problems.append(f"{planted}: first cause {first}, expected one of {wanted}")
    print("\n".join(problems) or f"{len(requests)} requests keep Amazon's contract; {len(observations)} probes understood; {len(FAULTS)} faults found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
