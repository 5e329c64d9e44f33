"""The clients that are compared: each makes a function from the text of an article to a record.

All but langextract send the same messages and validate into the same model. `bare` is the limit:
one socket per article in flight, bytes made beforehand, nothing kept. `openai`, `instructor` and
`langextract` are used as their documentation says. `ours` is `LlmClient.ask`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from schema import Bulletin

Ask = Callable[[str], Awaitable[bytes]]
Close = Callable[[], Awaitable[None]]

MODEL = "fake"
SYSTEM = (
    "You read one bulletin of a wire service and write down in JSON what it states: the number of "
    "the bulletin, the agency that sent it, and its events. Copy names, days and deeds exactly as "
    "the sentence writes them. Use null for what is not stated. Never add what the text does not "
    "say. Each event starts with the numbers of the sentences that state it."
)
_TRIES = 8
_PAUSE = 1.0


def messages(text: str) -> list[Any]:
    """One question about one article."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}]


def response_format() -> dict[str, Any]:
    """The schema as ``response_format`` takes it."""
    schema = {"name": "Bulletin", "schema": Bulletin.model_json_schema(), "strict": True}
    return {"type": "json_schema", "json_schema": schema}


def bare(base_url: str) -> tuple[Ask, Close]:
    """A socket per article in flight, and pydantic-core on the bytes of the answer."""
    address = urlsplit(base_url)
    host, port = str(address.hostname), int(address.port or 80)
    request = {"model": MODEL, "response_format": response_format(), "messages": messages("@@")}
    before, after = (part.encode() for part in json.dumps(request).split('"@@"'))
    validate = Bulletin.__pydantic_validator__.validate_json
    dump = Bulletin.__pydantic_serializer__.to_json
    idle: list[_Line] = []

    async def send(body: bytes) -> _Reply:
        line = idle.pop() if idle else await _Line.open(host, port)
        reply = await line.ask(body)
        idle.append(line)
        return reply

    async def ask(text: str) -> bytes:
        body = before + json.dumps(text).encode() + after
        for _ in range(_TRIES):
            status, wait, content = await send(body)
            if status == 200:
                answer = json.loads(content)["choices"][0]["message"]["content"]
                try:
                    return dump(validate(answer, strict=True))
                except ValidationError:
                    continue
            await asyncio.sleep(_PAUSE if wait is None else wait)
        raise RuntimeError("no valid answer")

    async def close() -> None:
        for line in idle:
            line.close()

    return ask, close


_Reply = tuple[int, float | None, bytes]


class _Line(asyncio.Protocol):
    """A kept-alive connection with one request on it at a time."""

    def __init__(self, host: str) -> None:
        self._head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nhost: {host}\r\n"
            "content-type: application/json\r\ncontent-length: "
        ).encode()
        self._parts = b""

    @classmethod
    async def open(cls, host: str, port: int) -> _Line:
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(host), host, port)
        return line

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def ask(self, body: bytes) -> asyncio.Future[_Reply]:
        self._reply: asyncio.Future[_Reply] = asyncio.get_running_loop().create_future()
        self._transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        return self._reply

    def data_received(self, data: bytes) -> None:
        self._parts += data
        head, found, body = self._parts.partition(b"\r\n\r\n")
        if found and len(body) >= int(_header(head, b"content-length") or 0):
            wait = _header(head, b"retry-after")
            self._parts = b""
            self._reply.set_result((int(head[9:12]), float(wait) if wait else None, body))

    def connection_lost(self, error: Exception | None) -> None:
        reply = getattr(self, "_reply", None)
        if reply and not reply.done():
            reply.set_exception(error or ConnectionError("closed"))

    def close(self) -> None:
        self._transport.close()


def _header(head: bytes, name: bytes) -> bytes | None:
    _, found, rest = head.partition(b"\r\n" + name + b": ")
    return rest.partition(b"\r\n")[0] if found else None


def openai(base_url: str) -> tuple[Ask, Close]:
    """AsyncOpenAI with its own retries; an answer that does not fit is asked for once more."""
    from openai import AsyncOpenAI

    client = AsyncOpenAI(base_url=f"{base_url}/v1", api_key="none")
    schema: Any = response_format()

    async def ask(text: str) -> bytes:
        for _ in range(_TRIES):
            completion = await client.chat.completions.create(
                model=MODEL, messages=messages(text), response_format=schema
            )
            try:
                record = Bulletin.model_validate_json(completion.choices[0].message.content or "")
            except ValidationError:
                continue
            return record.model_dump_json().encode()
        raise RuntimeError("no valid answer")

    return ask, client.close


def instructor(base_url: str) -> tuple[Ask, Close]:
    """Instructor over AsyncOpenAI with all defaults, which means tool calls."""
    from instructor import from_openai
    from openai import AsyncOpenAI

    openai_client = AsyncOpenAI(base_url=f"{base_url}/v1", api_key="none")
    client = from_openai(openai_client)

    async def ask(text: str) -> bytes:
        record = await client.chat.completions.create(
            model=MODEL, response_model=Bulletin, messages=messages(text)
        )
        return record.model_dump_json().encode()

    return ask, openai_client.close


def ours(base_url: str) -> tuple[Ask, Close]:
    """`LlmClient.ask` with all defaults."""
    from llm_extract.llm import Endpoint, LlmClient

    client = LlmClient(Endpoint(model=MODEL, base_url=f"{base_url}/v1"))

    async def ask(text: str) -> bytes:
        answer = await client.ask(messages(text), Bulletin)
        return answer.value.model_dump_json().encode()

    return ask, client.aclose


ASKERS: dict[str, Callable[[str], tuple[Ask, Close]]] = {
    "bare": bare,
    "openai": openai,
    "instructor": instructor,
    "ours": ours,
}


def langextract(base_url: str, paths: Iterable[Path], in_flight: int) -> Iterable[Any]:
    """Annotated documents of `langextract.extract`, which also looks each quote up in the text.

    The whole article goes into one request, as with the others; by default it would be cut into
    pieces of 1,000 characters, with a request for each.
    """
    import langextract as lx

    extraction = lx.data.Extraction
    example = lx.data.ExampleData(
        text="Bulletin KV-999999: on Friday the Sorn Museum Trust repaired 12 looms.",
        extractions=[
            extraction("bulletin", "KV-999999", attributes={"agency": "Kestrel Valley Wire"}),
            extraction("event", "repaired 12 looms", attributes={"actor": "Sorn Museum Trust"}),
        ],
    )
    config = lx.factory.ModelConfig(
        model_id=MODEL,
        provider="OpenAILanguageModel",
        provider_kwargs={"base_url": f"{base_url}/lx/v1", "api_key": "none"},
    )
    documents = [
        lx.data.Document(text=path.read_text("utf-8"), document_id=path.name) for path in paths
    ]
    return lx.extract(
        text_or_documents=documents,
        prompt_description=SYSTEM,
        examples=[example],
        config=config,
        max_char_buffer=10_000,
        batch_length=in_flight,
        max_workers=in_flight,
        show_progress=False,
    )
