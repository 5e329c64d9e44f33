from __future__ import annotations

import json
import os
import re

import pytest
from fake_endpoint import refuses

from cli.program import call, finish, process, run_options


@pytest.fixture
def out(model, articles, tmp_path):
    """A folder after a run in which one article failed for good."""
    model.by_marker["Bo Brill"] = refuses(400)
    folder = tmp_path / "out"
    assert call(*run_options(model), articles, "-o", folder).exit_code == 1
    return folder


def index_of(path):
    found = re.search(r'id="index">(.*?)</script>', path.read_text(encoding="utf-8"))
    return json.loads(found[1])


def test_the_page_is_written_into_the_folder(out):
    result = call("report", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"3 articles: {out / 'report.html'}\n"
    articles = index_of(out / "report.html")["articles"]
    assert [one["id"] for one in articles] == ["asta.txt", "bo.txt", "cass.txt"]
    assert [one["code"] for one in articles] == [None, "bad_request", None]
    assert [one["at_hand"] for one in articles] == [True, False, True]


def test_the_page_may_be_of_another_run_and_elsewhere(model, out, tmp_path):
    call(*run_options(model), tmp_path / "articles/bo.txt", "-o", out)
    assert call("report", out, "-o", tmp_path / "new.html").exit_code == 0
    assert call("report", out, "--run", 1, "-o", tmp_path / "old.html").exit_code == 0
    assert len(index_of(tmp_path / "new.html")["articles"]) == 1
    assert len(index_of(tmp_path / "old.html")["articles"]) == 3
    assert not (out / "report.html").exists()


def test_articles_that_were_moved_are_told_and_can_be_named(out, articles):
    moved = articles.rename(articles.with_name("moved"))
    assert call("report", out).stderr.splitlines()[1] == (
        "without their texts, which are not where they were read: 2"
    )
    assert not any(one["at_hand"] for one in index_of(out / "report.html")["articles"])
    assert len(call("report", out, "--articles", moved).stderr.splitlines()) == 1


def test_what_cannot_be_read_or_written_is_told(out, tmp_path):
    result = call("report", tmp_path)
    assert (result.exit_code, "holds no journal.sqlite" in result.stderr) == (2, True)
    assert call("report", out, "--run", 9).exit_code == 2
    result = call("report", out, "-o", tmp_path / "none/report.html")
    assert result.exit_code == 3
    assert "output_lost: the report cannot be written: No such file" in result.stderr
    assert call("report", out, "--articles", tmp_path / "none").exit_code == 3


def test_open_shows_it_in_the_browser_of_the_user(out, tmp_path):
    browser, shown = tmp_path / "browser", tmp_path / "shown"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{shown}"\n', encoding="utf-8")
    browser.chmod(0o755)
    for command, told in ((f"{browser} %s", ""), ("none %s", "there is no browser to show it in")):
        environment = os.environ | {"BROWSER": command, "PATH": "/nonexistent"}
        code, _, err = finish(process("report", out, "--open", env=environment))
        assert (code, err.splitlines()[1:]) == (0, [told] if told else [])
    assert shown.read_text(encoding="utf-8").strip() == (out / "report.html").as_uri()
