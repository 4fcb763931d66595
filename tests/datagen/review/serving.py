"""A real server on loopback, and a page that talks to it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datagen.review.folder import ReviewedFolder
from datagen.review.open_run import ReviewSettings
from datagen.review.security import Address
from datagen.review.serve import make_server
from tests.patience import PATIENCE_S

Headers = dict[str, str]
Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Body:
        parsed: Body = json.loads(self.body)
        return parsed

    @property
    def error(self) -> str:
        return str(self.json["error"])


@dataclass
class Page:
    """What a browser's page does, as one reviewer in one session."""

    port: int
    reviewer: str = "anna"
    session: str = "s1"
    headers: Headers = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, method: str, path: str, body: bytes | None = None, headers: Headers | None = None) -> Answer:
        """Send one request; a header whose value is empty is left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, path, skip_host=True)
            length = {} if body is None else {"Content-Length": str(len(body))}
            for name, value in ({"Host": self.host} | length | self.headers | (headers or {})).items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Headers | None = None, **query: Any) -> Answer:
        return self.send("GET", f"{path}?{urlencode(query)}" if query else path, headers=headers)

    def state(self) -> Body:
        return self.get("/api/state", reviewer=self.reviewer).json

    def cards(self, queue: str = "all", **query: Any) -> Body:
        said = {"queue": queue, "reviewer": self.reviewer, "session": self.session, "count": 50} | query
        answer = self.get(f"/api/cards?{urlencode(said)}")
        assert answer.status == 200, answer.body
        return answer.json

    def ids(self, queue: str = "all", **query: Any) -> list[str]:
        return [card["id"] for card in self.cards(queue, **query)["cards"]]

    def card(self, id_: str, queue: str = "all", **query: Any) -> Body:
        card: Body = self.cards(queue, id=id_, count=1, **query)["cards"][0]
        return card

    def post(self, body: Body | bytes, headers: Headers | None = None) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        ours = {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        return self.send("POST", "/api/verdicts", data, ours | (headers or {}))

    def verdict(self, id_: str, decision: str, queue: str = "all", **more: Any) -> Answer:
        """Judge the text as it is now."""
        said = {"id": id_, "decision": decision, "queue": queue, "reviewer": self.reviewer}
        return self.post({"content_sha256": self.card(id_)["content_sha256"]} | said | more)

    def judge(self, id_: str, decision: str, queue: str = "all", **more: Any) -> Body:
        answer = self.verdict(id_, decision, queue, **more)
        assert answer.status == 200, answer.body
        return answer.json


@contextmanager
def serving(folder: Path, images: Path | None = None, host: str = "127.0.0.1", token: str = "") -> Iterator[Page]:
    """Serve a run folder from a thread of this process; `host` is what the server believes to be called."""
    reviewed = ReviewedFolder(ReviewSettings(folder, "default", images))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = make_server(reviewed, Address(host, port, token))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            reviewed.load()
            yield Page(port)
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
