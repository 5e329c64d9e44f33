from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import example, given
from hypothesis import strategies as st

from llm_extract.grounding._language import Language
from llm_extract.grounding.cues._modality import Modality, modality_of


def read(marked: str, language: Language | None = "en") -> tuple[Modality, str | None]:
    """The modality of the stretch in [brackets], and the words of the cue."""
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    modality, span = modality_of(sentence, start, end, language)
    return modality, None if span is None else sentence[slice(*span)]


NEGATED = [
    ("The army denied [shelling the town].", "denied"),
    ("The ministry denied that [12 soldiers were killed].", "denied that"),
    ("The ministry denied that 12 soldiers were [killed].", "denied that"),
    ("The ministry denied on Friday that [rebels had taken Orvan].", "denied on Friday that"),
    ("Both sides deny [launching an attack] on the convoy.", "deny"),
    ("The militia denied launching [an attack] on the convoy.", "denied"),
    ("[No civilians were killed] in Tarsk.", "No"),
    ("No civilians were [killed] in Tarsk, the mayor said.", "No"),
    ("Officials said no [civilians were killed].", "no"),
    ("Nobody was [injured] when the shell fell.", "Nobody"),
    ("No one was [hurt], police said.", "No"),
    ("None of the hostages was [killed].", "None"),
    ("The patrol did not [capture the hill].", "not"),
    ("[The patrol did not capture the hill].", "not"),
    ("Loyalists [did not take the bridge] at Ulmen.", "not"),
    ("The rebels didn’t [attack the base].", "didn’t"),
    ("The garrison has never [attacked Orvan].", "never"),
    ("The deal has not yet been [signed].", "not"),
    ("The brigade has yet to [take Orvan].", "yet to"),
    ("The two sides failed to [reach a truce].", "failed to"),
    ("[The two sides failed to reach a truce] on Sunday.", "failed to"),
    ("The commander refused to [withdraw his men].", "refused to"),
    ("The troops left Velm without [firing a shot].", "without"),
    ("The column crossed the river without [any attack] on it.", "without"),
    ("Neither side [attacked] on Sunday.", "Neither"),
    ("The army neither [shelled] nor entered Velm.", "neither"),
    ("The army neither shelled nor [entered Velm].", "nor"),
    ("The general ruled out [an attack on Velm].", "ruled out"),
    ("[The offensive] never took place.", "never"),
    ("[The raid] did not take place on Monday.", "not"),
    ("There was no [shelling] overnight.", "no"),
    ("There were no reports of [shelling] overnight.", "reports of"),
    ("There is no evidence that [rebels attacked the camp].", "evidence that"),
    ("The monitor did not report any [attacks] on Sunday.", "not"),
    ("Floods prevented the rebels from [attacking the post].", "prevented"),
    ("The militia stopped short of [declaring a truce].", "stopped short of"),
    ("The governor rejected claims that [police shot the protesters].", "claims that"),
    ("The army will not [attack Velm], the minister said.", "not"),
    ("Rebels have no plans to [attack the port].", "no"),
]

HYPOTHETICAL = [
    ("An assault would [displace thousands of families].", "would"),
    ("The militia could [attack Velm] within days.", "could"),
    ("The bomb might have [killed dozens], the mayor said.", "might"),
    ("The missing men may have been [abducted].", "may"),
    ("If [rebels attack Velm], the army will answer.", "If"),
    ("The army will answer if the rebels [attack Velm].", "if"),
    ("Unless [the militia releases the hostages], talks will end.", "Unless"),
    ("The truce ends if the army does not [withdraw].", "if"),
    ("Aid groups have warned that [any new attack on Velm] would cut the road.", "would"),
    ("Any [attack] on the dam could flood the valley.", "could"),
    ("Aid groups warned of [a massacre in Velm].", "warned of"),
    ("The mayor warned of a new rebel [offensive].", "warned of"),
    ("The embassy warned against [an attack on the pipeline].", "warned against"),
    ("Residents feared [an attack on the market].", "feared"),
    ("Residents fear that [the militia will attack].", "fear that"),
    ("Fears of [a ground offensive] emptied the town.", "Fears of"),
    ("The risk of [clashes] along the river is growing.", "risk of"),
    ("They live under the threat of [air strikes].", "threat of"),
    ("Shelters are ready in case of [an air strike].", "case of"),
    ("The truce was supposed to protect Velm from [an all-out assault].", "supposed to"),
    ("The militia threatened to [kill the hostages].", "threatened to"),
    ("The deal aims to avert [an offensive] on the port.", "avert"),
    ("The minister did not rule out [an attack on Velm].", "rule out"),
    ("The hostages may not have been [killed].", "may not"),
    ("The envoy said a strike could [kill thousands].", "could"),
    ("[An attack on the dam] would flood the valley.", "would"),
]

PLANNED = [
    ("The army will [launch an offensive] on Monday.", "will"),
    ("The army will launch [an offensive] on Monday.", "will"),
    ("[The army will launch an offensive] on Monday.", "will"),
    ("“We’ll [attack] at dawn,” a fighter said.", "We’ll"),
    ("The brigade plans to [attack Velm].", "plans to"),
    ("[The brigade plans to attack Velm] next week.", "plans to"),
    ("The two sides planned to [sign a truce].", "planned to"),
    ("The two sides are set to [sign a truce].", "set to"),
    ("The militia vowed to [retake the port].", "vowed to"),
    ("The convoy is due to [leave on Friday].", "due to"),
    ("The rebels intend to [release the hostages].", "intend to"),
    ("Troops are preparing to [storm the prison].", "preparing to"),
    ("Loyalists are battling to [control a ridge].", "battling to"),
    ("The governor is expected to [sign the pact].", "expected to"),
    ("The militia is planning [an attack on the port].", "planning"),
    ("The army is preparing for [an assault on Velm].", "preparing for"),
    ("The army called off a planned [assault].", "planned"),
    ("[The talks] will begin on Tuesday.", "will"),
    ("[The withdrawal] is due to start on Friday.", "due to"),
    ("The army said it will [attack Velm].", "will"),
    ("[The talks are to resume] in Miravel on Oct. 22.", "are to"),
    ("[The talks are to resume in Miravel] on Oct. 22.", "are to"),
    ("[The talks] are to resume in Miravel.", "are to"),
    ("[Talks between the army and the rebels are to resume] in Miravel.", "are to"),
    ("[The withdrawal] will start near Velm.", "will"),
    ("[The talks will be held in Miravel].", "will"),
    ("[The pact is to be signed by both sides].", "is to"),
    ("[The two delegations are to meet] in Miravel.", "are to"),
    ("[The army is to hand over the bridge] on Friday.", "is to"),
    ("[The militia will soon hand over the bridge].", "will"),
    ("[The negotiations are due to restart] in Miravel.", "due to"),
]

ASSERTED = [
    "[A buffer zone pact brokered by two neighbours last year] was supposed to protect "
    "the valley's people from an all-out army offensive, but it was never fully implemented.",
    "Loyalist fighters are [battling] to control a ridge.",
    "[Loyalist fighters are battling to control a ridge].",
    "Officials did not say who [shelled the town].",
    "[Officials did not say who shelled the town].",
    "The shells not only [hit the market] but also a school.",
    "[No fewer than 12 people were killed] in Tarsk.",
    "No sooner had [rebels seized the bridge] than they lost it.",
    "Nobody disputes that [the army shelled the town].",
    "No one denies that [the army shelled the town].",
    "The army did not deny [shelling the town].",
    "The ministry neither confirmed nor denied [shelling the town].",
    "The monitor said that [rebels seized the bridge].",
    "No group claimed [the attack].",
    "[No group has claimed the attack] so far.",
    "[No one has claimed responsibility for the attacks].",
    "No group has claimed responsibility for the [bombing].",
    "The militia denied responsibility for [the bombing].",
    "The governor denied involvement in [the killing of two judges].",
    "The army [shelled Velm] in May.",
    "On 27 May [rebels took the port].",
    "The army showed its military might [attacking Velm].",
    "Shells [hit the town] without warning.",
    "Without warning, [rebels attacked the post].",
    "Without warning rebels [attacked the post].",
    "[The attack did not cause any casualties].",
    "The truce did not stop [the shelling].",
    "Troops failed to stop [the attack on the convoy].",
    "The truce failed to prevent [an attack on the convoy].",
    "The army did not [capture the hill] until Monday.",
    "Explosions could be [heard] in Velm.",
    "The two towns would later be [captured by rebels].",
    "The reporter asked if [the army had shelled the town].",
    "It was unclear if [rebels shot him].",
    "If confirmed, [the raid killed 12 people].",
    "At least 12, if not 20, people were [killed].",
    "Rebels, not soldiers, [shelled the village].",
    "The road was closed due to [shelling].",
    "The delay was due to [the attack].",
    "The general is thought to have [ordered the killings].",
    "Three people were reportedly [killed].",
    "Police are investigating how [the bomb exploded].",
    "The men who will stand trial [killed two farmers].",
    "[The militia attacked Velm], which the army will now defend.",
    "The army will defend Velm, which [rebels shelled on Sunday].",
    "The army may send more troops after [rebels took the port].",
    "Talks could resume although [shelling continued].",
    "The minister vowed revenge after [the attack].",
    "The minister vowed to answer [the attack on the port].",
    "The planned visit came as [rebels attacked].",
    "The carefully planned [attack killed 12].",
    "The dreaded and feared [militia attacked Velm].",
    "Will Tarn, a medic, [treated the wounded].",
    "Doubtless the rebels [seized the depot].",
    "No doubt [rebels seized the depot].",
    "The [attack] on Monday would be the third this month.",
    "A [strike on the port on Monday] would be the third this month.",
    "He said the [strike] could amount to a war crime.",
    "The deal never ended [the fighting].",
    "In the case of [the two explosions], no warning was given.",
    "The army warned that [rebels have mined the road].",
    "The militia managed to [take the bridge].",
    "The militia was forced to [leave the bridge].",
    "Rebels continued to [shell Velm].",
    "Not far from there, [a mine killed two boys].",
    "Not all of the soldiers [fled].",
    "The convoy, which never arrived, was [attacked near Velm].",
    "No 7 Brigade [shelled Velm].",
    "With no time to lose, [families fled].",
    "The rebels no longer hold the hill they [captured in June].",
    "[The talks resumed in Miravel] on Oct. 22.",
    "[Talks between the army and the rebels resumed], which are to end in May.",
    "[The war is to blame] for the hunger.",
    "[The attack will be investigated].",
    "[The protests did not start in Velm].",
    "[The uprising] would begin in Velm.",
    "[The militia's aim is to hold the bridge].",
    "[The militia's will is strong].",
    "[The two delegations met] and are to meet again.",
    "[The two delegations] are to meet.",
    "[The bridge that will be repaired].",
    "[The road is closed] due to snow.",
    "[The road is not passable] at Velm.",
    "[Will Tarn is mayor] of Velm.",
]

ABROAD_POSITIVE: list[tuple[Language, Modality, str]] = [
    ("fr", "negated", "L'armée n'a pas [bombardé la ville]."),
    ("fr", "negated", "[L’armée n’a pas bombardé la ville] de Velm."),
    ("fr", "negated", "[Aucun civil n'a été tué]."),
    ("fr", "negated", "Aucun civil n'a été [tué]."),
    ("fr", "negated", "Les rebelles sont partis sans [attaquer le poste]."),
    ("fr", "negated", "Le ministère a nié [avoir bombardé la ville]."),
    ("fr", "negated", "Le ministère a démenti que [12 soldats aient été tués]."),
    ("fr", "hypothetical", "Si [les rebelles attaquent la ville], l'armée répondra."),
    ("fr", "hypothetical", "Le risque d'[une attaque] grandit."),
    ("fr", "hypothetical", "La milice pourrait [attaquer la ville]."),
    ("fr", "hypothetical", "Des abris existent en cas de [bombardement]."),
    ("fr", "planned", "Les rebelles vont [attaquer la ville]."),
    ("fr", "planned", "La milice prévoit d'[attaquer la ville]."),
    ("es", "negated", "El ejército no [atacó la ciudad]."),
    ("es", "negated", "El ejército nunca ha [atacado la ciudad]."),
    ("es", "negated", "El ejército negó haber [atacado la ciudad]."),
    ("es", "negated", "El ministro negó que [12 soldados hayan muerto]."),
    ("es", "negated", "[Ningún civil fue asesinado]."),
    ("es", "negated", "Se fueron sin [atacar el puesto]."),
    ("es", "hypothetical", "Los rebeldes podrían [atacar la ciudad]."),
    ("es", "hypothetical", "Si [los rebeldes atacan], el ejército responderá."),
    ("es", "hypothetical", "El riesgo de [un ataque] crece."),
    ("es", "planned", "Los rebeldes van a [atacar la ciudad]."),
    ("es", "planned", "La milicia planea [atacar la ciudad]."),
    ("ar", "negated", "الجيش لم [يقصف البلدة]."),
    ("ar", "negated", "الجيش لن [يهاجم البلدة]."),
    ("ar", "negated", "نفى الجيش [قصف البلدة]."),
    ("ar", "hypothetical", "إذا [هاجم المسلحون البلدة] فسيرد الجيش."),
    ("ar", "hypothetical", "حذرت المنظمة من [هجوم على المدينة]."),
    ("ar", "planned", "الجيش سوف [يهاجم البلدة]."),
    ("ar", "planned", "الجيش [سيهاجم البلدة] غدا."),
]

ABROAD_ASSERTED: list[tuple[Language, str]] = [
    ("fr", "L'armée aurait [tué 12 rebelles]."),
    ("fr", "L'armée n'a pas précisé qui a [tué les deux juges]."),
    ("fr", "Aucun groupe n'a revendiqué [l'attaque]."),
    ("fr", "L'armée n'a pas nié avoir [bombardé la ville]."),
    ("fr", "Les obus n'ont pas seulement [tué deux civils]."),
    ("fr", "Un raid si violent que [les soldats ont fui]."),
    ("fr", "L'armée n'a [pris la ville] que lundi."),
    ("fr", "Les rebelles ont [attaqué la ville] sans prévenir."),
    ("fr", "Le ministre va visiter la ville où [douze soldats ont été tués]."),
    ("es", "El ejército no dijo quién [atacó la ciudad]."),
    ("es", "Ningún grupo reivindicó [el ataque]."),
    ("es", "Nadie niega que [el ejército atacó la ciudad]."),
    ("es", "Los obuses no solo [mataron a dos civiles]."),
    ("es", "El ejército no [tomó la ciudad] hasta el lunes."),
    ("es", "Los rebeldes [atacaron la ciudad] sin avisar."),
    ("es", "El ministro va a visitar el puesto que [los rebeldes atacaron]."),
    ("ar", "[سيطر الجيش على البلدة]."),
    ("ar", "لا يزال الجيش [يقصف البلدة]."),
    ("ar", "لم يوضح الجيش من [قصف البلدة]."),
    ("ar", "قد [هاجم المسلحون البلدة]."),
    ("ar", "لم يتوقف القتال بعد [قصف البلدة]."),
]


@pytest.mark.parametrize(
    ("modality", "marked", "cue"),
    [
        (modality, *case)
        for modality, cases in (
            ("negated", NEGATED),
            ("hypothetical", HYPOTHETICAL),
            ("planned", PLANNED),
        )
        for case in cases
    ],
)
def test_a_cue_governs_the_stretch(modality: Modality, marked: str, cue: str) -> None:
    assert read(marked) == (modality, cue)


@pytest.mark.parametrize("marked", ASSERTED)
def test_a_cue_elsewhere_does_not_count(marked: str) -> None:
    assert read(marked) == ("asserted", None)


@pytest.mark.parametrize(("language", "modality", "marked"), ABROAD_POSITIVE)
def test_cues_of_other_languages(language: Language, modality: Modality, marked: str) -> None:
    assert read(marked, language)[0] == modality


@pytest.mark.parametrize(("language", "marked"), ABROAD_ASSERTED)
def test_no_cues_of_other_languages(language: Language, marked: str) -> None:
    assert read(marked, language) == ("asserted", None)


def test_no_cues_without_a_language() -> None:
    assert read("The army did not [attack Velm].", None) == ("asserted", None)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-5, -1), (90, 99), (5, 2), (3, 4)])
def test_a_stretch_without_words_is_asserted(start: int, end: int) -> None:
    assert modality_of("No attack.", start, end, "en")[0] == "asserted" or end == 4


CUE_WORDS = st.sampled_from(
    [
        "not",
        "no",
        "never",
        "denied",
        "that",
        "if",
        "to",
        "plans",
        "would",
        "any",
        "attack",
        ",",
        "of",
        "fears",
        "killed",
        "ne",
        "pas",
        "sans",
        "risque",
        "no",
        "podría",
        "لم",
        "سوف",
        "نفى",
        "from",
        "supposed",
        "protect",
        "without",
        "until",
        "'",
        "—",
        "n't",
        "out",
        "ruled",
    ]
)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", None])


@given(
    st.lists(CUE_WORDS, max_size=30).map(" ".join) | st.text(max_size=80),
    st.integers(-3, 200),
    st.integers(-3, 200),
    LANGUAGES,
)
@example("", 0, 0, "en")
@example("to", 0, 2, "en")
def test_the_cue_lies_in_the_sentence(
    sentence: str, start: int, end: int, language: Language | None
) -> None:
    modality, span = modality_of(sentence, start, end, language)
    assert (span is None) == (modality == "asserted")
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(sentence)


@pytest.mark.parametrize(
    "hostile",
    [
        "not to ",
        "launch any ",
        "make ",
        "'",
        "a'",
        "of ",
        "لا ",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_hostile_sentences_take_linear_time(hostile: str, language: Language) -> None:
    def read(text: str) -> None:
        modality_of(text, len(text) - 9, len(text), language)
        modality_of(text, 0, len(text), language)

    assert is_linear(read, hostile, size=1_500)
