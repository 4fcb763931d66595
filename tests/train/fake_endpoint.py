"""A real HTTP server on loopback that answers as OpenAI-compatible endpoints do, or fails as they do."""

import base64
import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Body = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    status: int = 500
    retry_after: str = ""
    drop: bool = False
    message: str = "fault"


def text_of(body: Body) -> str:
    content = body["messages"][0]["content"]
    return content if isinstance(content, str) else next(one["text"] for one in content if one["type"] == "text")


def image_of(body: Body) -> bytes:
    url = body["messages"][0]["content"][0]["image_url"]["url"]
    return base64.b64decode(url.partition("base64,")[2])


@dataclass
class FakeEndpoint:
    """`reply` is given a request's body and its number from 0; it may return a fault."""

    reply: Callable[[Body, int], str | Fault] = lambda _body, _number: "yes"
    delay_s: float = 0.0
    models: tuple[str, ...] = ("fake-vision",)
    bodies: list[Body] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            fake = self

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send({"object": "list", "data": [{"id": one, "object": "model"} for one in self.fake.models]})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                said = self.fake.answer(body)
                if isinstance(said, str):
                    message = {"role": "assistant", "content": said}
                    self.send({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
                elif said.drop:
                    self.close_connection = True
                else:
                    headers = {"Retry-After": said.retry_after} if said.retry_after else {}
                    self.send({"error": {"message": said.message}}, said.status, headers)

            def send(self, content: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
                raw = json.dumps(content).encode()
                self.send_response(status)
                for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                with suppress(ConnectionError):  # who asked may be gone by now
                    self.end_headers()
                    self.wfile.write(raw)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, body: Body) -> str | Fault:
        with self.lock:
            number = len(self.bodies)
            self.bodies.append(body)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            time.sleep(self.delay_s)
            return self.reply(body, number)
        finally:
            with self.lock:
                self.in_flight -= 1
