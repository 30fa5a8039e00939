"""What holds for every answer to "may we show this?": a reach, a day that is not past, a witness without a link."""

from datetime import date

from vises.apps.valorisation.models import ConsentRow
from vises.apps.valorisation.rules import REACHES
from vises.kernel.clock import today
from vises.kernel.problems import Problem

DAYS = 365  # a link stays with the person, who may answer otherwise later


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
