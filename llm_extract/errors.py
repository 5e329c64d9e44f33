"""Every failure a caller can meet, as one hierarchy with stable codes.

A code is part of the public interface: scripts match on it, so it never changes
its meaning. The classes group the codes by who can act on them. No message ever
holds an API key or the text of an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from llm_extract.llm import Attempt

ArticleCode = Literal[
    "duplicate_id",
    "empty",
    "encoding",
    "extra_missing",
    "front_matter",
    "invalid_json",
    "not_found",
    "not_regular",
    "not_run",
    "not_text",
    "too_large",
    "unreadable",
]
SettingsCode = Literal[
    "extra_missing",
    "gazetteer_invalid",
    "insecure_endpoint",
    "key_missing",
    "lock_invalid",
    "mapping_invalid",
    "no_migration",
    "output_not_writable",
    "prices_invalid",
    "prompt_invalid",
    "schema_import",
    "schema_invalid",
    "suite_invalid",
    "unknown_mapping",
    "unknown_model",
    "unknown_prompt",
    "unknown_schema",
    "usage",
    "version_locked",
]
ModelFileCode = Literal["disk_full", "download_failed", "hash_mismatch", "model_missing"]
ServerCode = Literal["port_in_use", "server_start", "worker_lost"]
OutputCode = Literal["disk_full", "output_lost"]
RecordingCode = Literal[
    "recording_damaged",
    "recording_missing",
    "recording_refused",
    "recording_stale",
    "recording_unstable",
    "recording_unused",
]
StopCode = Literal["budget", "circuit_open", "interrupted"]
EndpointCode = Literal[
    "auth",
    "bad_request",
    "connection",
    "context_length",
    "endpoint_not_found",
    "quota",
    "rate_limited",
    "response_too_large",
    "server_error",
    "timeout",
]
AnswerCode = Literal[
    "content_filter",
    "empty_answer",
    "invalid_response",
    "refused",
    "schema_mismatch",
    "truncated",
    "unproven",
]


class LlmExtractError(Exception):
    """Base of all errors of this package.

    Attributes:
        code: stable machine-readable code, for example ``rate_limited``.
        message: one line in plain words.
        source: the file, field or option concerned, or ``None``.
        hint: what the user can do about it, or ``None``.
    """

    def __init__(
        self, code: str, message: str, *, source: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.source = source
        self.hint = hint

    def __str__(self) -> str:
        """One line: source, code, message, hint."""
        where = f"{self.source}: " if self.source else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.code}: {self.message}{hint}"


class ArticleError(LlmExtractError):
    """An input that cannot become an article; the run goes on without it."""

    def __init__(
        self, code: ArticleCode, message: str, *, source: str, hint: str | None = None
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)


class SettingsError(LlmExtractError):
    """A prompt, schema, model, key or folder the user named is unusable; nothing was called."""

    def __init__(
        self,
        code: SettingsCode,
        message: str,
        *,
        source: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)


class ModelFileError(LlmExtractError):
    """The weights of an embedded model are absent, damaged or cannot be fetched."""

    def __init__(
        self,
        code: ModelFileCode,
        message: str,
        *,
        source: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)


class ServerError(LlmExtractError):
    """A process or server of ours did not start, or is gone."""

    def __init__(
        self, code: ServerCode, message: str, *, source: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)


class OutputError(LlmExtractError):
    """Records could not be put on disk in the middle of a run; those before are kept."""

    def __init__(
        self, code: OutputCode, message: str, *, source: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)


class RecordingError(LlmExtractError):
    """A recorded case that cannot be played, or must not be recorded.

    Attributes:
        cause: of a stale recording: what changed since (``prompt``, ``schema``, ``model``,
            ``article``, ``parameter`` or ``program``), else ``None``.
    """

    def __init__(
        self,
        code: RecordingCode,
        message: str,
        *,
        source: str | None = None,
        hint: str | None = None,
        cause: str | None = None,
    ) -> None:
        super().__init__(code, message, source=source, hint=hint)
        self.cause = cause


class StoppedError(LlmExtractError):
    """A request that was not sent, because the run is being stopped.

    No failure of the article: what was answered so far is kept, and the next run goes on from
    there. So it is no `CallError`, which costs an article its record.
    """

    def __init__(self, code: StopCode, message: str, *, hint: str | None = None) -> None:
        super().__init__(code, message, hint=hint)


class CallError(LlmExtractError):
    """A model call that failed for good.

    Attributes:
        attempts: every request sent for this call, in order, the paid ones included.
    """

    def __init__(self, code: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(code, message, hint=hint)
        self.attempts: tuple[Attempt, ...] = ()


class EndpointError(CallError):
    """The endpoint could not be reached or refused the request.

    Attributes:
        status: HTTP status, or ``None`` when no response arrived.
        retry_after: seconds the endpoint asked to wait, or ``None``.
    """

    def __init__(
        self,
        code: EndpointCode,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(code, message, hint=hint)
        self.status = status
        self.retry_after = retry_after


class _Sealed:
    """Holds what the model wrote, for code to read and for no message, log or dump to show."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"<{len(self.text)} characters>"


class AnswerError(CallError):
    """The model answered, but the answer is unusable.

    Attributes:
        fields: paths of the fields that failed validation (``events.2.type``), never their text.
        raw: what the model wrote, as far as it got, or ``None`` when nothing can be made of it.
            It may repeat the article, so it is part of no message and of no ``repr``.
    """

    def __init__(
        self,
        code: AnswerCode,
        message: str,
        *,
        fields: tuple[str, ...] = (),
        hint: str | None = None,
        raw: str | None = None,
    ) -> None:
        super().__init__(code, message, hint=hint)
        self.fields = fields
        self._sealed = None if raw is None else _Sealed(raw)

    @property
    def raw(self) -> str | None:
        """What the model wrote; see the class."""
        return self._sealed.text if self._sealed else None


def field_path(location: Sequence[int | str]) -> str:
    """``events.2.type``; a name the model invented is shown only if it looks like a name."""
    parts = [str(part) for part in location] or ["(root)"]
    return ".".join(part if re.fullmatch(r"\(root\)|[\w-]{1,40}", part) else "?" for part in parts)
