"""Who may read, prepare and decide on a proposal."""

import uuid

from django.db.models import Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.learning.models import Proposal
from vises.apps.learning.rules.changes import is_closed
from vises.apps.learning.services.may import programme_for
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound

_ROWS = Proposal.objects.select_related("programme__scope", "body", "base", "draft", "programme__methodology")


def prepares(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor prepares this proposal: treats notes in its programme, or sits in its body."""
    if actor.kind == "system":
        return True
    return visible(actor, "learning.treat", Proposal.objects.filter(pk=proposal.pk)).exists()


def proposal_for(actor: Actor, proposal_id: uuid.UUID, verb: str = "learning.view") -> Proposal:
    """The proposal, if the actor may do `verb` on it. A closed draft is there only for those who prepare it.

    Raises NotFound, or Forbidden for whoever may read it and not do this.
    """
    row = _ROWS.all().filter(pk=proposal_id).first()
    if row is None:
        raise NotFound()
    inside = prepares(actor, row)
    if not inside:
        programme_for(actor, row.programme_id)  # reads what the programme learns, or NotFound
        if is_closed(row.state, row.opens_on, today(row.programme.zone)):
            raise NotFound()
    if verb == "learning.treat":
        if not inside:
            raise Forbidden()
    elif verb != "learning.view":
        programme_for(actor, row.programme_id, verb)
    return row


def readable(actor: Actor, programme_id: uuid.UUID) -> Q:
    """The condition on proposals of a programme that the actor may read: those that are open to all, and hers."""
    programme = programme_for(actor, programme_id)
    day = today(programme.zone)
    opened = ~Q(state="draft") | Q(opens_on__lte=day)
    if actor.kind == "system":
        return Q(programme=programme)
    mine = visible(actor, "learning.treat", Proposal.objects.filter(programme=programme)).values("pk")
    return Q(programme=programme) & (opened | Q(pk__in=mine))
