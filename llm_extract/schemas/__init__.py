"""Record schemas: versioned pydantic models, and the wire formats derived from them."""

from __future__ import annotations

from llm_extract.schemas._assemble import assemble
from llm_extract.schemas._differences import Differences, Grade
from llm_extract.schemas._marks import (
    Agent,
    Bound,
    CountOf,
    DateOf,
    Derived,
    Gate,
    Lead,
    ModalityOf,
    Named,
    Patient,
    Signals,
    Toponym,
    Unquoted,
    Whole,
    marks_of,
)
from llm_extract.schemas._migration import Migration, migration
from llm_extract.schemas._new import new_version
from llm_extract.schemas._schema import (
    Schema,
    check,
    load_schema,
    models_in,
    release,
    schema_of,
    schema_versions,
)
from llm_extract.schemas._shown import Apart, Shown
from llm_extract.schemas._wire import (
    Wire,
    facts_answer,
    facts_wire,
    item_wire,
    part_wire,
    record_wire,
    sentence_answer,
    sentence_wire,
    without_derived,
)

__all__ = (
    "Agent",
    "Apart",
    "Bound",
    "CountOf",
    "DateOf",
    "Derived",
    "Differences",
    "Gate",
    "Grade",
    "Lead",
    "Migration",
    "ModalityOf",
    "Named",
    "Patient",
    "Schema",
    "Shown",
    "Signals",
    "Toponym",
    "Unquoted",
    "Whole",
    "Wire",
    "assemble",
    "check",
    "facts_answer",
    "facts_wire",
    "item_wire",
    "load_schema",
    "marks_of",
    "migration",
    "models_in",
    "new_version",
    "part_wire",
    "record_wire",
    "release",
    "schema_of",
    "schema_versions",
    "sentence_answer",
    "sentence_wire",
    "without_derived",
)
