#!/usr/bin/env python3
"""The authors' commands from outside: rules check (text, JSON, SARIF, --fix), explain, fmt, schema.

usage: check_rules_test.py SYNCDX SOURCE_DIR
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema

PROGRAM = ""
SOURCE = pathlib.Path()

BROKEN = """\
platform: any # everywhere
basis: test
issue: {id: trouble, titel: Trouble}
symptoms:
  - title: Seen
    id: seen # by the log
    leak: .01
    log: {any: [seen, seen]}
    examples: [seen]
    counter_examples: [x]
causes:
  - {id: one, title: One, prior: common, shows: {seen: often, sen: rarely}, solutions: {wait: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
"""


class Authoring(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.directory = pathlib.Path(holder.name)
        (self.directory / "a b.yaml").write_text(BROKEN, encoding="utf-8")

    def run_syncdx(self, *arguments, expect=0):
        result = subprocess.run([PROGRAM, "rules", *map(str, arguments)], capture_output=True, timeout=300, cwd=self.directory,
                                check=False, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(result.returncode, expect, f"{arguments}: {result.stdout[-1500:]} {result.stderr[-1500:]}")
        return result.stdout

    def test_sarif_is_what_the_standard_asks_for(self):
        schema = json.loads((SOURCE / "tests/cli/sarif.schema.json").read_text(encoding="utf-8"))
        report = json.loads(self.run_syncdx("check", "--format", "sarif", "a b.yaml", expect=1))
        jsonschema.Draft7Validator(schema).validate(report)
        run = report["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.yaml")
        by_code = {result["ruleId"]: result for result in run["results"]}
        self.assertEqual(set(by_code), {"R102", "R104", "R202", "R414"})
        region = by_code["R102"]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual(region, {"startLine": 3, "startColumn": 22, "endLine": 3, "endColumn": 27})
        replacement = by_code["R102"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
        self.assertEqual(replacement, {"deletedRegion": region, "insertedContent": {"text": "title"}})
        clean = json.loads(self.run_syncdx("check", "--format", "sarif", SOURCE / "rules"))
        jsonschema.Draft7Validator(schema).validate(clean)
        self.assertEqual(clean["runs"][0]["results"], [])

    def test_fix_mends_what_is_safe_and_shows_the_rest(self):
        text = self.run_syncdx("check", "--fix", "a b.yaml", expect=1)
        self.assertIn("2 mistakes fixed in 1 file", text)
        self.assertIn("error[R202]: unknown symptom 'sen'", text)
        mended = (self.directory / "a b.yaml").read_text(encoding="utf-8")
        self.assertEqual(mended, BROKEN.replace("titel", "title").replace("[seen, seen]", "[seen]"))
        self.assertEqual(sorted(path.name for path in self.directory.iterdir()), ["a b.yaml"])

    def test_fmt_puts_keys_in_order_and_check_only_tells(self):
        self.assertEqual(self.run_syncdx("fmt", "--check", "a b.yaml", expect=1), "a b.yaml\n")
        self.assertEqual((self.directory / "a b.yaml").read_text(encoding="utf-8"), BROKEN)
        self.assertEqual(self.run_syncdx("fmt", "a b.yaml"), "a b.yaml\n")
        self.assertIn("  - id: seen # by the log\n    title: Seen\n", (self.directory / "a b.yaml").read_text(encoding="utf-8"))
        self.assertEqual(self.run_syncdx("fmt", "--check", "a b.yaml"), "1 file, all in canonical form\n")
        self.assertRegex(self.run_syncdx("fmt", "--check", SOURCE / "rules"), r"^\d+ files, all in canonical form\n$")

    def test_every_code_of_the_rules_is_explained(self):
        table = (SOURCE / "engine/base/diagnostic_codes.cpp").read_text(encoding="utf-8")
        codes = re.findall(r'^    \{"(R\d{3})", "(\w+)"', table, flags=re.M)
        self.assertGreater(len(codes), 50)
        for code, name in codes:
            text = self.run_syncdx("explain", code)
            self.assertTrue(text.startswith(f"{code} ({name}): "), text)
            self.assertEqual(self.run_syncdx("explain", name), text)
        self.run_syncdx("explain", "R99x", expect=2)

    def test_schema_prints_the_committed_schema(self):
        self.assertEqual(self.run_syncdx("schema"), (SOURCE / "tools/schema/rules.schema.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
