#!/usr/bin/env python3
"""End-to-end tests of the program: cli_test.py SYNCDX SOURCE_DIR [unittest arguments].

Each test runs the built syncdx in a directory of its own, with its own cache and a fixed redaction key.
"""
import contextlib
import gzip
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
import zlib

import validate_json

PROGRAM = ""
SOURCE = pathlib.Path()

RATE_LIMIT_LOG = """\
2026-05-04T10:12:01Z INFO sync started store=acme.myshopify.com
2026-05-04T10:12:07Z ERROR GET https://acme.myshopify.com/admin/api/2026-07/orders.json 429 Too Many Requests
2026-05-04T10:12:08Z ERROR {"errors":"Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."}
2026-05-04T10:12:09Z ERROR sync failed
"""


class CliTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.directory = pathlib.Path(holder.name)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": holder.name,
            # Shared: compiling all patterns takes seconds. Tests of the cache itself name one of their own.
            "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE") or str(self.directory / "cache"),
            "SYNCDX_REDACTION_KEY": "1",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def run_syncdx(self, *arguments, text=b"", expect=0, environment=None, **options):
        if isinstance(text, str):
            text = text.encode()
        result = subprocess.run([PROGRAM, *map(str, arguments)], input=text, capture_output=True, timeout=300, cwd=self.directory,
                                env={**self.environment, **(environment or {})}, check=False, **options)
        self.assertEqual(result.returncode, expect, msg=f"{arguments}: {result.stdout[-2000:]!r} {result.stderr[-2000:]!r}")
        return result

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def diagnose_json(self, *arguments, **options):
        result = self.run_syncdx("diagnose", "--format", "json", *arguments, **options)
        report = json.loads(result.stdout)
        schema = json.loads((SOURCE / "tools/schema/diagnosis.schema.json").read_text(encoding="utf-8"))
        self.assertEqual(validate_json.problems(schema, report), [])
        return report


class Usage(CliTest):
    def assert_usage_error(self, *arguments, says):
        result = self.run_syncdx(*arguments, expect=2)
        self.assertEqual(result.stdout, b"")
        self.assertIn("error[C001]", result.stderr.decode())
        self.assertIn(says, result.stderr.decode())
        self.assertIn("help: ", result.stderr.decode())

    def test_wrong_usage_exits_2_names_the_mistake_and_says_what_to_do(self):
        for arguments, says in [
            ((), "subcommand is required"),
            (("diagnos",), "did you mean diagnose?"),
            (("rules", "chek"), "did you mean check?"),
            (("rules",), "subcommand is required"),
            (("diagnose", "--formt", "json"), "did you mean --format?"),
            (("diagnose", "--format", "xml"), "xml not in"),
            (("diagnose", "--format"), "FORMAT"),
            (("explain", "--format", "markdown", "x"), "markdown not in"),
            (("explain",), "TEXT is required"),
            (("diagnose", "--complete", "--excerpt"), "excludes"),
            (("diagnose", "--fail-on", "80"), "write 0.8 or 80%"),
            (("diagnose", "--fail-on", "0"), "write 0.8 or 80%"),
            (("diagnose", "--fail-on", "nan"), "write 0.8 or 80%"),
            (("diagnose", "--answer", "password"), "write ID=yes or ID=no"),
            (("diagnose", "--answer", "=yes"), "write ID=yes or ID=no"),
            (("diagnose", "--now", "yesterday"), "write 2026-11-23T10:00:00Z"),
            (("diagnose", "--platform", ""), "platform"),
            (("diagnose", "--platform", "a/b"), "platform"),
            (("diagnose", "--threads", "0"), "--threads: '0' is not a whole number from 1 to 256"),
            (("diagnose", "--width", "wide"), "wide"),
            (("diagnose", "-", "-"), "only once"),
            (("diagnose", "--format", "json", "--explain", "x"), "text only"),
        ]:
            with self.subTest(arguments=arguments):
                self.assert_usage_error(*arguments, says=says)

    def test_a_number_that_will_not_do_is_answered_with_what_would(self):
        whole = [("diagnose", "--threads"), ("diagnose", "--width"), ("diagnose", "--budget"), ("diagnose", "--timeout"),
                 ("batch", "--max-open-sessions"), ("batch", "--block-bytes"), ("batch", "--threads"), ("scan", "--offset"),
                 ("merge", "--threads"), ("gaps", "--threads"), ("rules", "fit", "--folds"), ("rules", "test", "--mutants"),
                 ("rules", "test", "--seed"), ("rules", "draft", "--at")]
        for *command, option in whole:
            for value in ("-1", "1e3", "1.5", "99999999999999999999", "abc", "", "0x10", " 7"):
                with self.subTest(option=option, value=value):
                    result = self.run_syncdx(*command, option, value, expect=2).stderr.decode()
                    self.assertRegex(result, rf"{option}: '{value}' is not a whole number from \d+ to \d{{1,20}}\n")
        for *command, option in (("batch", "--max-open-sessions"), ("diagnose", "--budget"), ("rules", "test", "--mutants")):
            self.assertIn("'0' is not a whole number from 1 to", self.run_syncdx(*command, option, "0", expect=2).stderr.decode())
        for *command, option in (("rules", "fit", "--weight"), ("rules", "diff", "--least"), ("rules", "graph", "--least")):
            for value in ("-1", "nan", "inf", "abc", "", "2e9"):
                with self.subTest(option=option, value=value):
                    result = self.run_syncdx(*command, option, value, expect=2).stderr.decode()
                    self.assertIn(f"{option}: '{value}' is not a number from 0 to 1", result)

    def test_a_text_that_must_say_something_is_not_empty(self):
        for command in (("batch", "--session-key"), ("scan", "--session-key"), ("scan", "--part-of")):
            self.assert_usage_error(*command, "", says=f"{command[1]}: it is empty")

    def test_an_option_behind_two_dashes_is_told(self):
        self.assert_usage_error("batch", "a.log", "--", "--out", "o", says="'--out' stands behind --")
        for command in (("batch", "--out", "o", "--", "--threads"), ("scan", "--", "--threads"), ("diagnose", "--", "--threads")):
            with self.subTest(command=command):
                self.assertIn("Options must stand before --", self.run_syncdx(*command, expect=4).stderr.decode())

    USES_OF_THE_KEY = (("diagnose", "sync.log"), ("checkup", "x"), ("batch", "sync.log", "--out", "o"), ("scan", "sync.log"), ("merge", "--out", "o"),
                       ("gaps", "sync.log"), ("evaluate", "cases.jsonl"), ("rules", "fit", "cases.jsonl"),
                       ("rules", "draft", "sync.log", "--cause", "x"), ("rules", "new", "--cause", "x"), ("probe", "x"))

    def test_a_redaction_key_that_is_no_number_is_refused_and_not_shown(self):
        self.file("sync.log", RATE_LIMIT_LOG)
        for key in ("planted0secret", "-1", "1.5", "0x10", "18446744073709551616", " 7"):
            for command in self.USES_OF_THE_KEY if key == "planted0secret" else self.USES_OF_THE_KEY[:1]:
                with self.subTest(key=key, command=command):
                    result = self.run_syncdx(*command, environment={"SYNCDX_REDACTION_KEY": key}, expect=2)
                    self.assertEqual(result.stdout, b"")
                    self.assertIn("SYNCDX_REDACTION_KEY is no whole number from 0 to 18446744073709551615", result.stderr.decode())
                    self.assertIn("/dev/urandom", result.stderr.decode())
                    self.assertNotIn("planted0secret", result.stderr.decode())
        for key in ("", "0", "18446744073709551615"):
            self.run_syncdx("diagnose", "sync.log", environment={"SYNCDX_REDACTION_KEY": key})
        self.run_syncdx("diagnose", "--help", environment={"SYNCDX_REDACTION_KEY": "planted0secret"})

    def test_the_way_to_draw_a_redaction_key_works(self):
        said = self.run_syncdx("diagnose", environment={"SYNCDX_REDACTION_KEY": "x"}, expect=2).stderr.decode()
        drawn = subprocess.run(["sh", "-c", said[said.index("export "):].strip() + '; echo "$SYNCDX_REDACTION_KEY"'], capture_output=True, check=True).stdout
        self.run_syncdx("diagnose", environment={"SYNCDX_REDACTION_KEY": drawn.decode().strip()})

    def test_a_platform_that_the_rules_do_not_know_is_refused_with_the_nearest_and_all_names(self):
        self.file("sync.log", RATE_LIMIT_LOG)
        for command in (("diagnose", "sync.log"), ("explain", "429"), ("batch", "sync.log", "--out", "o"), ("merge", "sync.log", "--out", "o"),
                        ("rules", "list"), ("rules", "graph")):
            with self.subTest(command=command):
                result = self.run_syncdx(*command, "--platform", "shopfy", expect=2)
                self.assertEqual(result.stdout, b"")
                self.assertIn("error[C007]", result.stderr.decode())
                self.assertIn("did you mean 'shopify'?", result.stderr.decode())
        self.assertIn("known: amazon, any, ", self.run_syncdx("diagnose", "sync.log", "--platform", "nope", expect=2).stderr.decode())
        self.assertFalse((self.directory / "o").exists())

    def test_no_log_on_a_terminal_is_a_usage_error_that_says_what_to_do(self):
        master, slave = pty.openpty()
        try:
            result = subprocess.run([PROGRAM, "diagnose"], stdin=slave, capture_output=True, timeout=300, env=self.environment, check=False)
        finally:
            os.close(slave)
            os.close(master)
        self.assertEqual(result.returncode, 2)
        self.assertIn("syncdx diagnose sync.log", result.stderr.decode())

    def test_help_of_every_command_teaches_by_example_and_fits_a_terminal(self):
        for command, example in [((), "syncdx diagnose sync.log"), (("diagnose",), "--explain"), (("explain",), "syncdx explain 429"),
                                 (("rules", "check"), "syncdx rules check rules/"), (("rules", "test"), "syncdx rules test --coverage"),
                                 (("probe",), "--list"), (("checkup",), "syncdx checkup acme"), (("connections", "check"), "env: SHOPIFY_TOKEN")]:
            with self.subTest(command=command):
                text = self.run_syncdx(*command, "--help").stdout.decode()
                self.assertIn(example, text)
                self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_version_is_one_line(self):
        self.assertRegex(self.run_syncdx("--version").stdout.decode(), r"^syncdx \d+\.\d+\.\d+\n$")


class Inputs(CliTest):
    def test_a_log_file_standard_input_and_gzip_give_the_same_diagnosis(self):
        plain = self.diagnose_json(self.file("sync.log", RATE_LIMIT_LOG))
        packed = self.diagnose_json(self.file("sync.log.gz", gzip.compress(RATE_LIMIT_LOG.encode())))
        piped = self.diagnose_json("-", text=RATE_LIMIT_LOG)
        implied = self.diagnose_json(text=RATE_LIMIT_LOG)
        self.assertTrue(plain["issues"])
        self.assertEqual(plain["issues"][0]["id"], "rate_limited")
        for other in (packed, piped, implied):
            self.assertEqual(other["issues"], plain["issues"])
            self.assertEqual([cause["probability"] for cause in other["causes"]], [cause["probability"] for cause in plain["causes"]])
        self.assertEqual(piped, implied)

    def test_the_number_of_threads_changes_nothing(self):
        path = self.file("sync.log", RATE_LIMIT_LOG * 200)
        reports = [self.run_syncdx("diagnose", "--format", "json", "--now", "2026-05-04T11:00:00Z", "--threads", n, path).stdout for n in (1, 2, 7)]
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[0], reports[2])

    def test_an_input_that_cannot_be_read_exits_4_and_is_named(self):
        (self.directory / "folder").mkdir()
        cases = ["missing.log", "folder"]
        if os.geteuid() != 0:  # root may read everything
            self.file("locked.log", "x").chmod(0)
            cases.append("locked.log")
        for name in cases:
            with self.subTest(name=name):
                result = self.run_syncdx("diagnose", name, expect=4)
                self.assertEqual(result.stdout, b"")
                self.assertIn(name, result.stderr.decode())
                self.assertIn("error[", result.stderr.decode())

    def test_a_closed_standard_input_is_no_empty_log(self):
        for command in ("diagnose", "diagnose -", "batch --out o", "batch - --out o", "scan", "scan -", "merge --out o", "gaps", "gaps -",
                        "diagnose --session -"):
            with self.subTest(command=command):
                result = subprocess.run(["sh", "-c", f'"$0" {command} <&-', PROGRAM], capture_output=True, timeout=300, cwd=self.directory,
                                        env=self.environment, check=False)
                self.assertEqual(result.returncode, 4, result)
                self.assertIn(b"standard input is closed", result.stderr)
        self.file("sync.log", RATE_LIMIT_LOG)
        subprocess.run(["sh", "-c", '"$0" batch sync.log --out o <&-', PROGRAM], capture_output=True, timeout=300, cwd=self.directory,
                       env=self.environment, check=True)

    def test_utf16_without_a_mark_is_left_out_and_the_help_mends_it(self):
        for encoding in ("utf-16-le", "utf-16-be"):
            with self.subTest(encoding=encoding):
                path = self.file("sync.log", RATE_LIMIT_LOG.encode(encoding))
                note, = [note for note in self.diagnose_json(path.name)["notes"] if note["code"] == "L011"]
                name = encoding.replace("-", "").upper().replace("UTF16", "UTF-16")
                self.assertIn(f"it looks like {name} without a byte order mark", note["message"])
                self.assertIn(f"iconv -f {name} -t UTF-8", note["help"])
                self.file("sync.log", b"".join([b"\xff\xfe" if encoding.endswith("le") else b"\xfe\xff", RATE_LIMIT_LOG.encode(encoding)]))
                self.assertEqual(self.diagnose_json(path.name)["issues"][0]["id"], "rate_limited")
        padded = self.file("padded.log", b"\0" * 3000 + RATE_LIMIT_LOG.encode())  # as a full disk leaves it
        self.assertEqual(self.diagnose_json(padded.name)["issues"][0]["id"], "rate_limited")

    def test_a_named_pipe_is_waited_for_and_read(self):
        os.mkfifo(self.directory / "pipe")
        for command in (("diagnose", "pipe"), ("gaps", "pipe"), ("batch", "pipe", "--out", "o"), ("scan", "pipe")):
            with self.subTest(command=command):
                started = subprocess.Popen([PROGRAM, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                           cwd=self.directory, env=self.environment)
                with open(self.directory / "pipe", "wb") as pipe:  # opens when it is read
                    time.sleep(0.2)
                    pipe.write(RATE_LIMIT_LOG.encode())
                output, complaints = started.communicate(timeout=300)
                self.assertEqual((started.returncode, complaints), (0, b""))
                self.assertTrue(output)
        self.assertEqual(json.loads((self.directory / "o/summary.json").read_text())["lines"], 4)

    def test_an_interrupt_ends_the_waiting_for_a_named_pipe(self):
        os.mkfifo(self.directory / "pipe")
        for command in (("diagnose", "pipe"), ("gaps", "pipe"), ("batch", "pipe", "--out", "o"), ("scan", "pipe"), ("merge", "pipe", "--out", "m")):
            with self.subTest(command=command):
                started = subprocess.Popen([PROGRAM, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                           cwd=self.directory, env=self.environment)
                self.addCleanup(started.kill)
                while started.poll() is None and not self.waits_for("pipe", started.pid):
                    time.sleep(0.01)
                started.send_signal(signal.SIGINT)
                self.assertIn(started.wait(timeout=30), (130, -signal.SIGINT))

    def waits_for(self, name, pid):
        with contextlib.suppress(OSError):
            for descriptor in pathlib.Path(f"/proc/{pid}/fd").iterdir():
                if os.readlink(descriptor).endswith("/" + name):
                    return True
        return False

    def test_a_missing_or_wrong_export_exits_4(self):
        log = self.file("sync.log", RATE_LIMIT_LOG)
        broken = self.file("broken.json", "{not json")
        for option in ("--session", "--integration"):
            for path in ("missing.json", broken):
                with self.subTest(option=option, path=path):
                    self.assertIn("error[", self.run_syncdx("diagnose", option, path, log, expect=4).stderr.decode())

    def test_an_empty_log_is_no_error_and_is_called_empty(self):
        text = self.run_syncdx("diagnose", self.file("empty.log", "")).stdout.decode()
        self.assertTrue(text.startswith("The log is empty"), text)
        self.assertTrue(self.run_syncdx("diagnose").stdout.decode().startswith("The log is empty"))
        self.diagnose_json(text="")

    def test_binary_and_broken_text_give_a_sane_answer_in_every_format(self):
        inputs = {
            "nul": b"\0" * 5000,
            "random": bytes((i * 7919 + i // 3) % 256 for i in range(20000)),
            "utf8": b"ERROR \xff\xfe\xc3( 429 Too Many Requests \xed\xa0\x80\n",
            "escape": b"ERROR \x1b[2J\x1b]0;title\x07 429 Too Many Requests\r\n",
            "no_newline": b"ERROR 429 Too Many Requests",
            "long": b"x" * 3_000_000,
            "truncated_gzip": gzip.compress(RATE_LIMIT_LOG.encode() * 50)[:-20],
        }
        for name, content in inputs.items():
            for form in ("text", "json", "markdown"):
                with self.subTest(name=name, form=form):
                    output = self.run_syncdx("diagnose", "--format", form, text=content).stdout
                    output.decode("utf-8")
                    self.assertTrue(output.endswith(b"\n"))
                    self.assertNotIn(b"\x1b", output)
                    self.assertNotIn(b"\0", output)

    def peak_kilobytes(self, *arguments, feed):
        """Runs the program, feeds it what `feed` yields, and returns its peak of resident memory and its exit code."""
        with open(os.devnull, "wb") as nowhere:
            child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere,
                                     cwd=self.directory, env=self.environment)
            with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
                for piece in feed:
                    pipe.write(piece)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss, child.returncode

    def test_memory_does_not_grow_with_a_line_or_a_bomb(self):
        if b"__asan_init" in pathlib.Path(PROGRAM).read_bytes():
            self.skipTest("sanitizers have a memory of their own")
        small, code = self.peak_kilobytes("diagnose", "-", feed=[RATE_LIMIT_LOG.encode()])
        self.assertEqual(code, 0)
        megabyte = b"a" * (1 << 20)
        packer = zlib.compressobj(9, wbits=31)
        zeros = bytes(1 << 20)
        bomb = b"".join(packer.compress(zeros) for _ in range(512)) + packer.flush()
        for name, feed in (("a line of 256 MB", (megabyte for _ in range(256))), ("512 MB of zeros in gzip", [bomb])):
            with self.subTest(name=name):
                peak, code = self.peak_kilobytes("diagnose", "-", feed=feed)
                self.assertEqual(code, 0)
                self.assertLess(peak, small + 150_000)

    def test_an_archive_that_expands_beyond_reason_is_cut_and_named(self):
        path = self.directory / "bomb.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.log", "w") as member:
            for _ in range(200):
                member.write(bytes(1 << 20))
        text = self.run_syncdx("diagnose", path.name).stdout.decode()
        self.assertIn("zip bomb", text)

    def test_a_cut_gzip_file_is_examined_as_far_as_it_goes(self):
        whole = gzip.compress(RATE_LIMIT_LOG.encode() + os.urandom(20000).hex().encode())
        path = self.file("sync.log.gz", whole[: len(whole) // 2])
        report = self.diagnose_json(path.name)
        self.assertEqual(report["issues"][0]["id"], "rate_limited")
        self.assertIn("cut off", json.dumps(report["notes"]))

    def test_secrets_are_masked_in_every_format(self):
        secret = "shpat_" + "0123456789abcdef" * 2
        log = f"ERROR GET https://acme.myshopify.com/x 429 Too Many Requests X-Shopify-Access-Token: {secret} mail=jo@example.org\n"
        for form in ("text", "json", "markdown"):
            output = self.run_syncdx("diagnose", "--format", form, text=log).stdout.decode()
            self.assertNotIn(secret, output)
            self.assertNotIn("jo@example.org", output)


class Output(CliTest):
    def test_text_names_issue_evidence_with_its_place_and_steps(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        text = self.run_syncdx("diagnose", path.name).stdout.decode()
        first = text.splitlines()[0]
        self.assertRegex(first, r"\((> )?\d+ %\)$")
        for part in ("Platform: shopify (detected", "CAUSES", "sync.log:2", "STEPS"):
            self.assertIn(part, text)

    def test_checkup_goes_in_the_order_of_the_guide(self):
        self.file("c.yaml", json.dumps({"connections": {"it": {"platform": "woocommerce", "account": {"site": "shop.example"}, "base_url": "http://127.0.0.1:1",
                                                               "secrets": {"consumer_key": {"env": "K"}, "consumer_secret": {"env": "K"}}}}}))
        log = self.file("sync.log", RATE_LIMIT_LOG)
        integration = self.file("i.json", '{"format": "tether-integration", "version": 1, "integration": {"external_service": "x", "enabled": false}}')
        command = ("checkup", "it", "--connections", "c.yaml", "--integration", integration.name, log.name)
        text = self.run_syncdx(*command, environment={"K": "planted0secret"}).stdout.decode()
        self.assertEqual([line[:2] for line in text.splitlines() if line[:1] == "C" and line[1:2].isdigit()], ["C1", "C2", "C3", "C4", "C5"])
        self.assertRegex(text, r"found +The integration is paused")
        self.assertRegex(text, r"found +The platform's host takes no connection")
        self.assertNotIn("planted0secret", text)
        report = json.loads(self.run_syncdx(*command, "--format", "json", environment={"K": "planted0secret"}).stdout)
        self.assertEqual([step["guide"] for step in report["steps"]], ["C1", "C2", "C3", "C4", "C5"])

    def test_a_platform_is_named_in_any_case(self):
        for platform in ("shopify", "any", "woocommerce", "Shopify"):
            report = self.diagnose_json("--platform", platform, text=RATE_LIMIT_LOG)
            self.assertEqual(report["platform"], platform.lower())
            self.assertFalse(report["platform_detected"])

    def test_no_colour_unless_asked_for_and_width_is_respected(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        self.assertNotIn(b"\x1b", self.run_syncdx("diagnose", path).stdout)
        self.assertIn(b"\x1b[", self.run_syncdx("diagnose", "--color", "always", path).stdout)
        for width in (40, 72, 120):
            for line in self.run_syncdx("diagnose", "--width", width, path).stdout.decode().splitlines():
                last = line.rsplit(" ", 1)[-1]
                self.assertTrue(len(line) <= width or len(last) > width - 16, line)
        narrow = self.run_syncdx("diagnose", path, environment={"COLUMNS": "50"}).stdout
        self.assertEqual(narrow, self.run_syncdx("diagnose", "--width", "50", path).stdout)

    def terminal_output(self, environment):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        master, slave = pty.openpty()
        process = subprocess.Popen([PROGRAM, "diagnose", path], stdin=subprocess.DEVNULL, stdout=slave, env={**self.environment, **environment})
        os.close(slave)
        output = b""
        try:
            while chunk := os.read(master, 4096):
                output += chunk
        except OSError:  # how a closed terminal ends on Linux
            pass
        os.close(master)
        self.assertEqual(process.wait(timeout=300), 0)
        return output

    def test_a_terminal_gets_colour_unless_no_color_or_a_dumb_terminal_forbid_it(self):
        self.assertIn(b"\x1b[", self.terminal_output({"TERM": "xterm"}))
        self.assertNotIn(b"\x1b[", self.terminal_output({"TERM": "xterm", "NO_COLOR": "1"}))
        self.assertNotIn(b"\x1b[", self.terminal_output({"TERM": "dumb"}))

    def test_fail_on_exits_1_only_from_its_probability_on(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        probability = self.diagnose_json(path)["issues"][0]["probability"]
        self.run_syncdx("diagnose", "--fail-on", f"{probability * 0.9:.4f}", path, expect=1)
        self.run_syncdx("diagnose", "--fail-on", "50%", path, expect=1 if probability >= 0.5 else 0)
        self.run_syncdx("diagnose", "--fail-on", "1", path, expect=0)  # a posterior never reaches certainty

    def test_explain_shows_the_arithmetic_and_an_unknown_cause_gets_the_nearest(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        cause = self.diagnose_json(path)["causes"][0]
        text = self.run_syncdx("diagnose", "--explain", cause["id"], path).stdout.decode()
        for part in ("prior", "posterior", "weight"):
            self.assertIn(part, text)
        error = self.run_syncdx("diagnose", "--explain", cause["id"][:-1] + "x", path, expect=2).stderr.decode()
        self.assertIn(f"did you mean {cause['id']}", error)

    def test_weights_of_every_cause_add_up_to_its_posterior(self):
        for cause in self.diagnose_json(text=RATE_LIMIT_LOG)["causes"]:
            total = cause["odds"]["prior"] + cause["odds"]["allowance"] + sum(evidence["weight"] for evidence in cause["evidence"])
            self.assertAlmostEqual(total, cause["odds"]["posterior"], delta=1e-3, msg=cause["id"])

    def test_a_platform_without_rules_is_told_among_the_first_lines(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        text = self.run_syncdx("diagnose", "--platform", "woocommerce", path).stdout.decode()
        self.assertIn("  Platform: woocommerce (as given; general rules only", text.split("\nCAUSES")[0])

    def test_a_reader_that_goes_away_is_no_error(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        for form in ("text", "json", "markdown"):
            reader, writer = os.pipe()
            os.close(reader)
            try:
                result = subprocess.run([PROGRAM, "diagnose", "--format", form, path], stdin=subprocess.DEVNULL, stdout=writer,
                                        stderr=subprocess.PIPE, timeout=300, env=self.environment, check=False)
            finally:
                os.close(writer)
            self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_closed_standard_streams_do_no_harm(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        for closed, exit_code, said in (("<&-", 0, b""), ("2>&-", 0, b""), ("<&- >&- 2>&-", 4, b""), ("2>&- <&-", 0, b""),
                                        (">&-", 4, b"error[C004]: cannot write the report: Bad file descriptor")):
            with self.subTest(closed=closed):
                result = subprocess.run(["sh", "-c", f'"$0" diagnose "$1" {closed}', PROGRAM, str(path)], capture_output=True,
                                        timeout=300, env=self.environment, check=False)
                self.assertEqual((result.returncode, result.stderr.split(b"\n")[0]), (exit_code, said))
        self.assertEqual(path.read_text(encoding="utf-8"), RATE_LIMIT_LOG)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_is_told_and_exits_4(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([PROGRAM, "diagnose", self.file("sync.log", RATE_LIMIT_LOG)], stdin=subprocess.DEVNULL, stdout=full,
                                    stderr=subprocess.PIPE, timeout=300, env=self.environment, check=False)
        self.assertEqual(result.returncode, 4)
        self.assertIn(b"error[C004]", result.stderr)


class Rules(CliTest):
    BAD = "platform: any\nbasis: judgement\nissue:\n  id: Bad Id\n  titel: x\ncauses: 7\n"

    def test_the_rules_of_the_project_have_no_errors(self):
        text = self.run_syncdx("rules", "check").stdout.decode()
        self.assertRegex(text.splitlines()[-1], r"^0 errors, \d+ warnings?$")

    def test_bad_rules_are_all_listed_with_their_place_and_exit_1(self):
        (self.directory / "rules").mkdir()
        self.file("rules/bad.yaml", self.BAD)
        text = self.run_syncdx("rules", "check", "rules", expect=1).stdout.decode()
        self.assertRegex(text, r"rules/bad\.yaml:\d+:\d+: error\[R\d+\]: ")
        self.assertRegex(text.splitlines()[-1], r"^[1-9]\d* errors?, \d+ warnings?$")
        report = json.loads(self.run_syncdx("rules", "check", "--format", "json", "rules", expect=1).stdout)
        self.assertEqual(report["errors"], sum(problem["severity"] == "error" for problem in report["problems"]))
        self.assertGreater(report["errors"], 0)

    def test_diagnose_with_invalid_or_missing_rules_exits_3(self):
        (self.directory / "rules").mkdir()
        self.file("rules/bad.yaml", self.BAD)
        for rules in ("rules", "nowhere"):
            for command in (("diagnose",), ("explain", "429")):
                with self.subTest(rules=rules, command=command):
                    result = self.run_syncdx(*command, "--rules", rules, expect=3)
                    self.assertEqual(result.stdout, b"")
                    self.assertIn("error[", result.stderr.decode())
        self.run_syncdx("diagnose", environment={"SYNCDX_RULES": str(self.directory / "rules")}, expect=3)

    def test_rules_option_takes_one_directory_so_that_logs_may_follow(self):
        path = self.file("sync.log", RATE_LIMIT_LOG)
        report = self.diagnose_json("--rules", SOURCE / "rules", path)
        self.assertEqual([item["lines"] for item in report["inputs"]], [4])

    SMALL = """\
platform: any
basis: made up for this test
issue: {id: trouble, title: Trouble}
symptoms:
  - {id: refused, title: A call was refused, log: {any: [Too Many]}, examples: [Too Many], counter_examples: [some]}
causes:
  - {id: haste, title: Haste, prior: rare, shows: {refused: usually}, solutions: {wait: often}}
solutions:
  - {id: wait, title: Wait, instructions: [Wait.], cost_minutes: 1, verify: It works.}
"""

    def test_the_cache_is_used_may_be_damaged_and_can_be_switched_off(self):
        (self.directory / "rules").mkdir()
        self.file("rules/small.yaml", self.SMALL)
        cache = self.directory / "cache"
        self.environment["SYNCDX_CACHE_DIR"] = str(cache)
        command = ("diagnose", "--rules", "rules", "--now", "2026-05-04T11:00:00Z")
        first = self.run_syncdx(*command, text=RATE_LIMIT_LOG).stdout
        self.assertIn(b"Haste", first)
        files = [path for path in cache.rglob("*") if path.is_file()]
        self.assertTrue(files)
        for content in (b"", b"garbage" * 100):
            for path in files:
                path.write_bytes(content)
            self.assertEqual(self.run_syncdx(*command, text=RATE_LIMIT_LOG).stdout, first)
        fresh = self.directory / "other"
        self.run_syncdx(*command, "--no-cache", text=RATE_LIMIT_LOG, environment={"SYNCDX_CACHE_DIR": str(fresh)})
        self.assertFalse(fresh.exists())

    def test_a_cache_that_cannot_be_written_is_told_once_and_changes_no_answer(self):
        (self.directory / "rules").mkdir()
        self.file("rules/small.yaml", self.SMALL)
        self.file("file", "in the way")
        self.file("cases.jsonl", '{"id": "a", "platform": "any", "text": "Too Many", "issue": "trouble", "cause": "haste"}\n')
        (self.directory / "open").mkdir()
        (self.directory / "open").chmod(0o777)
        for command in (("diagnose", "--now", "2026-05-04T11:00:00Z"), ("explain", "Too Many"), ("scan",), ("rules", "list"), ("evaluate", "cases.jsonl"),
                        ("rules", "fit", "cases.jsonl")):
            expected = self.run_syncdx(*command, "--rules", "rules", "--no-cache", text=RATE_LIMIT_LOG)
            self.assertEqual(expected.stderr, b"")
            for place, why in (("/proc/none", "No such file or directory"), ("file", "Not a directory"), ("open", "others may write to it")):
                with self.subTest(command=command, place=place):
                    result = self.run_syncdx(*command, "--rules", "rules", text=RATE_LIMIT_LOG, environment={"SYNCDX_CACHE_DIR": place})
                    self.assertEqual(result.stdout, expected.stdout)
                    self.assertEqual(result.stderr.count(b"[D008]"), 1)
                    self.assertIn(f"the compiled rules cannot be kept in '{place}': ", result.stderr.decode())
                    self.assertIn(why, result.stderr.decode())


class Explain(CliTest):
    def test_a_known_status_is_explained(self):
        text = self.run_syncdx("explain", "429", "--platform", "shopify").stdout.decode()
        self.assertIn("is known to the rules", text)
        self.assertIn("What to do", text)
        report = json.loads(self.run_syncdx("explain", "--format", "json", "429").stdout)
        self.assertEqual(report["query"], "429")
        self.assertTrue(report["known"])

    def test_what_is_not_known_is_said_and_exits_0(self):
        text = self.run_syncdx("explain", "zzqx", "frobnicator").stdout.decode()
        self.assertIn("No rule knows “zzqx frobnicator”", text)
        self.assertIn("syncdx diagnose", text)
        self.assertEqual(json.loads(self.run_syncdx("explain", "--format", "json", "zzqx").stdout)["known"], [])


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
