#!/usr/bin/env python3
"""The commands that probe, as a user meets them: probe_command_test.py SYNCDX SOURCE_DIR

Secrets in every form of output and on a terminal, progress lines, exports read from files, the budget spent on what the log leaves open,
Ctrl-C, and what the connections file gets wrong.
"""
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import probing  # noqa: E402
import scenario_doubles as d  # noqa: E402
import tether_exports as t  # noqa: E402

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])


def connection(platform, port, **more):
    account, secrets, auth = d.CONNECTIONS[platform]
    return {"platform": platform, "account": account, "base_url": f"http://127.0.0.1:{port}", **({"auth": auth} if auth else {}), **more}, secrets


class ProbeCommand(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.directory = pathlib.Path(self.holder.name)
        self.addCleanup(self.holder.cleanup)

    def play(self, platform, routes=()):
        played = tempfile.TemporaryDirectory()
        self.addCleanup(played.cleanup)
        double = probing.played(SOURCE, played.name, [*routes, *d.HEALTHY[platform]])
        self.addCleanup(double.__exit__)
        return double

    def connect(self, platform, double):
        self.file, self.environment = probing.write_connections(self.directory, {"it": connection(platform, double.port)})
        return d.CONNECTIONS[platform][1].values()

    def run_it(self, *arguments, code=0):
        return probing.run(PROGRAM, self.environment, *arguments, "--connections", self.file, code=code)

    def on_terminal(self, *arguments):
        """All that the program writes while its standard output and error are a terminal."""
        leader, follower = pty.openpty()
        process = subprocess.Popen([PROGRAM, *map(str, arguments), "--connections", str(self.file)], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                                   env={**self.environment, "TERM": "xterm"})
        os.close(follower)
        seen = b""
        try:
            while chunk := os.read(leader, 65536):
                seen += chunk
        except OSError:  # how a closed terminal ends on Linux
            pass
        os.close(leader)
        self.assertEqual(process.wait(timeout=60), 0, seen[-2000:])
        return seen.decode()

    def test_no_form_of_output_shows_a_secret(self):
        # The platform gives the secrets back, as some do in messages, in a header and in its data.
        secrets = d.CONNECTIONS["shopify"][1]
        token = next(iter(secrets.values()))
        echo = {"status": 403, "headers": {"x-echo": token}, "body": {"errors": f"[API] token {token} of acme may not read_orders"}}
        secrets = self.connect("shopify", self.play("shopify", [d.route("/oauth/access_scopes.json", echo), d.route(d.GRAPHQL, echo)]))
        record = self.directory / "probes.json"
        shown = [self.on_terminal("probe", "it"), self.on_terminal("diagnose", "--probe", "it")]
        for form in ("text", "json", "markdown"):
            shown += [text.decode() for text in self.run_it("diagnose", "--probe", "it", "--format", form, "--record", record)]
        shown += [text.decode() for form in ("text", "json") for text in self.run_it("probe", "it", "--format", form)]
        shown += [text.decode() for text in self.run_it("checkup", "it")] + [record.read_text()]
        for text in shown:
            self.assertGreater(len(text + "x"), 0)
            for secret in secrets:
                self.assertNotIn(secret, text)
        self.assertIn("may not read_orders", shown[0] + shown[-1])  # it was told, with the token masked

    def test_a_terminal_shows_each_probe_with_its_outcome_and_time(self):
        self.connect("shopify", self.play("shopify", [d.route(d.GRAPHQL, d.locations(True, False), has="ProbeLocations")]))
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.on_terminal("probe", "it"))
        probes = [probe["probe"] for probe in json.loads(self.run_it("probe", "it", "--list", "--format", "json")[0])["probes"]]
        self.assertGreater(len(probes), 10)
        for probe in probes:
            self.assertIn(probe, plain)
        self.assertRegex(plain, r"running")
        self.assertRegex(plain, r"pass\b.*\d+ ms|\d+ ms.*pass\b")
        quiet = self.run_it("probe", "it")[1].decode()
        self.assertNotIn("\x1b", quiet)

    def test_exports_are_read_from_files_as_from_an_address(self):
        integration, sessions = t.integration(enabled=False, status="paused"), t.history()
        for name, document in (("integration", integration), ("sessions", sessions)):
            (self.directory / f"{name}.json").write_text(json.dumps(document))
        with probing.played(SOURCE, self.directory, [d.route(f"/{name}.json", document) for name, document in (("integration", integration), ("sessions", sessions))]) as double:
            found = []
            for where in (f"{self.directory}/", f"http://127.0.0.1:{double.port}/"):
                account = {"integration": where + "integration.json", "sessions": where + "sessions.json"}
                self.file, self.environment = probing.write_connections(self.directory, {"it": ({"platform": "tether", "account": account, "auth": "open"}, {})})
                report = json.loads(self.run_it("diagnose", "--probe", "it", "--format", "json")[0])
                found.append([(cause["id"], cause["probability"]) for cause in report["causes"]])
        self.assertEqual(found[0], found[1])
        self.assertTrue(found[0][0][0].endswith("integration_paused"), found[0][:3])

    def test_exports_that_cannot_be_read_are_told_and_the_rest_goes_on(self):
        (self.directory / "cut.json").write_text('{"format": "tether-inte')
        for name, said in (("nowhere.json", "No such file"), ("cut.json", "json")):
            account = {"integration": str(self.directory / name), "sessions": str(self.directory / "nowhere.json")}
            self.file, self.environment = probing.write_connections(self.directory, {"it": ({"platform": "tether", "account": account, "auth": "open"}, {})})
            listed = json.loads(self.run_it("probe", "it", "--format", "json")[0])
            reasons = {entry["probe"]: entry["reason"] for entry in listed["observations"]}
            self.assertIn(said.lower(), reasons["tether_integration"].lower())

    def test_what_was_seen_is_shown_though_it_cannot_be_recorded(self):
        self.connect("shopify", self.play("shopify"))
        nowhere = self.directory / "no/such/folder/probes.json"
        for command in (("diagnose", "--probe", "it"), ("checkup", "it"), ("probe", "it")):
            shown, told = self.run_it(*command, "--record", nowhere, code=4)[:2]
            self.assertGreater(len(shown.splitlines()), 5, command)
            self.assertIn(b"C004", told)

    def test_a_small_budget_goes_to_what_the_log_leaves_open(self):
        record, log, budget = self.directory / "probes.json", self.directory / "sync.log", 4
        for platform, line, wanted in (("shopify", "inventory at one location is not updating", "shopify_locations"),
                                       ("shopify", "orders older than two months are missing", "shopify_orders"),
                                       ("shopify", "products do not appear in the sync", "shopify_products"),
                                       ("netsuite", "custom field missing", "netsuite_field_on_record"),
                                       ("netsuite", "the saved search returns nothing", "netsuite_saved_search")):
            with self.subTest(line=line):
                double = self.play(platform)
                self.connect(platform, double)
                log.write_text(line + "\n")
                self.run_it("diagnose", "--probe", "it", "--budget", budget, "--record", record, "--format", "json", log)
                self.assertLessEqual(len(double.requests()), budget)
                observed = {entry["probe"]: entry["outcome"] for entry in json.loads(record.read_text())["observations"]}
                self.assertEqual(observed[wanted], "pass", observed)

    def test_ctrl_c_gives_what_is_known_so_far(self):
        double = self.play("shopify", [d.route(d.GRAPHQL, {"fault": "hang", "seconds": 60}, has="ProbeLocations")])
        self.connect("shopify", double)
        process = subprocess.Popen([PROGRAM, "probe", "it", "--format", "json", "--connections", self.file], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.environment)
        deadline = time.monotonic() + 60
        while not any("ProbeLocations" in request["body"] for request in double.requests()):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, errors)
        outcomes = {entry["probe"]: entry["outcome"] for entry in json.loads(output)["observations"]}
        self.assertEqual(outcomes["shopify_reach"], "pass")
        self.assertNotEqual(outcomes.get("shopify_locations"), "pass")

    def test_mistakes_in_the_connections_file_are_told_with_their_place(self):
        self.file = self.directory / "connections.yaml"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.directory)}
        self.file.write_text("connections:\n  acme:\n    platform: shopfy\n    account: {shop: acme.myshopify.com}\n    secrets: {access_token: shpat_0123456789abcdef0123456789abcdef}\n")
        self.file.chmod(0o644)
        text = b"".join(self.run_it("connections", "check", code=1)).decode()
        self.assertRegex(text, r"connections\.yaml:5:29: error\[P006\]")
        self.assertNotIn("shpat_0123456789abcdef", text)
        self.file.write_text("connections:\n  acme:\n    platform: shopfy\n    account: {shop: acme.myshopify.com}\n    secrets: {access_token: {env: TOKEN}}\n")
        text = b"".join(self.run_it("connections", "check", code=1)).decode()
        self.assertRegex(text, r"connections\.yaml:2:3: error\[P009\]")
        self.assertIn("did you mean 'shopify'", text)
        for base_url, code in (("http://shop.example", 1), ("ftp://127.0.0.1", 1), ("shop.example", 1), ("http://127.0.0.1:1", 0), ("https://shop.example", 0)):
            self.file.write_text("connections:\n  acme:\n    platform: shopify\n    account: {shop: acme.myshopify.com}\n"
                                 f"    base_url: {base_url}\n    secrets: {{access_token: {{env: HOME}}}}\n")
            text = b"".join(self.run_it("connections", "check", code=code)).decode()
            self.assertEqual("connections.yaml:2:3: error[P005]" in text, code == 1, text)

    def test_a_secret_file_that_others_can_read_is_refused(self):
        secret = self.directory / "token"
        secret.write_text("shpat_planted")
        secret.chmod(0o644)
        double = self.play("shopify")
        self.connect("shopify", double)
        self.file.write_text(json.dumps({"connections": {"it": {**connection("shopify", double.port)[0], "secrets": {"access_token": {"file": str(secret)}}}}}))
        _, errors = self.run_it("probe", "it", code=4)
        self.assertIn("chmod 600", errors.decode())
        self.assertEqual(double.requests(), [])
        secret.chmod(0o600)
        self.run_it("probe", "it")
        self.assertNotEqual(double.requests(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
