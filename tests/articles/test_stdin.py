from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from llm_extract.articles import Article, ReadOptions, read_articles
from llm_extract.errors import ArticleError


def codes(options: ReadOptions) -> dict[str, str]:
    results = {}
    for found in read_articles("-", options=options):
        if isinstance(found, ArticleError):
            results[str(found.source)] = found.code
        else:
            results[found.id] = "ok"
    return results


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Two died.", {"stdin": "ok"}),
        (b"\n\n \n Two died.\n", {"stdin": "ok"}),
        (b'\n{"text": "One."}\n{"text": "Two.", "id": "x"}\nbad\n',
         {"stdin:2": "ok", "x": "ok", "stdin:4": "invalid_json"}),
        (b'\xef\xbb\xbf{"text": "One."}', {"stdin:1": "ok"}),
        (b'{"texts": "One."}\nmore', {"stdin": "ok"}),
        (b"{Two} died.", {"stdin": "ok"}),
        (b'["text"]', {"stdin": "ok"}),
        (b"", {"stdin": "empty"}),
        (b"\n" * 90, {"stdin": "empty"}),
        (b"\n" * 101, {"stdin": "too_large"}),
        (b"x" * 101, {"stdin": "too_large"}),
        (b"x\n" * 51, {"stdin": "too_large"}),
        (b"%PDF-1.4", {"stdin": "not_text"}),
    ],
)  # fmt: skip
def test_standard_input(
    raw: bytes, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert codes(ReadOptions(max_bytes=100)) == expected


def test_standard_input_is_kept_to_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " \r\n\n One died.\r\nTwo died. \n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    (article,) = read_articles("-")
    assert isinstance(article, Article)
    assert article.text == text


def test_lines_from_a_real_pipe_are_streamed() -> None:
    program = (
        "from llm_extract.articles import read_articles\n"
        "for found in read_articles('-'): print(found.id, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2):
            process.stdin.write(b'{"text": "Two died."}\n')
            process.stdin.flush()
            assert process.stdout.readline() == b"stdin:%d\n" % number
        process.stdin.close()
        assert process.wait(10) == 0
