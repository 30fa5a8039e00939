"""Figures that go on paper: kept as they were printed, so that two prints side by side tell nothing of one person."""

from vises.analysis.disclosure import printed_again
from vises.analysis.summaries import Summary
from vises.apps.collection.models import Wave
from vises.apps.findings.models import Printed


def for_paper(wave: Wave, question: str, summary: Summary, *, sensitive: bool) -> Summary:
    """What may be printed of a question now; what is printed is kept for the next time.

    `summary` is protected already. What is hidden is not kept: it told nothing.
    """
    before = Printed.objects.filter(wave=wave, question=question).first()
    if before is not None:
        summary = printed_again(Summary.from_json(before.summary), summary, sensitive=sensitive)
    if not summary.hidden:
        Printed.objects.update_or_create(wave=wave, question=question, defaults={"summary": summary.to_json()})
    return summary
