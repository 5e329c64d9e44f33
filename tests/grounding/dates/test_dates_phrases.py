from __future__ import annotations

from datetime import date

import pytest

from llm_extract.grounding.dates._dates import resolve_date, time_expressions

# A Wednesday.
PUBLISHED = date(2019, 8, 14)

ENGLISH = {
    "Aug. 14": "08-14 R8",
    "14th of August, 2019": "08-14 R0",
    "Wed., Aug. 14, 2019": "08-14 R0",
    "12-14 August 2019": "08-12..08-14 R0",
    "12 and 13 August": "08-12..08-13 R8",
    "between 12 and 14 August 2019": "08-12..08-14 R0",
    "between May and July 2018": "2018-05-01..2018-07-31 R0",
    "from November 2017 to May 2018": "2017-11-01..2018-05-31 R0",
    "14.08.2019": "08-14 R0",
    "3 September": "2018-09-03 R8",
    "29 February": "2016-02-29 R8",
    "December 2016": "2016-12-01..2016-12-31 R0",
    "in 2011": "2011-01-01..2011-12-31 R0",
    "from 2011 to 2014": "2011-01-01..2014-12-31 R0",
    "on Tuesday": "08-13 R1",
    "last Tuesday": "08-13 R1",
    "last Wednesday": "08-07 R1",
    "next Friday": "08-16 R1",
    "next Wednesday": "08-21 R1",
    "on Monday next week": "08-19 R1",
    "between Monday and Wednesday": "08-12..08-14 R1",
    "over the weekend": "08-10..08-11 R1",
    "today": "08-14 R2",
    "this morning": "08-14 R2",
    "tonight": "08-14 R2",
    "overnight": "08-13..08-14 R2",
    "yesterday": "08-13 R2",
    "three days ago": "08-11 R2",
    "in recent days": "08-09..08-14 R3",
    "last 3 days": "08-12..08-14 R3",
    "the past week": "08-07..08-14 R4",
    "for two weeks": "07-31..08-14 R4",
    "two weeks ago": "07-28..08-03 R4",
    "for months": "..08-14 R5",
    "last month": "07-01..07-31 R7",
    "this year": "01-01..08-14 R7",
    "five months ago": "03-01..03-31 R7",
    "3 years ago": "2016-01-01..2016-12-31 R7",
    "in May last year": "2018-05-01..2018-05-31 R7",
    "in early May": "05-01..05-31 R8",
    "last August": "2018-08-01..2018-08-31 R8",
    "since Sunday": "08-11..08-14 R8",
    "since March": "03-01..08-14 R8",
    "since the war began in March 2011": "2011-03-01..08-14 R10",
    "Eight years into": "2011-01-01..2011-12-31 R11",
}
FRENCH = {
    "mercredi 14 août 2019": "08-14 R0",
    "1er août": "08-01 R8",
    "12 et 13 août": "08-12..08-13 R8",
    "décembre 2016": "2016-12-01..2016-12-31 R0",
    "de mardi à mercredi": "08-13..08-14 R1",
    "mercredi dernier": "08-07 R1",
    "hier": "08-13 R2",
    "il y a trois jours": "08-11 R2",
    "au cours des derniers jours": "08-09..08-14 R3",
    "depuis trois semaines": "07-24..08-14 R4",
    "des mois": "..08-14 R5",
    "l'an dernier": "2018-01-01..2018-12-31 R7",
    "la semaine dernière": "08-05..08-11 R7",
    "en mai": "05-01..05-31 R8",
    "depuis mars": "03-01..08-14 R8",
    "depuis le début du conflit en 2011": "2011-01-01..08-14 R10",
    "huit ans après le début": "2011-01-01..2011-12-31 R11",
}
SPANISH = {
    "el miércoles 14 de agosto de 2019": "08-14 R0",
    "12 y 13 de agosto de 2019": "08-12..08-13 R0",
    "diciembre de 2016": "2016-12-01..2016-12-31 R0",
    "el pasado martes": "08-13 R1",
    "ayer": "08-13 R2",
    "mañana": "08-15 R2",
    "hace tres días": "08-11 R2",
    "en los últimos tres días": "08-12..08-14 R3",
    "una semana": "08-07..08-14 R4",
    "meses": "..08-14 R5",
    "el año pasado": "2018-01-01..2018-12-31 R7",
    "en mayo": "05-01..05-31 R8",
    "desde el domingo": "08-11..08-14 R8",
    "desde que empezó en 2011": "2011-01-01..08-14 R10",
    "ocho años después del inicio": "2011-01-01..2011-12-31 R11",
}
ARABIC = {
    "14 آب/أغسطس 2019": "08-14 R0",
    "١٤ أغسطس ٢٠١٩": "08-14 R0",
    "كانون الأول/ديسمبر 2016": "2016-12-01..2016-12-31 R0",
    "كانون الثاني 2018": "2018-01-01..2018-01-31 R0",
    "يناير 2018": "2018-01-01..2018-01-31 R0",
    "الأربعاء": "08-14 R1",
    "يوم الاثنين": "08-12 R1",
    "أمس الثلاثاء": "08-13 R1",
    "أمس": "08-13 R2",
    "الآن": "08-14 R2",
    "قبل يومين": "08-12 R2",
    "خلال الأيام القليلة الماضية": "08-09..08-14 R3",
    "منذ أسبوعين": "07-31..08-14 R4",
    "منذ أشهر": "..08-14 R5",
    "العام الماضي": "2018-01-01..2018-12-31 R7",
    "في أيار": "05-01..05-31 R8",
    "في مايو": "05-01..05-31 R8",
    "منذ الأحد": "08-11..08-14 R8",
    "منذ عام 2011": "2011-01-01..08-14 R10",
    "بعد ثماني سنوات على اندلاع": "2011-01-01..2011-12-31 R11",
}
# What a phrase needs behind it to say when.
BEHIND = {"una semana": " de", "meses": " de", "des mois": " de", "Eight years into": " the war"}
NO_DATES = {
    "en": (
        "They may 14 march on the capital in a second.", "The Sun newspaper", "in the past",
        "31 April 2019", "13/13/2019", "2019-02-29", "32 May", "every Friday", "The Sunday Times",
        "the March 14 alliance", "the September 11 attacks", "Theresa May said", "until now",
        "62 years of age", "in the 1990s", "resulted in 2011 deaths", "may 2019", "now-defunct",
        "sentenced to jail for two years", "the last week of the war", "two weeks earlier",
        "He marched in august company", "USA Today", "Jan and Mar went", "14,000 people",
    ),
    "fr": (
        "chaque vendredi", "31 avril 2019", "deux ans de prison", "Mars est une planète",
        "mai 68", "les hivers", "le mouvement du 23 mars", "la maison", "le lendemain", "second",
    ),
    "es": (
        "Santo Domingo", "Plácido Domingo", "Plaza de Mayo", "los viernes", "31 de abril de 2019",
        "por la mañana", "hasta ahora", "dos años de cárcel", "el movimiento 26 de julio", "marzos",
    ),
    "ar": (
        "الاثنين معا", "مارس الضغط", "ثماني سنوات من السجن", "31 نيسان 2019", "في اليوم التالي",
        "كل جمعة", "بعد أسبوع من القصف", "حتى الآن", "أحد السكان",
    ),
}  # fmt: skip


def _expected(written: str) -> tuple[date | None, date, str]:
    days, rule = written.rsplit(" ", 1)
    first, _, last = days.rpartition("..")
    start = _day(first or last) if first or ".." not in days else None
    return start, _day(last), rule


def _day(written: str) -> date:
    return date.fromisoformat(written if len(written) > 5 else f"2019-{written}")


CASES = [
    pytest.param(language, phrase, days, id=f"{language}-{phrase}")
    for language, table in (("en", ENGLISH), ("fr", FRENCH), ("es", SPANISH), ("ar", ARABIC))
    for phrase, days in table.items()
]


@pytest.mark.parametrize(("language", "phrase", "days"), CASES)
def test_a_phrase_in_a_text_says_its_days(language, phrase, days):
    text = f"( {phrase}{BEHIND.get(phrase, '')} ..."
    (time,) = time_expressions(text, PUBLISHED, language)
    assert text[time.start : time.end] == phrase
    assert time.when is not None
    assert (time.when.start, time.when.end, time.when.rule) == _expected(days)


@pytest.mark.parametrize(("language", "phrase", "days"), CASES)
def test_the_phrase_alone_says_the_same(language, phrase, days):
    when = resolve_date(phrase, PUBLISHED, language)
    assert when is not None
    assert (when.start, when.end, when.rule) == _expected(days)


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in NO_DATES for text in NO_DATES[language]]
)
def test_what_only_looks_like_a_date_is_none(language, text):
    found = [text[time.start : time.end] for time in time_expressions(text, PUBLISHED, language)]
    assert found == []


@pytest.mark.parametrize(
    "text", ["05/06/2019", "this Friday", "Tuesday, August 14, 2019", "12 and 20 August 2019"]
)
def test_an_unclear_date_is_an_expression_without_days(text):
    (time,) = time_expressions(text, PUBLISHED, "en")
    assert time.when is None
    assert resolve_date(text, PUBLISHED, "en") is None


@pytest.mark.parametrize(
    ("language", "phrase", "days"),
    [
        ("en", "May", "05-01..05-31 R8"),
        ("en", "2011", "2011-01-01..2011-12-31 R0"),
        ("en", "are battling", "08-14 R2"),
        ("en", "have left", "..08-14 R6"),
        ("en", "has been retaken", "..08-14 R6"),
        ("en", "earlier this week on Tuesday", "08-13 R1"),
        ("fr", "avaient pris", "..08-14 R6"),
        ("fr", "sont en train de fuir", "08-14 R2"),
        ("es", "habían tomado", "..08-14 R6"),
        ("es", "están luchando", "08-14 R2"),
        ("ar", "كان الجيش قد سيطر", "..08-14 R6"),
        ("ar", "أيار", "05-01..05-31 R8"),
    ],
)
def test_some_words_count_only_when_they_are_the_whole_phrase(language, phrase, days):
    when = resolve_date(phrase, PUBLISHED, language)
    assert when is not None
    assert (when.start, when.end, when.rule) == _expected(days)


@pytest.mark.parametrize(
    "phrase",
    [
        "have to leave", "before Friday", "after Wednesday", "until 2014", "in the past", "may",
        "will meet", "on Tuesday or Thursday", "said", "are going to attack", "have not left", "",
    ],
)  # fmt: skip
def test_a_phrase_that_does_not_say_when_has_no_days(phrase):
    assert resolve_date(phrase, PUBLISHED, "en") is None
