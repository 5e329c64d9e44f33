"""The page of a run with decisions, served on the loopback address of this machine.

Below ``/TOKEN/`` stand the page and, under ``api/``:

- ``GET decisions?after=N``: where the reviewer is, and the own decisions behind number N.
- ``POST decisions``: ``{article, action, path, value, note, item, request}``; answered once it is
  on disk. ``request`` is a name the page makes up for each: one that is sent again, because its
  answer was lost, is stored once and answered like the first time.
- ``POST undo``: ``{number, request}``, the last decision as the page knows it.
- ``POST over``: ``{article}``, to take over what was said of an earlier record of it.
- ``GET record?article=I``: an article with what was decided; see `Session.record`.
- ``GET next?article=I&path=P``: the next undecided item of the queue.
- ``GET agreement``: all reviewers beside each other.

A decision that cannot be taken is 422 with ``path`` and ``reason``; one about an item that is
another by now, and an undo of what is no longer the last decision, are 409.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import Any

from aiohttp import web

from llm_extract.errors import OutputError, ServerError
from llm_extract.report.corpus import corpus_page, corpus_policy
from llm_extract.review._errors import OutdatedError, RefusedError
from llm_extract.review._guard import MOST_BYTES, Guard
from llm_extract.review._session import Asked, Session
from llm_extract.runs import ACTIONS

_HOST = "127.0.0.1"
# Later ones use what earlier ones define.
_SCRIPTS = ("review", "shapes", "fields", "lists", "panel", "forms", "decide", "work", "agreement")
_STYLES = ("review.css",)
_LONGEST_PATH = 300
_REQUEST = re.compile(r"[0-9A-Za-z-]{1,64}")
Json = dict[str, Any]


async def serve(session: Session, port: int, ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted; ``ready`` gets the address of the page.

    Raises:
        ServerError: ``port_in_use``.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Not on Windows, where Ctrl-C raises instead.
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    review = await Review.start(session, port)
    try:
        ready(review.address)
        await stop.wait()
    finally:
        await review.stop()


class Review:
    """A running server.

    Attributes:
        address: of the page, secret included.
    """

    def __init__(self, address: str, runner: web.AppRunner) -> None:
        self.address = address
        self._runner = runner

    @classmethod
    async def start(cls, session: Session, port: int = 0) -> Review:
        """Listen on a port of the loopback address, 0 for a free one; errors as of `serve`."""
        token = secrets.token_urlsafe(24)
        listening = _listen(port)
        port = listening.getsockname()[1]
        scripts, styles = _sources(_SCRIPTS, "js"), _sources(_STYLES, "css")
        guard = Guard(token, port, corpus_policy(scripts, styles))
        handlers = _Handlers(session, guard, _page(session, scripts, styles))
        app = web.Application(middlewares=[guard.middleware()], client_max_size=MOST_BYTES)
        app.on_response_prepare.append(guard.sign)
        handlers.register(app, token)
        # Nothing is logged of requests: their paths hold the secret.
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        return cls(f"http://{_HOST}:{port}/{token}/", runner)

    async def stop(self) -> None:
        """Close all connections."""
        await self._runner.cleanup()


def _listen(port: int) -> Any:
    import socket

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        listening.close()
        raise ServerError(
            "port_in_use",
            f"nothing can listen there: {error.strerror}",
            source=f"--port {port}",
            hint="give another one, or none for a free one",
        ) from error
    return listening


def _sources(names: tuple[str, ...], kind: str) -> tuple[str, ...]:
    folder = files("llm_extract.review") / "templates"
    texts = (name if name.endswith(kind) else f"{name}.{kind}" for name in names)
    return tuple((folder / name).read_text(encoding="utf-8") for name in texts)


def _page(session: Session, scripts: tuple[str, ...], styles: tuple[str, ...]) -> tuple[bytes, ...]:
    schema = session.applier.schema
    told = {
        "reviewer": session.reviewer,
        "lists": list(schema.items),
        "schema": schema.model.model_json_schema(by_alias=False),
    }
    pieces = corpus_page(session.run, session=told, extra_scripts=scripts, extra_styles=styles)
    return tuple(piece.encode("utf-8", "surrogatepass") for piece in pieces)


class _Handlers:
    def __init__(self, session: Session, guard: Guard, page: tuple[bytes, ...]) -> None:
        self._session = session
        self._guard = guard
        self._pieces = page

    def register(self, app: web.Application, token: str) -> None:
        app.router.add_get(f"/{token}/", self.page)
        for name in ("decisions", "record", "next", "agreement"):
            app.router.add_get(f"/{token}/api/{name}", getattr(self, f"get_{name}"))
        for name in ("decisions", "undo", "over"):
            app.router.add_post(f"/{token}/api/{name}", getattr(self, f"post_{name}"))

    async def page(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=self._guard.page_headers)
        response.content_type, response.charset = "text/html", "utf-8"
        await response.prepare(request)
        for piece in self._pieces:
            await response.write(piece)
        return response

    async def get_decisions(self, request: web.Request) -> web.Response:
        after = _number(request, "after") or 0
        with _answered() as answer:
            self._session.catch_up()
            answer.update(self._session.standing(after))
        return _response(answer)

    async def get_record(self, request: web.Request) -> web.Response:
        article = _number(request, "article")
        with _answered() as answer:
            self._session.catch_up()
            answer.update(self._session.record(-1 if article is None else article))
        return _response(answer)

    async def get_next(self, request: web.Request) -> web.Response:
        with _answered() as answer:
            self._session.catch_up()
            place = self._session.next(_number(request, "article"), request.query.get("path", ""))
            answer["next"] = place and {"article": place.article, "path": place.path}
        return _response(answer)

    async def get_agreement(self, _: web.Request) -> web.Response:
        with _answered() as answer:
            answer["pairs"] = [pair.as_json() for pair in self._session.agreement()]
        return _response(answer)

    async def post_decisions(self, request: web.Request) -> web.Response:
        said = await _body(request)
        with _answered() as answer:
            asked = _asked(said)
            self._session.catch_up()
            made = self._session.decide(asked)
            answer.update(self._after(asked.article, made.number))
        return _response(answer)

    async def post_undo(self, request: web.Request) -> web.Response:
        said = await _body(request)
        with _answered() as answer:
            made = self._session.undo(_whole(said, "number"), _request(said))
            answer.update(self._after(self._session.place(made.article), made.number))
            undone = self._session.undone(made)
            answer["undone"] = {"action": undone.action, "path": undone.path}
        return _response(answer)

    async def post_over(self, request: web.Request) -> web.Response:
        said = await _body(request)
        with _answered() as answer:
            article = _whole(said, "article")
            made = self._session.take_over(article)
            answer.update(self._after(article, made[-1].number if made else 0), taken=len(made))
        return _response(answer)

    def _after(self, article: int, number: int) -> Json:
        session = self._session
        return {
            "number": number,
            "article": article,
            "record": session.record(article),
            **session.standing(number),
        }


async def _body(request: web.Request) -> Json:
    """The JSON object that was sent."""
    try:
        said = json.loads(await request.text(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise web.HTTPBadRequest(reason="it is no JSON object")
    return said


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _asked(said: Json) -> Asked:
    path, note = said.get("path", ""), said.get("note")
    action = said.get("action")
    if action not in ACTIONS or action == "undo":
        raise RefusedError("", "there is no such action")
    if not isinstance(path, str) or len(path) > _LONGEST_PATH:
        raise RefusedError("", "there is no such item or value")
    if note is not None and not isinstance(note, str):
        raise RefusedError(path, "a note is a text")
    return Asked(
        article=_whole(said, "article"),
        action=action,
        path=path,
        value=said.get("value"),
        note=note,
        item=_text(said, "item"),
        request=_request(said),
    )


def _request(said: Json) -> str | None:
    name = _text(said, "request")
    if name is None or _REQUEST.fullmatch(name):
        return name
    raise RefusedError("", "request is no name of a request")


def _text(said: Json, name: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise RefusedError("", f"{name} is not a text")
    return value


def _whole(said: Json, name: str) -> int:
    value = said.get(name)
    if type(value) is not int:
        raise RefusedError("", f"{name} is not a whole number")
    return value


def _number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@contextmanager
def _answered() -> Iterator[Json]:
    """An answer under way, or why there is none."""
    answer: Json = {}
    try:
        yield answer
    except RefusedError as error:
        answer.clear()
        answer.update(status=422, path=error.path, reason=error.reason)
    except OutdatedError as error:
        answer.clear()
        answer.update(status=409, reason=error.reason)
    except OutputError as error:
        answer.clear()
        answer.update(status=507, reason=str(error))


def _response(answer: Json) -> web.Response:
    return web.json_response(answer, status=answer.pop("status", 200))
