"""Names that forms give to their languages, and the codes that screens use."""

import re

from vises.xforms.form.model import UNKNOWN_LANGUAGE

_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")
_NAMES = {
    "english": "en", "anglais": "en", "engels": "en",
    "french": "fr", "français": "fr", "francais": "fr", "frans": "fr",
    "dutch": "nl", "nederlands": "nl", "néerlandais": "nl", "neerlandais": "nl", "vlaams": "nl",
    "german": "de", "deutsch": "de", "allemand": "de", "duits": "de",
    "spanish": "es", "español": "es", "espagnol": "es", "arabic": "ar", "arabe": "ar", "turkish": "tr", "turc": "tr",
    "chinese": "zh", "swahili": "sw", "kiswahili": "sw", "portuguese": "pt", "italian": "it", "italien": "it",
    "default": UNKNOWN_LANGUAGE, "": UNKNOWN_LANGUAGE,
}  # fmt: skip


def code_of(name: str) -> str:
    """The code of a language as a form names it: "English (en)" and "english" are both en."""
    stripped = name.strip()
    if match := _IN_BRACKETS.search(stripped):
        return match.group(1).lower()
    known = _NAMES.get(stripped.lower())
    if known is not None:
        return known
    return stripped.lower() if _CODE.fullmatch(stripped) else stripped


def codes_of(names: list[str]) -> dict[str, str]:
    """Each name with its code; where two names share a code, the second keeps its name."""
    codes: dict[str, str] = {}
    for name in names:
        code = code_of(name)
        codes[name] = name if code in codes.values() else code
    return codes
