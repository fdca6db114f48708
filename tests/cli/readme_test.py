#!/usr/bin/env python3
"""The README tells the truth: its sample is what the program prints, and its syncdx commands run.

usage: readme_test.py SYNCDX SOURCE_DIR [--update]      (--update rewrites the sample)
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
readme = source / "README.md"
text = readme.read_text()
env = {**os.environ, "SYNCDX_REDACTION_KEY": "1", "SYNCDX_RULES": str(source / "rules"),
       "SYNCDX_CACHE_DIR": os.environ.get("SYNCDX_TEST_CACHE", "/nonexistent")}

sample = re.search(r"<!-- sample: syncdx (.*?) -->\n```\n(.*?)```", text, re.S)
command = sample.group(1).split()
printed = subprocess.run([program, *command, "--width", "110"], cwd=source, env=env, capture_output=True, text=True, check=True).stdout
if "--update" in sys.argv:
    readme.write_text(text[: sample.start(2)] + printed + text[sample.end(2):])
    sys.exit(0)
failures = []
if printed != sample.group(2):
    failures.append("the sample in README.md is not what the program prints; run readme_test.py with --update and read the difference")

ran = 0
with tempfile.TemporaryDirectory() as folder:
    scratch = pathlib.Path(folder)
    shutil.copy(source / "tools/sample/shopify_sync.log", scratch / "sync.log")
    shutil.copytree(source / "rules", scratch / "rules")
    shutil.copytree(source / "tests/cases", scratch / "tests/cases")
    shutil.copy(source / "tools/sample/labelled_cases.jsonl", scratch / "cases.jsonl")
    (scratch / "sessions.json").write_text('{"format": "tether-sessions", "version": 1, "sessions": [{"id": "s1", "started_at": "2026-11-20T17:00:04Z"}]}')
    (scratch / "integration.json").write_text('{"format": "tether-integration", "version": 1, "integration": {"external_service": "shopify"}}')
    (scratch / ".config/syncdx").mkdir(parents=True)
    (scratch / ".config/syncdx/connections.yaml").write_text(
        "connections: {acme: {platform: shopify, account: {shop: acme.myshopify.com}, secrets: {access_token: {env: SHOPIFY_TOKEN}},"
        " base_url: 'http://127.0.0.1:1'}}")  # nobody answers there: no test goes to the network
    shell = {**env, "PATH": f"{scratch}/bin:{os.environ['PATH']}", "HOME": str(scratch), "SHOPIFY_TOKEN": "x"}
    (scratch / "bin").mkdir()
    (scratch / "bin/syncdx").symlink_to(pathlib.Path(program).resolve())
    for line in re.findall(r"^    ((?:echo .*\| |\(head .*)?syncdx .*)$", text, re.M):
        result = subprocess.run(line, shell=True, cwd=scratch, env=shell, capture_output=True, text=True)
        ran += 1
        if result.returncode != 0 or not result.stdout.strip():
            failures.append(f"{line}\n  exit {result.returncode}: {result.stderr.strip()}")
for name in re.findall(r"`((?:engine|tools|tests|rules|connectors)/[\w./-]*)`", text):
    if not (source / name).exists():
        failures.append(f"README.md names {name}, which does not exist")
print("\n".join(failures) or f"sample equal, {ran} commands ran")
sys.exit(1 if failures or ran < 6 else 0)
