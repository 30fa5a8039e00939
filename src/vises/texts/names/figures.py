"""What is told by its shape: addresses, telephones, dates, numbers."""

import re
from collections.abc import Iterator

from vises.texts.names.model import Found, Kind

_M = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_TENS_FR = (
    r"(?:(?:vingt|trente|quarante|cinquante|soixante|septante|octante|huitante|nonante|quatre-vingts?)"
    r"(?:[- ](?:et[- ])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"dix-sept|dix-huit|dix-neuf))?|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix-sept|dix-huit|dix-neuf|dix|onze|"
    r"douze|treize|quatorze|quinze|seize)"
)
_SMALL_NL = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_WORDS_NL = (
    rf"(?:(?:(?:{_SMALL_NL}|drieën|tweeën)(?:en|ën))?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|"
    rf"(?:der|veer|vijf|zes|zeven|acht|negen)tien|tien|elf|twaalf|{_SMALL_NL})"
)
_UNITS = r"ans?|années?|mois|semaines?|jaar|jaren|maanden|weken|euros?|€|heures?|uur|uren|km|kilomètres?|kilometer"
_COUNTED = "personnes|familles|enfants|logements|mensen|gezinnen|kinderen|appartementen"
_NUMBERED = r"n[°º]|numéro|nummer|nr\.?|dossier|matricule|bus|ligne|lijn|tram|busje|bte|boîte"

_SHAPES: tuple[tuple[Kind, bool, re.Pattern[str]], ...] = tuple(
    (kind, sure, re.compile(shape, re.IGNORECASE))
    for kind, sure, shape in (
        (Kind.MAIL, True, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        (
            Kind.MAIL,
            True,
            r"\b[\w.-]+\s(?:arobase|apenstaartje|at)\s[\w-]+(?:\s(?:point|punt|dot)\s|\.)(?:be|fr|nl|com|net|org|eu)\b",
        ),
        (Kind.MAIL, True, r"(?:https?://|www\.)[^\s,;)»”]+[^\s,;.)»”]"),
        (Kind.MAIL, True, r"(?<![\w@])@[\w.]{3,30}\b"),
        (Kind.NUMBER, True, r"\b[A-Z]{2}\d{2}(?:[ .]?\d{4}){3}(?:[ .]?\d{1,4}){0,5}\b"),  # bank account
        (Kind.NUMBER, True, r"\b\d{2}[./ ]?\d{2}[./ ]?\d{2}[- ]\d{3}[-. ]\d{2}\b"),  # national register
        (Kind.NUMBER, True, r"\b\d-[A-Z]{3}-\d{3}\b|\b[A-Z]{2}-\d{3}-[A-Z]{2}\b|\b[A-Z]{3}-\d{3}\b"),  # number plates
        (Kind.PHONE, True, r"(?<![\w.])(?:\+|00)\d{2}(?:[\s./-]*\(?0\)?)?(?:[\s./-]?\d){8,10}\b"),
        (Kind.PHONE, True, r"(?<![\w.])0\d{1,3}(?:[\s./-]{1,3}\d{2,3}){2,4}\b|(?<![\w.])0\d{8,9}\b"),
        (Kind.DATE, True, r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"),
        (Kind.DATE, True, rf"\b(?:\d{{1,2}}(?:er|e|ste|de)?|premier|eerste)\s(?:{_M})(?:\s(?:\d{{4}}|'\d{{2}}))?\b"),
        (Kind.DATE, True, rf"\b(?:{_M})\s(?:19|20)\d{{2}}\b"),
        (Kind.DATE, True, r"(?<![\d.,/-])(?:19[0-9]\d|20[0-4]\d)(?![\d/-]|[.,]\d)"),
        (Kind.DATE, False, rf"\b(?:{_M})\b"),
        (Kind.DATE, False, r"(?<=\ben )['’]?\d{2}\b(?!\s?%)|(?<=\b(?:in|of) )['’]\d{2}\b|(?<=depuis )['’]\d{2}\b"),
        (Kind.DATE, False, r"(?<=\bsinds )['’]?\d{2}\b(?!\s)"),
        (Kind.NUMBER, True, rf"(?:(?<=°)|(?<=º)|\b(?:{_NUMBERED})\s)\s?(?P<words>\d[\d./-]*\d|\d)\b"),
        (Kind.NUMBER, True, rf"\b(?:\d{{1,3}}(?:[. \u00a0\u202f]\d{{3}})+|\d+)(?:[.,]\d+)?\s?(?:{_UNITS})\b"),
        (Kind.NUMBER, False, rf"\b{_TENS_FR}\s(?:ans|années)\b|\b(?:{_WORDS_NL})\s(?:jaar|jaren)\b"),
        (Kind.NUMBER, False, rf"\b{_TENS_FR}\s(?:mois|semaines)\b|\b(?:{_WORDS_NL})\s(?:maanden|weken)\b"),
        (Kind.NUMBER, True, r"(?<![\w.,/-])\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?![\w/-])"),
        (Kind.NUMBER, True, r"(?<![\w.,/-])\d{4,}(?:[/-]\d+)*(?![\w%])|(?<![\w.,/-])\d+/\d{3,}\b"),
        (Kind.NUMBER, False, r"(?<![\w.,:/-])\d{2,3}(?![\w%:]|[.,/-]\d|\s?%)"),
        (
            Kind.NUMBER,
            False,
            rf"\b(?:{_TENS_FR}|(?:{_WORDS_NL}))(?=\s(?:{_COUNTED})\b)",
        ),
    )
)


def told_by_shape(body: str) -> Iterator[Found]:
    """What the shape of signs tells, kinds that tell more first."""
    for kind, sure, shape in _SHAPES:
        for found in shape.finditer(body):
            group = "words" if "words" in shape.groupindex else 0
            yield Found(found.start(group), found.end(group), kind, sure)
