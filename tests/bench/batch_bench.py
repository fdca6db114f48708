#!/usr/bin/env python3
"""`syncdx batch` against the bare scan and ripgrep: batch_bench.py SYNCDX GENERATE_LOGS BARE_SCAN RULES_DIR [options]

Ratios, all measured in the same run, best of --rounds: batch to the bare Hyperscan scan of the same patterns over the same bytes on the
same threads (aim 0.5; JSON lines 0.4); ripgrep -c with the same patterns to batch (aim 1.5); one thread to two (aim 1.8); peak memory
of a log ten times as long, made while it is read (aim: within 10 %), and of very many sessions of which some are open at a time. For
the shipped rules, and for 2,000 (those and generated ones). The program's start is measured on an empty log and taken off. --full:
2 GB instead of 100 MB, a million sessions, 10,000 of them open, instead of 50,000.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
for name in ("syncdx", "generate", "bare_scan", "rules"):
    parser.add_argument(name)
parser.add_argument("--megabytes", type=int, default=100)
parser.add_argument("--lines", type=int, default=150, help="of a session")
parser.add_argument("--rounds", type=int, default=2)
parser.add_argument("--full", action="store_true")
parser.add_argument("--quick", action="store_true", help="little, to see that it runs; the figures say nothing")
parser.add_argument("--no-memory", action="store_true")
parser.add_argument("--only-memory", action="store_true")
options = parser.parse_args()
megabytes = 2000 if options.full else 3 if options.quick else options.megabytes


def generated_rules(directory, count):
    """Rules with `count` patterns of words that do not stand in the log, so that only their number counts."""
    syllables = ["brel", "dask", "fimo", "gant", "holp", "jurn", "kest", "lomb", "mird", "nolt"]
    word = lambda n: syllables[n % 10] + syllables[n // 10 % 10] + "_" + syllables[n // 100 % 10] + syllables[n // 1000 % 10]
    symptoms = [{"id": f"generated_{n}", "title": f"Generated {n}", "leak": 0.001, "log": {"any": [f"(?i)\\b{word(n)} (?:was )?(?:refused|denied)\\b"]},
                 "examples": [f"{word(n)} was refused"], "counter_examples": [f"{word(n)} was accepted"]} for n in range(count)]
    causes = [{"id": f"made_{n}", "title": f"Made {n}", "explanation": "Generated.", "prior": 0.0001, "shows": {f"generated_{n}": 0.9},
               "solutions": {"look": "often"}} for n in range(count)]
    document = {"platform": "any", "basis": "judgement", "issue": {"id": "generated_issue", "title": "Generated"}, "symptoms": symptoms, "causes": causes,
                "solutions": [{"id": "look", "title": "Look", "cost_minutes": 5, "instructions": ["Look."], "verify": "It works."}]}
    (directory / "generated.yaml").write_text(json.dumps(document))


def timed(*command, output=subprocess.DEVNULL, stdin=None):
    """(seconds, peak KiB)"""
    began = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdin=stdin, stdout=output, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[0]}: exit {process.returncode}: {errors.decode()[-500:]}")
    return time.perf_counter() - began, usage.ru_maxrss


with tempfile.TemporaryDirectory() as holder:
    directory = pathlib.Path(holder)
    environment_cache = directory / "cache"
    os.environ["SYNCDX_CACHE_DIR"] = str(environment_cache)

    def batch(log, threads, rules):
        out = directory / "out"
        shutil.rmtree(out, ignore_errors=True)
        arguments = [word for path in rules for word in ("--rules", path)]
        return timed(options.syncdx, "batch", log, "--out", out, "--threads", threads, *arguments)

    def peak_of_stream(*what):
        """KiB, of a batch of a log that is made while it is read."""
        shutil.rmtree(directory / "out", ignore_errors=True)
        with subprocess.Popen([options.generate, *map(str, what)], stdout=subprocess.PIPE) as source:
            return timed(options.syncdx, "batch", "-", "--out", directory / "out", "--threads", 2, "--rules", options.rules, stdin=source.stdout)[1]

    def generate(name, size, form):
        with open(directory / name, "wb") as file:
            subprocess.run([options.generate, "--bytes", f"{size}MB", "--format", form, "--lines", str(options.lines)], stdout=file, check=True)
        return directory / name

    extra = directory / "extra"
    extra.mkdir()
    log = generate("plain.log", 1 if options.only_memory else megabytes, "plain")
    size = log.stat().st_size / 1e6
    empty = directory / "empty.log"
    empty.write_text("\n")
    patterns = directory / "patterns"
    print(f"{size:.0f} MB, sessions of {options.lines} lines, {os.cpu_count()} processors")
    for name, rules in () if options.only_memory else (("shipped rules", [options.rules]), ("2,000 patterns", [options.rules, extra]))[: 1 if options.quick else 2]:
        if len(rules) == 2:
            generated_rules(extra, 2000 - known)
        batch(empty, 1, rules)  # compiles the patterns
        for form, file in (("plain", log), ("JSON lines", None))[: 1 if options.quick else 2]:
            if file is None:
                file = generate("json.log", megabytes, "json")
            rates = {}
            for threads in (2,) if options.quick else (1, 2):
                bare, whole, start = [], [], []
                for _ in range(options.rounds):
                    scan = json.loads(subprocess.run([options.bare_scan, patterns, file, str(threads), *map(str, rules)], capture_output=True, check=True).stdout)
                    bare.append(scan["seconds"])
                    start.append(batch(empty, threads, rules)[0])
                    whole.append(batch(file, threads, rules)[0])
                rates[threads] = min(whole) - min(start)
                print(f"{name}, {form}, {threads} thread(s): batch {scan['bytes'] / 1e6 / rates[threads]:.0f} MB/s, bare scan of {scan['patterns']} patterns "
                      f"{scan['bytes'] / 1e6 / min(bare):.0f} MB/s, ratio {min(bare) / rates[threads]:.2f}", flush=True)
            known = scan["patterns"]
            if 1 in rates:
                print(f"{name}, {form}: one thread to two {rates[1] / rates[2]:.2f}", flush=True)
            if form == "plain" and shutil.which("rg"):
                seconds = min(timed("rg", "-c", "-j2", "--no-unicode", "--dfa-size-limit", "4G", "--regex-size-limit", "4G", "-f", patterns, file)[0] for _ in range(options.rounds))
                print(f"{name}, {form}: ripgrep -c {size / seconds:.0f} MB/s, batch on 2 threads is {seconds / rates[2]:.1f} times as fast", flush=True)
            elif form == "plain":
                print("ripgrep is not there: not compared")
            if form == "JSON lines":
                file.unlink()
    if not options.no_memory and not options.quick:
        small, large = (peak_of_stream("--bytes", f"{size}MB", "--lines", options.lines, "--format", "plain") for size in (megabytes, megabytes * 10))
        print(f"peak memory: {small / 1024:.0f} MiB at {megabytes} MB, {large / 1024:.0f} MiB at {megabytes * 10} MB: {large / small:.2f}", flush=True)
        sessions = 1_000_000 if options.full else 50_000
        peak = peak_of_stream("--sessions", sessions, "--open", sessions // 100, "--lines", 20)
        print(f"peak memory: {peak / 1024:.0f} MiB for {sessions} sessions, {sessions // 100} of them open at a time")
