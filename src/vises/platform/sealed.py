"""Words kept sealed in the database: readable with the installation's secret only, which no copy of it holds."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(words: str) -> str:
    """The words, sealed. The same words sealed twice look different."""
    return _locks().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The words again; None where they were sealed with a secret that this installation no longer has."""
    try:
        return _locks().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def mark_of(words: str) -> str:
    """The same words give the same mark; without the secret it tells nothing of them."""
    return hmac.new(_key(settings.SECRET_KEY, b"mark"), words.encode(), hashlib.sha256).hexdigest()


def _locks() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(secret, b"seal"))) for secret in secrets])


def _key(secret: str, purpose: bytes) -> bytes:
    return hmac.new(secret.encode(), b"vises sealed words " + purpose, hashlib.sha256).digest()
