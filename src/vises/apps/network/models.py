"""Organisations, how they belong together, and where they are."""

from django.db import models

from vises.apps.access.models import Scope
from vises.platform.rows import Row, TextsField


class Territory(Row):
    """A region as a programme speaks of it."""

    code = models.SlugField(unique=True)
    names = TextsField()


class Organisation(Row):
    """An enterprise, federation, partner, funder or research body."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise"
        FEDERATION = "federation"
        PARTNER = "partner"
        FUNDER = "funder"
        RESEARCH = "research"

    class Group(models.TextChoices):
        """The three groups of testers by purpose (vises-method.md 1.3); presets, not boxes."""

        INTEGRATION = "integration"
        ESSENTIAL_SERVICES = "essential-services"
        PRACTICES = "practices"

    scope = models.OneToOneField(Scope, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=160)
    other_names = TextsField()  # a name per language, where it has several
    languages = models.JSONField(default=list)
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT)
    group = models.CharField(max_length=20, choices=Group, blank=True)
    sector = TextsField()
    about = TextsField()  # what it says of itself on its page
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        # what a programme is told by, read from the index alone: thousands at once
        indexes = [models.Index(fields=["id", "group", "territory", "languages"], name="what_organisations_are")]


class Belonging(Row):
    """A member organisation belongs to a federation (or partner network) between two dates."""

    federation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="belongings_down")
    member = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="belongings_up")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    ACCESS_SCOPE = "federation__scope"
