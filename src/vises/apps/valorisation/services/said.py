"""What holds for every "may we show this?": how a link is given and answered; reach, last day, witness."""

import uuid
from collections.abc import Callable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import Scope
from vises.apps.access.services import give_pass, use_pass
from vises.apps.valorisation.models import ConsentRow
from vises.apps.valorisation.rules import REACHES
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem

DAYS = 365  # a link stays with the person, who may answer otherwise later


def check_language(language: str) -> None:
    """Raise a Problem on its field for a language that no page has."""
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")


def give_link(
    actor: Actor, scope: Scope, purpose: str, detail: uuid.UUID, language: str, keep: Callable[[], None]
) -> str:
    """A link with which a person sees something in its place, and that she was asked (`keep`): both or neither.

    Returns the token, shown once.
    """
    with transaction.atomic():
        token = give_pass(actor, scope, purpose, detail=detail, language=language, days=DAYS)
        keep()
    return token


def keep_answer(guest: Actor, reach: str, until: date | None, keep: Callable[[], None]) -> str:
    """What a person says by her link: that it was used, and her answer. Returns the reach. Raises Problem."""
    check_answer(reach, until)
    with transaction.atomic():
        use_pass(guest)
        keep()
    return reach


def check_answer(reach: str, until: date | None) -> None:
    """Raise a Problem on its field for an unknown reach, or a last day that is past."""
    if reach not in REACHES:
        raise Problem("valorisation.consent-reach", field="reach")
    if until is not None and until < today() and reach != "no":
        raise Problem("valorisation.consent-until", field="until")


def check_witness(way: str, witness: str) -> None:
    """Raise a Problem on its field unless it was answered on paper or aloud, with who witnesses it."""
    if way not in {ConsentRow.Way.PAPER, ConsentRow.Way.ALOUD}:
        raise Problem("valorisation.consent-way", field="way")
    if not witness.strip():
        raise Problem("valorisation.consent-witness", field="witness")
