"""Which model a reference names, and where its requests go.

Naming is separate from starting: `resolve_endpoint` reads no weights and opens no socket, so
that a wrong name or a missing key is reported at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from llm_extract.errors import ModelFileError, SettingsError
from llm_extract.llm._catalogue import (
    LOCAL_PREFIX,
    EmbeddedModel,
    embedded_models,
    find_embedded,
    request_name,
)
from llm_extract.llm._hosts import checked_base_url, reach

if TYPE_CHECKING:
    from llm_extract.llm._environment import Environment

OPENAI_PREFIX = "openai/"
OPENAI_URL = "https://api.openai.com/v1"
_GGUF = ".gguf"
_REMOTE_HINT = "remote models: openai/NAME, or any name with a base URL (--base-url)"


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible API that can be called.

    Attributes:
        model: name sent in the requests.
        base_url: address without a trailing slash, usually ending in ``/v1``.
        api_key: sent as a bearer token, or ``None``.
        embedded: the catalogue model or GGUF file that runs in this process, else ``None``.
        identity: what tells it from other models, where address and name do not.
    """

    model: str
    base_url: str
    api_key: SecretStr | None = None
    embedded: EmbeddedModel | Path | None = None
    identity: str | None = None


@dataclass(frozen=True)
class EmbeddedTarget:
    """A model of this machine that was named, but not started.

    Attributes:
        weights: the catalogue model or GGUF file.
        port: port on 127.0.0.1 for its server; 0 takes a free one.
    """

    weights: EmbeddedModel | Path
    port: int = 0

    @property
    def model(self) -> str:
        """Name of the model: ``local/NAME`` or the file."""
        weights = self.weights
        return weights.reference if isinstance(weights, EmbeddedModel) else str(weights)

    @property
    def request_name(self) -> str:
        """The name requests address."""
        return request_name(self.weights)

    def start(self) -> Endpoint:
        """Start the server, or find it running, and return its endpoint.

        Raises:
            SettingsError, ModelFileError, ServerError: see `serve`.
        """
        from llm_extract.llm._server import serve

        server = serve(self.weights, port=self.port)
        return Endpoint(
            model=server.model_name,
            base_url=server.base_url,
            api_key=SecretStr(server.api_key),
            embedded=self.weights,
        )


def identity_of(target: Endpoint | EmbeddedTarget) -> str:
    """What tells two models apart: the weights, or the address and the name."""
    if isinstance(target, Endpoint):
        return target.identity or f"{target.base_url} {target.model}"
    if isinstance(target.weights, EmbeddedModel):
        return f"{target.model} sha256:{target.weights.sha256}"
    return f"{target.weights.name} bytes:{target.weights.stat().st_size}"


def asked_name(identity: str) -> str | None:
    """The name requests asked for, of an identity of `identity_of`; ``None`` for embedded models.

    Their server answers under the name it was given.
    """
    address, _, name = identity.rpartition(" ")
    return name if "://" in address else None


def resolve_endpoint(
    model: str | None = None, base_url: str | None = None, *, port: int = 0
) -> Endpoint | EmbeddedTarget:
    """Find out what ``model`` names, without starting or calling anything.

    Args:
        model: ``local/NAME``, a path ending in ``.gguf``, ``openai/NAME``, or with a base URL
            any name. By default ``LLM_EXTRACT_MODEL``, else the catalogue's default. A key in
            the environment never selects a remote model.
        base_url: address of an OpenAI-compatible API, to which ``model`` is passed on as it
            is. By default ``LLM_EXTRACT_BASE_URL``, which local models ignore.
        port: port of the embedded server.

    The key is ``LLM_EXTRACT_API_KEY``, else ``OPENAI_API_KEY``. Over plain http the latter
    goes to loopback only; to other hosts the request carries no key.

    Raises:
        SettingsError: ``unknown_model``, ``key_missing``, ``insecure_endpoint``, ``usage``, or
            ``prices_invalid`` for a broken price file of the user.
        ModelFileError: ``model_missing`` when there is no such GGUF file.
    """
    # Slow to import: the help of the command line must not wait for it.
    from llm_extract.llm._environment import Environment

    environment = Environment()
    name = model or environment.model
    address = base_url or (None if _is_local(name) else environment.base_url)
    if address:
        return _priced(_by_address(name, address, environment))
    if name and name.startswith(OPENAI_PREFIX):
        return _priced(_openai(name, environment))
    return EmbeddedTarget(_weights(name), port)


def addressed(
    model: str | None = None, base_url: str | None = None
) -> tuple[str | None, str | None]:
    """Name and address of the same endpoint, such that it needs no key while nothing is sent.

    What is planned has to cost nothing, not even a key: by its address OpenAI is an endpoint
    like any other.
    """
    from llm_extract.llm._environment import Environment

    environment = Environment()
    name = model or environment.model
    if not name or not name.startswith(OPENAI_PREFIX) or base_url or environment.base_url:
        return model, base_url
    return name.removeprefix(OPENAI_PREFIX), OPENAI_URL


def _priced(endpoint: Endpoint) -> Endpoint:
    """Find out that a price file is broken now, not when the first answer has been paid for."""
    from llm_extract.llm._prices import price_of

    price_of(endpoint)
    return endpoint


def _is_local(name: str | None) -> bool:
    return bool(name) and (str(name).startswith(LOCAL_PREFIX) or str(name).endswith(_GGUF))


def _by_address(name: str | None, address: str, environment: Environment) -> Endpoint:
    if not name:
        raise SettingsError(
            "usage", "a base URL needs the name of a model", hint="--model or LLM_EXTRACT_MODEL"
        )
    checked = checked_base_url(address)
    return Endpoint(model=name, base_url=checked, api_key=_key(environment, checked))


def _openai(name: str, environment: Environment) -> Endpoint:
    key = _key(environment, OPENAI_URL)
    if key is None:
        raise SettingsError(
            "key_missing",
            f"{name} needs a key, and none is in the environment",
            hint="set LLM_EXTRACT_API_KEY or OPENAI_API_KEY",
        )
    return Endpoint(model=name.removeprefix(OPENAI_PREFIX), base_url=OPENAI_URL, api_key=key)


def _key(environment: Environment, base_url: str) -> SecretStr | None:
    if environment.api_key is not None:
        return _checked_key(environment.api_key, "LLM_EXTRACT_API_KEY")
    # Made for another service: it must not cross a network in the clear.
    secret = base_url.startswith("https:") or reach(base_url) == "loopback"
    if environment.openai_api_key is not None and secret:
        return _checked_key(environment.openai_api_key, "OPENAI_API_KEY")
    return None


def _checked_key(key: SecretStr, variable: str) -> SecretStr:
    """Refuse here what a header cannot carry: the library's own error would show the key."""
    value = key.get_secret_value().strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(
            "key_missing",
            "it is blank or holds characters that no key has",
            source=variable,
            hint="copy the key again",
        )
    return SecretStr(value)


def _weights(name: str | None) -> EmbeddedModel | Path:
    if name is None:
        return next(model for model in embedded_models() if model.default)
    if name.endswith(_GGUF):
        return _gguf_file(name)
    try:
        return find_embedded(name)
    except SettingsError as error:
        raise SettingsError(
            "unknown_model", error.message, hint=f"{error.hint} {_REMOTE_HINT}"
        ) from None


def _gguf_file(name: str) -> Path:
    path = Path(name).expanduser()
    if not path.is_file():
        raise ModelFileError("model_missing", "there is no such file", source=name)
    return path
