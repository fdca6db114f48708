#!/usr/bin/env python3
"""syncdx batch when things go wrong: signals, full disks, damaged, changing and unreadable inputs, two runs at once.

usage: batch_faults_test.py SYNCDX GENERATE_LOGS SOURCE_DIR
"""
import contextlib
import fcntl
import gzip
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tarfile
import termios
import time
import zlib

from batch_runs import ENVIRONMENT, SYNCDX, BatchTest, diagnoses, generate, main, results, run, summary


def left_in(pipe):
    """Bytes that nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def damaged_unnoticed(packed):
    """A gzip stream with one bit changed, so that only its checksum tells."""
    for at in range(len(packed) // 2, len(packed)):
        damaged = packed[:at] + bytes([packed[at] ^ 64]) + packed[at + 1:]
        try:
            zlib.decompressobj(31).decompress(damaged)
        except zlib.error as error:
            if "incorrect data check" in str(error):
                return damaged
    raise AssertionError("no such place")


class Faults(BatchTest):
    def test_two_runs_do_not_share_a_folder(self):
        out = self.folder / "out"
        (out / ".unfinished").mkdir(parents=True)
        (out / ".unfinished/keep").write_text("x")
        evidence = run("scan", "mixed.log", cwd=self.folder).stdout
        folder = os.open(out, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        for result in (run("batch", "mixed.log", "--out", out, cwd=self.folder, expect=4),
                       run("merge", "--out", out, data=evidence, expect=4)):
            self.assertIn(b"another run is writing to", result.stderr)
        self.assertTrue((out / ".unfinished/keep").exists())
        os.close(folder)
        self.batch("mixed.log")
        self.assertEqual(sorted(os.listdir(out)), sorted(results(out)))

    def test_inputs_of_which_nothing_can_be_read_are_a_failure(self):
        (self.folder / "binary").write_bytes(bytes(range(256)) * 40)
        run("batch", "binary", "--out", self.folder / "out", cwd=self.folder, expect=4)

    def position_in_log(self, fds):
        """Of a process that goes on meanwhile, so that any of its files may be gone when it is looked at."""
        with contextlib.suppress(OSError):
            for fd in fds.iterdir():
                if os.readlink(fd) == str(self.log.resolve()):
                    return int((fds.parent / "fdinfo" / fd.name).read_text().split()[1])
        return 0

    def stopped_amid_the_log(self, *options, log=None):
        """A run that holds in the middle of reading mixed.log, which is made long for it."""
        self.log.write_bytes(log or self.mixed * 20)
        size = self.log.stat().st_size
        run("explain", "429")  # compiles the rules, so that the reading begins at once
        started = subprocess.Popen([SYNCDX, "batch", "mixed.log", "--out", "out", "--threads", "1", "--block-bytes", "4096", *options],
                                   env=ENVIRONMENT, cwd=self.folder, stdout=subprocess.PIPE)
        self.addCleanup(started.stdout.close)
        self.addCleanup(started.kill)
        fds = pathlib.Path(f"/proc/{started.pid}/fd")
        while started.poll() is None:
            if size // 2 < self.position_in_log(fds) < size * 3 // 4:  # what was read is scanned but for the last 256 KiB
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

    def test_what_cannot_be_read_is_told_and_the_rest_is_done(self):
        logs = self.folder / "logs"
        (logs / "locked").mkdir(parents=True)
        (logs / "a.log").write_bytes(self.mixed)
        (logs / "program.bin").write_bytes(bytes(range(256)) * 400)
        packed = gzip.compress(generate("--sessions", "40", "--seed", "6").replace(b"ex-", b"ex-2-"))
        (logs / "broken.gz").write_bytes(packed[: len(packed) // 2] + b"XXXX" + packed[len(packed) // 2 + 4:])
        (logs / "long.log").write_bytes(b"2026-11-20 ERROR HTTP 401 Unauthorized " + b"x" * 10_000_000 + b"\nend\n")
        os.chmod(logs / "locked", 0)
        self.addCleanup(os.chmod, logs / "locked", 0o700)
        out = self.batch("logs", "nowhere.log")
        codes = {problem["input"]: problem["code"] for problem in summary(out)["problems"]}
        self.assertEqual(codes["nowhere.log"], "L001")
        self.assertEqual(codes["logs/program.bin"], "L009")
        self.assertEqual(codes["logs/broken.gz"], "L010")
        if os.geteuid() != 0:
            self.assertEqual(codes["logs/locked"], "L001")
        self.assertEqual(summary(out)["sessions"], 41)
        self.assertGreater(summary(out)["sessions_in_doubt"], 0)
        run("batch", "nowhere.log", "--out", "x", cwd=self.folder, expect=4)

    def damaged_logs(self):
        """A good log, and the same sessions under other names, one day later, cut off and damaged."""
        logs = self.folder / "logs"
        logs.mkdir()
        (logs / "good.log").write_bytes(self.mixed)
        packed = gzip.compress(self.mixed.replace(b"ex-", b"ex-2-").replace(b"replication-job-", b"replication-job-2"))
        return logs, packed

    def test_sessions_that_were_unpacked_from_damaged_bytes_are_in_doubt_and_not_counted(self):
        logs, packed = self.damaged_logs()
        (logs / "bad.gz").write_bytes(damaged_unnoticed(packed))
        with tarfile.open(logs / "good.tar", "w") as archive:
            self.log.write_bytes(self.mixed + b"2026-11-20 10:00:00 INFO which makes it no copy\n")
            archive.add(self.log, "again.log")
        result = run("batch", "logs", "--out", "out", cwd=self.folder)
        told = summary(self.folder / "out")
        self.assertEqual(told["sessions"], 40)
        self.assertGreater(told["sessions_in_doubt"], 20)
        self.assertIn(f"{told['sessions_in_doubt']} more of damaged inputs are in doubt".encode(), result.stdout)
        self.assertIn(b"any of it may be garbled", result.stderr)
        self.assertEqual([problem["code"] for problem in told["problems"]], ["L010"])
        for one in diagnoses(self.folder / "out"):
            self.assertEqual(one["in_doubt"], any(each["name"] == "logs/bad.gz" for each in one["inputs"]))
            self.assertEqual([each["cut"] for each in one["inputs"]], [each["name"] == "logs/bad.gz" for each in one["inputs"]])
        evidence = run("scan", "logs", cwd=self.folder).stdout
        run("merge", "--out", self.folder / "merged", data=evidence)
        self.assertEqual(results(self.folder / "merged"), results(self.folder / "out"))
        self.assertIn("in doubt, since logs were unpacked from damaged files", (self.folder / "out/report.html").read_text())

    def test_sessions_of_a_log_that_is_cut_off_are_what_they_are_as_far_as_it_goes(self):
        logs, packed = self.damaged_logs()
        (logs / "cut.gz").write_bytes(packed[: len(packed) * 3 // 4])
        out = self.batch("logs")
        told = summary(out)
        self.assertEqual(told["sessions_in_doubt"], 0)
        self.assertEqual([problem["code"] for problem in told["problems"]], ["L002"])
        unpacked = zlib.decompressobj(31).decompress(packed[: len(packed) * 3 // 4])
        (self.folder / "cut.log").write_bytes(unpacked)
        alone = {one["session"]: [cause["id"] for cause in one["causes"]] for one in diagnoses(self.batch("cut.log", out="alone"))}
        found = {one["session"]: [cause["id"] for cause in one["causes"]] for one in diagnoses(out)}
        self.assertGreater(len(alone), 20)
        self.assertTrue(alone.items() <= found.items())

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
        self.assertEqual(started.returncode, -signal.SIGKILL)
        self.assertFalse((self.folder / "killed/diagnoses.jsonl").exists())
        self.assertEqual(results(self.batch("logs", "--resume", out="killed")), whole)
        self.assertFalse((self.folder / "killed/.unfinished").exists())

    def test_an_interrupt_writes_the_sessions_that_are_complete_and_resume_the_rest(self):
        log = generate("--sessions", "1200", "--open", "5", "--lines", "60", "--seed", "8")
        self.log.write_bytes(log)
        whole = results(self.batch("mixed.log", out="whole"))
        for again in (False, True):
            started = self.stopped_amid_the_log(log=log)
            started.send_signal(signal.SIGINT)
            started.send_signal(signal.SIGCONT)
            output, _ = started.communicate(timeout=120)
            self.assertEqual(started.returncode, 130)
            self.assertIn(b"stopped early", output)
            self.assertNotIn(b"took the place", output)
        told = summary(self.folder / "out")
        self.assertTrue(told["interrupted"])
        self.assertIn(f"{told['sessions_left_out']} session".encode(), output)
        self.assertTrue(0 < told["sessions_left_out"] <= 5)
        complete = (self.folder / "out/diagnoses.jsonl").read_bytes().splitlines()
        self.assertGreater(len(complete), 20)
        self.assertLess(len(complete), 1200)
        self.assertTrue(set(complete) <= set(whole["diagnoses.jsonl"].splitlines()))
        self.assertEqual(results(self.batch("mixed.log", "--resume")), whole)

    def test_results_of_a_whole_run_that_a_stopped_one_replaces_are_told(self):
        self.batch("mixed.log")
        started = self.stopped_amid_the_log()
        started.send_signal(signal.SIGINT)
        started.send_signal(signal.SIGCONT)
        output, _ = started.communicate(timeout=120)
        self.assertEqual(started.returncode, 130)
        self.assertIn(b"took the place of the results of an earlier run that was whole", output)

    def test_a_line_without_an_end_in_the_folder_of_an_unfinished_run_takes_no_memory(self):
        if b"__asan_init" in pathlib.Path(SYNCDX).read_bytes():
            self.skipTest("sanitizers have a memory of their own")
        for name in ("plan.json", "journal.jsonl"):
            with self.subTest(name=name):
                started = self.stopped_amid_the_log()
                started.kill()
                started.wait()
                with open(self.folder / "out/.unfinished" / name, "wb") as file:
                    file.write(b'"')
                    file.seek(4 << 30)
                    file.write(b"x")
                result = run("batch", "mixed.log", "--out", "out", "--resume", cwd=self.folder,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)))
                self.assertIn(b"nothing to resume", result.stderr)

    def test_an_interrupt_ends_the_waiting_for_a_silent_standard_input(self):
        part = self.mixed[:60000]  # as much as a pipe holds; the last line is not whole
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        started = subprocess.Popen([SYNCDX, "batch", "-", "--out", self.folder / "out"], env=ENVIRONMENT, stdin=reading,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(started.kill)
        os.close(reading)
        os.write(writing, part)
        while started.poll() is None and left_in(writing):
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        output, _ = started.communicate(timeout=60)
        self.assertEqual(started.returncode, 130)
        self.assertIn(b"stopped early", output)
        told = summary(self.folder / "out")
        self.assertGreater(told["sessions"], 0)
        self.assertGreater(told["sessions_left_out"], 0)
        self.assertEqual(told["bytes"], part.rindex(b"\n") + 1)
        self.assertEqual([problem["code"] for problem in told["problems"]], ["L008"])
        self.log.write_bytes(self.mixed)
        whole = {one["session"]: one["outcome"] for one in diagnoses(self.batch("mixed.log", out="whole"))}
        self.assertTrue({one["session"]: one["outcome"] for one in diagnoses(self.folder / "out")}.items() <= whole.items())

    def test_an_interrupt_leaves_out_what_goes_on_in_a_log_that_was_not_read(self):
        first = "2026-11-20 10:00:00 INFO [ex-{0}] sync session started\n2026-11-20 10:00:05 ERROR [ex-{0}] HTTP 401 Unauthorized\n"
        (self.folder / "a.log").write_text("".join(first.format(n) for n in range(5)) + "2026-11-20 10:01:00 INFO [ex-3] sync completed successfully\n")
        (self.folder / "keyless.log").write_text("2026-11-20 10:00:00 ERROR HTTP 401 Unauthorized\n")
        os.mkfifo(self.folder / "z.fifo")
        started = subprocess.Popen([SYNCDX, "batch", "a.log", "keyless.log", "z.fifo", "z.log", "--out", "out", "--threads", "1"],
                                   env=ENVIRONMENT, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(started.kill)
        (self.folder / "z.log").write_text("")
        with open(self.folder / "z.fifo", "wb"):  # opens when it is read
            started.send_signal(signal.SIGINT)
            started.communicate(timeout=60)
        self.assertEqual(started.returncode, 130)
        self.assertEqual([one["session"] for one in diagnoses(self.folder / "out")], ["ex-3", "keyless.log"])
        self.assertEqual(summary(self.folder / "out")["sessions_left_out"], 4)

    def short_sessions(self, count):
        """Many, so that diagnosing them takes a while."""
        lines = (f"2026-11-20 10:00:00 INFO [ex-{n}] sync session started\n2026-11-20 10:00:01 ERROR [ex-{n}] HTTP 401 Unauthorized\n"
                 for n in range(count))
        self.log.write_text("".join(lines))
        run("explain", "429")  # compiles the rules

    def stopped_while_diagnosing(self, how):
        """The exit code of a run that got the signal `how` while it wrote diagnoses; and what it said."""
        started = subprocess.Popen([SYNCDX, "batch", "mixed.log", "--out", "out", "--threads", "1"], env=ENVIRONMENT, cwd=self.folder,
                                   stdout=subprocess.PIPE)
        part = self.folder / "out/diagnoses.jsonl.part"
        while started.poll() is None and not part.exists():
            time.sleep(0.001)
        started.send_signal(how)
        output, _ = started.communicate(timeout=120)
        return started.returncode, output

    def test_an_interrupt_while_diagnosing_writes_what_is_done_and_resume_needs_no_second_scan(self):
        self.short_sessions(40000)
        whole = results(self.batch("mixed.log", out="whole"))
        code, output = self.stopped_while_diagnosing(signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertIn(b"stopped early", output)
        out = self.folder / "out"
        some = (out / "diagnoses.jsonl").read_bytes()
        self.assertTrue(whole["diagnoses.jsonl"].startswith(some) and some != whole["diagnoses.jsonl"])
        self.assertTrue(summary(out)["interrupted"])
        self.assertEqual(summary(out)["sessions"], some.count(b"\n"))
        left_out = 40000 - some.count(b"\n")
        self.assertEqual(summary(out)["sessions_left_out"], left_out)
        self.assertIn(f"{left_out} sessions still under way or not diagnosed yet".encode(), output)
        modified = self.log.stat()
        self.log.write_bytes(b"x" * modified.st_size)  # would be seen if it were read again
        os.utime(self.log, ns=(modified.st_atime_ns, modified.st_mtime_ns))
        self.assertEqual(results(self.batch("mixed.log", "--resume")), whole)

    def test_a_run_that_is_killed_while_diagnosing_goes_on_to_the_same_result(self):
        self.short_sessions(40000)
        whole = results(self.batch("mixed.log", out="whole"))
        code, _ = self.stopped_while_diagnosing(signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)
        self.assertFalse((self.folder / "out/diagnoses.jsonl").exists())
        self.assertEqual(results(self.batch("mixed.log", "--resume")), whole)
        self.assertEqual(sorted(os.listdir(self.folder / "out")), sorted(whole))

    def test_a_run_that_is_killed_within_a_log_goes_on_to_the_same_result(self):
        log = generate("--sessions", "1200", "--open", "5", "--lines", "60", "--seed", "8")
        self.log.write_bytes(log)
        whole = results(self.batch("mixed.log", out="whole"))
        started = self.stopped_amid_the_log(log=log)
        started.kill()
        started.wait()
        self.assertEqual(results(self.batch("mixed.log", "--resume")), whole)

    def test_an_interrupted_merge_writes_nothing_before_all_evidence_is_read(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        started = subprocess.Popen([SYNCDX, "merge", "--out", self.folder / "out"], env=ENVIRONMENT, stdin=reading,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(started.kill)
        os.close(reading)
        os.write(writing, run("scan", "mixed.log", cwd=self.folder).stdout[:2000])
        while started.poll() is None and not (self.folder / "out/.sorting").exists():
            time.sleep(0.01)
        started.send_signal(signal.SIGTERM)
        _, errors = started.communicate(timeout=60)
        self.assertEqual(started.returncode, 130)
        self.assertIn(b"B009", errors)
        self.assertEqual(os.listdir(self.folder / "out"), [])

    def test_an_interrupted_scan_says_so_and_its_broken_off_sessions_are_left_out_by_merge(self):
        log = generate("--sessions", "1200", "--open", "5", "--lines", "60", "--seed", "8")
        reading, writing = os.pipe()
        evidence = self.folder / "evidence"
        with open(evidence, "wb") as file:
            started = subprocess.Popen([SYNCDX, "scan", "-", "--threads", "1", "--block-bytes", "4096"], env=ENVIRONMENT, stdin=reading,
                                       stdout=file, stderr=subprocess.PIPE)
        self.addCleanup(started.kill)
        os.close(reading)
        with os.fdopen(writing, "wb") as feeder:
            feeder.write(log[: len(log) // 2])
            feeder.flush()
            while started.poll() is None and not evidence.stat().st_size:
                time.sleep(0.01)
            started.send_signal(signal.SIGINT)
            _, errors = started.communicate(timeout=60)
        self.assertEqual(started.returncode, 130)
        self.assertIn(b"B009", errors)
        run("merge", evidence, "--out", self.folder / "out")
        self.assertGreater(summary(self.folder / "out")["sessions_left_out"], 0)
        self.log.write_bytes(log)
        complete = {one["session"]: one["causes"] for one in diagnoses(self.batch("mixed.log", out="whole"))}
        for one in diagnoses(self.folder / "out"):
            self.assertEqual([cause["id"] for cause in one["causes"]], [cause["id"] for cause in complete[one["session"]]])

    def test_a_full_disk_is_told_leaves_no_half_result_and_resume_goes_on_when_there_is_room(self):
        whole = results(self.batch("mixed.log", out="whole"))
        for size in (2000, 20000, 60000):  # of the evidence, of the diagnoses, of the report
            def small_files():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            # The cache of rules is there already: it must not be what is too large.
            with self.subTest(size=size):
                out = f"full-{size}"
                result = run("batch", "mixed.log", "--out", out, cwd=self.folder, expect=4, preexec_fn=small_files)
                self.assertIn(b"B005", result.stderr)
                self.assertIn(b"--resume", result.stderr)
                self.assertFalse((self.folder / out / "diagnoses.jsonl").exists())
                self.assertEqual(results(self.batch("mixed.log", "--resume", out=out)), whole)

    def test_evidence_of_other_rules_or_damaged_is_refused(self):
        evidence = run("scan", "mixed.log", cwd=self.folder).stdout
        for damaged, code in ((b"no evidence\n" + evidence, b"B002"), (evidence.replace(b'"rules":"', b'"rules":"0'), b"B004")):
            (self.folder / "damaged").write_bytes(damaged)
            result = run("merge", "damaged", "--out", "m", cwd=self.folder, expect=4)
            self.assertIn(code, result.stderr)
            self.assertIn(b"damaged:1", result.stderr)
        result = run("merge", "--out", self.folder / "m", data=evidence[:-20], expect=4)  # the record of the input
        self.assertIn(b"B002", result.stderr)
        self.assertIn(f"stdin:{evidence.count(bytes([10]))}".encode(), result.stderr)


if __name__ == "__main__":
    main()
