from __future__ import annotations

import contextlib
import socket
import sys
from datetime import date

import pytest

from llm_extract.articles import Article, ReadOptions
from llm_extract.articles._formats import read_html, read_text
from llm_extract.errors import ArticleError

PAGE = """<!DOCTYPE html><html><head>{meta}<title>Two die in Talmor | Orm Bell</title>
<meta property="article:published_time" content="2019-08-14T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Two die in Talmor</h1>
<p>TALMOR — Two soldiers were killed near the port on Wednesday, the army said in a statement.</p>
<p>Residents of the café quarter said shelling went on and the road to the bridge was shut.</p>
</article><footer>Copyright Orm Bell, 1 January 2024</footer></body></html>"""


@pytest.fixture
def html() -> None:
    pytest.importorskip("trafilatura", reason="the data extra is missing", exc_type=ImportError)


def read(raw: bytes, encoding: str | None = None) -> Article:
    return read_html(raw, "a.html", ReadOptions(encoding=encoding))


@pytest.mark.usefixtures("html")
def test_html_text_title_and_date() -> None:
    article = read(PAGE.encode())
    assert article.extracted_from == "html"
    assert article.title == "Two die in Talmor"
    assert (article.published, article.published_from) == (date(2019, 8, 14), "field")
    assert "Residents of the café quarter" in article.text
    assert not {"<p>", "Home", "Copyright"} & set(article.text.split())
    assert article.dateline == "TALMOR"


@pytest.mark.usefixtures("html")
def test_a_date_elsewhere_on_the_page_is_not_taken() -> None:
    page = PAGE.replace("article:published_time", "x").replace("2019-08-14T10:00:00Z", "x")
    assert read(page.encode()).published is None


@pytest.mark.usefixtures("html")
@pytest.mark.parametrize("meta", ['<meta charset="windows-1252">', '<meta charset="iso-8859-1">'])
def test_html_in_the_encoding_the_page_declares(meta: str) -> None:
    article = read(PAGE.format(meta=meta).encode("cp1252"))
    assert article.encoding == "cp1252"
    assert "café" in article.text


@pytest.mark.usefixtures("html")
def test_html_in_no_declared_encoding_is_not_guessed() -> None:
    with pytest.raises(ArticleError, match="encoding"):
        read(PAGE.encode("cp1252"))
    assert "café" in read(PAGE.encode("cp1252"), "cp1252").text


@pytest.mark.usefixtures("html")
@pytest.mark.parametrize("raw", [b"<html><body></body></html>", b"<<<<", b"<html>"])
def test_a_page_without_an_article_is_empty(raw: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        read(raw)
    assert caught.value.code == "empty"


@pytest.mark.usefixtures("html")
def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.html"
        head = f'<link rel="canonical" href="{url}"><base href="{url}">'
        page = PAGE.format(meta=head).replace("<h1>", f'<img src="{url}"><h1>')
        for raw in (page.encode(), url.encode()):
            with contextlib.suppress(ArticleError):
                read(raw)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_html_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ArticleError) as caught:
        read(PAGE.encode())
    assert caught.value.code == "extra_missing"
    assert "pip install 'llm-extract[data]'" in str(caught.value)


def test_plain_text_keeps_every_character() -> None:
    raw = b"\xef\xbb\xbf One.\r\n\r\nTwo. "
    article = read_text(raw, "2019-08-14.txt", ReadOptions())
    assert article.text == " One.\r\n\r\nTwo. "
    assert [article.sentence(number) for number in (1, 2)] == ["One.", "Two."]
    assert article.published_from == "file_name"


def test_front_matter_in_plain_text_is_text() -> None:
    article = read_text(b"---\ndate: 2019-08-14\n---\nTwo died.", "a.txt", ReadOptions())
    assert [found.name for found in article.sections] == ["body"]
