from __future__ import annotations

import conflict_records
import pytest


@pytest.fixture
def sample_source():
    return conflict_records.source_of(*conflict_records.SAMPLE)


@pytest.fixture
def sample_items():
    return conflict_records.sample_items()


@pytest.fixture
def completed_sample(sample_source, sample_items):
    return conflict_records.completed(sample_source, **sample_items)
