"""Identifiers and tokens."""

import hashlib
import secrets
import uuid

TOKEN_BYTES = 24  # 192 bits: unguessable behind a public address (trust.md T3)


def new_id() -> uuid.UUID:
    """A random identifier: it tells neither order nor time of arrival."""
    return uuid.uuid4()


def new_token() -> str:
    """An unguessable, address-safe token of 192 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token: a thief of the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


# Receipt codes are read aloud and copied by hand: no letters or digits that look or sound alike.
RECEIPT_ALPHABET = "ACDEFHJKLMNPRTVWXY34679"


def new_receipt_code() -> str:
    """A code of 4 groups of 4 signs (72 bits) that a person can copy by hand."""
    signs = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(16))
    return "-".join(signs[i : i + 4] for i in range(0, 16, 4))


def normalise_receipt_code(typed: str) -> str:
    """The code as stored, from whatever case and separators a person typed."""
    signs = "".join(c for c in typed.upper() if c.isalnum())
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
