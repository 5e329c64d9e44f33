"""Which items of two lists are the same: likeness of each with each, and an optimal assignment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]

# Of an item as a set of comparable values, by place below it.
Traits: TypeAlias = Mapping[str, Any]

# A pair that is less alike is no pair: one item went, another came.
_LEAST = 0.45
_CITES = "cites"
# Words and numbers tell items apart; choices are few, and are shared by many.
_WEIGHTS = {"number": 1.5, "text": 2.0, "choice": 1.0, "cites": 2.0}


def pair(
    old: Sequence[Traits],
    new: Sequence[Traits],
    ids: tuple[Sequence[Any], Sequence[Any]] = ((), ()),
) -> list[tuple[int, int]]:
    """Positions of items that belong together, equal ones first, then by optimal assignment.

    ``ids`` of both sides tell only which of several equal items are meant.

    Raises:
        SettingsError: ``extra_missing``, items differ and scipy is not installed.
    """
    old, new = _shared(old, new)
    keys = [_key(traits) for traits in old], [_key(traits) for traits in new]
    pairs, left_old, left_new = _equal(*keys, ids)
    if left_old and left_new:
        # In an order of their own, so that equally good pairs do not hang on that of the lists.
        left_old.sort(key=keys[0].__getitem__)
        left_new.sort(key=keys[1].__getitem__)
        first, second = [old[i] for i in left_old], [new[i] for i in left_new]
        if [keys[0][i] for i in left_old] <= [keys[1][i] for i in left_new]:
            found = _assigned(first, second)
        else:
            found = [(row, column) for column, row in _assigned(second, first)]
        pairs += [(left_old[row], left_new[column]) for row, column in found]
    return sorted(pairs)


def _shared(old: Sequence[Traits], new: Sequence[Traits]) -> tuple[list[Traits], list[Traits]]:
    """Only places both sides know: one may be of another version of the schema."""
    names = {name for traits in old for name in traits} & {
        name for traits in new for name in traits
    }
    one, two = (
        [{name: traits.get(name) for name in names} for traits in side] for side in (old, new)
    )
    return list(one), list(two)


def _equal(
    old: Sequence[str], new: Sequence[str], ids: tuple[Sequence[Any], Sequence[Any]]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    waiting: dict[str, list[int]] = {}
    for position, key in enumerate(new):
        waiting.setdefault(key, []).append(position)
    groups: dict[str, list[int]] = {}
    for position, key in enumerate(old):
        groups.setdefault(key, []).append(position)
    pairs = [
        pair for key, group in groups.items() for pair in _in_turn(group, waiting.get(key, []), ids)
    ]
    known_old, known_new = {one for one, _ in pairs}, {two for _, two in pairs}
    left = [position for position in range(len(old)) if position not in known_old]
    return pairs, left, [position for position in range(len(new)) if position not in known_new]


def _in_turn(
    old: list[int], new: list[int], ids: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[tuple[int, int]]:
    """Pairs of equal items: those of one id, then in the order of the lists."""
    by_id = {ids[1][two]: two for two in new if ids[1] and ids[1][two]} if len(new) > 1 else {}
    same = {one: by_id.pop(ids[0][one]) for one in old if by_id and ids[0][one] in by_id}
    yield from same.items()
    taken = set(same.values())
    yield from zip(
        (one for one in old if one not in same),
        (two for two in new if two not in taken),
        strict=False,
    )


def _key(traits: Traits) -> str:
    return json.dumps(traits, sort_keys=True)


def _assigned(old: Sequence[Traits], new: Sequence[Traits]) -> list[tuple[int, int]]:
    try:
        from scipy.optimize import linear_sum_assignment
    except ModuleNotFoundError as error:
        raise SettingsError(
            "extra_missing",
            "items that differ are matched by scipy",
            hint="pip install 'llm-extract[regression]'",
        ) from error
    alike = likeness(old, new)
    alike[alike < _LEAST] = 0.0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in found if alike[row, column] > 0]


def likeness(old: Sequence[Traits], new: Sequence[Traits]) -> Matrix:
    """How alike items are, 0 to 1: the weighted mean over the places one of the two fills."""
    import numpy as np

    total = np.zeros((len(old), len(new)), np.float32)
    weights = np.zeros_like(total)
    for name in sorted({name for traits in (*old, *new) for name in traits}):
        one, two = [t.get(name) for t in old], [t.get(name) for t in new]
        kind, compare = _comparison(name, [*one, *two])
        filled = np.array([_fills(v) for v in one])[:, None] | np.array([_fills(v) for v in two])
        weight = np.float32(_WEIGHTS[kind]) * filled
        total += weight * compare(one, two)
        weights += weight
    alike: Matrix = np.divide(total, weights, out=np.ones_like(total), where=weights > 0)
    return alike


def _fills(value: Any) -> bool:
    return value is not None and value != []


def _comparison(name: str, values: list[Any]) -> tuple[str, Callable[[list[Any], list[Any]], Any]]:
    if name == _CITES:
        return "cites", _overlap
    filled = [value for value in values if _fills(value)]
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in filled):
        return "number", _sameness
    if all(isinstance(value, str | list) for value in filled):
        return "text", _similarity
    return "choice", _sameness


def _sameness(one: list[Any], two: list[Any]) -> Any:
    import numpy as np

    codes: dict[str, int] = {}
    left = np.array([codes.setdefault(_key({"": value}), len(codes)) for value in one])
    right = np.array([codes.setdefault(_key({"": value}), len(codes)) for value in two])
    return left[:, None] == right[None, :]


def _similarity(one: list[Any], two: list[Any]) -> Any:
    """Of texts, letter by letter; a list of texts is one text, whatever its order."""
    import numpy as np
    from rapidfuzz import fuzz, process

    left, right = [_text(value) for value in one], [_text(value) for value in two]
    rows, columns = sorted(set(left)), sorted(set(right))
    matrix = process.cdist(rows, columns, scorer=fuzz.ratio, dtype=np.float32) / 100
    at_row = {text: position for position, text in enumerate(rows)}
    at_column = {text: position for position, text in enumerate(columns)}
    return matrix[np.ix_([at_row[text] for text in left], [at_column[text] for text in right])]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(sorted(str(part) for part in value)).casefold()
    return "" if value is None else str(value).casefold()


def _overlap(one: list[Any], two: list[Any]) -> Any:
    """Shared sentences of all that are cited."""
    import numpy as np

    numbers = sorted({number for cites in (*one, *two) for number in cites or ()})
    left, right = _member(one, numbers), _member(two, numbers)
    shared = left @ right.T
    every = left.sum(1)[:, None] + right.sum(1)[None, :] - shared
    return np.divide(shared, every, out=np.zeros_like(shared), where=every > 0)


def _member(cited: list[Any], numbers: list[int]) -> Any:
    import numpy as np

    return np.array([[n in (cites or ()) for n in numbers] for cites in cited], np.float32)
