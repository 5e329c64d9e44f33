from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.grounding._language import language_of

SENTENCES = {
    "en": [
        "14 soldiers were killed on Wednesday.",
        "Three people died in Karvel.",
        "Clashes left 14 regime forces dead, as well as 20 rebels, it said.",
        "More than 370,000 people have been killed since 2011",
        "Hundreds fled north",
        "THE ARMY HAS TAKEN THE TOWN",
    ],
    "fr": [
        "Trois personnes sont mortes à Karvel.",
        "Au moins 14 soldats ont été tués.",
        "Les rebelles ont pris la ville",
        "Quatorze soldats tués",
        "L’armée a dit mercredi qu’elle s’était retirée d’Orsava",
    ],
    "es": [
        "El ejército tomó la ciudad el miércoles.",
        "Al menos 14 soldados murieron.",
        "Los rebeldes tomaron la ciudad",
        "Catorce soldados muertos",
        "AL MENOS 14 SOLDADOS MURIERON EN KARVEL",
    ],
    "ar": [
        "قتل 14 جنديا في هجوم على بلدة كرفل",
        "قال المرصد إن المعارك مستمرة",
        "مقتل 14 جنديا",
        "وقال التقرير إن أكثر من 370 ألف شخص قتلوا منذ عام 2011",
    ],
}


@pytest.mark.parametrize(
    ("sentence", "language"),
    [(sentence, language) for language, found in SENTENCES.items() for sentence in found],
)
def test_one_sentence_is_enough(sentence: str, language: str) -> None:
    assert language_of(sentence) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "KARVEL",
        "de la",
        "Rebels attacked Karvel.",
        "Três pessoas morreram em Karvel e os soldados não foram feridos.",
        "Quattordici soldati sono morti nella città di Karvel, secondo il governo.",
        "Die Stadt wurde von den Rebellen in der Nacht angegriffen.",
        "De stad werd in de nacht aangevallen en er zijn drie doden.",
        "Catorze soldats van morir a la ciutat segons el govern de les illes.",
        "Tres soldados morreron na cidade e dous foron feridos polo exército.",
        "سه نفر در این حمله کشته شدند و دولت آن را محکوم کرد",
        "یہ حملہ بدھ کے روز ہوا اور اس میں 14 فوجی مارے گئے",
        "Солдаты были убиты в городе",
        "Wanajeshi kumi na wanne wa serikali ya Karvel",
        "这个城市在夜里遭到袭击,十四名士兵丧生,另有二十人受伤。on the",
    ],
)
def test_no_language_rather_than_a_wrong_one(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_foreign_quotation_does_not_change_the_language(language: str) -> None:
    foreign = SENTENCES["fr" if language == "en" else "en"][1]
    assert language_of(" ".join([*SENTENCES[language], foreign])) == language


@given(
    st.text(max_size=60), st.sampled_from([one for found in SENTENCES.values() for one in found])
)
def test_case_line_breaks_and_order_of_words_do_not_matter(noise: str, sentence: str) -> None:
    assert language_of(noise) in (None, "en", "fr", "es", "ar")
    turned = "\n".join(reversed(sentence.split()))
    assert language_of(turned) == language_of(sentence) == language_of(sentence.lower())


@pytest.mark.parametrize("piece", ["the ", "a", "de la ", "\u0301", "في ", "x ", "\n"])
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    assert is_linear(language_of, piece)
