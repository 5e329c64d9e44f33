from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from cli.program import call, run_options

SLOW = ("pyarrow", "duckdb", "openpyxl", "pandas")


@pytest.fixture
def out(model, articles, tmp_path):
    folder = tmp_path / "out"
    assert call(*run_options(model), articles, "-o", folder).exit_code == 0
    return folder


def test_tables_go_into_the_folder_export(out):
    result = call("export", out, "--to", "csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 articles of run 1, " in result.stderr
    with (out / "export" / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert [row["article_id"] for row in csv.DictReader(file)] == [
            "asta.txt",
            "bo.txt",
            "cass.txt",
        ]


def test_tables_go_where_the_user_says(out, tmp_path):
    assert call("export", out, "--to", "sqlite", "-o", tmp_path / "x.db").exit_code == 0
    assert (tmp_path / "x.db").is_file()
    assert not (out / "export").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--to", "ods"), "error --to: usage: 'ods' is no format"),
        (
            ("--to", "acled"),
            "obituary@1 has none (formats: csv, jsonl, parquet, sqlite,",
        ),
        (("--to", "sqlite", "--raw"), "error --raw: usage: goes with CSV only"),
        (("--raw",), "error --raw: usage: goes with --to FORMAT only"),
        (
            ("--articles", "x"),
            "error --articles: usage: goes with --to FORMAT, --to gold",
        ),
        (("--to", "csv", "--as", "chat"), "error --as: usage: --to and --as are two exports"),
        (("--to", "csv", "--all"), "error --all: usage: goes with --to examples|chat, --as only"),
        (("--to", "csv", "--run", "9"), "usage: run 9 has no inputs"),
        (("--to", "geojson"), "no places of this run were looked up yet"),
    ],
)
def test_what_does_not_go_is_a_usage_error(out, arguments, told):
    result = call("export", out, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert result.stderr.count("\n") == 1


def test_a_file_of_the_user_is_left_alone(out, tmp_path):
    (tmp_path / "mine.xlsx").write_text("mine")
    result = call("export", out, "--to", "xlsx", "-o", tmp_path / "mine.xlsx")
    assert result.exit_code == 2
    assert "output_not_writable: it was not made by this command" in result.stderr
    assert (tmp_path / "mine.xlsx").read_text() == "mine"


def test_what_cannot_be_written_or_read_is_one_line(out, tmp_path):
    nowhere = call("export", out, "--to", "csv", "-o", tmp_path / "nowhere" / "csv")
    gone = call("export", out, "--to", "csv", "--articles", tmp_path / "nowhere")
    for result in (nowhere, gone):
        assert result.exit_code == 3
        assert result.stderr.startswith("error ")
        assert result.stderr.count("\n") == 1


def test_csv_needs_no_other_library(out):
    program = (
        "import sys\n"
        "from llm_extract.cli import main\n"
        f"sys.argv = ['llm-extract', 'export', {str(out)!r}, '--to', 'csv']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])\n"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert shown.stdout == "[]\n", shown.stderr


def test_columns_of_a_schema_are_printed():
    shown = call("schemas", "columns", "obituary@1")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("# Columns of obituary@1\n")
    assert "| `person_age` | integer |" in shown.stdout
    assert call("schemas", "columns", "nothing@1").exit_code == 2
