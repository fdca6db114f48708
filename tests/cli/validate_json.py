#!/usr/bin/env python3
"""Check JSON reports against tools/schema/diagnosis.schema.json: validate_json.py SCHEMA REPORT... ('-' is standard input).

Readers must ignore unknown members; here they are errors, so that nothing is printed that the schema does not describe.
"""
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


def problems(schema, report):
    """Messages, empty if the report is valid."""
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(closed(schema))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(report)]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    bad = 0
    for name in sys.argv[2:]:
        with (open(name, encoding="utf-8") if name != "-" else sys.stdin) as file:
            found = problems(schema, json.load(file))
        for message in found:
            print(f"{name}: {message}")
        bad += bool(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
