"""What differs between a stored line and what code says of its record now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from llm_extract.articles import Article
from llm_extract.errors import field_path
from llm_extract.grounding import Severity

Scalar: TypeAlias = "str | int | float | bool | None"
ChangeKind = Literal[
    "missing", "misfit", "verdict", "finding", "suspicious", "published", "derived", "ids", "text"
]
# Verdicts that do not prove a value, the worst first; None: there is no such value now.
_WORST = ("unsupported", "altered", "miscited", None)
_FAULTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        article: its id.
        kind: ``missing``: the article is not there any more; ``misfit``: the record does not fit
            its schema any more; ``verdict``, ``finding``, ``suspicious`` (text), ``derived``
            (value): as in the line; ``ids``: items have other ids, and links follow them;
            ``published``, ``text``: of the article.
        path: of the value or item, ``""`` for the article as a whole.
        before: verdict, code of the finding, value, count of suspicious places, date, or SHA-256
            of the text as stored, ``None`` when there was none.
        after: the same now.
        note: what differs, or why.
        severity: of a finding.
    """

    article: str
    kind: ChangeKind
    path: str
    before: Scalar
    after: Scalar
    note: str = ""
    severity: Severity | None = None

    @property
    def rank(self) -> int:
        """0 for the worst kind of change."""
        return _RANKS.index(self._weight)

    @property
    def _weight(self) -> tuple[str, object]:
        if self.kind == "verdict":
            return self.kind, self.after if self.after in _WORST else "proven"
        if self.kind == "finding":
            return self.kind, self.severity if self.after else None
        return self.kind, None


_RANKS: tuple[tuple[str, object], ...] = (
    ("missing", None),
    ("misfit", None),
    ("finding", "reject"),
    *(("verdict", verdict) for verdict in _WORST[:2]),
    ("finding", "fault"),
    *(("verdict", verdict) for verdict in _WORST[2:]),
    ("suspicious", None),
    ("finding", "notice"),
    ("published", None),
    ("derived", None),
    ("verdict", "proven"),
    ("text", None),
    ("ids", None),
    ("finding", None),
)


@dataclass(slots=True)
class CheckSummary:
    """What a check found.

    Attributes:
        records: lines with a record.
        failed: lines without one, which are passed over.
        checked: records that were verified; not those without article or that fit no schema.
        values: values of the checked records, each with a verdict.
        before: values of the checked records by verdict as stored.
        after: the same now.
        changes: in the order of the articles.
        rewritten: lines written anew.
        prompts: prompts that are not there, so that words of their examples were not looked for.
    """

    records: int = 0
    failed: int = 0
    checked: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    rewritten: int = 0
    prompts: set[str] = field(default_factory=set)

    @property
    def values(self) -> int:
        """Values with a verdict."""
        return self.after.total()

    @property
    def changed(self) -> int:
        """How many checked records have a change."""
        return self.with_change() - self.with_change("missing") - self.with_change("misfit")

    def with_change(self, kind: ChangeKind | None = None) -> int:
        """How many records have a change of one kind, or of any."""
        return len({c.article for c in self.changes if kind in (None, c.kind)})

    def as_json(self) -> dict[str, Any]:
        """The summary as a JSON object; the worst changes first."""
        return {
            "records": self.records,
            "failed": self.failed,
            "checked": self.checked,
            "values": self.values,
            "changed": self.changed,
            "missing": self.with_change("missing"),
            "misfit": self.with_change("misfit"),
            "rewritten": self.rewritten,
            "before": dict(self.before),
            "after": dict(self.after),
            "changes": [asdict(change) for change in self.worst_first()],
        }

    def worst_first(self) -> list[Change]:
        """All changes; those of one rank in the order of the articles."""
        return sorted(self.changes, key=lambda change: change.rank)


def missing(identity: str, why: str) -> Change:
    """The article of a record is not there."""
    return Change(identity, "missing", "", None, None, why)


def misfit(identity: str, schema: str, error: ValidationError) -> Change:
    """The record is none of its schema; names fields and error types, never values."""
    faults = [
        f"{field_path(fault['loc'])} {fault['type']}" for fault in error.errors(include_input=False)
    ]
    more = f" and {len(faults) - _FAULTS_NAMED} more" if len(faults) > _FAULTS_NAMED else ""
    note = f"{schema}: {', '.join(faults[:_FAULTS_NAMED])}{more}"
    return Change(identity, "misfit", "", None, None, note)


def defect(identity: str, schema: str, error: Exception) -> Change:
    """The schema's own code fails; the message of the exception may hold words of the article."""
    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    why = f"{schema}: a defect, {type(error).__name__} at {where}"
    return Change(identity, "misfit", "", None, None, why)


def changes_of(line: dict[str, Any], article: Article, proof: dict[str, Any]) -> Iterator[Change]:
    """Compare a stored line with its article and the proof of now (see `proof_of`)."""
    identity = line["id"]
    yield from _of_article(identity, line["article"], article)
    derived = tuple(_of_values(identity, line["data"], proof["data"]))
    yield from derived
    yield from _of_verdicts(identity, line, proof, {change.path for change in derived})
    yield from _of_findings(identity, line.get("findings", ()), proof["findings"])
    yield from _of_suspicions(identity, line.get("suspicious_text", ()), proof["suspicious_text"])


def verdicts_of(line: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Values of a line or a proof by path; those of earlier releases have fewer members."""
    return {value["path"]: value for value in line["evidence"]["values"]}


def _of_article(identity: str, stored: dict[str, Any], article: Article) -> Iterator[Change]:
    if stored.get("sha256") != article.sha256:
        yield Change(identity, "text", "", stored.get("sha256"), article.sha256)
    published = article.published.isoformat() if article.published else None
    if stored.get("published") != published:
        yield Change(identity, "published", "", stored.get("published"), published)


def _of_values(identity: str, stored: object, now: object) -> Iterator[Change]:
    """Values by path; ids made of the text change with it, which is told once."""
    if stored == now:
        return
    old, new = _ids(stored), _ids(now)
    names = {old[path]: new[path] for path in old if path in new}
    known = frozenset(new.values())
    before = dict(_leaves(_renamed(stored, names, known)))
    after = dict(_leaves(_renamed(now, {}, known)))
    for path in before | after:
        if before.get(path) != after.get(path):
            yield Change(identity, "derived", path, before.get(path), after.get(path))
    if anew := sum(name != names[name] for name in names):
        yield Change(identity, "ids", "", None, None, str(anew))


def _ids(data: object) -> dict[str, Scalar]:
    return {path: value for path, value in _leaves(data) if path.endswith(".id")}


def _renamed(value: Any, names: dict[Scalar, Scalar], known: frozenset[Scalar]) -> Any:
    """Data with other ids; lists of ids in their order, since they have none of their own."""
    if isinstance(value, dict):
        return {key: _renamed(part, names, known) for key, part in value.items()}
    if isinstance(value, list):
        parts = [_renamed(part, names, known) for part in value]
        links = all(isinstance(part, str) and part in known for part in parts)
        return sorted(parts) if links else parts
    return names.get(value, value) if isinstance(value, str) else value


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, Scalar]]:
    """Values that are not null, by path."""
    below = f"{path}." if path else ""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, f"{below}{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, f"{below}{index}")
    elif isinstance(value, str | int | float):
        yield path, value


def _of_verdicts(
    identity: str, line: dict[str, Any], proof: dict[str, Any], told: set[str]
) -> Iterator[Change]:
    """Verdicts by path; a value that came or went is told once, as a derived one."""
    stored, now = verdicts_of(line), verdicts_of(proof)
    for path in stored | now:
        before = stored.get(path, {}).get("verdict")
        after = now.get(path, {}).get("verdict")
        if before != after and not (path in told and None in (before, after)):
            differs = now.get(path, {}).get("differs", ())
            yield Change(identity, "verdict", path, before, after, ", ".join(differs))


def _of_findings(identity: str, stored: Any, now: list[dict[str, Any]]) -> Iterator[Change]:
    """A finding is known by its code, place and severity; its words may be put better."""
    gone = Counter(map(_known_by, stored))
    for finding in now:
        if gone[_known_by(finding)]:
            gone[_known_by(finding)] -= 1
            continue
        path, code, severity = _known_by(finding)
        yield Change(identity, "finding", path, None, code, finding["message"], severity)
    for path, code, severity in gone.elements():
        yield Change(identity, "finding", path, code, None, "", severity)


def _known_by(finding: dict[str, Any]) -> tuple[str, str, Severity]:
    return finding["path"], finding["code"], finding["severity"]


def _of_suspicions(identity: str, stored: Any, now: list[dict[str, Any]]) -> Iterator[Change]:
    """Places come by kind; where they are tells the line."""
    before, after = (Counter(part["kind"] for part in parts) for parts in (stored, now))
    for kind in before | after:
        if before[kind] != after[kind]:
            yield Change(identity, "suspicious", "", before[kind], after[kind], kind)
