"""Proves one value: by its type, and by what the marks of its field say it means."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from llm_extract.grounding._choices import prove_choice
from llm_extract.grounding._figures import prove_date, prove_number
from llm_extract.grounding._leaves import Leaf
from llm_extract.grounding._source import Source
from llm_extract.grounding._texts import Cites, Found, Texts
from llm_extract.grounding._verdicts import ValueEvidence
from llm_extract.schemas import Agent, Derived, Named, Patient, Unquoted


class Prover:
    """Proves the values of one record against one article."""

    def __init__(self, source: Source, record: BaseModel) -> None:
        self._source = source
        self._texts = Texts(source, record)

    def prove(self, leaf: Leaf, cites: Cites) -> ValueEvidence:
        """A verdict for ``leaf``; ``cites`` is ``None`` for facts of the article as a whole."""
        return ValueEvidence(leaf.path, *self._found(leaf, cites))

    def _found(self, leaf: Leaf, cites: Cites) -> Found:
        if leaf.marks and leaf.mark(Derived):
            return Found("derived", self._source.regions(cites) if cites else ())
        if leaf.marks and leaf.mark(Unquoted):
            return Found("classified")
        if leaf.is_choice:
            return prove_choice(self._source, self._texts, leaf, cites)
        if isinstance(leaf.value, str):
            return self._text(leaf, leaf.value, cites)
        if isinstance(leaf.value, date):
            return prove_date(self._source, self._texts, leaf, cites)
        return prove_number(self._source, self._texts, leaf, cites)

    def _text(self, leaf: Leaf, words: str, cites: Cites) -> Found:
        if not leaf.marks:
            return self._texts.find(words, cites)
        named: Named | None = leaf.mark(Named)
        found = self._texts.find(words, cites, named.register if named else None)
        side: Agent | Patient | None = leaf.mark(Agent) or leaf.mark(Patient)
        if side is None or not found.spans:
            return found
        deed = getattr(leaf.holder, side.deed, None) if side.deed else None
        role = self._texts.role(found.spans[0], cites, deed)
        if role is None or role[0] == ("agent" if isinstance(side, Agent) else "patient"):
            return found
        return found._replace(verdict="altered", differs=(f"{role[0]}: {role[1]}",))
