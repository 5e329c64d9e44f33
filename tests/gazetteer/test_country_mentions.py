from __future__ import annotations

import pytest

from llm_extract.gazetteer._countries import countries, country_code, mentions


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bakers in Lebanon and Syrian potters met.", ["LB", "SY"]),
        (
            "The longest name wins: South Sudan, Guinea-Bissau, Papua New Guinea.",
            ["SS", "GW", "PG"],
        ),
        ("The U.S. and the US sent choirs, the UK did not.", ["US", "US", "GB"]),
        ("TRIPOLI, LEBANON (Meridian News)", ["LB"]),
        ("Two Somalis and the Finns danced.", ["SO", "FI"]),
        # Words, not names.
        ("let us eat turkey from china plates, he told jordan", []),
        ("South American and Latin American dances", []),
        ("American dances in South America", ["US"]),
        ("a swim in the Indian Ocean", []),
        ("the Malian and the Malinese", ["ML"]),
    ],
)
def test_countries_named_in_a_text(text, codes):
    assert [mention.code for mention in mentions(text)] == codes


def test_mentions_tell_where_they_are():
    text = "Bakers in Lebanon"
    (mention,) = mentions(text)
    assert text[mention.start : mention.end] == mention.words == "Lebanon"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Syria", "SY"), ("côte d’ivoire", "CI"), ("SY", "SY"), ("Syrian", None), ("Veskar", None)],
)
def test_codes_of_names(name, code):
    assert country_code(name) == code


def test_the_table_is_whole():
    assert len(countries()) > 195
    names = [name for country in countries().values() for name in country.names]
    assert len(names) == len(set(names))
    assert all(len(code) == 2 and code.isupper() for code in countries())


def test_codes_and_names_are_those_of_geonames(cities):
    theirs = cities._data.get_countries()
    for code, country in countries().items():
        assert code in theirs, country
