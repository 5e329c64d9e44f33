"""Marks on the fields of a schema: what a value means, and therefore how it is proven.

They are used inside ``Annotated``, on a field or on the elements of a list:
``Annotated[int, CountOf("count_text", "best")] | None``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Bound = Literal["low", "best", "high", "value"]
# Member of a JSON Schema property that tells whom the property is for.
ASKED = "x-asked"


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A text that is not words of the article, such as a language code; not looked for."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes-or-no fact of the article without which there is nothing to extract.

    Used as ``Annotated[bool, Gate()]``. Where it is false, sentence by sentence reading asks
    nothing more: a weak model finds something in any sentence it is asked about, but judges a
    whole article well.
    """


@dataclass(frozen=True, slots=True)
class Derived:
    """Filled by code after the answer; never asked of a model.

    Used as ``Annotated[str | None, Derived()] = None``: outermost, and with a default.
    """

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Mark the property, so that the wires leave it out."""
        return {**handler(core), ASKED: "never"}


@dataclass(frozen=True, slots=True)
class Whole:
    """Asked only of a model that sees the article as a whole, not about one sentence.

    Used outermost and with a default, which stands for it in a sentence's answer.
    """

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Mark the property, so that the wire of a sentence leaves it out."""
        return {**handler(core), ASKED: "whole"}


@dataclass(frozen=True, slots=True)
class Lead:
    """A list read first when an article is read in passes; the others follow group by group."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name registered in the record's list ``register``, under ``name`` or one of ``forms``."""

    register: str


@dataclass(frozen=True, slots=True)
class CountOf:
    """A whole number that follows from the words in the sibling field ``text``."""

    text: str
    bound: Bound = "value"


@dataclass(frozen=True, slots=True)
class DateOf:
    """A date that follows from the words in the sibling field ``text`` by rules R0 to R11."""

    text: str


@dataclass(frozen=True, slots=True)
class Signals:
    """Beginnings of words that say a choice, by choice; ``language`` is theirs.

    A cited sentence that says only another choice contradicts the value.
    """

    stems: Mapping[str, tuple[str, ...]]
    language: str = "en"

    def __hash__(self) -> int:
        """By content, as pydantic asks of marks."""
        return hash((tuple(sorted(self.stems.items())), self.language))


@dataclass(frozen=True, slots=True)
class ModalityOf:
    """asserted, hypothetical, planned or negated, said of the words in the field ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A name of who acts; ``deed`` names the sibling field with the words that tell the deed."""

    deed: str | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """A name of who is acted upon; ``deed`` as for `Agent`."""

    deed: str | None = None


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place, to be looked up in a gazetteer.

    What else is known of the place stands in sibling fields, which the members name.

    Attributes:
        forms: list of other words of the text for it.
        country: name or ISO 3166 code of the country it is in.
        admin1: name of the first-order division.
        feature: what kind of place it is, in words such as ``town``, ``province`` or ``adm1``.
        near: words that say it is near the place of that name; any text means so.
        reference: name of the place it is near, looked up where its own name is in no gazetteer.
        precise: UCDP GED's ``where_prec`` (1 to 7), where the record has it already.
    """

    forms: str | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    near: str | None = None
    reference: str | None = None
    precise: str | None = None


def marks_of(annotation: object) -> Iterator[Any]:
    """Marks of an annotation at any depth: ``Annotated[str, Named("actors")] | None``."""
    origin = get_origin(annotation)
    if origin is Literal:
        return
    if hasattr(annotation, "__metadata__"):
        yield from annotation.__metadata__
    for part in get_args(annotation):
        if origin in (Union, UnionType, list, tuple) or hasattr(annotation, "__metadata__"):
            yield from marks_of(part)
