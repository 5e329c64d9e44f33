"""How English says when: phrases under the name of the rule that reads them.

A space stands for white space within a paragraph, ``<month>`` and the like for a class of words
(_classes.py; ``<month2>`` is a second one of its class). The first phrase that fits wins: what
only looks like a date comes first, under "none", and long phrases before their own beginnings.
"""

from __future__ import annotations

import re

from llm_extract.grounding.dates._words import Phrases

_ORD = "(?:st|nd|rd|th)?"
_DAY = f"(?:(?:on )?<wday>,? (?:the )?)?<day>{_ORD}"
_PAIR = f"<day>{_ORD} and (?:the )?<day2>{_ORD}"
_DAYS = f"(?:between {_PAIR}|(?:from )?<day>{_ORD}(?: to | ?[-–] ?)(?:the )?<day2>{_ORD})"
_PART = "(?:(?:early|late|mid)(?: |-))?"
_NO_DAY = (
    r"(?!,? (?:of )?(?:1[89]|20)\d\d(?!\d)| \d{1,2}(?:,? (?:1[89]|20)\d\d(?!\d)|st|nd|rd|th)"
    r"|'s| day(?!\w))"
)
_OVER = "(?:(?:over|in|during|for|within|throughout) )?(?:(?:the|these) )?"
_NAMES = (
    "(?:alliance|movement|coalition|bloc|brigades?|group|forces|camp|party|youth|revolution"
    "|agreement|bridge|square|street|university|organi[sz]ation)"
)
_ELEVEN = "(?:september|(?-i:Sept?)[.]?)"

PHRASES: Phrases = (
    (
        "none",
        "(?:every|each|alternate|bloody|black|good|palm|easter|ash|holy|maundy|fat|shrove|cyber"
        "|super|sheffield|mail on) <weekday>",
    ),
    (
        "none",
        "<weekday> (?-i:Times|Telegraph|Mail|Mirror|Express|Herald|Tribune|Post|Night Live|World"
        "|School|Mass)|<weekday> school",
    ),
    ("none", "(?:until|till|up to|for|from|every) now|now (?:and (?:then|again)|defunct)|now-"),
    ("none", f"<month> \\d{{1,2}}{_ORD} {_NAMES}|\\d{{1,2}}{_ORD} <month> {_NAMES}"),
    ("none", f"{_ELEVEN} 11(?:th)?(?!,? \\d)|11 {_ELEVEN}(?!,? \\d)"),
    ("none", "(?:confidence|trust|faith|belief) in <named>"),
    ("none", "(?:usa|russia) today|better tomorrow|overnight (?:success|bag|stays?)"),
    (
        "none",
        "(?:first|final|last|past|early|opening|closing|dying|coming|next)"
        "(?= (?:(?:few|<n>) )?(?:<unit>|<units>) of(?!\\w))",
    ),
    (
        "none",
        "(?:<n> )?(?:<unit>|<units>) of (?:age|prison|imprisonment|jail|detention|hard labou?r"
        "|experience|service|mourning|study|schooling|pregnancy)",
    ),
    (
        "none",
        "(?:jailed|imprisoned|sentenced|suspended|banned|extended|renewed|closed|elected"
        "|appointed)(?: \\w{1,20}){0,3} for <n> (?:<unit>|<units>)",
    ),
    ("none", "for (?:<n> )?(?:<unit>|<units>) (?:to come|more|in (?:prison|jail)|from now)"),
    ("none", "(?:once|twice|times) a <unit>"),
    ("calendar", f"{_DAYS}(?: of)? <month>,? <year>"),
    ("calendar", f"<month> <day>{_ORD} ?(?:[-–]|to) ?<day2>{_ORD},? <year>"),
    ("calendar", f"{_DAY}(?: of)?(?: |-)<month>(?:,? |-)<year>"),
    ("calendar", f"(?:(?:on )?<wday>,? )?<month> (?:the )?<day>{_ORD}(?:, ?| )<year>"),
    ("pair_of_year", f"{_PAIR}(?: of)? <month>,? <year>"),
    ("pair", f"{_PAIR}(?: of)? <cap>"),
    ("yearless", f"{_DAYS}(?: of)? <cap>"),
    ("yearless", f"<cap> <day>{_ORD} ?(?:[-–]|to) ?<day2>{_ORD}"),
    ("yearless", f"{_DAY}(?: of)? <cap>"),
    ("yearless", f"(?:(?:on )?<wday>,? )?<cap> <day>{_ORD}(?![.,:]?\\d|%| percent)"),
    (
        "month_range_of_year",
        "(?:between <cap>(?: <year>)? and |(?:from )?<cap>(?: <year>)?(?: to | ?[-–] ?))"
        "<cap2>,? <year2>",
    ),
    ("calendar", "<cap>(?:,? | of )<year>(?!<counted>)"),
    ("calendar", "(?:from|between) <year>(?: to | and |[-–])<year2>"),
    ("since_calendar", f"since {_PART}<cap> <year>"),
    ("since_calendar", f"since {_PART}<year>"),
    (
        "since_calendar",
        "since(?: [\\w'-]{1,20}){0,6}? (?:start|starting|started|began|begun|beginning|outbreak"
        "|onset|erupted|erupting|broke out|launch|launched|came to power|took power|independence)"
        "(?: [\\w'-]{1,20}){0,5}? in (?:<cap> )?<year>",
    ),
    ("since_calendar", "since <day> <month> <year>"),
    ("since_calendar", "since <month> <day>,? <year>"),
    ("since_yearless", "since <day> <cap>(?!\\w)"),
    ("since_yearless", "since <cap> <day>(?![.,:]?\\d)"),
    ("since_month_last_year", f"since {_PART}<named> (?:of )?last year"),
    ("since_month_last", "since last <named>"),
    ("since_weekday_last", "since last <weekday>"),
    ("since_last", "since last <long>"),
    ("since_yesterday", "since yesterday"),
    ("since_weekday", "since (?:(?:early|late) )?<weekday>"),
    ("since_month", f"since {_PART}<named>{_NO_DAY}"),
    (
        "calendar",
        "(?:in|during|throughout|until|till|by|before|after|from|early|late|mid|the year|year"
        "|(?:summer|spring|winter|autumn|fall|end|start|beginning|middle|half) of)(?: |-)"
        "(?:(?:early|late|mid|the year)(?: |-))?<year>(?!<counted>)",
    ),
    ("weekday_last_week", "(?:on )?<weekday> (?:of )?last week"),
    ("weekday_next_week", "(?:on )?<weekday> (?:of )?next week"),
    ("weekday_this_week", "(?:on )?<weekday> (?:of )?this week"),
    ("weekday_last", "(?:on )?(?:the )?(?:last|(?:this )?past|previous) <weekday>"),
    ("weekday_last", "(?:on )?<weekday> last(?! (?:<unit>|<named>))"),
    ("weekday_next", "(?:on )?(?:the )?(?:next|(?:this )?coming|upcoming) <weekday>"),
    ("weekday_this", "this <weekday>"),
    ("weekday", "(?:from|between) <weekday> (?:to|and|until|through) <weekday2>"),
    ("weekday", "(?:on )?<weekday>"),
    ("weekend_last", "last weekend|(?:over|during) last weekend"),
    ("weekend", "(?:over|at|on|during) the (?:past )?weekend|(?:the|this) past weekend"),
    ("month_last_year", f"(?:in )?{_PART}<named>,? (?:of )?last year"),
    ("month_this_year", f"(?:in )?{_PART}<named>,? (?:of )?this year"),
    ("month_next_year", f"(?:in )?{_PART}<named>,? (?:of )?next year"),
    ("month_range", "(?:from|between) <named> (?:to|and|until|through) <named2>"),
    ("month_last", "(?:in )?last <named>"),
    ("month_next", "(?:in )?next <named>"),
    ("month_this_year", "this <named>"),
    ("month", f"(?:in|during|throughout|until|till) (?:the month of )?{_PART}<named>{_NO_DAY}"),
    ("month", f"(?:early|late|mid)(?: |-)<named>{_NO_DAY}"),
    (
        "month",
        "(?:by|from|before|after|through) (?!(?:may|march)(?!\\w))<named>"
        "(?!'s| \\d| (?-i:[A-Z]))",
    ),
    ("month", f"(?:end|start|beginning|middle|month|weeks?|days|half) of <named>{_NO_DAY}"),
    ("tomorrow", "(?-i:tomorrow|(?<!\\w\\s)Tomorrow)"),
    ("day_before_yesterday", "(?:the )?day before yesterday"),
    ("yesterday", "(?-i:yesterday|(?<!\\w\\s)Yesterday)"),
    ("overnight", "overnight(?! (?:(?:on|into|from|to) )?(?:<wday>|<cap>))|last night"),
    (
        "today",
        "(?-i:today|now|(?<!\\w\\s)(?:Today|Now))(?!-)|currently|tonight|at present"
        "|this (?:morning|afternoon|evening)",
    ),
    ("later_this", "later this <long>"),
    ("recent", f"{_OVER}(?:past|last|recent) (?:(?:few|several|couple of) )?(?:<units>|<hours>)"),
    ("rolling", f"{_OVER}(?:past|last|previous) <n> (?:<unit>|<units>|<hours>)"),
    ("rolling", f"{_OVER}past (?:<long>|<days>)"),
    ("rolling", "(?:over|in|during|within) the last <long>"),
    ("last", "last <long>"),
    ("next", "next <long>"),
    ("this", "(?:earlier )?this <long>"),
    ("ago", "<n> (?:<unit>|<units>|<hours>) ago"),
    ("recent", "(?:(?:a few|several|some|many) )?<units> ago"),
    ("into", "<n> <years> into"),
    ("rolling", "for (?:(?:the|over|about|nearly|almost|more than) )?<n> (?:<long>|<units>)"),
    ("rolling", "<n> (?:<long>|<units>)(?= of(?!\\w))"),
    ("open", "for (?:(?:many|several|some) )?<units>"),
    ("open", "(?:(?:many|several|a few) )?<units>(?= of(?!\\w))"),
)  # fmt: skip
BARE: Phrases = (
    ("calendar", "(?:the year )?<year>"),
    ("month", "<named>"),
    ("rolling", "<n> (?:<unit>|<units>)"),
    ("open", "<units>"),
)  # fmt: skip
_DONE = (
    r"(?:\w+(?:ed|en)|left|taken|fled|lost|won|put|cut|hit|shot|become|come|gone|run|made|said|told"
    r"|held|built|sent|brought|fought|caught|met|set|led|fallen|withdrawn|thrown|known|shut|struck)"
)
HAD_HAPPENED = re.compile(
    rf"(?:have|has|had|'ve)\s(?:(?:already|also|since|all|been|\w+ly)\s){{0,3}}{_DONE}\b"
    r"|\b(?:have|has|had)\sbeen\s\w+ing\b",
    re.IGNORECASE,
)
IS_HAPPENING = re.compile(
    r"\b(?:am|is|are|'re)\s(?:(?:still|also|\w+ly)\s){0,2}(?!going\sto\b)\w+ing\b",
    re.IGNORECASE,
)
