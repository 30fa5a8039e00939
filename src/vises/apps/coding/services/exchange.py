"""Codebooks and projects from other programs, and for them: by the ids of rows, so that nothing comes in twice."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code, ErasedText, Passage, Text
from vises.apps.coding.queries.codebook import CodeRow, codebook, journey_scope
from vises.apps.coding.rules import trimmed
from vises.apps.coding.services.may import scope_of_journey, texts_read_apart
from vises.apps.coding.services.texts import take_in
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.texts import refi
from vises.texts.reading import LONGEST
from vises.texts.talk import Cleaning, clean


@dataclass(frozen=True)
class Words:
    """What is said of texts that come in: their plan line, what they are, what everybody in them agreed to, and what
    somebody said no to. Of what stands in neither nobody was asked: it covers no quote."""

    line_id: uuid.UUID
    kind: str
    language: str
    consents: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brought:
    """What came in. `receipts` are for the people who speak, by title; `changed` are titles of texts whose words are
    others here by now, so that no mark could be laid on them."""

    themes: int
    marks: int = 0
    receipts: tuple[tuple[str, str], ...] = ()
    known: int = 0
    left_out: int = 0
    changed: tuple[str, ...] = ()


def export_codebook(actor: Actor, journey_id: uuid.UUID, language: str) -> bytes:
    """The codebook as .qdc, names in `language` where they exist. For whoever sees it."""
    themes = _themes(codebook(journey_scope(actor, journey_id)), language, notes=False)
    if not themes:
        raise Problem("coding.nothing-to-exchange")
    return refi.write_codebook(themes)


def export_project(actor: Actor, journey_id: uuid.UUID, name: str, language: str) -> bytes:
    """Codebook, texts and marks as .qdpx: texts that the actor reads and whose people agree to analysis, as of now.

    Pseudonyms stay, their key does not go along. Noted in the audit trail. Raises Problem without such a text.
    """
    scope_id = journey_scope(actor, journey_id)
    rows = Text.objects.filter(scope_id=scope_id).select_related("origin__document", "origin__answer")
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    texts = [text for text in rows.order_by("created_at") if "analysis" in _consents(text)]
    if not texts:
        raise Problem("coding.nothing-to-exchange")
    marks: dict[uuid.UUID, list[refi.Marked]] = {}
    users: dict[uuid.UUID, str] = {}
    told = {text.id for text in texts} - texts_read_apart(actor)
    for row in Passage.objects.filter(text__in=told).select_related("coder").order_by("start"):
        if row.coder:
            users[row.coder.id] = row.coder.name
        marks.setdefault(row.text_id, []).append(
            refi.Marked(row.id, row.code_id, row.start, row.end, row.memo, row.coder_id, row.created_at, row.proposed)
        )
    project = refi.Project(
        name,
        _themes(codebook(scope_id), language, notes=True),
        tuple(refi.Source(text.id, text.title, text.body, tuple(marks.get(text.id, ()))) for text in texts),
        tuple(refi.User(id_, who) for id_, who in users.items()),
    )
    record(
        actor.who, "coding.exported", scope_id=scope_id, object_kind="journey", object_id=journey_id, texts=len(texts)
    )
    return refi.write_project(project)


def import_codebook(actor: Actor, journey_id: uuid.UUID, themes: Sequence[refi.Theme], language: str) -> Brought:
    """Themes that are not here yet, known by id, then by name. Needs to be able to code; all or nothing."""
    scope_id = scope_of_journey(actor, journey_id)
    with transaction.atomic():
        ours, new = _bring_themes(scope_id, themes, language)
        _note(actor, scope_id, journey_id, new, 0, 0)
    return Brought(new, known=len(ours) - new)


def import_project(actor: Actor, journey_id: uuid.UUID, project: refi.Project, words: Words) -> Brought:
    """Themes, texts and marks that are not here yet, all or nothing. Needs `journey.edit`, and to read the line.

    A text that is here keeps its words and its consent; marks that came since are laid on it. The file's consent is
    what `words` say of all its texts. Raises Problem naming the field to mend.
    """
    scope_id = scope_of_journey(actor, journey_id)
    line = PlanLine.objects.filter(pk=words.line_id, journey_id=journey_id).first()
    if line is None:
        raise Problem("coding.line", field="line")
    with transaction.atomic():
        ours, new = _bring_themes(scope_id, project.themes, words.language)
        rows = Text.objects.filter(scope_id=scope_id)
        mine = rows if actor.kind == "system" else visible(actor, "words.read", rows)
        places = _places(Text, [source.id for source in project.sources], scope_id)
        here = {text.id: text for text in mine.filter(pk__in=places.values())}
        erased = set(ErasedText.objects.filter(pk__in=places.values()).values_list("id", flat=True))
        known = erased | set(rows.filter(pk__in=places.values()).values_list("id", flat=True))
        receipts, changed, laid, left_out, stood = [], [], [], project.left_out, 0
        for source in project.sources:
            cleaning = Cleaning(source.body)
            if not cleaning.body:
                left_out += 1 + len(source.marks)
                continue
            if len(cleaning.body) > LONGEST:
                raise Problem("texts.long", field="file", limit=LONGEST // 3200)
            text = here.get(places[source.id])
            title = _one_line(source.name) or str(source.id)[:8]
            if text is None and places[source.id] in known:
                # somebody else reads it, or whoever spoke took her words back
                left_out += 1 + len(source.marks)
                continue
            if text is None:
                kept = add_document(
                    actor,
                    line.id,
                    kind=words.kind,
                    title=title,
                    text=cleaning.body,
                    language=words.language,
                    consents=words.consents,
                    refused=words.refused,
                    as_it_stands=True,
                )
                receipts.append((title, kept.receipt))
                text = take_in(actor, kept.document.id, as_id=places[source.id])
            elif text.body != cleaning.body:
                changed.append(title)
                left_out += len(source.marks)
                continue
            else:
                stood += 1
            laid += [(text, cleaning, mark) for mark in source.marks]
        marks, lost = _bring_marks(actor, scope_id, laid, ours)
        _note(actor, scope_id, journey_id, new, len(receipts), marks)
    return Brought(new, marks, tuple(receipts), stood, left_out + lost, tuple(changed))


def _bring_themes(
    scope_id: uuid.UUID, themes: Sequence[refi.Theme], language: str
) -> tuple[dict[uuid.UUID, uuid.UUID], int]:
    """Our theme for each of theirs, and how many are new. A theme of the same name is the same, unless the file has
    several of that name: those tell apart by the theme above them."""
    rows = {row.id: row for row in Code.objects.filter(scope_id=scope_id)}
    by_name = {name.casefold(): row.id for row in rows.values() for name in row.names.values()}
    often: dict[str, int] = {}
    for theme in themes:
        often[theme.name.casefold()] = often.get(theme.name.casefold(), 0) + 1
    names = {theme.id: theme.name for theme in themes}
    places = _places(Code, names, scope_id)
    ours: dict[uuid.UUID, uuid.UUID] = {}
    made: list[Code] = []
    for theme in themes:
        name = _one_line(theme.name) or "–"
        if places[theme.id] in rows:
            ours[theme.id] = places[theme.id]
        elif often[theme.name.casefold()] == 1 and name.casefold() in by_name:
            ours[theme.id] = by_name[name.casefold()]
        else:
            above = names.get(theme.parent, "") if theme.parent else ""
            name = _free(name, above, by_name)
            called = _texts(theme, "name", language, name)
            called = {spoken: one for spoken, one in called.items() if one == name or one.casefold() not in by_name}
            code = Code(
                id=places[theme.id],
                scope_id=scope_id,
                names=called,
                definitions=_texts(theme, "definition", language, _whole(theme.description)),
                examples=_texts(theme, "example", language, ""),
                memo=theme.memo[:5000],
                parent_id=ours.get(theme.parent) if theme.parent else None,
                order=min(len(rows) + len(made) + 1, 32_000),
            )
            made.append(code)
            by_name |= {one.casefold(): code.id for one in called.values()}
            ours[theme.id] = code.id
    Code.objects.bulk_create(made)
    return ours, len(made)


def _bring_marks(
    actor: Actor,
    scope_id: uuid.UUID,
    laid: Sequence[tuple[Text, Cleaning, refi.Marked]],
    ours: Mapping[uuid.UUID, uuid.UUID],
) -> tuple[int, int]:
    """Lay marks on texts; gives how many are new, and how many have no words or no theme."""
    places = _places(Passage, [mark.id for _, _, mark in laid], scope_id)
    texts = {text.id for text, _, _ in laid}
    there: set[tuple[uuid.UUID, uuid.UUID, int, int]] = set()
    known: set[uuid.UUID] = set()
    for row in Passage.objects.filter(text__in=texts).values_list("id", "text_id", "code_id", "start", "end"):
        known.add(row[0])
        there.add((row[1], row[2], row[3], row[4]))
    made, lost = [], 0
    for text, cleaning, mark in laid:
        if places[mark.id] in known:
            continue
        place = cleaning.place(mark.start, mark.end)
        place = trimmed(text.body, *place) if place else None
        code = ours.get(mark.theme)
        if place is None or code is None:
            lost += 1
            continue
        known.add(places[mark.id])
        key = (text.id, code, *place)
        made.append(
            Passage(
                id=places[mark.id],
                text=text,
                code_id=code,
                start=place[0],
                end=place[1],
                memo=clean(mark.memo),
                coder_id=actor.id if mark.user == actor.id else None,  # a file cannot speak for others
                doubled=key in there,
                proposed=mark.proposed,
            )
        )
        there.add(key)
    Passage.objects.bulk_create(made, batch_size=1000)
    return len(made), lost


def _places(model: type[Model], ids: Iterable[uuid.UUID], scope_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """The id that a row of a file has here: its own, unless another journey has a row of this id."""
    wanted = list(dict.fromkeys(ids))
    path = "text__scope_id" if model is Passage else "scope_id"
    elsewhere: set[uuid.UUID] = set()
    for begin in range(0, len(wanted), 500):
        rows = model._default_manager.filter(pk__in=wanted[begin : begin + 500]).exclude(**{path: scope_id})
        elsewhere |= set(rows.values_list("pk", flat=True))
    return {id_: uuid.uuid5(scope_id, str(id_)) if id_ in elsewhere else id_ for id_ in wanted}


def _free(name: str, above: str, taken: Mapping[str, object]) -> str:
    """A name that the codebook does not have: with the theme above it, then with a number."""
    if name.casefold() in taken and above:
        name = f"{name} ({_one_line(above)})"
    number, free = 2, name
    while free.casefold() in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _whole(words: str) -> str:
    return words[:20_000]


def _one_line(words: str) -> str:
    return " ".join(clean(words).split())[:120]


def _consents(text: Text) -> Iterable[str]:
    origin = text.origin
    return origin.document.consents if origin.document else origin.answer.consents if origin.answer else ()


def _themes(rows: Sequence[CodeRow], language: str, *, notes: bool) -> tuple[refi.Theme, ...]:
    """Themes with names and definitions in one language. Where the file has `notes`, they tell the rest; else an
    example follows the definition."""
    found = []
    for row in rows:
        definition, example = pick(row.definitions, language)[0], pick(row.examples, language)[0]
        said = definition if notes else "\n\n".join(text for text in (definition, example) if text)
        told = (
            ()
            if not notes
            else (
                *_told("name", row.names, language),
                *_told("definition", row.definitions, language),
                *_told("example", row.examples, ""),
            )
        )
        name = pick(row.names, language)[0]
        found.append(refi.Theme(row.id, name, said, row.parent, row.memo if notes else "", told))
    return tuple(found)


def _told(what: str, texts: Texts, shown: str) -> list[tuple[str, str, str]]:
    """Words in each language, unless they are all in the one that the file shows."""
    return [(what, language, words) for language, words in texts.items() if words] if set(texts) - {shown} else []


def _texts(theme: refi.Theme, what: str, language: str, shown: str) -> Texts:
    """What a file tells of a theme in each language. What it shows counts for `language`, unless that is told too, or
    it is told in another language."""
    tidy = _one_line if what == "name" else _whole
    told = {spoken: tidy(words) for one, spoken, words in theme.told if one == what and tidy(words)}
    return told if not shown or shown in told.values() else told | {language: shown}


def _note(actor: Actor, scope_id: uuid.UUID, journey_id: uuid.UUID, themes: int, texts: int, marks: int) -> None:
    record(
        actor.who,
        "coding.imported",
        scope_id=scope_id,
        object_kind="journey",
        object_id=journey_id,
        themes=themes,
        texts=texts,
        marks=marks,
    )
