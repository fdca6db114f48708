#!/usr/bin/env python3
"""200 probes against a double that answers after 50 ms: probe_bench.py SYNCDX SOURCE_DIR [CONCURRENCY]

Prints the wall time of all probes over the ideal one for that many calls at once (aim: at most 1.3), without the program's start.
"""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
CONCURRENCY = int(sys.argv[3]) if len(sys.argv) > 3 else 16
PROBES, DELAY = 200, 50

with tempfile.TemporaryDirectory() as holder:
    directory = pathlib.Path(holder)
    script = directory / "script.json"
    script.write_text(json.dumps({"routes": [{"path": "/", "answers": [{"delay_ms": DELAY, "body": {"ok": True}}]}]}))
    (directory / "connectors").mkdir()
    (directory / "connectors/many.yaml").write_text(json.dumps({
        "platform": "many", "title": "Many", "base_url": "https://many.example", "concurrency": CONCURRENCY,
        "probes": [{"id": f"p{i}", "title": "P", "purpose": "Is it there?", "path": f"/{i}", "expect": ["/ok"]} for i in range(PROBES)]}))
    with subprocess.Popen([sys.executable, SOURCE / "tests/doubles/fault_server.py", script], stdout=subprocess.PIPE, text=True) as server:
        port = int(server.stdout.readline().split()[1])
        (directory / "c.yaml").write_text(json.dumps({"connections": {"it": {"platform": "many", "base_url": f"http://127.0.0.1:{port}"}}}))
        environment = {**os.environ, "SYNCDX_CONNECTORS": str(directory / "connectors")}
        result = subprocess.run([PROGRAM, "probe", "it", "--connections", directory / "c.yaml", "--budget", "1000", "--format", "json"],
                                capture_output=True, env=environment, check=True)
        server.kill()
    report = json.loads(result.stdout)
    observations = [entry for entry in report["observations"] if entry["probe"] != "overall"]
    assert all(entry["outcome"] == "pass" for entry in observations) and len(observations) == PROBES
    ideal = math.ceil(PROBES / CONCURRENCY) * DELAY
    print(f"{PROBES} probes, {CONCURRENCY} at once: {report['milliseconds']:.0f} ms, ideal {ideal} ms, ratio {report['milliseconds'] / ideal:.2f}")
