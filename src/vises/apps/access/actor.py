"""Who is acting: loaded once per request, with the roles held today."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from vises.apps.access.models import Membership, ScopeLink
from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.kernel.clock import today

Below = dict[uuid.UUID, frozenset[uuid.UUID]]


@dataclass(frozen=True)
class Held:
    """A role held in a scope; `detail` narrows it to one thing."""

    role: Role
    scope_id: uuid.UUID
    detail: uuid.UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a person with an account, a guest with a pass, the system, or nobody."""

    kind: str  # "user", "guest", "system", "anonymous"
    id: uuid.UUID | None = None
    name: str = ""
    language: str = "fr"
    held: tuple[Held, ...] = ()
    below: Below = field(default_factory=dict, hash=False, compare=False)
    """For each scope in which a role is held: itself and the organisations that lie under it."""
    programmes: Below = field(default_factory=dict, hash=False, compare=False)
    """The programmes that lie under those. Their journeys are not reached through them: a federation
    reaches the journeys it accompanies, not those of the federations beside it in a programme."""

    @property
    def signed_in(self) -> bool:
        return self.kind == "user"

    @property
    def who(self) -> str:
        """How the audit trail names this actor."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.held)


ANONYMOUS = Actor("anonymous")
SYSTEM = Actor("system", name="vises")


def valid_today(prefix: str = "") -> Q:
    """Rows whose dates include today."""
    day = today()
    return (Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": day})) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def actor_for(user: Any) -> Actor:
    """The actor behind a signed-in user, with two queries; ANONYMOUS for nobody."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    held = tuple(
        Held(Role(role), scope, detail)
        for role, scope, detail in Membership.objects.filter(valid_today(), user=user).values_list(
            "role", "scope_id", "detail"
        )
    )
    return Actor("user", user.id, user.name, user.language, held, *below({h.scope_id for h in held}))


def below(roots: set[uuid.UUID]) -> tuple[Below, Below]:
    """For each scope: itself and the organisations under it; and the programmes under those. One query."""
    # Journeys are many and are reached by a join; organisations and programmes above them are few.
    if not roots:
        return {}, {}
    down: dict[uuid.UUID, list[tuple[uuid.UUID, bool]]] = {}
    for parent, child, kind in (
        ScopeLink.objects.filter(valid_today(), kind__in=["organisation", "programme"])
        .order_by()
        .values_list("parent_id", "child_id", "kind")
    ):
        down.setdefault(parent, []).append((child, kind == "programme"))
    organisations, programmes = {}, {}
    for root in roots:
        seen, found, waiting = {root}, set(), [root]
        while waiting:
            for child, is_programme in down.get(waiting.pop(), ()):
                if is_programme:
                    found.add(child)
                elif child not in seen:
                    seen.add(child)
                    waiting.append(child)
        organisations[root], programmes[root] = frozenset(seen), frozenset(found)
    return organisations, programmes
