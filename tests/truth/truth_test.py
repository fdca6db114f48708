#!/usr/bin/env python3
"""The shipped rules on generated sessions with known truth: the planted cause comes first in at least 95 % of the faulty sessions,
and at most 1 % of the healthy ones are called faulty.

usage: truth_test.py SYNCDX GENERATE_LOGS RULES [SEED [SESSIONS]]
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import score

LEAST_TOP_1 = 0.95
MOST_FALSE_ALARMS = 0.01


def diagnose(program, rules, log):
    command = [program, "diagnose", "--rules", rules, "--format", "json", log]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def main():
    program, generator, rules = sys.argv[1:4]
    seed, sessions = (sys.argv[4:6] + ["11", "500"][len(sys.argv) - 4:])[:2]
    result = score.Score()
    with tempfile.TemporaryDirectory() as folder:
        truth_path = f"{folder}/truth.jsonl"
        subprocess.run([generator, "--seed", seed, "--sessions", sessions, "--open", "60", "--lines", "60", "--faulty", "0.5",
                        "--out", f"{folder}/logs", "--truth", truth_path], check=True)  # fmt: skip
        truth = score.read_truth(truth_path)
        assert len(truth) == int(sessions) == len(list(pathlib.Path(folder, "logs").iterdir()))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            diagnoses = pool.map(lambda session: diagnose(program, rules, f"{folder}/logs/{session}.log"), truth)
            for session, diagnosis in zip(truth, diagnoses):
                result.add(truth[session], diagnosis)
    print(f"seed {seed}\n{result.report()}")
    return 0 if result.top_1 >= LEAST_TOP_1 and result.false_alarms <= MOST_FALSE_ALARMS else 1


if __name__ == "__main__":
    sys.exit(main())
