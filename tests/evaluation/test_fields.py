"""What the bundled schemas say of their own places."""

from __future__ import annotations

import pytest

from llm_extract.evaluation._fields import fields_of
from llm_extract.schemas import load_schema, schema_versions

BUNDLED = [str(version) for version in schema_versions()]


@pytest.mark.parametrize("reference", BUNDLED)
def test_every_schema_says_what_differences_mean_of_places_it_has(reference):
    schema = load_schema(reference)
    said, fields = schema.model.differences, fields_of(schema)
    for place in (*said.grades, *said.references):
        assert fields.knows(place), place
    assert {target for target in said.references.values() if target} <= set(fields.lists)
    assert set(said.aliases) <= set(fields.lists)


@pytest.mark.parametrize("reference", BUNDLED)
def test_every_id_made_by_code_is_a_reference_or_an_id(reference):
    """An id that is compared as a text would differ whenever another field does."""
    schema = load_schema(reference)
    fields = fields_of(schema)
    for name, models in schema.items.items():
        for field in {field for model in models for field in model.model_fields}:
            if field.endswith(("_id", "_ids")):
                assert fields.reference(f"{name}.*.{field}"), (name, field)


def test_what_is_said_of_a_place_holds_below_it_and_the_longer_one_counts():
    fields = fields_of(load_schema("conflict_events@2"))
    assert fields.at("events.*.related").grade == "minor"
    assert fields.at("events.*.related.*.type").grade == "minor"
    assert fields.at("events.*.when.rule").grade == "minor"
    assert fields.at("events.*.when.start").grade == "major"
    # Of a whole list it is said what an item more or less matters, not what its fields do.
    assert fields.of_list("quantities") == "minor"
    assert fields.at("quantities.*.value").grade == "critical"
    assert fields.of_list("events") == "major"
