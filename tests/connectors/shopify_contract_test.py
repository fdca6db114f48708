#!/usr/bin/env python3
"""Shopify's probes against Shopify's own schema: shopify_contract_test.py SYNCDX SOURCE_DIR DOUBLES_DIR

Every GraphQL document of the connector is validated by the package `graphql` against the pinned and the newest schema; then the
probes run against a mock of that schema, which nobody of this project wrote: each must pass, and a fault planted in the mock must
be found. Skipped, loudly, where the packages are not installed (tools/install-doubles).
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402

PROGRAM, SOURCE, DOUBLES = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
VERSIONS = {"2026-07", "2026-10"}
SECRET = "shpat_planted0secret0123456789abcdef"
# planted in the mock -> the cause that must come first
FAULTS = [({"Location": {"isActive": False}}, "inactive_location"),
          ({"FulfillmentService": {"callbackUrl": None, "inventoryManagement": False}}, "fulfillment_service_misconfigured")]


def documents():
    """The texts below `graphql: |`, by their indentation."""
    text = (SOURCE / "connectors/platforms/shopify.yaml").read_text()
    return [re.sub(r"(?m)^ {6}", "", block) for block in re.findall(r"(?m)^    graphql: \|\n((?: {6}.*\n)+)", text)]


def judge_documents():
    texts = documents()
    result = subprocess.run(["node", SOURCE / "tests/doubles/npm/judge_documents.cjs", DOUBLES], input=json.dumps(texts), capture_output=True, text=True,
                            check=False, timeout=120)
    if result.returncode != 0:
        return [result.stderr], texts
    problems = []
    for text, judged in zip(texts, json.loads(result.stdout)):
        name = text.split("{")[0].strip()
        if judged["operations"] != ["query"]:
            problems.append(f"{name}: {judged['operations']} instead of one query")
        if set(judged["problems"]) != VERSIONS:
            problems.append(f"{name}: judged by {set(judged['problems'])}")
        problems += [f"{name}, {version}: {found}" for version, found in judged["problems"].items() if found]
    return problems, texts


def play(planted):
    with tempfile.TemporaryDirectory() as directory, probing.Double("node", SOURCE / "tests/doubles/npm/shopify_schema.cjs", DOUBLES, json.dumps(planted)) as double:
        connection = {"platform": "shopify", "account": {"shop": "acme.myshopify.com"}, "base_url": f"http://127.0.0.1:{double.port}"}
        file, environment = probing.write_connections(directory, {"it": (connection, {"access_token": SECRET})})
        record = pathlib.Path(directory) / "probes.json"
        output, errors = probing.run(PROGRAM, environment, "diagnose", "--probe", "it", "--connections", file, "--record", record, "--format", "json")
        if SECRET.encode() in output + errors + record.read_bytes():
            sys.exit("the secret leaks")
        return json.loads(output), json.loads(record.read_text())["observations"], double.requests()


def main():
    if not (DOUBLES / "stamp").exists():
        probing.skip("tools/install-doubles has not installed the packages: Shopify's documents were not judged by Shopify's schema")
    problems, texts = judge_documents()
    report, observations, requests = play({})
    problems += [f"{entry['probe']}: {entry['outcome']}, {entry['reason']}" for entry in observations if entry["outcome"] != "pass"]
    problems += [f"healthy, yet {cause['id']} {cause['probability']}" for cause in report["causes"][:1] if cause["probability"] > 0.2]
    problems += [f"{name}: {found}" for request in requests for name, found in request.get("problems", {}).items() if found]
    problems += [f"not a query: {request}" for request in requests if request.get("operations", ["query"]) != ["query"]]
    asked = {name for request in requests for name in request.get("names", [])}
    if len(texts) < 5 or len(asked) != len(texts):
        problems.append(f"{len(texts)} documents, of which {sorted(asked)} were sent")
    for planted, wanted in FAULTS:
        report, _, _ = play(planted)
        first = report["causes"][0]["id"].split(".")[-1] if report["causes"] else "-"
        if first != wanted:
            problems.append(f"{planted}: first cause {first}, expected {wanted}")
    print("\n".join(problems) or f"{len(texts)} documents valid in {' and '.join(sorted(VERSIONS))}; {len(observations)} probes passed; {len(FAULTS)} faults found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
