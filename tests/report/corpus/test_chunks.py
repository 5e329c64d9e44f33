"""Any string comes through the page as it was, and none ends the element it stands in."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from llm_extract.report.corpus._chunks import embedded, packed
from llm_extract.runs import encode

ANY = st.text(st.characters(codec=None))
NASTY = "</script><script>alert(1)</script><!-- ]]> \u2028\u2029\x00\ud800 \u202eabc &lt; {{ 7 }}"


class Scripts(HTMLParser):
    """What stands in the script elements of a page."""

    def __init__(self, text):
        super().__init__()
        self.found, self._inside = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self._inside = tag == "script"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag):  # noqa: ARG002
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.found[-1] += data


@given(ANY)
@example(NASTY)
def test_json_in_a_script_element_comes_back(text):
    page = f'<script type="application/json">{embedded({text: [text]})}</script><p>end</p>'
    (found,) = Scripts(page).found
    assert json.loads(found) == {text: [text]}
    assert not set(found) & set("<>&\u2028\u2029")


def test_json_that_is_not_escaped_would_end_the_element():
    page = f'<script type="application/json">{json.dumps(NASTY)}</script>'
    assert len(Scripts(page).found) == 2


@given(st.lists(ANY, max_size=4))
@example([NASTY])
def test_a_chunk_comes_back(texts):
    chunk = packed(encode(text) for text in texts)
    assert json.loads(gzip.decompress(b64decode(chunk))) == texts
    assert chunk == packed(encode(text) for text in texts)
