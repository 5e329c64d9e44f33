from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles import article_from_text
from llm_extract.articles._sections import split_sections

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "000_b00574a0bf35906f.txt"
LEAD = "Two soldiers were killed near the port of Talmor on Friday, the army said."
PIECES = st.sampled_from(
    [
        " date 2019-08-14 ",
        "BEIRUT",
        "Orm",
        " — ",
        " - ",
        "--",
        "(AFP photo)",
        "(Reuters)",
        "Photo: A",
        ", ",
        "Aug. 14",
        "\n",
        "\n\n",
        "\r\n",
        "The army left. ",
        "THE ARMY LEFT. ",
        "Photo caption: ",
    ]
)


def sections(text: str) -> list[tuple[str, str]]:
    return [(found.name, text[found.start : found.end]) for found in split_sections(text)]


def test_seed_article() -> None:
    if not SEED.exists():
        pytest.skip("the seed article is not next to this checkout")
    text = SEED.read_bytes().decode()
    assert [(found.name, found.start, found.end) for found in split_sections(text)] == [
        ("header", 0, 16),
        ("caption", 17, 286),
        ("dateline", 288, 294),
        ("body", 297, 2383),
    ]
    article = article_from_text(text)
    assert (str(article.published), article.published_from) == ("2019-08-14", "header")
    assert article.dateline == "BEIRUT"
    assert [found.section for found in article.sentences] == ["caption"] + ["body"] * 14
    assert article.sentence(9).startswith("Clashes on Wednesday have killed 14")


@pytest.mark.parametrize(
    "dateline",
    [
        "TALMOR",
        "TALMOR, Orland",
        "PORT-AU-VELD, Orland (AP)",
        "N'DASTEL",
        "ST. ALDER",
        "NEW TALMOR/ORM (Reuters)",
        "TALMOR, Aug. 14 (Agency)",
        "TALMOR, Orland, Oct. 3 (Xinhua)",
        "TALMOR, 14 August 2019 (Agency)",
        "TALMOR (ORLAND), 14 MAR 90 (EL DIARIO)",
        "TALMOR, Friday",
        "ÉVREL",
        "ТАЛМОР (РИА)",
    ],
)
@pytest.mark.parametrize("dash", [" — ", " – ", " -- ", "—", " - ", " —\n"])
def test_dateline(dateline: str, dash: str) -> None:
    assert sections(dateline + dash + LEAD) == [("dateline", dateline), ("body", LEAD)]


@pytest.mark.parametrize(
    "text",
    [
        "ARMY LEAVES TALMOR\n\n" + LEAD,
        "BREAKING NEWS — " + LEAD,
        "ANALYSIS - " + LEAD,
        "NATO — the alliance — said on Friday that it would stay.",
        "ANTI-GOVERNMENT protesters - hundreds of them - marched.",
        "Talmor — " + LEAD,
        "Orm Province – Talmor Observatory: two were killed.",
        "U.N. officials - tired - left.",
        "14 SOLDIERS DIED — The army said so.",
        "The army said WASHINGTON — its ally — had left. " + LEAD,
        LEAD + "\n\nWASHINGTON — The ally left.",
        "POLICE REPORTED THAT TERRORISTS -- THE RED PATH -- KILLED TWO. ORM IS CALM.",
        "POLICE TODAY -- AS EVER -- KILLED TWO. ORM IS CALM.",
        "TALMOR — ",
        "— " + LEAD,
        "A - " + LEAD,
    ],
)
def test_no_dateline(text: str) -> None:
    assert sections(text) == [("body", text.strip())]


def test_upper_case_wire_copy_has_a_short_dateline() -> None:
    body = "[TEXT] TWO SOLDIERS DIED -- THE ARMY SAID -- NEAR ORM.\n\nTHE ARMY IS CALM."
    text = "TALMOR, 14 SEP 89 (RADIO ORM) -- " + body
    assert sections(text) == [("dateline", "TALMOR, 14 SEP 89 (RADIO ORM)"), ("body", body)]


@pytest.mark.parametrize("header", [" date 2019-08-14", "date 2019-08-14", "\tdate\t2019-13-45"])
def test_crawl_header(header: str) -> None:
    assert sections(f"{header} {LEAD}") == [("header", header), ("body", LEAD)]
    assert sections(f"{header}\n\n{LEAD}") == [("header", header), ("body", LEAD)]
    assert sections(f"{header} TALMOR — {LEAD}") == [
        ("header", header),
        ("dateline", "TALMOR"),
        ("body", LEAD),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The date 2019-08-14 was set.",
        "\ndate 2019-08-14 x",
        "date 2019-08-145 x",
        "update 2019-08-14",
    ],
)
def test_no_crawl_header(text: str) -> None:
    assert sections(text) == [("body", text.strip())]


@pytest.mark.parametrize(
    "caption",
    [
        "Families leave Talmor (AFP photo)",
        "Smoke over Talmor. (Reuters)",
        "Smoke over Talmor (Orm Ruus/AFP)",
        "Smoke over Talmor. Photo: Orm Ruus",
        "Smoke over Talmor [Photo by Orm Ruus]",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n \r\n"])
def test_caption_glued_to_the_crawl_header(caption: str, gap: str) -> None:
    text = f" date 2019-08-14 {caption}{gap}{LEAD}"
    assert sections(text) == [("header", " date 2019-08-14"), ("caption", caption), ("body", LEAD)]


def test_glued_paragraph_before_a_dateline_is_a_caption() -> None:
    text = f"date 2019-08-14 Smoke rises over Talmor.\n\nTALMOR — {LEAD}"
    assert [name for name, _ in sections(text)] == ["header", "caption", "dateline", "body"]


@pytest.mark.parametrize(
    "text",
    [
        f"date 2019-08-14 {LEAD}\n\nNobody was hurt.",
        f"date 2019-08-14 {LEAD} (Reuters)",
        f"date 2019-08-14 {LEAD} (see photo)\n\nNobody was hurt.",
    ],
)
def test_glued_lead_is_no_caption(text: str) -> None:
    assert sections(text) == [("header", "date 2019-08-14"), ("body", text[16:])]


@pytest.mark.parametrize(
    "caption",
    [
        "Photo caption: Smoke over Talmor.",
        "FILE PHOTO: Smoke over Talmor.",
        "FILE - Smoke over Talmor on Friday.",
        "Smoke over Talmor. (Photo by Orm Ruus)",
        "![Smoke over Talmor](smoke.jpg)",
    ],
)
def test_marked_caption_before_the_body(caption: str) -> None:
    rest = [("body", LEAD + "\n\nNobody was hurt.")]
    assert sections(f"{caption}\n\n{rest[0][1]}") == [("caption", caption), *rest]
    headline = "Two die in Talmor"
    assert sections(f"{headline}\n\n{caption}\n\n{rest[0][1]}") == [
        ("body", headline),
        ("caption", caption),
        *rest,
    ]


@pytest.mark.parametrize(
    "text",
    [
        LEAD + " (Reuters)\n\nNobody was hurt.",
        LEAD + "\n\nSmoke over Talmor (AFP photo)\n\nNobody was hurt.",
        "The photo: a house in Talmor.\n\n" + LEAD,
        LEAD + " (AFP photo)",
    ],
)
def test_no_caption(text: str) -> None:
    assert sections(text) == [("body", text)]


def test_headline_above_the_dateline_is_body_with_its_own_sentence() -> None:
    article = article_from_text(f"Two die in Talmor\nTALMOR, Aug. 14 (Agency) - {LEAD}")
    assert [found.name for found in article.sections] == ["body", "dateline", "body"]
    assert [article.sentence(number) for number in (1, 2)] == ["Two die in Talmor", LEAD]
    assert [found.number for found in article.sentences] == [1, 2]


def test_caption_only() -> None:
    article = article_from_text("date 2019-08-14 Smoke over Talmor (AFP photo)")
    assert [found.name for found in article.sections] == ["header", "caption"]
    assert len(article.sentences) == 1


@given(text=st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_sections_cover_all_but_white_space_and_one_dash(text: str) -> None:
    at, gaps = 0, []
    for found in split_sections(text):
        assert at <= found.start < found.end <= len(text)
        gaps.append(text[at : found.start].strip())
        at = found.end
    gaps.append(text[at:].strip())
    assert [gap for gap in gaps if gap] in ([], ["—"], ["-"], ["--"], ["----"], ["–"], ["―"])
