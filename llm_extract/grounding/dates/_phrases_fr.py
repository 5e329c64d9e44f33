"""How French says when: phrases under the name of the rule that reads them.

Written as in _phrases_en.py.
"""

from __future__ import annotations

import re

from llm_extract.grounding.dates._words import Phrases

_JOUR = "(?:(?:le )?<weekday>,? (?:le )?)?(?:le )?<day>(?:er)?"
_PAIR = "<day>(?:er)? et (?:le )?<day2>"
_JOURS = f"(?:entre le {_PAIR}|(?:du )?<day>(?:er)?(?: au | ?[-–] ?)<day2>)"
_PART_FR = "(?:(?:fin|début|courant) |mi-|mi )?"
_NO_YEAR_FR = r"(?! (?:1[89]|20)\d\d(?!\d))"
_CES = "(?:(?:au cours|lors|pendant|durant|dans|depuis) )?(?:de |des )?(?:ces |les |des )?"

PHRASES: Phrases = (
    ("none", "(?:chaque|journal du) <weekday>|<weekday> (?:saint|des cendres|gras|des rameaux)"),
    ("none", "(?:jusqu'à|pour|d'ici à) (?:maintenant|aujourd'hui)"),
    (
        "none",
        "(?:mouvement|accords?|place|rue|alliance|forces|coalition|révolution|stade|pont|avenue)"
        " du \\d{1,2} <month>",
    ),
    ("none", "(?:<n> )?(?:<unit>|<units>) de (?:prison|réclusion|détention|expérience|deuil)"),
    ("none", "âgée?s? de <n> (?:<unit>|<units>)"),
    ("none", "derni(?:er|ère)s(?= (?:<unit>|<units>) d)"),
    ("calendar", f"{_JOURS} <month> <year>"),
    ("calendar", f"{_JOUR} <month> <year>"),
    ("pair_of_year", f"{_PAIR} <month> <year>"),
    ("pair", f"{_PAIR} <month>"),
    ("yearless", f"{_JOURS} <month>"),
    ("since_calendar", "depuis le <day>(?:er)? <month> <year>"),
    ("since_yearless", "depuis le <day>(?:er)? <month>"),
    ("yearless", f"{_JOUR} <month>"),
    (
        "month_range_of_year",
        "(?:entre <month>(?: <year>)? et |(?:de |d')?<month>(?: <year>)?(?: à | ?[-–] ?))"
        "<month2> <year2>",
    ),
    ("since_calendar", f"depuis {_PART_FR}<month> <year>"),
    ("calendar", "<month> <year>(?!<counted>)"),
    ("calendar", "(?:de|entre) <year> (?:à|et) <year2>"),
    ("since_calendar", f"depuis {_PART_FR}(?:l'année )?<year>"),
    (
        "since_calendar",
        "depuis(?: [\\w'-]{1,20}){1,6}? (?:début|commencement|déclenchement|éclatement|commencé"
        "|éclaté|débuté|indépendance)(?: [\\w'-]{1,20}){0,5}? en (?:<month> )?<year>",
    ),
    ("since_month_last", f"depuis {_PART_FR}<named> dernier"),
    ("since_weekday_last", "depuis <weekday> dernier"),
    ("since_last", "depuis (?:la |le |l')<long> (?:derni(?:er|ère)|passée?)"),
    ("since_yesterday", "depuis hier"),
    ("since_weekday", "depuis <weekday>"),
    ("since_month", f"depuis {_PART_FR}<named>"),
    (
        "calendar",
        "(?:en|courant|fin|début|l'année|été|hiver|printemps|automne|jusqu'en|avant|après)"
        " (?:(?:fin|début) )?<year>(?!<counted>)",
    ),
    ("weekday_last", "(?:le )?<weekday> (?:dernier|passé)"),
    ("weekday_next", "(?:le )?<weekday> prochain"),
    ("weekday", "(?:de |du |entre )(?:le )?<weekday> (?:à|au|et) (?:le )?<weekday2>"),
    ("weekday", "(?:le )?<weekday>"),
    ("weekend_last", "le week-end (?:dernier|passé)"),
    ("weekend", "(?:ce|durant le|pendant le) week-end"),
    ("month_last_year", f"(?:en )?{_PART_FR}<named> (?:de )?l'an(?:née)? derni(?:er|ère)"),
    ("month_this_year", f"(?:en )?{_PART_FR}<named> de cette année"),
    ("month_last", f"(?:en )?{_PART_FR}<named> dernier"),
    ("month_next", f"(?:en )?{_PART_FR}<named> prochain"),
    ("month_range", "(?:de |d'|entre )<named> (?:à|et) <named2>"),
    ("month", f"(?:en |(?:(?:au|du|le) )?mois (?:de |d')){_PART_FR}<named>{_NO_YEAR_FR}"),
    ("month", f"(?:fin |début |courant |mi-)<named>{_NO_YEAR_FR}"),
    ("day_after_tomorrow", "après-demain"),
    ("tomorrow", "demain"),
    ("day_before_yesterday", "avant-hier"),
    ("yesterday", "hier"),
    ("overnight", "cette nuit|la nuit dernière|dans la nuit(?! (?:de|du|d'))"),
    (
        "today",
        "aujourd'hui|maintenant|actuellement|en ce moment|à l'heure actuelle|ce matin|ce soir"
        "|cet après-midi",
    ),
    ("rolling", f"{_CES}<n> derni(?:ers|ères) (?:<units>|<hours>)"),
    ("recent", f"{_CES}(?:quelques |tout )?derni(?:ers|ères) (?:<units>|<hours>)"),
    ("rolling", "(?:au cours|lors) (?:du |de la |de l')<long> écoulée?"),
    ("last", "(?:la |le |l')?<long> (?:derni(?:er|ère)|passée?)"),
    ("next", "(?:la |le |l')?<long> prochaine?"),
    ("this", "(?:ce|cette|cet) <long>"),
    ("ago", "il y a (?:environ )?<n> (?:<unit>|<units>|<hours>)"),
    ("recent", "il y a (?:quelques|plusieurs|des) <units>"),
    ("into", "<n> <years> après (?:le début|le déclenchement|l'éclatement|le commencement)"),
    ("rolling", "(?:pendant|durant|depuis) (?:plus de |près de |environ )?<n> (?:<long>|<units>)"),
    ("rolling", "<n> (?:<long>|<units>)(?= (?:de |d')(?!<month>))"),
    ("open", "(?:pendant|durant|depuis) (?:des|plusieurs|quelques|de nombreu(?:x|ses)) <units>"),
    ("open", "(?:des|plusieurs|quelques) <units>(?= (?:de |d'))"),
)  # fmt: skip
BARE: Phrases = (
    ("calendar", "<year>"),
    ("month", "<named>"),
    ("rolling", "<n> (?:<unit>|<units>)"),
    ("open", "(?:des )?<units>"),
)  # fmt: skip
HAD_HAPPENED = re.compile(
    r"\b(?:avait|avaient|a|ont)\s(?:(?:déjà|aussi|été|tous|toutes)\s){0,2}"
    r"\w+(?:é|i|is|it|u|ert)e?s?\b",
    re.IGNORECASE,
)
IS_HAPPENING = re.compile(r"\b(?:est|sont)\sen\strain\sd", re.IGNORECASE)
