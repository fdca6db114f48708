#!/usr/bin/env python3
"""syncdx batch, scan and merge as a user meets them: equal results however they are run.

usage: batch_command_test.py SYNCDX GENERATE_LOGS SOURCE_DIR
"""
import contextlib
import gzip
import json
import os
import pty
import random
import re
import subprocess
import tarfile
import zipfile

from batch_runs import ENVIRONMENT, SOURCE, SYNCDX, BatchTest, diagnoses, main, results, run, summary

DOUBLES = SOURCE / "build/doubles"


def zstd(data):
    """A zstd frame of stored blocks (RFC 8878, section 3.1.1), as Python 3.11 has no compressor for it."""
    most = 128 * 1024
    blocks = [data[at:at + most] for at in range(0, len(data), most)]
    frame = b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little")
    for number, block in enumerate(blocks, 1):
        frame += (len(block) << 3 | (number == len(blocks))).to_bytes(3, "little") + block
    return frame


class Command(BatchTest):
    def test_the_results_own_folder_is_no_input_and_earlier_results_are_left_out(self):
        result = run("batch", ".", "--out", ".", cwd=self.folder, expect=4)
        self.assertIn(b"the folder that the results go to", result.stderr)
        before = len(diagnoses(self.batch("mixed.log", out="earlier")))
        (self.folder / "earlier/other.log").write_text("2026-11-20 10:00:00 INFO page 1 read\n")
        self.assertEqual(len(diagnoses(self.batch(".", out="later"))), before + 1)
        self.assertEqual(len(diagnoses(self.batch("mixed.log", "later", out="later"))), before)

    def test_a_series_that_stops_while_others_go_on_is_an_alert(self):
        lines = []
        for day in range(1, 11):
            for entity in ("orders", "products") if day < 5 else ("products",):
                name = f"ex-{entity}-{day}"
                lines += [f"2026-11-{day:02} 10:00:00 INFO [{name}] sync session {name} started (integration int-1, domain {entity})", f"2026-11-{day:02} 10:05:00 INFO [{name}] sync completed successfully"]
        (self.folder / "days.log").write_text("\n".join(lines) + "\n")
        alerts = summary(self.batch("days.log"))["latest_alerts"]
        self.assertEqual([(one["kind"], one["entity"], one["session"]) for one in alerts], [("sync_delayed", "orders", "ex-orders-4")])
        self.assertIn("no run began after it, while others did for 5 days", alerts[0]["detail"])

    def test_keys_of_ones_own_leave_other_sources_to_theirs(self):
        (self.folder / "own.log").write_text("".join(f"2026-11-20 10:00:0{n} INFO grp=g{n % 2} page {n} read\n" for n in range(6)))
        (self.folder / "none.log").write_text("2026-11-20 10:00:00 INFO page 1 read\n2026-11-20 10:00:01 ERROR HTTP 429 Too Many Requests\n")
        out = self.batch("own.log", "none.log", "mixed.log", "--session-key", "grp=(\\w+)")
        sessions = {one["session"] for one in diagnoses(out)}
        self.assertLessEqual({"g0", "g1", "none.log"}, sessions)
        self.assertEqual(len(sessions), 43)

    def test_evidence_of_two_inputs_of_one_name_is_all_counted(self):
        lines = [f"2026-11-20 10:00:0{n} ERROR {text}\n".encode() for n, text in enumerate(("HTTP 429 Too Many Requests", "401 Unauthorized: Invalid API key"))]
        evidence = b"".join(run("scan", "-", data=line).stdout for line in lines)
        run("merge", "--out", self.folder / "out", data=evidence)
        self.assertEqual([one["lines"] for one in diagnoses(self.folder / "out")], [2])

    def test_threads_blocks_open_sessions_and_scan_shuffle_merge_change_no_byte(self):
        whole = results(self.batch("mixed.log", "--threads", 1))
        self.assertEqual(len(diagnoses(self.folder / "out")), 40)
        for number, options in enumerate((("--threads", 2), ("--threads", 8, "--block-bytes", 1024),
                                          ("--block-bytes", 5000, "--max-open-sessions", 1))):
            with self.subTest(options=options):
                self.assertEqual(results(self.batch("mixed.log", *options, out=f"o{number}")), whole)
        lines = run("scan", "mixed.log", "--block-bytes", 2048, "--max-open-sessions", 3, cwd=self.folder).stdout.splitlines(True)
        for number, order in enumerate((sorted, lambda l: random.Random(1).sample(l, len(l)))):
            run("merge", "--out", self.folder / f"m{number}", data=b"".join(order(lines)))
            self.assertEqual(results(self.folder / f"m{number}"), whole)

    def test_scans_of_parts_of_a_log_merge_to_the_same_result(self):
        whole = results(self.batch("mixed.log"))
        lines = self.mixed.splitlines(True)
        chosen = random.Random(3)
        for number in range(4):
            cuts = [0, *sorted(chosen.sample(range(1, len(lines)), 5)), len(lines)]
            evidence = []
            for begin, end in zip(cuts, cuts[1:]):
                offset = sum(map(len, lines[:begin]))
                evidence += run("scan", "-", "--part-of", "mixed.log", "--offset", offset, data=b"".join(lines[begin:end])).stdout.splitlines(True)
            chosen.shuffle(evidence)
            run("merge", "--out", self.folder / f"m{number}", data=b"".join(evidence))
            self.assertEqual(results(self.folder / f"m{number}"), whole, cuts)

    def test_a_part_is_one_input_of_a_named_log(self):
        (self.folder / "mixed.log.1").write_bytes(self.mixed)
        result = run("scan", "mixed.log", "mixed.log.1", "--part-of", "mixed.log", cwd=self.folder, expect=2)
        self.assertIn(b"one by one", result.stderr)
        run("scan", "mixed.log", "--offset", "10", cwd=self.folder, expect=2)

    def test_two_logs_that_are_said_to_be_the_same_part_are_told(self):
        lines = self.mixed.splitlines(True)
        parts = [b"".join(lines[:100]), b"".join(lines[100:200]), b"".join(lines[:100]).replace(b"INFO", b"NOTICE")]
        scanned = [run("scan", "-", "--part-of", "mixed.log", data=part).stdout for part in parts]
        for name, evidence in (("others", scanned[0] + scanned[1]), ("changed", scanned[0] + scanned[2])):
            with self.subTest(name=name):
                run("merge", "--out", self.folder / name, data=evidence)
                (told,) = summary(self.folder / name)["problems"]
                self.assertEqual(told["code"], "B011")
                self.assertIn("two different parts of this log begin at byte 0", told["message"])
        run("merge", "--out", self.folder / "same", data=scanned[0] * 2)
        self.assertEqual(summary(self.folder / "same")["problems"], [])

    def test_a_log_is_read_once_whatever_it_is_called(self):
        os.symlink("mixed.log", self.folder / "link.log")
        out = self.batch("mixed.log", "./mixed.log", self.log, "link.log", "*.log")
        self.assertEqual(summary(out)["inputs"], 1)
        self.assertEqual(summary(out)["lines"], self.mixed.count(b"\n"))

    def test_what_a_pattern_would_pass_over_is_told(self):
        result = run("batch", "**/*.log", "--out", "o", cwd=self.folder, expect=4)
        self.assertIn(b"Name the folder instead", result.stderr)

    def test_copies_of_a_log_count_once_however_they_are_packed(self):
        alone = summary(self.batch("mixed.log", out="alone"))
        copies = self.folder / "copies"
        copies.mkdir()
        (copies / "a.log").write_bytes(self.mixed)
        (copies / "b.log").write_bytes(self.mixed)
        (copies / "c.log.gz").write_bytes(gzip.compress(self.mixed))
        with zipfile.ZipFile(copies / "d.zip", "w") as archive:
            archive.writestr("x/a.log", self.mixed)
        with tarfile.open(copies / "e.tgz", "w:gz") as archive:
            archive.add(self.log, "a.log")
        told = summary(self.batch("copies"))
        for same in ("sessions", "outcomes", "retries", "sessions_recovered", "unexplained_lines", "alerts"):
            self.assertEqual(told[same], alone[same])
        self.assertEqual([problem["input"] for problem in told["problems"]],
                         ["copies/b.log", "copies/c.log.gz", "copies/d.zip/x/a.log", "copies/e.tgz/a.log"])
        self.assertEqual({problem["code"] for problem in told["problems"]}, {"B012"})

    def test_logs_that_are_alike_but_name_no_time_are_no_copies(self):
        for name in ("x.log", "y.log"):
            (self.folder / name).write_text("ERROR 401 Unauthorized\n")
        told = summary(self.batch("x.log", "y.log"))
        self.assertEqual((told["sessions"], told["problems"]), (2, []))

    def test_one_session_takes_each_log_for_one(self):
        (self.folder / "b.log").write_bytes(self.mixed + b"2026-11-20 10:00:00 INFO which makes it no copy\n")
        self.assertEqual([one["session"] for one in diagnoses(self.batch("mixed.log", "b.log", "--one-session"))], ["b.log", "mixed.log"])
        result = run("batch", "mixed.log", "b.log", "--one-session", "--session-key", "x", "--out", "o", cwd=self.folder, expect=2)
        self.assertIn(b"--one-session", result.stderr)

    def progress_of(self, *arguments):
        """What a run shows on a terminal."""
        leader, follower = pty.openpty()
        with subprocess.Popen([SYNCDX, *arguments], cwd=self.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=follower) as started:
            os.close(follower)
            shown = b""
            with contextlib.suppress(OSError):  # the end of a terminal
                while some := os.read(leader, 65536):
                    shown += some
            os.close(leader)
            self.assertEqual(started.wait(), 0)
        return shown.decode()

    def test_progress_on_a_terminal(self):
        packed = gzip.compress(self.mixed * 61, 1)
        (self.folder / "many.log").write_bytes(self.mixed * 60)
        (self.folder / "packed.log.gz").write_bytes(packed)
        run("explain", "429")  # compiles the rules
        shown = self.progress_of("batch", "many.log", "packed.log.gz", "--out", "out", "--threads", "1", "--block-bytes", "65536")
        size = (len(self.mixed) * 60 + len(packed)) / 1e6
        lines = [line for line in shown.split("\r\x1b[K") if line]
        first = re.compile(rf"\d+ %(, \d+ s left)?: \d+ [kM]B of {size:.0f} MB, \d+ [kM]B/s, \d+ sessions, \d+ with errors, \d of 2 inputs")
        self.assertRegex(lines[0], first)
        self.assertRegex(lines[-1], r"diagnosing: \d+ %: \d+ sessions, \d+ failed")
        self.assertTrue(shown.endswith("\r\x1b[K"))
        shares = [int(line.split(" %")[0]) for line in lines if first.match(line)]
        self.assertEqual(shares, sorted(shares))
        self.assertTrue(all(len(line) < 80 for line in lines))

    def test_rotated_and_packed_logs_are_one_and_jsonl_loads(self):
        lines = self.mixed.splitlines(True)
        logs = self.folder / "logs"
        logs.mkdir()
        with gzip.open(logs / "sync.log.1.gz", "wb") as packed:
            packed.write(b"".join(lines[: len(lines) // 2]))
        (logs / "sync.log").write_bytes(b"".join(lines[len(lines) // 2:]))
        rotated = {d["session"]: d for d in diagnoses(self.batch("logs"))}
        for whole in diagnoses(self.batch("mixed.log", out="whole")):
            mine = rotated[whole["session"]]
            self.assertEqual([(c["id"], c["probability"]) for c in whole["causes"]],
                             [(c["id"], c["probability"]) for c in mine["causes"]], whole["session"])
            self.assertEqual(whole["lines"], mine["lines"])

    def test_packed_logs_give_what_the_plain_one_gives(self):
        plain = {d["session"]: d["causes"] for d in diagnoses(self.batch("mixed.log"))}
        with gzip.open(self.folder / "mixed.gz", "wb") as packed:
            packed.write(self.mixed)
        with zipfile.ZipFile(self.folder / "mixed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("mixed.log", self.mixed)
        for name in ("mixed.tar", "mixed.tar.gz"):
            with tarfile.open(self.folder / name, "w:gz" if name.endswith("gz") else "w") as packed:
                packed.add(self.log, "mixed.log")
        (self.folder / "mixed.zst").write_bytes(zstd(self.mixed))
        for name in ("mixed.gz", "mixed.zst", "mixed.zip", "mixed.tar", "mixed.tar.gz"):
            packed = {d["session"]: d["causes"] for d in diagnoses(self.batch(name, out=name + ".out"))}
            self.assertEqual([(c["id"], c["probability"]) for causes in packed.values() for c in causes],
                             [(c["id"], c["probability"]) for session in packed for c in plain[session]], name)
            self.assertEqual(packed.keys(), plain.keys())

    def test_a_log_without_keys_is_one_session_and_session_key_tells_others_apart(self):
        log = "2026-11-20 10:00:00 INFO run={0} sync started\n2026-11-20 10:00:05 ERROR run={0} HTTP 401 Unauthorized\n"
        (self.folder / "a.log").write_text(log.format(1) + log.format(2))
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log"))], ["a.log"])
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log", "--session-key", "run", out="b"))], ["1", "2"])
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log", "--session-key", r"run=(\d)", out="c"))], ["1", "2"])
        for key, why in (("(", "missing )"), ("(a)(b)", "it has 2 groups"), ("()", "the empty text only"), ("run=()", "the empty text only"),
                         ("^", "the empty text only"), ("(?:)", "the empty text only"), ("x" * 5000, "longer than 4096 bytes")):
            for command in (("batch", "--out", "d"), ("scan",)):
                with self.subTest(key=key[:20], command=command):
                    result = run(*command, "a.log", "--session-key", key, cwd=self.folder, expect=2)
                    self.assertIn(why.encode(), result.stderr)
                    self.assertIn(b"no session key", result.stderr)
        self.assertFalse((self.folder / "d").exists())
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log", "--session-key", r"[()r]un=(\d)", out="e"))], ["1", "2"])

    def test_a_session_key_that_is_found_nowhere_is_told(self):
        (self.folder / "plain.log").write_text("2026-11-20 10:00:00 INFO sync started\n")
        for key in ("customer", "run=(x*)"):
            for command in (("batch", "--out", "o"), ("scan",)):
                with self.subTest(key=key, command=command):
                    result = run(*command, "mixed.log", "plain.log", "--session-key", key, cwd=self.folder)
                    self.assertIn(f"warning[B013]: the session key '{key}' matched no line".encode(), result.stderr)
        self.assertEqual(run("scan", "mixed.log", "plain.log", "--session-key", "sync (started)", cwd=self.folder).stderr, b"")
        (self.folder / "empty.log").write_text("")
        self.assertEqual(run("scan", "empty.log", "--session-key", "customer", cwd=self.folder).stderr, b"")

    def test_resuming_what_was_not_begun_is_told(self):
        for _ in range(2):
            result = run("batch", "mixed.log", "--out", "out", "--resume", cwd=self.folder)
            self.assertIn(b"note[B014]: nothing to resume in 'out': starting anew", result.stderr)

    def test_secrets_do_not_leave_in_evidence_or_results(self):
        secret = "shpat_0123456789abcdef0123456789abcdef"
        (self.folder / "s.log").write_text(f"2026-11-20 ERROR HTTP 401 Unauthorized token {secret} ann@example.com\n")
        evidence = run("scan", "s.log", cwd=self.folder).stdout
        out = self.batch("s.log", "--full")
        for text in (evidence, *results(out).values()):
            self.assertNotIn(secret.encode(), text)
            self.assertNotIn(b"ann@example.com", text)

    def test_the_documented_query_runs_in_duckdb(self):
        query = re.search(r"`(select [^`]*)`", (SOURCE / "README.md").read_text())[1]
        self.batch("mixed.log", out="result")
        counts = summary(self.folder / "result")["outcomes"]
        self.assertEqual(sum(counts.values()), 40)
        if not (DOUBLES / "stamp").exists():
            if os.environ.get("SYNCDX_NEED_DOUBLES"):
                self.fail(f"DuckDB is not installed in {DOUBLES}: tools/install-doubles")
            self.skipTest("DuckDB is not installed")
        script = SOURCE / "tests/batch/duckdb_query.mjs"
        answer = subprocess.run(["node", script, DOUBLES, query], cwd=self.folder, capture_output=True, text=True, timeout=120)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout), {outcome: count for outcome, count in counts.items() if count})


if __name__ == "__main__":
    main()
