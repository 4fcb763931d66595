"""How many planted errors the checks catch, and how many untouched samples they would drop.

    python -m benchmarks.planted_errors --coco ../shared/coco-mini/annotations benchmarks/planted/first.jsonl

The files hold samples written by hand over COCO images: correct ones, and copies of them with one error planted in one
turn. An error is caught if a check that has nothing to say against the untouched sample fails the touched one.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from datagen.annotations import coco
from datagen.checks import ACTIONS, Draft, run_checks
from datagen.kinds import KINDS
from datagen.sample import Finding, Turn
from datagen.scene import Scene

AIMS = {
    "count": 0.95,
    "side": 0.95,
    "leak": 0.95,
    "truncation": 0.95,
    "refusal": 0.95,
    "coordinates": 0.95,
    "object": 0.9,
}


def judged(row: dict[str, Any], scenes: dict[int, Scene]) -> list[Finding]:
    """All findings of a sample."""
    draft = Draft(KINDS[row["kind"]], tuple(Turn(**turn) for turn in row["turns"]), scenes[row["image_id"]])
    return run_checks(draft)


def fails(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.check, finding.message) for finding in findings if finding.verdict == "fail"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print every miss and every false alarm")
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    scenes = {scene.image_id: scene for scene in coco.read(coco.find(options.coco))}
    rows = [json.loads(line) for file in options.files for line in file.read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    told = {row["id"]: judged(row, scenes) for row in rows}
    seconds = time.perf_counter() - started
    untouched = [row for row in rows if row["error"] is None]
    alarms: dict[str, set[str]] = defaultdict(set)
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in untouched:
        for finding in told[row["id"]]:
            verdicts[finding.check][finding.verdict] += 1
            if finding.verdict == "fail":
                alarms[finding.check].add(row["id"])
                if options.show:
                    show("FALSE ALARM", row, finding.message)
    caught: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for row in rows:
        if row["error"] is None:
            continue
        totals[row["error"]] += 1
        new = fails(told[row["id"]]) - fails(told[row["base"]])
        checks = {check for check, _ in new if ACTIONS.get(check, "ask") in ("ask", "drop")}
        caught[row["error"]].update(checks | ({"any"} if checks else set()))
        if options.show and not checks:
            show("MISSED " + row["error"], row, row.get("note", ""), row["turn"])
    rate = len(rows) / seconds
    print(f"{len(untouched)} untouched samples, {totals.total()} with one planted error; {rate:.0f} samples/s")
    for error, total in sorted(totals.items()):
        by = ", ".join(f"{check} {count}" for check, count in caught[error].most_common() if check != "any")
        aim = f" (aim {AIMS[error]:.0%})" if error in AIMS else ""
        count = caught[error]["any"]
        print(f"{error:12} caught {count:4} of {total:4}: {count / total:6.1%}{aim}; by {by}")
    dropping = set().union(*(ids for check, ids in alarms.items() if ACTIONS.get(check, "ask") in ("ask", "drop")))
    print(f"untouched wrongly stopped: {len(dropping)} of {len(untouched)}: {len(dropping) / len(untouched):.1%}")
    for check in sorted(verdicts):
        counts = verdicts[check]
        print(f"  {check:12} {len(alarms[check])} samples; {dict(sorted(counts.items()))}")


def show(title: str, row: dict[str, Any], message: str, turn: int | None = None) -> None:
    print(f"--- {title} {row['id']} image {row['image_id']} {row['kind']}: {message}")
    for number, part in enumerate(row["turns"]):
        if turn is None or number == turn:
            print(f"    Q: {part['question']}\n    A: {part['answer']}")


if __name__ == "__main__":
    main()
