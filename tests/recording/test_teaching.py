"""Accepted records as worked examples and as chats."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles import article_from_text, read_articles
from llm_extract.errors import SettingsError
from llm_extract.prompts import Renderer, load_prompt, prompt_versions
from llm_extract.recording import Suite, cases_of, chat_lines, example_sections
from llm_extract.recording._accepted import note_of, write_accepted
from llm_extract.recording._teaching import example_article
from llm_extract.schemas import facts_wire, sentence_wire

from . import suites

NOTE = note_of("Ada Holm", "read", "everything")
MADE_UP = {"cites": [2], "name": "Runa Vell", "relation": "sister"}


def accept(suite, name="bo.txt", change=lambda _: None):
    line = suites.case_of(suite, name).replay().line
    data = json.loads(json.dumps(line["data"]))
    change(data)
    write_accepted(suite.accepted(name), {**line, "data": data}, NOTE)


def accept_in(other, suite, name="bo.txt"):
    """The same record in a suite that reads another way."""
    write_accepted(other.accepted(name), suites.case_of(suite, name).replay().line, NOTE)


@pytest.fixture
def by_sentence(model, recorded):
    extractor = suites.live(model, reading="sentence")
    folder = recorded.folder.with_name("by-sentence")
    suite = Suite.of(extractor, folder, recorded.articles)
    suite.claim()
    return suite


def made_prompt(tmp_path, lessons):
    bundled = next(version for version in prompt_versions() if str(version) == "obituary@1")
    path = tmp_path / "made.md"
    text = f"{bundled.path.read_text(encoding='utf-8')}\n\n{lessons.text}\n"
    path.write_text(text, encoding="utf-8")
    return load_prompt(str(path))


def messages(lessons):
    return [json.loads(line)["messages"] for line in lessons.text.splitlines()]


# examples


def test_a_prompt_made_of_accepted_records_shows_them(recorded, tmp_path):
    accept(recorded)
    lessons = example_sections(cases_of(recorded), "obituary@1")
    assert (lessons.taught, lessons.left_out) == (1, 0)
    assert lessons.not_taught == {"not accepted": 1}
    article, record = Renderer(made_prompt(tmp_path, lessons)).examples[-1]
    assert article.text == suites.TEXTS["bo"].strip("\n")
    assert list(record) == ["person", "positions", "survivors", "tributes"]
    assert record["survivors"] == [{"cites": [2], "name": "Ina", "relation": "sister"}]


def test_items_that_are_not_proven_are_not_taught(recorded, tmp_path):
    accept(recorded, change=lambda data: data["survivors"].append(MADE_UP))
    lessons = example_sections(cases_of(recorded), "obituary@1")
    assert (lessons.taught, lessons.left_out) == (1, 1)
    assert "Runa" not in lessons.text
    assert '"name": "Ina"' in lessons.text
    everything = example_sections(cases_of(recorded), "obituary@1", everything=True)
    assert everything.left_out == 0
    assert "Runa" in everything.text


def test_facts_that_are_not_proven_are_null(recorded):
    accept(recorded, change=lambda data: data["person"].update(place_of_death="Oskel"))
    lessons = example_sections(cases_of(recorded), "obituary@1")
    assert lessons.left_out == 1
    assert '"place_of_death": null' in lessons.text
    assert '"name": "Bo Brill"' in lessons.text


def test_a_prompt_of_another_schema(recorded):
    accept(recorded)
    with pytest.raises(SettingsError, match="its records are of obituary@1"):
        example_sections(cases_of(recorded), "conflict_events@2")


def test_cases_without_something_to_teach_are_counted(recorded):
    failed = {"id": "asta.txt", "status": "failed", "error": {"code": "refused"}}
    write_accepted(recorded.accepted("asta.txt"), failed, NOTE)
    accept(recorded, change=lambda data: data.update(brooms=[]))
    (recorded.folder / "recordings" / "gone.txt.yaml").write_text("", encoding="utf-8")
    lessons = chat_lines(cases_of(recorded))
    assert (lessons.taught, lessons.text) == (0, "")
    assert lessons.not_taught == {
        "without a record": 1,
        "of another schema": 1,
        "without an article": 1,
    }


# articles in a prompt


def test_a_date_from_elsewhere_and_front_matter_become_a_line(tmp_path):
    text = "---\ntitle: Bo\ndate: 2031-05-20\n---\n\nSELWICK — Bo is dead.\n\nHe was 70.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (article,) = read_articles(tmp_path)
    found = example_article(article)
    assert found.text == "date 2031-05-20\n\nSELWICK — Bo is dead.\n\nHe was 70."
    assert found.published == date(2031, 5, 20)
    assert [found.sentence(n) for n in (1, 2)] == [article.sentence(n) for n in (1, 2)]


def test_an_article_with_its_own_date_stays_as_it_is():
    text = "date 2031-05-20\n\nSELWICK — Bo is dead."
    assert example_article(article_from_text(f"{text}\n")).text == text
    dated = article_from_text("SELWICK — Bo is dead.", published="2031-05-20")
    assert example_article(dated).text == text


@given(
    st.lists(st.sampled_from(["Bo is dead.", "date 2031-05-20", "SELWICK — He was 70.", ""])),
    st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1)),
)
def test_an_example_has_the_sentences_of_its_article(lines, published):
    text = "\r\n\r\n".join(["Ina told.", *lines])
    article = article_from_text(text, published=published)
    found = example_article(article)
    if found is None:
        return
    assert found.published == article.published
    assert [found.sentence(s.number) for s in found.sentences] == [
        article.sentence(s.number) for s in article.sentences
    ]
    assert article_from_text(found.text) == found


# chats


def test_a_whole_article_is_one_line(recorded):
    accept(recorded)
    (chat,) = messages(chat_lines(cases_of(recorded)))
    extractor, article = recorded.extractor, suites.case_of(recorded).article
    assert chat[:-1] == extractor.first_messages(article)
    assert chat[-1]["role"] == "assistant"
    record = extractor.schema.model.model_validate_json(chat[-1]["content"], strict=True)
    assert [survivor.name for survivor in record.survivors] == ["Ina"]
    assert ": " not in chat[-1]["content"]


def test_sentence_by_sentence_each_question_is_a_line(recorded, by_sentence):
    accept_in(by_sentence, recorded)
    lessons = chat_lines(cases_of(by_sentence))
    facts, *sentences = messages(lessons)
    schema = by_sentence.extractor.schema
    assert facts_wire(schema).model.model_validate_json(facts[-1]["content"], strict=True)
    wire = sentence_wire(schema).model
    found = [wire.model_validate_json(c[-1]["content"], strict=True) for c in sentences]
    assert [len(answer.items) for answer in found] == [0, 1]
    assert found[1].items[0].name == "Ina"
    assert sentences[1][-2]["content"].endswith("Sentence 2: His sister Ina survives him.")
    assert facts[:-2] == sentences[0][:-2]


def test_answers_that_do_not_fit_their_question_are_left_out(recorded, by_sentence):
    line = suites.case_of(recorded).replay().line
    sister = line["data"]["survivors"][0]
    line["data"]["survivors"] = [sister] * 9
    write_accepted(by_sentence.accepted("bo.txt"), line, NOTE)
    lessons = chat_lines(cases_of(by_sentence))
    # A sentence may have eight.
    assert lessons.unfit == 1
    assert len(lessons.text.splitlines()) == 2


def test_nothing_is_accepted(recorded):
    lessons = chat_lines(cases_of(recorded))
    assert (lessons.taught, lessons.text) == (0, "")
    assert lessons.not_taught == {"not accepted": 2}
