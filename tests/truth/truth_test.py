#!/usr/bin/env python3
"""The shipped rules on generated sessions with known truth, as `syncdx batch` diagnoses them: one log in which sessions of all platforms
and formats are interleaved. The planted cause comes first in at least 95 % of the faulty sessions, and at most 1 % of the healthy ones
are called faulty. Of some sessions, `syncdx diagnose` on their own lines must say the same.

usage: truth_test.py SYNCDX GENERATE_LOGS RULES [SEED [SESSIONS]]
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import score

LEAST_TOP_1 = 0.95
MOST_FALSE_ALARMS = 0.01
ALSO_ALONE = 24  # sessions that are diagnosed alone, too


def generate(generator, seed, sessions, *more, **options):
    subprocess.run([generator, "--seed", seed, "--sessions", sessions, "--open", "60", "--lines", "60", "--faulty", "0.5", *more], check=True, **options)


def conclusions(diagnosis, most=3):
    return [(cause["id"], cause["probability"]) for cause in diagnosis["causes"][:most] if cause["probability"] >= 0.05]


def alone(program, rules, log):
    command = [program, "diagnose", "--rules", rules, "--format", "json", log]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def main():
    program, generator, rules = sys.argv[1:4]
    seed, sessions = (sys.argv[4:6] + ["11", "2000"][len(sys.argv) - 4:])[:2]
    result = score.Score()
    differing = []
    with tempfile.TemporaryDirectory() as holder:
        folder = pathlib.Path(holder)
        with open(folder / "all.log", "wb") as log:
            generate(generator, seed, sessions, "--truth", folder / "truth.jsonl", stdout=log)
        truth = score.read_truth(folder / "truth.jsonl")
        subprocess.run([program, "batch", folder / "all.log", "--rules", rules, "--out", folder / "out", "--threads", "2"], check=True, stdout=subprocess.DEVNULL)
        diagnoses = {line["session"]: line for line in map(json.loads, open(folder / "out/diagnoses.jsonl", encoding="utf-8"))}
        assert len(truth) == int(sessions) and diagnoses.keys() == truth.keys(), (len(truth), len(diagnoses))
        for session in truth:
            result.add(truth[session], diagnoses[session])
        generate(generator, seed, sessions, "--out", folder / "logs")
        for session in list(truth)[:: max(1, len(truth) // ALSO_ALONE)]:
            by_itself = alone(program, rules, folder / f"logs/{session}.log")
            if conclusions(by_itself) != conclusions(diagnoses[session]):
                differing.append(f"{session}: alone {conclusions(by_itself)}, in the batch {conclusions(diagnoses[session])}")
    print(f"seed {seed}\n{result.report()}")
    print("\n".join(differing))
    return 0 if result.top_1 >= LEAST_TOP_1 and result.false_alarms <= MOST_FALSE_ALARMS and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
