"""The only ways to an object: `fetch` and `visible`; and giving or ending access."""

import uuid
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet

from vises.apps.access.actor import Actor, actor_for, below, valid_today
from vises.apps.access.models import GuestPass, Membership, Opening, Scope, ScopeLink
from vises.apps.access.rules import SEEING, Role, grants_for
from vises.apps.accounts.models import User
from vises.kernel.clock import now
from vises.kernel.ids import new_token, token_hash
from vises.kernel.problems import Forbidden, NotFound
from vises.platform.audit.services import record

M = TypeVar("M", bound=Model)


def _reachable(actor: Actor, verb: str) -> Q:
    """The condition on Scope rows in which the actor may do `verb`."""
    condition = Q(pk__in=[])
    for grant in grants_for(verb):
        roots = {held.scope_id for held in actor.held if held.role is grant.role and held.detail is None}
        if not roots:
            continue
        if grant.via == "own":
            reach = Q(pk__in=roots)
        elif grant.via == "below":
            inside = Q(child__in=roots) | Q(child__links_up__parent__in=roots) & valid_today("child__links_up__")
            reach = Q(Exists(ScopeLink.objects.filter(valid_today(), inside, parent=OuterRef("pk"))))
            reach &= Q(kind=Scope.Kind.PROGRAMME)
        else:
            # what an enterprise opens to "the federation that accompanies us" is not open to those above it
            above = roots if grant.opened else roots.union(*(actor.below[root] for root in roots))
            programmes = frozenset[uuid.UUID]().union(*(actor.programmes[root] for root in roots))
            link = ScopeLink.objects.filter(valid_today(), child=OuterRef("pk"), parent__in=above)
            reach = Q(pk__in=(above | programmes) - roots) | Q(Exists(link))
        if grant.opened:
            reach &= Q(Exists(Opening.objects.filter(scope=OuterRef("pk"), role=grant.role)))
        condition |= reach
    return condition


def scopes(actor: Actor, verb: str) -> QuerySet[Scope]:
    """The scopes in which the actor may do `verb`."""
    return Scope.objects.filter(_reachable(actor, verb))


def allowed_within(actor: Actor, verb: str, path: str, within: uuid.UUID) -> Q:
    """The condition of `visible`, for rows whose scope (at `path`) is known to lie in the scope `within`.

    The same rows are found with less to look up: for pages over everything in one programme. Only for verbs
    that nobody holds from below, and models without `ACCESS_DETAIL`.
    """
    condition = Q(pk__in=[])
    for grant in grants_for(verb):
        roots = {held.scope_id for held in actor.held if held.role is grant.role and held.detail is None}
        if not roots:
            continue
        if grant.via == "below":
            raise LookupError(f"{verb} is held from below")
        if grant.via == "own":
            reach = Q(**{f"{path}__in": roots})
        elif within in roots:
            reach = Q(**{f"{path}__isnull": False})
        else:
            above = roots if grant.opened else roots.union(*(actor.below[root] for root in roots))
            links = ScopeLink.objects.filter(valid_today(), child=OuterRef(path), parent__in=above)
            reach = Q(Exists(links))
        if grant.opened:
            reach &= Q(Exists(Opening.objects.filter(scope=OuterRef(path), role=grant.role)))
        condition |= reach
    return condition


def visible(actor: Actor, verb: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows on which the actor may do `verb`. The model says where its scope is (`ACCESS_SCOPE`).

    A role narrowed to one thing (a reader of one plan line) counts where the model also names
    that thing (`ACCESS_DETAIL`).
    """
    model = queryset.model
    path: str = getattr(model, "ACCESS_SCOPE", "scope")
    condition = Q(**{f"{path}__in": scopes(actor, verb)})
    if detail_path := getattr(model, "ACCESS_DETAIL", ""):
        roles = {grant.role for grant in grants_for(verb) if grant.via == "own"}
        for held in actor.held:
            if held.detail is not None and held.role in roles:
                condition |= Q(**{path: held.scope_id, detail_path: held.detail})
    return queryset.filter(condition)


def fetch(actor: Actor, verb: str, queryset: QuerySet[M], **lookup: object) -> M:
    """The one row of `lookup`, if the actor may do `verb` on it.

    Raises NotFound if the actor may not even see it, Forbidden if she may see but not do this.
    """
    found = visible(actor, verb, queryset).filter(**lookup).first()
    if found is not None:
        return found
    row = queryset.filter(**lookup).first()
    if row is None:
        raise NotFound()
    kind = Scope.objects.filter(pk=_scope_id(row)).values_list("kind", flat=True).first() or Scope.Kind.PLATFORM
    if visible(actor, SEEING[kind], queryset).filter(**lookup).exists():
        raise Forbidden()
    raise NotFound()


def _scope_id(row: Model) -> uuid.UUID:
    value: object = row
    for part in getattr(type(row), "ACCESS_SCOPE", "scope").split("__"):
        value = getattr(value, part)
    assert isinstance(value, Scope)
    return value.id


def allows(actor: Actor, verb: str, scope_id: uuid.UUID) -> bool:
    """Whether the actor may do `verb` in this scope: for showing or hiding what leads to it."""
    return scopes(actor, verb).filter(pk=scope_id).exists()


def verbs_in(actor: Actor, scope_id: uuid.UUID, *verbs: str) -> frozenset[str]:
    """Those of `verbs` that the actor may do in this scope; one query for all of them."""
    asked = {
        f"may_{number}": ExpressionWrapper(_reachable(actor, verb), output_field=BooleanField())
        for number, verb in enumerate(verbs)
    }
    found = Scope.objects.filter(pk=scope_id).annotate(**asked).values_list(*asked).first()
    return frozenset(verb for verb, may in zip(verbs, found or (), strict=False) if may)


def programmes_below(scope_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The programmes that roles held in this scope reach: its own, and those of what lies under it."""
    return below({scope_id})[1][scope_id]


# Where an address names a journey, a programme or an organisation, its room says which scope that is.
_owners: dict[str, Callable[[uuid.UUID], uuid.UUID | None]] = {}


def register_owner(word: str, scope_of: Callable[[uuid.UUID], uuid.UUID | None]) -> None:
    """Tell how to find the scope of what an address calls `word` (a room's `AppConfig.ready()` calls this)."""
    _owners[word] = scope_of


def require(actor: Actor, verb: str, **words: uuid.UUID) -> uuid.UUID | None:
    """Check an address: `words` are its parts. Returns the scope's id, None for platform-wide verbs.

    Raises NotFound or Forbidden as `fetch` does.
    """
    if verb.startswith("platform."):
        if not scopes(actor, verb).exists():
            raise NotFound()
        return None
    for word, value in words.items():
        if word in _owners:
            scope_id = _owners[word](value)
            if scope_id is not None and allows(actor, verb, scope_id):
                return scope_id
            if scope_id is not None and allows(actor, SEEING[word], scope_id):
                raise Forbidden()
            raise NotFound()
    raise LookupError(f"no part of the address tells the scope of {verb}")


def make_scope(kind: str) -> Scope:
    """A new scope, for its owner's row."""
    return Scope.objects.create(kind=kind)


def link_scopes(parent: Scope, child: Scope, *, starts_on: date | None = None, ends_on: date | None = None) -> None:
    """Say that `child` lies in `parent` between two dates."""
    ScopeLink.objects.update_or_create(
        parent=parent, child=child, defaults={"kind": child.kind, "starts_on": starts_on, "ends_on": ends_on}
    )


def give_role(
    actor: Actor,
    user: User,
    scope: Scope,
    role: Role,
    *,
    detail: uuid.UUID | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Let a person hold a role. The calling service has checked that `actor` may give it."""
    row, made = Membership.objects.update_or_create(
        user=user,
        scope=scope,
        role=role,
        detail=detail,
        defaults={"starts_on": starts_on, "ends_on": ends_on},
    )
    if made:
        record(actor.who, "access.given", scope_id=scope.id, object_kind="user", object_id=user.id, role=role)
    return row


def end_role(actor: Actor, user: User, scope: Scope, role: Role, *, detail: uuid.UUID | None = None) -> None:
    """End a role at once."""
    if Membership.objects.filter(user=user, scope=scope, role=role, detail=detail).delete()[0]:
        record(actor.who, "access.ended", scope_id=scope.id, object_kind="user", object_id=user.id, role=role)


def set_openings(actor: Actor, scope: Scope, roles: set[Role]) -> None:
    """Open a scope to exactly these roles. The calling service has checked `journey.open`."""
    Opening.objects.filter(scope=scope).exclude(role__in=roles).delete()
    for role in roles:
        Opening.objects.get_or_create(scope=scope, role=role)
    record(actor.who, "access.opened", scope_id=scope.id, roles=",".join(sorted(roles)))


def give_pass(
    actor: Actor,
    scope: Scope,
    purpose: str,
    *,
    detail: uuid.UUID | None = None,
    label: str = "",
    language: str = "",
    days: int = 30,
) -> str:
    """A link without account for one purpose. Returns the token: it is shown once and only its hash is kept."""
    token = new_token()
    GuestPass.objects.create(
        scope=scope,
        purpose=purpose,
        detail=detail,
        token_hash=token_hash(token),
        label=label,
        language=language,
        made_by_id=actor.id if actor.signed_in else None,
        expires_at=now() + timedelta(days=days),
    )
    record(actor.who, "access.pass-given", scope_id=scope.id, purpose=purpose)
    return token


def open_pass(token: str, purpose: str) -> tuple[GuestPass, Actor]:
    """The pass behind a token, and the guest as an actor. Raises NotFound when it opens nothing (any more)."""
    row = (
        GuestPass.objects.filter(token_hash=token_hash(token), purpose=purpose)
        .select_related("scope", "made_by")
        .first()
    )
    if row is None or not row.is_open():
        raise NotFound("access.link-ended")
    return row, Actor("guest", row.id, row.label, row.language or "fr")


def use_pass(guest: Actor) -> None:
    """Something was written by this guest: her link was used. Whoever merely opens it leaves no trace."""
    if guest.kind == "guest" and guest.id is not None:
        GuestPass.objects.filter(pk=guest.id, used_at=None).update(used_at=now())


def end_pass(actor: Actor, verb: str, pass_id: uuid.UUID) -> None:
    """The link opens nothing from this moment on; ended twice, it is ended once. Needs `verb` in its scope."""
    rows = GuestPass.objects.select_related("scope")
    row = rows.get(pk=pass_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=pass_id)
    with transaction.atomic():
        if GuestPass.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now()):
            record(
                actor.who,
                "access.pass-ended",
                scope_id=row.scope_id,
                object_kind="pass",
                object_id=row.id,
                purpose=row.purpose,
            )


def end_links(purpose: str, details: Collection[uuid.UUID]) -> None:
    """Links about things that are erased open nothing from this moment on."""
    GuestPass.objects.filter(purpose=purpose, detail__in=details, revoked_at=None).update(revoked_at=now())


def sign_in_as(user: User) -> Actor:
    """The actor of a user, outside a request (commands, jobs, tests)."""
    return actor_for(user)
