"""When two names are the same name. Pure."""

import unicodedata


def name_key(name: str) -> str:
    """What stays of a name when spaces, capitals, accents, joined letters and the kind of apostrophe are left aside."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold().replace("œ", "oe").replace("æ", "ae")
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
