"""Each part a request is made of makes a recording stale, under its own name."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.errors import ArticleError, RecordingError, SettingsError
from llm_extract.prompts import load_prompt, prompt_versions
from llm_extract.recording import Suite
from llm_extract.schemas import schema_versions
from llm_extract.versions import MARKER

from . import suites
from .suites import case_of


def cause_of(suite: Suite, case: str = "bo.txt") -> str | None:
    """Why a case is stale, ``None`` when it is not."""
    try:
        case_of(suite, case).replay()
    except RecordingError as error:
        stale = error
    else:
        return None
    assert stale.code == "recording_stale", stale
    assert "llm-extract record" in str(stale)
    assert "Bo Brill" not in str(stale)
    return stale.cause


@pytest.fixture
def project(model, tmp_path, monkeypatch):
    """A project with its own copy of prompt and schema, and a suite recorded in it."""
    (tmp_path / MARKER).write_text("# a project\n", encoding="utf-8")
    for kind, versions in (("prompts", prompt_versions()), ("schemas", schema_versions())):
        source = next(version.path for version in versions if str(version) == "obituary@1")
        target = tmp_path / kind / "obituary" / source.name
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    monkeypatch.chdir(tmp_path)
    suites.write_articles(tmp_path)
    extractor = suites.live(model)
    suite = suites.suite_of(extractor, tmp_path)
    assert not suites.record(suite, extractor).failed
    return suite


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_unchanged_is_not_stale(project):
    assert cause_of(project) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You read", "You  read"),
        ("# Whole article\n", "# Whole article\nOf it: "),
        ("=== article", "== article"),
        ('"age":', '"age" :'),
    ],
    ids=["system text", "question", "article template", "example"],
)
def test_prompt(project, tmp_path, old, new):
    path = tmp_path / "prompts" / "obituary" / "v1.md"
    before = load_prompt("obituary@1")
    try:
        edit(path, old, new)
    except AssertionError:
        pytest.fail(f"the prompt has no {old!r} any more: choose another place")
    same_example = old == '"age":'
    # White space in a record of an example changes the file and no request.
    assert load_prompt("obituary@1").sha256 != before.sha256
    assert cause_of(project) == (None if same_example else "prompt")


def test_a_remark_in_the_front_matter_changes_no_request(project, tmp_path):
    edit(tmp_path / "prompts" / "obituary" / "v1.md", "description: ", "description: In short, ")
    assert cause_of(project) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("le=130", "le=131"),
        ("relation: Phrase", "kinship: Phrase"),
        ("max_length=300", "max_length=301"),
    ],
)
def test_schema(project, tmp_path, monkeypatch, old, new):
    edit(tmp_path / "schemas" / "obituary" / "v1.py", old, new)
    # As in the next process, and not within the second that compiled files are told apart by.
    shutil.rmtree(tmp_path / "schemas" / "obituary" / "__pycache__", ignore_errors=True)
    for name in [name for name in sys.modules if name.startswith("llm_extract_schemas_")]:
        monkeypatch.delitem(sys.modules, name)
    assert cause_of(project) == "schema"


@pytest.mark.parametrize(
    ("old", "new"),
    [("12", "13"), ("mended", "Mended"), (".", "!"), ("—", "-"), ("Ina", "Ina\u200b")],
)
def test_article(project, old, new):
    edit(project.articles / "bo.txt", old, new)
    assert cause_of(project) == "article"
    assert cause_of(project, "asta.txt") is None


def test_publication_date_of_the_article(project):
    path = project.articles / "bo.txt"
    text = path.read_text(encoding="utf-8")
    path.with_suffix(".md").write_text(f"---\ndate: 2031-05-20\n---\n{text}", encoding="utf-8")
    shutil.copy(project.recording("bo.txt"), project.recording("bo.md"))
    assert cause_of(project, "bo.md") == "article"


@given(place=st.integers(0, 60), letter=st.sampled_from("aZ09é中.,;:!?'\"$%&"))
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_letter_of_the_article(recorded, place, letter):
    path = recorded.articles / "bo.txt"
    text = suites.TEXTS["bo"]
    changed = text[: place + 14] + letter + text[place + 15 :]
    try:
        path.write_text(changed, encoding="utf-8")
        if changed == text:
            assert cause_of(recorded) is None
        else:
            assert cause_of(recorded) == "article"
    finally:
        path.write_text(text, encoding="utf-8")


SUITE_CHANGES = [
    (("model", "request_name"), "fake-2", "model"),
    (("settings", "temperature"), 0.5, "parameter"),
    (("settings", "max_tokens"), 4000, "parameter"),
    (("settings", "seed"), 7, "parameter"),
    (("settings", "extra_body"), {"top_k": 3}, "parameter"),
    (("settings", "mode"), "tools", "parameter"),
]


@pytest.mark.parametrize(("path", "value", "cause"), SUITE_CHANGES)
def test_model_and_parameters(recorded, path, value, cause):
    change(recorded, path, value)
    assert cause_of(recorded) == cause


@pytest.mark.parametrize(
    ("path", "value"),
    [(("settings", "validation_retries"), 3), (("model", "base_url"), "http://127.0.0.1:9/v1")],
)
def test_what_is_no_part_of_a_request_is_no_cause(recorded, path, value):
    change(recorded, path, value)
    assert cause_of(recorded) is None


def change(suite: Suite, path, value) -> None:
    file = suite.folder / "suite.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file.write_text(yaml.safe_dump(data), encoding="utf-8")


def test_other_weights_under_the_same_name(recorded):
    """Requests name a file of weights by its name only."""
    path = recorded.recording("bo.txt")
    edit(path, "model: fake\n", "model: local/fake sha256:00\n")
    assert cause_of(recorded) == "model"


def test_a_request_written_another_way_by_the_program(recorded):
    path = recorded.recording("bo.txt")
    edit(path, "role: system", "role: developer")
    assert cause_of(recorded) == "program"


def test_missing(recorded):
    recorded.recording("bo.txt").unlink()
    with pytest.raises(RecordingError, match="recording_missing"):
        case_of(recorded).replay()


@pytest.mark.parametrize(
    "text",
    ["", "interactions: 3", "{", "version: 1\ninteractions: []\n", "!!python/name:os.system"],
)
def test_damaged(recorded, text):
    recorded.recording("bo.txt").write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError) as caught:
        case_of(recorded).replay()
    assert caught.value.code in ("recording_damaged", "recording_stale")


def test_unused_answers(recorded):
    path = recorded.recording("bo.txt")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["interactions"] *= 2
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(RecordingError, match="recorded answers were not asked for"):
        case_of(recorded).replay()


def test_recordings_of_articles_that_are_gone(recorded):
    (recorded.articles / "bo.txt").unlink()
    case = case_of(recorded, "recordings/bo.txt.yaml")
    with pytest.raises(RecordingError, match=r"its article is gone, recordings/bo\.txt\.yaml"):
        case.replay()


def test_an_article_that_cannot_be_read(recorded):
    (recorded.articles / "bo.txt").write_bytes(b"")
    with pytest.raises(ArticleError, match="empty"):
        case_of(recorded).replay()


@pytest.mark.parametrize("text", ["prompt: 3", "{", "prompt: obituary@1\nkey: x"])
def test_a_suite_file_that_is_none(recorded, text):
    (recorded.folder / "suite.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="suite_invalid"):
        Suite.load(recorded.folder)
