"""English verbs and nouns of violence and taking, by the parts they can play."""

from __future__ import annotations

import re

from llm_extract.grounding.cues._cues import (
    AUXILIARIES,
    LINKS,
    PREPOSITIONS,
    TIME,
    listed,
)

REACH = 7
FAR = 14
CASUALTY = listed(
    "killed wounded injured executed beheaded assassinated massacred murdered slain tortured"
)
ASSAULT = listed(
    "attacked shelled bombed bombarded raided ambushed besieged targeted shot abducted kidnapped "
    "detained arrested destroyed torched overran stormed pounded strafed looted"
)
TAKING = listed("captured seized retook retaken recaptured conquered regained occupied liberated")
TOOK = listed("took taken")
EXPELLED = listed("expelled ousted evicted dislodged routed")
# Verbs that need a particle: "pushed back", "drove them out of".
ROUTED = listed("pushed drove driven forced beat beaten threw thrown chased flushed swept")
AWAY = listed("back out off away")
HURLED = listed("fired threw thrown hurled lobbed launched dropped used")
HURLING = listed("firing throwing hurling lobbing launching dropping using")
AT = listed("at on into toward towards against")
MUNITION = re.compile(
    r"rockets?|missiles?|shells?|mortars?|bullets?|rounds?|shots?|grenades?|gas|cannons?|bombs?"
    r"|artillery|stones?|rocks?|bricks?|bottles?|flares?|drones?|explosives?|munitions?|projectiles?"
)
VIOLENT = CASUALTY | ASSAULT | TAKING | EXPELLED
PASSIVE = VIOLENT | listed("taken struck hit overrun driven pushed forced beaten blown")
VICTIM = (VIOLENT - listed("occupied liberated regained conquered retaken retook")) | listed(
    "struck hit"
)
GERUND = listed(
    "killing wounding injuring executing attacking shelling bombing bombarding raiding ambushing "
    "besieging targeting abducting kidnapping detaining capturing seizing retaking recapturing "
    "storming pounding"
)
BARE = listed(
    "kill attack shell bomb bombard raid ambush besiege target abduct kidnap capture seize retake "
    "recapture storm"
)
FROM = listed(
    "captured seized taken took retook retaken recaptured capturing seizing taking retaking "
    "recapturing wrested wresting regained"
)
TAKEABLE = re.compile(
    r"villages?|towns?|cit(?:y|ies)|hills?|areas?|control|districts?|posts?|bases?|positions?"
    r"|checkpoints?|bridges?|airports?|airfields?|hostages?|prisoners?|territory|neighbou?rhoods?"
    r"|strongholds?|camps?|ports?|crossings?|outposts?|provinces?|ground|hilltops?|settlements?"
    r"|hamlets?|localit(?:y|ies)|suburbs?|quarters?|regions?|ridges?|junctions?|garrisons?|forts?"
    r"|fortress(?:es)?|islands?|enclaves?|barracks|farmland|land|mines?|oilfields?|dams?|heights"
)
INSTALLATION = re.compile(
    r"posts?|positions?|bases?|checkpoints?|barracks|convoys?|camps?|headquarters|outposts?"
    r"|patrols?|vehicles?|strongholds?|bastions?|territory|lines|trenches|tanks?|depots?|targets"
)
# Who they are part of acts where they act: "gunmen of the" brigade.
MEMBER = re.compile(
    r"(?:members|fighters|gunmen|soldiers|troops|units?|militants|militiamen|forces|marines"
    r"|aircraft|jets|warplanes|tanks|elements|guards|snipers|officers)"
)
MUTUAL = re.compile(
    r"clash(?:es|ed|ing)?|fighting|battles?|battled|wars?|violence|conflicts?|firefights?|combat"
    r"|gun-?battles?|skirmish(?:es)?|hostilities|crossfire|unrest|fought|exchanges?|confrontations?"
)
BARGAIN = re.compile(r"deals?|agreements?|accords?|pacts?|bargains?|balance|truces?|blow")
PUSHED = listed("pushed advanced pressed thrust")
ONWARD = listed("further deeper into towards toward forward onward")
EPITHETS = listed(
    "regime government army rebel enemy senior young suspected armed alleged other top more "
    "unarmed local foreign pro-government military opposition commander leader chief general "
    "colonel spokesman wounded retreating advancing loyalist nearby key former least than"
)
# Words after which a noun phrase has surely ended.
NO_NOUN = PREPOSITIONS | LINKS | TIME | AUXILIARIES | listed("as not then there here")
DIFFUSE = listed("days weeks months years hours minutes day week month year hour times")
VAIN_SOURCE = listed(
    "help support backing cover orders fire pressure km kilometres kilometers miles metres meters "
    "away assistance far aid apart coming"
)
WITHIN = listed("of in on near around along west east north south")
DOWN = listed("back out dead down away off hostage prisoner")
NEGATORS = listed("not never nor neither cannot no")
