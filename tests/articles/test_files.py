from __future__ import annotations

import os
import socket
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from llm_extract.articles import Article, ReadOptions, read_articles
from llm_extract.errors import ArticleError

Results = dict[str, Article | ArticleError]


def read(target: Path | str, options: ReadOptions | None = None) -> Results:
    found = list(read_articles(target, options=options))
    results = {str(one.source if isinstance(one, ArticleError) else one.id): one for one in found}
    assert len(results) == len(found)
    return results


def codes(results: Results) -> dict[str, str]:
    return {
        name: found.code if isinstance(found, ArticleError) else "ok"
        for name, found in results.items()
    }


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Two died in {len(name)}.", encoding="utf-8")


def test_a_folder_is_read_in_the_order_of_the_bytes_of_its_paths(tmp_path: Path) -> None:
    names = [
        "b/a.txt",
        "b/é.txt",
        "b.md",
        "a.TXT",
        "b-c.txt",
        "b/c/d.markdown",
        "b.a/x.txt",
        "Z.md",
    ]
    write(tmp_path, *names)
    assert list(read(tmp_path)) == sorted(names, key=str.encode)


def test_hidden_files_are_skipped_and_others_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "x.json", "y/z.JSON", "README", ".env")
    ignored: Counter[str] = Counter()
    found = list(read_articles(tmp_path, ignored=ignored))
    assert [one.id for one in found if isinstance(one, Article)] == ["a.txt"]
    assert len(found) == 1
    assert ignored == {".json": 2, "": 1}


def test_every_suffix_goes_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\nTwo died.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Two died.", "id": "x"}\n{}\n', encoding="utf-8")
    write(tmp_path, "c.txt", "d.pdf", "d.docx", "d.DOC", "d.epub", "d.rtf")
    results = read(tmp_path)
    assert codes(results) == {
        "a.md": "ok",
        "x": "ok",
        "b.jsonl:2": "invalid_json",
        "c.txt": "ok",
        **{f"d{suffix}": "not_text" for suffix in (".DOC", ".docx", ".epub", ".pdf", ".rtf")},
    }
    article = results["a.md"]
    assert isinstance(article, Article)
    assert article.title == "T"


def test_bad_files_are_errors_and_the_run_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "z.txt")
    for name, raw in {
        "binary.txt": b"\x7fELF\0\0",
        "empty.txt": b"",
        "latin.txt": b"caf\xe9",
        "pdf.txt": b"%PDF-1.4",
    }.items():
        (tmp_path / name).write_bytes(raw)
    assert codes(read(tmp_path)) == {
        "binary.txt": "not_text",
        "empty.txt": "empty",
        "latin.txt": "encoding",
        "pdf.txt": "not_text",
        "z.txt": "ok",
    }
    assert codes(read(tmp_path, ReadOptions(encoding="cp1252")))["latin.txt"] == "ok"


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".md"])
def test_a_file_of_50_mb_is_too_large(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"big{suffix}"
    path.touch()
    os.truncate(path, 50_000_000)
    assert set(codes(read(tmp_path)).values()) == {"too_large"}
    assert set(codes(read(path)).values()) == {"too_large"}


def test_the_size_limit_is_exact(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 10)
    assert codes(read(tmp_path, ReadOptions(max_bytes=10))) == {"a.txt": "ok"}
    assert codes(read(tmp_path, ReadOptions(max_bytes=9))) == {"a.txt": "too_large"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, "secret.txt")
    folder = tmp_path / "in"
    write(folder, "a.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "out").symlink_to(outside, target_is_directory=True)
    (folder / "s.txt").symlink_to(outside / "secret.txt")
    assert codes(read(folder)) == {
        "a.txt": "ok",
        **dict.fromkeys(("loop", "out", "s.txt", "self.txt"), "not_regular"),
    }


def test_a_link_the_user_names_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "file.txt").symlink_to(tmp_path / "in" / "a.txt")
    assert codes(read(tmp_path / "folder")) == {"a.txt": "ok"}
    assert codes(read(tmp_path / "file.txt")) == {"file.txt": "ok"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipes_and_sockets_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # the path of a socket is at most 108 bytes long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock.txt")
        # Reading a pipe nobody writes to would hang here.
        assert codes(read(tmp_path)) == {"pipe.txt": "not_regular", "sock.txt": "not_regular"}
        assert codes(read(tmp_path / "pipe.txt")) == {"pipe.txt": "not_regular"}
    assert codes(read(Path(os.devnull))) == {"null": "not_regular"}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every file"
)
def test_unreadable_files_and_folders(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b/c.txt", "d.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").chmod(0)
    try:
        found = codes(read(tmp_path))
    finally:
        (tmp_path / "b").chmod(0o700)
    assert found == {"a.txt": "unreadable", "b/": "unreadable", "d.txt": "ok"}


def test_files_and_folders_that_vanish_after_the_listing(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c/d.txt", "e.txt")
    found = read_articles(tmp_path)
    assert isinstance(next(found), Article)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c" / "d.txt").unlink()
    (tmp_path / "c").rmdir()
    rest = list(found)
    assert [one.code for one in rest if isinstance(one, ArticleError)] == ["unreadable"] * 2
    assert [one.id for one in rest if isinstance(one, Article)] == ["e.txt"]


def test_a_file_replaced_by_a_link_after_the_listing_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/b.txt", "out.txt")
    found = read_articles(tmp_path / "in")
    next(found)
    (tmp_path / "in" / "b.txt").unlink()
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "out.txt")
    (last,) = found
    assert isinstance(last, ArticleError)
    assert last.code == "not_regular"


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes are a Linux matter")
def test_odd_file_names_become_ids_that_can_be_printed(tmp_path: Path) -> None:
    names = [b"a\nb.txt", b"a\\nb.txt", "🚒.txt".encode(), b"-x.txt", b"=x.txt", b"\xff\xfe.txt"]
    for name in [*names, b"x" * 251 + b".txt"]:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"Two died.")
    results = read(tmp_path)
    assert set(codes(results).values()) == {"ok"}
    assert set(results) >= {"a\\nb.txt", "a\\\\nb.txt", "🚒.txt", "-x.txt", "\\udcff\\udcfe.txt"}
    assert len(results) == len(names) + 1
    for shown in results:
        assert shown.encode().decode().isprintable()


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    line = '{"text": "Two died.", "id": "%s"}\n'
    (tmp_path / "a.jsonl").write_text(line % "x" + line % "x" + line % "b.txt", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(line % "x", encoding="utf-8")
    write(tmp_path, "b.txt")
    found = list(read_articles(tmp_path))
    assert [one.id for one in found if isinstance(one, Article)] == ["x", "b.txt"]
    errors = [one for one in found if isinstance(one, ArticleError)]
    assert {one.code for one in errors} == {"duplicate_id"}
    assert [one.source for one in errors] == ["a.jsonl:2", "b.txt", "c.jsonl:1"]


def test_a_single_file_of_any_suffix_is_text(tmp_path: Path) -> None:
    write(tmp_path, "2019-08-14.news", "b.pdf")
    article = read(tmp_path / "2019-08-14.news")["2019-08-14.news"]
    assert isinstance(article, Article)
    assert article.published == date(2019, 8, 14)
    assert codes(read(tmp_path / "b.pdf")) == {"b.pdf": "not_text"}


@pytest.mark.parametrize("name", ["gone", "gone/deep.txt", "a\0b", "new\nline"])
def test_a_missing_target_is_raised_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_articles(tmp_path / name)
    assert caught.value.code == "not_found"
    assert "\n" not in str(caught.value)


def test_a_dangling_link_the_user_names_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert codes(read(tmp_path / "a.txt")) == {"a.txt": "unreadable"}


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(read_articles(tmp_path)) == []


def test_the_options_reach_every_format(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2001-01-01\n---\nTwo died.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "x", "published": "2001-01-01"}', encoding="utf-8")
    write(tmp_path, "c.txt")
    day = date(2019, 8, 14)
    for article in read(tmp_path, ReadOptions(published=day)).values():
        assert isinstance(article, Article)
        assert (article.published, article.published_from) == (day, "option")


def test_2000_files_are_streamed_with_one_open_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, *(f"{number % 20:02}/{number:04}.txt" for number in range(2000)))
    found = read_articles(tmp_path)
    first = next(found)
    assert isinstance(first, Article)
    # Nothing behind the first folder has been listed yet.
    write(tmp_path, "19/new.txt")
    names = [first.id, *(one.id for one in found if isinstance(one, Article))]
    assert len(names) == 2001
    assert names == sorted(names)


def test_a_tree_deeper_than_the_stack(tmp_path: Path) -> None:
    depth = 1200
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    try:
        assert codes(read(tmp_path)) == {"d/" * depth + "a.txt": "empty"}
    finally:
        # shutil.rmtree, which pytest cleans up with, recurses and would fail.
        Path(tmp_path, "d/" * depth, "a.txt").unlink()
        for level in range(depth, 0, -1):
            Path(tmp_path, "d/" * level).rmdir()
