"""Requests a second, processor time and memory of `datagen build` against the bare AsyncOpenAI client, in one run.

    python -m benchmarks.asking [--requests 10000] [--runs 3]      rate and processor time
    python -m benchmarks.asking --memory                           peak memory at 4,000 and at 100,000 requests

The server answers at once with a fixed, acceptable conversation and never parses a request, so that the client is
what is measured. The bare client sends the same messages from 64 workers and does nothing with the answers: no
store, no checks, no resume. `build` is the whole command, from reading the annotations to the finished files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import synthetic_coco
from benchmarks.measured import Taken, machine, run

IN_FLIGHT = 64
MODEL = "fixed"
TURNS = [
    ("What kind of place is shown?", "It is a wide street in a town, with houses along both of its sides."),
    ("How many buses are there?", "Two red buses stand one behind the other at the kerb."),
    ("Is anyone waiting?", "Yes, a woman with a large bag is waiting beside the nearer bus."),
    ("Where is the bicycle?", "The bicycle leans on a lamp post at the right edge of the image."),
    ("Can a dog be seen?", "No, there is no dog in the image."),
]


def serve(port: int) -> None:
    """Answer every request with the same completion until killed."""
    from aiohttp import web  # noqa: PLC0415

    text = json.dumps({"turns": [{"question": question, "answer": answer} for question, answer in TURNS]})
    message = {"role": "assistant", "content": text}
    completion = json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": MODEL,
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 1500, "completion_tokens": 150, "total_tokens": 1650},
        }
    ).encode()

    async def complete(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=completion, content_type="application/json")

    app = web.Application(client_max_size=1 << 26)
    app.router.add_post("/v1/chat/completions", complete)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


def bare(port: int, requests: int, coco: Path) -> None:
    """Send the same requests with nothing but the openai package's client."""
    import openai  # noqa: PLC0415

    from datagen.annotations import coco as reader  # noqa: PLC0415
    from datagen.prompting import context, prompts  # noqa: PLC0415

    scenes = reader.read(reader.find(coco))
    prompt = prompts.load(prompts.default_folder()).kinds["conversation"]

    async def ask_all() -> None:
        numbers = iter(range(requests))
        async with openai.AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="x") as client:

            async def worker() -> None:
                for number in numbers:
                    text = context.render(scenes[number % len(scenes)])
                    messages = [{"role": m.role, "content": m.content} for m in prompt.messages(text)]
                    await client.chat.completions.create(
                        model=MODEL,
                        messages=messages,  # type: ignore[arg-type]
                        seed=number,
                        temperature=0.7,
                        max_tokens=1024,
                    )

            await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))

    asyncio.run(ask_all())


@contextmanager
def server(port: int) -> Iterator[None]:
    """Run the server as a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.asking", "--job", "serve", "--port", str(port)]
    ) as process:
        try:
            asyncio.run(_reachable(port))
            yield
        finally:
            process.kill()


async def _reachable(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    sys.exit("the server did not start")


def build(port: int, requests: int, coco: Path, out: Path) -> Taken:
    """Measure one whole `datagen build` into a fresh folder."""
    options = ["--coco", str(coco), "--out", str(out), "--base-url", f"http://127.0.0.1:{port}/v1", "--model", MODEL]
    plan = ["--count", str(requests), "--mix", "conversation=1", "--concurrency", str(IN_FLIGHT)]
    plan += ["--on-fail", "duplicates=info"]  # the server gives everybody the same answer
    taken = run(["-m", "datagen", "build", *options, *plan])
    with (out / "llava.jsonl").open() as file:
        accepted = sum(1 for _ in file)
    if accepted != requests:
        sys.exit(f"{requests - accepted} samples are missing from {out}")
    return taken


def compare(port: int, requests: int, runs: int, folder: Path) -> None:
    """Print rate and processor time of both, and their ratios."""
    coco = folder / "coco"
    synthetic_coco.write(coco, min(requests, 5_000))
    taken: dict[str, list[Taken]] = {"bare": [], "build": []}
    for number in range(runs):
        job = ["--job", "bare", "--port", str(port), "--requests", str(requests), "--coco", str(coco)]
        taken["bare"].append(run(["-m", "benchmarks.asking", *job]))
        taken["build"].append(build(port, requests, coco, folder / f"run-{number}"))
        for name, rows in taken.items():
            rate, cpu = requests / rows[-1].wall_s, rows[-1].cpu_s / requests * 1_000
            print(f"{name:6} {rate:7.0f} requests/s  {cpu:5.2f} cpu-s per 1,000  peak {rows[-1].peak_mb:.0f} MB")
    wall_s = [statistics.median(row.wall_s for row in taken[name]) for name in ("bare", "build")]
    cpu_s = [statistics.median(row.cpu_s for row in taken[name]) for name in ("bare", "build")]
    print(f"{machine()}; {requests} requests, {IN_FLIGHT} in flight, medians of {runs} runs")
    print(f"rate: build {wall_s[0] / wall_s[1]:.2f} times the bare client's")
    print(f"processor time: build {cpu_s[1] / cpu_s[0]:.2f} of the bare client's")


def memory(port: int, folder: Path) -> None:
    """Print the peak memory of a short and a long run on the same annotations."""
    coco = folder / "coco"
    synthetic_coco.write(coco, 5_000)
    peaks = {count: build(port, count, coco, folder / f"run-{count}").peak_mb for count in (4_000, 20_000, 100_000)}
    for count, peak in peaks.items():
        print(f"{count:7} requests: peak {peak:.0f} MB")
    print(machine())


def main() -> None:
    """Measure, or be one of the measured jobs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--port", type=int, default=8_765)
    parser.add_argument("--job", choices=("serve", "bare"))
    parser.add_argument("--coco", type=Path)
    options = parser.parse_args()
    if options.job == "serve":
        serve(options.port)
    elif options.job == "bare":
        bare(options.port, options.requests, options.coco)
    else:
        with tempfile.TemporaryDirectory() as folder, server(options.port):
            if options.memory:
                memory(options.port, Path(folder))
            else:
                compare(options.port, options.requests, options.runs, Path(folder))


if __name__ == "__main__":
    main()
