"""Templates of sections a prompt may leave out."""

from __future__ import annotations

_REPAIR = """\
=== sentences {{ boundary }} ===
Published: {{ published.strftime("%Y-%m-%d (%A)") if published else "unknown" }}
{% for sentence in sentences %}
[{{ sentence.number }}] {{ sentence.text }}
{% endfor %}
=== end of sentences {{ boundary }} ===

About these sentences you wrote:
{{ item }}

It cannot be kept. {{ reason }}

Write `item` again, corrected by what the sentences state, or null if they do not state it."""

_CONTINUE = """\
Your answer was cut off. The {{ kept }} items above are kept: do not repeat them. Write only what \
is not written yet; if nothing is left, answer with empty lists."""

DEFAULTS = {"Repair": _REPAIR, "Continue": _CONTINUE}
