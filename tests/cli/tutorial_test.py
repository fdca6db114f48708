#!/usr/bin/env python3
"""engine/doc/rule_language.md tells the truth: the tutorial is walked through from an empty folder, command by command, and every
YAML snippet of the reference is part of one set of rules that is checked and tested.

usage: tutorial_test.py SYNCDX SOURCE_DIR [--update]      (--update writes what the commands print into the tutorial)
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
DOCUMENT = SOURCE / "engine/doc/rule_language.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)
NAMED = re.compile(r"# ([\w/.]+\.yaml)\n")
TUTORIAL_ENDS = "\n## A file\n"


def run(command, folder):
    env = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(folder), "SYNCDX_REDACTION_KEY": "1",
           "SYNCDX_RULES": str(SOURCE / "rules"), "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE", "/nonexistent")}
    result = subprocess.run(command, shell=True, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=300)
    # What a run took differs from run to run.
    return re.sub(r" \(\d+\.\d\d s, and \d+\.\d\d s to load\)| \(\d+\.\d ms\)", "", result.stdout), result.returncode


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def played(console, folder):
    """The block as it reads with what its commands print now."""
    lines = []
    commands = re.findall(r"^\$ ((?:.*\\\n)*.*)$", console, re.M)
    for command in commands:
        printed, _ = run(command, folder)
        lines.append(f"$ {command}\n{printed}")
        if printed and not printed.endswith("\n"):
            lines.append("\n")
    return "".join(lines)


def walk(tutorial, folder):
    """The tutorial as it should read."""
    pieces, end = [], 0
    for block in FENCE.finditer(tutorial):
        kind, body = block.groups()
        before = tutorial[end:block.start()]
        pieces.append(before)
        end = block.end()
        if kind == "console":
            body = played(body, folder)
        elif kind == "text":
            write(folder, re.search(r"`([\w./]+)`:\n*$", before)[1], body)
        elif shown := re.search(r"`([\w./]+)` reads:\n*$", before):
            body = (folder / shown[1]).read_text(encoding="utf-8")
        else:
            write(folder, NAMED.match(body)[1], body)
        pieces.append(f"```{kind}\n{body}```")
    return "".join(pieces) + tutorial[end:]


def snippets_hold(reference, folder):
    failures = []
    for kind, body in FENCE.findall(reference):
        name = NAMED.match(body)
        if kind != "yaml" or not name:
            failures.append(f"a snippet that no test runs (it should begin with '# path/of/it.yaml'):\n{body[:200]}")
            continue
        write(folder, name[1], body)
    for command in ("syncdx rules check rules", "syncdx rules test tests/cases --rules rules"):
        printed, status = run(command, folder)
        if status != 0 or "0 errors, 0 warnings" not in printed and "1 passed" not in printed:
            failures.append(f"{command}: exit {status}\n{printed}")
    return failures


text = DOCUMENT.read_text(encoding="utf-8")
end_of_tutorial = text.index(TUTORIAL_ENDS)
with tempfile.TemporaryDirectory() as name:
    now = walk(text[:end_of_tutorial], pathlib.Path(name))
if "--update" in sys.argv:
    DOCUMENT.write_text(now + text[end_of_tutorial:], encoding="utf-8")
    sys.exit(0)
failures = list(difflib.unified_diff(text[:end_of_tutorial].splitlines(), now.splitlines(), "written", "printed", lineterm=""))
with tempfile.TemporaryDirectory() as name:
    failures += snippets_hold(text[end_of_tutorial:], pathlib.Path(name))
if "```console" not in text[:end_of_tutorial]:
    failures.append("the tutorial has no commands")
print("\n".join(failures) or "the tutorial and all snippets hold")
sys.exit(1 if failures else 0)
