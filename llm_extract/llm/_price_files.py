"""Price files: the package's own, and the one a user may have."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from llm_extract.errors import SettingsError

BUNDLED = Path(__file__).with_name("prices.toml")
_VARIABLE = "LLM_EXTRACT_PRICES"
_DATED = re.compile(r"(.+)-\d{4}-\d{2}-\d{2}")
_PORTS = {"http": 80, "https": 443}
_FORM = "see llm_extract/llm/prices.toml for the form"

Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Entry(BaseModel):
    """US dollars per million tokens of one model, as in `Price`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    input: Dollars
    cached_input: Dollars | None = None
    output: Dollars
    thinks: bool = False


class Table(BaseModel):
    """Prices at one address.

    Attributes:
        base_url: an address, or the beginning of one up to a ``/``.
        models: by name; ``*`` stands for any letters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    base_url: str
    models: dict[str, Entry]
    as_of: date | None = None
    source: str = "your price file"

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        # Asking for a port that is no number raises a ValueError too.
        if parts.scheme not in _PORTS or not parts.hostname or parts.port == 0:
            raise ValueError("no http or https address")
        return value

    def is_at(self, base_url: str) -> bool:
        """Whether ``base_url`` is this address or lies below it."""
        return f"{_plain(base_url)}/".startswith(f"{_plain(self.base_url)}/")

    def entry(self, model: str) -> Entry | None:
        """The entry of ``model``: by its name, its family, else the longest fitting pattern."""
        family = _DATED.fullmatch(model)
        for name in (model, family[1] if family else model):
            if name in self.models:
                return self.models[name]
        fitting = [name for name in self.models if _fits(name, model)]
        return self.models[max(fitting, key=len)] if fitting else None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    prices: list[Table]


def user_file() -> Path | None:
    """The user's price file: named by ``LLM_EXTRACT_PRICES``, else in the configuration folder."""
    named = os.environ.get(_VARIABLE)
    return Path(named).expanduser() if named else _in_config_folder(_config_folder())


@cache
def read_prices(path: Path) -> tuple[Table, ...]:
    """Read a price file, once per process: what is paid must not change in the middle of a run.

    Raises:
        SettingsError: ``prices_invalid``, naming the file and the key.
    """
    try:
        return tuple(_File.model_validate(tomllib.loads(path.read_text("utf-8"))).prices)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(map(str, detail["loc"]))
        raise _broken(path, f"{key}: {detail['msg']}") from None
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise _broken(path, f"no TOML: {reason}") from None


def _config_folder() -> Path:
    return platformdirs.user_config_path("llm-extract")


@cache
def _in_config_folder(folder: Path) -> Path | None:
    # Asked once: a file that appears during a run must not fail what is already paid for.
    path = folder / BUNDLED.name
    return path if path.is_file() else None


def _broken(path: Path, reason: str) -> SettingsError:
    # A key of TOML may hold line ends.
    one_line = " ".join(reason.split())
    return SettingsError("prices_invalid", one_line, source=str(path), hint=_FORM)


def _plain(url: str) -> str:
    """An address without what two spellings of it may differ in."""
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme, 0)
    return f"{parts.scheme}://{parts.hostname}:{port}{parts.path.rstrip('/')}"


def _fits(pattern: str, model: str) -> bool:
    if "*" not in pattern:
        return False
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), model) is not None
