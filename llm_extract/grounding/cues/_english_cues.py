"""English words that deny, plan or suppose, and the words that look as if they did."""

from __future__ import annotations

from llm_extract.grounding.cues._cues import (
    BE,
    DO,
    HAVE,
    listed,
)

REACH = 9
FAR = 25
GROUP = BE | HAVE | DO
NEGATORS = listed("not never cannot")
DENY = listed("deny denies denied denying")
FAIL = listed(
    "fail fails failed failing failure unable refused refuses refusing declined inability"
)
DREAD = listed("supposed threatened threatens threatening threaten threat threats")
BE_ABOUT = listed("set due going about ready")
INTEND = listed(
    "plan plans planned planning intend intends intended intending intention vow vows vowed vowing "
    "preparing prepares pledged pledges pledging promised promises promising poised scheduled "
    "slated expected hopes hoping aims aiming"
)
EFFORT = listed("battling fighting trying struggling seeking attempting agreed")
GENERAL = listed("way policy task job role point problem duty aim goal mission purpose objective")
FEAR = listed("fear fears feared fearing")
DANGER = FEAR | listed(
    "warn warned warns warning warnings risk risks threat threats danger dangers possibility "
    "prospect likelihood chance spectre dread case event"
)
SIGN = listed("report reports sign signs evidence indication indications proof")
CHARGE = listed("report reports claim claims accusations allegations rumours suggestions")
REJECT = DENY | listed("dismissed rejected rejects dismisses rejecting dismissing")
PREPARE = listed("plan plans planning preparing prepares preparations preparation")
SCHEME = listed("plan plans planned planning plotted plotting plots preparing")
PREVENT = listed(
    "avert averted averting prevent prevented preventing avoid avoided avoiding forestall "
    "forestalled forestalling deter"
)
BAR = listed("prevented prevents stopped barred kept deterred preventing stopping barring")
SHIELD = listed("protect shield spare prevent stop keep save guard")
LIGHT = listed(
    "launch launched launching conduct conducted conducting mount mounted mounting stage staged "
    "staging carry carried carrying begin start resume sign reach make order commit committed "
    "committing"
)
NOTICE = listed(
    "report reported see seen record recorded register registered hear heard suffer suffered find "
    "found cause caused"
)
NOT_NO = listed(
    "sooner fewer less more longer later matter doubt wonder earlier other surprise question "
    "secret end means way greater better stranger"
)
NOT_NOT = listed(
    "only just all every merely solely necessarily simply because far long least until fewer less "
    "more unlike"
)
ASKING = listed(
    "asked ask know see say wonder wondered unclear clear determine sure known confirm even as "
    "only what"
)
HAPPENING = listed(
    "begin begun start started happen happened occur occurred materialise resume restart reopen"
)
STAGED = listed("launched held signed carried implemented executed resumed restarted")
PERCEIVED = listed("heard seen felt hear see feel reached")
DEFINITE = listed("the this that these those")
WARD = listed("head heading headed stave staving staved ward warding fend fending")
