"""What all pages share: one file each, no script, nothing loaded, every value escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from jinja2 import Environment

Filter: TypeAlias = Callable[..., Any]

_TEMPLATES = "templates"
_STYLE = "page.css"


def page(
    template: str, values: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]
) -> str:
    """Fill a template that extends ``base.html.j2``."""
    from markupsafe import Markup

    environment = _environment()
    environment.filters.update(filters)
    style = _style()
    # A browser runs and loads nothing but this style sheet, whatever a value may hold.
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    shared = {"style": Markup(style), "style_hash": f"sha256-{allowed}"}  # noqa: S704 - our own
    return environment.get_template(template).render(**shared, **values)


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("llm_extract.report", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (files("llm_extract.report") / _TEMPLATES / _STYLE).read_text(encoding="utf-8")
