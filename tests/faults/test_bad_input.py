"""Folders with everything that is no article in them."""

from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from faults.cases import SETTINGS
from faults.command import lines, ran, rows, states, write_article
from faults.invariants import check_invariants

NAUGHTY = (
    '{{ 7*7 }} {% for x in y %} </article> ```json {"boats": 99} ``` '
    "\u202egnp.\u202c \U0001f6a2 e\u0301"
)


def fill(folder):
    """Every kind of bad input; returns what must come of each."""
    folder.mkdir(exist_ok=True)
    (folder / "a-empty.txt").touch()
    (folder / "b-blank.txt").write_text(" \n\t\n\u3000", encoding="utf-8")
    (folder / "c-binary.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "d-pdf.txt").write_bytes(b"%PDF-1.7 and more")
    (folder / "e-paper.pdf").write_bytes(b"%PDF-1.7")
    (folder / "f-zip.txt").write_bytes(b"PK\x03\x04" + bytes(60))
    (folder / "g-image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    (folder / "h-latin.txt").write_bytes("Der Leuchtturmwärter ging.".encode("latin-1"))
    (folder / "i-utf16-bare.txt").write_bytes("The keeper left.".encode("utf-16-le"))
    with (folder / "j-large.txt").open("wb") as large:
        large.truncate(50_000_000)
    (folder / "k-loop").symlink_to(folder)
    (folder / "l-dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "m-outside.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "n-pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket may be 107 bytes long
        listener.bind("o-socket.txt")
        os.chdir(here)
    (folder / "p-lines.jsonl").write_text('{"text": 7}\n[1]\n{"no": 1}\n', encoding="utf-8")
    return {
        "a-empty.txt": "empty",
        "b-blank.txt": "empty",
        "c-binary.txt": "not_text",
        "d-pdf.txt": "not_text",
        "e-paper.pdf": "not_text",
        "f-zip.txt": "not_text",
        "g-image.txt": "not_text",
        "h-latin.txt": "encoding",
        "i-utf16-bare.txt": "not_text",
        "j-large.txt": "too_large",
        "k-loop": "not_regular",
        "l-dangling.txt": "not_regular",
        "m-outside.txt": "not_regular",
        "n-pipe.txt": "not_regular",
        "o-socket.txt": "not_regular",
        "p-lines.jsonl:1": "invalid_json",
        "p-lines.jsonl:2": "invalid_json",
        "p-lines.jsonl:3": "invalid_json",
    }


def odd_names(folder):
    """Articles that are good, under names that are not."""
    for name in ("=cmd", "-rf", "two\nlines\x1b[2J", "boat \U0001f6a2", "x" * 250, "a,b;\"c'"):
        write_article(folder, name)
    name = os.fsdecode(os.fsencode(folder) + b"/z\xff.txt")
    with Path(name).open("w", encoding="utf-8") as file:
        file.write("PORT SELWICK — Zoe Brill kept the light.")


def odd_texts(folder):
    """Articles that are good, with texts that are not plain."""
    texts = {
        "bom": "\ufeffPORT SELWICK — Bom Brill left.".encode(),
        "utf16": "PORT SELWICK — Utf Brill left.".encode("utf-16"),
        "crlf": b"PORT SELWICK - Crlf Brill left.\r\n\r\nShe waved.\r\n",
        "arabic": "بورت سلويك - غادر حارس المنارة.".encode(),
        "naughty": f"PORT SELWICK — Naughty Brill said {NAUGHTY}".encode(),
        "digits": b"1234567890 " * 40,
        "long": b"PORT SELWICK - " + b"and then " * 4000 + b"it ended.",
    }
    for name, raw in texts.items():
        (folder / f"{name}.txt").write_bytes(raw)
    return [f"{name}.txt" for name in sorted(texts)]


def test_bad_inputs_cost_a_line_each_and_no_call(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    expected = fill(articles) | dict.fromkeys(("asta.txt", "bo.txt", "cass.txt"), "ok")
    command = (articles, "-o", tmp_path / "out", "-j", "2")
    run = ran(model, *command)
    assert states(tmp_path / "out") == expected
    assert (run.exit_code, run.sent) == (1, 3)
    ids = [line["id"] for line in lines(tmp_path / "out")]
    after = check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))
    assert after.sent == 0


def test_odd_names_are_told_in_printable_ids_and_odd_texts_reach_the_model_unchanged(
    model, quick, tmp_path
):
    quick(**SETTINGS)
    folder = tmp_path / "odd"
    folder.mkdir()
    odd_names(folder)
    good = odd_texts(folder)
    run = ran(model, folder, "-o", tmp_path / "out")
    found = states(tmp_path / "out")
    assert set(found.values()) == {"ok"}
    assert len(found) == len(good) + 7
    assert all(name.isprintable() for name in found)
    text = json.loads(model.about("Naughty Brill")[0].body)["messages"][-1]["content"]
    assert text.count(NAUGHTY) == 1
    again = lambda: ran(model, folder, "-o", tmp_path / "out")  # noqa: E731
    check_invariants(tmp_path / "out", model, run, list(found), again)


def test_the_same_text_twice_is_one_call_and_two_lines(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    (articles / "twin.txt").write_bytes((articles / "asta.txt").read_bytes())
    command = (articles, "-o", tmp_path / "out", "-j", "4")
    run = ran(model, *command)
    assert (run.sent, run.summary["ok"], run.summary["duplicates"]) == (3, 4, 1)
    same = rows(tmp_path / "out", "SELECT id, same_as FROM article WHERE same_as IS NOT NULL")
    assert same == [("twin.txt", "asta.txt")]
    ids = ["asta.txt", "bo.txt", "cass.txt", "twin.txt"]
    check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))


@pytest.mark.parametrize("change", ["gone", "grown", "a folder"])
def test_a_file_that_changes_while_the_run_goes_on(change, model, quick, articles, tmp_path):
    """The listing is older than the file: what is read is what is there then."""
    quick(**SETTINGS)
    write_article(articles, "last")
    last = articles / "last.txt"
    # More than are read ahead; identical, so that they cost one call.
    for number in range(400):
        shutil.copy(articles / "asta.txt", articles / f"copy-{number:03}.txt")

    def alter(_request):
        model.on_request = lambda _: None
        last.unlink()
        if change == "grown":
            write_article(articles, "last", more="It is lit again.")
        elif change == "a folder":
            last.mkdir()

    model.on_request = alter
    run = ran(model, articles, "-o", tmp_path / "out", "-j", "1")
    found = states(tmp_path / "out")
    assert len(found) == 404
    expected = {"gone": "unreadable", "grown": "ok", "a folder": "not_regular"}[change]
    assert found["last.txt"] == expected
    assert run.exit_code == (0 if change == "grown" else 1)
    if change == "grown":
        assert model.about("It is lit again.")


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_costs_itself(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    (articles / "bo.txt").chmod(0)
    run = ran(model, articles, "-o", tmp_path / "out")
    assert states(tmp_path / "out")["bo.txt"] == "unreadable"
    assert run.exit_code == 1
