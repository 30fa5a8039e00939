"""The hand-over file: the same parts as a page, as Markdown, and in a ZIP with what the enterprise already had."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.access.actor import Actor
from vises.apps.findings.queries.after import improvements_page
from vises.apps.journeys.queries import engagement
from vises.apps.journeys.queries.decision import current_question
from vises.apps.journeys.queries.frame import JourneyFrame
from vises.apps.journeys.queries.links import given_links
from vises.apps.journeys.queries.notebook import HandOverView, NoteView
from vises.apps.journeys.queries.path import Path
from vises.apps.journeys.queries.reading import ROLES
from vises.apps.journeys.queries.sessions import SessionView, sessions
from vises.kernel.locale import Texts, pick
from vises.web.journeys.words import WAITS
from vises.web.layout.tags import STATES

HEAVIEST = 50_000_000  # bytes of files in one ZIP: what does not fit stays readable in the journey


@dataclass(frozen=True)
class Item:
    """A line of the file: what it is, and what it says, in the language `lang` ("" for the reader's own)."""

    head: str
    text: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the file under its heading."""

    title: str
    items: tuple[Item, ...]


def parts(
    actor: Actor,
    frame: JourneyFrame,
    path: Path,
    language: str,
    *,
    shared: Iterable[NoteView],
    private: Iterable[NoteView],
    handed: HandOverView | None,
) -> tuple[Part, ...]:
    """What the next accompanist needs, in the language of the request. Empty parts are left out."""
    page = sessions(actor, frame.id)
    found = [
        Part(_("What the next one should know"), _letter(handed)),
        Part(_("Where it stands"), tuple(_standing(frame, path, language))),
        Part(_("What waits"), tuple(_waiting(actor, frame, page.coming, language))),
        Part(_("People"), tuple(Item(name, ", ".join(str(ROLES[r]) for r in held)) for name, held in path.by_person)),
        Part(_("The question, and what was decided"), tuple(_decided(actor, frame, language))),
        Part(_("Sessions held"), tuple(_held(page.held, language))),
        Part(_("What was learned on the way"), tuple(learned(path, language))),
        Part(_("Shared notes"), tuple(_notes(shared))),
        Part(_("Private notes, passed on by their author"), tuple(_notes(private))),
    ]
    return tuple(part for part in found if part.items)


def _letter(handed: HandOverView | None) -> tuple[Item, ...]:
    return (Item(f"{handed.leaving} → {handed.next}", handed.words, handed.language),) if handed else ()


def _standing(frame: JourneyFrame, path: Path, language: str) -> Iterator[Item]:
    yield Item(_("Step"), pick(frame.station().titles, language)[0])
    yield Item(_("Method"), _("version %(code)s, cycle %(n)s") % {"code": frame.methodology, "n": frame.cycle})
    if path.moves:
        yield Item(_("Began"), _day(path.moves[0].on))
    if path.paused_since:
        yield Item(_("At rest since"), f"{_day(path.paused_since)} ({path.pause_reason})")
    if path.half_days:
        said = ngettext("%(n)s half-day promised in all", "%(n)s half-days promised in all", path.half_days)
        yield Item(_("Time"), said % {"n": path.half_days})
    if path.planned_end:
        yield Item(_("Wishes to be done"), _day(path.planned_end))
    for station in frame.stations:
        said = ", ".join(f"{pick(knot.titles, language)[0]} ({STATES[knot.state]})" for knot in station.knots)
        yield Item(pick(station.shorts, language)[0], said)


def _waiting(actor: Actor, frame: JourneyFrame, coming: Iterable[SessionView], language: str) -> Iterator[Item]:
    for station in frame.stations:
        for knot in station.knots:
            if knot.change_asked:
                yield Item(
                    _("A change is asked: %(what)s") % {"what": pick(knot.titles, language)[0]}, knot.change_asked
                )
            elif knot.waits_for:
                yield Item(pick(knot.titles, language)[0], str(WAITS[knot.waits_for]))
    for link in given_links(actor, frame.id):
        if link.open and link.used_on is None:
            yield Item(_("A link nobody used yet"), link.label or pick(link.about, language)[0])
    for row in coming:
        facts = (_day(row.on), f"{row.starts_at:%H:%M}" if row.starts_at else "", row.place)
        yield Item(_("Next meeting: %(title)s") % {"title": row.title}, ", ".join(filter(None, facts)))


def _decided(actor: Actor, frame: JourneyFrame, language: str) -> Iterator[Item]:
    question = current_question(actor, frame.id)
    if question is not None:
        made = question.decision
        yield Item(_("The question"), *_texts(question.texts, language))
        yield Item(_("Why, decided on %(day)s") % {"day": _day(made.decided_on)}, made.reasons, made.language)
        for row in made.reservations:
            yield Item(_("A reservation"), row.text, row.language)
        for _id, names in made.not_heard:
            yield Item(_("Not heard"), pick(names, language)[0])
    page = improvements_page(actor, frame.id)
    for better in (*page.due, *page.coming, *page.again):
        when = _day(better.on) if better.on else ""
        yield Item(", ".join(filter(None, (_("To improve"), better.who, when))), *_texts(better.what, language))


def _held(rows: Iterable[SessionView], language: str) -> Iterator[Item]:
    for row in reversed(list(rows)):
        there = ", ".join(f"{pick(one.group, language)[0]} ({one.people})" for one in row.present)
        facts = ". ".join(filter(None, (_day(row.on), there)))
        yield Item(row.title, "\n".join(filter(None, (facts, row.record))), row.language)


def learned(path: Path, language: str) -> Iterator[Item]:
    """The reflective moments, the first one first."""
    for row in reversed(path.closings):
        said = [
            (_("What surprised us"), row.surprised),
            (_("What we adjust"), row.adjust),
            (_("For the method"), row.method),
        ]
        text = "\n".join(_("%(what)s: %(words)s") % {"what": head, "words": words} for head, words in said if words)
        yield Item(f"{pick(row.titles, language)[0]}, {_day(row.at)}", text, row.language)


def _notes(rows: Iterable[NoteView]) -> Iterator[Item]:
    for row in rows:
        yield Item(f"{_day(row.at)}, {row.author}", row.text, row.language)


def _texts(texts: Texts, language: str) -> tuple[str, str]:
    return pick(texts, language)


def _day(value: date | datetime) -> str:
    return format_date(value, "j F Y")


def as_markdown(enterprise: str, found: Iterable[Part], day: date) -> str:
    """The file as Markdown: a heading per part, a bold line per thing, words as quotations."""
    lines = [f"# {_plain(enterprise)}: {_('hand-over file')}", "", _day(day), ""]
    for part in found:
        lines += [f"## {_plain(part.title)}", ""]
        for item in part.items:
            lines.append(f"**{_plain(item.head)}**")
            lines.append("")
            if item.text:
                lines += [f"> {line}".rstrip() for line in item.text.splitlines()]
                lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text on one line, with the signs that Markdown would take for its own marked as signs."""
    return re.sub(r"([\\`*_<>#\[\]])", r"\\\1", " ".join(text.split()))


def as_zip(actor: Actor, journey_id: uuid.UUID, markdown: str) -> bytes:
    """The Markdown file, with what the enterprise already had beside it as far as it fits."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hand-over.md", markdown)
        weight = 0
        for number, file in enumerate(engagement.existing(actor, journey_id), 1):
            weight += file.size
            if weight > HEAVIEST:
                break
            content: Any = engagement.download(actor, journey_id, file.id).content
            archive.writestr(f"files/{number:02}-{safe_name(file.name)}", content)
    return held.getvalue()


def safe_name(name: str) -> str:
    """A file's name without anything that a path could be made of."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")[-80:] or "file"
