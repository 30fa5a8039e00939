"""The closing file: what an accompaniment leaves behind, from what is in the journey. Nothing is written for it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.access.actor import Actor
from vises.apps.findings.queries.after import ImprovementRow, improvements_page
from vises.apps.findings.queries.pages import findings_page
from vises.apps.journeys.queries.burden import Burden, burden
from vises.apps.journeys.queries.decision import current_question
from vises.apps.journeys.queries.frame import JourneyFrame
from vises.apps.journeys.queries.path import Path
from vises.apps.journeys.queries.plan import plan
from vises.apps.journeys.queries.reading import ROLES
from vises.apps.journeys.queries.sessions import Sessions, sessions
from vises.apps.valorisation.queries.editor import story_page
from vises.kernel.locale import pick
from vises.web.accompaniment.dossier import Item, Part, learned
from vises.web.journeys.words import OPENED, WAITS
from vises.web.layout.tags import STATES
from vises.web.plans.words import READS_AS

CONTESTED = {"rejected", "contested"}


def parts(actor: Actor, frame: JourneyFrame, path: Path, language: str, *, address: str) -> tuple[Part, ...]:
    """What was done, came out, remains, comes back, and who keeps what, as far as the reader may see it.

    Minutes of people stand in it for those of the journey alone. `address` is that of published stories, with
    `%s` where the story's name goes. Parts without anything in them are left out.
    """
    held = sessions(actor, frame.id)
    done = improvements_page(actor, frame.id)
    found = [
        Part(_("What was done"), tuple(_done(actor, frame, path, held, language))),
        Part(_("Deliverables"), tuple(_deliverables(frame, language))),
        Part(_("What was found"), tuple(_found(actor, frame, language))),
        Part(_("Time given"), tuple(_time(actor, frame, held, language))),
        Part(_("What was learned on the way"), tuple(learned(path, language))),
        Part(_("What remains"), tuple(_remains(frame, language))),
        Part(_("Decisions that come back"), tuple(_back((*done.due, *done.coming), language))),
        Part(_("For a next cycle"), tuple(Item(_("A question"), *pick(row.what, language)) for row in done.again)),
        Part(_("Decided and done"), tuple(_back(done.settled, language))),
        Part(_("Who keeps what"), tuple(_keepers(actor, frame, path, language, address))),
    ]
    return tuple(part for part in found if part.items)


def _done(actor: Actor, frame: JourneyFrame, path: Path, held: Sessions, language: str) -> Iterator[Item]:
    began = path.moves[0].on if path.moves else None
    if began:
        yield Item(_("From, until"), " – ".join((_day(began), _day(path.ended_on) if path.ended_on else _("today"))))
    yield Item(_("Method"), _("version %(code)s, cycle %(n)s") % {"code": frame.methodology, "n": frame.cycle})
    people = [f"{name} ({', '.join(str(ROLES[role]) for role in roles)})" for name, roles in path.by_person]
    if people:
        yield Item(_("With"), ", ".join(people))
    question = current_question(actor, frame.id)
    if question is not None:
        words, lang = pick(question.texts, language)
        yield Item(_("The question, chosen on %(day)s") % {"day": _day(question.decision.decided_on)}, words, lang)
    if held.held:
        said = [
            ", ".join(filter(None, (_day(row.on), row.title, _people(row.people) if row.people else "")))
            for row in reversed(held.held)
        ]
        yield Item(_("Sessions held"), "\n".join(said))


def _deliverables(frame: JourneyFrame, language: str) -> Iterator[Item]:
    for station in frame.stations:
        by_state: dict[str, list[str]] = {}
        for knot in station.knots:
            if knot.state != "open":
                by_state.setdefault(knot.state, []).append(pick(knot.titles, language)[0])
        if by_state:
            said = [f"{', '.join(titles)} ({STATES[state]})" for state, titles in by_state.items()]
            yield Item(pick(station.shorts, language)[0], "\n".join(said))


def _found(actor: Actor, frame: JourneyFrame, language: str) -> Iterator[Item]:
    for knot in findings_page(actor, frame.id).findings:
        if knot["state"] == "draft" or knot["state"] in CONTESTED:
            continue
        words, lang = pick(knot["statements"], language)
        strength = pick(knot["strength_titles"], language)[0] if knot["strength_titles"] else ""
        yield Item(f"{knot['label']} {strength}".strip(), words, lang)


def _time(actor: Actor, frame: JourneyFrame, held: Sessions, language: str) -> Iterator[Item]:
    if not frame.may_edit:
        return  # minutes belong to whoever spent them
    given: Burden = burden(actor, frame.id)
    if not (given.ours.spent or given.asked.spent or held.held):
        return
    for row in given.steps:
        if row.ours.planned or row.ours.spent:
            yield Item(
                pick(row.step.shorts, language)[0],
                _("%(spent)s hours of your people, %(planned)s planned")
                % {"spent": row.ours.spent_hours, "planned": row.ours.planned_hours},
            )
    total = ngettext("%(n)s hour of your people", "%(n)s hours of your people", given.ours.spent_hours) % {
        "n": given.ours.spent_hours
    }
    if given.agreed is not None:
        total += ", " + _("of %(n)s agreed at the start") % {"n": given.agreed}
    yield Item(_("In all"), total)
    if given.asked.spent:
        yield Item(
            _("People who were asked or invited"),
            ngettext("%(n)s hour", "%(n)s hours", given.asked.spent_hours) % {"n": given.asked.spent_hours},
        )


def _remains(frame: JourneyFrame, language: str) -> Iterator[Item]:
    for station in frame.stations:
        for knot in station.knots:
            title = pick(knot.titles, language)[0]
            if knot.change_asked:
                yield Item(_("A change is asked: %(what)s") % {"what": title}, knot.change_asked)
            elif knot.waits_for:
                yield Item(title, str(WAITS[knot.waits_for]))
            elif knot.state == "begun":
                yield Item(title, str(STATES["begun"]))
    not_begun = [pick(k.titles, language)[0] for s in frame.stations for k in s.knots if k.state == "open"]
    if not_begun:
        yield Item(_("Not begun"), ", ".join(not_begun))


def _back(rows: tuple[ImprovementRow, ...], language: str) -> Iterator[Item]:
    for row in rows:
        words, lang = pick(row.what, language)
        head = ", ".join(filter(None, (_day(row.on) if row.on else "", row.who))) or _("without a day")
        yield Item(head, "\n".join(filter(None, (words, row.outcome))), lang)


def _keepers(actor: Actor, frame: JourneyFrame, path: Path, language: str, address: str) -> Iterator[Item]:
    yield Item(
        _("The journey, its answers and its files"),
        _("%(name)s keeps them here, and takes them along as files whenever it wishes.") % {"name": frame.enterprise},
    )
    by_readers: dict[str, list[str]] = {}
    for line in plan(actor, frame.id).lines:
        readers = [f"{reader.name} ({READS_AS.get(reader.as_what, reader.as_what)})" for reader in line.readers]
        if readers:
            by_readers.setdefault(", ".join(readers), []).append(pick(line.looks_at, language)[0])
    for names, looks_at in by_readers.items():
        yield Item(_("Raw words, read and kept by %(names)s") % {"names": names}, "\n".join(looks_at))
    yield Item(_("Accompanists' own notes and time"), _("stay with whoever wrote them; they are not in this file."))
    opened = [str(OPENED[role]) for role in path.opened_to if role in OPENED]
    yield Item(
        _("May read this file, as the engagement note says"),
        ", ".join(opened) or _("the enterprise and its accompanist alone"),
    )
    story = story_page(actor, frame.id)
    if story.public:
        yield Item(_("Published story"), address % story.slug)


def _people(number: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def _day(value: date | datetime) -> str:
    return format_date(value, "j F Y")
