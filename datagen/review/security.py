"""Who may talk to the review server. Pure ASGI: it stands before everything else and reads no body.

The page shows and writes somebody's data, so a request must name this very address as its host (another name that
leads here is how a foreign web site would reach in), must not come from another site's page, and must bring the token
where the server can be reached from other machines.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HTTP_PORT = 80
READING = ("GET", "HEAD")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens; `token` is empty where only this machine can reach it."""

    host: str
    port: int
    token: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def url(self) -> str:
        """The address to open; where every interface is listened on, that of this machine."""
        host = "127.0.0.1" if self.is_everywhere else _bracketed(self.host)
        return f"http://{host}:{self.port}/" + (f"?token={self.token}" if self.token else "")

    @property
    def is_everywhere(self) -> bool:
        """Whether it listens on every interface, under names that it cannot know."""
        return self.host in ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound

    def takes(self, host: str) -> bool:
        """Whether a Host header names this server."""
        if self.is_everywhere:
            return True  # the token is asked for, and another site does not have it
        names = (*LOOPBACK, _bracketed(self.host).lower())
        known = {f"{name}:{self.port}" for name in names} | (set(names) if self.port == HTTP_PORT else set())
        return host.lower() in known

    @property
    def cookie(self) -> str:
        """The cookie that keeps the token; cookies of one host are shared by its ports."""
        return f"datagen_review_{self.port}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Guard:
    """Lets through what may pass, and puts the headers of a strict page on every answer."""

    def __init__(self, app: ASGIApp, address: Address) -> None:
        """Stand before an app."""
        self._app, self._address = app, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
                if self._token_given(scope):
                    cookie = f"{self._address.cookie}={self._address.token}; Path=/; HttpOnly; SameSite=Strict"
                    headers.append("Set-Cookie", cookie)
            await send(message)

        fault = self._fault(scope, Headers(scope=scope))
        answer: ASGIApp = self._app if fault is None else JSONResponse({"error": fault}, 403)
        await answer(scope, receive, send_guarded)

    def _fault(self, scope: Scope, headers: Headers) -> str | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._address.takes(hosts[0]):
            shown = hosts[0] if hosts else ""
            return (
                f"this server is not called {shown!r}: open {self._address.url.partition('?')[0]}, through a tunnel "
                f"with port {self._address.port} at this end too"
            )
        site = headers.get("sec-fetch-site", "same-origin")
        is_page = scope["path"] == "/" and scope["method"] in READING
        if site not in ("same-origin", "none") and not is_page:
            return "another site's page may not ask this server"
        if scope["method"] not in READING and not _is_own(headers, hosts[0]):
            return "only the page of this very address may write"
        if self._address.token and not self._token_given(scope) and not self._has_cookie(headers):
            return "open the address with the token that `datagen review` has printed"
        return None

    def _token_given(self, scope: Scope) -> bool:
        if not self._address.token:
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return hmac.compare_digest(given.encode(), self._address.token.encode())

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            jar = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        kept = jar[self._address.cookie].value if self._address.cookie in jar else ""
        return hmac.compare_digest(kept.encode(), self._address.token.encode())


def _is_own(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() == f"http://{host.lower()}"
    return headers.get("sec-fetch-site") == "same-origin"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
