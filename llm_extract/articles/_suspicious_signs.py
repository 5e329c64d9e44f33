"""Cheap signs without which no suspicious stretch can be there: most articles show none.

Each sign is necessary for what it stands for, never sufficient: where one shows, the patterns
of ``_suspicious.py`` and ``_suspicious_wording.py`` are searched in full. Signs begin with
letters of their own and are patterns by themselves, since ``re`` looks for such a beginning many
times as fast as for a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from llm_extract.articles._suspicious_wording import FOLDED, POLITE

_Signs = tuple[re.Pattern[str], ...]

# Everything but the ordinary characters of an English text.
_UNUSUAL = re.compile(r"[^\t\n\f\r -~]")
# Whatever control characters, direction marks and invisible characters are made of.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
# More different characters than this are folded faster in one go.
_MANY = 12


def _signs(*written: str) -> _Signs:
    """One pattern each; a blank stands for any white space."""
    return tuple(re.compile(sign.replace(" ", r"\s{1,4}")) for sign in written)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Of what addresses a model anywhere in a sentence.
_ADDRESSED = _signs(
    "you are", "system prompt", "from now", "artifici", "llm", "chatbot", "language model",
    r"ai(?<=\bai)s?\b", r"a\.i\.", "instructions above", "above instructions", "tu es ",
    "vous etes ", "tant qu", r"systeme\s{0,4}:", "asistente", r"ia(?<=\bia)\b",
    "modelo de lenguaje", "del sistema", "نموذج", "ذكاء", "مساعد", "النظام",
)  # fmt: skip
# Of what an order behind a comma or a link is about.
_INSTRUCTED = _signs("instruction", "prompt", "programming", "guideline", "directi", "context")
# First words of orders, and those that begin many a sentence with the word behind them.
_FIRST_WORDS = _words(
    "ignore disregard forget override bypass discard do don't stop act behave respond pretend"
    " roleplay output return print write produce emit generate copy repeat insert reply answer"
    " reveal show leak never here updated revised real actual hidden secret additional your ai"
    " artificial llm chatbot language add record list report set change fill note attention"
    " message instruction instructions notice dear hello hey"
    " ignorez ignorer oublie oubliez oublier ne reponds repondez n'extrais n'extrayez produis"
    " produisez renvoie renvoyez affiche affichez ecris ecrivez vos nouvelles"
    " ignora ignorar ignorad olvida olvide descarta descarte responde responda devuelve devuelva"
    " genera genere imprime escribe escriba tus nuevas"
    " تجاهلوا تجاهلي تجاهل انس انسي انسوا اجب رد اكتب اخرج اطبع تعليمات"
)
_FIRST_OF_TWO = tuple(
    (first, re.compile(both.replace(" ", r"\s{1,4}")))
    for first, both in (
        ("in", "in your"), ("no", "no (?:extra|tenga)"), ("a", r"a\.i\."),
        ("new", "new (?:instruction|prompt|task)"), ("لا", "لا تستخرج"),
    )
)  # fmt: skip
_OPENING = re.compile(
    r"""[\n.!?;:>*#|—…؟-][\s(\[*_>#-]{0,8}+"?'?(?:now,?\s{1,4})?([^\W_]\w*(?:'\w+)?)"""
)
_REQUEST = re.compile(rf"{POLITE}(?=([^\W_]\w*(?:'\w+)?))")
_REQUESTING = tuple(
    map(
        re.compile,
        (
            "please", "kindly", "you (?:must|should|will|shall|have to|need to|are to|to)",
            "veuillez", "merci d", "vous devez", "tu dois", "por favor", "debes", "الرجاء",
            "يرجي", "من فضلك",
        ),
    )
)  # fmt: skip
_ROLES = (
    "<", "[", "#", "SYSTEM", "system", "System", "ASSISTANT", "ssistant", "SISTEMA", "USER",
    "HUMAN", "Human",
)  # fmt: skip
_KEY_END = re.compile(r"""["']\s{0,8}:""")
_FRAMES = ("===", "---", "<", "[", '"""', "'''", "```")
_END_OF = re.compile(
    "end of (?:the )?(?:article|document|input|prompt|context|data|user input|text)"
)
_TOOLS = ("<", "[", "{", "tool_", "function_call", "functions.")


def unusual_in(text: str) -> frozenset[str]:
    """The characters of a text that are not ordinary in English."""
    return frozenset(_UNUSUAL.findall(text))


def may_hide(unusual: frozenset[str]) -> bool:
    """Whether any of the unusual characters of a text steers or hides."""
    return _HIDDEN.search("".join(unusual)) is not None


def folded(text: str, unusual: frozenset[str]) -> str:
    """The text with its unusual characters folded, code point by code point."""
    fold = {sign: FOLDED[ord(sign)] for sign in unusual if ord(sign) in FOLDED}
    if len(fold) > _MANY:
        return text.translate(FOLDED)
    for sign, plain in fold.items():
        text = text.replace(sign, plain)
    return text


def may_address(low: str) -> bool:
    """Whether a model may be addressed anywhere in a sentence."""
    return _shows(_ADDRESSED, low)


def may_order(low: str) -> bool:
    """Whether a sentence or a polite request may begin with an order."""
    # The start of the text is the start of a line.
    opening = frozenset(_OPENING.findall(f"\n{low}"))
    if _begins_order(opening, low):
        return True
    return _shows(_REQUESTING, low) and _begins_order(frozenset(_REQUEST.findall(low)), low)


def may_join(low: str) -> bool:
    """Whether an order may stand behind a comma or a link."""
    return _shows(_INSTRUCTED, low)


def may_play(plain: str) -> bool:
    """Whether the marks of a chat role may be there."""
    return _has_any(_ROLES, plain)


def has_key(plain: str) -> bool:
    """Whether something like the end of a quoted key is there."""
    return _KEY_END.search(plain) is not None


def may_close(low: str) -> bool:
    """Whether what ends an article in the eyes of a model may be there."""
    return _has_any(_FRAMES, low) or _END_OF.search(low) is not None


def may_call(low: str) -> bool:
    """Whether the call of a tool may be there."""
    return _has_any(_TOOLS, low)


def may_fence(plain: str) -> bool:
    """Whether a fenced block may be there."""
    return "```" in plain or "~~~" in plain


def may_fill(text: str) -> bool:
    """Whether a placeholder of a template may be there."""
    return "{" in text or "<%" in text


def _has_any(signs: Iterable[str], text: str) -> bool:
    """Whether one of the signs stands in the text."""
    return any(sign in text for sign in signs)


def _shows(signs: _Signs, low: str) -> bool:
    return any(sign.search(low) for sign in signs)


def _begins_order(words: frozenset[str], low: str) -> bool:
    if not _FIRST_WORDS.isdisjoint(words):
        return True
    return any(first in words and both.search(low) for first, both in _FIRST_OF_TWO)
