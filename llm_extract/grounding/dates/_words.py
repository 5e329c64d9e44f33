"""Words of time in English, French, Spanish and Arabic: months, weekdays, units, small numbers.

Arabic has three sets of months: Gulf and Egyptian, Maghrebi, Levantine. Its words stand here with
plain alef and without "ة" and "ى", as the text is folded before they are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from llm_extract.grounding.dates._parts import Unit

# Name of a rule and a phrase it reads; how phrases are written: _phrases_en.py.
Phrases = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon of one language; ``counted`` are words that make a year before them a count."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, Unit]
    plurals: dict[str, Unit]
    counted: str
    short_months: dict[str, int] = field(default_factory=dict)
    short_weekdays: dict[str, int] = field(default_factory=dict)
    # Arabic: one word for two of a unit.
    duals: dict[str, Unit] = field(default_factory=dict)
    # Words that are a month or weekday only when written so: "May", not "may".
    written_so: frozenset[str] = frozenset()
    # Whether short forms begin with a capital.
    capitals: bool = False

    def value(self, name: str, word: str) -> int:
        """The number that a word of a class ("month", "weekday" or "n") stands for."""
        if name == "month":
            return (self.short_months | self.months)[word]
        if name == "weekday":
            return (self.short_weekdays | self.weekdays)[word]
        return self.numbers[word]

    def first_words(self) -> set[str]:
        """The first word of each entry."""
        tables: tuple[dict[str, Any], ...] = (
            self.months, self.short_months, self.weekdays, self.short_weekdays, self.numbers,
            self.units, self.plurals, self.duals,
        )  # fmt: skip
        return {re.split(r"\W", word)[0] for table in tables for word in table}


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    return {
        spelling: value
        for value, spellings in enumerate(words.split(), start=first)
        for spelling in spellings.split("/")
    }


def _units(**spellings: str) -> dict[str, Unit]:
    names: tuple[Unit, ...] = ("hour", "day", "week", "month", "year", "decade")
    return {word: name for name in names for word in spellings.get(name, "").split()}


ENGLISH = Words(
    months=_numbered(
        "january february march april may june july august september october november december"
    ),
    short_months=_numbered("jan feb mar apr may jun jul aug sep/sept oct nov dec"),
    weekdays=_numbered("monday tuesday wednesday thursday friday saturday sunday", 0),
    short_weekdays=_numbered("mon tue/tues wed thu/thur/thurs fri sat sun", 0),
    numbers={
        "a": 1,
        "an": 1,
        "couple of": 2,
        "a couple of": 2,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
    }
    | _numbered(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty"
    ),
    units=_units(hour="hour", day="day", week="week", month="month", year="year", decade="decade"),
    plurals=_units(
        hour="hours", day="days", week="weeks", month="months", year="years", decade="decades"
    ),
    counted=(
        "people persons men women children civilians families households homes houses"
        " buildings villages deaths casualties fatalities injuries cases places"
        " locations refugees dead wounded inhabitants residents metres meters"
        " kilometres kilometers km miles feet tonnes tons dollars euros percent troops"
        " soldiers prisoners detainees votes seats words"
    ),
    written_so=frozenset(("March", "May", "August")),
    capitals=True,
)
FRENCH = Words(
    months=_numbered(
        "janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre"
        " décembre/decembre"
    ),
    short_months=_numbered("janv févr/fév mars avr mai juin juil août sept oct nov déc"),
    weekdays=_numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
    numbers=_numbered(
        "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize dix-sept dix-huit dix-neuf vingt"
    )
    | {"trente": 30, "quarante": 40, "cinquante": 50},
    units=_units(
        hour="heure",
        day="jour journée",
        week="semaine",
        month="mois",
        year="an année",
        decade="décennie",
    ),
    plurals=_units(
        hour="heures",
        day="jours journées",
        week="semaines",
        month="mois",
        year="ans années",
        decade="décennies",
    ),
    counted=(
        "personnes hommes femmes enfants civils familles foyers maisons bâtiments"
        " villages morts décès cas lieux réfugiés blessés habitants mètres kilomètres"
        " km tonnes dollars euros soldats prisonniers détenus voix sièges"
    ),
)
SPANISH = Words(
    months=_numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre"
        " diciembre"
    ),
    short_months=_numbered("ene feb mar abr may jun jul ago sep/sept oct nov dic"),
    weekdays=_numbered("lunes martes miércoles/miercoles jueves viernes sábado/sabado domingo", 0),
    numbers=_numbered(
        "un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis diecisiete dieciocho diecinueve veinte"
    )
    | {"treinta": 30, "cuarenta": 40, "cincuenta": 50},
    units=_units(
        hour="hora", day="día dia", week="semana", month="mes", year="año", decade="década"
    ),
    plurals=_units(
        hour="horas", day="días dias", week="semanas", month="meses", year="años", decade="décadas"
    ),
    counted=(
        "personas hombres mujeres niños civiles familias hogares casas viviendas"
        " edificios aldeas pueblos muertos muertes casos lugares refugiados heridos"
        " habitantes metros kilómetros km toneladas dólares euros soldados presos"
        " detenidos votos escaños"
    ),
    # "Domingo" is a given name and a city.
    written_so=frozenset(("domingo",)),
)
ARABIC = Words(
    months=_numbered(
        "يناير/جانفي فبراير/فيفري/شباط مارس/اذار ابريل/افريل/نيسان مايو/ايار يونيو/جوان/حزيران"
        " يوليو/جويليه/يوليوز/تموز اغسطس/غشت/اب سبتمبر/شتنبر/ايلول اكتوبر نوفمبر/نونبر"
        " ديسمبر/دجنبر"
    )
    | {
        "كانون الثاني": 1,
        "تشرين الاول": 10,
        "تشرين الثاني": 11,
        "كانون الاول": 12,
    },
    weekdays=_numbered("الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد", 0),
    numbers=_numbered(
        "واحد/واحده اثنين/اثنتين ثلاثه/ثلاث اربعه/اربع خمسه/خمس سته/ست سبعه/سبع"
        " ثمانيه/ثماني/ثمان تسعه/تسع عشره/عشر"
    ),
    units=_units(
        hour="ساعه",
        day="يوم يوما",
        week="اسبوع اسبوعا",
        month="شهر شهرا",
        year="عام عاما سنه",
        decade="عقد",
    ),
    plurals=_units(
        hour="ساعات",
        day="ايام",
        week="اسابيع",
        month="اشهر شهور",
        year="اعوام سنوات سنين",
        decade="عقود",
    ),
    duals={
        "ساعتين": "hour",
        "يومين": "day",
        "اسبوعين": "week",
        "شهرين": "month",
        "عامين": "year",
        "سنتين": "year",
        "عقدين": "decade",
    },
    counted=(
        "شخص شخصا اشخاص رجل امراه طفل مدني مدنيا عائله اسره منزل منزلا قتيل قتيلا حاله"
        " متر كيلومتر كلم دولار جندي جنديا نازح لاجئ"
    ),
)
