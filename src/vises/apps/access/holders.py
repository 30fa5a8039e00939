"""Who may do something in a programme: the access table read from the other side, for telling people."""

import uuid

from vises.apps.access.actor import valid_today
from vises.apps.access.models import Membership, Scope, ScopeLink
from vises.apps.access.rules import grants_for
from vises.apps.accounts.models import User


def people_of_programme(scope_id: uuid.UUID, *verbs: str) -> list[User]:
    """Everybody with an account who may do one of `verbs` in the programme of this scope today, by name.

    Whoever holds a role narrowed to one thing in it (a seat in one body) is among them. A fixed number of queries,
    one more for each level of organisations above the programme.
    """
    own, above, below = {scope_id}, _above(scope_id), _below(scope_id)
    reached = {"own": own, "above": above, "below": below}
    found: set[uuid.UUID] = set()
    for grant in {grant for verb in verbs for grant in grants_for(verb) if not grant.opened}:
        rows = Membership.objects.filter(valid_today(), role=grant.role, scope__in=reached[grant.via])
        if grant.via != "own":
            rows = rows.filter(detail=None)
        found |= set(rows.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=found, is_active=True).order_by("name", "pk"))


def _above(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """The organisations in which the programme lies, at whatever height."""
    found: set[uuid.UUID] = set()
    rising = {scope_id}
    while rising:
        links = ScopeLink.objects.filter(valid_today(), child__in=rising).exclude(parent__kind=Scope.Kind.PROGRAMME)
        rising = set(links.values_list("parent_id", flat=True)) - found
        found |= rising
    return found


def _below(scope_id: uuid.UUID) -> set[uuid.UUID]:
    """What lies in the programme (its journeys), and what these lie in besides (their enterprises)."""
    inside = set(ScopeLink.objects.filter(valid_today(), parent=scope_id).values_list("child_id", flat=True))
    beside = ScopeLink.objects.filter(valid_today(), child__in=inside).values_list("parent_id", flat=True)
    return inside | set(beside)
