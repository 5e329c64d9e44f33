"""The words around numbers: comparators, vague counts, ranges; one value per language.

The comparators before a number and behind it are told apart, because "14 or more" is one and
"or more 14" is none. All words are as written in prose; the reader folds them as it folds the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Comparator = Literal[
    "exact", "more_than", "at_least", "less_than", "up_to", "approx", "range", "vague"
]
Terms = Mapping[Comparator, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CountWords:
    """The vocabulary of one language.

    Attributes:
        before: comparators that stand before a number.
        behind: comparators that stand behind a number.
        fillers: words that may part a comparator from its number.
        vague: words for a count without a number.
        to: words between the two numbers of a range.
        between: the word before a range whose numbers ``both`` joins.
        both: the word for "and".
        joiners: words that add one number to the next.
        parts: words that make a number a part of another, so that they do not add up.
        one: articles that count one before any of ``nouns``.
        nouns: singular nouns of what is counted.
        duals: nouns that say two.
        prefix: letters written together with the word behind them.
    """

    before: Terms = field(default_factory=dict)
    behind: Terms = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    between: str = ""
    both: str = ""
    joiners: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    duals: tuple[str, ...] = ()
    prefix: str = ""


ENGLISH = CountWords(
    before={
        "more_than": (
            "more than", "over", "above", "upwards of", "upward of", "in excess of", "exceeding",
            "beyond", "greater than", "exceeded", "exceeds", "surpassed", "topped",
        ),
        "at_least": (
            "at least", "no fewer than", "no less than", "not less than", "not fewer than",
            "a minimum of", "minimum", "at the very least",
        ),
        "less_than": ("less than", "fewer than", "under", "below", "lower than"),
        "up_to": (
            "up to", "as many as", "as much as", "no more than", "not more than", "at most",
            "at the most", "a maximum of", "maximum", "not exceeding", "not over",
        ),
        "approx": (
            "about", "around", "some", "approximately", "roughly", "nearly", "almost", "close to",
            "an estimated", "estimated", "circa", "ca.", "c.", "~", "more or less", "virtually",
            "in the region of", "in the order of", "approaching", "approx.", "approx",
        ),
    },
    behind={
        "at_least": ("or more", "at least", "+", "-plus", "and counting", "at minimum"),
        "up_to": ("or fewer", "or less", "at most", "at the most", "maximum"),
        "approx": ("or so", "approximately", "-odd", "odd", "or thereabouts", "more or less"),
    },
    fillers=("the", "a", "an", "another", "other", "these", "those", "its", "their", "further"),
    vague=(
        "tens of thousands", "hundreds of thousands", "tens of millions", "hundreds of millions",
        "dozens", "dozen", "scores", "several", "hundreds", "thousands", "millions", "billions",
        "tens", "few", "many", "numerous", "various", "multiple", "countless", "handful", "couple",
        "a number of", "unknown number", "lots", "almost all", "nearly all", "most", "majority",
        "an undetermined number", "an unspecified number",
    ),
    to=("to", "or", "till", "until"),
    between="between",
    both="and",
    joiners=("and", "plus", "as well as", "along with", "together with", "in addition to"),
    parts=(
        "including", "of whom", "of which", "of them", "among them", "among", "out of", "of the",
        "since", "per",
    ),
    one=("a", "an"),
    nouns=(
        "man", "woman", "child", "boy", "girl", "baby", "infant", "person", "civilian", "soldier",
        "policeman", "policewoman", "officer", "fighter", "rebel", "militant", "gunman",
        "journalist", "reporter", "doctor", "nurse", "medic", "paramedic", "aid worker", "worker",
        "driver", "farmer", "teacher", "student", "protester", "resident", "villager", "prisoner",
        "commander", "guard", "ranger", "family", "household", "village", "suicide bomber",
        "bystander", "pilot", "mother", "father", "teenager", "peacekeeper",
    ),
)  # fmt: skip

FRENCH = CountWords(
    before={
        "more_than": (
            "plus de", "plus d'", "davantage que", "au-delà de", "au dessus de", "dépassant",
            "supérieur à", "dépassé", "dépasse",
        ),
        "at_least": (
            "au moins", "au minimum", "pas moins de", "pas moins d'", "minimum", "un minimum de",
        ),
        "less_than": ("moins de", "moins d'", "inférieur à", "au-dessous de"),
        "up_to": (
            "jusqu'à", "jusqu'aux", "au plus", "tout au plus", "au maximum", "un maximum de",
            "pas plus de", "pas plus d'", "maximum",
        ),
        "approx": (
            "environ", "quelque", "quelques", "près de", "près d'", "autour de", "à peu près",
            "approximativement", "presque", "aux alentours de", "quasi", "quasiment",
            "plus ou moins", "aux environs de",
        ),
    },
    behind={
        "at_least": ("ou plus", "au moins", "au minimum", "et plus", "+"),
        "up_to": ("ou moins", "au plus", "au maximum", "tout au plus"),
        "approx": ("environ", "à peu près", "approximativement"),
    },
    fillers=("les", "le", "la", "ces", "autres", "l'"),
    vague=(
        "des dizaines de milliers", "dizaines de milliers", "centaines de milliers",
        "dizaines de millions", "centaines de millions", "dizaine", "dizaines", "douzaine",
        "douzaines", "quinzaine", "vingtaine", "trentaine", "quarantaine", "cinquantaine",
        "soixantaine", "centaine", "centaines", "millier", "milliers", "millions", "milliards",
        "plusieurs", "quelques", "nombreux", "nombreuses", "beaucoup", "certains", "certaines",
        "divers", "diverses", "poignée", "multiples", "la plupart", "presque tous",
        "un nombre indéterminé", "bon nombre",
    ),
    to=("à", "ou"),
    between="entre",
    both="et",
    joiners=("et", "plus", "ainsi que", "en plus de"),
    parts=("dont", "parmi", "parmi eux", "d'entre eux", "sur", "depuis", "par"),
    one=("un", "une"),
    nouns=(
        "homme", "femme", "enfant", "garçon", "fille", "fillette", "bébé", "personne", "civil",
        "civile", "soldat", "soldate", "militaire", "policier", "policière", "gendarme",
        "combattant", "combattante", "rebelle", "journaliste", "médecin", "infirmier", "infirmière",
        "mort", "morte", "blessé", "blessée", "tué", "otage", "manifestant",
        "manifestante",
        "habitant", "habitante", "villageois", "officier", "agent", "famille", "village",
        "chauffeur", "adolescent", "adolescente", "mère", "père", "casque bleu", "disparu",
        "victime",
    ),
)  # fmt: skip

SPANISH = CountWords(
    before={
        "more_than": (
            "más de", "más que", "por encima de", "superior a", "superan los", "supera los",
            "superó los", "sobre los",
        ),
        "at_least": (
            "al menos", "por lo menos", "como mínimo", "cuando menos", "no menos de", "mínimo",
            "un mínimo de",
        ),
        "less_than": ("menos de", "por debajo de", "inferior a"),
        "up_to": (
            "hasta", "a lo sumo", "como máximo", "como mucho", "no más de", "máximo",
            "un máximo de",
        ),
        "approx": (
            "unos", "unas", "alrededor de", "cerca de", "aproximadamente", "casi", "en torno a",
            "más o menos", "prácticamente", "poco menos de", "aproximado de",
        ),
    },
    behind={
        "at_least": ("o más", "al menos", "como mínimo", "por lo menos", "+"),
        "up_to": ("o menos", "como máximo", "como mucho", "a lo sumo"),
        "approx": ("aproximadamente", "más o menos", "y pico", "o así"),
    },
    fillers=("los", "las", "el", "la", "otros", "otras", "esos", "estos"),
    vague=(
        "decenas de miles", "cientos de miles", "decenas de millones", "cientos de millones",
        "centenares de miles", "decena", "decenas", "docena", "docenas", "veintena", "treintena",
        "quincena", "centenar", "centenares", "centena", "centenas", "cientos", "miles", "millar",
        "millares", "millones", "varios", "varias", "algunos", "algunas", "unos", "unas", "muchos",
        "muchas", "numerosos", "numerosas", "pocos", "pocas", "puñado", "un par", "diversos",
        "diversas", "múltiples", "multitud", "la mayoría", "casi todos", "casi todas",
        "un número indeterminado",
    ),
    to=("a", "o", "u", "hasta"),
    between="entre",
    both="y",
    joiners=("y", "e", "más", "así como", "además de"),
    parts=(
        "incluidos", "incluidas", "entre ellos", "entre ellas", "de los", "de las", "desde", "por",
    ),
    one=("un", "una"),
    nouns=(
        "hombre", "mujer", "niño", "niña", "bebé", "persona", "civil", "soldado", "militar",
        "policía", "combatiente", "rebelde", "miliciano", "guerrillero", "periodista", "médico",
        "médica", "enfermero", "enfermera", "muerto", "muerta", "herido", "herida", "fallecido",
        "fallecida", "rehén", "manifestante", "habitante", "vecino", "vecina", "oficial", "agente",
        "familia", "aldea", "conductor", "adolescente", "joven", "madre", "padre", "menor",
        "campesino", "desaparecido", "víctima",
    ),
)  # fmt: skip

ARABIC = CountWords(
    before={
        "more_than": (
            "أكثر من", "أزيد من", "فوق", "ما يزيد على", "ما يزيد عن", "يزيد على", "يزيد عن",
            "تزيد على", "تزيد عن", "يتجاوز", "تجاوز", "تجاوزت", "ما يتجاوز", "يفوق", "ما يفوق",
        ),
        "at_least": (
            "على الأقل", "ما لا يقل عن", "لا يقل عن", "لا تقل عن", "مالا يقل عن",
        ),
        "less_than": ("أقل من", "دون", "ما يقل عن", "يقل عن"),
        "up_to": (
            "حتى", "ما يصل إلى", "يصل إلى", "تصل إلى", "لا يزيد على", "لا يزيد عن",
            "ما لا يزيد على", "ما لا يزيد عن", "لا يتجاوز", "على الأكثر", "لا أكثر من",
        ),
        "approx": (
            "حوالي", "حوالى", "نحو", "قرابة", "زهاء", "ما يقارب", "يقارب", "تقريبا", "ما يقرب من",
            "قريب من", "بحدود", "في حدود",
        ),
    },
    behind={
        "at_least": ("على الأقل", "أو أكثر", "+", "فأكثر", "كحد أدنى"),
        "up_to": ("على الأكثر", "أو أقل", "كحد أقصى"),
        "approx": ("تقريبا",),
    },
    vague=(
        "عشرات الآلاف", "مئات الآلاف", "عشرات الملايين", "عشرات", "العشرات", "مئات", "المئات",
        "آلاف", "الآلاف", "ألوف", "ملايين", "الملايين", "مليارات", "عدد من", "عدة", "بضعة", "بضع",
        "بعض", "كثير", "كثيرون", "العديد", "الكثير", "معظم", "غالبية", "عدد غير محدد",
        "عدد كبير", "حفنة",
    ),
    to=("إلى", "أو", "حتى"),
    between="بين",
    both="و",
    joiners=("و", "إضافة إلى", "بالإضافة إلى", "فضلا عن"),
    parts=("بينهم", "بينهن", "منهم", "منهن", "من بينهم", "من أصل", "منذ"),
    duals=(
        "شخصان", "شخصين", "قتيلان", "قتيلين", "جنديان", "جنديين", "طفلان", "طفلين", "رجلان",
        "رجلين", "امرأتان", "امرأتين", "جريحان", "جريحين", "مدنيان", "شرطيان", "صحفيان",
        "صحافيان", "مسلحان", "عسكريان", "ضابطان", "ضابطين", "عائلتان", "عائلتين", "قريتان",
        "قريتين", "طفلتان", "طفلتين",
    ),
    prefix="وفبل",
)  # fmt: skip
