"""Versioned files, ``<folder>/<name>/v<N><suffix>``: bundled ones, and those of a project."""

from __future__ import annotations

from llm_extract.versions._check import VersionFinding
from llm_extract.versions._files import write_new
from llm_extract.versions._library import Library
from llm_extract.versions._lock import read_lock
from llm_extract.versions._project import MARKER, project_root
from llm_extract.versions._scaffold import make_project
from llm_extract.versions._version import NAME, Version, bundled, find_version, versions

__all__ = (
    "MARKER",
    "NAME",
    "Library",
    "Version",
    "VersionFinding",
    "bundled",
    "find_version",
    "make_project",
    "project_root",
    "read_lock",
    "versions",
    "write_new",
)
