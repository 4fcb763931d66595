"""A fake OpenAI-compatible server on loopback, for faults and determinism: equal requests get equal answers.

python -m tests.fakes --port 8123          serve until killed
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.patience import PATIENCE_S

Body = dict[str, Any]
MODEL = "fake-1"
THINGS = [
    "dog",
    "cat",
    "tree",
    "bench",
    "kite",
    "road",
    "cloud",
    "door",
    "window",
    "chair",
    "table",
    "lamp",
    "hill",
    "fence",
    "boat",
    "wall",
]
WORDS = [
    a + b
    for a in ["ba", "ke", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "wa", "ze"]
    for b in ["ban", "del", "fin", "gor", "hul", "jam", "kem", "lon", "mur", "nip"]
]
PLACES = ["left", "right", "top", "bottom", "middle", "corner", "edge", "centre"]


@dataclass(frozen=True)
class Fault:
    """An answer that is none: a status with headers, or `drop` to close the connection, or `raw` as the body."""

    status: int = 200
    message: str = "fault"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    raw: bytes | None = None


Script = Callable[[Body, int], Fault | str | None]
"""Given a request's body and its number, tell a fault, a text to answer with, or None for the usual answer."""


@dataclass
class FakeLLM:
    """Serves on a free port from a thread of its own while it is entered; `seeds` lists what was asked, in order."""

    script: Script = lambda _body, _number: None
    latency_s: float = 0.0
    faulty_share: float = 0.0
    port: int = 0
    bodies: list[Body] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    answered: int = 0
    keep_bodies: bool = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE_S)

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.serve(started))
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    async def serve(self, started: threading.Event) -> None:
        self._stop = asyncio.Event()
        app = web.Application(client_max_size=1 << 26)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0}]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body: Body = json.loads(await request.read())
        number = len(self.seeds)
        self.seeds.append(body.get("seed", -1))
        if self.keep_bodies:
            self.bodies.append(body | {"authorization": request.headers.get("Authorization")})
        told = self.script(body, number)
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        if isinstance(told, Fault):
            return _faulty(request, told)
        text = told if told is not None else answer(body, self.faulty_share)
        self.answered += 1
        return web.json_response(completion(body, text))


def _faulty(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.drop:
        assert request.transport is not None
        request.transport.close()
        return web.Response()
    if fault.raw is not None:
        return web.Response(body=fault.raw, status=fault.status, headers=fault.headers)
    return web.json_response({"error": {"message": fault.message}}, status=fault.status, headers=fault.headers)


def completion(body: Body, text: str, finish_reason: str = "stop") -> Body:
    prompt_tokens = sum(len(message["content"]) for message in body["messages"]) // 4
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": len(text) // 4, "total_tokens": 0}
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 0,
        "model": MODEL,
        "choices": [{"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": text}}],
        "usage": usage | {"prompt_tokens_details": {"cached_tokens": prompt_tokens // 2}},
    }


def answer(body: Body, faulty_share: float = 0.0) -> str:
    """Write a fitting reply that depends on the request's seed alone; a share of them has a fault to be found."""
    rng = random.Random(body.get("seed", 0))
    system = body["messages"][0]["content"]
    fault = " The captions mention it." if rng.random() < faulty_share else ""
    if '{"turns"' in system:
        turns = [{"question": _question(rng, n), "answer": _sentence(rng)} for n in range(rng.randint(3, 6))]
        turns[-1]["answer"] += fault
        return json.dumps({"turns": turns})
    text = " ".join(_sentence(rng) for _ in range(5)) + fault
    if '{"description"' in system:
        return json.dumps({"description": text})
    return json.dumps({"question": _question(rng, 0), "answer": text})


def _question(rng: random.Random, number: int) -> str:
    return f"What is at the {rng.choice(PLACES)} of the {rng.choice(THINGS)} number {number}?"


def _sentence(rng: random.Random) -> str:
    """Twelve random words: no two sentences share a run of three."""
    return f"{' '.join(rng.choices(WORDS, k=12)).capitalize()}."


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--latency-s", type=float, default=0.0)
    parser.add_argument("--faulty-share", type=float, default=0.0)
    options = parser.parse_args()
    asyncio.run(
        FakeLLM(
            latency_s=options.latency_s, faulty_share=options.faulty_share, port=options.port, keep_bodies=False
        ).serve(threading.Event())
    )
