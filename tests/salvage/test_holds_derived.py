from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from llm_extract.salvage import holds_derived
from llm_extract.schemas import Derived


class Mast(BaseModel):
    height: int
    id: Annotated[str, Derived()] = ""


class Boat(BaseModel):
    name: str
    mast: Mast | None = None
    masts: list[Mast] = Field(default_factory=list)
    by_name: dict[str, Mast] = Field(default_factory=dict)
    total: Annotated[Mast | None, Derived()] = None


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('{"name": "id"}', False),
        ('{"name": "Amsa", "mast": {"height": 2}, "masts": [{"height": 3}]}', False),
        ('{"name": "Amsa", "mast": null}', False),
        ('{"name": "Amsa", "total": null}', True),
        ('{"name": "Amsa", "mast": {"height": 2, "id": ""}}', True),
        ('{"name": "Amsa", "masts": [{"height": 2}, {"height": 3, "id": "m"}]}', True),
        ('{"name": "Amsa", "by_name": {"fore": {"height": 3, "id": "m"}}}', True),
        ('{"name": "Amsa", "by_name": {"id": {"height": 3}}}', False),
    ],
)
def test_what_code_fills_in_is_noticed_at_any_depth(text: str, holds: bool) -> None:
    assert holds_derived(Boat.model_validate_json(text)) is holds
