"""What is read of the evaluation plan: its matrix, what it asks of people, who reads the raw words."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Decision, Journey, PlanLine, PlanReader, Stakeholder
from vises.apps.journeys.services.plan import reached, wording_mark
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts, pick


@dataclass(frozen=True)
class MethodCard:
    """A method, as the version of the journey words it."""

    id: str
    titles: Texts
    good_for: Texts
    watch_out: Texts
    how: Texts


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the raw words of a line; respondents are told before they answer."""

    id: uuid.UUID
    user_id: uuid.UUID | None
    name: str
    as_what: str  # accompanist | trusted | researcher


@dataclass(frozen=True)
class Line:
    """A line of the plan. `reached` is counted where a room counts it, else as said; None when nobody knows.

    `minutes` are per respondent, `hours` those of the enterprise.
    """

    id: uuid.UUID
    looks_at: Texts
    card: MethodCard
    from_whom: tuple[tuple[uuid.UUID, Texts], ...]
    by_whom: str
    starts_on: date | None
    ends_on: date | None
    target: int | None
    reached: int | None
    counted: bool
    reached_said: int | None
    unit: str  # people | occasions | records
    uses_existing: bool
    minutes: int | None
    hours: Decimal | None
    readers: tuple[Reader, ...]
    instruments: int
    for_earlier_question: bool
    mark: str

    @property
    def has_trusted(self) -> bool:
        """Whether somebody the group trusts reads beside the accompanist."""
        return any(reader.as_what == "trusted" for reader in self.readers)


@dataclass(frozen=True)
class Burden:
    """What the plan asks: minutes of respondents as planned (minutes x target), hours of the enterprise.

    `unknown` counts the lines that do not say it.
    """

    respondents: int
    respondent_minutes: int
    enterprise_hours: Decimal
    unknown: int


@dataclass(frozen=True)
class Plan:
    """The evaluation plan. `question` is empty as long as none was chosen."""

    journey_id: uuid.UUID
    language: str
    languages: tuple[str, ...]
    question: Texts
    lines: tuple[Line, ...]
    burden: Burden
    cards: tuple[MethodCard, ...]
    groups: tuple[tuple[uuid.UUID, Texts], ...]
    people: tuple[tuple[uuid.UUID, str, str], ...]
    """Accounts that may be named as readers: id, name, role in the journey."""

    def line(self, id_: uuid.UUID) -> Line | None:
        """A line by id."""
        return next((row for row in self.lines if row.id == id_), None)

    @property
    def missing_groups(self) -> tuple[Texts, ...]:
        """Groups from whom no line asks anything."""
        asked = {id_ for line in self.lines for id_, _names in line.from_whom}
        return tuple(names for id_, names in self.groups if id_ not in asked)


def plan(actor: Actor, journey_id: uuid.UUID) -> Plan:
    """The plan in a fixed number of queries. Needs `journey.view`."""
    rows = Journey.objects.select_related("enterprise", "methodology", "scope")
    journey = rows.get(pk=journey_id) if actor.kind == "system" else fetch(actor, "journey.view", rows, pk=journey_id)
    code = journey.methodology.code
    decision = Decision.objects.filter(journey=journey, replaced_at=None).select_related("question").first()
    cards = {item.id: _card(code, item.id) for item in methodology.version(code).method_cards}
    lines = _lines(journey, decision.question.id if decision else None, cards)
    wanted = [journey.language, *journey.enterprise.languages]
    return Plan(
        journey_id=journey.id,
        language=journey.language,
        languages=tuple(dict.fromkeys(code for code in wanted if code in LANGUAGES)),
        question=decision.question.texts if decision else {},
        lines=lines,
        burden=_burden(lines),
        cards=tuple(cards.values()),
        groups=tuple(Stakeholder.objects.filter(journey=journey).values_list("id", "names")),
        people=_people(journey),
    )


def readers_of(line_id: uuid.UUID) -> tuple[Reader, ...]:
    """Who reads the raw words of a line: shown to respondents before they answer, so it asks no verb."""
    return tuple(_reader(row) for row in PlanReader.objects.filter(line_id=line_id).order_by("created_at"))


def read_plan(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The plan as headings and texts, for the page on which the referent confirms."""
    code = journey.methodology.code
    cards = {item.id: _card(code, item.id) for item in methodology.version(code).method_cards}
    found = []
    for line in _lines(journey, None, cards):
        facts = [
            pick(line.card.titles, language)[0],
            ", ".join(pick(names, language)[0] for _id, names in line.from_whom),
            _("by %(who)s") % {"who": line.by_whom} if line.by_whom else "",
            _("target %(n)s") % {"n": line.target} if line.target else "",
        ]
        names = ", ".join(reader.name for reader in line.readers)
        facts.append(_("raw words are read by %(names)s") % {"names": names} if names else "")
        found.append((pick(line.looks_at, language)[0], "\n".join(fact for fact in facts if fact)))
    return found


def _card(code: str, id_: str) -> MethodCard:
    texts = {
        part: methodology.texts_of(code, f"method.{id_}.{part}") for part in ("title", "good-for", "watch-out", "how")
    }
    return MethodCard(id_, texts["title"], texts["good-for"], texts["watch-out"], texts["how"])


def _lines(journey: Journey, question_id: uuid.UUID | None, cards: dict[str, MethodCard]) -> tuple[Line, ...]:
    rows: QuerySet[PlanLine] = PlanLine.objects.filter(journey=journey).prefetch_related(
        "from_whom", "readers", "instruments"
    )
    found = list(rows)
    counted = reached([row.id for row in found])
    return tuple(_line(row, question_id, cards, counted) for row in found)


def _line(
    row: PlanLine, question_id: uuid.UUID | None, cards: dict[str, MethodCard], counted: dict[uuid.UUID, int]
) -> Line:
    return Line(
        id=row.id,
        looks_at=row.looks_at,
        card=cards.get(row.method) or MethodCard(row.method, {}, {}, {}, {}),
        from_whom=tuple((group.id, group.names) for group in row.from_whom.all()),
        by_whom=row.by_whom,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        target=row.target,
        reached=counted.get(row.id, row.reached_said),
        counted=row.id in counted,
        reached_said=row.reached_said,
        unit=row.unit,
        uses_existing=row.uses_existing,
        minutes=row.respondent_minutes,
        hours=row.enterprise_hours,
        readers=tuple(_reader(item) for item in sorted(row.readers.all(), key=lambda item: item.created_at)),
        instruments=len(row.instruments.all()),
        for_earlier_question=question_id is not None and row.question_id != question_id,
        mark=wording_mark(row),
    )


def _reader(row: PlanReader) -> Reader:
    return Reader(row.id, row.user_id, row.name, row.as_what)


def _burden(lines: tuple[Line, ...]) -> Burden:
    asked = [line for line in lines if line.unit == "people" and line.target and line.minutes is not None]
    return Burden(
        respondents=sum(line.target or 0 for line in lines if line.unit == "people"),
        respondent_minutes=sum((line.target or 0) * (line.minutes or 0) for line in asked),
        enterprise_hours=sum((line.hours or Decimal(0) for line in lines), Decimal(0)),
        unknown=sum(
            line.hours is None or (line.unit == "people" and (line.target is None or line.minutes is None))
            for line in lines
        ),
    )


def _people(journey: Journey) -> tuple[tuple[uuid.UUID, str, str], ...]:
    """People with an account in the journey or in the enterprise's team, also those who only read words."""
    rows = (
        Membership.objects.filter(scope_id__in=[journey.scope_id, journey.enterprise.scope_id])
        .select_related("user")
        .order_by("user__name")
    )
    order = {"accompanist": 0, "reader": 1, "member": 2, "referent": 3}
    best: dict[uuid.UUID, tuple[uuid.UUID, str, str]] = {}
    for row in sorted(rows, key=lambda row: order.get(row.role, 9)):
        best.setdefault(row.user_id, (row.user_id, row.user.name, row.role))
    return tuple(best.values())
