#!/usr/bin/env python3
"""The JSON Schema of the rule language, by a validator that is not ours: schema_test.py SOURCE_DIR

Every shipped rule file must be valid. Of the bad files (tests/bad_rules), those whose mistake a schema of one file can see must
not be; which codes it cannot see is listed here, and a test fails if the list is wrong in either direction.
"""
import pathlib
import re
import sys
import unittest

import json

import jsonschema
import yaml

SOURCE = pathlib.Path()

# What needs other files, patterns, the text of the YAML, or arithmetic.
UNSEEN = {
    "R001", "R002", "R003",  # no YAML, bounds of the reader
    "R103",  # doubled keys: gone once YAML has been read
    "R112",  # a basis of the item or of the file
    "R117",  # a fact's type against the value
    "R118",  # needs a message of its own: a list of at least two
    "R201", "R202", "R203", "R204",  # names over all files
    "R301", "R303", "R304", "R305", "R306",  # patterns, examples, circles
}


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: what the reader and editors' language servers agree on."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
]:
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def parts(path):
    """The files of one fixture."""
    return re.split(r"^# file: .*$", path.read_text(encoding="utf-8"), flags=re.M)


class Schema(unittest.TestCase):
    def setUp(self):
        self.schema = json.loads((SOURCE / "tools/schema/rules.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)

    def problems(self, text):
        return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
                for error in self.validator.iter_errors(yaml.load(text, Core))]

    def test_every_shipped_rule_file_is_valid(self):
        files = sorted((SOURCE / "rules").rglob("*.yaml"))
        self.assertGreater(len(files), 50)
        for file in files:
            with self.subTest(file.name):
                self.assertEqual(self.problems(file.read_text(encoding="utf-8")), [])

    def test_a_bad_file_is_invalid_where_a_schema_can_see_its_mistake(self):
        seen = set()
        unseen = set()
        for file in sorted((SOURCE / "tests/bad_rules").glob("*.bad.yaml")):
            codes = set(re.findall(r"(?:error|warning)\[(R\d+)\]", file.with_suffix("").with_suffix(".err").read_text()))
            structural = {code for code in codes if code not in UNSEEN and not code.startswith("R4")}
            try:
                found = any(self.problems(part) for part in parts(file))
            except yaml.YAMLError:
                self.assertEqual(codes, {"R001"}, file.name)
                continue
            if structural:
                self.assertTrue(found, f"{file.name}: {sorted(codes)}")
                seen |= structural
            elif not found:
                unseen |= codes
        print(f"codes that the schema sees: {sorted(seen)}; that it does not: {sorted(unseen)}")
        self.assertGreater(len(seen), 15)

    def test_the_modeline_of_every_shipped_file_leads_to_the_schema(self):
        for file in sorted((SOURCE / "rules").rglob("*.yaml")):
            first = file.read_text(encoding="utf-8").split("\n", 1)[0]
            found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
            self.assertTrue(found, file)
            target = (file.parent / found.group(1)).resolve()
            self.assertEqual(target, (SOURCE / "rules/rules.schema.json").resolve())
            self.assertEqual(json.loads(target.read_text(encoding="utf-8")), self.schema)


if __name__ == "__main__":
    SOURCE = pathlib.Path(sys.argv.pop(1))
    unittest.main()
