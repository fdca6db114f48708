#!/usr/bin/env python3
"""`syncdx evaluate` against figures worked out anew: evaluate_test.py SYNCDX SOURCE_DIR [unittest arguments].

The figures here come from the JSON reports of `syncdx diagnose`, one run a case, and from nothing that evaluate prints.
"""
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.dom.minidom

PROGRAM = ""
SOURCE = pathlib.Path()
OWN_RULES = ("shopify", "amazon", "netsuite")


def mean(values):
    values = list(values)
    return sum(values) / len(values)


class Evaluate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.directory = pathlib.Path(cls.holder.name)
        cls.environment = {"PATH": os.environ["PATH"], "HOME": cls.holder.name, "LC_ALL": "C.UTF-8", "SYNCDX_REDACTION_KEY": "1",
                           "SYNCDX_RULES": str(SOURCE / "rules"),
                           "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(cls.directory / "cache")}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                cls.environment[name] = os.environ[name]
        cls.sample = SOURCE / "tools/sample/labelled_cases.jsonl"
        cls.cases = [json.loads(line) for line in cls.sample.read_text(encoding="utf-8").splitlines()]

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def run_syncdx(self, *arguments, text="", expect=0):
        result = subprocess.run([PROGRAM, *map(str, arguments)], input=text, capture_output=True, text=True, timeout=300,
                                cwd=self.directory, env=self.environment, check=False)
        self.assertEqual(result.returncode, expect, msg=f"{arguments}: {result.stdout[-1500:]} {result.stderr[-1500:]}")
        return result

    def evaluated(self, cases, *arguments):
        return json.loads(self.run_syncdx("evaluate", cases, "--format", "json", *arguments).stdout)

    def test_every_figure_equals_one_worked_out_from_the_reports_of_diagnose(self):
        scored = []
        quiet = []
        for case in self.cases:
            platform = case["platform"] if case["platform"] in OWN_RULES else "any"
            report = json.loads(self.run_syncdx("diagnose", "--format", "json", "--platform", platform, text=case["text"]).stdout)
            first = report["issues"][0]
            if case["issue"] == "not_in_scope":
                quiet.append(first["probability"] < 0.5)
                continue
            issues = [issue["id"] for issue in report["issues"]]
            alternatives = re.search(r"alt:\s*([a-z_, ]+)", case["notes"])
            found = [place for place, cause in enumerate(report["causes"], 1)
                     if cause["id"] in [case["cause"], *case["other_causes"]]]
            scored.append({
                "p": first["probability"], "hit": issues[0] == case["issue"],
                "lenient": issues[0] in [case["issue"], *(alternatives.group(1).split(", ") if alternatives else [])],
                "three": case["issue"] in issues[:3], "rank": found[0] if found else None,
                "group": platform if platform != "any" else "other"})
            others = alternatives.group(1).split(", ") if alternatives else []
            scored[-1]["loss"] = -sum(math.log(max(1e-6, p if i == case["issue"] else 1 - p)) for i, p in
                                      ((issue["id"], issue["probability"]) for issue in report["issues"])
                                      if i == case["issue"] or i not in others)
        mine = {
            "cases": len(scored), "failed": 0,
            "issue_top1": mean(c["hit"] for c in scored), "issue_top1_lenient": mean(c["lenient"] for c in scored),
            "issue_top3": mean(c["three"] for c in scored),
            "cause_top1": mean(c["rank"] == 1 for c in scored), "cause_top3": mean(c["rank"] in (1, 2, 3) for c in scored),
            "cause_mrr": mean(1 / c["rank"] if c["rank"] else 0 for c in scored),
            "log_loss": mean(c["loss"] for c in scored),
            "brier": mean((c["p"] - c["hit"]) ** 2 for c in scored),
            "out_of_scope": len(quiet), "out_of_scope_quiet": mean(quiet),
        }
        bins = [[c for c in scored if min(int(c["p"] * 10), 9) == tenth] for tenth in range(10)]
        mine["ece"] = sum(len(b) / len(scored) * abs(mean(c["p"] for c in b) - mean(c["hit"] for c in b)) for b in bins if b)
        theirs = self.evaluated(self.sample, "--platforms", ",".join(OWN_RULES))
        for name, value in mine.items():
            self.assertAlmostEqual(theirs["figures"][name], value, places=12, msg=name)
        self.assertEqual({name for name in theirs["figures"] if name != "by_platform"}, set(mine))
        for group, entry in theirs["figures"]["by_platform"].items():
            members = [c for c in scored if c["group"] == group]
            self.assertEqual(entry["cases"], len(members))
            self.assertAlmostEqual(entry["issue_top1"], mean(c["hit"] for c in members), places=12)
            self.assertAlmostEqual(entry["cause_top3"], mean(c["rank"] in (1, 2, 3) for c in members), places=12)
        self.assertEqual([b["cases"] for b in theirs["calibration"]], [len(b) for b in bins])
        self.assertEqual(sum(map(sum, theirs["confusion"]["counts"])), len(self.cases))
        self.assertEqual({c["hit"] for c in scored}, {True, False}, "too easy a set shows nothing")
        self.assertGreater(len({c["rank"] for c in scored}), 2, "too easy a set shows nothing")

    def test_a_line_that_is_no_case_is_told_with_its_place_and_the_others_are_measured(self):
        lines = self.sample.read_text(encoding="utf-8").splitlines()
        path = self.directory / "broken.jsonl"
        path.write_text("\n".join([lines[0], "{no json", '{"id": "y", "text": "t"}', lines[0], lines[1]]), encoding="utf-8")
        result = self.run_syncdx("evaluate", path, "--format", "json")
        self.assertEqual(json.loads(result.stdout)["figures"]["cases"], 2)
        for place, code in ((2, "E001"), (3, "E002"), (4, "E003")):
            self.assertIn(f"broken.jsonl:{place}:1: warning[{code}]", result.stderr)
        path.write_text("{no json\n", encoding="utf-8")
        self.assertIn("E004", self.run_syncdx("evaluate", path, expect=4).stderr)
        self.assertIn("E004", self.run_syncdx("evaluate", self.directory / "missing.jsonl", expect=4).stderr)

    def test_a_saved_run_is_compared_with_the_present_one(self):
        kept = self.directory / "kept.json"
        self.run_syncdx("evaluate", self.sample, "--save", kept)
        same = self.run_syncdx("evaluate", self.sample, "--since", kept).stdout
        self.assertIn("No case has another first issue", same)
        changed = self.directory / "changed.jsonl"
        lines = [dict(case) for case in self.cases]
        lines[0]["text"] = "getaddrinfo ENOTFOUND shop.example.com"
        changed.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        since = self.evaluated(changed, "--since", kept)["since"]
        self.assertEqual([(c["id"], c["turn"]) for c in since["cases"]], [(self.cases[0]["id"], "worse")])
        self.assertIn("E005", self.run_syncdx("evaluate", self.sample, "--since", self.sample, expect=4).stderr)

    def test_report_and_plot_are_written_where_they_are_wanted(self):
        folder = self.directory / "new" / "folder"
        printed = self.run_syncdx("evaluate", self.sample, "--out", folder, "--svg", self.directory / "plot.svg", "--format", "json")
        self.assertEqual((folder / "evaluation.json").read_text(encoding="utf-8"), printed.stdout)
        self.assertIn("CONFUSION", (folder / "evaluation.txt").read_text(encoding="utf-8"))
        plot = (folder / "calibration.svg").read_text(encoding="utf-8")
        self.assertEqual(plot, (self.directory / "plot.svg").read_text(encoding="utf-8"))
        self.assertEqual(xml.dom.minidom.parseString(plot).documentElement.tagName, "svg")
        self.assertIn("C004", self.run_syncdx("evaluate", self.sample, "--save", "/dev/null/x", expect=4).stderr)


if __name__ == "__main__":
    PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
