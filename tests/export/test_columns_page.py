from __future__ import annotations

import re

from own_schemas import NASTY
from runs_of import REPOSITORY

from llm_extract.export import Layout, columns_page
from llm_extract.schemas import load_schema


def test_the_page_of_the_repository_is_what_the_command_prints():
    page = (REPOSITORY / "docs" / "columns.md").read_text(encoding="utf-8")
    made = columns_page(load_schema("conflict_events@2"))
    assert page == f"{made}\n", (
        "make it again: llm-extract schemas columns conflict_events@2 > docs/columns.md"
    )


def test_every_table_and_column_is_there_once():
    page = columns_page(NASTY)
    layout = Layout(NASTY)
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [table.name for table in layout.tables]
    rows = re.findall(r"^\| `(\w+)` \| \w+[^|]* \| ", page, re.MULTILINE)
    assert rows == [column.name for table in layout.tables for column in table.columns]


def test_choices_keys_and_rows_of_projections_are_told():
    page = columns_page(load_schema("conflict_events@2"))
    assert "One of `killed`, `injured`, `missing`, `detained`. |" in page
    assert (
        "Key: `article_id`, `events_position`, `position`. `article_id`, `events_position` is the"
        " key `article_id`, `position` of `events`." in page
    )
    assert "## Rows of acled" in page
    assert "| `worst_verdict` | The worst verdict on a value" in page
