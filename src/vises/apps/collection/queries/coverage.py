"""Coverage of a programme: which enterprises and which publics have evidence, and which have none yet.

Evidence is an answer, a talk or a table of records; somebody is heard by an answer or a talk. Counted are the
enterprises whose journey is open to whoever looks. Those that keep their space to themselves are in no count of
evidence: that somebody answered there is theirs to tell. Who has not begun and who withdrew is known to the
coordinator; for everybody else they stand with those that keep it to themselves, so that this tells of nobody.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within, fetch, verbs_in
from vises.apps.collection.models import Answer, Document, RecordTable, Wave
from vises.apps.journeys.models import Journey, Stakeholder
from vises.apps.journeys.queries.programme import with_latest_journey
from vises.apps.network.models import Organisation, Territory
from vises.apps.network.rules import name_key
from vises.apps.programmes.models import Participation, Programme
from vises.apps.programmes.queries.open_points import Point, Section
from vises.apps.programmes.rules import FEWEST
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.platform.wording.languages import in_each

BY = ("public", "territory", "language", "sector", "size", "group", "federation")
"""What evidence is told by."""
NAMED = 10  # of one kind, on an agenda
SIZES = (10, 50, 250)  # people in the team: from here on the next band begins


@dataclass(frozen=True)
class Line:
    """Enterprises alike: `covered` have evidence, `bare` have begun and have none, `to_come` have not begun.

    `label` is a code, or a name where `by` is "federation" or "sector"; "" where it is not said. `kept` keep their
    space to themselves. Where the viewer does not coordinate, `to_come` is nought and `kept` holds all whose space
    is not open to her, whatever became of them: None in all lines beside each other where some would say one or two,
    and lines that hold nobody else are left out. For a public, `covered` heard it
    and `bare` have it on their map and did not.
    """

    label: str
    covered: int
    bare: int
    to_come: int
    kept: int | None

    @property
    def known(self) -> int:
        """How many are counted."""
        return self.covered + self.bare + self.to_come

    @property
    def missing(self) -> bool:
        """Nothing is there yet, and somebody is whom one could ask."""
        return not self.covered and self.known > 0


@dataclass(frozen=True)
class Coverage:
    """`lines` by each of BY; `together` is one line for all. `ends_on`: until when it can still be mended."""

    programme: Texts
    together: Line
    lines: dict[str, tuple[Line, ...]]
    territories: dict[str, Texts]
    ends_on: date | None
    may_edit: bool

    @property
    def gaps(self) -> tuple[tuple[str, Line], ...]:
        """Lines without any evidence, in the order of BY, the larger first; nothing is said of what was not said."""
        return tuple((by, line) for by in BY for line in self.lines[by] if line.missing and line.label)


@dataclass
class _Tally:
    covered: int = 0
    bare: int = 0
    to_come: int = 0
    kept: int = 0


def coverage(actor: Actor, programme_id: uuid.UUID, *, language: str = "fr") -> Coverage:
    """What a programme's evidence covers; a fixed number of queries, whatever its size. Needs `programme.view`.

    `language` is that in which sectors are named. Enterprises that withdrew are left out, where the viewer may know.
    """
    programme = fetch(actor, "programme.view", Programme.objects.all(), pk=programme_id)
    may_edit = bool(verbs_in(actor, programme.scope_id, "programme.edit"))
    rows = _rows(actor, programme)
    places = dict(Territory.objects.values_list("pk", "code"))
    by_federation = dict(Organisation.objects.filter(kind="federation").values_list("pk", "name"))
    tallies: dict[str, defaultdict[str, _Tally]] = {by: defaultdict(_Tally) for by in ("", *BY)}
    sectors: dict[str, str] = {}
    for row in rows:
        languages = row["enterprise__languages"] or [""]
        heard_in = [code for code in LANGUAGE_NAMES if row[f"in_{code}"]]
        sector = pick(row["enterprise__sector"] or {}, language)[0]
        sectors.setdefault(name_key(sector), sector)
        labels = {
            "": "",
            "territory": places.get(row["enterprise__territory"], ""),
            "sector": name_key(sector),
            # what a map says is told only where the journey is open
            "size": row["size"] if row["open"] else "",
            "group": row["enterprise__group"],
            "federation": by_federation.get(row["federation"], ""),
        }
        for by, label in labels.items():
            _add(tallies[by][label], row, covered=row["evidence"], exact=may_edit)
        for code in languages:
            _add(tallies["language"][code], row, covered=code in heard_in, exact=may_edit)
    lines = {by: _lines(tallies[by], exact=may_edit) for by in BY if by != "public"}
    lines["sector"] = tuple(
        Line(sectors[line.label], line.covered, line.bare, line.to_come, line.kept) for line in lines["sector"]
    )
    lines["size"] = tuple(sorted(lines["size"], key=lambda line: int(line.label or 10**6)))
    lines["public"] = _publics(actor, programme)
    return Coverage(
        programme=programme.names,
        together=_together(tallies[""][""], exact=may_edit),
        lines=lines,
        territories=dict(Territory.objects.values_list("code", "names")),
        ends_on=programme.accompaniment_ends_on,
        may_edit=may_edit,
    )


def _add(tally: _Tally, row: dict[str, Any], *, covered: bool, exact: bool) -> None:
    if not exact and not row["open"]:
        tally.kept += row["n"]
    elif row["withdrawn"]:
        return
    elif not row["begun"]:
        tally.to_come += row["n"]
    elif not row["open"]:
        tally.kept += row["n"]
    elif covered:
        tally.covered += row["n"]
    else:
        tally.bare += row["n"]


def _together(tally: _Tally, *, exact: bool) -> Line:
    """All in one line. That nobody keeps it to herself is told like one or two, who would else show by appearing."""
    kept = tally.kept if exact or tally.kept >= FEWEST else None
    return Line("", tally.covered, tally.bare, tally.to_come, kept)


def _lines(tallies: dict[str, _Tally], *, exact: bool) -> tuple[Line, ...]:
    """The larger first, what is not said last. One small count beside others could be worked out by subtracting."""
    kept = [tally.kept for tally in tallies.values()]
    # nobody is told like one or two, who would else show by appearing
    few = not exact and (sum(kept) < FEWEST or any(0 < count < FEWEST for count in kept))
    found = [
        Line(label, tally.covered, tally.bare, tally.to_come, None if few else tally.kept)
        for label, tally in tallies.items()
    ]
    found = [line for line in found if not few or line.known]
    return tuple(sorted(found, key=lambda line: (not line.label, -line.known, line.label)))


def _rows(actor: Actor, programme: Programme) -> list[dict[str, Any]]:
    """The programme's enterprises counted by what they are alike in, by the database, whether open or not: what
    is said inside those that are not is left aside by `coverage`."""
    opened = Journey.objects.filter(
        allowed_within(actor, "journey.view", "scope", programme.scope_id), participation__programme=programme
    )
    # Journeys in which something was gathered are found from what was gathered, once and not once an enterprise: rounds
    # with an answer, not answers. Those of other programmes are met by none of these enterprises.

    def heard(**how: str) -> Q:
        answered = Exists(Answer.objects.filter(wave=OuterRef("pk"), state=Answer.State.KEPT, **how))
        return Q(journeys__pk__in=Wave.objects.filter(answered).values("line__journey")) | Q(
            journeys__pk__in=Document.objects.filter(**how).values("line__journey")
        )

    in_language = {f"in_{code}": _whether(heard(language=code)) for code in LANGUAGE_NAMES}
    team = (
        Stakeholder.objects.filter(journey=OuterRef("journeys__pk"), kind=Stakeholder.Kind.TEAM)
        .order_by()
        .values("journey")
        .annotate(people=Sum("size"))
        .values(
            band=Case(
                When(people=None, then=Value("")),
                *(
                    When(people__lt=top, then=Value(str(bottom)))
                    for bottom, top in zip((1, *SIZES), SIZES, strict=False)
                ),
                default=Value(str(SIZES[-1])),
                output_field=CharField(),
            )
        )
    )
    rows = (
        with_latest_journey(programme)
        .annotate(
            withdrawn=_whether(Q(status=Participation.Status.WITHDRAWN)),
            begun=_whether(Q(journeys__isnull=False)),
            open=_whether(Q(journeys__pk__in=opened.values("pk"))),
            evidence=_whether(heard() | Q(journeys__pk__in=RecordTable.objects.values("line__journey"))),
            size=Coalesce(Subquery(team), Value("")),
            **in_language,
        )
        .values(
            *("enterprise__group", "enterprise__territory", "enterprise__languages", "enterprise__sector"),
            *("federation", "size", "withdrawn", "begun", "open", "evidence", *in_language),
        )
        .annotate(n=Count("pk"))
    )
    return list(rows)


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _publics(actor: Actor, programme: Programme) -> tuple[Line, ...]:
    """Per kind of group on the maps of open journeys: in how many it was heard, and in how many it was not.

    A group is heard where an answer or a talk names it, or where answers came by a plan line that asks it.
    """
    joined = with_latest_journey(programme).exclude(status=Participation.Status.WITHDRAWN)
    journeys = Journey.objects.filter(
        allowed_within(actor, "journey.view", "scope", programme.scope_id), pk__in=joined.values("journeys__pk")
    )
    kept = Answer.objects.filter(state=Answer.State.KEPT)
    heard = (
        Exists(kept.filter(group=OuterRef("pk")))
        | Exists(kept.filter(group=None, wave__line__from_whom=OuterRef("pk")))
        | Exists(Document.objects.filter(stakeholder=OuterRef("pk")))
    )
    rows = (
        Stakeholder.objects.filter(journey__in=journeys)
        .order_by()
        .annotate(heard=heard)
        .values_list("kind")
        .annotate(
            all=Count("journey", distinct=True),
            heard_in=Count("journey", distinct=True, filter=Q(heard=True)),
        )
    )
    found = [Line(kind, heard_in, all_ - heard_in, 0, 0) for kind, all_, heard_in in rows]
    return tuple(sorted(found, key=lambda line: (-line.known, line.label)))


def open_gaps(actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    """For an agenda: territories, languages, sectors and federations without evidence, once there is some elsewhere."""
    pages = {code: coverage(actor, programme.id, language=code) for code in languages}
    if not all(page.together.covered for page in pages.values()):
        return []
    points = []
    for by, title in _AGENDA.items():
        names = {code: _names(page, by, code) for code, page in pages.items()}
        if any(names.values()):
            points.append(Point(in_each(languages, title), names))
    return [Section("coverage", in_each(languages, lambda _l: _("Not heard yet")), tuple(points))]


_AGENDA: dict[str, Callable[[str], str]] = {
    "territory": lambda _l: _("Territories without evidence"),
    "language": lambda _l: _("Languages in which nobody was heard"),
    "sector": lambda _l: _("Sectors without evidence"),
    "federation": lambda _l: _("Federations without evidence"),
}


def _names(page: Coverage, by: str, language: str) -> str:
    labels = [line.label for found, line in page.gaps if found == by]
    if by == "territory":
        labels = [pick(page.territories[label], language)[0] for label in labels]
    if by == "language":
        labels = [LANGUAGE_NAMES.get(label, label) for label in labels]
    return ", ".join(labels[:NAMED]) + (" …" if len(labels) > NAMED else "")
