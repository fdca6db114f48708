"""Holds diagnoses against the truth of generate_logs.

A session counts as called faulty when one of its issues has a probability of at least 0.5, or if its outcome, which is what users see,
is neither healthy nor recovered. Top-1 is the share of faulty sessions whose first cause is the planted one.
"""
import collections
import json

CALLED_FAULTY = 0.5
WENT_WELL = ("healthy", "recovered")


def read_truth(path):
    """Session id -> the generator's line about it."""
    with open(path, encoding="utf-8") as lines:
        return {line["session"]: line for line in map(json.loads, lines)}


class Score:
    def __init__(self):
        self.faulty = self.first = self.in_three = self.issue_first = 0
        self.healthy = self.healthy_called_faulty = self.faulty_called_healthy = 0
        self.kinds = collections.defaultdict(lambda: [0, 0])
        self.misses = []

    def add(self, truth, diagnosis):
        called_faulty = any(issue["probability"] >= CALLED_FAULTY for issue in diagnosis["issues"])
        causes = [cause["id"] for cause in diagnosis["causes"]]
        if truth["fault"] is None:
            self.healthy += 1
            called_faulty = called_faulty or diagnosis["outcome"] not in WENT_WELL
            self.healthy_called_faulty += called_faulty
            if called_faulty:
                self.misses.append((truth, diagnosis))
            return
        self.faulty += 1
        right = causes[:1] == [truth["cause"]]
        self.first += right
        self.in_three += truth["cause"] in causes[:3]
        self.issue_first += [issue["id"] for issue in diagnosis["issues"][:1]] == [truth["issue"]]
        self.faulty_called_healthy += diagnosis["outcome"] in WENT_WELL
        kind = self.kinds[truth["platform"] + " " + truth["fault"]]
        kind[0] += right
        kind[1] += 1
        if not right:
            self.misses.append((truth, diagnosis))

    @property
    def top_1(self):
        return self.first / self.faulty if self.faulty else 0.0

    @property
    def false_alarms(self):
        return self.healthy_called_faulty / self.healthy if self.healthy else 1.0

    def report(self):
        lines = [
            f"faulty sessions      {self.faulty}",
            f"  cause top-1        {self.top_1:.4f}",
            f"  cause in first 3   {self.in_three / max(1, self.faulty):.4f}",
            f"  issue top-1        {self.issue_first / max(1, self.faulty):.4f}",
            f"  called healthy     {self.faulty_called_healthy}",
            f"healthy sessions     {self.healthy}",
            f"  called faulty      {self.healthy_called_faulty} ({self.false_alarms:.4f})",
        ]
        for kind, (right, all_) in sorted(self.kinds.items(), key=lambda item: (item[1][0] / item[1][1], item[0])):
            if right != all_:
                lines.append(f"  {kind:45} {right} of {all_}")
        for truth, diagnosis in self.misses[:40]:
            first = [f"{c['id']} {c['probability']:.2f}" for c in diagnosis["causes"][:2]]
            lines.append(f"  {truth['session']} {truth['format']} {truth['fault']} -> {', '.join(first)} | {(truth.get('message') or '')[:150]}")
        return "\n".join(lines)
