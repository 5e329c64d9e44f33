"""Mapping files by name: those of the project, then the bundled ones."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring.mapping._file import parse_mapping
from llm_extract.evaluation.scoring.mapping._mapping import Mapping
from llm_extract.versions import bundled, project_root

_FOLDER, _SUFFIX = "mappings", ".yaml"


def load_mapping(reference: str) -> Mapping:
    """Load a mapping by name, or from a path that ends in ``.yaml``.

    Raises:
        SettingsError: ``unknown_mapping``, with the nearest names; ``mapping_invalid``, with the
            file and the key; ``extra_missing``, jmespath is not installed.
    """
    if reference.endswith(_SUFFIX):
        return Mapping(reference, parse_mapping(Path(reference)))
    known = _files()
    if reference not in known:
        near = get_close_matches(reference, known, n=3, cutoff=0.4) or sorted(known)
        raise SettingsError(
            "unknown_mapping",
            f"there is no mapping {reference!r}",
            hint=f"did you mean {', '.join(near)}? A file is given with its {_SUFFIX}",
        )
    return Mapping(reference, parse_mapping(known[reference]))


def mapping_names() -> tuple[str, ...]:
    """Names of all mappings."""
    return tuple(sorted(_files()))


def _files() -> dict[str, Path]:
    """Files by name; one of the project replaces its bundled namesake."""
    root = project_root()
    folders = [bundled(_FOLDER), *([root / _FOLDER] if root else [])]
    return {path.stem: path for folder in folders for path in folder.glob(f"*{_SUFFIX}")}
