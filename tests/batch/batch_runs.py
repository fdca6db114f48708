"""What the tests of syncdx batch, scan and merge share. sys.argv: SYNCDX GENERATE_LOGS SOURCE_DIR."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SYNCDX, GENERATE, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ENVIRONMENT = {**os.environ, "SYNCDX_REDACTION_KEY": "7", "SYNCDX_RULES": str(SOURCE / "rules"),
               "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE", tempfile.gettempdir() + "/syncdx-batch-test-cache")}
RESULTS = ("diagnoses.jsonl", "summary.json", "report.html")


def run(*arguments, expect=0, data=None, **options):
    result = subprocess.run([SYNCDX, *map(str, arguments)], input=data, capture_output=True, env=ENVIRONMENT, **options)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr.decode()}"
    return result


def generate(*options):
    return subprocess.run([GENERATE, *options], capture_output=True, check=True).stdout


def results(folder):
    return {name: (folder / name).read_bytes() for name in RESULTS}


def diagnoses(folder):
    return [json.loads(line) for line in (folder / "diagnoses.jsonl").read_text().removesuffix("\n").split("\n") if line]


def summary(folder):
    return json.loads((folder / "summary.json").read_text())


class BatchTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mixed = generate("--sessions", "40", "--open", "7", "--lines", "60", "--seed", "5")

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)
        self.log = self.folder / "mixed.log"
        self.log.write_bytes(self.mixed)

    def batch(self, *arguments, out="out", **options):
        result = run("batch", *arguments, "--out", self.folder / out, cwd=self.folder, **options)
        self.assertNotIn(b"\r", result.stderr)  # no progress where there is no terminal
        return self.folder / out


def main():
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[4:]])
