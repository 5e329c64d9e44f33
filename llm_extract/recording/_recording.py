"""The recording of one case: its requests with their answers, in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from llm_extract.errors import RecordingError, SettingsError
from llm_extract.fingerprint import Fingerprint
from llm_extract.llm import asked_name
from llm_extract.recording import _format
from llm_extract.recording._causes import Cause, why_stale

try:
    from vcr.cassette import Cassette
    from vcr.record_mode import RecordMode
    from vcr.request import Request
    from vcr.serialize import deserialize, serialize
except ModuleNotFoundError as _error:
    raise SettingsError(
        "extra_missing", "recordings need vcrpy", hint="pip install 'llm-extract[regression]'"
    ) from _error

# A file in version control that a person may have to read.
MAX_BYTES = 4 << 20
# What differs between two recordings of the same answer.
_VOLATILE = ("id", "created", "timings", "system_fingerprint")
_URI = "http://recorded.model/v1/chat/completions"


class Recording:
    """Answers of a real model to the requests of one case.

    Requests are matched by their whole body as JSON, whatever the order of its keys, and each
    answer is given once, in order. No header and no address is kept.
    """

    def __init__(self, path: Path, meta: Mapping[str, Any]) -> None:
        self.path = path
        self.meta = dict(meta)
        self._cassette = Cassette(
            str(path), serializer=_format, record_mode=RecordMode.NEW_EPISODES, match_on=(_same,)
        )

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a recording.

        Raises:
            RecordingError: ``recording_missing`` or ``recording_damaged``.
        """
        try:
            # Not vcrpy's persister, which reads and writes in the encoding of the locale.
            requests, responses, *meta = deserialize(path.read_text(encoding="utf-8"), _format)
            recording = cls(path, meta[0] if meta else {})
            for request, response in zip(requests, responses, strict=True):
                recording._cassette.append(_canonical(request), response)
        except FileNotFoundError:
            raise RecordingError("recording_missing", "it was not recorded") from None
        except (OSError, yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError):
            raise RecordingError(
                "recording_damaged", "it cannot be read", source=path.name
            ) from None
        return recording

    def __len__(self) -> int:
        """Answers it holds."""
        return len(self._cassette)

    @property
    def unused(self) -> int:
        """Answers that were not asked for."""
        unused: int = len(self._cassette) - self._cassette.play_count
        return unused

    @property
    def requests(self) -> list[dict[str, Any]]:
        """Bodies of the requests, in order."""
        return [json.loads(request.body) for request in self._cassette.requests]

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Bodies of the answers, in order."""
        return [json.loads(answer["body"]["string"]) for answer in self._cassette.responses]

    def find(self, body: bytes) -> bytes | None:
        """The next answer to a request, or ``None``."""
        request = _request(body)
        if request not in self._cassette:
            return None
        answer: bytes = self._cassette.play_response(request)["body"]["string"]
        return answer

    def add(self, body: bytes, response: bytes) -> None:
        """Take down an answer; one that is no JSON object is a fault of the way, and left out."""
        try:
            answer = json.loads(response)
        except ValueError:
            return
        if not isinstance(answer, dict):
            return
        for name in _VOLATILE:
            answer.pop(name, None)
        request = _request(body)
        self._cassette.append(
            request,
            {
                "status": {"code": 200, "message": "OK"},
                "headers": {},
                "body": {"string": json.dumps(answer).encode()},
            },
        )
        # It has been given to whoever asked.
        self._cassette.play_counts[len(self._cassette) - 1] += 1

    def drop_unused(self) -> None:
        """Leave out the answers nobody asked for, as of a recording that went on with others."""
        used, played = [], self._cassette.play_counts
        for position, interaction in enumerate(self._cassette.data):
            if played[position]:
                used.append(interaction)
        self._cassette.data = used
        self._cassette.rewind()

    def save(self) -> None:
        """Write the file whole.

        Raises:
            RecordingError: ``recording_refused``, it would be larger than a repository can take.
        """
        content = {
            "requests": self._cassette.requests,
            "responses": self._cassette.responses,
            "metadata": self.meta,
        }
        raw = serialize(content, _format).encode()
        if (size := len(raw)) > MAX_BYTES:
            raise RecordingError(
                "recording_refused",
                f"the recording has {size:,} bytes, more than {MAX_BYTES:,}",
                source=self.path.name,
                hint="record a shorter article",
            )
        write_whole(self.path, raw)


class Player:
    """A tape that plays a recording and lets no request out."""

    def __init__(self, recording: Recording, now: Fingerprint) -> None:
        self._recording = recording
        self._now = now

    def played(self, request: bytes) -> bytes:
        """The recorded answer; raises `RecordingError` ``recording_stale`` without one."""
        answer = self._recording.find(request)
        if answer is not None:
            return answer
        changed = changes(self._recording.meta, self._now)
        raise stale(why_stale(json.loads(request), self._recording.requests, changed))

    def heard(self, request: bytes, response: bytes) -> None:
        """Nothing goes out, so nothing is heard."""


class Recorder:
    """A tape that plays what was answered before an interruption and takes down the rest.

    What was paid for is on disk before anything is made of it.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.paid = 0

    def played(self, request: bytes) -> bytes | None:
        """The answer of before the interruption, if there is one."""
        return self._recording.find(request)

    def heard(self, request: bytes, response: bytes) -> None:
        """Take down an answer and write the file."""
        self.paid += 1
        self._recording.add(request, response)
        self._recording.save()


_SAID: dict[Cause, str] = {
    "prompt": "the prompt changed",
    "schema": "the schema changed",
    "model": "the model changed",
    "article": "the article changed",
    "parameter": "a parameter changed",
    "program": "the way requests are written changed",
}


def stale(cause: Cause) -> RecordingError:
    """The error of a recording that does not fit any more."""
    return RecordingError("recording_stale", f"{_SAID[cause]} since it was recorded", cause=cause)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file under a temporary name, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(raw)
    temporary.replace(path)


def model_of(identity: str) -> str:
    """What is kept of a model's identity: the address of an endpoint is no part of it."""
    return asked_name(identity) or identity


def meta_of(now: Fingerprint) -> dict[str, Any]:
    """What is kept of a fingerprint beside the answers, and when and by what they were recorded."""
    return {
        "text": now.text,
        "prompt": now.prompt,
        "schema": now.schema,
        "model": model_of(now.model),
        "parameters": now.parameters,
        "recorded": datetime.now(UTC).date().isoformat(),
        "release": version("llm-extract"),
    }


def changes(meta: Mapping[str, Any], now: Fingerprint) -> frozenset[Cause]:
    """What is not as it was, by the hashes kept in `meta_of`."""
    pairs: tuple[tuple[Cause, str, object], ...] = (
        ("article", "text", now.text),
        ("prompt", "prompt", now.prompt),
        ("schema", "schema", now.schema),
        ("model", "model", model_of(now.model)),
        ("parameter", "parameters", now.parameters),
    )
    return frozenset(cause for cause, name, value in pairs if meta.get(name) != value)


def _request(body: bytes) -> Request:
    return _canonical(Request("POST", _URI, body, {}))


def _canonical(request: Request) -> Request:
    """Once in one order, so that matching is a comparison of bytes."""
    request.body = json.dumps(json.loads(request.body), sort_keys=True).encode()
    return request


def _same(one: Request, two: Request) -> bool:
    return bool(one.body == two.body)
