"""Lines to compare: worked examples of prompts as a run would store them, and changed copies."""

from __future__ import annotations

import copy
import itertools
import json
from functools import cache

from llm_extract.evaluation import apply, compare_lines
from llm_extract.prompts import Renderer, load_prompt
from llm_extract.runs._lines import about, proof_of
from llm_extract.schemas import load_schema
from llm_extract.verification import Verifier

V1, V2 = load_schema("conflict_events@1"), load_schema("conflict_events@2")
OBITUARY = load_schema("obituary@1")


@cache
def _stored(reference):
    prompt = load_prompt(reference)
    schema = load_schema(prompt.schema)
    article, record = Renderer(prompt).examples[0]
    typed = schema.model.model_validate_json(json.dumps(record))
    found = Verifier(schema).verify(article, typed)
    proof = proof_of(article, found.record, found.evidence, found.findings, found.suspicious)
    line = {"id": "one", "status": "ok", "error": None, "article": about(article, None), **proof}
    return json.dumps(line | {"rejected": [], "gaps": [], "schema": schema.reference})


def example(reference="conflict_events@2"):
    """The line of the worked example of a prompt; a new one each time."""
    return json.loads(_stored(reference))


def line_of(data, **members):
    """A line of a record without any evidence."""
    known = {"id": "one", "status": "ok", "error": None, "schema": "boats", "data": data}
    return {**known, **members}


def changed(line, path, value):
    """A copy of a line with another value in its record."""
    line = copy.deepcopy(line)
    *above, name = (int(key) if key.isdigit() else key for key in path.split("."))
    holder = line["data"]
    for key in above:
        holder = holder[key]
    holder[name] = value
    return line


def without(line, name, position):
    """A copy of a line without an item, the evidence and findings of the others moved up."""
    count = len(line["data"][name])
    line = copy.deepcopy(line)
    _arrange(line, name, [n for n in range(count) if n != position])
    return line


def with_copy(line, name, position, **values):
    """A copy of a line with one item twice, changed the second time."""
    line = copy.deepcopy(line)
    item = copy.deepcopy(line["data"][name][position])
    line["data"][name].append(item | values)
    return line


def shuffled(line, random, name_of=None):
    """A copy of a line with all lists in another order and, if told so, with other ids."""
    line = copy.deepcopy(line)
    for name, items in line["data"].items():
        if isinstance(items, list):
            _arrange(line, name, random.sample(range(len(items)), len(items)))
    for items in line["data"].values():
        for item in items if isinstance(items, list) else ():
            _plain_lists_shuffled(item, random)
    return _renamed(line, name_of) if name_of else line


def _arrange(line, name, order):
    line["data"][name] = [line["data"][name][position] for position in order]
    moved = {f"{name}.{old}": f"{name}.{new}" for new, old in enumerate(order)}
    evidence = line.get("evidence", {})
    for holder, member in ((evidence, "items"), (evidence, "values"), (line, "findings")):
        kept = []
        for entry in holder.get(member, ()):
            item = ".".join(entry["path"].split(".")[:2])
            if entry["path"].split(".")[0] != name or item == name:
                kept.append(entry)
            elif item in moved:
                kept.append(entry | {"path": moved[item] + entry["path"][len(item) :]})
        if member in holder:
            holder[member] = kept


def _plain_lists_shuffled(value, random):
    """Lists below an item; values without evidence of their own only."""
    if isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, list) and name in _FREE:
                random.shuffle(part)
            _plain_lists_shuffled(part, random)


# Derived, so no verdict speaks of a position in them.
_FREE = ("cites", "claim_ids", "actor1", "actor2", "related", "contradicts", "supports")


def mutated(line, random):
    """A copy with changes of every class, in another order, with other ids."""
    line = shuffled(line, random, counted_ids())
    for name, items in line["data"].items():
        if isinstance(items, list) and items:
            line = _with_changes(line, name, random)
    line["findings"] = [part for part in line["findings"] if random.random() < 0.7]
    for entry in line["evidence"].get("values", ()):
        if random.random() < 0.05:
            entry["verdict"] = random.choice(("exact", "miscited", "unsupported"))
    return line


def _with_changes(line, name, random):
    items = line["data"][name]
    for item in items:
        field = random.choice(sorted(item))
        if random.random() < 0.4 and field != "id":
            item[field] = _another(item[field], [other[field] for other in items], random)
    if random.random() < 0.3:
        line = without(line, name, random.randrange(len(items)))
    if random.random() < 0.3 and line["data"][name]:
        new = copy.deepcopy(random.choice(line["data"][name]))
        text = next(field for field in _TEXTS if field in new)
        new |= {"cites": [1, 15], text: "something of its own"}
        line["data"][name].append(new | ({"id": f"{name}-new"} if "id" in new else {}))
        _prove_last(line, name, random)
    return line


def _another(value, others, random):
    """Another number, text or sentence; items keep apart from each other."""
    if isinstance(value, list) and value and isinstance(value[0], int):
        return [*value, value[-1] + 1]
    if isinstance(value, str):
        return f"{value} again"
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 7
    return copy.deepcopy(random.choice(others))


_TEXTS = ("what", "count_text", "distance_text", "title", "relation", "words", "name", "source")


def _prove_last(line, name, random):
    """Evidence and a finding of an item that was appended."""
    place = f"{name}.{len(line['data'][name]) - 1}"
    evidence = line["evidence"]
    if evidence.get("items"):
        first = next(e for e in evidence["items"] if e["path"].startswith(f"{name}."))
        evidence["items"].append({**first, "path": place})
    if random.random() < 0.5:
        finding = {"code": "odd", "path": place, "message": "it is odd", "severity": "fault"}
        line["findings"].append(finding)


def _renamed(line, name_of):
    ids = {
        item["id"]
        for items in line["data"].values()
        if isinstance(items, list)
        for item in items
        if item.get("id")
    }
    names = {identity: name_of(identity) for identity in sorted(ids)}

    def renamed(value):
        if isinstance(value, list):
            return [renamed(part) for part in value]
        if isinstance(value, dict):
            return {name: renamed(part) for name, part in value.items()}
        return names.get(value, value) if isinstance(value, str) else value

    return {**line, "data": renamed(line["data"])}


def counted_ids():
    """Names ids x1, x2 and so on."""
    count = itertools.count(1)
    return lambda _: f"x{next(count)}"


def told(old, new, schema=V2):
    """Kind, path and grade of each difference."""
    return [(d.kind, d.path, d.grade) for d in compare_lines(old, new, schema)]


def left_after(old, new, chosen, schema=V2):
    """Differences that are left when some were taken over."""
    return compare_lines(apply(old, new, chosen, schema), new, schema)
