"""Words that end in a full stop without ending a sentence, by what may follow them.

All keys are lower case and without the last full stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "adm amb atty brig bro capt cmdr col cols cpl det dr drs fr gen gens gov govs hon insp lt maj"
    " messrs mlle mme mr mrs ms msgr ofc pfc pres prof profs pvt rep reps rev sen sens sgt spc"
    " supt"
)
"""A name follows, whatever its first word looks like ("Mr. He", "Gen. So Win")."""

NEVER_LAST = _words("approx ca cf e.g i.e incl viz vs")
"""Lower-case words that always have something after them."""

NUMBERED = _words("ch fig no nos para pp vol")
"""Not the last word when a digit follows; "No. The army" is two sentences."""

MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")

PLACES_AND_DAYS = _words(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb"
    " nev okla ore pa tenn tex va vt wash wis wyo mon tue tues wed thu thur thurs fri sat"
    " sun"
)
"""Only with a capital first letter alone: in upper-case text "THE SUN." is an ordinary word."""

OTHERS = _words(
    "al ave blvd bros co corp dept dist est etc ft inc jr llc ltd mt sec sr st ste univ"
)
"""May end a sentence: it ends when a word follows that commonly starts one."""

AFTER_A_TIME = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december gmt utc est edt cst cdt mst mdt pst pdt"
    " cet cest eet eest bst ist msk wat eat local eastern central moscow jan feb mar apr jun jul"
    " aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
"""What follows "3 p.m." inside a sentence; any other capitalised word starts a new one."""

STARTERS = _words(
    "a after all also although among an and another any as at because before both but by"
    " despite during each earlier even every few for from he her here his how however i if in it"
    " its later many meanwhile more my neither no nor not nothing now of on once one only or our"
    " several she since so some such that the their then there these they this those though three"
    " thus to two until we what when where whether which while who whose why with yet you"
    " your"
)
"""Words that commonly start a sentence and seldom a name ("U.S. Under Secretary" is left out)."""
