from __future__ import annotations

import pytest

from llm_extract.grounding._language import Language
from llm_extract.grounding.cues import Role, role_of


def read(marked: str, language: Language) -> Role | None:
    """The role of the name in [brackets]."""
    start, end = marked.index("["), marked.index("]") - 1
    role = role_of(marked.replace("[", "").replace("]", ""), start, end, language)
    return role and role[0]


ABROAD_AGENTS: list[tuple[Language, str]] = [
    ("fr", "La ville a été reprise par [les loyalistes] en mai."),
    ("fr", "Deux soldats tués par des [rebelles]."),
    ("fr", "Le marché a été bombardé lundi par l'[armée]."),
    ("fr", "Le poste a été attaqué par la [milice] près de Velm."),
    ("es", "La ciudad fue retomada por los [rebeldes]."),
    ("es", "Dos soldados fueron asesinados por [milicianos] en Velm."),
    ("es", "El juez fue secuestrado el lunes por la [milicia]."),
    ("ar", "قتل جنديان على يد [مسلحين]."),
    ("ar", "اغتيل القاضي على يد [مسلحين] في البلدة."),
    ("ar", "سيطر [لواء النهر] على القرية."),
    ("ar", "واستولت [كتائب الجبل] على جسرين من الجيش يوم الأحد."),
    ("ar", "استعادت [قوات الحدود] البلدة في مايو."),
]
ARABIC_PATIENTS = [
    "واستولت كتائب الجبل على جسرين من [قوات الحدود] يوم الأحد.",
    "سيطر لواء النهر على تل الزيت من [الجيش].",
    "انتزعت كتائب الجبل البلدة من [الجيش] بعد أسبوع.",
]
ABROAD_UNCLEAR: list[tuple[Language, str]] = [
    ("fr", "Les [rebelles] ont attaqué le poste."),
    ("fr", "Le poste n'a pas été attaqué par la [milice]."),
    ("fr", "L'armée a attaqué par la [route]."),
    ("fr", "Un accord négocié par la [Russie]."),
    ("fr", "Deux soldats tués par un tir de la [milice]."),
    ("es", "Los [rebeldes] atacaron el puesto."),
    ("es", "La milicia ha tomado por la [fuerza] el puesto."),
    ("es", "El puesto no fue atacado por la [milicia]."),
    ("es", "Un pacto firmado por la [milicia]."),
    ("ar", "هاجم [المسلحون] البلدة."),
    ("ar", "وقع الاتفاق على يد [الوزير]."),
    ("ar", "سيطرت على قرية تبعد 3 كيلومترات من [الجيش]."),
    ("ar", "سيطر لواء النهر على القرية بدعم من [الجيش]."),
    ("ar", "سيطر لواء النهر على قرية على مسافة قصيرة من [الجيش]."),
    ("ar", "ما استولت [كتائب الجبل] على القرية."),
    ("ar", "ما استولت كتائب الجبل على القرية من [الجيش]."),
    ("ar", "استولت مجموعة من [الجنود] على القرية."),
    ("ar", "فرت العائلات من [الجيش]."),
    ("ar", "سيطر [الهدوء] بعد القصف."),
    ("ar", "سيطر الخوف على القرية، ووصلت عائلات من [الجيش]."),
]


@pytest.mark.parametrize(("language", "marked"), ABROAD_AGENTS)
def test_who_acts_abroad(language: Language, marked: str) -> None:
    assert read(marked, language) == "agent"


@pytest.mark.parametrize("marked", ARABIC_PATIENTS)
def test_from_whom_a_place_is_taken_in_arabic(marked: str) -> None:
    assert read(marked, "ar") == "patient"


@pytest.mark.parametrize(("language", "marked"), ABROAD_UNCLEAR)
def test_no_other_role_abroad(language: Language, marked: str) -> None:
    assert read(marked, language) is None
