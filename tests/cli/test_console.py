from __future__ import annotations

import os

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from cli.program import finish, process
from llm_extract.cli._console import friendly, printable
from llm_extract.errors import (
    ArticleError,
    EndpointError,
    ModelFileError,
    OutputError,
    ServerError,
    SettingsError,
)


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_printed_is_one_line_without_control_characters(text):
    shown = printable(text)
    assert shown.isprintable()
    shown.encode("utf-8")
    assert printable(shown) == shown


def test_names_in_other_scripts_are_shown_as_they_are():
    assert printable("إدلب é.txt") == "إدلب é.txt"
    assert printable("a\x1b[2J\n\u202e") == "a\\x1b[2J\\n\\u202e"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("usage", "no"), 2),
        (ArticleError("not_found", "no", source="a"), 3),
        (ModelFileError("model_missing", "no"), 3),
        (ServerError("port_in_use", "no"), 3),
        (OutputError("disk_full", "no"), 3),
        (EndpointError("auth", "no"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(error, code, capsys):
    with pytest.raises(typer.Exit) as caught, friendly():
        raise error
    assert caught.value.exit_code == code
    assert capsys.readouterr().err.count("\n") == 1


def test_debug_keeps_the_traceback():
    error = SettingsError("usage", "no")
    with pytest.raises(SettingsError) as caught, friendly(debug=True):
        raise error
    assert caught.value is error


@pytest.mark.skipif(os.name == "nt", reason="no preexec_fn")
@pytest.mark.parametrize("number", [0, 1])
def test_closed_streams_are_no_traceback(number):
    code, _, err = finish(process("schemas", "list", preexec_fn=lambda: os.close(number)))
    assert (code, err) == (0, "")


def test_a_reader_that_leaves_early_is_no_error():
    read, write = os.pipe()
    started = process("schemas", "show", "obituary", stdout=write)
    os.close(write)
    os.close(read)
    assert finish(started) == (0, None, "")
