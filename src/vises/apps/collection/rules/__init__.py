"""What respondents may agree to, receipts, and ids of answers. Pure."""

import base64
import hashlib
import hmac
import re
import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from vises.kernel.ids import RECEIPT_ALPHABET

USES = ("analysis", "together", "quote", "photo", "public")
"""Uses of an answer. "analysis" is what answering means: withdrawing it withdraws the answer."""
FEWEST = 5
"""People in a group that may be counted by how they answered or what they agreed to."""


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts of the parts of a whole that is itself shown; None where a part is too small to tell.

    What is hidden cannot be found by subtracting: together the hidden parts are at least two, and at least FEWEST
    people. Where that cannot be, every part is hidden. Parts with nobody are left out.
    """
    parts = sorted(((count, name) for name, count in counts.items() if count), key=lambda part: part[0])
    hidden = [name for count, name in parts if count < FEWEST]
    if hidden:
        while len(hidden) < len(parts) and (len(hidden) < 2 or sum(counts[name] for name in hidden) < FEWEST):
            hidden.append(parts[len(hidden)][1])
    return {name: None if name in hidden else counts[name] for _count, name in reversed(parts)}


def is_open(opens_on: date | None, closes_on: date | None, closed_at: datetime | None, day: date) -> bool:
    """Whether a round takes answers on that day."""
    begun = opens_on is None or opens_on <= day
    return begun and closed_at is None and (closes_on is None or day <= closes_on)


def receipt_code(secret: str, kind: str, id_: str) -> str:
    """The receipt of an answer or a document: the same each time it is sent again, unguessable without `secret`.

    Four groups of four signs out of 23 (72 bits): it is read aloud and copied by hand.
    """
    digest = hmac.digest(secret.encode(), f"{kind}:{id_}".encode(), "sha256")
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(16):
        number, place = divmod(number, len(RECEIPT_ALPHABET))
        signs.append(RECEIPT_ALPHABET[place])
    return "-".join("".join(signs[i : i + 4]) for i in range(0, 16, 4))


def link_token(secret: str, invitation: str) -> str:
    """The token of a personal link: made anew for a reminder, so that only its hash is kept. 192 bits."""
    digest = hmac.new(secret.encode(), f"invitation:{invitation}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def address_mark(secret: str, journey: str, address: str) -> str:
    """What is kept of an address when it is gone: enough to recognise it, in the same journey, with `secret`."""
    known = f"address:{journey}:{address.strip().lower()}"
    return hmac.new(secret.encode(), known.encode(), hashlib.sha256).hexdigest()


ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"]+@[^\s,;:<>()\[\]\"]+")


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """Mail addresses in what was pasted, each once, and the lines that hold none. Names beside them are left out."""
    found: dict[str, str] = {}
    without = []
    for line in text.splitlines():
        here = ADDRESS.findall(line)
        for address in here:
            found.setdefault(address.lower(), address)
        if not here and line.strip():
            without.append(line.strip())
    return list(found.values()), without


def receipt_hash(code: str) -> str:
    """What is stored of a receipt; spaces, hyphens and small letters make no difference."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()


SHEET_SIGNS = 5


def new_sheet_code() -> str:
    """A code for a sheet of paper: random, so that it tells neither order nor number; its last sign is a check."""
    signs = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(SHEET_SIGNS))
    return signs + _check_sign(signs)


def sheet_code(typed: str) -> str:
    """The code that was typed, as it is kept; "" where it is none, such as with one wrong sign or two exchanged."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    known = len(signs) == SHEET_SIGNS + 1 and set(signs) <= set(RECEIPT_ALPHABET)
    return signs if known and signs[-1] == _check_sign(signs[:-1]) else ""


def _check_sign(signs: str) -> str:
    """23 signs, a prime number: a weighted sum notices each single error and each exchange of two neighbours."""
    places = (RECEIPT_ALPHABET.index(sign) * weight for weight, sign in enumerate(signs, 1))
    return RECEIPT_ALPHABET[(sum(places) + 7) % len(RECEIPT_ALPHABET)]


def kept_uses(asked: list[str], agreed: list[str]) -> list[str]:
    """The uses agreed to among those asked, in the order of USES; analysis always belongs to them."""
    return [use for use in USES if use == "analysis" or (use in agreed and use in asked)]


def id_of_row(wave: uuid.UUID, row: str) -> str:
    """The same row of a table always gets the same instance id, so that importing it again recognises it."""
    return f"uuid:{uuid.uuid5(wave, row)}"
