"""Record schemas: versioned pydantic models, and the wire formats derived from them."""

from __future__ import annotations

from llm_extract.schemas._schema import (
    Gate,
    Schema,
    Unquoted,
    load_schema,
    schema_of,
    schema_versions,
)
from llm_extract.schemas._wire import (
    Wire,
    assemble,
    facts_wire,
    record_wire,
    sentence_answer,
    sentence_wire,
)

__all__ = (
    "Gate",
    "Schema",
    "Unquoted",
    "Wire",
    "assemble",
    "facts_wire",
    "load_schema",
    "record_wire",
    "schema_of",
    "schema_versions",
    "sentence_answer",
    "sentence_wire",
)
