"""Writing a proposal, saying when it opens, moving it along, and releasing it as a version of the method."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.learning.models import (
    Amendment,
    FieldNote,
    MacroFinding,
    Outcome,
    Position,
    Proposal,
    ProposalGround,
    ProposalMove,
)
from vises.apps.learning.rules.changes import (
    LONGEST_CLOSED,
    SHORTEST_CONSULTATION,
    TELLING,
    Facts,
    is_closed,
    may_move,
    opens_rightly,
)
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.changes.may import proposal_for
from vises.apps.learning.services.changes.telling import tell_soon
from vises.apps.learning.services.may import programme_for, user_id
from vises.apps.methodology import comparing
from vises.apps.methodology.services.drafts import begin_draft
from vises.apps.methodology.services.releases import check_code, release_draft
from vises.apps.programmes.models import Body
from vises.kernel.clock import now, today
from vises.kernel.locale import Texts, typeset
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.services import record


def write_proposal(
    actor: Actor,
    programme_id: uuid.UUID,
    *,
    base_code: str,
    code: str,
    titles: Texts,
    whys: Texts,
    opens_on: date,
    body_id: uuid.UUID | None = None,
    local: bool = True,
) -> Proposal:
    """A new proposal: a closed draft of a version of the method, and the day on which it opens to all.

    Needs `learning.treat` in the programme, or in the body that prepares it. `local`: an overlay on the core of
    `base_code`; otherwise a core of its own. Raises Problem for what is missing or an opening beyond three months.
    """
    programme = programme_for(actor, programme_id)
    body = _body(actor, programme_id, body_id)
    said = {name: _said(texts, name) for name, texts in (("titles", titles), ("whys", whys))}
    day = today(programme.zone)
    if not opens_rightly(opens_on, day):
        raise Problem("learning.opens", field="opens_on", last=(day + LONGEST_CLOSED).isoformat())
    check_code(code)
    with transaction.atomic():
        draft = begin_draft(actor, base_code, local=local)
        assert draft.derived_from is not None
        row = Proposal.objects.create(
            programme=programme,
            body=body,
            base=draft.derived_from,
            draft=draft,
            code=code,
            opens_on=opens_on,
            written_by_id=user_id(actor),
            written_by_name=actor.name,
            **said,
        )
        ProposalMove.objects.create(proposal=row, new=row.state, by_name=actor.name)
        _record(actor, "proposal.written", row)
    return row


def _body(actor: Actor, programme_id: uuid.UUID, body_id: uuid.UUID | None) -> Body | None:
    """The body that prepares it, for whoever sits there; without one, for whoever treats in the whole programme."""
    bodies = Body.objects.filter(programme_id=programme_id)
    if body_id is None:
        programme_for(actor, programme_id, "learning.treat")
        return None
    body = bodies.filter(pk=body_id).first()
    if body is None:
        raise Problem("learning.proposal-body", field="body")
    if actor.kind != "system" and not visible(actor, "learning.treat", bodies.filter(pk=body_id)).exists():
        raise Forbidden()
    return body


def _said(texts: Texts, name: str) -> Texts:
    said = {language: typeset(text.strip(), language) for language, text in texts.items() if text.strip()}
    if not said:
        raise Problem(f"learning.proposal-{name}", field=f"{name}_fr")
    return said


def rewrite_proposal(actor: Actor, proposal_id: uuid.UUID, *, code: str, titles: Texts, whys: Texts) -> Proposal:
    """Its number, titles and reasons. Needs `learning.treat`; not once it is released or set aside."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    if row.state in {"released", "set-aside"}:
        raise Problem("learning.proposal-over")
    if code != row.code:
        check_code(code)
    row.code, row.titles, row.whys = code, _said(titles, "titles"), _said(whys, "whys")
    with transaction.atomic():
        row.save(update_fields=["code", "titles", "whys"])
        _record(actor, "proposal.rewritten", row)
    return row


def open_later(actor: Actor, proposal_id: uuid.UUID, opens_on: date, why: str) -> Proposal:
    """Another day on which a closed draft opens, with the reason, which all read then. Needs `learning.treat`."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    day = today(row.programme.zone)
    if not is_closed(row.state, row.opens_on, day):
        raise Problem("learning.proposal-is-open")
    if not opens_rightly(opens_on, day):
        raise Problem("learning.opens", field="opens_on", last=(day + LONGEST_CLOSED).isoformat())
    if opens_on > row.opens_on and not why.strip():
        raise Problem("learning.proposal-later-why", field="why")
    with transaction.atomic():
        moved = Proposal.objects.filter(pk=row.pk, state=row.state, opens_on=row.opens_on).update(opens_on=opens_on)
        if not moved:
            raise Conflict("platform.changed-meanwhile")
        _leave(row, row.state, actor, why, opens_on=row.opens_on)
        _record(actor, "proposal.opens-later", row)
    row.opens_on = opens_on
    return row


def add_ground(actor: Actor, proposal_id: uuid.UUID, kind: str, thing_id: uuid.UUID) -> ProposalGround:
    """A field note that went up, or a macro finding, on which it rests. Needs `learning.treat`."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    if kind == "note":
        note = FieldNote.objects.filter(pk=thing_id, programme=row.programme_id, state__in=UP).first()
        finding = None
    else:
        note = None
        finding = MacroFinding.objects.filter(pk=thing_id, programme=row.programme_id).first()
    if note is None and finding is None:
        raise Problem("learning.proposal-ground", field="ground")
    with transaction.atomic():
        ground, made = ProposalGround.objects.get_or_create(proposal=row, note=note, finding=finding)
        if made:
            _record(actor, "proposal.ground-added", row)
    return ground


def drop_ground(actor: Actor, proposal_id: uuid.UUID, ground_id: uuid.UUID) -> None:
    """Take a ground away, before it is released. Needs `learning.treat`."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    if row.state in {"released", "set-aside"}:
        raise Problem("learning.proposal-over")
    with transaction.atomic():
        if not ProposalGround.objects.filter(pk=ground_id, proposal=row).delete()[0]:
            raise NotFound()
        _record(actor, "proposal.ground-dropped", row)


def facts_of(row: Proposal) -> Facts:
    """What the next moves of a proposal depend on; a fixed number of queries."""
    base, draft = comparing.released_edition(row.base.code), comparing.edition(row.draft_id)
    changes = 0
    if row.draft.released_on is None:
        changes = sum(
            len(found.structure) + len(found.texts)
            for found in (comparing.difference(base, draft, language) for language in draft.texts)
        )
    return Facts(
        state=row.state,
        changes=changes,
        ready=frozenset(language for language in draft.texts if draft.ready(language)),
        told_why=row.draft.changes.exists(),
        objections_open=Position.objects.filter(proposal=row, stance="object", answered_at=None).count(),
        amendments_open=Amendment.objects.filter(proposal=row, state="open").count(),
    )


def open_consultation(
    actor: Actor, proposal_id: uuid.UUID, closes_on: date, *, address: str = "", tell: bool = True
) -> Proposal:
    """Ask everybody: the text stands still until `closes_on`, and all are told. Needs `learning.decide`.

    `address` is where notices and mails lead; without `tell` nobody gets any (all were told in another way).
    Raises Problem with what is not ready yet.
    """
    row = proposal_for(actor, proposal_id, "learning.decide")
    day = today(row.programme.zone)
    if closes_on < day + SHORTEST_CONSULTATION:
        raise Problem("learning.proposal-closes", field="closes_on", first=(day + SHORTEST_CONSULTATION).isoformat())
    opens_on = min(row.opens_on, day)
    return _move(actor, row, "open", address=address, tell=tell, closes_on=closes_on, opens_on=opens_on)


def close_consultation(actor: Actor, proposal_id: uuid.UUID, why: str = "") -> Proposal:
    """From now on it is answered. Before the day that all were told, a reason is asked. Needs `learning.decide`."""
    row = proposal_for(actor, proposal_id, "learning.decide")
    if row.closes_on and today(row.programme.zone) <= row.closes_on and not why.strip():
        raise Problem("learning.proposal-early", field="why")
    return _move(actor, row, "answering", why=why)


def accept_proposal(actor: Actor, proposal_id: uuid.UUID, why: str = "") -> Proposal:
    """Every objection is answered and every amendment settled: it may be released. Needs `learning.decide`."""
    return _move(actor, proposal_for(actor, proposal_id, "learning.decide"), "accepted", why=why)


def take_up_again(actor: Actor, proposal_id: uuid.UUID, why: str) -> Proposal:
    """Something was overlooked: it is answered once more. Needs `learning.decide`."""
    row = proposal_for(actor, proposal_id, "learning.decide")
    if not why.strip():
        raise Problem("learning.proposal-why", field="why")
    return _move(actor, row, "answering", why=why)


def set_aside(actor: Actor, proposal_id: uuid.UUID, why: str) -> Proposal:
    """It does not become a version; all may read why. Needs `learning.decide`."""
    row = proposal_for(actor, proposal_id, "learning.decide")
    if not why.strip():
        raise Problem("learning.proposal-why", field="why")
    return _move(actor, row, "set-aside", why=why, opens_on=min(row.opens_on, today(row.programme.zone)))


def release_proposal(
    actor: Actor, proposal_id: uuid.UUID, *, address: str = "", on: date | None = None, tell: bool = True
) -> Proposal:
    """It becomes a version of the method, which cites what it rests on; all are told. Needs `learning.decide`.

    Raises Problem with what is not ready yet: an objection without an answer, French or Dutch not complete.
    """
    row = proposal_for(actor, proposal_id, "learning.decide")
    if why_not := may_move(facts_of(row), "released"):
        raise _why_not(why_not, row)
    with transaction.atomic():
        _cite(row)
        release_draft(actor, row.draft_id, row.code, on=on)
        return _move(actor, row, "released", address=address, tell=tell)


def _cite(row: Proposal) -> None:
    """Entries of the changelog that name nothing of their own rest on everything the proposal rests on."""
    grounds = ProposalGround.objects.filter(proposal=row)
    all_of_it = [{"kind": "note", "id": str(g.note_id)} for g in grounds if g.note_id]
    all_of_it += [{"kind": "finding", "id": str(g.finding_id)} for g in grounds if g.finding_id]
    for change in row.draft.changes.all():
        if not change.references:
            change.references = all_of_it
            change.save(update_fields=["references"])


def _why_not(code: str, row: Proposal) -> Problem:
    facts = facts_of(row)
    return Problem(code, objections=facts.objections_open, amendments=facts.amendments_open)


def _move(
    actor: Actor,
    row: Proposal,
    new: str,
    *,
    why: str = "",
    address: str = "",
    tell: bool = True,
    **fields: object,
) -> Proposal:
    """Another state by compare-and-swap, with its row; who is to be told is told. Raises Problem or Conflict."""
    facts = facts_of(row) if new != "released" else None
    if facts is not None and (why_not := may_move(facts, new)):
        raise _why_not(why_not, row)
    old = row.state
    with transaction.atomic():
        if not Proposal.objects.filter(pk=row.pk, state=old).update(state=new, **fields):
            raise Conflict("platform.changed-meanwhile")
        row.refresh_from_db()
        _leave(row, old, actor, why, told=not tell)
        if new == "open":
            _came_of_it(row, actor)
        if new in TELLING and tell:
            tell_soon(row.programme_id, address)
        _record(actor, "proposal.moved", row, old=old, new=new)
    return row


def _came_of_it(row: Proposal, actor: Actor) -> None:
    """Whoever wrote a note it rests on may read what came of it, now that all may read the proposal."""
    notes = FieldNote.objects.filter(proposal_grounds__proposal=row)
    for note in notes.exclude(outcomes__kind="proposal", outcomes__whats=row.titles):
        Outcome.objects.create(note=note, kind="proposal", whats=row.titles, by_name=actor.name)


def _leave(
    row: Proposal, old: str, actor: Actor, why: str, *, opens_on: date | None = None, told: bool = False
) -> None:
    ProposalMove.objects.create(
        proposal=row,
        old=old,
        new=row.state,
        by_name=actor.name,
        why=why.strip(),
        opens_on=opens_on,
        told_at=now() if told else None,
    )


def _record(actor: Actor, event: str, row: Proposal, **facts: str) -> None:
    record(actor.who, event, scope_id=row.programme.scope_id, object_kind="proposal", object_id=row.id, **facts)
