"""What everybody says of a proposal: remarks, amendments, positions; and what they are answered."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.learning.models import Amendment, EarlierPosition, Position, Proposal, Remark
from vises.apps.learning.services.changes.may import proposal_for
from vises.apps.learning.services.may import user_id
from vises.apps.learning.services.notes import as_what
from vises.apps.methodology import comparing
from vises.apps.methodology.checks import LONGEST
from vises.apps.methodology.rules import as_written, expected_keys
from vises.apps.methodology.services import drafts
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

ASKED = frozenset({"open"})
STILL_ASKED = frozenset({"open", "answering"})
"""Who objected may change her mind once she is answered."""


def _asked(actor: Actor, proposal_id: uuid.UUID, states: frozenset[str] = ASKED) -> Proposal:
    row = proposal_for(actor, proposal_id, "learning.write")
    if row.state not in states:
        raise Problem("learning.proposal-not-asked")
    return row


def _who(actor: Actor, row: Proposal, language: str) -> dict[str, object]:
    if language not in LANGUAGES:
        raise Problem("learning.language", field="language")
    return {
        "author_id": user_id(actor),
        "author_name": actor.name,
        "as_what": as_what(actor, row.programme, None),
        "language": language,
    }


def remark(actor: Actor, proposal_id: uuid.UUID, text: str, *, language: str, element: str = "") -> Remark:
    """A comment on the whole, or on one element of it. Needs `learning.write`, while it is open to consultation."""
    row = _asked(actor, proposal_id)
    if not text.strip():
        raise Problem("learning.proposal-empty", field="text")
    if element and element not in _elements(row):
        raise Problem("learning.proposal-element", field="element")
    with transaction.atomic():
        said = Remark.objects.create(proposal=row, element=element, text=text.strip(), **_who(actor, row, language))
        _record(actor, "proposal.remark", row)
    return said


def _elements(row: Proposal) -> set[str]:
    return {line.key for line in comparing.elements(comparing.edition(row.draft_id), "fr")}


def amend(actor: Actor, proposal_id: uuid.UUID, key: str, text: str, *, language: str, why: str = "") -> Amendment:
    """Another wording of one text in one language. Needs `learning.write`, while it is open to consultation."""
    row = _asked(actor, proposal_id)
    who = _who(actor, row, language)
    draft = comparing.edition(row.draft_id)
    if key not in set(expected_keys(draft.version)):
        raise NotFound()
    was, words = draft.texts.get(language, {}).get(key, ""), as_written(text, language)
    if not words or words == was:
        raise Problem("learning.proposal-same", field="text")
    if len(words) > LONGEST:
        raise Problem("methodology.text", field="text")
    with transaction.atomic():
        said = Amendment.objects.create(proposal=row, key=key, was=was, text=words, why=why.strip(), **who)
        _record(actor, "proposal.amendment", row)
    return said


def take_position(actor: Actor, proposal_id: uuid.UUID, stance: str, reason: str = "", *, language: str) -> Position:
    """Agree, or a reserve or an objection with its reason; one per person, changed as often as she likes.

    Needs `learning.write`, from the opening of the consultation until it is decided. What she said before, and the
    answer she got to it, is kept.
    """
    row = _asked(actor, proposal_id, STILL_ASKED)
    who = _who(actor, row, language)
    if stance not in Position.Stance.values:
        raise Problem("learning.proposal-stance", field="stance")
    if stance != Position.Stance.AGREE and not reason.strip():
        raise Problem("learning.proposal-reason", field="reason")
    fields = {"stance": stance, "reason": reason.strip(), "changed_at": now(), **who}
    with transaction.atomic():
        found = Position.objects.filter(proposal=row, author=user_id(actor)).first() if actor.signed_in else None
        if found is None:
            found = Position.objects.create(proposal=row, **fields)
        elif (found.stance, found.reason) != (stance, reason.strip()):
            EarlierPosition.objects.create(
                position=found, stance=found.stance, reason=found.reason, answers=found.answers
            )
            changed = Position.objects.filter(pk=found.pk, changed_at=found.changed_at).update(
                **fields, answers={}, answered_by_name="", answered_at=None
            )
            if not changed:
                raise Conflict("platform.changed-meanwhile")
            found.refresh_from_db()
        _record(actor, "proposal.position", row, stance=stance)
    return found


def position_of(proposal_id: uuid.UUID, user_id: uuid.UUID) -> uuid.UUID:
    """The position that a person took on a proposal, by its id. Raises NotFound."""
    found = Position.objects.filter(proposal=proposal_id, author=user_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def answer_position(actor: Actor, position_id: uuid.UUID, answers: Texts) -> Position:
    """Answer a reserve or an objection, for all to read. Needs `learning.treat` on the proposal."""
    said = Position.objects.filter(pk=position_id).first()
    if said is None:
        raise NotFound()
    row = proposal_for(actor, said.proposal_id, "learning.treat")
    words = {language: text.strip() for language, text in answers.items() if text.strip()}
    if not words:
        raise Problem("learning.proposal-answer", field="answers_fr")
    if row.state not in STILL_ASKED or said.stance == Position.Stance.AGREE:
        raise Problem("learning.proposal-not-asked")
    with transaction.atomic():
        kept = Position.objects.filter(pk=said.pk, changed_at=said.changed_at).update(
            answers=words, answered_by_name=actor.name, answered_at=now()
        )
        if not kept:
            raise Conflict("platform.changed-meanwhile")
        _record(actor, "proposal.position-answered", row)
    said.refresh_from_db()
    return said


def settle_amendment(actor: Actor, amendment_id: uuid.UUID, *, taken: bool, answer: str = "") -> Amendment:
    """Take an amendment in, or leave it with a reason. Needs `learning.treat`, once the consultation is over.

    Taken in, it becomes the text in its language, and the other languages lag until they follow or are checked.
    Raises Conflict when the text is no longer the one it amended: then it is written by hand, or left.
    """
    said = Amendment.objects.filter(pk=amendment_id).first()
    if said is None:
        raise NotFound()
    row = proposal_for(actor, said.proposal_id, "learning.treat")
    if row.state != "answering":
        raise Problem("learning.proposal-not-answering")
    if not taken and not answer.strip():
        raise Problem("learning.proposal-left-why", field="answer")
    with transaction.atomic():
        kept = Amendment.objects.filter(pk=said.pk, state="open").update(
            state="taken" if taken else "left",
            answer=answer.strip(),
            answered_by_name=actor.name,
            answered_at=now(),
        )
        if not kept:
            raise Conflict("platform.changed-meanwhile")
        if taken:
            if comparing.edition(row.draft_id).texts.get(said.language, {}).get(said.key, "") != said.was:
                raise Conflict("learning.proposal-moved-on")
            drafts.write_text(actor, row.draft_id, said.key, {said.language: said.text})
        _record(actor, "proposal.amendment-settled", row, taken=str(taken))
    said.refresh_from_db()
    return said


def _record(actor: Actor, event: str, row: Proposal, **facts: str) -> None:
    record(actor.who, event, scope_id=row.programme.scope_id, object_kind="proposal", object_id=row.id, **facts)
