"""What a run did, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from llm_extract.llm import Usage, asked_name


@dataclass(frozen=True, slots=True)
class Digest:
    """What a line says, in numbers; the line itself may be large, and elsewhere.

    Attributes:
        state: ``ok``, ``failed`` or ``skipped``.
        error: code, message and hint, or ``None``.
        items: items by list of the record.
        verdicts: values by verdict.
        rejected: items kept out of the record, by code.
        findings: faults the checks found, by code.
        suspicious: whether there is text aimed at a model.
        gaps: sentences without a usable answer.
        seconds: it took.
        other_model: the model that answered, by its own account, if another was asked.
    """

    state: str
    error: dict[str, Any] | None = None
    items: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    suspicious: bool = False
    gaps: int = 0
    seconds: float = 0.0
    other_model: str | None = None


def digest_of(line: dict[str, Any], lists: Iterable[str]) -> Digest:
    """Count what a line holds; ``lists`` are the lists of items of its schema."""
    if line["status"] != "ok":
        return Digest(line["status"], line["error"])
    return Digest(
        "ok",
        items={name: len(line["data"][name]) for name in lists if name in line["data"]},
        verdicts=dict(line["evidence"]["verdicts"]),
        rejected=dict(Counter(part["code"] for part in line["rejected"])),
        findings=dict(
            Counter(part["code"] for part in line["findings"] if part["severity"] != "notice")
        ),
        suspicious=bool(line["suspicious_text"]),
        gaps=len(line["gaps"]),
        seconds=line["seconds"],
        other_model=_other_model(line),
    )


def _other_model(line: dict[str, Any]) -> str | None:
    asked = asked_name(str(line["fingerprint"].get("model", "")))
    answered = line.get("model")
    return None if asked is None or answered in (None, asked) else str(answered)


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        ok: articles with a record, the reused ones included.
        reused: outcomes of an earlier run with the same fingerprint; nothing was called.
        duplicates: articles whose text an earlier article of the run has too.
        failed: ids of articles without a record, with code and message.
        skipped: inputs a stopped run did not get to.
        items: items found, by field of the record.
        verdicts: values by verdict.
        rejected: items kept out of the records, by code.
        findings: faults the checks found in the records, by code.
        other_models: articles another model answered about than was asked, by its name.
        suspicious: articles with text that addresses a model, hides, or imitates an answer.
        usage: tokens of this run's calls.
        cost: US dollars of this run's calls, ``None`` when a price is unknown.
        seconds: wall time.
        aborted: code of what stopped the run, or ``None``.
    """

    ok: int = 0
    reused: int = 0
    duplicates: int = 0
    gaps: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    skipped: int = 0
    items: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    other_models: Counter[str] = field(default_factory=Counter)
    suspicious: int = 0
    usage: Usage = field(default_factory=lambda: Usage.of(()))
    cost: float | None = 0.0
    seconds: float = 0.0
    aborted: str | None = None

    @property
    def done(self) -> int:
        """Articles that have ended, one way or the other."""
        return self.ok + len(self.failed) + self.skipped

    def count(self, identity: str, digest: Digest, *, reused: bool, duplicate: bool) -> None:
        """Take an article into account."""
        self.reused += reused
        self.duplicates += duplicate
        if digest.state == "skipped":
            self.skipped += 1
            return
        if digest.error is not None:
            self.failed.append((identity, digest.error["code"], digest.error["message"]))
            return
        self.ok += 1
        self.gaps += digest.gaps
        self.suspicious += digest.suspicious
        self.items.update(digest.items)
        self.verdicts.update(digest.verdicts)
        self.rejected.update(digest.rejected)
        self.findings.update(digest.findings)
        if digest.other_model:
            self.other_models[digest.other_model] += 1

    def spend(self, usage: Usage, cost: float | None) -> None:
        """Take calls into account."""
        self.usage = self.usage + usage
        self.cost = None if self.cost is None or cost is None else self.cost + cost

    def as_json(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return {
            "ok": self.ok,
            "reused": self.reused,
            "duplicates": self.duplicates,
            "failed": [
                {"id": id_, "code": code, "message": message} for id_, code, message in self.failed
            ],
            "skipped": self.skipped,
            "gaps": self.gaps,
            "items": dict(self.items),
            "verdicts": dict(self.verdicts),
            "rejected": dict(self.rejected),
            "findings": dict(self.findings),
            "other_models": dict(self.other_models),
            "suspicious": self.suspicious,
            "prompt_tokens": self.usage.prompt_tokens,
            "cached_tokens": self.usage.cached_tokens,
            "completion_tokens": self.usage.completion_tokens,
            "requests": self.usage.requests,
            "cost": self.cost,
            "seconds": round(self.seconds, 1),
            "aborted": self.aborted,
        }
