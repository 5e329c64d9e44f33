r"""Mapping files: how gold of any form, and records of any schema, become what is scored.

A mapping is one YAML file for one kind of gold, found by its name in the ``mappings/`` of the
project or among the bundled ones, or given as a path that ends in ``.yaml``. Its keys::

    description: one line
    families:             # what is scored, by name of one's own
      raid:
        metrics: [event_fields]
        slots:
          place: {rule: text}         # rules stand in `Slot`; also identifies, beside, swaps_with
    maps:                 # values into other values, by name
      kinds: {Armed clash: RAID}
    patterns:             # regular expressions in any case; blanks in them count nothing
      crowds: '\b(men|people)\b'
    gold:                 # where templates come from in a line of the gold
    - family: raid
      items: raids                    # path: one template for each object it gives
      slots: {place: where}           # fillers by slot, see below
    records:              # and in the records of schemas
    - family: raid
      schemas: [conflict_events]      # a name for all its versions, or name@N
      items: events[?modality == 'asserted']
      with:                           # other items of the record, as a list under a name
        places: {list: places, where: id, is: place_id}         # also if: path
      needs: [place]                  # no template without these slots
      optional: path                  # true: right if given, no fault if not
      slots: {place: 'places[].name'}

Paths are JMESPath. Those of ``items`` begin at the line of gold, or at the record. All others
begin at the item; there, ``_line`` is the whole line and ``_evidence`` a list of the proven values
of the item, ``{field, value, verdict, spans}``. Functions of our own are ``lower(text)`` and
``least_per(objects, by, number)``: the least number for each distinct value of ``by``.

A slot is filled by a path, each value being one filler, or by an object of

- ``each``: path to what makes one filler each; without it, the item makes one;
- ``any_of``: path to what gives one more form of the same filler each;
- ``forms``: path to texts, numbers or flags; without it, the thing itself;
- ``start``, ``end``: paths to days, with ``days_before`` (an unknown start is so many days before
  the end) and ``around`` (so many days more on either side);
- ``low``, ``high``: paths to numbers;
- ``spans``: path to pairs of offsets, beside ``forms``;
- ``map``: name of a map; texts are looked up folded, ``'*'`` stands for all others, null drops a
  value, and what is not in the map stays;
- ``only``, ``except``: names of patterns, all of which texts must, or none of which they may, hold;
- ``without``: name of a pattern that is cut out of texts, unless nothing else is left;
- ``optional``: path, as above; ``support``: path to yes, partly or no.

``mappings/README.md`` shows how to write one.
"""

from __future__ import annotations

from llm_extract.evaluation.scoring.mapping._library import load_mapping, mapping_names
from llm_extract.evaluation.scoring.mapping._mapping import Mapping

__all__ = ("Mapping", "load_mapping", "mapping_names")
