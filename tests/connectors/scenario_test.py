#!/usr/bin/env python3
"""Faults planted in doubles, diagnosed by probes alone: scenario_test.py SYNCDX SOURCE_DIR [--table] [NAME…]

Each scenario (scenarios.py) must put a right cause first; a healthy account must give no cause above 0.2; each platform row and each
cause of the guide must have a scenario. Every request that reached a double must read only, a replay must give the same diagnosis,
and no planted secret may stand in any output or recording. --table prints a line for each.
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402
import scenario_doubles as doubles  # noqa: E402
import scenarios  # noqa: E402

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
WANTED = [word for word in sys.argv[3:] if not word.startswith("--")]
TABLE = "--table" in sys.argv


def connections_of(scenario, port):
    """The connections of a scenario, by name: the platform, and Tether's exports on the same double."""
    connections = {}
    if scenario.platform:
        account, secrets, auth = doubles.CONNECTIONS[scenario.platform]
        base = (scenario.base or "{double}").replace("{double}", f"http://127.0.0.1:{port}")
        connections["it"] = ({"platform": scenario.platform, "account": account, "base_url": base, **({"auth": auth} if auth else {})}, secrets)
    if scenario.integration:
        account = {"integration": f"http://127.0.0.1:{port}/tether/integration.json", "sessions": f"http://127.0.0.1:{port}/tether/sessions.json"}
        connections["exports"] = ({"platform": "tether", "account": account, "auth": "token"}, {"export_token": "planted-export-token"})
    return connections


def routes_of(scenario):
    exports = [doubles.route(f"/tether/{name}.json", document, header={"Authorization": "Bearer planted-export-token"})
               for name, document in (("integration", scenario.integration), ("sessions", scenario.sessions)) if document]
    return exports + scenario.routes + doubles.HEALTHY.get(scenario.platform, [])


def diagnose(scenario, extra=(), log=None):
    """(report, replayed report, all that was put out, requests)"""
    with tempfile.TemporaryDirectory() as directory, probing.played(SOURCE, directory, routes_of(scenario)) as double:
        connections = connections_of(scenario, double.port)
        file, environment = probing.write_connections(directory, connections)
        record = pathlib.Path(directory) / "probes.json"
        answers = [word for answer in scenario.answers for word in ("--answer", answer)]
        probes = [word for name in connections for word in ("--probe", name)] + ["--connections", file, "--record", record, "--timeout", scenario.seconds]
        probes += ["--only", scenario.only] if scenario.only else []
        logs = [log] if log else []
        output, errors = probing.run(PROGRAM, environment, "diagnose", *probes, *answers, *extra, "--format", "json", *logs)
        again, _ = probing.run(PROGRAM, environment, "diagnose", "--replay", record, *answers, *extra, "--format", "json", *logs)
        return json.loads(output), json.loads(again), output + errors + record.read_bytes(), double.requests()


def causes_of(report):
    return [(cause["id"].split(".")[-1], cause["probability"]) for cause in report["causes"]]


def problems_of(scenario):
    report, replayed, output, requests = diagnose(scenario)
    problems = []
    causes = causes_of(report)
    if scenario.wanted and (not causes or causes[0][0] not in scenario.wanted):
        problems.append(f"expected one of {scenario.wanted}, got {[(c, round(p, 2)) for c, p in causes[:4]]}")
    if not scenario.wanted and causes and causes[0][1] > 0.2:
        problems.append(f"healthy, yet {causes[0]}")
    if causes_of(replayed) != causes:
        problems.append("the replay gives another diagnosis")
    if not requests and not scenario.base:
        problems.append("nothing was asked")
    problems += [f"writes: {request['method']} {request['path']}" for request in requests if not probing.reads_only(request)]
    secrets = set(doubles.CONNECTIONS[scenario.platform][1].values()) if scenario.platform else set()
    problems += [f"the secret {secret} leaks" for secret in secrets | {"Atza|planted-access-token", "planted-export-token"} if secret.encode() in output]
    if TABLE:
        first, second = (f"{c} {p:.2f}" for c, p in (causes + [("-", 0), ("-", 0)])[:2])
        where = (scenario.platform or "exports") + ("+exports" if scenario.platform and scenario.integration else "")
        print(f"{'ok  ' if not problems else 'FAIL'} {scenario.guide or '-':11} {where:17} {scenario.name:36} {len(requests):3} calls  {first:42} then {second}", flush=True)
    return [f"{scenario.guide} {scenario.platform}, {scenario.name}: {problem}" for problem in problems]


def main():
    chosen = [one for one in scenarios.HEALTHY + scenarios.SCENARIOS if not WANTED or one.name in WANTED or set(one.guide.split()) & set(WANTED)]
    problems = [problem for scenario in chosen for problem in problems_of(scenario)]
    covered = {item for scenario in scenarios.SCENARIOS for item in scenario.guide.split()}
    problems += [f"no scenario for {item} of the guide" for item in scenarios.NEEDED if item not in covered]
    print("\n".join(problems) or f"{len(chosen)} scenarios: all as expected; {len(scenarios.NEEDED)} items of the guide covered")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
