"""The page as a file, without a browser."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from stored_runs import accepted, note, run_of

from llm_extract.errors import OutputError
from llm_extract.report import corpus_page, write_corpus
from llm_extract.report.corpus._chunks import CHUNK

TEXT = "The ferry Amsa left Karvel with 14 people."


def policy_of(page):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]


def digest(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_nothing_runs_or_loads_but_what_is_ours():
    page = "".join(corpus_page(run_of(*accepted())))
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy_of(page) == (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    assert not re.search(r"\b(src|style|on[a-z]+)=", re.sub(r"<script.*?</script>", "", page))
    assert "innerHTML" not in script
    assert "http:" not in style + script


def test_a_session_may_ask_its_own_origin_and_brings_its_script():
    page = "".join(
        corpus_page(run_of(), session={"reviewer": "</script>"}, extra_scripts=["App.x = 1;"])
    )
    assert " connect-src 'self'; " in policy_of(page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script.index("App.x = 1;") < script.index("App.start();")
    session = re.search(r'id="session">(.*?)</script>', page)[1]
    assert json.loads(session) == {"reviewer": "</script>"}


def test_articles_stand_in_chunks_behind_the_script():
    run = run_of(*(note(TEXT, f"{number}.txt") for number in range(CHUNK + 1)))
    pieces = list(corpus_page(run))
    page = "".join(pieces)
    assert len(re.findall(r'id="(?:chunk|texts)-\d+"', page)) == 4
    assert page.index("App.start();") < page.index('id="chunk-0"')
    assert max(map(len, pieces)) < len(page)


def test_a_run_without_lines_is_a_page_too():
    page = "".join(corpus_page(run_of()))
    assert json.loads(re.search(r'id="index">(.*?)</script>', page)[1])["articles"] == []
    assert "chunk-0" not in page


def test_the_overview_can_be_read_without_javascript():
    page = "".join(corpus_page(run_of(note(TEXT), name="the harbour")))
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    overview = body[body.index('<section id="overview"') : body.index('<section id="articles"')]
    assert "<h1" in overview
    assert "hidden" not in overview.partition(">")[0]
    assert "need JavaScript" in re.search(r"<noscript>(.*?)</noscript>", body)[1]


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "report.html"
    write_corpus(path, run_of(note(TEXT)))
    before = path.read_bytes()
    assert before.startswith(b"<!doctype html>")
    with pytest.raises(KeyError):
        write_corpus(path, run_of(note(TEXT, status="ok", evidence={})))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutputError, match="output_lost"):
        write_corpus(tmp_path / "none/report.html", run_of(note(TEXT)))
