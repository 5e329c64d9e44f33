from __future__ import annotations

import random
from importlib.util import find_spec

import pytest

from llm_extract.errors import SettingsError
from llm_extract.runs.planning import NearIndex, near_installed

needs_extra = pytest.mark.skipif(
    find_spec("rensa") is None, reason="needs rensa: pip install 'llm-extract[near]'"
)

TEMPLATE = (
    "{city} — {count} people were killed on {day} when shells fell on a market in {city}, the "
    "{monitor} said. The monitor's director, {director}, told reporters that the shelling came "
    "from hills held by the {army}. Residents carried the wounded to a clinic in the old "
    "brewery. The {army} did not answer questions about the shelling. Bread has been scarce in "
    "{city} since the bridge was closed, and the mill has stood still for weeks. A ferry brings "
    "flour twice a week if the river allows it. The mayor asked for a pause so that the dead "
    "could be buried before the rain. By evening the road to the coast was open again, and "
    "buses left for the camps with families who had waited under the arches of the station."
)
FIRST = {
    "city": "Ostrel",
    "count": "Nine",
    "day": "Monday",
    "monitor": "Pellin Observatory",
    "director": "Ilmar Toste",
    "army": "Highland Union",
}
OTHER = {
    "city": "Port Selwick",
    "count": "At least forty",
    "day": "the first day of the feast",
    "monitor": "Coast Watch of Aldo",
    "director": "Senna Brill Marek",
    "army": "Third Column of the Guard",
}


def article(**changes):
    return TEMPLATE.format(**FIRST | changes)


def grouped(*texts, similarity=0.8):
    index = NearIndex(similarity)
    for number, text in enumerate(texts):
        index.add(str(number), text)
    return [group.ids for group in index.groups()]


@needs_extra
def test_a_corrected_number_makes_a_near_duplicate():
    assert grouped(article(), article(count="Ten")) == [("0", "1")]


@needs_extra
def test_case_and_punctuation_do_not_count():
    assert grouped(article(), article().upper().replace(",", " -")) == [("0", "1")]


@needs_extra
def test_a_template_with_all_names_changed_is_another_article():
    assert grouped(article(), article(**OTHER)) == []
    assert grouped(article(), article(**OTHER), similarity=0.4) == [("0", "1")]


@needs_extra
def test_the_same_words_in_another_order_are_another_article():
    words = article().split()
    random.Random(1).shuffle(words)
    assert grouped(article(), " ".join(words)) == []


@needs_extra
def test_half_of_an_article_is_another_article():
    text = article()
    assert grouped(text, text[: len(text) // 2]) == []


@needs_extra
def test_groups_come_in_the_order_of_their_first_articles():
    other = " ".join(f"word{number} stands here" for number in range(80))
    texts = [other, article(), "A short note.", article(day="Tuesday"), f"{other} too", article()]
    assert grouped(*texts) == [("0", "4"), ("1", "3", "5")]


@needs_extra
def test_an_article_may_join_two_groups():
    words = [f"w{number}" for number in range(200)]
    left, middle, right = words[:], words[:], words[:]
    left[5], right[150] = "x", "y"
    left[20], right[170] = "x", "y"
    texts = [" ".join(part) for part in (left, right, middle)]
    assert grouped(*texts, similarity=0.92) == [("0", "1", "2")]
    assert grouped(*texts[:2], similarity=0.92) == []


@needs_extra
def test_texts_without_three_words_are_compared_as_a_whole_and_without_any_not_at_all():
    assert grouped("Storm.", "Storm!", "Flood.", "...", "—") == [("0", "1")]


@needs_extra
@pytest.mark.parametrize("kept", [195, 180, 160])
def test_the_similarity_is_near_the_true_one(kept):
    common = [f"w{number}" for number in range(kept)]
    one, other = ([*common, *(f"{side}{n}" for n in range(200 - kept))] for side in "ab")
    index = NearIndex(0.05)
    index.add("one", " ".join(one))
    index.add("other", " ".join(other))
    true = (kept - 2) / (2 * 198 - (kept - 2))
    assert index.groups()[0].similarity == pytest.approx(true, abs=0.15)


@needs_extra
def test_groups_are_the_same_in_every_process():
    texts = [article(count=str(number), day=day) for number in range(9) for day in ("Monday", "x")]
    assert grouped(*texts) == grouped(*texts)
    pinned = NearIndex()
    pinned.add("a", article())
    pinned.add("b", article(count="Ten", director="Bo Marek"))
    assert [group.similarity for group in pinned.groups()] == [0.95]


@needs_extra
def test_many_copies_of_one_bulletin_stay_cheap():
    index = NearIndex()
    for number in range(3000):
        index.add(str(number), article(count=str(number)))
    assert len(index._signatures) < 300
    assert [len(group.ids) for group in index.groups()] == [3000]


@needs_extra
@pytest.mark.parametrize("similarity", [0, -0.1, 1.01, float("nan")])
def test_a_similarity_out_of_range_is_refused(similarity):
    with pytest.raises(SettingsError, match="above 0"):
        NearIndex(similarity)


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setattr("llm_extract.runs.planning._near.find_spec", lambda _: None)
    assert not near_installed()
    with pytest.raises(SettingsError) as caught:
        NearIndex()
    assert caught.value.code == "extra_missing"
    assert "llm-extract[near]" in str(caught.value)
