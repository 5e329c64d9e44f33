from __future__ import annotations

from datetime import date

import pytest
from record_folder import edit, lines, run_into, told

from llm_extract.articles import ReadOptions
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs import Check, Origin, encode


def test_lines_tell_where_the_articles_were_read_as_seen_from_the_folder(out):
    assert {line["article"]["input"] for line in lines(out)} == {"../articles"}


@pytest.mark.parametrize("name", ["é tide.txt", "[b].txt"])
def test_a_single_file_is_found_again(model, extractor, articles, tmp_path, name):
    (articles / "asta.txt").rename(articles / name)
    run_into(tmp_path / "out", extractor, articles / name)
    assert lines(tmp_path / "out")[0]["article"]["input"] == f"../articles/{name}"
    assert Check(tmp_path / "out").execute().changes == []


def test_a_link_to_a_file_keeps_its_name_and_a_linked_folder_is_seen_through(
    model, extractor, articles, tmp_path
):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "deep" / "deeper")
    (tmp_path / "link.txt").symlink_to(articles / "asta.txt")
    run_into(tmp_path / "out", extractor, tmp_path / "link.txt")
    (line,) = lines(tmp_path / "out")
    assert (line["id"], line["article"]["input"]) == ("link.txt", "../../link.txt")
    for folder in (tmp_path / "out", tmp_path / "deep" / "deeper"):
        assert Check(folder).execute().checked == 1


def test_options_of_reading_are_used_again(model, extractor, tmp_path):
    (tmp_path / "latin.txt").write_bytes("Zoé Brill kept the light.".encode("latin-1"))
    options = {"encoding": "latin-1", "published": date(2031, 4, 5)}
    run_into(tmp_path / "out", extractor, tmp_path / "latin.txt", **options)
    (line,) = lines(tmp_path / "out")
    assert line["article"]["input_encoding"] == "latin-1"
    assert line["article"]["input_published"] == "2031-04-05"
    assert Check(tmp_path / "out").execute().changes == []
    edit(tmp_path / "out", lambda line: line["article"].update(input_published=None))
    assert told(Check(tmp_path / "out").execute()) == [
        ("latin.txt", "published", "", "2031-04-05", None)
    ]


def test_other_articles_may_be_named(out, articles, tmp_path):
    articles.rename(tmp_path / "elsewhere")
    with pytest.raises(ArticleError) as caught:
        Check(out).execute()
    assert caught.value.code == "not_found"
    assert "--articles PATH" in str(caught.value)
    assert Check(out, articles=tmp_path / "elsewhere").execute().changes == []


def test_a_reused_record_tells_where_its_article_is_now(extractor, model, articles, tmp_path):
    run_into(tmp_path / "out", extractor, articles)
    articles.rename(tmp_path / "elsewhere")
    run_into(tmp_path / "out", extractor, tmp_path / "elsewhere")
    assert len(model.requests) == 3
    assert Check(tmp_path / "out").execute().checked == 3


@pytest.mark.parametrize(
    ("value", "message"), [("-", "from standard input"), (None, "do not say where")]
)
def test_articles_of_nobody_knows_where_have_to_be_named(out, articles, value, message):
    for number in range(3):
        edit(out, lambda line: line["article"].update(input=value), number)
    with pytest.raises(SettingsError, match=message):
        Check(out).execute()
    assert Check(out, articles=articles).execute().changes == []


def test_the_order_of_lines_and_articles_may_differ(out):
    stored = lines(out)
    (out / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored[::-1]), "utf-8")
    assert Check(out).execute().checked == 3


def test_origin_without_a_folder_is_the_path_as_given():
    assert Origin.of("some/place", ReadOptions(), None).input == "some/place"
