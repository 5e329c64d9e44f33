"""The embedded llama.cpp server: in this process, on loopback, one per weights file."""

from __future__ import annotations

import atexit
import errno
import importlib
import secrets
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

import httpx2

from llm_extract.errors import ModelFileError, ServerError, SettingsError
from llm_extract.llm._catalogue import EmbeddedModel, request_name
from llm_extract.llm._threads import compute_threads
from llm_extract.llm._weights import weights_path

if TYPE_CHECKING:
    from xllamacpp import CommonParams, Server

HOST = "127.0.0.1"
DEFAULT_CONTEXT = 16_384
# A cancelled request holds the slot until its batch is computed.
_BATCH_TOKENS = 512
# llama.cpp would keep up to 8 GiB of old prompts; the prefix in use lives in the slot itself.
_PROMPT_CACHE_MIB = 512
_SILENT = -1
_POLL_SECONDS = 0.05

_running: dict[Path, EmbeddedServer] = {}
_registry_lock = threading.Lock()


class EmbeddedServer:
    """A running llama.cpp server with an OpenAI-compatible API; start it with `serve`.

    Attributes:
        model_name: the name requests address, also in ``/v1/models``.
        base_url: address of the API, ending in ``/v1``.
        api_key: random key of this server; every request needs it.
        context: context window in tokens, as the server reports it.
    """

    def __init__(self, weights: Path, model_name: str, *, context: int, port: int) -> None:
        self.model_name = model_name
        self.api_key = secrets.token_urlsafe(32)
        self._weights = weights
        params = self._params(context, port)
        # Signals reach the main thread only. A Ctrl-C that destroyed the server between
        # start and first answer would hang, so both happen in a thread it cannot reach.
        with ThreadPoolExecutor(1) as starter:
            self._server, self._address, self.context = starter.submit(self._start, params).result()
        self.base_url = f"{self._address}/v1"

    def close(self) -> None:
        """Stop the server, waiting for a request in flight; closing again does nothing.

        llama.cpp never returns when it is stopped under a request.
        """
        with _registry_lock:
            if self._server is None:
                return
            while self._slot(self._address)["is_processing"]:
                time.sleep(_POLL_SECONDS)
            self._server = None
            _running.pop(self._weights, None)

    def __enter__(self) -> EmbeddedServer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _params(self, context: int, port: int) -> CommonParams:
        params = _llama().CommonParams()
        params.model.path = str(self._weights)
        params.model_alias = {self.model_name}
        params.api_keys = [self.api_key]
        params.hostnames = [HOST]
        params.port = port
        params.ui = False
        params.offline = True
        params.verbosity = _SILENT
        params.n_ctx = context
        params.n_parallel = 1
        params.n_batch = _BATCH_TOKENS
        params.cache_ram_mib = _PROMPT_CACHE_MIB
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = compute_threads()
        return params

    def _start(self, params: CommonParams) -> tuple[Server | None, str, int]:
        try:
            server = _llama().Server(params)
        except RuntimeError as error:
            raise _load_error(self._weights) from error
        address = str(server.listening_address)
        # Answered by the main loop itself: before the loop runs, stopping hangs.
        return server, address, int(self._slot(address)["n_ctx"])

    def _slot(self, address: str) -> dict[str, Any]:
        """State of the only slot. Never through a proxy; a busy loop answers late."""
        headers = {"Authorization": f"Bearer {self.api_key}"}
        response = httpx2.get(f"{address}/slots", headers=headers, timeout=None, trust_env=False)
        slot: dict[str, Any] = response.raise_for_status().json()[0]
        return slot


def serve(
    weights: EmbeddedModel | Path, *, context: int | None = None, port: int = 0
) -> EmbeddedServer:
    """Return the server of a catalogue model or a GGUF file; started once per process and file.

    Args:
        weights: a catalogue model, whose weights must be in the cache, or any GGUF file.
        context: context window in tokens; by default the catalogue's, or 16,384.
        port: port on 127.0.0.1; 0 takes a free one.

    Raises:
        SettingsError: ``extra_missing`` without the ``local`` extra.
        ModelFileError: ``model_missing`` or ``hash_mismatch``.
        ServerError: ``port_in_use``, or ``server_start`` (a damaged file, or the file is
            already served with a smaller context or on another port).
    """
    name, tokens = _name_and_context(weights, context)
    _llama()
    path = _file(weights)
    with _registry_lock:
        server = _running.get(path)
        if server is not None:
            _check_running(server, tokens, port)
            return server
        _check_port(port)
        _running[path] = EmbeddedServer(path, name, context=tokens, port=port)
        return _running[path]


def _name_and_context(weights: EmbeddedModel | Path, context: int | None) -> tuple[str, int]:
    usual = weights.context if isinstance(weights, EmbeddedModel) else DEFAULT_CONTEXT
    return request_name(weights), context or usual


def _file(weights: EmbeddedModel | Path) -> Path:
    if isinstance(weights, EmbeddedModel):
        return weights_path(weights).resolve()
    if not weights.is_file():
        raise ModelFileError("model_missing", "there is no such file", source=str(weights))
    return weights.resolve()


def _check_running(server: EmbeddedServer, context: int, port: int) -> None:
    if server.context < context:
        raise ServerError(
            "server_start",
            f"{server.model_name} already runs with a context of {server.context} tokens",
            hint="close it first",
        )
    if port and not server.base_url.endswith(f":{port}/v1"):
        raise ServerError(
            "server_start",
            f"{server.model_name} already runs at {server.base_url}",
            hint="close it first",
        )


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise ServerError(
                "port_in_use" if taken else "server_start",
                f"port {port} on {HOST} is {'in use' if taken else 'not available'}",
                hint="choose another port, or 0 for a free one",
            ) from error


def _load_error(weights: Path) -> ServerError:
    with weights.open("rb") as file:
        if file.read(4) != b"GGUF":
            return ServerError("server_start", "not a GGUF file", source=str(weights))
    return ServerError(
        "server_start",
        "llama.cpp cannot load it: damaged, of an unknown architecture, or too big for the memory",
        source=str(weights),
    )


def _llama() -> ModuleType:
    """Import xllamacpp, which takes a while: only who serves pays for it."""
    try:
        return importlib.import_module("xllamacpp")
    except ImportError as error:
        raise SettingsError(
            "extra_missing",
            "embedded models need the package xllamacpp",
            hint="pip install 'llm-extract[local]'",
        ) from error


@atexit.register
def _close_all() -> None:
    for server in tuple(_running.values()):
        server.close()
