"""What a proposal changes: its draft is written by those who prepare it, while nobody is asked about it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from vises.apps.access.actor import Actor
from vises.apps.learning.models import Proposal, ProposalGround
from vises.apps.learning.rules.changes import WRITING
from vises.apps.learning.services.changes.may import proposal_for
from vises.apps.methodology.services import choosing, drafts
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem


def _writing(actor: Actor, proposal_id: uuid.UUID) -> Proposal:
    """The proposal, while its text may move. Needs `learning.treat`."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    if row.state not in WRITING:
        raise Problem("learning.proposal-stands-still")
    return row


def write_text(
    actor: Actor, proposal_id: uuid.UUID, key: str, texts: Texts, *, seen: str = "", holds: Iterable[str] = ()
) -> None:
    """A text of the draft in some languages; `holds` names languages whose text still fits. See drafts.write_text."""
    drafts.write_text(actor, _writing(actor, proposal_id).draft_id, key, texts, seen=seen, holds=holds)


def add_element(actor: Actor, proposal_id: uuid.UUID, group: str, id_: str) -> str:
    """A new element of one of the method's lists: a method card… Returns its text key."""
    return drafts.add_element(actor, _writing(actor, proposal_id).draft_id, group, id_)


def remove_element(actor: Actor, proposal_id: uuid.UUID, key: str) -> None:
    """Take an element of a list, or a deliverable, out of the draft."""
    drafts.remove_element(actor, _writing(actor, proposal_id).draft_id, key)


def join_chooser(actor: Actor, proposal_id: uuid.UUID, card: str, like: str) -> None:
    """The chooser advises a method card as it advises another one. See drafts.join_chooser."""
    drafts.join_chooser(actor, _writing(actor, proposal_id).draft_id, card, like)


def write_rule(
    actor: Actor,
    proposal_id: uuid.UUID,
    rule: str,
    when: Mapping[str, Sequence[str]],
    says: Mapping[str, str],
    *,
    new: bool = False,
) -> str:
    """What a rule of the draft's chooser does. Returns the key of its sentence. See choosing.write_rule."""
    return choosing.write_rule(actor, _writing(actor, proposal_id).draft_id, rule, when, says, new=new)


def drop_rule(actor: Actor, proposal_id: uuid.UUID, rule: str) -> None:
    """Take a rule out of the draft's chooser, with its sentence."""
    choosing.drop_rule(actor, _writing(actor, proposal_id).draft_id, rule)


def move_deliverable(actor: Actor, proposal_id: uuid.UUID, id_: str, step: str, place: int) -> None:
    """Move a deliverable to a step, at a place counted from 1."""
    drafts.move_deliverable(actor, _writing(actor, proposal_id).draft_id, id_, step, place)


def tell_change(
    actor: Actor,
    proposal_id: uuid.UUID,
    *,
    kind: str,
    element: str,
    what: Texts,
    why: Texts,
    grounds: Iterable[uuid.UUID] = (),
    change_id: uuid.UUID | None = None,
) -> None:
    """An entry of the changelog: what, why, and on which of the proposal's grounds it rests."""
    row = _writing(actor, proposal_id)
    wanted = set(grounds)
    found = list(ProposalGround.objects.filter(proposal=row, pk__in=wanted))
    if len(found) != len(wanted):
        raise Problem("learning.proposal-ground", field="grounds")
    references = [("note", ground.note_id) if ground.note_id else ("finding", ground.finding_id) for ground in found]
    drafts.write_change(
        actor,
        row.draft_id,
        kind=kind,
        element=element,
        what=what,
        why=why,
        references=[(name, id_) for name, id_ in references if id_ is not None],
        change_id=change_id,
    )


def drop_change(actor: Actor, proposal_id: uuid.UUID, change_id: uuid.UUID) -> None:
    """Take an entry out of the changelog."""
    drafts.drop_change(actor, _writing(actor, proposal_id).draft_id, change_id)
