"""Which language a text is in, by its commonest words.

Four languages have word lists for numbers, dates and the like. The others are here only so that
a text in Portuguese is not taken for Spanish: their texts are in no language that can be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

Language = Literal["en", "fr", "es", "ar"]

_WORDS = {
    "en": "the of and to in a an that is was were are be been has have had it its as for with"
    " on by at from after this these those their they he she his her not but or who which"
    " when where more than over near about also would could will said says told people"
    " killed wounded injured died soldiers troops fighters civilians since during between"
    " into against no all some one two three last year week month day dozens hundreds"
    " thousands least families under monday tuesday wednesday thursday friday saturday"
    " sunday city town village army",
    "fr": "le la les de des du un une et en à au aux dans par pour sur avec est sont a ont été"
    " était étaient qui que qu ne pas plus ce cette ces il elle ils elles se sa son ses"
    " leur leurs mais ou où après avant depuis selon contre entre d l s n c moins deux"
    " trois personnes morts blessés tués tuées soldats civils combattants près environ"
    " dizaines centaines milliers autres dont lors vers jour jours semaine mois an ans"
    " année dernier dernière familles jusqu lundi mardi mercredi jeudi vendredi samedi"
    " dimanche ville armée dit forces attaque",
    "es": "el la los las de del un una unos unas y en a al por para con sin sobre que se su sus"
    " lo le les es son fue fueron era eran ha han había no más pero como o entre desde"
    " hasta según contra tras cuando donde este esta estos estas dos tres menos personas"
    " muertos heridos murieron soldados civiles combatientes cerca alrededor decenas"
    " cientos miles otros año años mes meses semana día días pasado también familias dijo"
    " lunes martes miércoles jueves viernes sábado domingo ciudad pueblo ejército fuerzas"
    " ataque",
    "ar": "في من على إلى الى عن أن ان إن التي الذي الذين هذا هذه ذلك تلك مع كان كانت بعد قبل"
    " بين منذ خلال حتى لم لا ما قد كما أو او ثم وقال قال قالت أكثر اكثر أقل نحو حوالي عدد"
    " شخص شخصا أشخاص قتل مقتل قتلى جرحى وفي ومن وعلى وأن وان وكان وكانت عند حيث يوم عام أي"
    " غير كل بعض ضد جنود الأقل مدنيين عشرات مئات الاثنين الثلاثاء الأربعاء الخميس الجمعة"
    " السبت الأحد مدينة بلدة قوات الجيش هجوم",
    "pt": "o a os as de do da dos das um uma e em no na nos nas por pelo pela para com que se"
    " não mais ao aos à foi foram é são como ou até após segundo entre sobre seu sua"
    " pessoas mortos dois três",
    "it": "il lo la i gli le di del della dei delle un una e in nel nella a al alla da dal per"
    " con su che si non più è sono stato stati ha hanno come anche dopo secondo tra fra"
    " morti persone due",
    "ca": "el la els les de del dels un una i en a al als per amb que es no més ha han va van"
    " són com fins després segons entre aquest aquesta dos tres persones morts ferits",
    "gl": "o a os as de do da dos das un unha e en no na nos nas por polo pola para con que se"
    " non máis ao aos foi foron é son como ou ata tras segundo entre seu súa persoas"
    " mortos dous tres",
    "ro": "de la în și si a al ai ale cu pe din care nu o un este sunt au fost mai pentru după"
    " că prin cel lui unei unui doi trei morți",
    "ht": "la nan yo ak li pou te ki sou de nou pa yon se moun gen ap an a lan",
    "de": "der die das den dem des ein eine einen einer und in im zu zum zur von vom mit auf"
    " für ist sind war waren wurde wurden nicht auch als nach bei aus an am es sie er sich"
    " dass hat haben",
    "nl": "de het een en van in op te is zijn was waren dat die niet met voor aan door bij na"
    " om ook naar uit over als er hij werden werd heeft hebben",
    "sv": "och i att det en som på är av för med den till inte har de om ett var från efter",
    "da": "og i at det en som på er af for med den til ikke har de om et var fra efter blev",
    "pl": "i w z na do nie się że jest po od za to o jak przez dla są oraz był było",
    "tr": "ve bir bu da de için ile olarak çok daha olan en gibi kadar sonra ne o",
    "id": "yang dan di dari untuk dengan ini itu pada tidak dalam akan ke oleh orang telah",
    "vi": "và của là có trong cho được với các một những không người đã tại này khi do",
    "sw": "na ya wa kwa ni za la katika kuwa hiyo huo watu cha vya",
    "fa": "از در به که این را است با و برای آن تا یک بود شد شده می های هم پس بر یا اند خود گفت"
    " نفر هزار کشته",
    "ur": "کے کی میں سے کا اور ہے کو نے پر یہ ہیں کہ اس تھا بھی",
    "ckb": "لە و بۆ بە کە ئەو ئەم لەگەڵ دوای",
}  # fmt: skip
_SPEAKS = {
    word.encode(): [language for language, words in _WORDS.items() if word in words.split()]
    for word in " ".join(_WORDS.values()).split()
}
# Scripts without spaces have no words to count: there a letter counts as one.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff\uac00-\ud7ff]")
_LONGEST = 20
_WORD = re.compile(rf"{_UNSPACED.pattern}|[^\W\d_]{{1,{_LONGEST}}}")
_UNUSUAL = re.compile(r"[^\n -~]")
# Bytes of UTF-8; everything in ASCII but small letters parts words.
_PARTED = bytes(code if code > 127 or chr(code).islower() else 32 for code in range(256))
_LEAST_SHARE = 0.1
_SHORT = 4


def language_of(text: str) -> Language | None:
    """The language of a text or a single sentence; ``None`` for any other, or when in doubt.

    A language needs two of its commonest words (one in a text of up to four words), a tenth of
    all words, and more of them than any other language.
    """
    counted = _counted(text.lower())
    scores = dict.fromkeys(_WORDS, 0)
    for word in counted.keys() & _SPEAKS.keys():
        for language in _SPEAKS[word]:
            scores[language] += counted[word]
    best, hits = max(scores.items(), key=lambda item: item[1])
    tied = sum(score == hits for score in scores.values()) > 1
    words = counted.total()
    few = hits < (1 if words <= _SHORT else 2)
    if tied or few or hits < _LEAST_SHARE * words:
        return None
    return next((language for language in get_args(Language) if language == best), None)


def _counted(low: str) -> Counter[bytes]:
    """How often each word stands in a text in lower case, in UTF-8."""
    parted = low
    for sign in frozenset(_UNUSUAL.findall(low)):
        if not _WORD.match(sign):
            parted = parted.replace(sign, " ")
        elif _UNSPACED.match(sign):
            return _counted_one_by_one(low)
    counted = Counter(parted.encode().translate(_PARTED).split())
    if max(map(len, counted), default=0) <= _LONGEST or _are_short(counted):
        return counted
    return _counted_one_by_one(low)


def _are_short(words: Iterable[bytes]) -> bool:
    """Whether no word is longer than `_LONGEST` code points."""
    return all(len(word.decode()) <= _LONGEST for word in words)


def _counted_one_by_one(low: str) -> Counter[bytes]:
    return Counter(word.encode() for word in _WORD.findall(low))
