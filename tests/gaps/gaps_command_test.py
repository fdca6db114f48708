#!/usr/bin/env python3
"""syncdx gaps as a user meets it: kinds of unexplained lines, patterns, the rule file to fill in, and what goes wrong on the way.

usage: gaps_command_test.py SYNCDX SOURCE_DIR
"""
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

SYNCDX, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
ENVIRONMENT = {**os.environ, "SYNCDX_REDACTION_KEY": "7", "SYNCDX_RULES": str(SOURCE / "rules"),
               "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE", tempfile.gettempdir() + "/syncdx-gaps-test-cache")}

START = "2026-11-20 10:00:00 INFO sync started\n"
EXPLAINED = "2026-11-20 10:00:01 ERROR HTTP 429 Too Many Requests for page {}\n"
WIDGET = "2026-11-20 10:00:02 ERROR zorbler {} could not calibrate the widget of shelf {}\n"
LEDGER = "2026-11-20 10:00:03 ERROR quibble {} in the ledger of shopify store {}.myshopify.com\n"
DRUM = "2026-11-20 10:00:04 ERROR drum {} squeaked in the amazon seller warehouse\n"
SHORT = "2026-11-20 10:00:05 ERROR {} {}\n"


def run(*arguments, expect=0, data=None, **options):
    result = subprocess.run([SYNCDX, *map(str, arguments)], input=data, capture_output=True, env=ENVIRONMENT, timeout=300, **options)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr.decode()}"
    return result


class Gaps(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    def sessions(self, count=6):
        """Logs of one session each: a widget in all of them, a ledger in half of them, a drum in one, though there often."""
        names = []
        for n in range(count):
            log = START + EXPLAINED.format(n) + WIDGET.format(n, n + 7)
            if n % 2 == 0:
                log += LEDGER.format(n, "acme")
            if n == 1:
                log += "".join(DRUM.format(line) for line in range(9))
            names.append(self.file(f"s{n}.log", log))
        return names

    def gaps(self, *arguments, expect=0, **options):
        return run("gaps", *arguments, cwd=self.folder, expect=expect, **options)

    def report(self, *arguments, **options):
        return json.loads(self.gaps("--format", "json", *arguments, **options).stdout)

    def test_kinds_are_ranked_by_the_sessions_that_they_hit(self):
        names = self.sessions()
        report = self.report(*names)
        self.assertEqual((report["kind"], report["schema"], report["platform"]), ("syncdx-gaps", 1, None))
        self.assertEqual([(gap["sessions"], gap["lines"], gap["platform"]) for gap in report["gaps"]],
                         [(6, 6, "any"), (3, 3, "shopify"), (1, 9, "amazon")])
        self.assertEqual((report["kinds"], report["lines"], report["log_lines"]), (3, 18, 30))
        first = report["gaps"][0]
        self.assertIn("could not calibrate the widget of shelf", first["template"])
        self.assertEqual([(one["source"], one["line"], one["time"]) for one in first["samples"]],
                         [(f"s{n}.log", 3, "2026-11-20T10:00:02Z") for n in range(3)])
        self.assertEqual(first["samples"][0]["text"], WIDGET.format(0, 7).rstrip("\n"))
        self.assertEqual([one["name"] for one in report["inputs"]], names)

    def test_the_text_says_the_same(self):
        text = self.gaps(*self.sessions(), "--width", 0).stdout.decode()
        self.assertIn("18 error lines of 30 lines read, of 3 kinds", text)
        places = [text.index(words) for words in ("6 sessions, 6 lines", "3 sessions, 3 lines, shopify", "1 session, 9 lines, amazon")]
        self.assertEqual(places, sorted(places))
        self.assertIn("s0.log:3: " + WIDGET.format(0, 7).rstrip("\n"), text)
        for gap in self.report(*self.sessions())["gaps"]:
            self.assertIn(gap["pattern"], text)

    def test_threads_change_nothing_and_the_order_of_logs_only_which_samples_come_first(self):
        names = self.sessions()
        whole = self.gaps(*names, "--format", "json", "--threads", 1).stdout
        self.assertEqual(self.gaps(*names, "--format", "json", "--threads", 8).stdout, whole)
        counts = [(gap["template"], gap["sessions"], gap["lines"], gap["pattern"]) for gap in json.loads(whole)["gaps"]]
        self.assertEqual([(gap["template"], gap["sessions"], gap["lines"], gap["pattern"]) for gap in self.report(*names[::-1])["gaps"]], counts)

    def test_a_pattern_matches_its_samples_and_no_explained_line(self):
        names = self.sessions()
        # Begins as an explained line does: the pattern has to go on to where they part.
        twin = "2026-11-20 10:00:06 ERROR HTTP 429 Too Many Requests"
        names.append(self.file("twin.log", f"{twin} for page 3\n"))
        lines = [line for name in names for line in (self.folder / name).read_text().splitlines()]
        gaps = self.report(*names)["gaps"]
        self.assertEqual(len(gaps), 3)
        for gap in gaps:
            pattern = re.compile(gap["pattern"])
            for sample in gap["samples"]:
                self.assertRegex(sample["text"], pattern)
            hit = [line for line in lines if pattern.search(line)]
            self.assertEqual(len(hit), gap["lines"], gap["pattern"])
            self.assertFalse([line for line in hit if "Too Many Requests" in line])

    def test_a_kind_of_too_few_words_has_no_pattern_and_says_why(self):
        self.file("a.log", SHORT.format("x", 1))
        gap, = self.report("a.log")["gaps"]
        self.assertIsNone(gap["pattern"])
        self.assertIn("too few fixed words", gap["why_no_pattern"])
        self.assertIn("none: too few fixed words", self.gaps("a.log", "--width", 0).stdout.decode())

    def test_most_says_how_many_kinds_are_not_shown(self):
        names = self.sessions()
        report = self.report(*names, "--most", 1)
        self.assertEqual((len(report["gaps"]), report["kinds"]), (1, 3))
        self.assertIn("Further kinds: 2 (--most N shows more)", self.gaps(*names, "--most", 1).stdout.decode())
        self.assertEqual(len(self.report(*names, "--most", 0)["gaps"]), 3)

    def test_where_all_is_explained_there_is_nothing(self):
        self.file("a.log", START + EXPLAINED.format(1))
        report = self.report("a.log")
        self.assertEqual((report["gaps"], report["kinds"], report["lines"], report["log_lines"]), ([], 0, 0, 2))
        self.assertIn("Every error line is explained.", self.gaps("a.log").stdout.decode())
        written = self.gaps("a.log", "--write", "new.yaml")
        self.assertIn("Every error line is explained.", written.stdout.decode())
        self.assertIn("nothing was written", written.stderr.decode())
        self.assertFalse((self.folder / "new.yaml").exists())
        self.file("empty.log", "")
        self.assertEqual(self.report("empty.log")["log_lines"], 0)

    # --write

    def problems(self, *paths):
        """What `rules check` says of the shipped rules and of these."""
        result = subprocess.run([SYNCDX, "rules", "check", "--format", "json", SOURCE / "rules", *paths], capture_output=True,
                                env=ENVIRONMENT, cwd=self.folder, timeout=300, check=False)
        self.assertIn(result.returncode, (0, 1, 3), result.stderr)
        return json.loads(result.stdout)["problems"]

    def test_a_stub_lacks_nothing_but_what_it_says_and_explains_its_lines_once_filled_in(self):
        names = self.sessions()
        written = self.gaps(*names, "--platform", "any", "--write", "new/rules.yaml")
        self.assertEqual(written.stderr, b"")
        path = self.folder / "new/rules.yaml"
        stub = path.read_text()
        lines = stub.splitlines()
        complaints = self.problems("new/rules.yaml")
        self.assertTrue(complaints)
        for one in complaints:
            self.assertIn("FILL", lines[one["where"]["line"] - 1], one)
        for blank, word in (("FILL_IN_AN_ISSUE", "data_not_syncing"), ("FILL_IN_A_CAUSE", "widget_uncalibrated"),
                            ("FILL IN a near miss that must not match", "INFO the widget was calibrated"),
                            ("basis: FILL IN where the numbers come from, with a date", "basis: made up 2026-11-26"),
                            ("   # FILL IN what mends it", ""), ("FILL IN", "The widget is off")):
            stub = stub.replace(blank, word)
        path.write_text(stub)
        self.assertEqual([one for one in self.problems("new/rules.yaml") if one["severity"] == "error"], [])
        self.assertEqual(self.report(*names, "--rules", SOURCE / "rules", "--rules", "new")["kinds"], 2)

    def test_a_stub_is_of_one_platform_and_what_it_leaves_out_is_told(self):
        names = self.sessions()
        names.append(self.file("short.log", SHORT.format("x", 1)))
        ids = {gap["platform"] if gap["pattern"] else None: gap["id"] for gap in self.report(*names)["gaps"]}
        written = self.gaps(*names, "--write", "new.yaml")
        self.assertIn(b"NOT EXPLAINED BY ANY RULE", written.stdout)
        told = written.stderr.decode()
        self.assertIn("new.yaml: warning[C009]: it holds 1 of 4 kinds", told)
        for words in (f"1 of shopify: {ids['shopify']}", f"1 of amazon: {ids['amazon']}", f"1 without a pattern: {ids[None]}"):
            self.assertIn(words, told)
        self.assertIn("--platform amazon", told)
        stub = (self.folder / "new.yaml").read_text()
        self.assertIn("\nplatform: any\n", stub)
        self.assertEqual(re.findall(r"^  - id: (gap_\w+)", stub, re.M), [ids["any"]])
        for left_out in (ids["shopify"], ids["amazon"], ids[None]):
            self.assertIn(left_out, stub)
        json.loads(self.gaps(*names, "--format", "json", "--write", "json.yaml").stdout)
        self.assertEqual((self.folder / "json.yaml").read_text(), stub)
        self.assertIn("2 further ones: --most 0", self.gaps(*names, "--most", 2, "--write", "most.yaml").stderr.decode())

    def test_each_platform_can_be_asked_for(self):
        names = self.sessions()
        report = self.report(*names, "--platform", "shopify")
        self.assertEqual((report["platform"], report["kinds"], report["lines"], report["log_lines"]), ("shopify", 1, 3, 30))
        self.assertEqual([gap["platform"] for gap in report["gaps"]], ["shopify"])
        self.assertIn("NOT EXPLAINED BY ANY RULE, amazon: 9 error lines", self.gaps(*names, "--platform", "amazon").stdout.decode())
        for platform in ("any", "shopify", "amazon"):
            self.assertEqual(self.gaps(*names, "--platform", platform, "--write", f"{platform}.yaml").stderr, b"")
            self.assertIn(f"\nplatform: {platform}\n", (self.folder / f"{platform}.yaml").read_text())
        self.assertIn("Every error line of netsuite is explained", self.gaps(*names, "--platform", "netsuite").stdout.decode())

    def test_a_platform_that_the_rules_do_not_know_is_refused(self):
        names = self.sessions()
        result = self.gaps(*names, "--platform", "shopfiy", expect=2)
        self.assertEqual(result.stdout, b"")
        for words in (b"error[C007]", b"shopfiy", b"did you mean", b"shopify"):
            self.assertIn(words, result.stderr)
        self.assertIn(b"netsuite", self.gaps(*names, "--platform", "nope", expect=2).stderr)

    def refused(self, path, *because, logs=None):
        """Before any log is read: standard input is a pipe that nobody writes to or closes."""
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        began = time.monotonic()
        result = subprocess.run([SYNCDX, "gaps", *(logs or []), "--write", path], stdin=reading, capture_output=True, env=ENVIRONMENT,
                                cwd=self.folder, timeout=60, check=False)
        os.close(reading)
        self.assertLess(time.monotonic() - began, 30)
        self.assertEqual((result.returncode, result.stdout), (4, b""), result.stderr)
        self.assertIn(b"error[C004]", result.stderr)
        for words in because:
            self.assertIn(words, result.stderr.decode())

    def test_a_file_that_is_there_is_left_alone_and_said_so_at_once(self):
        self.file("new.yaml", "mine")
        self.refused("new.yaml", "new.yaml", "there already")
        self.assertEqual((self.folder / "new.yaml").read_text(), "mine")
        os.symlink("nowhere", self.folder / "link.yaml")
        self.refused("link.yaml", "there already")
        self.assertFalse((self.folder / "nowhere").exists())
        self.refused(".", "there already")

    def test_a_place_that_cannot_be_written_to_is_told_at_once(self):
        self.file("file", "")
        self.refused("file/new.yaml", "Not a directory")
        self.refused("file/further/new.yaml", "Not a directory")
        self.refused("nowhere/", "Is a directory")
        self.assertFalse((self.folder / "nowhere").exists())
        if os.geteuid() != 0:
            (self.folder / "locked").mkdir(mode=0o500)
            self.refused("locked/new.yaml", "Permission denied")
            self.refused("locked/further/new.yaml", "Permission denied")

    def test_a_file_that_comes_to_be_there_meanwhile_is_left_alone_and_the_report_is_printed(self):
        reading, writing = os.pipe()
        started = subprocess.Popen([SYNCDX, "gaps", "--write", "new.yaml"], stdin=reading, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=self.folder)
        self.addCleanup(started.kill)
        os.close(reading)
        with os.fdopen(writing, "wb") as feeder:
            # More than a pipe holds: once all but a pipeful of it is taken, the reading has begun.
            feeder.write(START.encode() * 20000)
            feeder.flush()
            self.file("new.yaml", "mine")
            feeder.write(WIDGET.format(1, 2).encode())
        output, errors = started.communicate(timeout=120)
        self.assertEqual(started.returncode, 4)
        self.assertIn(b"there already", errors)
        self.assertIn(b"could not calibrate", output)
        self.assertEqual((self.folder / "new.yaml").read_text(), "mine")
        self.assertEqual(os.listdir(self.folder), ["new.yaml"])

    # Secrets and sessions

    def test_secrets_do_not_come_out(self):
        secret, address = "shpat_0123456789abcdef0123456789abcdef", "ann@example.com"
        word = "correcthorsebattery"
        self.file("a.log", WIDGET.format(1, 2).rstrip("\n") + f" token {secret} of {address} password={word}\n")
        output = b""
        for arguments in (("--format", "json"), ("--width", 0), ("--write", "new.yaml")):
            result = self.gaps("a.log", *arguments)
            output += result.stdout + result.stderr
        output += (self.folder / "new.yaml").read_bytes()
        self.assertIn(b"calibrate the widget", output)
        for hidden in (secret, address, word):
            self.assertNotIn(hidden.encode(), output)

    def test_keys_of_ones_own_leave_other_sources_to_theirs(self):
        def log(name, key):
            return self.file(name, "".join(START + WIDGET.format(line, key.format(line % 3)) for line in range(9)))
        names = [log("own.log", "7 grp=g{}"), log("known.log", "7 run_id={}"), log("none.log", "7")]
        def sessions(*arguments):
            return {gap["samples"][0]["source"]: gap["sessions"] for gap in self.report(*names, *arguments)["gaps"]}
        # The line without a key belongs to the one before it.
        for name in names:
            path = self.folder / name
            path.write_text(path.read_text().replace("INFO sync started", "INFO page read"))
        self.assertEqual(sessions("--session-key", r"grp=(\w+)"), {"own.log": 3, "known.log": 3, "none.log": 1})
        self.assertEqual(sessions("--session-key", "grp"), {"own.log": 3, "known.log": 3, "none.log": 1})
        self.assertEqual(sessions("--session-key", "nowhere"), {"own.log": 1, "known.log": 3, "none.log": 1})
        self.assertEqual(sessions(), {"own.log": 1, "known.log": 3, "none.log": 1})
        self.assertIn(b"B001", self.gaps(*names, "--session-key", "(", expect=2).stderr)

    # Inputs

    def test_standard_input_and_packed_logs_are_read(self):
        log = "".join((self.folder / name).read_text() for name in self.sessions()).encode()
        self.file("whole.log", log)
        self.file("whole.log.gz", gzip.compress(log))
        counts = [(gap["template"], gap["lines"], gap["pattern"]) for gap in self.report("whole.log")["gaps"]]
        self.assertEqual(len(counts), 3)
        for arguments, data in ((("whole.log.gz",), None), (("-",), log), ((), log)):
            with self.subTest(arguments=arguments):
                report = self.report(*arguments, data=data)
                self.assertEqual([(gap["template"], gap["lines"], gap["pattern"]) for gap in report["gaps"]], counts)
                self.assertEqual(report["inputs"][0]["name"], arguments[0] if arguments and arguments[0] != "-" else "stdin")

    def test_folders_globs_and_archives_are_read_as_a_batch_reads_them(self):
        names = self.sessions()
        for folder in ("logs/deep", "packed", "results"):
            (self.folder / folder).mkdir(parents=True)
        for name in names:
            (self.folder / name).rename(self.folder / "logs/deep" / name)
        with tarfile.open(self.folder / "packed/logs.tar.gz", "w:gz") as archive:
            archive.add(self.folder / "logs", "logs")
        for path, lines in (("logs", 18), ("logs/deep/s[01]*.log", 12), ("packed", 18), (".", 36)):
            with self.subTest(path=path):
                self.assertEqual(self.report(path)["lines"], lines)
        run("batch", "logs", "--out", "logs/results", cwd=self.folder)
        self.assertEqual(self.report("logs")["lines"], 18)
        nothing = self.gaps("results", expect=4)
        self.assertIn(b"L001", nothing.stderr)
        self.assertIn(b"no file has such a name", self.gaps("logs/*.none", expect=4).stderr)

    def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_the_rest_is_done(self):
        names = self.sessions()
        (self.folder / "logs").mkdir()
        for name in names:
            (self.folder / name).rename(self.folder / "logs" / name)
        os.symlink("/nowhere", self.folder / "logs/dangling.log")
        (self.folder / "logs/locked.log").write_text(WIDGET)
        (self.folder / "logs/locked.log").chmod(0)
        result = self.gaps("logs", "--format", "json")
        if os.geteuid() != 0:
            self.assertIn(b"locked.log: warning[L001]", result.stderr)
        self.assertEqual(json.loads(result.stdout)["kinds"], 3)

    def test_one_message_in_several_formats_is_one_kind_with_its_own_pattern(self):
        said = "could not calibrate the widget of shelf {}"
        lines = ["2026-11-20 10:00:02 ERROR [ex-42] [fetch] " + said, "2026-11-20 10:00:02 ERROR " + said,
                 '{"level":"error","session_id":"ex-7","logger":"fetch","message":"' + said + '"}',
                 "2026-11-20 10:00:02 replication-job-42-attempt-0 source > ERROR " + said,
                 'time=2026-11-20T10:00:02Z level=error session_id=ex-9 logger=fetch msg="' + said + '"']
        others = ["2026-11-20 10:00:03 ERROR [ex-42] [fetch] could not calibrate the widget of ann",
                  "2026-11-20 10:00:03 ERROR [ex-42] [fetch] could not calibrate the widget"]
        self.file("a.log", "".join(line.replace("{}", str(n)) + "\n" for n, line in enumerate(lines + others)))
        gaps = self.report("a.log")["gaps"]
        self.assertEqual(sorted(gap["template"] for gap in gaps),
                         ["could not calibrate the widget", "could not calibrate the widget of ann", "could not calibrate the widget of shelf <num>"])
        self.assertEqual(sorted(gap["lines"] for gap in gaps), [1, 1, 5])
        texts = {gap["template"]: [sample["text"] for sample in gap["samples"]] for gap in gaps}
        for gap in gaps:
            for template, samples in texts.items():
                for text in samples:
                    self.assertEqual(bool(re.search(gap["pattern"], text)), template == gap["template"], (gap["pattern"], text))

    def test_a_long_line_is_shown_where_its_pattern_matches(self):
        frames = "".join(f'  File \\"/app/{n}.py\\", line {n}, in read\\n' for n in range(30))
        self.file("a.log", '{"level":"error","message":"Traceback (most recent call last):\\n' + frames + 'SyncError: the widget of the shelf is not calibrated"}\n')
        gap, = self.report("a.log")["gaps"]
        self.assertEqual(gap["template"], "SyncError: the widget of the shelf is not calibrated")
        self.assertRegex(gap["samples"][0]["text"], gap["pattern"])
        self.assertLess(len(gap["samples"][0]["text"]), 410)

    def test_a_missing_file_is_an_error_that_names_it(self):
        result = self.gaps(*self.sessions(), "nowhere.log", expect=4)
        self.assertIn(b"L001", result.stderr)
        self.assertIn(b"nowhere.log", result.stderr)
        self.assertEqual(result.stdout, b"")

    def test_what_is_no_text_is_told_and_the_rest_is_done(self):
        self.file("program.bin", bytes(range(256)) * 400)
        result = self.gaps(*self.sessions(), "program.bin", "--format", "json")
        self.assertIn(b"L009", result.stderr)
        self.assertEqual(json.loads(result.stdout)["kinds"], 3)
        alone = self.gaps("program.bin", expect=4)
        self.assertIn(b"L009", alone.stderr)
        self.assertIn(b"There was no line to read.", alone.stdout)

    def test_an_export_is_left_out_and_that_is_told(self):
        self.file("export.json", '{"format": "tether-integration", "version": 1}\n')
        result = self.gaps(*self.sessions(), "export.json", "--format", "json")
        self.assertIn(b"export.json: warning[B007]", result.stderr)
        self.assertEqual(json.loads(result.stdout)["kinds"], 3)

    def test_wrong_usage(self):
        self.file("a.log", START)
        for arguments in (("--most", "many"), ("--format", "markdown"), ("--platform", "a b"), ("--nothing",)):
            with self.subTest(arguments=arguments):
                self.gaps("a.log", *arguments, expect=2)
        self.file("bad.yaml", "platform: [")
        self.gaps("a.log", "--rules", "bad.yaml", expect=3)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
