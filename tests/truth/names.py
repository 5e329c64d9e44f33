"""Invented names for generated articles: with accents, apostrophes and hyphens, and without."""

from __future__ import annotations

PLACES = (
    "Karvelle", "Ostravik", "Tal Mérou", "Sant'Orva", "Bel-Azar", "Ñandelo", "Çelmin",
    "Umm Rashaf", "Qal'at Nurin", "Drenhova", "Melk Ford", "Port-Lièvre", "Hársfal", "Gørdal",
    "Isterby", "Kovanec", "Żelmar", "Tessaly Cross", "O'Brannock", "Wadi Semra", "Aïn Telba",
    "El-Mourra", "Dahr Hamun", "Vintermoor", "Paszto Hill", "Sköldby",
)  # fmt: skip
TROOPS = (
    "government forces", "Dravan troops", "federal soldiers", "army units", "Orvane marines",
    "loyalist troops",
)  # fmt: skip
GROUPS = (
    "Northern Lakes Front", "Sons of the Delta", "Harrak Brigade", "Free Dunes Movement",
    "People's Shield", "Al-Nadim Brigades", "Red Sash Militia", "Kesté Resistance Council",
    "Upper Valley Union", "Hôrn Liberation League",
)  # fmt: skip
MONITORS = (
    "Dravan Conflict Observatory", "Lakes Rights Monitor", "Border Watch Network",
    "Saint-Brice Documentation Centre", "Institute for the Count of Losses",
)  # fmt: skip
RELIEF = (
    "Mercy Bridge", "Open Harbour Relief", "Orvane Red Shield", "Hands across Elbon",
    "Doctors' Caravan",
)  # fmt: skip
MINISTRIES = ("defence ministry", "interior ministry", "governor's office", "army command")
PEOPLE = (
    "Ilse Varga-Lindt", "Tomás Órbeo", "Nadia el-Karimi", "Bran O'Doul", "Zofia Wręcka",
    "Hadrien d'Aubray", "Jón Steinarr", "Maryam Qasimi", "Peter van Hoolt", "Élise Montferré",
)  # fmt: skip
BROKERS = ("Norland", "Estmark", "Tavria", "Sulemnia")
CAPITALS = ("ORVANE", "DRAVA CITY", "MIRABOR", "KESTEGRAD")

ARABIC = {
    "P": ("تل مروة", "عين البلوط", "وادي سمرة", "قرية الزهراب", "دير الحجل", "أم رشاف"),
    "G": ("جبهة الشمال", "كتائب الصحراء", "حركة الكثبان", "فصائل الجنوب"),
    "A": ("القوات الحكومية", "قوات الجيش"),
    "M": ("مرصد درافان", "شبكة الحدود"),
}
# ACLED classes of groups without a name.
GENERIC = {
    "soldiers": "State forces", "police officers": "State forces", "Police": "State forces",
    "rebels": "Rebel group", "fighters": "Rebel group", "gunmen": "Rebel group",
    "civilians": "Civilians", "families": "Civilians", "people": "Civilians",
    "children": "Civilians", "farmers": "Civilians", "residents": "Civilians",
}  # fmt: skip
