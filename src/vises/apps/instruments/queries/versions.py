"""A wording beside the one before: what changed, and how the answers to both fit together."""

import uuid
from dataclasses import dataclass
from itertools import pairwise

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import VersionRow, form_of, version_row
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.xforms.design.compared import Compared, compare


@dataclass(frozen=True)
class Comparison:
    """Two wordings. `may_be`: for each new question, those that are gone and answered in the same way."""

    journey_id: uuid.UUID
    looks_at: Texts
    before: VersionRow
    after: VersionRow
    rows: tuple[Compared, ...]
    said: dict[str, str]
    may_be: dict[str, tuple[Compared, ...]]


def comparison(actor: Actor, version_id: uuid.UUID) -> Comparison:
    """A wording of a questionnaire beside the one before. Needs `journey.view`. NotFound where there is none before."""
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = fetch(actor, "journey.view", rows, pk=version_id)
    earlier = version_before(version)
    if earlier is None or not version.xform:
        raise NotFound()
    found = compare(form_of(earlier), form_of(version), version.same_as)
    gone = [row for row in found if row.after is None]
    instrument = version.instrument
    return Comparison(
        journey_id=instrument.line.journey_id,
        looks_at=instrument.line.looks_at,
        before=version_row(earlier, instrument),
        after=version_row(version, instrument),
        rows=found,
        said=dict(version.same_as),
        may_be={
            row.question.name: fitting
            for row in found
            if row.before is None and (fitting := tuple(one for one in gone if one.question.kind == row.question.kind))
        },
    )


def same_questions(earlier: InstrumentVersion, later: InstrumentVersion) -> dict[str, str]:
    """What the questions of one wording are called in another of the same questionnaire, through all between them.

    A question is the same where it kept its name, or where somebody said so. Of two questionnaires: same names only.
    """
    if earlier.pk == later.pk or earlier.instrument_id != later.instrument_id:
        return {name: name for name in _names(earlier) & _names(later)}
    older, newer = sorted((earlier, later), key=lambda version: version.number)
    rows = InstrumentVersion.objects.filter(instrument=older.instrument_id, number__range=(older.number, newer.number))
    names = {name: name for name in _names(older)}
    for before, after in pairwise(rows.exclude(xform="").order_by("number")):
        found = compare(form_of(before), form_of(after), after.same_as)
        now = {row.before.name: row.after.name for row in found if row.before is not None and row.after is not None}
        names = {name: now[last] for name, last in names.items() if last in now}
    return names if older.pk == earlier.pk else {new: old for old, new in names.items()}


def _names(version: InstrumentVersion) -> set[str]:
    return {question.name for question in form_of(version).questions}


def version_before(version: InstrumentVersion) -> InstrumentVersion | None:
    """The wording before, if it is a questionnaire too."""
    rows = InstrumentVersion.objects.filter(instrument=version.instrument_id, number__lt=version.number)
    return rows.exclude(xform="").order_by("-number").first()
