"""How Spanish says when: phrases under the name of the rule that reads them.

Written as in _phrases_en.py.
"""

from __future__ import annotations

import re

from llm_extract.grounding.dates._words import Phrases

_DIA = "(?:(?:el )?<weekday>,? )?(?:el )?(?:día )?<day>[º°]?"
_PAIR = "<day> y (?:el )?<day2>"
_DIAS = f"(?:entre el {_PAIR}|(?:del )?<day>(?: al? | ?[-–] ?)<day2>)"
_DEL = "(?: de| del|,)? (?:año )?"
_PARTE = "(?:(?:(?:a )?(?:finales|principios|mediados|comienzos|fines) de) )?"
_NO_YEAR = r"(?! (?:del? )?(?:1[89]|20)\d\d(?!\d))"
_EN = "(?:(?:en|durante|desde|por) )?"

PHRASES: Phrases = (
    ("none", "(?:cada|todos los|los|santo|plaza de) <weekday>"),
    ("none", "<weekday> (?:santo|de ceniza|de ramos|de gloria|negro)"),
    ("none", "(?:hasta|por) (?:ahora|hoy|el momento)|desde ahora"),
    ("none", "(?:por la|de la|la|una|cada) mañana"),
    (
        "none",
        "(?:movimiento|plaza|calle|avenida|alianza|partido|puente"
        "|grupo) (?:del? )?\\d{1,2} de <month>",
    ),
    ("none", "(?:<n> )?(?:<unit>|<units>) de (?:prisión|cárcel|edad|experiencia|luto)"),
    ("none", "(?:últim[oa]s|primer[oa]s)(?= (?:<n> )?(?:<unit>|<units>) del?(?!\\w))"),
    ("calendar", f"{_DIAS} de <month>{_DEL}<year>"),
    ("calendar", f"{_DIA} de <month>{_DEL}<year>"),
    ("pair_of_year", f"{_PAIR} de <month>{_DEL}<year>"),
    ("pair", f"{_PAIR} de <month>"),
    ("yearless", f"{_DIAS} de <month>"),
    ("yearless", f"{_DIA} de <month>"),
    (
        "month_range_of_year",
        "(?:entre <month>(?: del? <year>)? y |(?:de )?<month>(?: del? <year>)?(?: a | ?[-–] ?))"
        "<month2> del? <year2>",
    ),
    ("calendar", "<month>(?: de| del)? <year>(?!<counted>)"),
    ("calendar", "(?:de|entre) <year> (?:a|y) <year2>"),
    ("since_calendar", f"desde el <day> de <month>{_DEL}<year>"),
    ("since_yearless", "desde el <day> de <month>"),
    ("since_calendar", f"desde {_PARTE}<month>(?: del?)? <year>"),
    ("since_calendar", f"desde {_PARTE}(?:el año )?<year>"),
    (
        "since_calendar",
        "desde(?: [\\w'-]{1,20}){1,6}? (?:inicio|comienzo|estallido|empezó|comenzó|estalló|inició"
        "|independencia)(?: [\\w'-]{1,20}){0,5}? en (?:<month> de )?<year>",
    ),
    ("since_month_last", f"desde {_PARTE}<named> pasado|desde el pasado <named>"),
    ("since_weekday_last", "desde el <weekday> pasado"),
    ("since_last", "desde (?:la|el) <long> pasad[oa]"),
    ("since_yesterday", "desde ayer"),
    ("since_weekday", "desde el <weekday>"),
    ("since_month", f"desde {_PARTE}<named>{_NO_YEAR}"),
    (
        "calendar",
        "(?:en|durante|hasta|el año|año|verano de|invierno de|primavera de|otoño de"
        "|(?:finales|principios|mediados|comienzos|fines) de) (?:el año )?<year>(?!<counted>)",
    ),
    ("weekday_last", "(?:el )?<weekday> pasado"),
    ("weekday_last", "(?:el )?pasado <weekday>"),
    ("weekday_next", "(?:el )?<weekday> (?:próximo|que viene)"),
    ("weekday_next", "(?:el )?próximo <weekday>"),
    ("weekday", "(?:del|entre el|de) <weekday> (?:al|y el|a) <weekday2>"),
    ("weekday", "(?:el )?<weekday>"),
    ("weekend_last", "(?:el )?fin de semana pasado|el pasado fin de semana"),
    ("weekend", "(?:este|durante el|en el) fin de semana"),
    ("month_last_year", f"(?:en )?{_PARTE}<named> del año pasado"),
    ("month_this_year", f"(?:en )?{_PARTE}<named> de este año"),
    ("month_last", f"(?:en )?{_PARTE}<named> pasado"),
    ("month_last", "(?:en )?(?:el )?pasado <named>"),
    ("month_next", "(?:en )?(?:el )?próximo <named>"),
    ("month_range", "(?:de|entre) <named> (?:a|y) <named2>"),
    ("month", f"(?:en|durante) (?:el mes de )?{_PARTE}<named>{_NO_YEAR}"),
    ("month", f"(?:finales|principios|mediados|comienzos|fines|mes) de <named>{_NO_YEAR}"),
    ("day_after_tomorrow", "pasado mañana"),
    ("tomorrow", "mañana"),
    ("day_before_yesterday", "anteayer|antes de ayer"),
    ("yesterday", "ayer"),
    ("overnight", "anoche|la noche pasada"),
    (
        "today",
        "hoy|ahora|actualmente|en estos momentos|en la actualidad|esta (?:mañana|tarde|noche"
        "|madrugada)",
    ),
    ("rolling", f"{_EN}(?:los|las) (?:últim[oa]s|pasad[oa]s) <n> (?:<units>|<hours>)"),
    ("rolling", f"{_EN}(?:los|las) <n> (?:últim[oa]s|pasad[oa]s) (?:<units>|<hours>)"),
    (
        "recent",
        f"{_EN}(?:los|las|est[oa]s) (?:últim[oa]s|pasad[oa]s|recientes) (?:<units>"
        f"|<hours>)",
    ),
    ("recent", f"{_EN}(?:últim[oa]s|recientes) <units>"),
    ("rolling", f"{_EN}(?:la últim[a]|el último) <long>(?! de)"),
    ("last", "(?:la |el )?<long> pasad[oa]"),
    ("last", "(?:la |el )?pasad[oa] <long>"),
    ("next", "(?:la |el )?(?:<long> (?:que viene|próxim[oa]))"),
    ("next", "(?:la |el )?próxim[oa] <long>"),
    ("this", "est[ea] <long>"),
    ("rolling", "(?:desde hace|durante|por) (?:más de |casi |unos )?<n> (?:<long>|<units>)"),
    ("open", "(?:desde hace|durante) (?:(?:unos|unas|varios|varias|muchos|muchas) )?<units>"),
    ("ago", "hace (?:unos |casi |más de )?<n> (?:<unit>|<units>|<hours>)"),
    ("recent", "hace (?:(?:unos|unas|varios|varias|pocos|pocas|algunos|algunas) )?<units>"),
    ("into", "<n> <years> después del? (?:inicio|comienzo|estallido)"),
    ("rolling", "<n> (?:<long>|<units>)(?= de (?!<month>))"),
    ("open", "(?:(?:varios|varias|muchos|muchas) )?<units>(?= de(?!\\w))"),
)  # fmt: skip
BARE: Phrases = (
    ("calendar", "(?:el año )?<year>"),
    ("month", "<named>"),
    ("rolling", "<n> (?:<unit>|<units>)"),
    ("open", "<units>"),
)  # fmt: skip
HAD_HAPPENED = re.compile(
    r"\b(?:había|habían|ha|han)\s(?:sido\s)?"
    r"(?:\w+[aií]d[oa]s?|hecho|dicho|visto|puesto|muerto|abierto|roto|vuelto|escrito)\b",
    re.IGNORECASE,
)
IS_HAPPENING = re.compile(r"\best(?:á|án)\s\w+(?:ando|iendo|yendo)\b", re.IGNORECASE)
