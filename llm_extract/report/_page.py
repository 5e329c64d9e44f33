"""What all pages share: one file each, nothing loaded, every value escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from jinja2 import Environment

Filter: TypeAlias = Callable[..., Any]

_TEMPLATES = "templates"
_STYLES = ("colours.css", "page.css")


def page(
    template: str, values: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]
) -> str:
    """Fill a template that extends ``base.html.j2``; such a page has no scripts."""
    from markupsafe import Markup

    style = "".join(map(source, _STYLES))
    # A browser runs and loads nothing but this style sheet, whatever a value may hold.
    policy = (
        f"default-src 'none'; style-src '{hash_of(style)}'; base-uri 'none'; form-action 'none'"
    )
    shared = {"style": Markup(style), "policy": Markup(policy)}  # noqa: S704 - our own
    return "".join(pieces(template, {**shared, **values}, filters))


def pieces(
    template: str, values: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]
) -> Iterator[str]:
    """Fill a template that extends ``base.html.j2``, piece by piece.

    ``values`` hold its ``style`` and its content security ``policy``.
    """
    environment = _environment(template)
    environment.filters.update(filters)
    return environment.get_template(template).generate(**values)


@cache
def source(name: str) -> str:
    """The text of a style sheet or script among the templates."""
    return (files("llm_extract.report") / _TEMPLATES / name).read_text(encoding="utf-8")


def hash_of(text: str) -> str:
    """What a content security policy calls an inline script or style sheet."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _environment(template: str) -> Environment:  # noqa: ARG001 - each has filters of its own
    """What fills a template; made once, as it takes longer to read templates than to fill them."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("llm_extract.report", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
