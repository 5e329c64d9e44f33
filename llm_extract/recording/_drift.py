"""Drift: the same request to the same name, and another answer, or another model that answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from llm_extract.errors import ArticleError, RecordingError
from llm_extract.evaluation import Difference, compare_lines
from llm_extract.llm import asked_name
from llm_extract.recording._recording import Recording

if TYPE_CHECKING:
    from llm_extract.recording._case import Case


@dataclass(frozen=True)
class Drift:
    """How a recording differs from the one before, of a case that did not change.

    Attributes:
        case: suite and article.
        asked: requests both recordings hold.
        changed: those among them with another answer.
        before: models that answered then, by their own account.
        now: models that answered now.
        tokens: of the answers, before and now.
        differences: of the records, the worst first.
    """

    case: str
    asked: int
    changed: int
    before: tuple[str, ...]
    now: tuple[str, ...]
    tokens: tuple[int, int]
    differences: tuple[Difference, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything drifted."""
        return bool(self.changed) or self.before != self.now

    def as_json(self) -> dict[str, Any]:
        """The drift as a JSON object."""
        return {
            "case": self.case,
            "asked": self.asked,
            "changed": self.changed,
            "models": {"before": self.before, "now": self.now},
            "tokens": {"before": self.tokens[0], "now": self.tokens[1]},
            "differences": [difference.as_json() for difference in self.differences],
        }


async def drift_of(case: Case, new: Recording, line: Mapping[str, Any]) -> Drift | None:
    """Compare a new recording of ``case``, which makes ``line``, with the one in its place.

    ``None`` when there is none, or it is stale: then more changed than the model.
    """
    try:
        before = await case.areplay()
        old = Recording.load(case.suite.recording(case.id))
    except (RecordingError, ArticleError):
        return None
    then, now = _by_request(old), _by_request(new)
    common = then.keys() & now.keys()
    return Drift(
        case=case.name,
        asked=len(common),
        changed=sum(then[request] != now[request] for request in common),
        before=_models(old),
        now=_models(new),
        tokens=(_tokens(old), _tokens(new)),
        differences=compare_lines(before.line, line, case.suite.extractor.schema),
    )


@dataclass(frozen=True)
class OtherModel:
    """Answers of a run that another model gave than was asked.

    Attributes:
        asked: the name in the requests.
        answered: the name in the answers.
        kind: ``dated``, the name asked for with a date or revision behind it, as aliases are
            resolved; else ``other``.
        answers: how many.
    """

    asked: str
    answered: str
    kind: Literal["dated", "other"]
    answers: int


def other_models(lines: Iterable[Mapping[str, Any]]) -> list[OtherModel]:
    """What the lines of a run say about who answered, the most answers first.

    Embedded models are left out: their server answers under the name it was given.
    """
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        asked = asked_name(str((line.get("fingerprint") or {}).get("model", "")))
        if asked is None:
            continue
        found.update(
            (asked, attempt["model"])
            for attempt in line.get("attempts", ())
            if attempt.get("model") not in (None, asked)
        )
    return [
        OtherModel(asked, answered, _kind(asked, answered), count)
        for (asked, answered), count in found.most_common()
    ]


def _kind(asked: str, answered: str) -> Literal["dated", "other"]:
    return "dated" if answered.startswith(f"{asked}-") else "other"


def _by_request(recording: Recording) -> dict[str, list[str]]:
    """What was answered to each request, without what is not the answer itself."""
    found: dict[str, list[str]] = {}
    for request, answer in zip(recording.requests, recording.answers, strict=True):
        said = [choice.get("message") for choice in answer.get("choices", ())]
        key = json.dumps(request, sort_keys=True)
        found.setdefault(key, []).append(json.dumps(said, sort_keys=True))
    return found


def _models(recording: Recording) -> tuple[str, ...]:
    named = (answer.get("model") for answer in recording.answers)
    return tuple(sorted({str(name) for name in named if name}))


def _tokens(recording: Recording) -> int:
    used = (answer.get("usage") or {} for answer in recording.answers)
    return sum(int(usage.get("completion_tokens") or 0) for usage in used)
