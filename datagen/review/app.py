"""The review's HTTP routes: questions in, JSON out. What they mean is in `folder`, who may ask in `security`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from datagen.errors import DatagenError
from datagen.review.bodies import MAX_BODY_BYTES, CardsQuery, VerdictBody
from datagen.review.filters import OutcomeFilter
from datagen.review.folder import ReviewedFolder
from datagen.review.refused import RefusedError
from datagen.review.security import Address, Guard

STATIC = Path(__file__).with_name("static")
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURE_CACHE = "private, max-age=3600"

Model = TypeVar("Model", bound=BaseModel)
Handler = Callable[[Request], Awaitable[Response]]


def make_app(folder: ReviewedFolder, address: Address) -> ASGIApp:
    """Return the guarded app over a folder."""

    async def state(request: Request) -> Response:
        return _json(await run_in_threadpool(folder.state, request.query_params.get("reviewer", "")))

    async def cards(request: Request) -> Response:
        query, part = _read(OutcomeFilter, request), _read(CardsQuery, request)
        if "seed" not in request.query_params:
            query = query.model_copy(update={"seed": folder.seed})
        if not query.reviewer:
            query = query.model_copy(update={"reviewer": folder.settings.reviewer})
        return _json(await run_in_threadpool(folder.cards, query, part))

    async def provenance(request: Request) -> Response:
        return _json(await run_in_threadpool(folder.provenance, request.query_params.get("id", "")))

    async def verdicts(request: Request) -> Response:
        body = _checked(VerdictBody.model_validate_json, await _body(request))
        return _json(await run_in_threadpool(folder.judge, body))

    async def picture(request: Request) -> Response:
        found = await run_in_threadpool(folder.picture, request.path_params["number"])
        headers = {"ETag": found.tag, "Cache-Control": PICTURE_CACHE}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        return Response(found.content, media_type=found.media_type, headers=headers)

    routes = [
        Route("/", _page),
        Route("/static/{name}", _part),
        Route("/api/state", state),
        Route("/api/cards", cards),
        Route("/api/provenance", provenance),
        Route("/api/verdicts", verdicts, methods=["POST"]),
        Route("/picture/{number:int}", picture),
    ]
    return Guard(Starlette(routes=routes, exception_handlers=HANDLERS), address)


async def _page(_request: Request) -> Response:
    return await run_in_threadpool(_file, "index.html")


async def _part(request: Request) -> Response:
    return await run_in_threadpool(_file, request.path_params["name"])


def _file(name: str) -> Response:
    """Return a part of the page; its name is one of those in the folder and never a path."""
    path = next((path for path in STATIC.iterdir() if path.name == name and path.suffix in TYPES), None)
    if path is None:
        raise RefusedError(404, f"the page has no part {name!r}")
    return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers={"Cache-Control": "no-cache"})


async def _body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(400, "a verdict is sent as application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RefusedError(413, f"a verdict has at most {MAX_BODY_BYTES} bytes")
    return body


def _read(type_: type[Model], request: Request) -> Model:
    return _checked(type_.model_validate, dict(request.query_params))


def _checked(validate: Callable[[Any], Model], value: object) -> Model:
    try:
        return validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise RefusedError(400, f"{place}: {first['msg']}" if place else first["msg"]) from error


def _json(value: object, status: int = 200) -> Response:
    content = msgspec.json.encode(value, enc_hook=_plain)
    return Response(content, status, media_type="application/json")


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise NotImplementedError(type(value))


async def _refuse(_request: Request, refused: RefusedError) -> Response:
    return _json({"error": str(refused), **refused.more}, refused.status)


async def _fail(_request: Request, error: DatagenError) -> Response:
    """The folder is damaged, say: nothing that the page could mend, but it can show the sentence."""
    return _json({"error": str(error)}, 409)


async def _http(_request: Request, error: HTTPException) -> Response:
    sentences = {404: "there is no such page", 405: "that is not done with this method"}
    return _json({"error": sentences.get(error.status_code, error.detail)}, error.status_code)


async def _leave(_request: Request, _error: ClientDisconnect) -> Response:
    return Response(status_code=400)


async def _bug(_request: Request, error: Exception) -> Response:
    """A bug: the terminal gets the traceback, as Starlette raises it again, and the page a sentence."""
    return _json({"error": f"the server has a bug ({type(error).__name__}); its terminal says more"}, 500)


HANDLERS: dict[Any, Any] = {
    RefusedError: _refuse,
    DatagenError: _fail,
    HTTPException: _http,
    ClientDisconnect: _leave,
    Exception: _bug,
}
