#!/usr/bin/env python3
"""syncdx batch, scan and merge as a user meets them: equal results however they are run, and what goes wrong on the way.

usage: batch_command_test.py SYNCDX GENERATE_LOGS SOURCE_DIR
"""
import contextlib
import fcntl
import gzip
import json
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile

SYNCDX, GENERATE, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ENVIRONMENT = {**os.environ, "SYNCDX_REDACTION_KEY": "7", "SYNCDX_RULES": str(SOURCE / "rules"),
               "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE", tempfile.gettempdir() + "/syncdx-batch-test-cache")}
DOUBLES = SOURCE / "build/doubles"
RESULTS = ("diagnoses.jsonl", "summary.json", "report.html")


def run(*arguments, expect=0, data=None, **options):
    result = subprocess.run([SYNCDX, *map(str, arguments)], input=data, capture_output=True, env=ENVIRONMENT, **options)
    assert result.returncode == expect, f"{arguments}: exit {result.returncode}\n{result.stderr.decode()}"
    return result


def generate(*options):
    return subprocess.run([GENERATE, *options], capture_output=True, check=True).stdout


def zstd(data):
    """A zstd frame of stored blocks (RFC 8878, section 3.1.1), as Python 3.11 has no compressor for it."""
    most = 128 * 1024
    blocks = [data[at:at + most] for at in range(0, len(data), most)]
    frame = b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little")
    for number, block in enumerate(blocks, 1):
        frame += (len(block) << 3 | (number == len(blocks))).to_bytes(3, "little") + block
    return frame


def results(folder):
    return {name: (folder / name).read_bytes() for name in RESULTS}


def diagnoses(folder):
    return [json.loads(line) for line in (folder / "diagnoses.jsonl").read_text().splitlines()]


def summary(folder):
    return json.loads((folder / "summary.json").read_text())


class Batch(unittest.TestCase):
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

    def test_two_runs_do_not_share_a_folder(self):
        work = self.folder / "out/.unfinished"
        work.mkdir(parents=True)
        with open(work / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (work / "keep").write_text("x")
            result = run("batch", "mixed.log", "--out", self.folder / "out", cwd=self.folder, expect=4)
            self.assertIn(b"another run is writing to", result.stderr)
            self.assertTrue((work / "keep").exists())
        self.batch("mixed.log")
        self.assertFalse(work.exists())

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

    def test_inputs_of_which_nothing_can_be_read_are_a_failure(self):
        (self.folder / "binary").write_bytes(bytes(range(256)) * 40)
        run("batch", "binary", "--out", self.folder / "out", cwd=self.folder, expect=4)

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

    def test_scans_of_parts_of_a_log_merge_to_the_same_diagnoses(self):
        whole = results(self.batch("mixed.log"))["diagnoses.jsonl"]
        lines = [line for line in self.mixed.splitlines(True)]
        keyed = [i for i, line in enumerate(lines) if b"ex-" in line or b"replication-job" in line]
        cut = keyed[len(keyed) // 2]
        evidence = b""
        for begin, part in ((0, lines[:cut]), (cut, lines[cut:])):
            evidence += run("scan", "-", "--source", "mixed.log", "--offset", sum(map(len, lines[:begin])), "--first-line",
                            begin + 1, data=b"".join(part)).stdout
        run("merge", "--out", self.folder / "m", data=evidence)
        self.assertEqual((self.folder / "m/diagnoses.jsonl").read_bytes(), whole)

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

    def position_in_log(self, fds):
        """Of a process that goes on meanwhile, so that any of its files may be gone when it is looked at."""
        with contextlib.suppress(OSError):
            for fd in fds.iterdir():
                if os.readlink(fd) == str(self.log.resolve()):
                    return int((fds.parent / "fdinfo" / fd.name).read_text().split()[1])
        return 0

    def stopped_amid_the_log(self):
        """A run that holds in the middle of reading mixed.log, which is made long for it."""
        with open(self.log, "wb") as file:
            for _ in range(20):
                file.write(self.mixed)
        size = self.log.stat().st_size
        run("explain", "429")  # compiles the rules, so that the reading begins at once
        started = subprocess.Popen([SYNCDX, "batch", "mixed.log", "--out", "out", "--threads", "1", "--block-bytes", "4096"],
                                   env=ENVIRONMENT, cwd=self.folder, stdout=subprocess.DEVNULL)
        self.addCleanup(started.kill)
        fds = pathlib.Path(f"/proc/{started.pid}/fd")
        while started.poll() is None:
            if size // 10 < self.position_in_log(fds) < size * 3 // 4:  # well past the first look at it
                started.send_signal(signal.SIGSTOP)
                return started
        self.fail("the run ended before it could be held")

    def problems_after(self, started):
        started.send_signal(signal.SIGCONT)
        self.assertEqual(started.wait(timeout=300), 0)
        return [(problem["code"], problem["message"]) for problem in summary(self.folder / "out")["problems"]]

    def test_a_log_that_grows_while_it_is_read_is_told(self):
        started = self.stopped_amid_the_log()
        with open(self.log, "ab") as file:
            file.write(b"2026-11-20 10:00:00 INFO one more line\n")
        (code, message), = self.problems_after(started)
        self.assertEqual(code, "B008")
        self.assertIn("still being written", message)

    def test_a_log_that_is_rotated_while_it_is_read_is_read_to_its_end(self):
        started = self.stopped_amid_the_log()
        lines = self.log.read_bytes().count(b"\n")
        self.log.rename(self.folder / "mixed.log.1")
        self.log.write_bytes(b"2026-11-20 10:00:00 INFO a new log\n")
        (code, message), = self.problems_after(started)
        self.assertEqual(code, "B008")
        self.assertIn("what was read is the old one", message)
        self.assertEqual(summary(self.folder / "out")["lines"], lines)

    def test_a_log_without_keys_is_one_session_and_session_key_tells_others_apart(self):
        log = "2026-11-20 10:00:00 INFO run={0} sync started\n2026-11-20 10:00:05 ERROR run={0} HTTP 401 Unauthorized\n"
        (self.folder / "a.log").write_text(log.format(1) + log.format(2))
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log"))], ["a.log"])
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log", "--session-key", "run", out="b"))], ["1", "2"])
        self.assertEqual([d["session"] for d in diagnoses(self.batch("a.log", "--session-key", r"run=(\d)", out="c"))], ["1", "2"])
        run("batch", "a.log", "--out", "d", "--session-key", "(", cwd=self.folder, expect=2)

    def test_what_cannot_be_read_is_told_and_the_rest_is_done(self):
        logs = self.folder / "logs"
        (logs / "locked").mkdir(parents=True)
        (logs / "a.log").write_bytes(self.mixed)
        (logs / "program.bin").write_bytes(bytes(range(256)) * 400)
        packed = gzip.compress(self.mixed)
        (logs / "broken.gz").write_bytes(packed[: len(packed) // 2] + b"XXXX" + packed[len(packed) // 2 + 4:])
        (logs / "long.log").write_bytes(b"2026-11-20 ERROR HTTP 401 Unauthorized " + b"x" * 10_000_000 + b"\nend\n")
        os.chmod(logs / "locked", 0)
        self.addCleanup(os.chmod, logs / "locked", 0o700)
        out = self.batch("logs", "nowhere.log")
        codes = {problem["input"]: problem["code"] for problem in summary(out)["problems"]}
        self.assertEqual(codes["nowhere.log"], "L001")
        self.assertEqual(codes["logs/program.bin"], "L009")
        self.assertEqual(codes["logs/broken.gz"], "L002")
        if os.geteuid() != 0:
            self.assertEqual(codes["logs/locked"], "L001")
        self.assertGreaterEqual(summary(out)["sessions"], 41)
        run("batch", "nowhere.log", "--out", "x", cwd=self.folder, expect=4)

    def test_a_run_that_is_killed_goes_on_to_the_same_result(self):
        logs = self.folder / "logs"
        logs.mkdir()
        for number in range(12):
            (logs / f"{number:02}.log").write_bytes(generate("--sessions", "30", "--seed", str(number), "--start", str(1767225600 + number * 86400)))
        whole = results(self.batch("logs", "--threads", 1))
        started = subprocess.Popen([SYNCDX, "batch", "logs", "--out", self.folder / "killed", "--threads", "1"], env=ENVIRONMENT,
                                   cwd=self.folder, stdout=subprocess.DEVNULL)
        journal = self.folder / "killed/.unfinished/journal.jsonl"
        while started.poll() is None:
            with contextlib.suppress(OSError):  # it is not there yet, or no longer
                if journal.read_bytes().count(b"\n") >= 2:
                    break
            time.sleep(0.002)
        started.send_signal(signal.SIGKILL)
        started.wait()
        if started.returncode == -signal.SIGKILL:
            self.assertFalse((self.folder / "killed/diagnoses.jsonl").exists())
        self.assertEqual(results(self.batch("logs", "--resume", out="killed")), whole)
        self.assertFalse((self.folder / "killed/.unfinished").exists())

    def test_an_interrupt_writes_what_is_complete_and_says_so(self):
        reading, writing = os.pipe()
        started = subprocess.Popen([SYNCDX, "batch", "-", "--out", self.folder / "out"], env=ENVIRONMENT, stdin=reading,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(reading)
        feeder = os.fdopen(writing, "wb")
        for _ in range(4):
            feeder.write(self.mixed)
        feeder.flush()
        time.sleep(0.5)
        started.send_signal(signal.SIGINT)
        try:
            while True:
                feeder.write(self.mixed)
                feeder.flush()
        except BrokenPipeError:
            pass
        output, _ = started.communicate(timeout=120)
        self.assertEqual(started.returncode, 0)
        self.assertIn(b"stopped early", output)
        self.assertTrue(summary(self.folder / "out")["interrupted"])

    def test_a_full_disk_is_told_and_leaves_no_half_result(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        # The cache of rules must not be what is too large.
        result = run("batch", "mixed.log", "--out", "full", cwd=self.folder, expect=4, preexec_fn=small_files)
        self.assertIn(b"B005", result.stderr)
        self.assertFalse((self.folder / "full/diagnoses.jsonl").exists())

    def test_evidence_of_other_rules_or_damaged_is_refused(self):
        evidence = run("scan", "mixed.log", cwd=self.folder).stdout
        (self.folder / "rules").mkdir()
        (self.folder / "rules/own.yaml").write_text((SOURCE / "rules/common/session.yaml").read_text())
        for damaged, code in ((evidence[:-20], b"B002"), (b"no evidence\n", b"B002"), (evidence.replace(b'"rules":"', b'"rules":"0'), b"B004")):
            result = run("merge", "--out", self.folder / "m", data=damaged, expect=4)
            self.assertIn(code, result.stderr)

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
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[4:]])
