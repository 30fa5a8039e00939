"""The words of a plain list, in English, French and Dutch, without accents and in small letters."""

import re
import unicodedata

KINDS: dict[str, str] = {
    **dict.fromkeys(("several", "multiple", "plusieurs", "plusieurs reponses"), "several"),
    **dict.fromkeys(("meerdere", "meer antwoorden"), "several"),
    **dict.fromkeys(("number", "nombre", "chiffre", "getal", "aantal"), "number"),
    **dict.fromkeys(("decimal", "nombre decimal", "decimale", "kommagetal", "decimaal"), "decimal"),
    **dict.fromkeys(("date", "datum"), "date"),
    **dict.fromkeys(("time", "heure", "uur", "tijd"), "time"),
    **dict.fromkeys(("text", "texte", "tekst"), "text"),
    **dict.fromkeys(("long", "long text", "texte long", "lange tekst", "lang"), "long"),
    **dict.fromkeys(("note", "info", "nota", "noot", "remarque"), "note"),
    **dict.fromkeys(("smileys", "smilies", "visages", "gezichtjes"), "smileys"),
}  # fmt: skip
"""What may stand in brackets after a question, and what it means."""
REQUIRED = {"required", "obligatoire", "verplicht"}
SCALE = re.compile(
    r"(?:scale|echelle|schaal)\s*(-?\d+)\s*(?:-|–|a|to|tot|\.\.)\s*(-?\d+)\s*(?::\s*(.*))?", re.IGNORECASE
)
CONDITION = re.compile(r"(?:if|si|als)\s+(.+?)\s*(?:(!=|<>|≠|<=|>=|=|<|>)\s*(.*))?", re.IGNORECASE)
LANGUAGE_LINE = {"language", "langue", "taal"}
SMILEYS = (
    ("1", "😞", {"en": "very unhappy", "fr": "pas content·e du tout", "nl": "helemaal niet blij"}),
    ("2", "😕", {"en": "unhappy", "fr": "pas content·e", "nl": "niet blij"}),
    ("3", "😐", {"en": "neither", "fr": "entre les deux", "nl": "tussenin"}),
    ("4", "😊", {"en": "happy", "fr": "content·e", "nl": "blij"}),
    ("5", "😀", {"en": "very happy", "fr": "très content·e", "nl": "heel blij"}),
)
SAY_MORE = {"en": "Please say more", "fr": "Précisez", "nl": "Licht toe"}


def plain(text: str) -> str:
    """Small letters without accents, single spaces."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).lower().split())


def slug(text: str, words: int = 5, longest: int = 32) -> str:
    """A name for a question or a choice, from its words: letters, digits and underscores, beginning with a letter."""
    parts = re.findall(r"[a-z0-9]+", plain(text))[:words]
    made = "_".join(parts)[:longest].strip("_")
    if not made:
        return ""
    return made if made[0].isalpha() else f"n{made}"
