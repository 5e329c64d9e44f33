from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from boats import (
    FACTS,
    MISFIT,
    NOTHING,
    PROMPT,
    RECORD,
    TEXT,
    Boat,
    Harbour,
    Log,
    article,
    boats,
    extractor,
    prompt_file,
)
from fake_endpoint import FakeEndpoint, answers, refuses
from pydantic import BaseModel
from stored_lines import line_of

from llm_extract.errors import EndpointError, SettingsError
from llm_extract.extraction import Extraction, Extractor
from llm_extract.extraction import Step as Progress
from llm_extract.llm import CallSettings, Usage
from llm_extract.prompts import load_prompt, prompt_versions
from llm_extract.schemas import Schema, Whole, sentence_answer
from llm_extract.schemas._schema import models_in


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    return prompt_file(tmp_path)


def test_an_extraction_has_the_record_its_proof_and_its_price(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(RECORD)
    shown = article(published="2031-05-20", title="Ferry")
    found = extractor(fake_endpoint, prompt).extract(shown)
    assert found.article is shown
    assert found.data == Log(
        harbour=Harbour(town="Karvel"), boats=[Boat(cites=[1], name="Amsa", crew=14)]
    )
    first = shown.sentences[0]
    assert [item.spans for item in found.evidence.items] == [((first.start, first.end),)]
    verdicts = {value.path: value.verdict for value in found.evidence.values}
    assert verdicts == {"harbour.town": "exact", "boats.0.name": "exact", "boats.0.crew": "exact"}
    assert found.usage == Usage(100, 10, 64, requests=1, complete=True)
    assert (found.cost, found.model, found.gaps) == (None, "fake-1", ())
    assert 0 < found.seconds < 10
    assert found.fingerprint == extractor(fake_endpoint, prompt).fingerprint(shown)


def test_usage_counts_the_answers_that_did_not_fit(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(FACTS, MISFIT, boats(("Amsa", 14)), MISFIT, MISFIT, NOTHING)
    found = extractor(fake_endpoint, prompt, reading="sentence").extract(TEXT)
    assert len(found.attempts) == len(fake_endpoint.requests) == 6
    assert found.usage == Usage(600, 60, 384, requests=6, complete=True)
    assert [gap.sentence for gap in found.gaps] == [2]


def test_each_call_is_a_step(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    steps: list[Progress] = []
    fake_endpoint.play(FACTS, MISFIT, NOTHING)
    reader = extractor(fake_endpoint, prompt, reading="sentence", on_step=steps.append)
    reader.extract(article(id="a1"))
    assert [(step.article_id, step.done, step.total) for step in steps] == [
        ("a1", 1, 4),
        ("a1", 2, 4),
        ("a1", 3, 4),
        ("a1", 4, 4),
    ]
    assert [step.usage.requests for step in steps] == [1, 3, 4, 5]


def test_remote_models_read_the_whole_article_by_default(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    assert extractor(fake_endpoint, prompt).reading == "article"
    assert Extractor(prompt, schema=Log, model="local/qwen2.5-coder-1.5b").reading == "sentence"


def test_publication_date_of_a_text_reaches_the_model(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(RECORD)
    found = extractor(fake_endpoint, prompt).extract(TEXT, published=date(2031, 5, 20))
    assert found.article.published == date(2031, 5, 20)
    assert "2031-05-20" in fake_endpoint.requests[0].json["messages"][-1]["content"]


def test_extract_inside_a_running_event_loop(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(RECORD)

    async def notebook() -> Extraction:
        return extractor(fake_endpoint, prompt).extract(TEXT)

    assert isinstance(asyncio.run(notebook()).data, Log)


def test_one_extractor_serves_several_loops(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(RECORD)
    reader = extractor(fake_endpoint, prompt)
    records = [reader.extract(TEXT).data, asyncio.run(reader.aextract(TEXT)).data]
    assert records[0] == records[1]


def test_errors_of_a_single_article_are_raised(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(refuses(401))
    with pytest.raises(EndpointError) as caught:
        extractor(fake_endpoint, prompt).extract(TEXT)
    assert caught.value.code == "auth"
    assert [attempt.outcome for attempt in caught.value.attempts] == ["failed"]


@pytest.mark.parametrize("reference", [str(version) for version in prompt_versions()])
@pytest.mark.parametrize("reading", ["article", "sentence"])
def test_bundled_prompts_with_their_schemas(
    fake_endpoint: FakeEndpoint, reference: str, reading: str
) -> None:
    """Their own worked example comes back as the answer, whole or sentence by sentence."""
    example = load_prompt(reference).examples[0]
    reader = extractor(fake_endpoint, reference, schema=None, reading=reading)
    shown = article(example.article)
    answered = [example.record]
    if reading == "sentence":
        answered = [{name: example.record[name] for name in reader.schema.facts}] + [
            sentence_answer(reader.schema, example.record, sentence.number)
            for sentence in shown.sentences
        ]
    fake_endpoint.play(*(answers(json.dumps(answer)) for answer in answered))
    found = reader.extract(shown)
    assert type(found.data) is reader.schema.model
    assert len(fake_endpoint.requests) == len(answered)
    expected = reader.schema.model.model_validate(example.record)
    asked = asked_models(reader.schema, by_sentence=reading == "sentence")
    assert size_of(found.data, asked) == size_of(expected, asked)
    assert found.evidence.counts()["exact"] > 5


def asked_models(schema: Schema, *, by_sentence: bool) -> dict[str, tuple[type[BaseModel], ...]]:
    """The lists that are asked for, with the models of their items."""
    without = Whole if by_sentence else None
    fields = schema.model.model_fields
    lists = schema.sentence_items if by_sentence else tuple(schema.items)
    return {name: tuple(models_in(fields[name].annotation, without)) for name in lists}


def size_of(record: BaseModel, asked: dict[str, tuple[type[BaseModel], ...]]) -> dict[str, int]:
    """Length of each list without what code adds; the order of items may differ."""
    return {
        name: sum(
            isinstance(item, models) and getattr(item, "registered_by", "model") == "model"
            for item in getattr(record, name)
        )
        for name, models in asked.items()
    }


class Ferries(BaseModel):
    boats: list[Boat]


BASE_SETTINGS = CallSettings()


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"schema": Ferries}, "schema"),
        ({"model": "fake-2"}, "model"),
        ({"base_url": "http://127.0.0.1:9/v1"}, "model"),
        ({"reading": "sentence"}, "parameters"),
        ({"policy": "drop"}, "parameters"),
        ({"policy": "flag"}, None),
        ({"settings": replace(BASE_SETTINGS, temperature=0.5)}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, temperature=None)}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, max_tokens=99)}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, seed=7)}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, mode="tools")}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, extra_body={"top_k": 1})}, "parameters"),
        ({"settings": replace(BASE_SETTINGS, deadline=9.0)}, None),
        ({"settings": replace(BASE_SETTINGS, transport_retries=0)}, None),
        ({"settings": replace(BASE_SETTINGS, retry_after_cap=1.0)}, None),
        ({"settings": BASE_SETTINGS}, None),
        ({"on_step": print}, None),
        ({"port": 8080}, None),
        ({"reading": "article"}, None),
    ],
)
def test_what_the_fingerprint_depends_on(
    fake_endpoint: FakeEndpoint, prompt: str, options: dict[str, Any], part: str | None
) -> None:
    before = extractor(fake_endpoint, prompt).fingerprint(article())
    after = extractor(fake_endpoint, prompt, **options).fingerprint(article())
    changed = {name for name in before.__slots__ if getattr(before, name) != getattr(after, name)}
    assert changed == ({part, "key"} if part else set())


def test_the_fingerprint_of_an_article_and_of_a_prompt(
    fake_endpoint: FakeEndpoint, prompt: str, tmp_path: Path
) -> None:
    reader = extractor(fake_endpoint, prompt)
    base = reader.fingerprint(article(id="a1"))
    assert reader.fingerprint(article(id="a2")) == base
    assert reader.fingerprint(article(TEXT + " ")).text != base.text
    assert reader.fingerprint(article(title="Ferry")).text != base.text
    assert reader.fingerprint(article(published="2031-05-20")).text != base.text
    edited = extractor(fake_endpoint, prompt_file(tmp_path, PROMPT.replace("log", "list")))
    assert edited.fingerprint(article()).prompt != base.prompt


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"prompt": "boots"}, "unknown_prompt"),
        ({"schema": "boots@1"}, "unknown_schema"),
        ({"schema": Harbour}, "schema_invalid"),
        ({"model": None}, "usage"),
    ],
)
def test_unusable_settings_are_told_before_any_call(
    fake_endpoint: FakeEndpoint,
    prompt: str,
    options: dict[str, Any],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LLM_EXTRACT_MODEL", raising=False)
    with pytest.raises(SettingsError) as caught:
        extractor(fake_endpoint, **{"prompt": prompt} | options)
    assert caught.value.code == code
    assert fake_endpoint.requests == []


def test_a_key_is_sent_and_never_part_of_the_fingerprint(
    fake_endpoint: FakeEndpoint, prompt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_endpoint.play(RECORD)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "CANARY-1")
    found = extractor(fake_endpoint, prompt).extract(TEXT)
    assert fake_endpoint.requests[0].headers["authorization"] == "Bearer CANARY-1"
    assert "CANARY" not in repr(found)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "CANARY-2")
    assert extractor(fake_endpoint, prompt).fingerprint(article()) == found.fingerprint


def test_the_line_tells_the_policy_and_all_that_is_not_in_the_record(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    strange = {"cites": [3, 9], "name": "Brul", "crew": None}
    known = {"cites": [1, 9], "name": "Amsa", "crew": 14}
    written = {"harbour": {"town": "Karvel"}, "boats": [known, strange]}
    fake_endpoint.play(answers(json.dumps(written)))
    reader = extractor(fake_endpoint, prompt, policy="drop")
    line = line_of(reader.extract(TEXT), reader)
    assert line["policy"] == "drop"
    assert line["data"] == {"harbour": {"town": "Karvel"}, "boats": [known]}
    assert line["rejected"] == [
        {
            "list": "boats",
            "raw": strange,
            "code": "unsupported",
            "reason": "name is nowhere in the article",
            "cites": [3, 9],
        }
    ]
    message = "the article has no sentence 9"
    assert line["findings"] == [
        {"code": "unknown_sentence", "path": "boats.0", "message": message, "severity": "notice"}
    ]
    assert line["suspicious_text"] == []
    assert line["evidence"]["language"] == "en"
    assert line["evidence"]["items"][0]["unknown_cites"] == [9]


FINNISH = "Lautta “Amsa” lähti Karvelista aamulla. Kyydissä oli neljätoista ihmistä ja 3 koiraa."


@pytest.mark.parametrize(
    ("town", "name", "crew", "verdicts"),
    [
        ("Karvelista", "Amsa", 3, ["exact", "exact", "exact"]),
        ("karvelista", "lautta Amsa", 3, ["normalised", "normalised", "exact"]),
        # Case endings and number words are not read: what differs stays doubtful.
        ("Karvel", "Amsa", 14, ["altered", "exact", "unsupported"]),
    ],
)
def test_an_article_in_a_language_without_a_lexicon_is_compared_letter_by_letter(
    fake_endpoint: FakeEndpoint,
    prompt: str,
    town: str,
    name: str,
    crew: int,
    verdicts: list[str],
) -> None:
    written = {"harbour": {"town": town}, "boats": [{"cites": [1, 2], "name": name, "crew": crew}]}
    fake_endpoint.play(answers(json.dumps(written)))
    reader = extractor(fake_endpoint, prompt)
    line = line_of(reader.extract(FINNISH), reader)
    assert line["evidence"]["language"] is None
    assert [value["verdict"] for value in line["evidence"]["values"]] == verdicts
