"""What the last run of the tests with `--cov` covered, one line per package: lines and branches together.

python -m tests.coverage_by_package

Processes that tests start are not measured: what they alone run counts as not covered.
"""

import io
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path, PurePath

from coverage import Coverage


def package(file: str) -> str:
    """Name the folder below `datagen` or `train`, or that package itself for its own modules."""
    parts = PurePath(file).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def report(measured: Coverage) -> str:
    """Make the lines, and one for the whole."""
    with tempfile.TemporaryDirectory() as folder:
        measured.json_report(outfile=str(Path(folder) / "report.json"))
        files = json.loads((Path(folder) / "report.json").read_text())["files"]
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file, row in files.items():
        counts = row["summary"]
        for name in (package(file), "all"):
            seen[name][0] += counts["covered_lines"] + counts["covered_branches"]
            seen[name][1] += counts["num_statements"] + counts["num_branches"]
    out = io.StringIO()
    for name in sorted(seen, key=lambda name: (name == "all", name)):
        covered, total = seen[name]
        out.write(f"{100 * covered / max(total, 1):5.1f}%  {name}\n")
    return out.getvalue()


if __name__ == "__main__":
    coverage = Coverage()
    coverage.load()
    sys.stdout.write(report(coverage))
