from __future__ import annotations

import pytest
from geonames_table import FEW, row, write_table, write_zip

from llm_extract.errors import SettingsError
from llm_extract.gazetteer import Gazetteer
from llm_extract.gazetteer._geonames import ADMIN1_FILE, admin1_names, rows


def ids(path):
    return [named.entry.id for named in rows(path)]


def test_a_table_is_read_as_it_is_offered(tmp_path):
    path = write_table(tmp_path / "LB.txt", FEW)
    lybia, lebanon, *_ = rows(path)
    assert lebanon.entry == (266826, "Tripoli", "LB", "09", 34.434, 35.844, "PPL", 229398, False)
    assert lebanon.others == ("Trablous",)
    assert lybia.entry.country == "LY"


def test_a_zip_is_read_without_unpacking_it(tmp_path):
    assert ids(write_zip(tmp_path / "LB.zip", FEW)) == ids(write_table(tmp_path / "LB.txt", FEW))


def test_what_news_does_not_name_is_left_out(tmp_path):
    kept = row(1, "Port", "LB", 34, 35, 0, kind="S", feature="PRT")
    dropped = (
        row(2, "Hotel Tripoli", "LB", 34, 35, 0, kind="S", feature="HTL"),
        row(3, "Old Tripoli", "LB", 34, 35, 0, feature="PPLH"),
        row(4, "Old Province", "LB", 34, 35, 0, kind="A", feature="ADM1H"),
    )
    assert ids(write_table(tmp_path / "LB.txt", (kept, *dropped))) == [1]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("one\ttwo",), r"LB\.txt:1: gazetteer_invalid: 2 columns, not 19"),
        ((FEW[0], FEW[1].replace("34.434", "north")), r"LB\.txt:2: gazetteer_invalid: could not"),
        ((FEW[0], FEW[1].replace("34.434", "134.4")), r"LB\.txt:2: .* are no degrees"),
        ((), r"LB\.txt: gazetteer_invalid: it is empty"),
    ],
)
def test_a_broken_table_names_file_and_line(lines, said, tmp_path):
    with pytest.raises(SettingsError, match=said):
        list(rows(write_table(tmp_path / "LB.txt", lines)))


def test_a_file_that_is_no_text_and_a_zip_of_nothing_are_told(tmp_path):
    (tmp_path / "LB.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="gazetteer_invalid: it cannot be read"):
        list(rows(tmp_path / "LB.txt"))
    with pytest.raises(SettingsError, match="holds 0 tables"):
        list(rows(write_zip(tmp_path / "LB.zip", FEW, name="LB.csv")))


def test_names_of_divisions_come_from_the_table_or_the_file_beside_it_first(tmp_path, cache):
    path = write_table(tmp_path / "LB.txt", FEW)
    assert list(admin1_names(path)) == []
    with Gazetteer(path, cities=False) as found:
        assert found.admin1_name("LB", "09") == "Liban-Nord"
        assert found.admin1_name("LB", "99") is None
    (tmp_path / ADMIN1_FILE).write_text("LB.09\tNord\tNord\t278297\n", "utf-8")
    assert list(admin1_names(path)) == [("LB", "09", "Nord")]
    with Gazetteer(path, cities=False) as found:
        assert found.admin1_name("LB", "09") == "Nord"
    own = row(1, "Bekaa Governorate", "LB", 33, 35, 0, admin1="08", kind="A", feature="ADM1")
    with Gazetteer(write_table(tmp_path / "own.txt", (*FEW, own)), cities=False) as found:
        assert found.admin1_name("LB", "08") == "Bekaa"
        assert [hit.entry.id for hit in found.find("Bekaa")] == [1]
    (tmp_path / ADMIN1_FILE).write_text("LB.09\tNord\nLebanon\n", "utf-8")
    with pytest.raises(SettingsError, match=rf"{ADMIN1_FILE}:2: gazetteer_invalid"):
        list(admin1_names(path))
