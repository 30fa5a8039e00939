"""Stories, what they claim, and their publication."""

from django.db import models

from vises.apps.coding.models import Passage
from vises.apps.findings.models import Finding
from vises.apps.journeys.models import Journey
from vises.platform.files.models import StoredFile
from vises.platform.rows import Row, TextsField


class Story(Row):
    """What the enterprise tells: how and why before results, choices and limits always."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stories")
    slug = models.SlugField(max_length=80, unique=True)  # the permanent address
    titles = TextsField()
    how_and_why = TextsField()
    choices_and_limits = TextsField()
    what_next = TextsField()
    languages = models.JSONField(default=list)
    image = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL)
    image_alt = TextsField()
    number = models.PositiveIntegerField(default=1)  # compare-and-swap: which revision this is

    ACCESS_SCOPE = "journey__scope"


class Claim(Row):
    """A sentence of the story that says a result, tied to the finding it stands on."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="claims")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="claims")
    texts = TextsField()
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "story__journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class Quote(Row):
    """A passage shown under a claim; only while its person's consent covers publication."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="quotes")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.SET_NULL, related_name="quotes")
    translations = TextsField()
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "claim__story__journey__scope"


class Publication(Row):
    """A published state of a story, frozen: what anyone may read at its address."""

    class State(models.TextChoices):
        PUBLIC = "public"
        WITHDRAWN = "withdrawn"
        REPLACED = "replaced"

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PUBLIC)
    content = models.JSONField()  # the public depth of the page and of every thread, per language
    # the picture that stands in `content`, kept for as long as anybody may see it
    image = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="publications")
    hash = models.CharField(max_length=64)
    published_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    revised_at = models.DateTimeField(null=True)  # a withdrawal of words changed it

    ACCESS_SCOPE = "story__journey__scope"

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="one_row_per_publication")]


class PublicationTask(Row):
    """Something the enterprise should look at, because a story lost some of its ground."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tasks")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="tasks")
    # quote-withdrawn | figure-changed | claim-hidden | words-changed | picture-withdrawn | picture-unsaid
    code = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "story__journey__scope"


class ConsentRow(Row):
    """What a person answered when she saw something of hers in its place. The latest row counts; all are kept."""

    class Reach(models.TextChoices):
        ASKED = "asked"  # a link was given, no answer yet
        NO = "no"
        INSIDE = "inside"  # those who work on the evaluation
        FUNDER = "funder"  # and those who fund it
        PUBLIC = "public"  # anybody

    class Way(models.TextChoices):
        LINK = "link"
        PAPER = "paper"
        ALOUD = "aloud"  # read aloud or shown to her, and witnessed

    reach = models.CharField(max_length=8, choices=Reach)
    name = models.CharField(max_length=120, blank=True)  # shown with it; empty: without a name
    until = models.DateField(null=True)  # the last day on which it holds
    way = models.CharField(max_length=8, choices=Way)
    witness = models.CharField(max_length=120, blank=True)  # who read it aloud, or keeps the paper; stays inside
    context = models.CharField(max_length=64)  # a fingerprint of what she saw

    class Meta:
        abstract = True
        ordering = ["created_at"]


class QuoteConsent(ConsentRow):
    """What the person who said a passage answered: her words, under a sentence."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="quote_consents")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.SET_NULL, related_name="quote_consents")
    together = models.BooleanField(default=False)  # she saw all that is told of her, and answered for all of it at once

    ACCESS_SCOPE = "passage__text__scope"


class PictureStatement(Row):
    """Somebody of the journey looked at a picture and says who can be recognised on it. The latest row counts."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="picture_statements")
    image = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="picture_statements")
    nobody = models.BooleanField()  # otherwise: those who are listed, and nobody else
    said_by_name = models.CharField(max_length=120)

    ACCESS_SCOPE = "story__journey__scope"

    class Meta:
        ordering = ["created_at"]


class Pictured(Row):
    """A person who can be recognised on a story's picture. What she is called here stays inside."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="pictured")
    image = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="pictured")
    who = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "story__journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class PictureConsent(ConsentRow):
    """What a person who can be recognised on a picture answered: the picture, on the page where it stands."""

    person = models.ForeignKey(Pictured, on_delete=models.CASCADE, related_name="consents")

    ACCESS_SCOPE = "person__story__journey__scope"
