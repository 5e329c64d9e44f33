"""Wordings that address the model which reads an article, instead of its public.

The patterns are written for text in lower case, folded by ``FOLDED``; a blank in one of them
stands for any white space.
"""

from __future__ import annotations

import re
import unicodedata


def _folding() -> dict[int, str]:
    """One code point for one, so that offsets stay: quotes, blanks, widths, accents, alefs."""
    table = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000], " ")
    table |= {ord(quote): '"' for quote in "“”„‟«»"} | {ord(quote): "'" for quote in "‘’‚‛´"}
    return table | {ord(letter): "ا" for letter in "أإآٱ"} | {ord("ى"): "ي", ord("ة"): "ه"}


FOLDED = _folding()

_ADJECTIVE = (
    r"(?:(?:helpful|large|advanced|powerful|new|different|unrestricted|uncensored|obedient"
    r"|virtual|digital|automated|generative|extraction|json|news|expert|free|trained|simple) ){0,3}"
)
_MODEL = (
    r"(?:(?:ai|a\.i\.|artificial intelligence|llm|chatbot)"
    r"(?: (?:(?:language )?model|assistant|agent|system|chatbot|bot))?|language model)"
)
_GOES_ON = (
    r"(?=\s{0,4}(?:[.,;:!?)\n\"']|\Z|(?:that|who|whose|which|and|tasked|designed|trained|built"
    r"|created|made|for|with|without|to|in|from|working|called|named|now)\b))"
)
_VERB = (
    r"(?:ignore|disregard|forget|override|bypass|discard"
    r"|(?:do not|don't|stop) (?:follow|obey)(?:ing)?)"
)
_EARLIER = r"(?:previous|prior|above|preceding|earlier|foregoing|existing|original|initial|system)"
_GIVEN = (
    r"(?:(?:(?:that )?(?:were |was )?(?:given|written|stated|sent) (?:to you )?)?"
    r"(?:above|before this|so far)|(?:(?:that )?you )(?:were|have been|received)"
    r"|(?:from|of|by) (?:the|your) (?:system|developer|user|prompt))\b"
)
_TEXT = r"(?:instructions?|prompts?|rules?|directions|orders?|messages?|text|article|sentences?)"
_INSTRUCTIONS = r"(?:instructions?|prompts?|programming|guidelines|directives|directions|context)"
_ALL_ABOVE = (
    r"(?:all (?:of )?)?(?:the above|(?:everything|anything|all|what is) (?:\w+ ){0,2}"
    r"(?:above|before this|so far))"
)
_FRESH = r"(?:new|updated|revised|real|actual|hidden|secret|additional)"
_FR_TEXT = r"(?:instructions?|consignes?|directives?|ordres?|invites?|regles?)"
_ES_TEXT = r"(?:instrucciones|instruccion|indicaciones|ordenes|directrices|reglas)"
_AR_VERB = r"(?:تجاهلوا|تجاهلي|تجاهل|انس\u064e?|انسي|انسوا)"
_AR_TEXT = r"(?:التعليمات|الاوامر|الارشادات|التوجيهات)"


def _any_of(*wordings: str) -> re.Pattern[str]:
    """Compile alternatives in lower case; a blank stands for any white space, bounded."""
    return re.compile(rf"\b(?:{'|'.join(wordings)})".replace(" ", r"\s{1,4}"))


_ANYWHERE = _any_of(
    rf"you are (?:now |actually |really |only |no longer |just )?(?:an?|my|the) {_ADJECTIVE}"
    rf"{_MODEL}{_GOES_ON}",
    rf"you are (?:now (?:an?|my|the) (?:\w+ ){{0,2}}|(?:an?|my|the) {_ADJECTIVE})assistant"
    r"(?=\s{0,4}(?:[.,;:!](?![\"'])|\n|\Z|(?:that|whose|which|tasked|designed|trained)\b))",
    r"you are (?:(?:now )?(?:chatgpt|gpt-?[0-9])|now dan)\b",
    r"you are (?:now )?in (?:developer|debug|god|jailbreak|unrestricted) mode\b",
    rf"as an? {_ADJECTIVE}{_MODEL}(?:, | )(?:i|you|your|my)\b",
    r"(?:your|my|this|hidden|original|initial|full|entire|above|previous|new) system prompt\b",
    r"the system prompt(?=\s{0,4}(?:[.,;:!?\"')]|\Z|(?:above|and|is|was|says|or|has|will|must)\b))",
    r"system prompt\s{0,4}[:=\])>]",
    rf"{_MODEL}s? (?:(?:that|which|who) (?:is |are )?)?(?:read(?:s|ing)? this\b"
    r"|(?:process|pars|summari[sz]|analy[sz])(?:e|es|s|ing)? this "
    r"(?:text|article|document|page)\b)",
    r"(?:above instructions|instructions above) (?:are|were|no longer|do not|must)\b",
    r"from now on,? you (?:will |must |shall |should |only )?(?:output|pretend|respond only)\b",
    r"(?:tu es|vous etes) (?:maintenant |desormais )?(?:une? )?(?:assistant (?:ia|virtuel)"
    r"|assistante? virtuelle|assistante?(?=\s{0,4}[.;:!?](?![\"']))|ia\b"
    r"|intelligence artificielle|modele de lang(?:age|ue))",
    r"en tant qu(?:e |'une? |')(?:assistant ia|ia\b|intelligence artificielle"
    r"|modele de lang(?:age|ue)),? (?:je|tu|vous)\b",
    r"(?:prompt|invite|message) (?:du )?systeme\s{0,4}:",
    r"(?:eres|usted es) (?:ahora )?(?:una? )?(?:asistente (?:de ia|virtual)"
    r"|asistente(?=\s{0,4}[.;:!?](?![\"']))|ia\b"
    r"|inteligencia artificial|modelo de lenguaje)",
    r"como (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje),? (?:no puedo|debes|tu)\b",
    r"(?:prompt|mensaje) del sistema\b",
    r"انت (?:الان )?(?:نموذج (?:لغوي|لغه|ذكاء)|ذكاء اصطناعي|مساعد (?:ذكي|افتراضي|ذكاء))",
    r"(?:بصفتك|بصفتي|باعتبارك|باعتباري) (?:نموذج|ذكاء اصطناعي|مساعد)",
    r"(?:موجه|رساله|مطالبه) النظام\s{0,4}:",
)
_ORDERS = _any_of(
    rf"{_VERB} (?:(?:\w+ ){{0,3}}(?:{_EARLIER} (?:\w+ ){{0,2}}{_INSTRUCTIONS}"
    rf"|(?:above|system) {_TEXT}|{_TEXT} {_GIVEN})|{_ALL_ABOVE}"
    r"|(?:(?:all|any) )?(?:of )?your (?:\w+ ){0,2}(?:instructions|prompt|programming)"
    r"|(?:all|any|every) (?:(?:of )?the )?(?:instructions?|prompts?)"
    r"|(?:everything|anything|all|what) (?:that )?you (?:were|are) "
    r"(?:told|instructed)(?! about))\b",
    rf"(?:act|behave|respond|pretend|roleplay) (?:as|like|to be) an? {_ADJECTIVE}{_MODEL}"
    rf"{_GOES_ON}",
    r"(?:output|return|print|write|produce|emit|generate|copy|repeat|insert) "
    r"(?:only |exactly |just )?(?:(?:the|this|an|a|following|below|empty|valid|exact|raw) ){0,3}"
    r"(?:json|empty (?:record|list|array|object)|following (?:record|text|object|answer))\b",
    r"(?:respond|reply|answer) (?:only )?(?:with|in) (?:only )?"
    r"(?:the words? |the following|(?:valid )?json|an empty|[\"{\[])",
    r"(?:reveal|print|repeat|show|output|leak) (?:\w+ ){0,3}(?:system|hidden|initial) prompt\b",
    r"(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) (?:pas|aucun) compte) (?:\w+'|\w+ ){0,4}"
    rf"{_FR_TEXT} (?:\w+ ){{0,2}}(?:precedente?s?|ci-dessus|ci-avant|anterieure?s|du systeme)\b",
    r"(?:ignore[zr]?|oublie[zr]?) tout ce qui (?:precede|est ecrit ci-dessus)\b",
    r"(?:ignora|olvida|ignore|olvide) todo lo (?:anterior|de arriba)\b",
    r"(?:ignora|ignore|ignorar|ignorad|olvida|olvide|descarta|descarte|no tengas? en cuenta) "
    rf"(?:\w+ ){{0,4}}{_ES_TEXT} (?:\w+ ){{0,2}}(?:anteriores?|previas?|precedentes|de arriba)\b",
    rf"{_AR_VERB} (?:(?:جميع|كل|كافه) )?{_AR_TEXT} (?:السابقه|اعلاه|المذكوره|الموجوده)",
    rf"{_AR_VERB} كل ما (?:سبق|ورد اعلاه)",
)
_UNQUOTED_ORDERS = _any_of(
    r"(?:respond|reply|answer) (?:only|exclusively|solely|strictly) (?:with|in|using)\b",
    r"(?:do not|don't|never) extract\b",
    r"(?:do not|don't|never) (?:record|report|list|output|include|mention|return) "
    r"(?:(?:any|the|other|these|this|more|following|above) ){0,3}"
    r"(?:events?|casualties|claims?|items?|displacement|entities|json)\b",
    rf"(?:here are )?(?:(?:your )?{_FRESH}|your) (?:instructions?|prompt|task)"
    r"(?: (?:for|to) (?:\w+ ){1,4})?\s{0,4}:",
    rf"your {_FRESH} instructions are\b",
    rf"{_MODEL} instructions?\s{{0,4}}:",
    r"write the record\b",
    r"(?:add|insert|record|output|list|report) (?:an?|one|this|the following) (?:\w+ )?"
    r"(?:event|casualty|record|item|claim)\s{0,4}:",
    r"your (?:new |only |real |actual )?task is to (?:extract|output|write|return|print|respond"
    r"|reply|answer|produce|list|summari[sz]e|ignore|repeat)\b",
    r"in your (?:final )?(?:answer|response|reply|output|record|json|extraction)\b[^.\n]{0,30}?"
    r"\b(?:write|put|set|say|include|report|state|add|use|list|count)\b",
    r"(?:set|change|fill) (?:\w+ ){0,3}"
    r"(?:[a-z]{1,20}_[a-z_]{1,30}|killed|low|best|high|casualties|counts?|values?) "
    r"to (?:[0-9]|null|zero)",
    rf"(?:note|attention|message|instructions?|notice|dear|hello|hey) (?:(?:to|for) )?"
    rf"(?:(?:the|all|any) )?{_MODEL}s?(?=\s{{0,4}}[:,!.])",
    r"(?:reponds|repondez) (?:uniquement|seulement) (?:avec|en|par)\b",
    r"(?:n'extrais|n'extrayez|ne pas extraire)\b",
    r"(?:produis|produisez|renvoie|renvoyez|affiche|affichez|ecris|ecrivez) le json\b",
    r"(?:vos )?nouvelles instructions\s{0,4}:",
    r"(?:responde|responda) (?:solo|solamente|unicamente) (?:con|en)\b",
    r"no (?:extraigas|extraiga|extraer)\b",
    r"(?:devuelve|devuelva|genera|genere|imprime|escribe|escriba|produce) el (?:siguiente )?json\b",
    r"(?:tus )?nuevas instrucciones\s{0,4}:",
    r"(?:اجب|رد) فقط ب",
    r"لا (?:تستخرج|تستخرجوا)(?!\w)",
    r"(?:اكتب|اخرج|اطبع) (?:ال)?json",
    r"تعليمات جديده\s{0,4}:",
)
_JOINED_ORDERS = _any_of(
    rf"{_VERB} (?:all|any|every|your) (?:\w+ ){{0,2}}{_EARLIER} (?:\w+ ){{0,2}}{_INSTRUCTIONS}\b",
)
_SENTENCE_START = r"(?:\A|[\n.!?;:>*#|—…؟-])[\s(\[*_>#-]{0,8}"
POLITE = (
    r"(?<!\w)(?:please|kindly|you (?:must|should|will|shall|have to|need to|are to)|you to"
    r"|veuillez|merci d[e']|vous devez|tu dois|por favor,?|debes|الرجاء|يرجي|من فضلك)"
    r"\s{0,4}(?:(?:now|simply|also|immediately)\s{1,4})?"
)
_AT_OPENING = re.compile(rf"{_SENTENCE_START}\"?'?(?:now,?\s{{1,4}})?\Z|{POLITE}\Z")
_AT_UNQUOTED_OPENING = re.compile(rf"{_SENTENCE_START}\Z|{POLITE}\Z")
_AT_ANY_PLACE = re.compile(r"\Z")
_BEHIND_JOINT = re.compile(r"(?:,|\b(?:and|then|but|instead|now|also))\s{1,4}\Z")
# Patterns, and what must stand right before them.
Wording = tuple[re.Pattern[str], re.Pattern[str]]
ANYWHERE: Wording = (_ANYWHERE, _AT_ANY_PLACE)
ORDERS: tuple[Wording, ...] = (
    (_ORDERS, _AT_OPENING),
    (_UNQUOTED_ORDERS, _AT_UNQUOTED_OPENING),
)
JOINED_ORDERS: Wording = (_JOINED_ORDERS, _BEHIND_JOINT)
LONGEST_LEAD = 40
ROLE_MARKER = re.compile(
    r"^[ \t>]{0,8}(?:(?:SYSTEM|system|ASSISTANT|[Aa]ssistant|SYSTEME|SISTEMA|USER|H(?:UMAN|uman))"
    r"(?:[ \t](?:MESSAGE|[Mm]essage|PROMPT|[Pp]rompt|OVERRIDE|NOTE))?[ \t]{0,2}:"
    r"|System[ \t]{0,2}:[ \t]{0,4}(?=(?:[Yy]ou|[Ii]gnore|[Nn]ew|[Dd]o not|[Pp]lease|[Ff]rom now)\b)"
    r"|\[(?:SYSTEM|ASSISTANT|USER)\]"
    r"|\#{1,6}[ \t]{0,4}(?i:instructions?|system(?:[ ](?:prompt|message))?|assistant|user|human)"
    r"[ \t]{0,4}(?::|$)|\#{1,6}[ \t]{0,4}(?i:response|input)[ \t]{0,4}:)"
    r"|(?i:<\|(?:im_start|im_sep|start\w{0,20}|begin[\w▁]{0,30}|system|user|assistant|developer"
    r"|channel|message)\|>|<start_of_turn>|<</?SYS>>|\[/?INST\]"
    r"|</?(?:system|assistant|instructions?|prompt)(?:[-_ ](?:prompt|message|instructions?))?>)",
    re.MULTILINE,
)
