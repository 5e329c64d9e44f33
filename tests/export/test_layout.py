from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from located_lines import with_places
from own_schemas import NASTY, flattened, nasty_item, nasty_record, plain_cell, records
from runs_of import accepted, line_of

from llm_extract.errors import ArticleError
from llm_extract.export import Layout
from llm_extract.export._article_table import COLUMNS
from llm_extract.schemas import load_schema


def tables_of(layout, line, article=None):
    """Rows of a line as dicts, by table."""
    columns = {table.name: [c.name for c in table.columns] for table in layout.tables}
    found = {}
    for name, row in layout.rows(line, article):
        found.setdefault(name, []).append(dict(zip(columns[name], row, strict=True)))
    return found


@pytest.fixture
def nasty():
    return Layout(NASTY)


def test_names_of_tables_and_columns_never_collide(nasty):
    for names in (
        [table.name for table in nasty.tables],
        *([column.name for column in table.columns] for table in nasty.tables),
    ):
        assert len({name.casefold() for name in names}) == len(names)


def test_lists_named_as_our_tables_make_way(nasty):
    assert [table.name for table in nasty.tables] == [
        "articles",
        "articles_2",
        "evidence_2",
        "articles_2_leaves",
        "articles_2_leaves_names",
        "articles_2_leaves_names_2",
        "articles_2_matrix",
        "articles_2_matrix_value",
        "articles_2_tree_twigs",
        "columns_2",
        "evidence_2_2",
        "evidence",
        "rejected",
        "findings",
        "suspicious_text",
        "locations",
        "columns",
    ]


def test_values_stand_in_columns_of_their_types(nasty):
    tables = tables_of(nasty, line_of(nasty_record()))
    (item,) = tables["articles_2"]
    assert item == {
        "article_id": "a.txt",
        "item": "articles.0",
        "position": 0,
        "cites": "1, 3",
        "position_2": "at the front",
        "article_id_2": 7,
        "item_2": None,
        "doubtful_2": "yes",
        "worst_verdict_2": "good",
        "a_b": 4,
        "a_item": "inner",
        "a_b_2": "first",
        "A_B_3": "second",
        "value": date(2027, 3, 17),
        "moment": datetime.fromisoformat("2027-03-17T10:00:00"),
        "amount": "12.50",
        "pair": '[1, "one"]',
        "mixed": "5",
        "anything": '{"deep": [null]}',
        "by_name": '{"k": 1}',
        "tree_name": "oak",
        "tree_best": None,
        "size": 3,
        "doubtful": 0,
        "worst_verdict": None,
    } | {name: item[name] for name in item if name.startswith("tree_twigs")}
    assert tables["articles"][0]["Status_2"] == "fine"
    assert tables["articles"][0]["article_id_2"] == "of the record"


def test_lists_inside_of_lists_have_the_keys_of_both(nasty):
    tables = tables_of(nasty, line_of(nasty_record()))
    key = {"article_id": "a.txt", "articles_2_position": 0}
    assert tables["articles_2_leaves"] == [
        {**key, "position": 0, "position_2": 1.5},
        {**key, "position": 1, "position_2": 2.0},
    ]
    below = {**key, "articles_2_leaves_position": 0}
    assert tables["articles_2_leaves_names"] == [
        {**below, "position": 0, "value": "x"},
        {**below, "position": 1, "value": "y"},
    ]
    assert [row["value"] for row in tables["articles_2_leaves_names_2"]] == [9]
    assert [tuple(row.values())[1:] for row in tables["articles_2_matrix_value"]] == [
        (0, 0, 0, 1),
        (0, 0, 1, 2),
        (0, 2, 0, 3),
    ]
    assert [row["value"] for row in tables["columns_2"]] == ["one", "two"]


def test_members_of_a_union_share_columns(nasty):
    table = next(table for table in nasty.tables if table.name == "evidence_2")
    kinds = {column.name: (column.kind, column.nullable) for column in table.columns}
    assert kinds["speed"] == ("number", False)
    assert kinds["note"] == ("text", False)
    assert kinds["only_boat"] == ("text", True)
    assert next(c for c in table.columns if c.name == "kind_of").choices == ("boat", "cart")
    boat, cart = tables_of(nasty, line_of(nasty_record()))["evidence_2"]
    assert (boat["speed"], boat["only_boat"], boat["note"]) == (3, "x", "n")
    assert (cart["speed"], cart["only_boat"], cart["note"]) == (2.5, None, "8")


def test_descriptions_come_from_fields_docstrings_and_marks(nasty, conflict):
    said = {
        (table.name, column.name): column.description
        for layout in (nasty, conflict)
        for table in layout.tables
        for column in table.columns
    }
    assert said["articles_2", "size"] == "Size in metres. Or so."
    assert said["evidence_2", "speed"] == "One of two kinds; `speed` is in knots."
    assert said["events", "what"] == "Phrase that tells the event."
    assert said["control", "since_start"] == "Earliest possible day."
    titles = {table.name: table.description for table in conflict.tables}
    assert titles["events"] == "One thing that happened, is happening, is feared or is denied."


def test_every_column_of_the_bundled_schema_is_described(conflict):
    bare = [
        (table.name, column.name)
        for table in conflict.tables
        for column in table.columns
        if not column.description and column.name != "value"
    ]
    assert bare == []


def test_an_input_without_a_record_is_an_article(conflict):
    line = {
        "id": "b.txt",
        "status": "failed",
        "error": {"code": "timeout", "message": "no answer", "hint": None},
        "attempts": [{}, {}],
        "prompt": "p@1",
        "schema": "conflict_events@2",
    }
    tables = tables_of(conflict, line)
    assert list(tables) == ["articles"]
    (row,) = tables["articles"]
    known = {name: value for name, value in row.items() if value is not None}
    assert known == {
        "article_id": "b.txt",
        "status": "failed",
        "error_code": "timeout",
        "error_message": "no answer",
        "requests": 2,
        "prompt": "p@1",
        "schema": "conflict_events@2",
    }


def test_data_that_is_no_record_is_told(conflict):
    line = accepted()[0]
    line["data"]["casualties"][0]["best"] = "eleven"
    with pytest.raises(ArticleError, match=r"casualties\.0\.best int_type") as caught:
        list(conflict.rows(line, None))
    assert caught.value.source == line["id"]
    assert "eleven" not in str(caught.value)


def test_items_count_their_doubtful_values(conflict):
    for line in accepted():
        tables = tables_of(conflict, line)
        doubtful = [
            value["path"]
            for value in line["evidence"]["values"]
            if value["verdict"] in ("altered", "unsupported")
        ]
        assert tables["articles"][0]["doubtful"] == len(doubtful)
        counted = 0
        for name in load_schema("conflict_events@2").items:
            for row in tables.get(name, ()):
                mine = [path for path in doubtful if path.startswith(f"{row['item']}.")]
                assert row["doubtful"] == len(mine)
                assert (row["worst_verdict"] in ("altered", "unsupported")) == bool(mine)
                counted += len(mine)
        assert counted == len([path for path in doubtful if not path.startswith("article.")])


def test_evidence_has_the_value_its_item_and_its_words(conflict):
    line = accepted()[0]
    tables = tables_of(conflict, line)
    found = {row["path"]: row for row in tables["evidence"]}
    assert len(found) == len(line["evidence"]["values"])
    best = found["casualties.0.best"]
    assert (best["item"], best["field"], best["value"]) == ("casualties.0", "best", "11")
    cited = next(i for i in line["evidence"]["items"] if i["path"] == "casualties.0")
    assert best["quote"] in cited["quotes"][0]
    assert len(best["quote"]) == best["span_end"] - best["span_start"]
    assert found["article.agency"]["item"] is None
    assert found["article.agency"]["field"] == "article.agency"


def test_what_is_said_of_a_record_has_rows(conflict):
    line = accepted()[0] | {
        "rejected": [{"list": "events", "raw": {"x": 1}, "code": "c", "reason": "r", "cites": [2]}],
        "suspicious_text": [{"kind": "fake_json", "start": 1, "end": 3, "quote": "{}"}],
    }
    tables = tables_of(conflict, line)
    assert [tuple(row.values())[1:] for row in tables["rejected"]] == [
        (0, "events", "c", "r", "2", '{"x": 1}')
    ]
    assert [tuple(row.values())[1:] for row in tables["suspicious_text"]] == [
        (0, "fake_json", 1, 3, "{}")
    ]
    assert [row["code"] for row in tables["findings"]] == [f["code"] for f in line["findings"]]


def test_each_candidate_of_a_place_has_a_row(conflict):
    line = with_places(next(one for one in accepted() if len(one["data"]["places"]) > 2))
    first, second, *unknown = line["data"]["places"]
    rows = tables_of(conflict, line)["locations"]
    found = [(row["path"], row["status"], row["rank"], row["chosen"]) for row in rows]
    assert found[:4] == [
        ("places.0.name", "chosen", 0, True),
        ("places.0.name", "chosen", 1, False),
        ("places.1.name", "ambiguous", 0, False),
        ("places.1.name", "ambiguous", 1, False),
    ]
    assert [row["name"] for row in rows[::2][:2]] == [first["name"], second["name"]]
    assert (rows[1]["gazetteer_id"], rows[1]["latitude"], rows[1]["longitude"]) == ("2", -33, -60.5)
    assert rows[0]["precision"] == '{"ged_where_prec": 2, "acled_geo_precision": 2}'
    assert [(row["name"], row["status"], row["latitude"]) for row in rows[4:]] == [
        (place["name"], "not_found", None) for place in unknown
    ]


def test_the_table_of_columns_lists_all_others(nasty):
    listed = [(row[0], row[1]) for _, row in nasty.dictionary()]
    assert listed == [(t.name, c.name) for t in nasty.tables for c in t.columns]
    choices = {row[1]: row[4] for name, row in nasty.dictionary() if row[0] == "evidence_2"}
    assert json.loads(choices["kind_of"]) == ["boat", "cart"]


@given(records())
@settings(max_examples=30)
def test_no_value_of_any_record_is_lost_or_made_up(drawn):
    schema, data = drawn
    layout = Layout(schema)
    own = {column.name for column in COLUMNS}
    tables = tables_of(layout, line_of(data))
    expected = flattened(data)
    keys = {"article_id", "item", "position", "cites", "doubtful", "worst_verdict"}
    for table in layout.tables:
        if table.name in ("rejected", "findings", "suspicious_text", "locations", "columns"):
            continue
        found = [
            {
                name: plain_cell(cell)
                for name, cell in row.items()
                if cell is not None and name not in keys | own and not name.endswith("_position")
            }
            for row in tables.get(table.name, ())
        ]
        assert found == expected.get(table.name, []), table.name


@given(records())
@settings(max_examples=30)
def test_keys_are_unique_and_lead_to_a_row_above(drawn):
    schema, data = drawn
    layout = Layout(schema)
    tables = tables_of(layout, line_of(data))
    for table in layout.tables:
        rows = tables.get(table.name, ())
        assert len({tuple(row[name] for name in table.key) for row in rows}) == len(rows)
        if table.parent:
            above = tables.get(table.parent.table, ())
            known = {tuple(row[name] for name in table.parent.key) for row in above}
            assert {tuple(row[name] for name in table.parent.columns) for row in rows} <= known


def test_an_item_more_is_a_row_more(nasty):
    one = tables_of(nasty, line_of(nasty_record()))
    two = tables_of(nasty, line_of(nasty_record(articles=[nasty_item(), nasty_item()])))
    assert len(two["articles_2"]) == len(one["articles_2"]) + 1
