"""A suite: cases that share prompt, schema, model and settings.

On disk it is a folder, by default ``cases/<name>@<N>/<model>``::

    suite.yaml                        what the cases share
    recordings/<article id>.yaml      the answers of the model
    accepted/<article id>.json        the record a person accepted

Its articles are elsewhere, by default in ``cases/articles``, so that suites share them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llm_extract.articles import Article, read_articles
from llm_extract.errors import ArticleError, SettingsError, field_path
from llm_extract.extraction import Extractor, Step
from llm_extract.llm import OPENAI_PREFIX, CallSettings, EmbeddedTarget, Endpoint, find_embedded
from llm_extract.policy import Policy
from llm_extract.reading import Reading
from llm_extract.recording._recording import write_whole

SUITE_FILE = "suite.yaml"
ARTICLES = "articles"
# Nobody listens there, and nothing is sent there.
_NOWHERE = "http://127.0.0.1:9/v1"
_HEAD = "# What the cases of this suite share; `llm-extract record` wrote it.\n"
_LONGEST_NAME = 120


class _Asked(BaseModel):
    """The model, as the user names it and as requests name it.

    ``identity`` tells an embedded one from others of its name; the address of an endpoint is where
    to ask again, and no part of the model.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    base_url: str | None = None
    request_name: str
    identity: str | None = None
    embedded: bool = False


class SuiteFile(BaseModel):
    """Content of ``suite.yaml``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str
    schema_: str = Field(alias="schema")
    model: _Asked
    reading: Reading
    policy: Policy
    settings: dict[str, Any]
    articles: str


@dataclass(frozen=True)
class Suite:
    """One suite; ``folder`` and ``articles`` are paths, ``shared`` what its file says."""

    folder: Path
    shared: SuiteFile

    @classmethod
    def load(cls, folder: Path) -> Suite:
        """Read ``suite.yaml``.

        Raises:
            SettingsError: ``suite_invalid``, with the file and the field.
        """
        path = folder / SUITE_FILE
        try:
            shared = SuiteFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
            raise SettingsError(
                "suite_invalid", _why(error), source=str(path), hint="record the suite again"
            ) from None
        return cls(folder, shared)

    @classmethod
    def of(
        cls, extractor: Extractor, folder: Path, articles: Path, name: str | None = None
    ) -> Suite:
        """The suite of a live extractor; ``name`` is the model as the user named it.

        Raises:
            SettingsError: ``usage``, the prompt is a file without a version.
        """
        target, prompt = extractor.target, extractor.prompt.reference
        if "@" not in prompt:
            raise SettingsError(
                "usage",
                "only versions are recorded",
                source=prompt,
                hint="put the file into the prompts of a project as NAME/v1.md",
            )
        embedded = isinstance(target, EmbeddedTarget)
        asked = _Asked(
            name=target.model if embedded else name or target.model,
            base_url=None if isinstance(target, EmbeddedTarget) else target.base_url,
            request_name=target.request_name
            if isinstance(target, EmbeddedTarget)
            else target.model,
            identity=extractor.identity if embedded else None,
            embedded=embedded,
        )
        shared = SuiteFile(
            prompt=prompt,
            schema=extractor.schema.reference,
            model=asked,
            reading=extractor.reading,
            policy=extractor.policy,
            settings=_settings(extractor.settings),
            articles=Path(os.path.relpath(articles, folder)).as_posix(),
        )
        return cls(folder, shared)

    @property
    def name(self) -> str:
        """``conflict_events@2/qwen2.5-coder-1.5b``: the last two parts of its path."""
        return "/".join(self.folder.resolve().parts[-2:])

    @property
    def articles(self) -> Path:
        """Where its articles are."""
        return Path(os.path.normpath(self.folder / self.shared.articles))

    @property
    def command(self) -> str:
        """The command that records what is missing or stale."""
        return f"llm-extract record {self.folder}"

    @cached_property
    def extractor(self) -> Extractor:
        """Extracts from recorded answers only; needs no key, no weights and no network."""
        shared = self.shared
        return Extractor(
            shared.prompt,
            schema=shared.schema_,
            endpoint=_recorded(shared.model),
            reading=shared.reading,
            policy=shared.policy,
            settings=CallSettings(**shared.settings),
        )

    def live(
        self, *, deadline: float, port: int = 0, on_step: Callable[[Step], None] | None = None
    ) -> Extractor:
        """Extracts with the real model; errors as of `Extractor`."""
        shared, asked = self.shared, self.shared.model
        by_address = not asked.embedded and not asked.name.startswith(OPENAI_PREFIX)
        return Extractor(
            shared.prompt,
            schema=shared.schema_,
            model=asked.name,
            base_url=asked.base_url if by_address else None,
            port=port,
            reading=shared.reading,
            policy=shared.policy,
            settings=CallSettings(deadline=deadline, **shared.settings),
            on_step=on_step,
        )

    def claim(self) -> None:
        """Write ``suite.yaml``, unless another suite has the place.

        Raises:
            SettingsError: ``usage``, naming what differs; other weights under one name do not.
        """
        if (self.folder / SUITE_FILE).is_file():
            there = Suite.load(self.folder).shared.model_dump(by_alias=True)
            own = self.shared.model_dump(by_alias=True)
            for part in (there, own):
                part["model"].pop("identity")
            differs = [name for name in own if own[name] != there[name]]
            if differs:
                raise SettingsError(
                    "usage",
                    f"the suite there has another {differs[0]}",
                    source=str(self.folder),
                    hint="give this one a name with --suite, or delete the other",
                )
        self.save()

    def save(self) -> None:
        """Write ``suite.yaml``."""
        text = yaml.safe_dump(
            self.shared.model_dump(by_alias=True), sort_keys=False, allow_unicode=True, width=100
        )
        write_whole(self.folder / SUITE_FILE, (_HEAD + text).encode())

    def inputs(self) -> dict[str, Article | ArticleError]:
        """Its articles by id, in the order of their files.

        Raises:
            ArticleError: ``not_found``, they are not where the suite says.
        """
        if not self.articles.exists():
            raise ArticleError(
                "not_found",
                "the articles of the suite are not there",
                source=str(self.articles),
                hint=f"see `articles` in {self.folder / SUITE_FILE}",
            )
        found = read_articles(self.articles)
        return {
            str(item.source) if isinstance(item, ArticleError) else item.id: item for item in found
        }

    def recording(self, case: str) -> Path:
        """File of the answers about an article."""
        return self.folder / "recordings" / f"{file_name(case)}.yaml"

    def staged(self, case: str) -> Path:
        """Where they are while they are recorded."""
        return self.folder / ".staging" / f"{file_name(case)}.yaml"

    def accepted(self, case: str) -> Path:
        """File of the accepted record."""
        return self.folder / "accepted" / f"{file_name(case)}.json"

    def leftovers(self, cases: Mapping[str, object]) -> Iterator[Path]:
        """Recordings and accepted records of articles that are not there any more."""
        known = {path for case in cases for path in (self.recording(case), self.accepted(case))}
        for part, suffix in (("recordings", ".yaml"), ("accepted", ".json")):
            for path in sorted((self.folder / part).rglob(f"*{suffix}")):
                if path not in known and not path.name.startswith("."):
                    yield path


def find_suites(root: Path) -> list[Suite]:
    """All suites at or below a folder, by path."""
    paths = sorted(root.rglob(SUITE_FILE)) if root.is_dir() else []
    return [Suite.load(path.parent) for path in paths]


def suite_folder(cases: Path, extractor: Extractor) -> Path:
    """Where a suite lies by default."""
    model = extractor.target.model.removeprefix("local/").removeprefix(OPENAI_PREFIX)
    return cases / extractor.prompt.reference / file_name(model.replace("/", "--"))


def file_name(case: str) -> str:
    """A relative path for an id: folders stay, everything unusual is percent-encoded."""
    parts = [quote(part, safe=" @+,()[]~") or "%" for part in PurePosixPath(case).parts]
    safe = [part.replace(".", "%2E") if set(part) == {"."} else part for part in parts]
    return "/".join(_short(part.replace("/", "%2F")) for part in safe)


def _short(part: str) -> str:
    if len(part) <= _LONGEST_NAME:
        return part
    from hashlib import sha256

    return f"{part[: _LONGEST_NAME - 17]}~{sha256(part.encode()).hexdigest()[:16]}"


def _recorded(asked: _Asked) -> Endpoint:
    weights: Any = None
    if asked.embedded:
        known = asked.name.startswith("local/")
        weights = find_embedded(asked.name) if known else Path(asked.name)
    return Endpoint(
        asked.request_name,
        asked.base_url or _NOWHERE,
        embedded=weights,
        identity=asked.identity,
    )


def _settings(settings: CallSettings) -> dict[str, Any]:
    """What differs from the defaults among the settings that change an answer."""
    usual = asdict(CallSettings())
    extra = settings.validation_retries
    own = {**settings.of_answer, "validation_retries": extra}
    return {name: value for name, value in own.items() if value != usual[name]}


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"field {field_path(error.errors()[0]['loc'])} is wrong or missing"
    return "it is not there" if isinstance(error, FileNotFoundError) else "it is not YAML"
