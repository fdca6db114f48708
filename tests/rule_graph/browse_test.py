#!/usr/bin/env python3
"""`syncdx rules list`, `show` and `graph` from outside: browse_test.py SYNCDX SOURCE_DIR [unittest arguments]."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.dom.minidom

PROGRAM = ""
SOURCE = pathlib.Path()


class Browse(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.directory = pathlib.Path(holder.name)
        self.environment = {"PATH": os.environ["PATH"], "HOME": holder.name, "LC_ALL": "C.UTF-8",
                            "SYNCDX_RULES": str(SOURCE / "rules"),
                            "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(self.directory / "cache")}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def run_syncdx(self, *arguments, expect=0, environment=None):
        result = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=self.directory,
                                env={**self.environment, **(environment or {})}, check=False)
        self.assertEqual(result.returncode, expect, msg=f"{arguments}: {result.stdout[-1500:]} {result.stderr[-1500:]}")
        return result

    def test_every_item_that_is_listed_can_be_shown_and_stands_where_it_says(self):
        items = json.loads(self.run_syncdx("rules", "list", "--format", "json").stdout)["items"]
        self.assertEqual({item["kind"] for item in items}, {"platform", "issue", "cause", "symptom", "solution"})
        self.assertGreater(len(items), 300)
        for item in items[:: len(items) // 25]:
            shown = json.loads(self.run_syncdx("rules", "show", item["id"], "--format", "json").stdout)["items"]
            self.assertIn(item["where"], [one["where"] for one in shown])
            line = pathlib.Path(item["where"]["file"]).read_text(encoding="utf-8").splitlines()[item["where"]["line"] - 1]
            self.assertIn(item["id"].rsplit(".", 1)[-1], line)

    def test_an_unknown_name_is_wrong_usage_with_the_nearest_name(self):
        for arguments, near in ((("show", "http_42"), "http_4"), (("list", "--platform", "shopfy"), "shopify"),
                                (("graph", "--focus", "rate_limitd"), "rate_limited")):
            result = self.run_syncdx("rules", *arguments, expect=2)
            self.assertIn("error[C007]", result.stderr)
            self.assertIn(near, result.stderr)

    def test_a_general_rule_names_its_strongest_evidence_first(self):
        text = self.run_syncdx("rules", "show", "any.rate_limited.request_rate_exceeded").stdout
        strengths = [float(number) for number in re.findall(r"^    ([\d.]+) ", text.split("shows")[1].split("is solved by")[0], re.M)]
        self.assertGreater(len(strengths), 5)
        self.assertEqual(strengths, sorted(strengths, reverse=True))

    def test_without_dot_the_picture_is_refused_and_its_description_is_not(self):
        nowhere = {"PATH": str(self.directory)}
        result = self.run_syncdx("rules", "graph", "--focus", "rate_limited", expect=4, environment=nowhere)
        self.assertIn("error[C008]", result.stderr)
        self.assertIn("graphviz", result.stderr)
        dot = self.run_syncdx("rules", "graph", "--focus", "rate_limited", "--format", "dot", environment=nowhere).stdout
        self.assertTrue(dot.startswith("digraph"))

    @unittest.skipUnless(shutil.which("dot"), "Graphviz is not installed")
    def test_dot_lays_out_a_picture_with_every_node_of_the_description(self):
        for arguments in (("--focus", "rate_limited", "--platform", "shopify"), ("--focus", "http_429"), ("--focus", "contact_support"),
                          ("--focus", "netsuite"), ()):
            dot = self.run_syncdx("rules", "graph", "--format", "dot", *arguments).stdout
            self.run_syncdx("rules", "graph", "--out", "new/picture.svg", *arguments)
            picture = xml.dom.minidom.parse(str(self.directory / "new/picture.svg"))
            nodes = [g for g in picture.getElementsByTagName("g") if g.getAttribute("class") == "node"]
            self.assertEqual(len(nodes), len(re.findall(r"^\w+ \[label=", dot, re.M)))
            self.assertGreater(len(nodes), 10)


if __name__ == "__main__":
    PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
