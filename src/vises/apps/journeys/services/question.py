"""The question room: candidates and who proposed them, the decision, reservations, who was not heard."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, use_pass
from vises.apps.journeys.models import (
    Attachment,
    Candidate,
    Contribution,
    Decision,
    EvaluationQuestion,
    Expectation,
    Journey,
    LiveRoom,
    Presence,
    Reservation,
    Session,
    Stakeholder,
)
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.may import journey_for, who_id
from vises.apps.journeys.services.passes import journey_behind
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now, today
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.rows import insert_once

DELIVERABLE = "evaluative-question"
LONGEST = 500  # characters of a question
MOST = 300  # candidates of a journey that come by links
ANSWERS = ("yes", "no", "unsure")


def propose(
    actor: Actor,
    journey_id: uuid.UUID,
    text: str,
    *,
    language: str,
    stakeholder_id: uuid.UUID | None = None,
    said_by: str = "",
    channel: str = "screen",
    type: str = "",
) -> Candidate:
    """A candidate question, with who proposed it and by which way. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    group = group_in(journey, stakeholder_id)
    known = {item.id for item in methodology.version(journey.methodology.code).question_types}
    if channel not in Candidate.Channel.values or (type and type not in known):
        raise Problem("journeys.candidate-way", field="channel")
    return put_on_table(actor, journey, text, language, group, said_by=said_by, channel=channel, type=type)


def propose_by_link(token: str, texts: Iterable[str], *, said_by: str = "", language: str = "") -> int:
    """Questions from a group, by the link it was given; how many were kept.

    The link works for the whole group until it ends; `language` where it is not that of the link. Raises
    NotFound for a link that opens nothing, Problem when nothing is written or when the room already holds as
    many questions as one can read.
    """
    guest, journey, group = journey_behind(token, "propose")
    if group is None:
        raise NotFound("access.link-ended")
    written = list(dict.fromkeys(_question_text(text) for text in texts if text.strip()))
    if not written:
        raise Problem("journeys.question-empty", field="text_1")
    with transaction.atomic():
        if Candidate.objects.filter(journey=journey).count() + len(written) > MOST:
            raise Problem("journeys.candidates-many", limit=MOST)
        for text in written:
            put_on_table(guest, journey, text, language or guest.language, group, said_by=said_by, channel="link")
        use_pass(guest)
    return len(written)


def put_on_table(
    actor: Actor,
    journey: Journey,
    text: str,
    language: str,
    group: Stakeholder | None,
    *,
    channel: str,
    said_by: str = "",
    type: str = "",
    id_: uuid.UUID | None = None,
    photo: Attachment | None = None,
) -> Candidate:
    """A candidate of this journey; the caller has checked that the actor may. With the same `id_` it comes once."""
    words = _question_text(text)
    row = Candidate(
        journey=journey,
        text=words,
        language=_language(language),
        type=type,
        stakeholder=group,
        said_by=said_by.strip()[:120],
        channel=channel,
        photo=photo,
    )
    if id_ is not None:
        row.pk = id_
    with transaction.atomic():
        row.order = _last(journey)
        if insert_once(row):
            _done(actor, journey, "question.proposed", row.id)
            return row
    return Candidate.objects.get(pk=row.pk, journey=journey)


def merge(
    actor: Actor,
    candidate_ids: Iterable[uuid.UUID],
    text: str = "",
    reason: str = "",
    *,
    into: uuid.UUID | None = None,
    language: str = "",
) -> Candidate:
    """Join candidates in a new wording, or `into` one of those on the table; each keeps its own words.

    Needs `journey.edit`. Where each one went, and why, stays readable.
    """
    chosen = set(candidate_ids) | ({into} if into else set())
    rows = [_candidate(actor, id_) for id_ in chosen]
    if len(rows) < 2 or len({row.journey_id for row in rows}) != 1:
        raise Problem("journeys.merge-two", field="candidates")
    if any(row.state != Candidate.State.PROPOSED for row in rows):
        raise Problem("journeys.candidate-settled", field="candidates")
    rows.sort(key=lambda row: (row.order, row.created_at))
    journey = rows[0].journey
    with transaction.atomic():
        standing = next((row for row in rows if row.pk == into), None)
        if standing and not Candidate.objects.filter(pk=standing.pk, state=standing.state).select_for_update().exists():
            raise Conflict("platform.changed-meanwhile")
        joined = standing or Candidate.objects.create(
            journey=journey,
            text=_question_text(text),
            language=_language(language or rows[0].language),
            type=rows[0].type,
            channel=Candidate.Channel.SCREEN,
            order=_last(journey),
            by_merge=True,
        )
        for row in rows:
            if row.pk != joined.pk:
                _settle(row, Candidate.State.MERGED, actor, merged_into=joined, reason=reason.strip())
        _done(actor, journey, "question.merged", joined.id)
    return joined


def undo_merge(actor: Actor, candidate_id: uuid.UUID, reason: str) -> None:
    """What went into a candidate comes back on the table. Needs `journey.edit`.

    Words that were written only to join the others are set aside with `reason`; a candidate that had taken others in
    stays. Raises Problem when nothing went into it, or when it is settled itself.
    """
    row = _candidate(actor, candidate_id)
    if row.state != Candidate.State.PROPOSED:
        raise Problem("journeys.candidate-settled")
    with transaction.atomic():
        parts = list(Candidate.objects.filter(merged_into=row, state=Candidate.State.MERGED))
        if not parts:
            raise Problem("journeys.nothing-merged")
        for part in parts:
            _settle(part, Candidate.State.PROPOSED, actor, reason="", merged_into=None)
        if row.by_merge:
            _settle(row, Candidate.State.SET_ASIDE, actor, reason=reason.strip())
        _done(actor, row.journey, "question.merge-undone", row.id)


def reword(actor: Actor, candidate_id: uuid.UUID, text: str, reason: str = "") -> Candidate:
    """Say a candidate in other words. Needs `journey.edit`. The first words stay, and who proposed them."""
    row = _candidate(actor, candidate_id)
    words = _question_text(text)
    if words == row.text:
        return row
    if row.state != Candidate.State.PROPOSED:
        raise Problem("journeys.candidate-settled", field="text")
    with transaction.atomic():
        said = Candidate.objects.create(
            journey=row.journey,
            text=words,
            language=row.language,
            type=row.type,
            stakeholder_id=row.stakeholder_id,
            said_by=row.said_by,
            channel=row.channel,
            order=row.order,
            by_merge=row.by_merge,
        )
        Candidate.objects.filter(merged_into=row).update(merged_into=said)
        _settle(row, Candidate.State.MERGED, actor, merged_into=said, reason=reason.strip())
        _done(actor, row.journey, "question.reworded", said.id)
    return said


def set_aside(actor: Actor, candidate_id: uuid.UUID, reason: str) -> None:
    """Not this one, and why: it stays readable. Needs `journey.edit`."""
    row = _candidate(actor, candidate_id)
    if not reason.strip():
        raise Problem("journeys.aside-reason", field="reason")
    if row.state != Candidate.State.PROPOSED:
        raise Problem("journeys.candidate-settled")
    with transaction.atomic():
        _settle(row, Candidate.State.SET_ASIDE, actor, reason=reason.strip())
        _done(actor, row.journey, "question.set-aside", row.id)


def take_back(actor: Actor, candidate_id: uuid.UUID) -> None:
    """A candidate set aside or merged comes back on the table. Needs `journey.edit`."""
    row = _candidate(actor, candidate_id)
    if row.state not in {Candidate.State.SET_ASIDE, Candidate.State.MERGED}:
        raise Problem("journeys.candidate-settled")
    with transaction.atomic():
        _settle(row, Candidate.State.PROPOSED, actor, reason="", merged_into=None)
        _done(actor, row.journey, "question.taken-back", row.id)


def weigh(actor: Actor, candidate_id: uuid.UUID, answers: Mapping[str, str]) -> None:
    """What the group thinks of each point of the good-question test: advice, never a lock. Needs `journey.edit`."""
    row = _candidate(actor, candidate_id)
    known = {item.id for item in methodology.version(row.journey.methodology.code).question_test}
    kept = {point: answer for point, answer in answers.items() if point in known and answer in ANSWERS}
    with transaction.atomic():
        Candidate.objects.filter(pk=row.pk).update(test=kept)
        _done(actor, row.journey, "question.tested", row.id)


def decide(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    candidate_id: uuid.UUID,
    texts: Texts,
    session_id: uuid.UUID,
    manner: str,
    reasons: str,
    language: str = "",
    not_heard: Iterable[uuid.UUID] = (),
    not_heard_words: str = "",
    reservations: Iterable[tuple[uuid.UUID | None, str, str]] = (),
    decided_on: date | None = None,
    aside: Mapping[uuid.UUID, str] | None = None,
    seen: str | None = None,
) -> EvaluationQuestion:
    """The one question: which, why, how and at which session; reservations kept, and who was not heard.

    Needs `journey.edit`. `reservations` are (group or None, who said it, words). Groups that were never there and
    said nothing are named as not heard, whoever leaves them out. A later decision replaces an earlier one, which stays
    readable. `aside` sets others aside at once, each with its reason. `seen` is the
    id of the decision that the writer had before her eyes ("" for none): Conflict when somebody decided
    meanwhile. Raises Problem naming the field to mend.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    candidate = Candidate.objects.filter(pk=candidate_id, journey=journey).first()
    session = Session.objects.filter(pk=session_id, journey=journey).first()
    if candidate is None or candidate.state not in {Candidate.State.PROPOSED, Candidate.State.CHOSEN}:
        raise Problem("journeys.decide-candidate", field="candidate")
    if session is None:
        raise Problem("journeys.decide-session", field="session")
    if manner not in Decision.Manner.values:
        raise Problem("journeys.decide-manner", field="manner")
    if not reasons.strip():
        raise Problem("journeys.decide-reasons", field="reasons")
    agreed = {code: _question_text(text) for code, text in texts.items() if code in LANGUAGES and text.strip()}
    if not agreed:
        raise Problem("journeys.question-empty", field="text")
    kept = [(group_in(journey, group), who, words) for group, who, words in reservations if words.strip()]
    with transaction.atomic():
        Journey.objects.select_for_update().get(pk=journey.pk)
        standing = Decision.objects.filter(journey=journey, replaced_at=None)
        if seen is not None and {str(pk) for pk in standing.values_list("pk", flat=True)} - {seen}:
            raise Conflict("platform.changed-meanwhile")
        standing.update(replaced_at=now())
        Candidate.objects.filter(journey=journey, state=Candidate.State.CHOSEN).update(state=Candidate.State.PROPOSED)
        decision = Decision.objects.create(
            journey=journey,
            session=session,
            manner=manner,
            reasons=reasons.strip(),
            language=language or journey.language,
            not_heard_words=not_heard_words.strip(),
            decided_on=decided_on or (session.on if session.held else today()),
        )
        named = Stakeholder.objects.filter(journey=journey, pk__in=list(not_heard))
        decision.not_heard.set({*named, *_silent(journey)})
        Reservation.objects.bulk_create(
            Reservation(
                decision=decision,
                stakeholder=group,
                said_by=who.strip()[:120],
                text=words.strip(),
                language=decision.language,
            )
            for group, who, words in kept
        )
        Candidate.objects.filter(pk=candidate.pk).update(state=Candidate.State.CHOSEN)
        left = {pk: why.strip() for pk, why in (aside or {}).items() if why.strip() and pk != candidate.pk}
        for row in Candidate.objects.filter(journey=journey, state=Candidate.State.PROPOSED, pk__in=left):
            _settle(row, Candidate.State.SET_ASIDE, actor, reason=left[row.pk])
        question = EvaluationQuestion.objects.create(decision=decision, candidate=candidate, texts=agreed)
        _done(actor, journey, "question.decided", question.id)
    return question


def _silent(journey: Journey) -> Iterable[Stakeholder]:
    """Groups of which nobody was at a session, asked a question, said what they expect or spoke in a room."""
    spoke: set[uuid.UUID | None] = set()
    for heard in (
        Presence.objects.filter(session__journey=journey, session__held=True, people__gt=0),
        Candidate.objects.filter(journey=journey),
        Expectation.objects.filter(journey=journey),
        Contribution.objects.filter(room__journey=journey),
    ):
        spoke.update(heard.values_list("stakeholder_id", flat=True))
    return Stakeholder.objects.filter(journey=journey).exclude(pk__in=[id_ for id_ in spoke if id_ is not None])


def _settle(row: Candidate, state: str, actor: Actor, **values: object) -> None:
    """Compare-and-swap on the state, and who did it. Raises Conflict when somebody settled it meanwhile."""
    by = {"settled_by_id": who_id(actor), "settled_at": now()}
    if state == Candidate.State.PROPOSED:
        by = {"settled_by_id": None, "settled_at": None}
    if not Candidate.objects.filter(pk=row.pk, state=row.state).update(state=state, **by, **values):
        raise Conflict("platform.changed-meanwhile")


def stir(journey: Journey) -> None:
    """Something changed that the screens of an open room should see."""
    LiveRoom.objects.filter(journey=journey, closed_at=None).update(changes=F("changes") + 1)


def _last(journey: Journey) -> int:
    return Candidate.objects.filter(journey=journey).count()


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    return language


def _question_text(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Problem("journeys.question-empty", field="text")
    if len(words) > LONGEST:
        raise Problem("journeys.question-long", field="text", limit=LONGEST)
    return words


def group_in(journey: Journey, stakeholder_id: uuid.UUID | None) -> Stakeholder | None:
    """A group of this journey's map, or none where none is asked for. Raises Problem for any other."""
    if stakeholder_id is None:
        return None
    row = Stakeholder.objects.filter(pk=stakeholder_id, journey=journey).first()
    if row is None:
        raise Problem("journeys.stakeholder-unknown", field="stakeholder")
    return row


def _candidate(actor: Actor, candidate_id: uuid.UUID) -> Candidate:
    rows = Candidate.objects.select_related("journey__methodology", "journey__scope")
    if actor.kind == "system":
        return rows.get(pk=candidate_id)
    return fetch(actor, "journey.edit", rows, pk=candidate_id)


def _done(actor: Actor, journey: Journey, event: str, object_id: uuid.UUID) -> None:
    touch(actor, journey, DELIVERABLE)
    stir(journey)
    record(actor.who, event, scope_id=journey.scope_id, object_kind="question", object_id=object_id)
