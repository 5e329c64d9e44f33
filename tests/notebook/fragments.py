"""Fragments of HTML, read again."""

from __future__ import annotations

from html.parser import HTMLParser


class Fragment(HTMLParser):
    """Elements of a fragment, and the text in each: by tag, or by a class of its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[tuple[set[str], str]] = []
        self._open: list[tuple[str, set[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self.tags.append(tag)
        self.attributes += attrs
        self._open.append((tag, {tag, *(f".{name}" for name in classes)}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        around = set().union(*(names for _, names in self._open))
        self.texts.append((around, data))

    def text(self, *inside: str) -> str:
        """Text inside of all these, such as ``.text`` and ``mark``, but for the style sheet."""
        wanted = set(inside)
        return "".join(data for names, data in self.texts if wanted <= names - {"style"})

    def words(self, *inside: str) -> str:
        return " ".join(self.text(*inside).split())
