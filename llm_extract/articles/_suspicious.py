"""Stretches of an article that look like an attack on the model that reads it.

An article is data, but it is read by a model that also follows words. Whoever writes one can
address that model, feign its answer or its tool calls, or close the frame the article stands
in. Such stretches are reported, never removed: the text stays what was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from llm_extract.articles import _suspicious_signs as signs
from llm_extract.articles._suspicious_wording import (
    ANYWHERE,
    JOINED_ORDERS,
    LONGEST_LEAD,
    ORDERS,
    ROLE_MARKER,
    Wording,
)

SuspicionKind = Literal[
    "addresses_model",
    "fake_json",
    "fake_tool_call",
    "closing_delimiter",
    "template",
    "control_character",
    "bidi_mark",
]
_Span = tuple[int, int]
_Raw = tuple[SuspicionKind, Iterator[_Span]]

_LONGEST = 4000
_LONGEST_LINE = 300
_SENTENCE_END = re.compile(r"""[^\n]{0,300}?(?:[.!?؟](?=[\s"')\]]|\Z)|(?=\n)|\Z)""")
_LINE_END = re.compile(r"[^\n]{0,300}")

_KEY = r"""\\?["'][A-Za-z_][\w .-]{0,40}\\?["']\s{0,8}:"""
_BRACKET_OR_KEY = re.compile(
    rf"(?P<literal>[\[{{](?=\s{{0,40}}(?:\{{\s{{0,40}})?{_KEY}))|[\[{{\]}}]|{_KEY}"
)
_NAME = r"""[a-z_]\w{0,40}\\?["']\s{0,4}:\s{0,4}"""
_LONE_KEY = re.compile(
    r"""\\?["'](?:cites\\?["']\s{0,4}:|[a-z]{1,20}(?:_[a-z0-9]{1,20}){1,5}\\?["']\s{0,4}:"""
    rf"""|{_NAME}(?:[\[{{](?=\s{{0,8}}(?:[\\"'\[{{\]}}\d]|\Z))"""
    rf"""|["'][^"'\n]{{0,80}}["'],\s{{0,4}}["']{_NAME}(?=[\w"'\[{{])"""
    rf"""|(?:\d{{1,12}}|null|true|false),\s{{0,4}}["']{_NAME}(?=[nft"'\[{{])))"""
)
_FENCED_JSON = re.compile(r"(?P<tag>```|~~~)[ \t]{0,4}(?:json[a-z0-9]{0,2}\b|\s{0,4}[\[{])")
_TOOL_TAG = re.compile(
    r"<(?P<tag>tool_calls?|tool_use|tool_response|tool_result|function_calls?|invoke|function)"
    r"(?:>|=|[ ]name[ ]?=)"
)
_TOOL_CALL = re.compile(
    r"</(?:tool_calls?|tool_use|tool_response|tool_result|function_calls?|invoke|function)>"
    r"|<parameter(?:=|[ ]name[ ]?=)[^\n>]{0,80}>?|\[/?tool_(?:calls?|results?)\]"
    r"|<\|(?:tool[\w▁]{0,40}|python_tag)\|>"
    r"""|["'](?:tool_calls?|function_call|tool_use_id|tool_call_id)\\?["']\s{0,4}:"""
    r"|functions\.[a-z_]\w{0,60}(?::\d{1,4})?\([^\n)]{0,300}\)?"
    r"""|\{\s{0,8}\\?["'](?:name|tool|function)\\?["']\s{0,4}:\s{0,4}\\?["'][^"'\n]{1,80}["']"""
    r"""\s{0,4},\s{0,8}\\?["'](?:arguments|parameters|input)\\?["']\s{0,4}:[^\n]{0,300}"""
)
_FRAMED = r"(?:article|document|input|prompt|context|data|user[ ]input|text)"
_DELIMITER = re.compile(
    r"=(?<!==)={2,}+[ \t]{0,8}(?:"
    rf"end[ \t]of[ \t](?:the[ \t])?(?:{_FRAMED}|sentences)\b[^\n]{{0,80}}"
    r"|(?:article|sentences)(?:[ \t][0-9a-f]{6,64})?[ \t]{0,8}={3,})"
    r"|-(?<!--)-{2,}+[ \t]{0,4}end(?:[ \t](?:of[ \t])?[a-z][a-z \t]{0,40}?)?[ \t]{0,4}-{3,}"
    rf"|[\[<]/?end[ _]of[ _](?:the[ _])?{_FRAMED}[\]>]"
    r"|(?:^[ \t]{0,8}[#*]{0,6}[ \t]{0,4}|(?<=[.!?][ ]))end[ ]of[ ](?:the[ ])?"
    rf"{_FRAMED}(?:[ \t]{{0,4}}[.!:](?=\s{{1,20}}\S)|(?=[ \t#*]{{0,8}}\n\s{{0,20}}\S))"
    r"|</(?:article|document|text|input|context|data|content|story|user)>"
    r"|<\|(?:end[\w▁]{0,30}|im_end|eot_id|eom_id|return|eos)\|>|<end_of_turn>|</s>|<eos>"
    r"""|^[ \t]{0,8}(?:"{3}|'{3}|`{3})[ \t]{0,8}$""",
    re.MULTILINE,
)
_TEMPLATE = re.compile(
    # An address is read over first: the ${...} that a page's script left in it harms nobody.
    r"https?://[^\s{}<>\"]*(?:\{\w*\}[^\s{}<>\"]*)*"
    r"|(?P<it>\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}|\{\#[^{}\n]{0,200}\#\}"
    r"|\$\{\s{0,4}(?:[A-Za-z_]|\d{1,9}\s{0,2}[*+/-])[^{}\n]{0,200}\}|<%[^<>\n]{0,200}%>)"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufff9-\ufffb]+|(?!\\A)\ufeff+")
_INVISIBLE = "\u00ad\u034f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_HIDING = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f"
    "|(?P<it>[\u202a-\u202e\u2066-\u2069]+|[\U000e0000-\U000e007f]+"
    f"|[{_INVISIBLE}]{{4,}}|[{_INVISIBLE}](?<=[A-Za-z].)(?:[A-Za-z][{_INVISIBLE}]){{3,}})"
)
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c]+")
_NOT_RIGHT_TO_LEFT = re.compile(
    "[^\u05d0-\u05f4\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+"
)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A suspicious stretch: code points of the text, 0-based, end-exclusive."""

    kind: SuspicionKind
    start: int
    end: int


def suspicious_text(text: str) -> tuple[Suspicion, ...]:
    """Report the suspicious stretches of a text, in text order; none in ordinary news.

    Stretches of one kind never overlap, those of different kinds may.

    - ``addresses_model``: orders to a language model and chat role markers, up to the end of
      the sentence or line (English, French, Spanish, Arabic). Orders that are only told of
      ("told the army to ignore previous orders") are news.
    - ``fake_json``: an object or array with two quoted keys or more, a fenced block of JSON,
      lone keys such as ``"cites":``.
    - ``fake_tool_call``: the notations in which models call tools.
    - ``closing_delimiter``: what could end the article in the eyes of a model.
    - ``template``: placeholders of template languages, unless ``${...}`` stands in an address.
    - ``control_character``: C0 and C1 but TAB, LF, FF and CR; U+FEFF behind the first place;
      U+FFF9-FFFB. U+2028 and U+2029 are white space that word processors leave: not reported.
    - ``bidi_mark``: embeddings, overrides and isolates; U+200E, U+200F and U+061C with no
      right-to-left letter near; tag characters but in flags; invisible characters in runs of
      four or between the letters of a word.
    """
    unusual = signs.unusual_in(text)
    plain = signs.folded(text, unusual)
    found = [
        (*span, kind)
        for kind, raw in chain(_spoken(plain), _written(text, plain), _hidden(text, unusual))
        for span in _merged(raw)
    ]
    return tuple(Suspicion(kind, start, end) for start, end, kind in sorted(found))


def _spoken(plain: str) -> Iterator[_Raw]:
    low = plain.lower()
    yield "addresses_model", chain(_orders(low), _role_markers(plain))
    if signs.may_call(low):
        yield "fake_tool_call", chain(_blocks(_TOOL_TAG, low), _spans(_TOOL_CALL, low))
    if signs.may_close(low):
        yield "closing_delimiter", _spans(_DELIMITER, low)


def _written(text: str, plain: str) -> Iterator[_Raw]:
    fenced = _blocks(_FENCED_JSON, plain.lower()) if signs.may_fence(plain) else iter(())
    if signs.has_key(plain):
        yield "fake_json", chain(_literals(plain), fenced, _spans(_LONE_KEY, plain))
    else:
        yield "fake_json", fenced
    if signs.may_fill(text):
        yield "template", _spans(_TEMPLATE, text, "it")


def _hidden(text: str, unusual: frozenset[str]) -> Iterator[_Raw]:
    if signs.may_hide(unusual):
        yield "control_character", _spans(_CONTROL, text)
        yield "bidi_mark", chain(_spans(_HIDING, text, "it"), _lone_marks(text))


def _merged(spans: Iterable[_Span]) -> Iterator[_Span]:
    start = end = 0
    for next_start, next_end in sorted(spans):
        if next_start >= end:
            if end:
                yield start, end
            start = next_start
        end = max(end, next_end)
    if end:
        yield start, end


def _spans(pattern: re.Pattern[str], text: str, group: int | str = 0) -> Iterator[_Span]:
    return (found.span(group) for found in pattern.finditer(text) if found.start(group) >= 0)


def _reach(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else min(start + _LONGEST_LINE, len(text))


def _orders(low: str) -> Iterator[_Span]:
    for wording, lead in _wordings(low):
        for start, end in _spans(wording, low):
            if lead.search(low, max(0, start - LONGEST_LEAD), start):
                yield start, _reach(_SENTENCE_END, low, end)


def _wordings(low: str) -> Iterator[Wording]:
    if signs.may_address(low):
        yield ANYWHERE
    if signs.may_order(low):
        yield from ORDERS
    if signs.may_join(low):
        yield JOINED_ORDERS


def _role_markers(plain: str) -> Iterator[_Span]:
    for start, end in _spans(ROLE_MARKER, plain) if signs.may_play(plain) else ():
        yield start, _reach(_LINE_END, plain, end)


def _blocks(opening: re.Pattern[str], low: str) -> Iterator[_Span]:
    for found in opening.finditer(low):
        closing = found["tag"] if opening is _FENCED_JSON else f"</{found['tag']}>"
        closed = low.find(closing, found.end(), found.end() + _LONGEST)
        end = closed + len(closing) if closed >= 0 else _reach(_LINE_END, low, found.end())
        yield found.start(), end


@dataclass(slots=True)
class _Bracket:
    closed_by: str
    start: int
    opens_literal: bool
    keys: int = 0


def _literals(plain: str) -> Iterator[_Span]:
    """Objects and arrays with two quoted keys or more; an unclosed one ends with its last key."""
    unclosed: list[_Bracket] = []
    last_key = 0
    for token in _BRACKET_OR_KEY.finditer(plain):
        sign = token[0]
        if sign in "[{":
            opens_literal = token["literal"] is not None
            closed_by = "}" if sign == "{" else "]"
            unclosed.append(_Bracket(closed_by, token.start(), opens_literal))
        elif sign not in "]}":
            last_key = token.end()
            for bracket in unclosed[-1:]:
                bracket.keys += 1
        elif unclosed and unclosed[-1].closed_by == sign:
            yield from _closed(unclosed, token.end())
    end = _reach(_LINE_END, plain, last_key)
    while unclosed and last_key:
        yield from _closed(unclosed, end)


def _closed(unclosed: list[_Bracket], end: int) -> Iterator[_Span]:
    bracket = unclosed.pop()
    for outer in unclosed[-1:]:
        outer.keys += bracket.keys
    if bracket.opens_literal and bracket.keys > 1:
        yield bracket.start, min(end, bracket.start + _LONGEST)


def _lone_marks(text: str) -> Iterator[_Span]:
    for stretch in _NOT_RIGHT_TO_LEFT.finditer(text):
        start = stretch.start() + _NEAR if stretch.start() else 0
        end = stretch.end() - _NEAR if stretch.end() < len(text) else len(text)
        for mark in _DIRECTION_MARKS.finditer(text, start, end):
            yield mark.span()
