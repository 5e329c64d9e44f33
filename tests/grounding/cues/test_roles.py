from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import example, given
from hypothesis import strategies as st

from llm_extract.grounding._language import Language
from llm_extract.grounding.cues import Role, role_of


def read(marked: str, language: Language | None = "en") -> tuple[Role, str] | None:
    """The role of the name in [brackets], and the words of the cue."""
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    role = role_of(sentence, start, end, language)
    return role and (role[0], sentence[slice(*role[1])])


AGENTS = [
    ("Tarsk was retaken by [loyalists] in December 2016.", "retaken by"),
    ("Two farmers were killed by [rebels].", "killed by"),
    ("Two farmers were killed by the [rebels] on Monday.", "killed by"),
    ("The market was shelled on Sunday by [army troops].", "shelled on Sunday by"),
    ("A convoy attacked by [Velm Brigade] near Tarsk burned out.", "attacked by"),
    ("The post was overrun by at least 30 [militiamen].", "overrun by"),
    ("The mayor was shot dead by [gunmen], police said.", "shot dead by"),
    ("An attack by [rebels] on the port cut the road.", "attack by"),
    ("[Rebels] shelled an army post.", "shelled"),
    ("[Regime fighters] pushed further into the valley.", "pushed"),
    ("State radio said [army troops] had taken several villages from the militia.", "taken"),
    ("On Monday [rebels] captured the town of Orvan.", "captured"),
    ("The [militia] has reportedly seized two posts.", "seized"),
    ("The Tarsk [army] is shelling the port.", "shelling"),
    ("After [soldiers] killed three students, crowds gathered.", "killed"),
    ("The [gunmen] who abducted the judge fled north.", "abducted"),
    ("Armed [rebels] took control of the airport.", "took"),
    ("[Gunmen] opened fire on a bus.", "opened"),
    ("[Police] fired at the crowd.", "fired"),
    ("The [army] launched an offensive on the port.", "launched"),
    ("[Rebels] killed at least 12 soldiers.", "killed"),
    ("[Gunmen] shot dead two teachers.", "shot"),
    ("The [Velm Brigade] stormed the prison.", "stormed"),
    ("The [militia], backed by tanks, shelled the port.", "shelled"),
    ("[Orvan marines] — some of them on foot — seized two bridges.", "seized"),
    ("The [militia] (a party to the truce) has attacked the convoy.", "attacked"),
    ("The [militia], which holds the port, killed three fishermen.", "killed"),
    ("The mayor said the [army], led by a cousin of his, attacked the camp.", "attacked"),
    ("[Border guards] pushed back the Velm Brigade near Orvan.", "pushed"),
    ("The [marines] drove the Velm Brigade out of Tarsk in May.", "drove"),
    ("[Villagers] had chased the gunmen from the valley.", "chased"),
    ("[Army units] dislodged the rebels from two ridges.", "dislodged"),
    ("The [army] took Tarsk from the rebels.", "took"),
    ("The [army] took Old Tarsk on Monday.", "took"),
    ("[Rebels] took the hamlet of Velm.", "took"),
    ("[Guards] fired rubber bullets and tear gas at students.", "fired"),
    ("[Students] threw stones at the guards.", "threw"),
    ("[Rebels] launched three rockets into the port.", "launched"),
    ("[Helicopters] dropped barrel bombs on the market.", "dropped"),
    ("The [army] struck a rebel convoy.", "struck"),
    ("Gunmen of the [Velm Brigade] ambushed a convoy.", "ambushed"),
    ("On Monday two units of the [army] seized the port.", "seized"),
    ("[Police] used tear gas against students.", "used"),
]

PATIENTS = [
    ("Rebels killed 14 [regime forces] in an ambush.", "killed"),
    ("Rebels killed 14 soldiers, as well as 20 [police officers].", "killed"),
    ("Rebels killed 14 soldiers and 20 [police officers] on Friday.", "killed"),
    ("Rebels shelled an [army] post.", "shelled"),
    ("The strike killed at least 12 [rebels].", "killed"),
    ("The army has bombed [rebel] positions near Velm.", "bombed"),
    ("Two [rebels] were killed by a mine.", "killed"),
    ("The [rebels] were attacked on Sunday.", "attacked"),
    ("The [judge] was abducted near his home.", "abducted"),
    ("The [protesters] have been detained, police said.", "detained"),
    ("Three [teachers] killed by gunmen were buried on Monday.", "killed"),
    (
        "The army had taken several villages from the [extremists] in the east.",
        "taken several villages from",
    ),
    ("Loyalists recaptured the bridge from the [rebels].", "recaptured the bridge from"),
    ("The army launched an offensive against the [rebels].", "offensive against"),
    ("An attack on the [Velm Brigade] near Orvan cut the road.", "attack on"),
    ("The attack on an [army] checkpoint failed.", "attack on"),
    ("Police opened fire on [protesters].", "fire on"),
    ("Guards shot at [refugees] at the border.", "shot at"),
    ("Gunmen shot dead two [teachers] in Tarsk.", "shot"),
    ("The militia is accused of killing five [nuns].", "killing"),
    ("The army is shelling the [rebels] near Velm.", "shelling"),
    ("Rebels will attack [army] posts, the monitor said.", "attack"),
    ("The [Velm Brigade], once an ally, was attacked on Sunday.", "attacked"),
    ("Two [monks] — both from Tarsk — were killed.", "killed"),
    ("Marines, backed by tanks, attacked the [Velm Brigade] near Orvan.", "attacked"),
    ("Border guards pushed back the [Velm Brigade] near Orvan.", "pushed"),
    ("Marines — led by a colonel — drove out the [rebels] in May.", "drove"),
    ("The marines drove the [Velm Brigade] out of Tarsk in May.", "drove"),
    ("Villagers chased the [gunmen] from the valley.", "chased"),
    ("Tanks pushed the [rebels] back on Sunday.", "pushed"),
    ("The [rebels] were driven out of Tarsk.", "driven"),
    ("The [rebels] have been pushed back, the mayor said.", "pushed"),
    ("The army expelled the [rebels] from Tarsk.", "expelled"),
    ("The army took Tarsk from the [rebels].", "took Tarsk from"),
    (
        "Its troops took the hamlet of Velm from the [rebels] on Friday.",
        "took the hamlet of Velm from",
    ),
    (
        "Guards fired rubber bullets and tear gas at the [students].",
        "fired rubber bullets and tear gas at",
    ),
    ("Students threw stones at the [guards], police said.", "threw stones at"),
    ("The army is accused of firing shells into [rebel] positions.", "firing shells into"),
    ("Six rockets were fired at the [marines].", "fired at"),
    ("Marines shelled positions of the [Velm Brigade] near Orvan.", "shelled"),
    ("A mine killed two members of the [militia].", "killed"),
    ("It was an attack on a convoy of the [army].", "attack on"),
    ("Three members of the [militia] were arrested.", "arrested"),
    ("Police used water cannon against the [students].", "used water cannon against"),
]

UNCLEAR = [
    "Clashes on Wednesday have killed 14 [regime forces], as well as 20 extremists.",
    "Clashes on Wednesday have killed 14 regime forces, as well as 20 [extremists].",
    "Fighting killed 12 [rebels] on Monday.",
    "Two [rebels] were killed in clashes with the army.",
    "The war has killed thousands of [soldiers].",
    "[Clashes] killed 12 people.",
    "[Shelling] killed 12 people.",
    "The leader of the [rebels] was killed.",
    "The leader of the [rebels] attacked the town.",
    "Fighters from [Hayat] seized the town.",
    "Families fled from the [rebels].",
    "The [army] clashed with rebels near Velm.",
    "[Rebels] killed in the raid were buried on Monday.",
    "[Rebels] wounded two days ago died.",
    "[Rebels] captured on Monday were freed.",
    "The [rebels] did not shell the town.",
    "The town was not shelled by [rebels].",
    "The attack was claimed by [rebels].",
    "Twelve were killed by [rebel] shelling.",
    "Two men were killed by [army]'s shells.",
    "The town was shelled by [rebel]-held batteries.",
    "[Families] took the road north.",
    "[Civilians] took shelter in the school.",
    "[Residents] took part in a rally in the town.",
    "The [rebels] said the army shelled the town.",
    "The army said the [rebels] had fled.",
    "Russia and [Turkey] brokered the deal.",
    "A deal brokered by [Turkey] collapsed.",
    "Captured [rebels] were shown on television.",
    "The 12 captured [rebels] were shown on television.",
    "The army attacked villages [rebels] had taken.",
    "The army killed the brother of a [rebel].",
    "The army took the town with help from the [militia].",
    "The army took the town 3 km from the [militia].",
    "The militia seized the post with backing from [Orvania].",
    "Protests against the [government] spread.",
    "The war against the [rebels] goes on.",
    "The [rebels] were accused of killing two nuns.",
    "The [rebels] could be attacked within days.",
    "No [rebels] were killed.",
    "The army denied that it attacked the camp near the [militia].",
    "Rebels killed the army chief, the [ministry] said.",
    "The dead were identified by the [army].",
    "The [army] post was quiet.",
    "The ministry blamed the [rebels] for the attack.",
    "The [army] lost two posts.",
    "The [militia] suffered heavy losses.",
    "The town has been held by [rebels] since May.",
    "The army had shelled the road by [Hayat] hill.",
    "Killed were two men whom the [army] had hired.",
    "“The raid,” said the [army], a party to the truce, killed three.",
    "The [rebels], attacked by the army on Monday, shelled the port.",
    "The [rebels], who shelled the port, were attacked on Monday.",
    "The [mayor], when rebels came, killed the lights.",
    "The [army], the mayor. Rebels, he said, shelled the port.",
    "Near the port, home of the [rebels], marines killed two men.",
    "Rebels, captured [soldiers] and nurses were on the bus.",
    "The [council] pushed back against the plan.",
    "The [army] pushed back an offensive of the rebels.",
    "The [army] did not drive the rebels out of Tarsk.",
    "Tanks did not push back the [rebels].",
    "The army never pushed back the [rebels].",
    "[Families] drove out of Tarsk on Monday.",
    "[Families] drove back to Tarsk on Monday.",
    "[Families] drove from Tarsk to Velm.",
    "A bus drove the road, and [rebels] out of Tarsk waved.",
    "[Drivers] took Monday off.",
    "[Medics] took Ali Veld to hospital.",
    "MEN TOOK REFUGE FROM THE [ARMY].",
    "The ministry fired the chief at the [army].",
    "The company launched a drone at the fair of the [army].",
    "Students never threw stones at the [guards].",
    "A bus threw sparks at the [guards].",
    "Rebels fired rockets, and the mayor looked at the [army].",
    "[Rebels] struck a deal with the army.",
    "[Rebels] fired the cook.",
    "The army shelled the town of the [militia].",
    "The killed members of the [militia] were buried.",
    "Clashes killed two members of the [militia].",
    "A friend of fighters of the [militia] shelled the port.",
    "Families of soldiers of the [army] shelled peas.",
    "Police used every chance against the [students].",
]


@pytest.mark.parametrize(
    ("role", "marked", "cue"),
    [("agent", *case) for case in AGENTS] + [("patient", *case) for case in PATIENTS],
)
def test_a_name_has_a_clear_role(role: Role, marked: str, cue: str) -> None:
    assert read(marked) == (role, cue)


@pytest.mark.parametrize("marked", UNCLEAR)
def test_a_name_without_a_clear_role(marked: str) -> None:
    assert read(marked) is None


def test_no_roles_without_a_language() -> None:
    assert read("[Rebels] shelled an army post.", None) is None


@pytest.mark.parametrize(("start", "end"), [(0, 3), (1, 6), (3, 3), (-4, -1), (99, 120), (6, 7)])
def test_a_cut_word_or_no_word_has_no_role(start: int, end: int) -> None:
    assert role_of("Rebels shelled an army post.", start, end, "en") is None


ROLE_WORDS = (
    "rebels army by killed shelled from taken town was were the 12 and as well , who attack on "
    ", — drove back out fired gas against at least of had not par tué por على يد استولت من "
    "Clashes dead up to dozens"
)


@given(
    st.lists(st.sampled_from(ROLE_WORDS.split()), max_size=30).map(" ".join) | st.text(max_size=80),
    st.integers(-3, 200),
    st.integers(-3, 200),
    st.sampled_from(["en", "fr", "es", "ar", None]),
)
@example("and 12 rebels", 7, 13, "en")
def test_the_cue_lies_in_the_sentence(
    sentence: str, start: int, end: int, language: Language | None
) -> None:
    role = role_of(sentence, start, end, language)
    if role is not None:
        assert 0 <= role[1][0] < role[1][1] <= len(sentence)


@pytest.mark.parametrize(
    "hostile",
    [
        "killed 12 ",
        "the ",
        "and 12 ",
        "was ",
        "-",
        ", and ",
        "— fired gas ",
        "drove back ",
    ],
)
def test_hostile_sentences_take_linear_time(hostile: str) -> None:
    def read(text: str) -> None:
        role_of(text + "rebels", len(text), len(text) + 6, "en")
        role_of("rebels " + text, 0, 6, "en")

    assert is_linear(read, hostile, size=1_500)
