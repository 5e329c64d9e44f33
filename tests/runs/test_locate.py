from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from fake_model import obituary
from geonames_table import FEW, write_table
from jobs import published, rows
from record_folder import run_into

from llm_extract.errors import SettingsError
from llm_extract.gazetteer import Gazetteer
from llm_extract.runs import (
    JOURNAL,
    Check,
    Locate,
    OutputFolder,
    export_lines,
    reopen,
    stored_lines,
)

PLACES = {"asta": "Tripoli", "bo": "Beirut", "cass": "Veskar"}


@pytest.fixture
def gazetteer(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    with Gazetteer(write_table(tmp_path / "few.txt", FEW), cities=False) as found:
        yield found


@pytest.fixture
def out(model, extractor, articles, tmp_path):
    """A run over three obituaries, each with a place of death."""
    for name, place in PLACES.items():
        person = {"name": name, "born": None, "died": None, "age": None, "place_of_death": place}
        model.by_marker[f"{name.title()} Brill"] = obituary(name, person=person)
    run_into(tmp_path / "out", extractor, articles)
    return tmp_path / "out"


def place_of(line):
    (place,) = line["locations"]["places"]
    return place


def change(folder, sql):
    with closing(sqlite3.connect(folder / JOURNAL)) as connection, connection:
        connection.execute(sql)


def stored(folder):
    return rows(folder, "SELECT outcome, gazetteer, found FROM location ORDER BY outcome")


def test_places_are_stored_beside_the_records_and_published(out, gazetteer):
    before = published(out)
    summary = Locate(out, gazetteer).execute()
    assert (summary.records, summary.without_article) == (3, 0)
    assert (summary.found, summary.ambiguous, summary.unknown) == (1, 1, 1)
    assert summary.ambiguous_names == {"Tripoli": 1}
    assert summary.unknown_names == {"Veskar": 1}
    asta, bo, cass = published(out)
    assert asta["locations"]["gazetteer"] == gazetteer.label == summary.gazetteer
    assert (place_of(asta)["path"], place_of(asta)["field"]) == ("person", "place_of_death")
    assert place_of(asta)["chosen"] is None
    assert [one["country"] for one in place_of(asta)["candidates"]] == ["LY", "LB"]
    assert (place_of(bo)["chosen"], place_of(bo)["candidates"][0]["id"]) == (0, 276781)
    assert place_of(cass)["candidates"] == []
    # Nothing else of the lines changes, and the journal says the same.
    assert [
        {k: v for k, v in line.items() if k != "locations"} for line in published(out)
    ] == before
    assert list(stored_lines(out)) == published(out)


def test_again_replaces_what_was_found(out, gazetteer, tmp_path):
    Locate(out, gazetteer).execute()
    first = stored(out)
    assert len(first) == 3
    with Gazetteer(tmp_path / "few.txt", cities=False, countries=["LB"]) as of_lebanon:
        summary = Locate(out, of_lebanon).execute()
    assert (summary.found, summary.ambiguous, summary.unknown) == (2, 0, 1)
    assert len(stored(out)) == 3
    assert place_of(published(out)[0])["candidates"][0]["id"] == 266826
    Locate(out, gazetteer).execute()
    assert stored(out) == first


def test_without_the_articles_records_are_located_by_themselves(out, gazetteer, articles):
    moved = articles.rename(articles.with_name("moved"))
    assert Locate(out, gazetteer).execute().without_article == 3
    assert place_of(published(out)[1])["chosen"] == 0
    assert Locate(out, gazetteer, articles=moved).execute().without_article == 0


def test_texts_that_are_the_same_share_their_places(out, gazetteer, articles, extractor):
    (articles / "asta2.txt").write_bytes((articles / "asta.txt").read_bytes())
    run_into(out, extractor, articles)
    summary = Locate(out, gazetteer).execute()
    assert (summary.run, summary.records) == (2, 3)
    twin, other = (line for line in published(out) if line["id"].startswith("asta"))
    assert place_of(twin) == place_of(other)


def test_an_earlier_run_is_located_and_the_file_stays_that_of_the_newest(
    out, gazetteer, articles, extractor
):
    (articles / "bo.txt").unlink()
    run_into(out, extractor, articles)
    assert len(published(out)) == 2
    assert Locate(out, gazetteer, run=1).execute().records == 3
    assert [line["id"] for line in published(out)] == ["asta.txt", "cass.txt"]
    # Their records are those of the run before.
    assert all("locations" in line for line in published(out))
    assert all("locations" in one.line for one in reopen(out, 1).lines)
    export_lines(out, None, 1)
    Locate(out, gazetteer).execute()
    assert len(published(out)) == 3


def test_a_run_after_it_keeps_the_places_of_records_it_takes_over(
    out, gazetteer, articles, extractor
):
    Locate(out, gazetteer).execute()
    (articles / "dora.txt").write_text("PORT SELWICK — Dora Brill rang the bell.", "utf-8")
    run_into(out, extractor, articles)
    assert ["locations" in line for line in published(out)] == [True, True, True, False]


def test_check_keeps_places_as_long_as_the_record_has_them(out, gazetteer, articles):
    Locate(out, gazetteer).execute()
    text = (articles / "bo.txt").read_text("utf-8")
    (articles / "bo.txt").write_text(text.replace("14 years", "15 years"), "utf-8")
    assert Check(out, write=True).execute().rewritten == 1
    assert list(stored_lines(out)) == published(out)
    assert place_of(published(out)[1])["name"] == "Beirut"


def test_places_that_the_record_no_longer_has_are_dropped(out, gazetteer, articles):
    Locate(out, gazetteer).execute()
    change(out, "UPDATE location SET found = replace(found, 'Beirut', 'Zahlé')")
    export_lines(out, None, None)
    (articles / "bo.txt").write_text("PORT SELWICK — Bo Brill kept it for 15 years.", "utf-8")
    assert Check(out, write=True).execute().rewritten == 1
    assert ["locations" in line for line in published(out)] == [True, False, True]
    assert list(stored_lines(out)) == published(out)
    assert len(stored(out)) == 2


def test_a_schema_without_marks_says_how_to_mark(out, tmp_path, gazetteer):
    plain = tmp_path / "plain.py"
    plain.write_text(
        "from pydantic import BaseModel\n"
        "class Item(BaseModel):\n    cites: list[int]\n    place: str\n"
        "class Plain(BaseModel):\n    items: list[Item]\n",
        "utf-8",
    )
    change(out, f"UPDATE run SET schema = '{plain}:Plain'")
    with pytest.raises(SettingsError, match=r"marked as the name of a place.*Toponym\(\)"):
        Locate(out, gazetteer).execute()
    assert stored(out) == []


def test_a_folder_that_is_being_written_and_one_without_a_run_are_refused(out, gazetteer, tmp_path):
    with OutputFolder(out), pytest.raises(SettingsError, match="output_not_writable"):
        Locate(out, gazetteer).execute()
    with pytest.raises(SettingsError, match=r"holds no journal\.sqlite"):
        Locate(tmp_path, gazetteer).execute()
    with pytest.raises(SettingsError, match="run 9 has no inputs"):
        Locate(out, gazetteer, run=9).execute()


def test_the_summary_is_json(out, gazetteer):
    told = json.loads(json.dumps(Locate(out, gazetteer).execute().as_json()))
    assert (told["run"], told["ambiguous_names"]) == (1, {"Tripoli": 1})
