"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from vises.kernel.locale import LANGUAGE_NAMES


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, the actor, whether this is the demonstration, whether mails leave."""
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": LANGUAGE_NAMES,
        "actor": getattr(request, "actor", None),
        "demonstration": settings.DEMONSTRATION,
        "mail_stays": settings.MAIL_STAYS,
    }
