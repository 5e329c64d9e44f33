"""Whether one value meets another, by the rule of their slot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from llm_extract.evaluation.scoring._folding import folded, token_f1
from llm_extract.evaluation.scoring._model import Filler, Form, Interval, Range, Rule, Span

_LEAST_TOKEN_F1 = 0.5


def match(rule: Rule, predicted: Form, gold: Form) -> bool:
    """Whether the predicted form is right; forms of a kind the rule does not know never are."""
    return _RULES[rule](predicted, gold)


def meets(rule: Rule, predicted: Filler, gold: Filler) -> bool:
    """Whether any form of the predicted filler matches any form of the gold one."""
    return any(match(rule, mine, right) for mine in predicted.forms for right in gold.forms)


def _choice(predicted: Form, gold: Form) -> bool:
    # In Python True equals 1.
    return isinstance(predicted, bool) == isinstance(gold, bool) and predicted == gold


def _exact(predicted: Form, gold: Form) -> bool:
    if isinstance(predicted, str) and isinstance(gold, str):
        return folded(predicted) == folded(gold)
    return False


def _text(predicted: Form, gold: Form) -> bool:
    if isinstance(predicted, str) and isinstance(gold, str):
        return _exact(predicted, gold) or token_f1(predicted, gold) >= _LEAST_TOKEN_F1
    return False


def _number(predicted: Form, gold: Form) -> bool:
    return _is_number(predicted) and _is_number(gold) and predicted == gold


def _range(predicted: Form, gold: Form) -> bool:
    inner, outer = _as_range(predicted), _as_range(gold)
    if inner is None or outer is None:
        return False
    low_fits = outer.low is None or (inner.low is not None and inner.low >= outer.low)
    high_fits = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return low_fits and high_fits


def _date(predicted: Form, gold: Form) -> bool:
    if isinstance(predicted, Interval) and isinstance(gold, Interval):
        return predicted == gold and gold.start is not None and gold.start == gold.end
    return False


def _interval(predicted: Form, gold: Form) -> bool:
    if isinstance(predicted, Interval) and isinstance(gold, Interval):
        starts = [part.start or date.min for part in (predicted, gold)]
        ends = [part.end or date.max for part in (predicted, gold)]
        return max(starts) <= min(ends)
    return False


def _mention(predicted: Form, gold: Form) -> bool:
    if isinstance(predicted, Span) and isinstance(gold, Span):
        return max(predicted.start, gold.start) < min(predicted.end, gold.end)
    return _exact(predicted, gold)


def _is_number(form: Form) -> bool:
    return isinstance(form, int | float) and not isinstance(form, bool)


def _as_range(form: Form) -> Range | None:
    if isinstance(form, Range):
        return form
    if isinstance(form, int | float) and not isinstance(form, bool):
        return Range(form, form)
    return None


_RULES: dict[Rule, Callable[[Form, Form], bool]] = {
    "choice": _choice,
    "exact": _exact,
    "text": _text,
    "number": _number,
    "range": _range,
    "date": _date,
    "interval": _interval,
    "mention": _mention,
}
