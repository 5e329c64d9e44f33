"""The checks of a record as a whole; each is a function with codes of its own.

| check | code | severity |
|---|---|---|
| 1 quoted words are in the text | ``words_not_found``, ``unknown_sentence`` | fault |
| 2 integers follow from the count's words | ``count_not_derivable`` | fault |
| 3 low <= best <= high | ``count_order``, raised when the item is validated | |
| 4 nothing happened after publication | ``date_after_publication`` | fault |
| 5 no casualties of feared or denied events | ``figure_of_unreal_event`` | fault |
| 6 totals are added to no event | ``total_summed`` | fault |
| 7 groups do not exceed their total | ``parts_exceed_total`` | fault |
| 8 the dateline is no place of events | ``dateline_as_place`` | fault |
| 9 ids resolve; sources are sources | ``unresolved_id``; ``source_without_role`` | fault; notice |
| 10 every number is claimed | ``number_unclaimed`` | notice |
| 11 what is inferred carries the flag | ``inference_unflagged``; ``place_inferred``, |
|    | ``actor_inferred``, ``agency_inferred`` | fault; notice |
| 12 no coordinates or p-codes | ``coordinates_from_model``, also when validated | reject |
| 13 captions are cited as such | ``caption_not_cited``; ``caption_only`` | fault; notice |
| 14 disagreeing figures are linked | ``contradiction_unlinked``; ``figures_disagree`` |
|    | fault; notice |
| 15 names are in the text | ``name_not_in_text`` | reject; fault for a group of victims |
| a total is not new | ``cumulative_as_new`` | fault |
| inhabitants are not displaced | ``population_as_displaced`` | fault |
| a broker is no party, nor registered as one | ``broker_as_party`` |
|    | fault; notice at an agreement |
| words around civilians speak of them | ``civilian_unsaid`` | fault |
| place and sides are those of the deed | ``named_elsewhere`` | notice |
| kilometres and ages are not people | ``distance_as_people``, ``age_as_people`` | fault |
| a count is that of its group | ``group_of_another_figure`` | fault |
| words of control speak of control, and of the place itself | ``control_unsaid`` | fault |
| title, byline, publisher are no words of prose | ``fact_from_prose`` | fault |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from llm_extract.grounding import Finding

from .v2_checks_article import fact_from_prose
from .v2_checks_control import control_unsaid
from .v2_checks_events import (
    date_after_publication,
    dateline_as_place,
    figure_of_unreal_event,
    source_without_role,
    unresolved_id,
)
from .v2_checks_figures import (
    age_as_people,
    cumulative_as_new,
    distance_as_people,
    figures_disagree,
    parts_exceed_total,
    population_as_displaced,
    total_summed,
)
from .v2_checks_groups import group_of_another_figure
from .v2_checks_parties import (
    broker_as_party,
    broker_in_register,
    civilian_unsaid,
    named_elsewhere,
)
from .v2_checks_text import (
    Checked,
    caption_not_cited,
    caption_only,
    coordinates,
    count_not_derivable,
    inferred,
    name_not_in_text,
    number_unclaimed,
    unknown_sentence,
    words_not_found,
)

if TYPE_CHECKING:
    from llm_extract.grounding import Evidence, Source

    from .v2 import ConflictEvents

CHECKS: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    unknown_sentence,
    words_not_found,
    count_not_derivable,
    date_after_publication,
    figure_of_unreal_event,
    total_summed,
    parts_exceed_total,
    dateline_as_place,
    unresolved_id,
    source_without_role,
    number_unclaimed,
    inferred,
    coordinates,
    caption_not_cited,
    caption_only,
    figures_disagree,
    name_not_in_text,
    cumulative_as_new,
    population_as_displaced,
    broker_as_party,
    broker_in_register,
    civilian_unsaid,
    named_elsewhere,
    distance_as_people,
    age_as_people,
    group_of_another_figure,
    control_unsaid,
    fact_from_prose,
)


def findings(record: ConflictEvents, source: Source, evidence: Evidence) -> Iterator[Finding]:
    """What all checks have to say, check by check."""
    see = Checked(record, source, evidence)
    for check in CHECKS:
        yield from check(see)
