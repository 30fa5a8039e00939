"""Scopes, who holds which role in them, and passes without account."""

from django.db import models

from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.kernel.clock import now
from vises.platform.rows import Row

ROLES = [(role.value, role.value) for role in Role]


class Scope(Row):
    """Something that people may be let into: the platform, an organisation, a programme, a journey."""

    class Kind(models.TextChoices):
        PLATFORM = "platform"
        ORGANISATION = "organisation"
        PROGRAMME = "programme"
        JOURNEY = "journey"

    kind = models.CharField(max_length=20, choices=Kind)


class ScopeLink(Row):
    """`child` lies in `parent` between two dates: roles that reach down follow it."""

    parent = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="links_down")
    child = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="links_up")
    kind = models.CharField(max_length=20, choices=Scope.Kind)  # of the child, which never changes its own
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "child"], name="one_link_between_two_scopes")]
        # journeys are many and are reached one by one; what lies above them is walked through with every request
        indexes = [
            models.Index(fields=["kind", "parent", "child", "starts_on", "ends_on"], name="links_above_journeys"),
        ]


class Membership(Row):
    """A person holds a role in a scope between two dates. `detail` narrows it to one thing in the scope."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLES)
    detail = models.UUIDField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "scope", "role", "detail"], name="a_role_is_held_once", nulls_distinct=False
            )
        ]


class Opening(Row):
    """The owner of a scope opened it to a role that reaches it from above (engagement note: who may see what)."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="openings")
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "role"], name="a_scope_is_opened_once_to_a_role")]


class GuestPass(Row):
    """A link or QR code that lets somebody without account do one thing. Only the token's hash is kept."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="passes")
    purpose = models.CharField(max_length=30)
    detail = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def is_open(self) -> bool:
        """Whether the pass still opens its door."""
        return self.revoked_at is None and self.expires_at > now()
