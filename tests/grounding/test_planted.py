"""Planted truths and planted lies, in pairs: what is true stays, what is not is noticed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel

from llm_extract.articles import Article, article_from_text
from llm_extract.grounding import Evidence, ground
from llm_extract.schemas import Agent, CountOf, ModalityOf, Named, Patient, Signals, schema_of

HARM = Signals({"killed": ("kill", "dead", "died"), "injured": ("injur", "wound", "hurt")})


class Deed(BaseModel):
    cites: list[int]
    what: str | None = None
    by: Annotated[str, Named("actors"), Agent("what")] | None = None
    against: Annotated[str, Named("actors"), Patient("what")] | None = None
    place: str | None = None
    harm: Annotated[Literal["killed", "injured"], HARM] | None = None
    count_text: str | None = None
    count: Annotated[int, CountOf("count_text")] | None = None
    modality: (
        Annotated[Literal["asserted", "negated", "hypothetical"], ModalityOf("what")] | None
    ) = None


class Actor(BaseModel):
    cites: list[int]
    name: str
    forms: list[str] = []


class Chronicle(BaseModel):
    deeds: list[Deed] = []
    actors: list[Actor] = []


CHRONICLE = schema_of(Chronicle)

ARTICLE = article_from_text(
    "Rebels of the Upper Lake Front shelled the town of Oskel on Monday, killing 14 soldiers.\n\n"
    "The “Iron Gate” post — held by the army — did not fall, Colonel Téodor Varga said.\n\n"
    "In Tammel, 41 people were wounded. Army units later took Sarn from the rebels.\n\n"
    "An assault on Lunne would kill hundreds, aid workers warned.\n\n"
    "Rebels of the Upper Lake Front shelled the town of Oskel on Monday, killing 14 soldiers.\n\n"
    "The head of the Lake Observatory, who asked for calm, said so.",
    published="2031-05-20",
)
ACTORS = [
    Actor(cites=[1], name="Upper Lake Front", forms=["rebels", "the rebels"]),
    Actor(cites=[2], name="army", forms=["Army units", "soldiers"]),
]


def evidence(article: Article = ARTICLE, **deed: Any) -> Evidence:
    return ground(article, CHRONICLE, Chronicle(deeds=[Deed(**deed)], actors=ACTORS))


def verdict(field: str, article: Article = ARTICLE, **deed: Any) -> str:
    found = evidence(article, **deed).of(f"deeds.0.{field}")
    assert found is not None
    return found.verdict


@pytest.mark.parametrize(
    ("cites", "field", "true", "lie", "lies_as"),
    [
        # A changed digit, in the words or in the number.
        ([1], "count_text", "14 soldiers", "15 soldiers", "altered"),
        ([1], "count_text", "killing 14 soldiers", "killing 40 soldiers", "altered"),
        # Another town: of another sentence, of another article, misspelled.
        ([1], "place", "Oskel", "Tammel", "miscited"),
        ([1], "place", "Oskel", "Bellamur", "unsupported"),
        ([1], "place", "the town of Oskel", "the town of Oskal", "altered"),
        # Killed and injured.
        ([1], "harm", "killed", "injured", "altered"),
        ([3], "harm", "injured", "killed", "altered"),
        # A negation dropped, or added.
        ([2], "what", "army — did not fall, Colonel", "army — did fall, Colonel", "altered"),
        ([4], "what", "Army units later took Sarn", "Army units never took Sarn", "altered"),
        # A name with a word left out, and one with a word too many.
        ([1], "what", "Rebels of the Upper Lake Front", "Rebels of the Upper Front", "altered"),
        ([1], "what", "Rebels of the Upper Lake Front", "Rebels of the Big Lake Front", "altered"),
        # Sides.
        ([4], "by", "Army units", "the rebels", "altered"),
        ([4], "against", "the rebels", "Army units", "altered"),
    ],
)
def test_true_and_false(cites: list[int], field: str, true: str, lie: str, lies_as: str) -> None:
    deed = {"what": "took Sarn"} if field in ("by", "against") else {}
    assert verdict(field, cites=cites, **deed, **{field: true}) in {"exact", "classified"}
    assert verdict(field, cites=cites, **deed, **{field: lie}) == lies_as


@pytest.mark.parametrize(
    ("cites", "words"),
    [
        ([2], 'The "Iron Gate" post'),
        ([2], "“Iron Gate” post - held by the army"),
        ([2], "colonel teodor varga"),
        ([2], "Colonel Teodor Varga"),
        ([1], "ＯＳＫＥＬ"),
        ([1], "rebels of Upper Lake Front"),
        ([1], "Rebels of the Upper Lake Fronts"),
    ],
)
def test_typography_and_light_words_do_not_matter(cites: list[int], words: str) -> None:
    expected = {"exact", "normalised", "altered"} if words.endswith("Fronts") else {"normalised"}
    assert verdict("what", cites=cites, what=words) in expected


def test_a_value_may_span_two_sentences_that_follow_each_other() -> None:
    words = "were wounded. Army units later took"
    assert verdict("what", cites=[3, 4], what=words) == "exact"
    assert verdict("what", cites=[4, 3], what=words) == "miscited"
    assert verdict("what", cites=[3], what=words) == "miscited"


def test_of_repeated_sentences_the_cited_one_gives_the_span() -> None:
    for cite in (1, 6):
        found = evidence(cites=[cite], place="Oskel").of("deeds.0.place")
        assert found is not None
        ((start, end),) = found.spans
        sentence = ARTICLE.sentences[cite - 1]
        assert sentence.start <= start < end <= sentence.end


def test_modality_is_read_around_the_words() -> None:
    assert verdict("modality", cites=[2], what="fall", modality="negated") == "classified"
    assert verdict("modality", cites=[2], what="fall", modality="asserted") == "altered"
    assault = {"cites": [5], "what": "An assault on Lunne"}
    assert verdict("modality", **assault, modality="hypothetical") == "classified"
    assert verdict("modality", **assault, modality="asserted") == "altered"
    shelled = {"cites": [1], "what": "shelled the town"}
    assert verdict("modality", **shelled, modality="asserted") == "classified"
    assert verdict("modality", **shelled, modality="negated") == "altered"


def test_another_registered_name_supports_a_value() -> None:
    assert verdict("against", cites=[1], against="army") == "derived"
    assert verdict("against", cites=[1], against="the army") == "derived"
    assert verdict("against", cites=[5], against="army") == "miscited"
    assert verdict("against", cites=[1], against="navy") == "unsupported"


def test_altered_values_tell_what_differs() -> None:
    found = evidence(cites=[1], count_text="killing 40 soldiers").of("deeds.0.count_text")
    assert found is not None
    assert "40" in found.differs
    swapped = evidence(cites=[4], what="took Sarn", by="the rebels").of("deeds.0.by")
    assert swapped is not None
    assert swapped.differs[0].startswith("patient: ")


ARABIC = article_from_text(
    "قالت مصادر محلية إن ١٤ جنديا قتلوا في بلدة أسكل يوم الاثنين.\n\n"
    "ونزحت نحو ثلاثين عائلة من البلدة إلى مدينة تمّل، وفق المرصد."
)


@pytest.mark.parametrize(
    ("cites", "deed", "field", "expected"),
    [
        ([1], {"place": "أسكل"}, "place", "exact"),
        ([1], {"place": "اسكل"}, "place", "normalised"),
        ([1], {"place": "بلدة أسكر"}, "place", "altered"),
        ([2], {"place": "تمل"}, "place", "normalised"),
        ([2], {"place": "أسكل"}, "place", "miscited"),
        ([1], {"count_text": "١٤ جنديا", "count": 14}, "count", "normalised"),
        ([1], {"count_text": "١٤ جنديا", "count": 15}, "count", "altered"),
        ([2], {"count_text": "ثلاثين عائلة", "count": 30}, "count", "normalised"),
        ([2], {"count_text": "ثلاثين عائلة", "count": 31}, "count", "altered"),
        # Written together with "and".
        ([2], {"what": "نزحت"}, "what", "normalised"),
    ],
)
def test_arabic(cites: list[int], deed: dict[str, Any], field: str, expected: str) -> None:
    assert evidence(ARABIC, cites=cites, **deed).language == "ar"
    assert verdict(field, ARABIC, cites=cites, **deed) == expected


def test_direction_marks_do_not_move_a_span() -> None:
    article = article_from_text("Fighters \u202bمن\u202c the \u200fLake\u200f Front came to Oskel.")
    found = evidence(article, cites=[1], what="the Lake Front").of("deeds.0.what")
    assert found is not None
    assert article.text[slice(*found.spans[0])] == "the \u200fLake\u200f Front"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les rebelles ont tué vingt-deux soldats dans la ville.", "fr"),
        ("Los rebeldes mataron a veintidós soldados en la ciudad.", "es"),
        ("The rebels killed twenty-two soldiers in the town.", "en"),
    ],
)
def test_spelled_numbers_by_language(text: str, language: str) -> None:
    article = article_from_text(text)
    assert evidence(article, cites=[1]).language == language
    for count, expected in ((22, "normalised"), (23, "unsupported")):
        deed = Deed(cites=[1], count=count)
        found = ground(article, CHRONICLE, Chronicle(deeds=[deed])).of("deeds.0.count")
        assert found is not None
        assert found.verdict == expected


def test_a_language_without_a_lexicon_says_so_and_still_compares() -> None:
    article = article_from_text("Kapinalliset valtasivat Oskelin kylän ja surmasivat 14 sotilasta.")
    found = evidence(article, cites=[1], place="Oskelin", count_text="14 sotilasta", count=14)
    assert found.language is None
    assert found.of("deeds.0.count").verdict == "exact"  # type: ignore[union-attr]
    assert verdict("place", article, cites=[1], place="oskelin") == "normalised"
    assert verdict("count_text", article, cites=[1], count_text="15 sotilasta") == "altered"
