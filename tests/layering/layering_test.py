#!/usr/bin/env python3
"""Dependencies go one way: holds every #include between the engine's folders against the table of engine/doc/design.md.

usage: layering_test.py SOURCE_DIR
"""
import pathlib
import re
import sys

ALLOWED = {
    "base": set(),
    "logs": {"base"},
    "match": {"base", "logs"},
    "rules": {"base", "match"},
    "evidence": {"base", "logs", "rules", "match"},
    "infer": {"base"},
    "advise": {"base", "infer"},
    "diagnose": {"base", "logs", "rules", "match", "evidence", "infer", "advise"},
    "evaluate": {"base", "logs", "rules", "match", "evidence", "infer", "diagnose"},
    "fit": {"base", "logs", "rules", "match", "evidence", "infer", "diagnose", "evaluate"},
    "rule_graph": {"base", "rules", "diagnose"},
    "rule_changes": {"base", "logs", "rules", "evidence", "diagnose", "evaluate", "rule_graph", "rule_tests"},
    "gaps": {"base", "logs", "match", "rules", "evidence", "diagnose"},
    "batch": {"base", "logs", "rules", "match", "evidence", "infer", "diagnose"},
    "rule_tests": {"base", "logs", "rules", "match", "evidence", "infer", "advise", "diagnose"},
    "report": {"base"},
}
CONNECTORS = {"net", "sign", "declare", "setup", "run", "observe", "base", "logs"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z_]+)/', re.M)


def main() -> int:
    engine = pathlib.Path(sys.argv[1]) / "engine"
    wrong = []
    checked = 0
    for path in sorted(engine.rglob("*.[ch]pp")):
        folder = path.relative_to(engine).parts[0]
        if folder == "include":
            continue
        for used in INCLUDE.findall(path.read_text()):
            checked += 1
            if used != "syncdx" and used != folder and used not in ALLOWED[folder]:
                wrong.append(f"{path}: {folder} must not include {used}")
    for path in sorted((engine.parent / "connectors").rglob("*.[ch]pp")):
        for used in INCLUDE.findall(path.read_text()):
            checked += 1
            if used != "syncdx" and used not in CONNECTORS:
                wrong.append(f"{path}: connectors must not include {used}")
    print("\n".join(wrong) or f"{checked} includes, all allowed")
    return 1 if wrong or checked < 50 else 0


sys.exit(main())
