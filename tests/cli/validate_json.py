#!/usr/bin/env python3
"""Check JSON reports against a schema of tools/schema: validate_json.py SCHEMA REPORT... ('-' is standard input).

Of a file that ends in .jsonl each line is a report.

Readers must ignore unknown members; here they are errors, so that nothing is printed that the schema does not describe.
"""
import io
import json
import sys

import jsonschema


def closed(schema):
    """The schema with every described object closed to further members."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        result["additionalProperties"] = False
    return result


def strict(schema):
    """A validator that knows no member but the described ones."""
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))


def messages(validator, report):
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(report)]


def problems(schema, report):
    """Messages, empty if the report is valid."""
    return messages(strict(schema), report)


def problems_of_lines(schema, text):
    """The same of JSON lines, each with the number of its line."""
    validator = strict(schema)
    return [f"{number}: {message}" for number, line in enumerate(io.StringIO(text), 1)  # not splitlines: a text may hold U+2028
            for message in messages(validator, json.loads(line))]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    bad = 0
    for name in sys.argv[2:]:
        with (open(name, encoding="utf-8") if name != "-" else sys.stdin) as file:
            text = file.read()
        found = problems_of_lines(schema, text) if name.endswith(".jsonl") else problems(schema, json.loads(text))
        for message in found:
            print(f"{name}: {message}")
        bad += bool(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
