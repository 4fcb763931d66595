"""The review page over a run folder of 158,000 samples: time to the first card, to the next one, and memory.

    python -m benchmarks.reviewing [--coco ../shared/coco-mini] [--samples 158000] [--cards 300]

The folder's texts, findings and boxes are those of the planted samples over real images, repeated under other ids. The
server is a process of its own. A real browser shows its cards: it is there before the server starts, as that of a
person is, and `first card` is from the start of the server's process until the card stands on the page, picture
included. `next card` is from a key to the frame that follows the new card in the document.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Page, sync_playwright

from benchmarks.measured import machine
from benchmarks.planted_errors import judged
from datagen.annotations import coco
from datagen.checks import ACTIONS
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, SCENES
from datagen.run.scene_rows import scene_row
from datagen.scene import Scene

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SAMPLES_AN_IMAGE = 2
FIRST_CARD = """() => new Promise(done => {
  const card = document.getElementById("card");
  const look = () => {
    if (!card.querySelector(".talk")) return;
    watching.disconnect();
    done(Promise.all([...card.querySelectorAll("img")].map(image => image.decode())));
  };
  const watching = new MutationObserver(look);
  watching.observe(card, { childList: true, subtree: true });
  look();
})"""
NEXT_CARD = """key => new Promise(done => {
  const card = document.getElementById("card"), before = card.textContent, started = performance.now();
  const watching = new MutationObserver(() => {
    if (card.textContent === before) return;
    watching.disconnect();
    requestAnimationFrame(() => done(performance.now() - started));
  });
  watching.observe(card, { childList: true, subtree: true, characterData: true });
  document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


def write_folder(folder: Path, coco_folder: Path, samples: int) -> None:
    """Write a run folder of so many samples, and an eighth as many rejections."""
    scenes = {scene.image_id: scene for scene in coco.read(coco.find(coco_folder))}
    planted = [
        json.loads(line)
        for path in sorted((ROOT / "benchmarks" / "planted").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rows = [row | {"findings": [f.model_dump() for f in judged(row, scenes)]} for row in planted]
    by_image: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_image.setdefault(row["image_id"], []).append(row)
    folder.mkdir(parents=True, exist_ok=True)
    made = samples + samples // 8
    with (
        (folder / SAMPLES).open("wb") as kept,
        (folder / REJECTIONS).open("wb") as refused,
        (folder / SCENES).open("wb") as images,
    ):
        for number, (image_id, row) in enumerate(_endless(by_image, made)):
            own = 1_000 + number // SAMPLES_AN_IMAGE
            if number % SAMPLES_AN_IMAGE == 0:
                images.write(_line(_under(scenes[image_id], own)))
            outcome = _outcome(row, scenes[image_id], f"{own:012d}-{row['kind']}-{number % SAMPLES_AN_IMAGE + 1}")
            if number % 9 == 8:
                fault = {"check": "counts", "message": "a number is wrong", "reply": json.dumps(row["turns"])}
                refused.write(_line(outcome | fault))
            else:
                kept.write(_line(outcome))
    (folder / RUN).write_text(json.dumps(_run(coco_folder, scenes)), encoding="utf-8")


def _endless(by_image: dict[int, list[dict[str, Any]]], count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield so many samples, two after the other on one image."""
    queues = {image_id: cycle(rows) for image_id, rows in by_image.items()}
    pairs = ((image_id, next(queues[image_id])) for image_id in cycle(queues) for _ in range(SAMPLES_AN_IMAGE))
    return islice(pairs, count)


def _under(scene: Scene, image_id: int) -> Any:
    row = scene_row(scene)
    return msgspec.structs.replace(row, image_id=image_id)


def _outcome(row: dict[str, Any], scene: Scene, sample_id: str) -> dict[str, Any]:
    provenance = {"llm": "openai", "model": "planted", "prompt": "0" * 16, "fingerprint": "0" * 32}
    return {
        "id": sample_id,
        "image": scene.file_name,
        "kind": row["kind"],
        "turns": row["turns"],
        "findings": row["findings"],
        "attempt": 1,
        "provenance": provenance | {"split": scene.split, "license": scene.license},
    }


def _run(coco_folder: Path, scenes: dict[int, Scene]) -> dict[str, Any]:
    flagged = {check: "flag" if action == "ask" else action for check, action in ACTIONS.items()}
    settings = {"split": "train2017", "llm": "openai", "model": "planted", "seed": 0, "images": None, "context": "full"}
    vocabulary = next(iter(scenes.values())).vocabulary
    return {
        "format": 1,
        "settings": settings | {"coco": str(coco_folder.resolve()), "on_fail": flagged},
        "annotations": {"categories": list(vocabulary)},
    }


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def first_card(page: Page, folder: Path, images: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Start the server, and wait until the page shows its first card."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datagen", "review", str(folder), "--images", str(images), "--no-open"]
    started = time.perf_counter()
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, cwd=ROOT)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.01)
    page.goto(f"http://127.0.0.1:{port}/")
    page.evaluate(FIRST_CARD)  # not a locator's wait, which looks every half a second
    return server, time.perf_counter() - started


def memory_mb(server: subprocess.Popen[bytes], field: str) -> float:
    """Read resident memory (`VmRSS`) or its peak (`VmHWM`) of the server, in 10^6 bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024 / 1e6


def quantiles(times_ms: list[float]) -> str:
    ordered = sorted(times_ms)
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, default=ROOT.parent / "shared" / "coco-mini")
    parser.add_argument("--samples", type=int, default=158_000)
    parser.add_argument("--cards", type=int, default=300)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--rhythm-s", type=float, default=0.4, help="seconds that a person looks at a card")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "run"
        write_folder(folder, options.coco, options.samples)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{machine()}\n{options.samples} samples, {size:.0f} MB in files")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        firsts = []
        for _ in range(options.starts):
            page.goto("about:blank")
            server, seconds = first_card(page, folder, options.coco / "train2017")
            firsts.append(seconds)
            if len(firsts) < options.starts:
                server.terminate()
                server.wait()
        print(f"first card: {', '.join(f'{seconds:.2f}' for seconds in firsts)} s")
        print(f"memory after it: {memory_mb(server, 'VmRSS'):.0f} MB, peak {memory_mb(server, 'VmHWM'):.0f} MB")
        for name, key in (("next card", "j"), ("accept and next card", "a"), ("skip and next card", "s")):
            times = []
            for _ in range(options.cards):
                page.wait_for_timeout(options.rhythm_s * 1000)
                times.append(page.evaluate(NEXT_CARD, key))
            print(f"{name}: {quantiles(times)}, longest {max(times):.1f} ms ({len(times)} cards)")
        print(f"memory at the end: {memory_mb(server, 'VmRSS'):.0f} MB, peak {memory_mb(server, 'VmHWM'):.0f} MB")
        server.terminate()
        server.wait()
        browser.close()


if __name__ == "__main__":
    main()
