"""Samples from facts: how many a second, and for which share of the images there is none.

    python -m benchmarks.template_writer ANNOTATIONS [COUNT]

Processor time of writing alone, without reading annotations and writing files.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from datagen.annotations import coco
from datagen.job import Job
from datagen.writer import KINDS_WRITTEN, write


def main(folder: Path, count: int) -> None:
    scenes = coco.read(coco.find(folder))
    count = min(count, len(scenes))
    for kind in KINDS_WRITTEN:
        start = time.process_time()
        none = sum(write(Job(scenes[number], kind), 0) is None for number in range(count))
        seconds = time.process_time() - start
        print(f"{kind:12} {count / seconds:7.0f} images/s   without a sample: {none / count:.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
