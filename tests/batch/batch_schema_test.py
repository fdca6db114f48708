#!/usr/bin/env python3
"""What syncdx batch writes is what tools/schema/batch_session.schema.json and batch_summary.schema.json describe.

usage: batch_schema_test.py SYNCDX GENERATE_LOGS SOURCE_DIR
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from batch_runs import SOURCE, generate, main, run

VALIDATE = SOURCE / "tests/cli/validate_json.py"
sys.path.insert(0, str(VALIDATE.parent))
import validate_json  # noqa: E402

FREE = {"by_cause"}  # objects in which a member may be absent


def path_of(name):
    return SOURCE / f"tools/schema/{name}.schema.json"


def schema(name):
    return json.loads(path_of(name).read_text(encoding="utf-8"))


def lines(folder):
    return (folder / "diagnoses.jsonl").read_text(encoding="utf-8").removesuffix("\n").split("\n")


def objects(value, name=""):
    """All objects in a document, each with the name of the member that it is or is an item of."""
    if isinstance(value, dict):
        yield name, value
        for key, member in value.items():
            yield from objects(member, key)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item, name)


def shortened(value):
    """The document with the first item only of each list."""
    if isinstance(value, dict):
        return {key: shortened(member) for key, member in value.items()}
    return [shortened(item) for item in value[:1]] if isinstance(value, list) else value


def empty_lists(documents):
    """The names of the members that are a list, and empty wherever they are."""
    seen, filled = set(), set()
    for document in documents:
        for _, value in objects(document):
            seen |= {key for key, member in value.items() if isinstance(member, list)}
            filled |= {key for key, member in value.items() if isinstance(member, list) and member}
    return seen - filled


class BatchSchemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        logs = cls.folder / "logs"
        logs.mkdir()
        (logs / "mixed.log").write_bytes(generate("--sessions", "40", "--open", "7", "--lines", "60", "--seed", "5"))
        (logs / "odd.log").write_text("page 1 read\nERROR frobnicator \u2028 of \"lane\" 7 jammed\n", encoding="utf-8")
        (logs / "tool.log").write_text("2026-11-20 10:00:00 ERROR java.lang.OutOfMemoryError: Java heap space\n")
        (logs / "program.bin").write_bytes(bytes(range(256)) * 40)
        cls.slim, cls.full = cls.batch("slim"), cls.batch("full", "--full")

    @classmethod
    def batch(cls, name, *options):
        run("batch", "logs", "--out", name, *options, cwd=cls.folder)
        return cls.folder / name

    def validate(self, name, file, expect=0):
        result = subprocess.run([sys.executable, VALIDATE, path_of(name), file], capture_output=True, text=True)
        self.assertEqual(result.returncode, expect, result.stdout + result.stderr)
        return result.stdout

    def test_what_a_batch_writes_is_valid(self):
        for folder in (self.slim, self.full):
            self.assertEqual(len(lines(folder)), 42)
            self.validate("batch_session", folder / "diagnoses.jsonl")
            self.validate("batch_summary", folder / "summary.json")

    def test_what_a_batch_of_nothing_writes_is_valid(self):
        (self.folder / "empty.log").write_bytes(b"")
        run("batch", "empty.log", "--out", "nothing", cwd=self.folder)
        self.validate("batch_session", self.folder / "nothing/diagnoses.jsonl")
        self.validate("batch_summary", self.folder / "nothing/summary.json")

    def test_no_list_is_empty_everywhere_so_that_all_items_are_checked(self):
        self.assertEqual(empty_lists(map(json.loads, lines(self.slim))), set())
        self.assertEqual(empty_lists(map(json.loads, lines(self.full))), {"notes"})  # a batch has them in its summary, as problems
        self.assertEqual(empty_lists([json.loads((self.slim / "summary.json").read_text(encoding="utf-8"))]), set())

    def test_full_lines_have_what_a_diagnosis_has_and_slim_ones_do_not(self):
        described = set(schema("diagnosis")["properties"])
        self.assertTrue(all(described <= json.loads(line).keys() for line in lines(self.full)))
        self.assertFalse(any("error_bound" in json.loads(line) for line in lines(self.slim)))

    def test_a_bad_line_is_told_by_its_number(self):
        bad = self.folder / "bad.jsonl"
        bad.write_text("\n".join([*lines(self.slim)[:2], json.dumps({"schema": 1})]) + "\n", encoding="utf-8")
        self.assertIn("bad.jsonl: 3: : 'session' is a required property", self.validate("batch_session", bad, expect=1))

    def assert_each_change_is_refused(self, name, document):
        validator = validate_json.strict(schema(name))
        document = shortened(document)
        self.assertEqual(validate_json.messages(validator, document), [])

        def refused(change):
            self.assertFalse(validator.is_valid(document), change)

        for where, value in list(objects(document)):
            whole = copy.copy(value)
            value["no_such_member"] = "x"
            refused(f"{where}: unknown member")
            del value["no_such_member"]
            for key, member in whole.items():
                for wrong in (None, [7] if not isinstance(member, list) else {}, 7 if isinstance(member, str) else "x"):
                    value[key] = wrong
                    refused(f"{where}/{key}: {wrong} for {member}")
                del value[key]
                if where not in FREE:
                    refused(f"{where}: no {key}")
                value[key] = member

    def test_a_missing_an_unknown_or_a_mistyped_member_is_refused(self):
        for folder in (self.slim, self.full):
            richest = max(map(json.loads, lines(folder)), key=lambda line: sum(1 for _ in objects(shortened(line))))
            self.assert_each_change_is_refused("batch_session", richest)
        self.assert_each_change_is_refused("batch_summary", json.loads((self.slim / "summary.json").read_text(encoding="utf-8")))

    def test_a_full_line_may_lack_no_member_even_for_readers_that_ignore_unknown_ones(self):
        validator = validate_json.jsonschema.Draft202012Validator(schema("batch_session"))
        full = json.loads(lines(self.full)[0])
        self.assertEqual(validate_json.messages(validator, full), [])
        for key in full:
            self.assertFalse(validator.is_valid({name: value for name, value in full.items() if name != key}), key)

    def test_the_schemas_say_the_same_of_the_same(self):
        diagnosis, session, summary = schema("diagnosis"), schema("batch_session"), schema("batch_summary")
        for name, described in diagnosis["$defs"].items():
            self.assertEqual(session["$defs"][name], described, name)
        self.assertLessEqual(set(diagnosis["required"]), {*session["required"], *session["then"]["required"]})
        self.assertEqual({*session["required"], *session["then"]["required"]}, set(session["properties"]))
        self.assertEqual(session["properties"]["outcome"], summary["$defs"]["outcome"])


if __name__ == "__main__":
    main()
