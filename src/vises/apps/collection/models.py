"""Waves, answers as they came, documents, records, withdrawals."""

from django.db import models

from vises.apps.instruments.models import InstrumentVersion
from vises.apps.journeys.models import PlanLine, Stakeholder
from vises.platform.files.models import StoredFile
from vises.platform.rows import Row, TextsField


class Wave(Row):
    """A round of answers to one version of a questionnaire, behind an unguessable address."""

    class Moment(models.TextChoices):
        """When in the change this round asks, where several rounds are compared."""

        BEFORE = "before"
        AFTER = "after"
        LATER = "later"

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="waves")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="waves")
    titles = TextsField()
    introduction = TextsField()
    token = models.CharField(max_length=64, unique=True)  # printed as QR code, so kept readable
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    consent_uses = models.JSONField(default=list)  # of: analysis, quote, photo, public
    group_size = models.PositiveIntegerField(null=True)  # how many people there are in all, where known
    invited = models.PositiveIntegerField(null=True)
    consent_number = models.PositiveSmallIntegerField(default=1)  # the version of what is told now
    moment = models.CharField(max_length=6, choices=Moment, blank=True)

    ACCESS_SCOPE = "line__journey__scope"
    ACCESS_DETAIL = "line_id"


class WaveGroup(Row):
    """How many of a group a round wants to hear, and the address that is the group's own."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="+")
    target = models.PositiveIntegerField()
    token = models.CharField(max_length=64, unique=True)  # printed, as that of the round

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "group"], name="a_group_is_wanted_once_in_a_round")]


class Invitation(Row):
    """A link for one person, good for one answer. That it was used is all it tells: not when, and not which answer.

    The address goes as soon as nobody needs to be reminded any more; its mark recognises it when it is listed again.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    group = models.ForeignKey(Stakeholder, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    mark = models.CharField(max_length=64, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    mails = models.PositiveSmallIntegerField(default=0)
    mailed_on = models.DateField(null=True)
    spent = models.BooleanField(default=False)
    stopped = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)  # by those who sent it, whether it was used or not

    ACCESS_SCOPE = "wave__line__journey__scope"

    created_at = None  # type: ignore[assignment]  # as with answers

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "mark"], name="somebody_is_invited_once_to_a_round")]


class ConsentVersion(Row):
    """What respondents of a round are told and agree to, word for word, as long as it was so."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="consent_versions")
    number = models.PositiveSmallIntegerField()
    introduction = TextsField()
    spoken = TextsField()  # what is read aloud where somebody asks
    uses = models.JSONField(default=dict)  # language to use to the sentence agreed to
    readers = models.JSONField(default=list)  # names of those who read raw words
    sha256 = models.CharField(max_length=64)

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["wave", "number"], name="one_row_per_consent_version")]


class Sent(Row):
    """What one sending says, and how it came."""

    class Door(models.TextChoices):
        """How it came. Whichever door, the same variables result."""

        WEB = "web"
        OFFLINE = "offline"
        OPENROSA = "openrosa"
        PAPER = "paper"
        INTERVIEWER = "interviewer"
        KIOSK = "kiosk"
        EASY_READ = "easy-read"
        IMPORT = "import"

    class How(models.TextChoices):
        """How somebody agreed to the uses."""

        SELF = "self"  # ticked it
        ORAL = "oral"  # said so to whoever asked
        WITNESSED = "witnessed"  # said so, and somebody else heard it
        DECLARED = "declared"  # whoever brought the file says so

    instance_id = models.CharField(max_length=100)
    xml = models.TextField()
    sha256 = models.CharField(max_length=64)
    door = models.CharField(max_length=12, choices=Door, default=Door.WEB)
    language = models.CharField(max_length=30, blank=True)
    consents = models.JSONField(default=list)  # uses agreed to
    consent_how = models.CharField(max_length=10, choices=How, default=How.SELF)
    consent_version = models.PositiveSmallIntegerField(default=1)
    group = models.ForeignKey(Stakeholder, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    # No `created_at`: a precise time would tell who answered.
    created_at = None  # type: ignore[assignment]

    class Meta:
        abstract = True


class Answer(Sent):
    """What a respondent sent, unchanged. Derived values can always be rebuilt from `xml`."""

    class State(models.TextChoices):
        KEPT = "kept"
        REPLACED = "replaced"  # a correction came that names this one

    # found by the constraint below, that begins with it: each index more is written with every answer
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="answers", db_index=False)
    received_hour = models.DateTimeField()  # the hour at most: order of arrival is not kept
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    deprecates = models.CharField(max_length=100, null=True)  # noqa: DJ001  the few that correct have an index of their own
    receipt_hash = models.CharField(max_length=64, db_index=True)

    ACCESS_SCOPE = "wave__line__journey__scope"
    ACCESS_DETAIL = "wave__line_id"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "instance_id"], name="an_instance_is_kept_once_per_wave")
        ]
        indexes = [
            models.Index(fields=["group"], condition=models.Q(group__isnull=False), name="answers_of_a_group"),
            models.Index(
                fields=["deprecates"], condition=models.Q(deprecates__isnull=False), name="answers_that_correct"
            ),
        ]


class Quarantine(Sent):
    """The same instance id with other content: kept and shown, never dropped, never counted."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="quarantine")
    settled = models.CharField(max_length=12, blank=True)  # kept-first | used-second

    ACCESS_SCOPE = "wave__line__journey__scope"
    ACCESS_DETAIL = "wave__line_id"


class CheckedSheet(Row):
    """A sheet of paper that was typed in twice, alike or settled."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="checked_sheets")
    instance_id = models.CharField(max_length=100)

    ACCESS_SCOPE = "wave__line__journey__scope"
    ACCESS_DETAIL = "wave__line_id"

    created_at = None  # type: ignore[assignment]  # as with answers

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "instance_id"], name="a_sheet_is_checked_once")]


class AnswerFile(Row):
    """A picture or sound sent with an answer, or with what was put aside."""

    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="files")
    aside = models.ForeignKey(Quarantine, null=True, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    ACCESS_SCOPE = "answer__wave__line__journey__scope"
    ACCESS_DETAIL = "answer__wave__line_id"

    created_at = None  # type: ignore[assignment]  # as with answers

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="one_file_per_question_of_an_answer"),
            models.UniqueConstraint(fields=["aside", "question"], name="one_file_per_question_put_aside"),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True, aside__isnull=False)
                | models.Q(answer__isnull=False, aside__isnull=True),
                name="a_file_belongs_to_one_sending",
            ),
        ]


class Document(Row):
    """Words of people: an interview, a focus group, a life story."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview"
        FOCUS_GROUP = "focus-group"
        LIFE_STORY = "life-story"
        OBSERVATION = "observation"

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="documents")
    version = models.ForeignKey(InstrumentVersion, null=True, on_delete=models.PROTECT)  # the guide, if any
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)  # a pseudonym or a group, never a name
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT)
    people = models.PositiveSmallIntegerField(default=1)
    on = models.DateField(null=True)
    text = models.TextField()
    times = models.JSONField(default=list)  # [line, seconds since the recording began], where the file said so
    language = models.CharField(max_length=2)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL)
    consents = models.JSONField(default=list)  # uses agreed to by everybody who speaks in it
    refused = models.JSONField(default=list)  # uses to which somebody said no; in neither: nobody was asked
    receipt_hash = models.CharField(max_length=64, blank=True, db_index=True)

    ACCESS_SCOPE = "line__journey__scope"
    ACCESS_DETAIL = "line_id"


class RecordTable(Row):
    """Existing records as a small table with its source, or a counting grid."""

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="record_tables")
    version = models.ForeignKey(InstrumentVersion, null=True, on_delete=models.PROTECT)
    titles = TextsField()
    source = models.CharField(max_length=300)
    columns = models.JSONField(default=list)  # column headings; the first names the row
    rows = models.JSONField(default=list)  # rows of strings and numbers
    note = models.TextField(blank=True)

    ACCESS_SCOPE = "line__journey__scope"


class Indicator(Row):
    """What a number means that is followed over time. Its table holds what may be shown of its values."""

    table = models.OneToOneField(RecordTable, on_delete=models.CASCADE, related_name="indicator")
    definition = models.CharField(max_length=2000)
    frequency = models.CharField(max_length=10)  # month | quarter | half-year | year
    unit = models.CharField(max_length=80)  # in words
    of_people = models.BooleanField(default=False)  # it counts people: the rule for small groups holds

    ACCESS_SCOPE = "table__line__journey__scope"


class IndicatorValue(Row):
    """The value of one period, as it was given."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    period = models.CharField(max_length=10)  # 2024, 2024-H1, 2024-Q1, 2024-03
    value = models.FloatField()
    note = models.CharField(max_length=200, blank=True)

    ACCESS_SCOPE = "indicator__table__line__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "period"], name="one_value_of_a_period")]


class IndicatorFile(Row):
    """A document behind the values of an indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    ACCESS_SCOPE = "indicator__table__line__journey__scope"

    class Meta:
        ordering = ["created_at"]


class Withdrawal(Row):
    """The fact that somebody withdrew. `mark` is what the receipt's hash was: it keeps the answer from coming back
    with a table imported again, and tells nothing to whoever does not hold the receipt."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="withdrawals")
    what = models.CharField(max_length=10)  # answer | document | uses | earlier (an answer it had replaced)
    on = models.DateField()
    mark = models.CharField(max_length=64, blank=True, db_index=True)

    ACCESS_SCOPE = "line__journey__scope"

    created_at = None  # type: ignore[assignment]  # the day at most


class Import(Row):
    """A table of answers from elsewhere, taken in piece by piece; its progress can be left and found again."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file: whoever still has it may list its receipts
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # were here already
    aside = models.PositiveIntegerField(default=0)  # same id, other content: kept aside
    refused = models.JSONField(default=list)  # numbers of rows that are no answer, at most 100
    consents = models.JSONField(default=list)
    # what somebody said of columns ("q", "q=choice", "" to leave one out) and which one names the answers; where
    # nobody said anything, they are found by their names
    mapping = models.JSONField(default=dict)
    waits = models.BooleanField(default=False)  # looked at, nothing taken in yet
    finished_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "wave__line__journey__scope"

    class Meta:
        ordering = ["-created_at"]
