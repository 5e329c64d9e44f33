"""Where a suite keeps its files, and what its own file says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.errors import ArticleError, ModelFileError
from llm_extract.recording import Suite, find_suites
from llm_extract.recording._suite import file_name

IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(IDS)
def test_the_file_of_any_id_lies_below_its_folder(identity):
    path = Path(file_name(identity))
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert all(len(part.encode()) <= 200 for part in path.parts)
    assert all(part.isascii() and part.isprintable() and "\\" not in part for part in path.parts)


@given(IDS, IDS)
def test_two_ids_have_two_files(one, two):
    if Path(one).parts != Path(two).parts:
        assert file_name(one) != file_name(two)


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("01-hill-fighting.txt", "01-hill-fighting.txt"),
        ("may/03 north.md", "may/03 north.md"),
        ("wire:100:a", "wire%3A100%3Aa"),
        ("../../etc", "%2E%2E/%2E%2E/etc"),
        ("/etc", "%2F/etc"),
        ("a%3Ab", "a%253Ab"),
    ],
)
def test_names_of_files(identity, name):
    assert file_name(identity) == name


def test_a_suite_says_what_its_cases_share(recorded, model):
    data = yaml.safe_load((recorded.folder / "suite.yaml").read_text(encoding="utf-8"))
    assert data == {
        "prompt": "obituary@1",
        "schema": "obituary@1",
        "model": {
            "name": "fake",
            "base_url": model.base_url,
            "request_name": "fake",
            "identity": None,
            "embedded": False,
        },
        "reading": "article",
        "policy": "flag",
        "settings": {},
        "articles": "../../articles",
    }
    (found,) = find_suites(recorded.folder.parents[1])
    assert (found.name, found.shared) == ("obituary@1/fake", recorded.shared)


def test_an_embedded_model_needs_no_weights_to_be_replayed(recorded):
    path = recorded.folder / "suite.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["model"] |= {
        "name": "elsewhere/mine.gguf",
        "base_url": None,
        "embedded": True,
        "identity": "mine.gguf bytes:5",
    }
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    suite = Suite.load(recorded.folder)
    assert suite.extractor.identity == "mine.gguf bytes:5"
    assert suite.extractor.start().model == "fake"
    with pytest.raises(ModelFileError):
        suite.live(deadline=5)


def test_articles_that_are_elsewhere_are_named(recorded):
    recorded.articles.rename(recorded.articles.with_name("moved"))
    with pytest.raises(ArticleError, match=r"not_found.*see `articles` in .*suite\.yaml"):
        recorded.inputs()
