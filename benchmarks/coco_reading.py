"""Reading both annotation files and rendering every context: datagen.coco against pycocotools.COCO, in one run.

    python -m benchmarks.coco_reading [--images 118287] [--runs 3] [--folder /tmp/coco-size]

Each job is a process of its own, in turn, so both meet the same noise. Both render with the same function, and the
texts must be equal. The default size is train2017's.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import synthetic_coco
from benchmarks.measured import Taken, machine, run


def ours(folder: Path) -> str:
    """Digest of all contexts, by way of datagen.coco."""
    from datagen.annotations import coco  # noqa: PLC0415 - each job pays for its own imports
    from datagen.prompting import context  # noqa: PLC0415 - each job pays for its own imports

    digest = hashlib.sha256()
    for scene in coco.read(coco.find(folder)):
        digest.update(context.render(scene).encode())
    return digest.hexdigest()


def theirs(folder: Path) -> str:
    """Digest of all contexts, by way of pycocotools' index."""
    from pycocotools.coco import COCO  # noqa: PLC0415

    from datagen.prompting import context  # noqa: PLC0415
    from datagen.scene import Box, Scene  # noqa: PLC0415

    captions = COCO(str(folder / "captions_train2017.json"))
    instances = COCO(str(folder / "instances_train2017.json"))
    digest = hashlib.sha256()
    for image_id in sorted(instances.imgs):
        image = instances.imgs[image_id]
        width, height = image["width"], image["height"]
        boxes = []
        for annotation in instances.imgToAnns[image_id]:
            x, y, w, h = annotation["bbox"]
            edges = (x / width, y / height, min((x + w) / width, 1.0), min((y + h) / height, 1.0))
            name = instances.cats[annotation["category_id"]]["name"]
            boxes.append(Box(name, *edges, crowd=bool(annotation["iscrowd"])))
        texts = tuple(annotation["caption"] for annotation in captions.imgToAnns[image_id])
        scene = Scene(image_id, image["file_name"], width, height, texts, tuple(boxes), "train2017")
        digest.update(context.render(scene).encode())
    return digest.hexdigest()


JOBS = {"datagen.annotations.coco": ours, "pycocotools": theirs}


def main() -> None:
    """Measure, or be one of the measured jobs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--images", type=int, default=synthetic_coco.TRAIN2017_IMAGES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--digest", type=Path)
    options = parser.parse_args()
    if options.job:
        options.digest.write_text(JOBS[options.job](options.folder))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if not (folder / "instances_train2017.json").exists():
            synthetic_coco.write(folder, options.images)
        measure(folder, options.runs, Path(temporary))


def measure(folder: Path, runs: int, temporary: Path) -> None:
    """Run both jobs in turn and print medians and ratios."""
    taken: dict[str, list[Taken]] = {job: [] for job in JOBS}
    digests = set()
    for _ in range(runs):
        for job, rows in taken.items():
            digest = temporary / "digest"
            module = ["-m", "benchmarks.coco_reading", "--job", job, "--folder", str(folder), "--digest", str(digest)]
            rows.append(run(module))
            digests.add(digest.read_text())
            print(
                f"{job:14} wall {rows[-1].wall_s:6.2f} s  cpu {rows[-1].cpu_s:6.2f} s  peak {rows[-1].peak_mb:6.0f} MB"
            )
    if len(digests) != 1:
        sys.exit("the contexts differ")
    size_mb = sum(file.stat().st_size for file in folder.glob("*.json")) / 1e6
    print(f"{machine()}; {size_mb:.0f} MB of JSON; medians of {runs} runs, contexts equal")
    for figure in ("wall_s", "cpu_s", "peak_mb"):
        mine, other = (statistics.median(getattr(row, figure) for row in rows) for rows in taken.values())
        print(f"{figure:8} {mine:8.2f} against {other:8.2f}: {mine / other:.3f} of pycocotools'")


if __name__ == "__main__":
    main()
