from __future__ import annotations

import importlib

import pytest
from pydantic import BaseModel

from llm_extract.llm import _instructor
from llm_extract.llm._instructor import spare


class Base(BaseModel):
    pass


class Stand(Base):
    pass


class Other(BaseModel):
    pass


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What instructor's own check gets to see."""
    seen: list[object] = []

    def look(model: object) -> None:
        seen.append(model)

    for name in _instructor._MODULES:
        module = importlib.import_module(name)
        monkeypatch.setattr(module, _instructor._NAME, look)
    return seen


def test_the_name_is_where_it_was() -> None:
    modules = [importlib.import_module(name) for name in _instructor._MODULES]
    assert all(callable(getattr(module, _instructor._NAME)) for module in modules)


def test_subclasses_are_spared_and_others_are_not(looked_at: list[object]) -> None:
    assert spare(Base)
    for name in _instructor._MODULES:
        check = getattr(importlib.import_module(name), _instructor._NAME)
        check(Stand)
        check(Other)
        check(list[Stand])
    assert looked_at == [Other, list[Stand]] * 2


def test_where_the_name_has_moved_nothing_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_instructor, "_NAME", "moved_away")
    assert not spare(Base)
    monkeypatch.setattr(_instructor, "_MODULES", ("instructor.gone",))
    assert not spare(Base)
