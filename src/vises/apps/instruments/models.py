"""Questionnaires and guides, versioned."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models import PlanLine
from vises.platform.files.models import StoredFile
from vises.platform.rows import Row, TextsField


class Instrument(Row):
    """What a plan line collects with."""

    class Kind(models.TextChoices):
        QUESTIONNAIRE = "questionnaire"
        GUIDE = "guide"  # for interviews, focus groups, life stories
        GRID = "grid"  # counting grid or records

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="instruments")
    kind = models.CharField(max_length=14, choices=Kind)
    titles = TextsField()
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "line__journey__scope"


class InstrumentVersion(Row):
    """One wording of an instrument; frozen from its first answer on."""

    class Source(models.TextChoices):
        PLAIN_LIST = "plain-list"
        XLSFORM = "xlsform"
        DESIGNED = "designed"
        TEXT = "text"

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=12, choices=Source)
    text = models.TextField(blank=True)  # the plain list, or the guide's words
    xform = models.TextField(blank=True)  # what is evaluated, for questionnaires
    sheets = models.JSONField(null=True)  # the XLSForm it was made of, cell by cell; lists are read anew
    hash = models.CharField(max_length=64)
    languages = models.JSONField(default=list)
    sensitive = models.JSONField(default=list)  # names of questions held to the threshold of 11
    grouping = models.JSONField(default=list)  # names of questions by which results may be split
    pairing = models.JSONField(default=list)  # names of questions of which each person rebuilds her code
    same_as = models.JSONField(default=dict)  # names of questions here to those they had in the wording before
    why = models.CharField(max_length=300, blank=True)  # what changed since the version before
    frozen_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "instrument__line__journey__scope"

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="one_row_per_version")]


class FormFile(Row):
    """A file that a questionnaire names: a picture, a sound, a film, or a list of choices."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=180)  # as the form calls it
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    md5 = models.CharField(max_length=32)  # what OpenRosa clients compare

    ACCESS_SCOPE = "version__instrument__line__journey__scope"

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="one_form_file_of_a_name")]


class EasyRead(Row):
    """The easy-read variant of one wording: other words and pictures for the same questions and choices."""

    version = models.OneToOneField(InstrumentVersion, on_delete=models.CASCADE, related_name="easy_read")
    # question to language to {"label", "hint", "choices": {value: words}}; what is missing is said as in the form
    words = models.JSONField(default=dict)
    drawings = models.JSONField(default=dict)  # question to {"": drawing, value of a choice: drawing}, by our own names
    validated_by = models.CharField(max_length=200, blank=True)  # the group of readers, never a person's name
    validated_on = models.DateField(null=True)

    ACCESS_SCOPE = "version__instrument__line__journey__scope"


class EasyFile(Row):
    """A picture of a question or of one of its choices, or a question read aloud in one language."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        SOUND = "sound"

    easy = models.ForeignKey(EasyRead, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    question = models.CharField(max_length=300)
    choice = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=30, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    ACCESS_SCOPE = "easy__version__instrument__line__journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["easy", "kind", "question", "choice", "language"], name="one_easy_file_in_its_place"
            )
        ]


class Draft(Row):
    """The next wording of a questionnaire, being designed: the sheets it began with, and every edit since."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="drafts")
    base = models.ForeignKey(InstrumentVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    base_hash = models.CharField(max_length=64, blank=True)  # of the wording it began with, which may be written again
    begins = models.JSONField()  # sheets
    made = models.ForeignKey(InstrumentVersion, null=True, on_delete=models.SET_NULL, related_name="drafts")
    closed_at = models.DateTimeField(null=True)  # published; the edits stay as the history of that wording
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    ACCESS_SCOPE = "instrument__line__journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument"], condition=models.Q(closed_at=None), name="one_open_draft_of_an_instrument"
            )
        ]


class DraftEdit(Row):
    """One edit of a draft, in the order they came; never changed, never taken away."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    edit = models.JSONField()
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    ACCESS_SCOPE = "draft__instrument__line__journey__scope"

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_edit_a_number")]


class DraftRemark(Row):
    """What somebody says about a draft, or about one of its questions (`row`), before it is used."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="remarks")
    row = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "draft__instrument__line__journey__scope"

    class Meta:
        ordering = ["created_at"]
