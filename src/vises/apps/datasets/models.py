"""Frozen data with a hash, and what was asked of it."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.collection.models import Wave
from vises.apps.journeys.models import PlanLine
from vises.platform.files.models import StoredFile
from vises.platform.rows import Row


class Dataset(Row):
    """A manifest of answer hashes. A withdrawal makes a new revision."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="datasets")
    revision = models.PositiveIntegerField()
    manifest = models.JSONField()  # sorted sha256 of the answers it holds
    hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    because = models.CharField(max_length=20)  # asked | withdrawal | correction

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["wave", "revision"], name="one_row_per_revision")]


class Analysis(Row):
    """A question of a questionnaire summarised: a finding cites this row."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="analyses")
    question = models.CharField(max_length=300)
    by = models.CharField(max_length=300, blank=True)  # the question it is split by
    # the earlier round, where the moves of people found in both are counted; `category` is then up, same or down
    other = models.ForeignKey(Wave, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=120, blank=True)  # the answer that is cited ("12 of 17 said …")
    group = models.CharField(max_length=120, blank=True)  # the group cited, where split

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "question", "by", "category", "group"],
                condition=models.Q(other=None),
                name="an_analysis_is_asked_once",
            ),
            models.UniqueConstraint(
                fields=["wave", "other", "question", "category"],
                condition=~models.Q(other=None),
                name="a_change_is_asked_once",
            ),
        ]


class Result(Row):
    """What an analysis gave on one revision of the data."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="results")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="results")
    # the data of the earlier round, where people were found in both
    paired = models.ForeignKey(Dataset, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.JSONField()
    software = models.CharField(max_length=40)

    ACCESS_SCOPE = "analysis__wave__line__journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "dataset"], condition=models.Q(paired=None), name="one_result_per_revision"
            ),
            models.UniqueConstraint(
                fields=["analysis", "dataset", "paired"],
                condition=~models.Q(paired=None),
                name="one_result_per_two_revisions",
            ),
        ]


class AnswersFile(Row):
    """The answers of a large round as a file, for the one who asked, while it is being made and for a day after."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="taken_out")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4)  # csv | xlsx | sav
    language = models.CharField(max_length=2)
    total = models.PositiveIntegerField()
    job = models.CharField(max_length=200)  # the key of the job that makes it
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)
    withdrawn = models.PositiveIntegerField(default=0)  # how many of its plan line had withdrawn when it was written
    finished_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "wave__line__journey__scope"
    ACCESS_DETAIL = "wave__line_id"


class ToldReached(Row):
    """How many people a line of the plan was last told to have reached, beside those who answered a round."""

    line = models.OneToOneField(PlanLine, on_delete=models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()

    ACCESS_SCOPE = "line__journey__scope"


class Told(Row):
    """The state of a round's data that last left the journey, so that two prints or pages tell nothing of one person.

    With `other`, the earlier round: the two states in which people were found again.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Wave, null=True, on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    paired = models.ForeignKey(Dataset, null=True, on_delete=models.PROTECT, related_name="+")

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave"], condition=models.Q(other=None), name="a_round_was_last_told_so"),
            models.UniqueConstraint(
                fields=["wave", "other"], condition=~models.Q(other=None), name="a_change_was_last_told_so"
            ),
        ]
