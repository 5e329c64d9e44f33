"""Whether records of one schema are records of another, from their JSON Schemas.

What code of a model checks beyond its JSON Schema (validators, ``findings()``) is not compared.
"""

from __future__ import annotations

from llm_extract.schemas.compatibility._change import Compatibility, SchemaChange, SchemaDiff
from llm_extract.schemas.compatibility._compare import compare_json_schemas, schema_diff
from llm_extract.schemas.compatibility._node import Node

__all__ = (
    "Compatibility",
    "Node",
    "SchemaChange",
    "SchemaDiff",
    "compare_json_schemas",
    "schema_diff",
)
