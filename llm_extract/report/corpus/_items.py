"""The items and facts of a line, each value beside its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.grounding import DOUBTFUL
from llm_extract.report.corpus._values import DAY, Json, at, leaves

_LONGEST_LABEL = 120


def items_of(line: Json, choices: Mapping[str, str], *, quoted: bool) -> list[Json]:
    """Items in the order of the record.

    Args:
        line: with a record.
        choices: the field that tells the kind of an item, by list.
        quoted: whether to hold the cited sentences, because the article is not at hand.
    """
    proof = {value["path"]: value for value in line["evidence"]["values"]}
    return [
        _item(line, evidence, proof, choices, quoted=quoted)
        for evidence in sorted(line["evidence"]["items"], key=_place(line["data"]))
    ]


def facts_of(line: Json) -> list[Json]:
    """Values of the record that are part of no item."""
    proof = {value["path"]: value for value in line["evidence"]["values"]}
    lists = {evidence["path"].partition(".")[0] for evidence in line["evidence"]["items"]}
    facts = ((name, part) for name, part in line["data"].items() if name not in lists and part)
    return [
        _value(path, path, value, proof, [])
        for name, part in facts
        for path, value in leaves(part, name)
    ]


def _place(record: Json) -> Any:
    lists = {name: place for place, name in enumerate(record)}

    def key(evidence: Json) -> tuple[int, int]:
        name, _, number = evidence["path"].partition(".")
        return lists.get(name, len(lists)), int(number)

    return key


def _item(
    line: Json,
    evidence: Json,
    proof: Mapping[str, Json],
    choices: Mapping[str, str],
    *,
    quoted: bool,
) -> Json:
    path = evidence["path"]
    name = path.partition(".")[0]
    held = at(line["data"], path) or {}
    values = list(_values(held, path, proof, evidence["spans"]))
    kind = held.get(choices.get(name, ""))
    return {
        "path": path,
        "list": name,
        "type": kind if isinstance(kind, str) else None,
        "label": _label(values, kind),
        "date": _date(values),
        "id": evidence["id"],
        "cites": evidence["cites"],
        "unknown_cites": evidence["unknown_cites"],
        "spans": evidence["spans"],
        **({"quotes": evidence["quotes"]} if quoted else {}),
        "values": values,
        "findings": [one for one in line["findings"] if _is_of(one["path"], path)],
        "doubtful": sum(value["verdict"] in DOUBTFUL for value in values),
    }


def _is_of(path: str, item: str) -> bool:
    return path == item or path.startswith(f"{item}.")


def _values(
    held: Json, path: str, proof: Mapping[str, Json], spans: list[list[int]]
) -> Iterator[Json]:
    for name, part in held.items():
        if name != "cites":
            for below, value in leaves(part, f"{path}.{name}"):
                yield _value(below, below.removeprefix(f"{path}."), value, proof, spans)


def _value(
    path: str, field: str, value: Any, proof: Mapping[str, Json], spans: list[list[int]]
) -> Json:
    """A value; it is minor when it is null, or code made it of the whole item."""
    found = proof.get(path, {})
    verdict, own = found.get("verdict"), found.get("spans", [])
    is_made = verdict is None or (verdict == "derived" and own in ([], spans))
    told: Json = {"path": path, "field": field, "value": value, "verdict": verdict, "spans": own}
    told |= {name: found[name] for name in ("differs", "rule") if found.get(name)}
    return told | ({"minor": True} if is_made else {})


def _label(values: list[Json], kind: Any) -> str:
    """The first words of the item that are not its kind, else its kind."""
    own = (one["value"] for one in values if "minor" not in one)
    texts = (text for text in own if isinstance(text, str) and text and text != kind)
    return next(texts, kind if isinstance(kind, str) else "")[:_LONGEST_LABEL]


def _date(values: list[Json]) -> str | None:
    """The first day among the values."""
    texts = (one["value"] for one in values if isinstance(one["value"], str))
    return next((text for text in texts if DAY.fullmatch(text)), None)
