"""Versions of the method. Released ones never change; a draft becomes one by being released."""

from django.db import models

from vises.platform.rows import Row, TextsField


class MethodologyVersion(Row):
    """Structure without prose; its canonical hash is its identity. Without a day of release it is a draft."""

    code = models.CharField(max_length=20, unique=True)
    released_on = models.DateField(null=True)
    structure = models.JSONField()
    hash = models.CharField(max_length=64)
    core = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="overlays")
    """The universal core on which a local overlay stands; None for a core."""
    derived_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="descendants")

    class Meta:
        ordering = ["released_on"]


class MethodologyText(Row):
    """The texts of a version in one language, with the hash of the text they translate."""

    version = models.ForeignKey(MethodologyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    texts = models.JSONField()
    hash = models.CharField(max_length=64)
    source_hash = models.CharField(max_length=64, blank=True)
    rounds = models.JSONField(default=dict)
    """When each text was last written or checked: a language whose number is behind another's lags there."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")]


class MethodologySupplement(Row):
    """Texts of a released version that lagged in a language when it was released, completed since.

    It adds no meaning and never changes; what the version was released with stays as it is, with its hashes.
    """

    version = models.ForeignKey(MethodologyVersion, on_delete=models.CASCADE, related_name="supplements")
    language = models.CharField(max_length=2)
    number = models.PositiveSmallIntegerField()  # of those of the language, counted from 1: two cannot be the same
    texts = models.JSONField()
    source = models.CharField(max_length=64)  # the hash of the source texts that these translate
    translated_by = models.CharField(max_length=200)
    read_by = models.CharField(max_length=200)  # somebody else
    completed_on = models.DateField()
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["completed_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "number"], name="supplements_follow_each_other")
        ]


class MethodologyChange(Row):
    """What a version born here changes, and why. `references` name things of higher rooms: [{"kind", "id"}]."""

    version = models.ForeignKey(MethodologyVersion, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10)  # one of changelog.CHANGE_KINDS
    element = models.CharField(max_length=60)  # the key of what changed, as the version's texts name it
    what = TextsField()
    why = TextsField()
    references = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "created_at"]
