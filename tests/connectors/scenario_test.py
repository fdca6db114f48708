#!/usr/bin/env python3
"""Faults planted in doubles of the platforms, diagnosed by probes alone: scenario_test.py SYNCDX SOURCE_DIR [--table] [NAME…]

Each scenario must put a right cause first; a healthy account must give no cause above 0.2. Every request that reached a double must
read only, and no planted secret may stand in any output or recording. --table prints a line for each.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import scenario_doubles as doubles  # noqa: E402

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
WANTED = [word for word in sys.argv[3:] if not word.startswith("--")]
TABLE = "--table" in sys.argv


class Double:
    """A fault server that plays some routes."""

    def __init__(self, directory, routes):
        script = directory / "script.json"
        script.write_text(json.dumps({"routes": routes}))
        self.process = subprocess.Popen([sys.executable, SOURCE / "tests/doubles/fault_server.py", script], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def requests(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/__requests", timeout=10) as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.stdout.close()
        self.process.wait()


def diagnose(directory, platform, port, record):
    account, secrets, auth = doubles.CONNECTIONS[platform]
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "SYNCDX_REDACTION_KEY": "1",
                   "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(directory / "cache")}
    connection = {"platform": platform, "account": account, "base_url": f"http://127.0.0.1:{port}", "secrets": {}}
    if auth:
        connection["auth"] = auth
    for number, (name, value) in enumerate(secrets.items()):
        environment[f"SECRET_{number}"] = value
        connection["secrets"][name] = {"env": f"SECRET_{number}"}
    file = directory / "connections.yaml"
    file.write_text(json.dumps({"connections": {"it": connection}}))  # JSON is YAML
    result = subprocess.run([PROGRAM, "diagnose", "--probe", "it", "--connections", file, "--record", record, "--timeout", "6", "--format", "json"],
                            capture_output=True, env=environment, timeout=120, check=False, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        sys.exit(f"exit {result.returncode}: {result.stderr.decode()[-2000:]}")
    replayed = subprocess.run([PROGRAM, "diagnose", "--replay", record, "--format", "json"], capture_output=True, env=environment, timeout=120, check=True,
                              stdin=subprocess.DEVNULL)
    return json.loads(result.stdout), json.loads(replayed.stdout), result.stdout + result.stderr + pathlib.Path(record).read_bytes()


def reads_only(request):
    if request["method"] in ("GET", "HEAD"):
        return True
    if request["path"].startswith("/auth/") or "/oauth2/" in request["path"]:
        return True
    body = json.loads(request["body"])
    if "query" in body:
        return not re.search(r"\b(mutation|subscription)\b", body["query"])
    return body.get("q", "").lstrip().lower().startswith("select")


def problems_of(name, platform, routes, wanted):
    with tempfile.TemporaryDirectory() as holder:
        directory = pathlib.Path(holder)
        with Double(directory, routes) as double:
            report, replayed, output = diagnose(directory, platform, double.port, str(directory / "probes.json"))
            requests = double.requests()
    problems = []
    causes = [(cause["id"].split(".")[-1], cause["probability"]) for cause in report["causes"]]
    if wanted and (not causes or causes[0][0] not in wanted):
        problems.append(f"expected one of {wanted}, got {[(c, round(p, 2)) for c, p in causes[:4]]}")
    if not wanted and causes and causes[0][1] > 0.2:
        problems.append(f"healthy, yet {causes[0]}")
    if [(c["id"], c["probability"]) for c in replayed["causes"]] != [(c["id"], c["probability"]) for c in report["causes"]]:
        problems.append("the replay gives another diagnosis")
    if not requests:
        problems.append("nothing was asked")
    problems += [f"writes: {request['method']} {request['path']}" for request in requests if not reads_only(request)]
    secrets = set(doubles.CONNECTIONS[platform][1].values()) | {"Atza|planted-access-token"}
    problems += [f"the secret {secret} leaks" for secret in secrets if secret.encode() in output]
    if TABLE:
        first = f"{causes[0][0]} {causes[0][1]:.2f}" if causes else "-"
        print(f"{'ok  ' if not problems else 'FAIL'} {platform:12} {name:38} {len(requests):3} calls  {first}", flush=True)
    return [f"{platform}, {name}: {problem}" for problem in problems]


def main():
    problems = []
    for platform, routes in doubles.HEALTHY.items():
        if not WANTED or "healthy" in WANTED:
            problems += problems_of("healthy", platform, routes, ())
    for name, _, platform, routes, wanted in doubles.SCENARIOS:
        if not WANTED or name in WANTED:
            problems += problems_of(name, platform, routes + doubles.HEALTHY[platform], wanted)
    print("\n".join(problems) or f"{len(doubles.SCENARIOS)} faults and {len(doubles.HEALTHY)} healthy accounts: all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
