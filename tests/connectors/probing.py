"""What the tests of the probes share: doubles on loopback, the program run against them, and what a request may be."""
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

SKIPPED = 77  # exit code that ctest shows as "Skipped"


class Double:
    """A program that prints "PORT n", plays a platform on that port, and tells under /__requests what it was asked."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("PORT "):
                self.port = int(line.split()[1])
                return
        sys.exit(f"{command}: ended without a port")

    def requests(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/__requests", timeout=10) as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()


def played(source, directory, routes):
    """The project's own fault server with some routes (see tests/doubles/fault_server.py)."""
    script = pathlib.Path(directory) / f"routes{len(list(pathlib.Path(directory).iterdir()))}.json"
    script.write_text(json.dumps({"routes": routes}))
    return Double(sys.executable, source / "tests/doubles/fault_server.py", script)


def write_connections(directory, connections):
    """connections: name -> (the connection as a map, secrets as a map of texts). Returns the file and the environment for it."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "SYNCDX_REDACTION_KEY": "1",
                   "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(pathlib.Path(directory) / "cache")}
    entries = {}
    for place, (name, (connection, secrets)) in enumerate(connections.items()):
        named = {}
        for number, (secret, value) in enumerate(secrets.items()):
            environment[f"SECRET_{place}_{number}"] = value
            named[secret] = {"env": f"SECRET_{place}_{number}"}
        entries[name] = {**connection, **({"secrets": named} if named else {})}
    file = pathlib.Path(directory) / "connections.yaml"
    file.write_text(json.dumps({"connections": entries}))  # JSON is YAML
    return file, environment


def run(program, environment, *arguments, code=0, stdin=None):
    """The program's standard output and error as bytes; ends the test where it ends otherwise than with `code`."""
    result = subprocess.run([str(program), *map(str, arguments)], capture_output=True, env=environment, timeout=180, check=False,
                            input=stdin or b"")
    if result.returncode != code:
        sys.exit(f"{arguments}: exit {result.returncode}, expected {code}: {result.stderr.decode()[-2000:]}")
    return result.stdout, result.stderr


def reads_only(request):
    if request["method"] in ("GET", "HEAD"):
        return True
    if "/auth/o2/token" in request["path"] or "/oauth2/" in request["path"]:
        return True
    body = json.loads(request["body"])
    if "query" in body:
        return not re.search(r"\b(mutation|subscription)\b", body["query"])
    return body.get("q", "").lstrip().lower().startswith("select")


def skip(why, needed=True):
    """Says loudly that nothing was tested. Where what is needed must be there (SYNCDX_NEED_DOUBLES), that is a failure."""
    print(f"SKIPPED: {why}", flush=True)
    sys.exit(1 if needed and os.environ.get("SYNCDX_NEED_DOUBLES") else SKIPPED)
