"""The twenty things a record of the seed article must not say, planted in a model's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seed_answers import Answer, alike, both, called, change, fact, holds, like, place, says, title


@dataclass(frozen=True)
class Plant:
    """One way to say what the record must not say.

    Attributes:
        negative: its position in the coding.
        field: what the coding calls it.
        how: what the model says instead of, or on top of, the right answer.
        caught: verdicts and codes it must get, each with the path; ``rejected:LIST`` for an item
            that is taken out.
        coded: the coder's own value gets the same notice.
        why: why nothing catches it.
    """

    negative: int
    field: str
    how: Callable[[Answer], Any]
    caught: tuple[str, ...] = ()
    coded: bool = False
    why: str = ""


DAY = {"status": "new", "scope": "day_aggregate"}
SUM, CIVILIANS, INJURED = 370_034, "casualty civilian killed", "casualty injured"
ON_THE_DAY, FATALITIES = "casualty.best attached to 2019-08-14", "event fatalities total"
COUNT, PLACE, NAME = "displacement.count", "event.place", "place.name"
BROKERS, BOMBARD, SIDE = "e_deal.actor role", "actor of e_bombard", "actor2 of e_clash"
FACTS, CONTROL = "article.byline/title/publisher", "regime control of Khan Sheikhoun"
HTS, TOWN, CAMP = "Hayat Tahrir Al Sham", "Khan Sheikhoun", "Maaret Al Numan"

CAUGHT = (
    Plant(
        0,
        ON_THE_DAY,
        change("k_cum", status="new", scope="event", date_text=None),
        ("k_cum cumulative_as_new",),
    ),
    Plant(
        0,
        ON_THE_DAY,
        change("k_cum", **DAY, date_text="on Wednesday"),
        ("k_cum cumulative_as_new", "k_cum.date_text miscited"),
    ),
    Plant(
        0,
        ON_THE_DAY,
        change("k_cum", **DAY, cites=[9, 15], date_text="on Wednesday"),
        ("k_cum cumulative_as_new",),
    ),
    Plant(
        1,
        FATALITIES,
        both(
            like("k_cum", cites=[9, 15], count_text=None, **alike(SUM)),
            change("k_cum", low=SUM, best=SUM),
        ),
        (
            "new.best unsupported",
            "new.best count_not_derivable",
            "k_cum.best altered",
            "k_cum.best count_not_derivable",
        ),
    ),
    Plant(
        2,
        CIVILIANS,
        like("k_regime", group="civilians", victims="civilian"),
        ("new.group unsupported", "new.group name_not_in_text"),
    ),
    Plant(
        2,
        CIVILIANS,
        like("k_regime", group="families", victims="civilian"),
        ("new.group miscited",),
    ),
    Plant(
        2,
        CIVILIANS,
        like("k_regime", group="residents", cites=[4], victims="civilian"),
        ("new.harm unsupported", "new.count_text miscited"),
    ),
    Plant(
        2,
        CIVILIANS,
        both(
            change("k_regime", victims="civilian"),
            change("k_cum", victims="civilian"),
            change("e_clash", civilian_targeting=True),
        ),
        (
            "k_regime.victims civilian_unsaid",
            "k_cum.victims civilian_unsaid",
            "e_clash.civilian_targeting civilian_unsaid",
        ),
    ),
    Plant(
        3,
        INJURED,
        both(like("k_regime", harm="injured"), change("k_cum", harm="injured")),
        ("new.harm altered", "k_cum.harm altered"),
    ),
    Plant(
        3,
        INJURED,
        like("k_cum", harm="injured", cites=[11], count_text="dozens", low=None, best=None),
        ("new.harm unsupported",),
    ),
    Plant(
        4,
        COUNT,
        both(
            change("d_cum", cites=[12, 15], count_text="three million", **alike(3_000_000)),
            change("d_residents", cites=[4, 12], count_text="three million", **alike(3_000_000)),
        ),
        ("d_cum population_as_displaced", "d_residents population_as_displaced"),
    ),
    Plant(4, COUNT, change("d_cum", **alike(3_000_000)), ("d_cum.best altered",)),
    Plant(
        5,
        COUNT,
        change("d_dozens", low=24, best=36, high=48),
        ("d_dozens.low altered", "d_dozens.best altered", "d_dozens.high altered"),
    ),
    Plant(
        5,
        COUNT,
        change("d_dozens", count_text=None, **alike(24)),
        ("d_dozens.best unsupported", "d_dozens.best count_not_derivable"),
    ),
    Plant(
        5,
        COUNT,
        change("d_dozens", count_text="36 families", **alike(36)),
        ("d_dozens.count_text altered",),
    ),
    Plant(
        6,
        PLACE,
        change("e_advance", place="Beirut"),
        ("e_advance.place miscited", "e_advance.place place_inferred"),
    ),
    Plant(
        6,
        PLACE,
        both(
            change("e_advance", place="Beirut"),
            lambda answer: answer.add("places", place("Beirut", "a key town", cites=[2])),
        ),
        ("new.name miscited",),
    ),
    Plant(6, PLACE, change("e_clash", place="Beirut, Lebanon"), ("rejected:events",)),
    Plant(
        6,
        PLACE,
        change("e_advance", place="BEIRUT", cites=[1, 2]),
        ("e_advance.place dateline_as_place", "e_advance.place miscited"),
    ),
    Plant(
        7,
        NAME,
        both(change("e_hill", place="M5"), change("d_caption", via=["M5"])),
        ("rejected:events", "rejected:displacement"),
    ),
    Plant(
        7,
        NAME,
        both(called("places", "the highway", name="M5"), change("d_caption", via=["M5"])),
        ("new.name unsupported",),
    ),
    Plant(
        8,
        "e_villages.count",
        both(
            lambda answer: answer.of("e_villages")["territory"].update(count=5),
            change("q_villages", value=5),
        ),
        ("e_villages.territory.count altered", "q_villages.value altered"),
    ),
    Plant(
        8,
        "e_villages.count",
        lambda answer: answer.of("e_villages")["territory"].update(count=5, count_text=None),
        ("e_villages.territory.count unsupported",),
    ),
    Plant(
        9,
        "e_hts.date",
        change("e_hts", date_text="in January"),
        ("e_hts.date_text unsupported", "e_hts.date_text words_not_found"),
    ),
    Plant(9, "e_hts.date", change("e_hts", date_text="2019-01"), ("e_hts.date_text altered",)),
    Plant(
        10,
        BROKERS,
        both(
            like("e_deal", event_type="Battles", sub_event_type=None, side_a=["Russia"]),
            change("e_clash", cites=[9, 12], side_a=["regime forces", "Russia"]),
            change("e_deal", side_a=["Russia"], side_b=["Turkey"]),
        ),
        (
            "new.side_a.0 broker_as_party",
            "e_clash.side_a.1 broker_as_party",
            "e_deal.side_b.0 broker_as_party",
        ),
    ),
    Plant(
        10,
        BROKERS,
        both(
            called("actors", "Russia", roles=["belligerent"], side="A"),
            called("actors", "Turkey", roles=["belligerent"], side="B"),
        ),
        ("new.roles broker_as_party",),
    ),
    Plant(11, "e_deal place", change("e_deal", place="Sochi"), ("rejected:events",)),
    Plant(
        11,
        "e_deal place",
        both(
            change("e_deal", place="Sochi"),
            lambda answer: answer.add("places", place("Sochi", "buffer zone", cites=[12])),
        ),
        ("new.name unsupported",),
    ),
    Plant(12, BOMBARD, change("e_bombard", side_a=["Russia"]), ("e_bombard.side_a.0 miscited",)),
    Plant(
        12,
        BOMBARD,
        change("e_bombard", side_a=["Russia"], cites=[2, 12]),
        ("e_bombard.side_a.0 broker_as_party",),
    ),
    Plant(12, BOMBARD, change("e_bombard", side_a=["Syrian air force"]), ("rejected:events",)),
    Plant(
        12,
        BOMBARD,
        both(
            called("actors", "Regime fighters", name="Syrian air force", forms=["Regime fighters"]),
            change("e_bombard", side_a=["Syrian air force"]),
        ),
        ("new.name unsupported",),
    ),
    Plant(13, SIDE, change("e_clash", side_b=[HTS]), ("e_clash.side_b.0 miscited",)),
    Plant(13, SIDE, change("e_clash", side_b=["HTS"]), ("e_clash.side_b.0 altered",)),
    Plant(
        13,
        SIDE,
        change("e_clash", side_b=[HTS], cites=[9, 13]),
        ("e_clash.side_b.0 named_elsewhere",),
    ),
    Plant(
        14,
        "event",
        change("e_hypo", modality="asserted", status="new"),
        ("e_hypo.modality altered",),
    ),
    Plant(
        14,
        "event",
        says("e_hypo", 14, "ground", "Idlib", modality="asserted", cites=[2, 14]),
        ("e_hypo.modality altered",),
    ),
    Plant(
        15,
        FACTS,
        fact(byline="Mara Quill", publisher="The Sund Courier", title="Army closes in on town"),
        tuple(f"article.{name} unsupported" for name in ("byline", "publisher", "title")),
    ),
    Plant(
        15,
        FACTS,
        both(
            fact(byline="Rami Abdel Rahman", publisher="SANA"),
            title(2, "Regime", "Syria"),
        ),
        tuple(f"article.{name} fact_from_prose" for name in ("byline", "publisher", "title")),
    ),
    Plant(
        16,
        "publication_date",
        change("e_clash", date_text="2019-08-13"),
        ("e_clash.date_text altered",),
    ),
    Plant(
        17,
        "caption text as lead",
        says("e_advance", 1, "Syrian", "province", cites=[1]),
        ("e_advance caption_only", "e_advance.side_a.0 miscited"),
    ),
    Plant(
        17,
        "caption text as lead",
        title(1, "Syrian", "province"),
        ("article.title fact_from_prose",),
    ),
    Plant(
        18,
        CONTROL,
        holds(TOWN, "Regime forces", [7], "Regime", TOWN),
        ("new.what control_unsaid",),
    ),
    Plant(
        18,
        CONTROL,
        holds("a key town", "Regime fighters", [2], "inching", "town"),
        ("new.what control_unsaid",),
    ),
    Plant(
        18,
        CONTROL,
        holds(TOWN, "army troops", [10], "army", "villages"),
        ("new.place control_unsaid",),
    ),
    Plant(
        18,
        CONTROL,
        holds(TOWN, "the government", [4], "a key", "government"),
        ("new.what control_unsaid",),
    ),
    Plant(
        18,
        CONTROL,
        holds("the town", "pro-Assad fighters", [8], "battling", "town"),
        ("new.what control_unsaid",),
    ),
    Plant(
        19,
        "place",
        lambda answer: answer.like(
            "e_clash", cites=[1], what="battles", place=CAMP, side_a=[], side_b=[]
        ),
        ("new caption_only",),
    ),
    Plant(
        19,
        "place",
        change("e_clash", place=CAMP),
        ("e_clash.place place_inferred",),
        coded=True,
    ),
    Plant(
        19,
        "place",
        change("e_clash", place=CAMP, cites=[1, 9]),
        ("e_clash.place named_elsewhere",),
    ),
)

CANNOT = (
    Plant(
        13,
        SIDE,
        called("actors", HTS, forms=["extremists"], cites=[9, 13]),
        why="forms of one actor are the model's word",
    ),
    Plant(
        14,
        "event",
        says("e_hypo", 14, "one", "disasters", modality="asserted"),
        why="the cue of the sentence is not seen to govern these words",
    ),
)
