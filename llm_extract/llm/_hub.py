"""Weights from the Hugging Face hub: HTTPS with resume, nothing but the bytes."""

from __future__ import annotations

import ipaddress
import os
import queue
import threading
from pathlib import Path

import httpx2

from llm_extract.llm._catalogue import EmbeddedModel
from llm_extract.llm._sources import Progress, ProgressListener, SourceUnavailable, size_of

SOURCE = "hub"
_HUB = "https://huggingface.co"
_TIMEOUT = httpx2.Timeout(30, connect=5)
# The connect timeout holds per address of the host; a machine that drops packets silently
# would wait for each of them in turn.
_FIRST_ANSWER_SECONDS = 12.0
_ATTEMPTS_WITHOUT_PROGRESS = 3


def fetch_from_hub(model: EmbeddedModel, part: Path, progress: ProgressListener) -> None:
    """Complete ``part`` to ``model.size_bytes`` bytes, going on where it ends.

    The address of the hub is ``HF_ENDPOINT`` when that is set, as in the hub's own tools.

    Raises:
        SourceUnavailable: no connection, not found, or a file of another size.
    """
    url = _file_url(model)
    failures = 0
    with _client() as client:
        while size_of(part) < model.size_bytes:
            before = size_of(part)
            try:
                _receive(client, url, model, part, progress)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                raise SourceUnavailable("no network") from error
            except httpx2.ProxyError as error:
                raise SourceUnavailable("refused by the proxy") from error
            except (httpx2.InvalidURL, httpx2.TooManyRedirects) as error:
                raise SourceUnavailable("unusable address") from error
            except httpx2.TransportError as error:
                failures = 0 if size_of(part) > before else failures + 1
                if failures == _ATTEMPTS_WITHOUT_PROGRESS:
                    raise SourceUnavailable("connection lost") from error


def _file_url(model: EmbeddedModel) -> str:
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in {"1", "true", "yes", "on"}:
        raise SourceUnavailable("switched off by HF_HUB_OFFLINE")
    base = os.environ.get("HF_ENDPOINT") or _HUB
    return f"{base.rstrip('/')}/{model.hub_repo}/resolve/main/{model.hub_file}"


def _client() -> httpx2.Client:
    return httpx2.Client(
        timeout=_TIMEOUT, follow_redirects=True, event_hooks={"request": [_refuse_insecure]}
    )


def _refuse_insecure(request: httpx2.Request) -> None:
    """Every hop of a redirect passes here."""
    if request.url.scheme != "https" and not _is_loopback(request.url.host):
        raise SourceUnavailable("not an https address")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _receive(
    client: httpx2.Client, url: str, model: EmbeddedModel, part: Path, progress: ProgressListener
) -> None:
    start = size_of(part)
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    response = _open(client, client.build_request("GET", url, headers=headers))
    try:
        offset = _accepted_offset(response, start, model.size_bytes)
        _append(response, part, offset, model, progress)
    finally:
        response.close()


def _open(client: httpx2.Client, request: httpx2.Request) -> httpx2.Response:
    """Wait for the response head, but never longer than a fixed time."""
    answers: queue.SimpleQueue[httpx2.Response | Exception] = queue.SimpleQueue()

    def send() -> None:
        try:
            answers.put(client.send(request, stream=True))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=send, daemon=True).start()
    try:
        answer = answers.get(timeout=_FIRST_ANSWER_SECONDS)
    except queue.Empty:
        raise SourceUnavailable("no answer in time") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _accepted_offset(response: httpx2.Response, start: int, total: int) -> int:
    """Where the body belongs in the file; anything that is not this file is refused."""
    if response.status_code == httpx2.codes.PARTIAL_CONTENT:
        if response.headers.get("Content-Range") != f"bytes {start}-{total - 1}/{total}":
            raise SourceUnavailable("a file of another size")
        return start
    if response.status_code != httpx2.codes.OK:
        raise SourceUnavailable(_status_reason(response.status_code))
    if response.headers.get("Content-Length", str(total)) != str(total):
        raise SourceUnavailable("a file of another size")
    return 0


def _append(
    response: httpx2.Response,
    part: Path,
    offset: int,
    model: EmbeddedModel,
    progress: ProgressListener,
) -> None:
    with part.open("r+b" if part.exists() else "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        # Without a chunk size: chunks would hold back the last bytes before a cut.
        for chunk in response.iter_bytes():
            if file.tell() + len(chunk) > model.size_bytes:
                file.truncate(offset)
                raise SourceUnavailable("a file of another size")
            file.write(chunk)
            progress(Progress(SOURCE, file.tell(), model.size_bytes, "downloading"))
        if file.tell() < model.size_bytes:
            file.truncate(offset)
            raise SourceUnavailable("a file of another size")


def _status_reason(status: int) -> str:
    known = {401: "access denied", 403: "access denied", 404: "not found", 429: "rate limited"}
    return known.get(status, f"HTTP status {status}")
