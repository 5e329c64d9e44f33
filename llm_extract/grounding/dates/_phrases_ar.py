"""How Arabic says when: phrases under the name of the rule that reads them.

Written as in _phrases_en.py, with the letters folded as in _words.py.
"""

from __future__ import annotations

import re

from llm_extract.grounding.dates._words import Phrases

_MAADI = "(?:الماضي|الفائت|المنصرم|الماضيه|الفائته|المنصرمه)"
_MUQBIL = "(?:المقبل|القادم|المقبله|القادمه)"
_MAADIYA = "(?:الماضيه|الاخيره|الماضيين|الاخيرين)"
_AAM = "(?:من )?(?:(?:عام|سنه|العام) )?"
_NO_YEAR = r"(?! (?:(?:من )?(?:عام|سنه) )?(?:1[89]|20)\d\d(?!\d))"
_FI = "(?:(?:في|خلال|طوال|علي مدي) )?"
_DAYPART = "(?:(?:صباح|مساء|ليل|ليله|فجر|ظهر|عصر|امس|اليوم) )?"
_WEEKDAY = f"(?:يوم )?{_DAYPART}(?:يوم )?<weekday>"
_DAY = "(?:(?:يوم )?<weekday>[,،]? )?<day>(?: من)?(?: شهر)?"
_PAIR = "<day> و ?<day2>"
_DAYS = f"(?:بين {_PAIR}|(?:من )?<day>(?: (?:الي|حتي) | ?[-–] ?)<day2>)"
_BEGAN = "(?:بدء|بدايه|اندلاع|انطلاق|اندلعت|بدات|بدا|اندلع|استقلال|قيام)"

PHRASES: Phrases = (
    ("none", "(?:كل|كل يوم) <weekday>|صلاه الجمعه|<weekday> (?:الاسود|العظيم|الحزين|الدامي)"),
    ("none", "(?:تحالف|قوي|فريق|حركه|ثوره|جسر|شارع|ساحه|ميدان) \\d{1,2} <month>"),
    ("none", "(?:ذلك|نفس|طوال|هذا) اليوم (?:التالي|السابق)|في (?:ذلك|نفس) اليوم|ذلك اليوم"),
    (
        "none",
        "اليوم (?:التالي|السابق|الاول|الثاني|الثالث|الرابع|الاخير|نفسه|ذاته|الذي|الوطني"
        "|العالمي)",
    ),
    ("none", "(?:حتي|الي) (?:الان|اليوم)|الي حد الان"),
    ("none", "(?:<n> )?(?:<unit>|<units>) (?:من )?(?:السجن|العمر|الخبره|الحداد|سجنا)"),
    ("none", "بعد (?:<n> )?(?:<long>|<dual>) من(?!\\w)(?! (?:اندلاع|بدء|بدايه))"),
    ("none", "(?:بعد|قبل) <n> (?:<units>|<long>) من(?!\\w)(?! (?:اندلاع|بدء|بدايه))"),
    ("calendar", f"{_DAYS} <month>[,،]? {_AAM}<year>"),
    ("calendar", f"{_DAY} <month>[,،]? {_AAM}<year>"),
    ("pair_of_year", f"{_PAIR} <month>[,،]? {_AAM}<year>"),
    ("pair", f"{_PAIR} <month>"),
    ("yearless", f"{_DAYS} <month>"),
    ("yearless", f"{_DAY} <month>(?: (?:الماضي|الجاري|الحالي))?"),
    (
        "month_range_of_year",
        "(?:بين <month>(?: <year>)? و ?|(?:من )?<month>(?: <year>)? (?:الي|حتي) )"
        f"<month2> {_AAM}<year2>",
    ),
    ("calendar", f"<month>[,،]? {_AAM}<year>(?!<counted>)"),
    ("calendar", "(?:بين|من)(?: عامي| عام)? <year> (?:و ?|الي |حتي )<year2>"),
    ("since_calendar", f"منذ <day> <month> {_AAM}<year>"),
    ("since_yearless", "منذ <day> <month>"),
    ("since_calendar", f"منذ (?:شهر )?<month> {_AAM}<year>"),
    ("since_calendar", "منذ (?:(?:عام|العام|سنه|مطلع|مطلع عام|اواخر|اواخر عام|بدايه عام) )?<year>"),
    (
        "since_calendar",
        f"منذ(?: \\w{{1,20}}){{0,5}}? {_BEGAN}(?: \\w{{1,20}}){{0,5}}? (?:في|عام|سنه)"
        "(?: (?:عام|سنه|العام))?(?: <month>)? <year>",
    ),
    ("since_month_last", f"منذ (?:شهر )?<named> {_MAADI}"),
    ("since_weekday_last", f"منذ (?:يوم )?<weekday> {_MAADI}"),
    ("since_last", f"منذ (?:الاسبوع|الشهر|العام) {_MAADI}"),
    ("since_yesterday", "منذ امس"),
    ("since_weekday", "منذ يوم <weekday>|منذ (?!الاثنين)<weekday>"),
    ("since_month", "منذ (?:شهر )?<named>"),
    ("calendar", "(?:في|خلال|عام|العام|سنه|حتي)(?: (?:عام|العام|سنه))? <year>(?!<counted>)"),
    ("weekday_last", f"{_WEEKDAY} {_MAADI}"),
    ("weekday_next", f"(?:يوم )?<weekday> {_MUQBIL}"),
    ("weekday_last", "(?:ليل |ليله |مساء |صباح )?امس(?: يوم)? <weekday>"),
    ("weekday", "(?:بين|من)(?: يومي| يوم)? <weekday> (?:و ?|الي |حتي )<weekday2>"),
    ("weekday", "(?:يوم|صباح|مساء|ليل|ليله|فجر|ظهر|عصر|اليوم)(?: يوم)? <weekday>"),
    # "الاثنين" is also "the two": a weekday only where another word says so.
    ("weekday", "(?!الاثنين)<weekday>"),
    ("month_last_year", f"(?:في )?(?:شهر )?<named> (?:من )?العام {_MAADI}"),
    ("month_this_year", "(?:في )?(?:شهر )?<named> (?:من )?(?:هذا العام|العام (?:الجاري|الحالي))"),
    ("month_last", f"(?:في |خلال )?(?:شهر )?<named> {_MAADI}"),
    ("month_next", f"(?:في |خلال )?(?:شهر )?<named> {_MUQBIL}"),
    ("month_range", "(?:بين|من)(?: شهري| شهر)? <named> (?:و ?|الي |حتي )<named2>"),
    (
        "month",
        "(?:في|خلال)(?: (?:مطلع|اواخر|اوائل|منتصف|نهايه|بدايه))?(?: شهر)? <named>"
        f"{_NO_YEAR}",
    ),
    ("month", f"(?:شهر|مطلع|اواخر|اوائل|منتصف|نهايه) <named>{_NO_YEAR}"),
    ("day_before_yesterday", "(?:اول|قبل) (?:من )?امس"),
    ("overnight", f"(?:ليل|ليله|مساء) امس|الليله {_MAADI}|خلال الليل"),
    ("yesterday", "(?:صباح )?امس|بالامس"),
    ("day_after_tomorrow", "بعد غد"),
    ("tomorrow", "غدا|يوم غد"),
    (
        "today",
        "(?:صباح |مساء |ظهر |فجر )?اليوم|الان|حاليا|حالي\u064bا|هذا (?:الصباح|المساء)"
        "|الليله",
    ),
    ("rolling", f"{_FI}ال<units> ال<n> {_MAADIYA}"),
    ("rolling", f"{_FI}(?:<dual>|ال<dual>) {_MAADIYA}"),
    ("recent", f"{_FI}ال(?:<units>|<hours>)(?: القليله)? {_MAADIYA}"),
    ("last", f"(?:في |خلال )?ال<long> {_MAADI}"),
    ("next", f"(?:في |خلال )?ال<long> {_MUQBIL}"),
    ("this", "(?:في |خلال )?(?:هذا|هذه) ال<long>|(?:في |خلال )?ال<years> (?:الجاري|الحالي)"),
    ("ago", "قبل (?:نحو |حوالي )?(?:<n> (?:<unit>|<units>|<hours>)|<dual>)"),
    ("ago", "قبل (?:<long>|يوم)(?! من)"),
    ("recent", "قبل (?:بضعه |عده )?<units>(?! من)"),
    ("into", "بعد (?:نحو )?<n> <years> (?:علي|من) (?:اندلاع|بدء|بدايه|انطلاق)"),
    (
        "rolling",
        "(?:منذ|طوال|لمده|علي مدي) (?:نحو |اكثر من )?(?:<n> (?:<unit>|<units>)|<dual>|<long>)",
    ),
    ("open", "(?:منذ|طوال|بعد|علي مدي) (?:عده |بضعه )?<units>(?= من(?!\\w))|منذ (?:عده )?<units>"),
)  # fmt: skip
BARE: Phrases = (
    ("calendar", "<year>"),
    ("month", "<named>"),
    ("weekday", "<weekday>"),
    ("rolling", "(?:<n> (?:<unit>|<units>)|<dual>)"),
    ("open", "<units>"),
)  # fmt: skip
HAD_HAPPENED = re.compile(r"(?<!\w)(?:كان|كانت|كانوا)\s(?:\w+\s){0,2}قد(?!\w)")
# The present is the past's equal in Arabic news: no form of a verb says it.
IS_HAPPENING = re.compile(r"(?!)")
