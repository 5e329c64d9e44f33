"""Beginnings of English words that say a choice, case-folded."""

from __future__ import annotations

HARM = {
    "killed": (
        "kill", "dead", "death", "die", "dying", "slain", "slay", "fatal", "lethal", "massacr",
        "execut", "murder", "assassin", "perish", "drown", "behead", "martyr", "lives", "life",
        "toll", "bodies", "body", "corpse", "casualt", "victim", "gunned", "claimed",
    ),
    "injured": (
        "injur", "wound", "hurt", "maim", "burn", "casualt", "hospitalis", "hospitaliz",
        "treated", "victim",
    ),
    "missing": ("missing", "unaccounted", "disappear", "vanish"),
    "detained": (
        "detain", "detention", "arrest", "captur", "captiv", "prison", "held", "hostage",
        "abduct", "kidnap", "jail", "custody", "seiz", "taken", "took", "round",
    ),
}  # fmt: skip

# Words of going are shared: who has left is often still under way.
_GOING = (
    "flee", "fled", "flight", "escap", "evacuat", "exodus", "abandon", "forced", "driv", "drove",
)  # fmt: skip

STAGE = {
    "fleeing": (
        *_GOING, "head", "walk", "mov", "pour", "stream", "leav", "left", "run", "ran", "pack",
        "travel", "crowd", "trek",
    ),
    "left": (*_GOING, "left", "leav", "depart", "empt", "vacat", "gone", "went", "desert"),
    "displaced": (
        *_GOING, "displac", "uproot", "homeless", "refugee", "idp", "expel", "shelter", "camp",
    ),
    "arrived": (
        "arriv", "reach", "enter", "cross", "shelter", "refuge", "camp", "host", "receiv", "settl",
    ),
    "returned": ("return", "back", "repatriat", "resettl", "home"),
}  # fmt: skip

CONTROL = (
    "control", "held", "hold", "captur", "seiz", "tak", "took", "retak", "retook", "recaptur",
    "overr", "stronghold", "run", "ran", "rul", "fell", "fall", "bastion", "occup", "govern",
    "enclave", "lost", "lose", "regain", "dominat", "liberat", "hand", "besieg", "surrender",
)  # fmt: skip

# Who an actor is, by ACLED's classes, when only its name tells.
INTER = {
    "Civilians": (
        "civilian", "resident", "villager", "famil", "women", "child", "inhabitant",
        "farmer", "shepherd", "journalist", "medic", "worker", "teacher", "student", "refugee",
        "passenger", "bystander",
    ),
    "Protesters": ("protest", "demonstrator", "marcher"),
    "Rioters": ("rioter", "mob", "looter"),
    "Rebel group": ("rebel", "insurgent", "guerrill", "extremist", "jihadi", "separatist"),
    "State forces": (
        "army", "soldier", "troop", "police", "government", "regime", "loyalist", "military",
        "navy", "gendarm", "marine", "ministry",
    ),
}  # fmt: skip

# Groups that stand for all who were harmed, whatever side they belong to.
EVERYBODY = frozenset({"people", "persons", "person", "victims", "the dead", "total"})
CIVILIAN = INTER["Civilians"]

# Who is no fighter, and what is no target: words that let victims be called civilians.
UNARMED = (
    *CIVILIAN, *INTER["Protesters"], *INTER["Rioters"], "woman", "girl", "boy", "mother", "father",
    "couple", "elderly", "baby", "babies", "infant", "toddler", "teenage", "pupil", "school",
    "doctor", "nurse", "hospital", "clinic", "pedestrian", "passer", "shopper", "market", "trader",
    "vendor", "worship", "pilgrim", "mourner", "mosque", "church", "fisher", "herder", "driver",
    "miner", "neighbo", "tourist",
)  # fmt: skip

FEATURE = {
    "adm1": ("province", "governorate", "state", "oblast"),
    "adm2": ("district", "county", "municipality"),
    "populated_place": ("town", "city", "village", "capital", "camp"),
    "villages": ("villages", "hamlets", "towns"),
    "line": ("road", "highway", "river", "border", "line", "bridge"),
    "hill": ("hill", "hills", "mountain", "ridge"),
    "sub_area": ("area", "region", "countryside", "outskirts", "north", "south", "east", "west"),
}

BROKER = r"(?:broker|mediat|sponsor|facilitat|negotiat)\w*\s+(?:\w+\s+)?by"
INHABITANTS = r"(?:inhabitants?|population|people\s+liv\w+|residents?)"
HOME_TO = r"(?:home to|population of)"
DISTANCE = r"(?:kilomet|km\b|mile|met(?:er|re)|yard)"
SINCE_WAR = (
    r"since (?:the )?(?:\w+ )?(?:war|conflict|fighting|uprising|insurgency|crisis|revolt)"
    r"(?: \w+)? (?:began|begun|started|erupted|broke|beginning|starting)"
)


def has_stem(text: str, stems: tuple[str, ...]) -> bool:
    """Whether a word of ``text`` begins with one of ``stems``."""
    return any(word.startswith(stems) for word in words(text))


def words(text: str) -> list[str]:
    """Case-folded words, without what is written around and between them."""
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()
