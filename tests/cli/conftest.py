from __future__ import annotations

import pytest
from fake_model import FakeModel

KEY = "sk-CANARY-4d1f0c77"


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for name in ("MODEL", "BASE_URL"):
        monkeypatch.delenv(f"LLM_EXTRACT_{name}", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", KEY)
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    # Neither what was printed nor any file may hold the key.
    yield
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 1_000_000:
            assert KEY.encode() not in path.read_bytes(), path


@pytest.fixture
def model():
    with_answers = FakeModel()
    yield with_answers
    with_answers.close()


@pytest.fixture
def articles(tmp_path):
    """Three articles, to be read in this order."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("asta", "bo", "cass"):
        write_article(folder, name)
    return folder


def write_article(folder, name):
    text = f"PORT SELWICK — {name.title()} Brill kept the light at Aldo.\n\nThe lamp is out.\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
