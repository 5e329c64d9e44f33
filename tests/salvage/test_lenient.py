from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, ValidationError

from llm_extract.salvage import _lenient, lenient
from llm_extract.schemas import Derived


class Boat(BaseModel):
    crew: int


LENIENT = lenient(Boat, lambda text: "good" in text)


def test_what_is_accepted_passes_as_it_is() -> None:
    assert isinstance(LENIENT.model_validate_json("good, if not JSON"), LENIENT)
    assert isinstance(LENIENT.model_validate_json(b'{"crew": "good"}'), LENIENT)


def test_the_record_is_there_when_the_answer_is_right_as_written() -> None:
    assert LENIENT.model_validate_json('{"crew": 2}').record == Boat(crew=2)
    assert LENIENT.model_validate_json('{"crew": "good"}').record is None
    assert SHIP.model_validate_json('{"crew": 2, "tons": 9}').record is None


def test_a_right_answer_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_lenient, "complete_parts", None)
    strict = lenient(Boat, lambda _: pytest.fail("asked about a right answer"))
    assert strict.model_validate_json('{"crew": 2}').record == Boat(crew=2)


def test_all_else_goes_through_the_strict_check() -> None:
    assert isinstance(LENIENT.model_validate_json('{"crew": 2}'), LENIENT)
    with pytest.raises(ValidationError) as caught:
        LENIENT.model_validate_json('{"crew": "2"}', strict=None)
    assert caught.value.errors()[0]["type"] == "int_type"


class Ship(BaseModel, extra="forbid"):
    crew: int
    id: Annotated[str, Derived()] = ""


SHIP = lenient(Ship, lambda _: False)


def test_the_strict_check_passes_over_what_is_not_taken_anyway() -> None:
    assert isinstance(SHIP.model_validate_json('{"crew": 2, "id": 7, "tons": 9}'), SHIP)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{"crew": "2", "id": 7}', ["int_type"]),
        ('{"crew": "2", "id": 7, "tons": 9}', ["int_type", "extra_forbidden"]),
        ('{"crew": 2, "id": 7', ["json_invalid"]),
        ("[" * 5000, ["json_invalid"]),
        ("[]", ["model_type"]),
    ],
)
def test_the_strict_check_tells_what_is_left(text: str, codes: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        SHIP.model_validate_json(text)
    assert [error["type"] for error in caught.value.errors()] == codes


def test_it_goes_by_the_name_of_the_model() -> None:
    assert LENIENT.__name__ == "Boat"
