from __future__ import annotations

import shutil

import pytest
from reviewed_runs import make_run


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "none")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder with a run over two articles; not to be written to."""
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPENAI_API_KEY", raising=False)
        patch.setenv("LLM_EXTRACT_API_KEY", "none")
        return make_run(root / "out", root / "articles")


@pytest.fixture
def out(made, tmp_path):
    """The same, to be reviewed."""
    shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"
