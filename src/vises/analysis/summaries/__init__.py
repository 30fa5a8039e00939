"""What a question's answers say, as counts with intervals: one door for pages and commands."""

from vises.analysis.summaries.counting import (
    count_up,
    count_up_by,
    count_up_numbers_by,
    summarise,
    summarise_by,
)
from vises.analysis.summaries.model import (
    OTHER,
    PERCENT_FROM,
    Cell,
    Comparison,
    Group,
    Middle,
    QuestionSpec,
    Split,
    Summary,
)
from vises.analysis.summaries.numbers import Numbers, count_up_numbers

__all__ = [
    "OTHER",
    "PERCENT_FROM",
    "Cell",
    "Comparison",
    "Group",
    "Middle",
    "Numbers",
    "QuestionSpec",
    "Split",
    "Summary",
    "count_up",
    "count_up_by",
    "count_up_numbers",
    "count_up_numbers_by",
    "summarise",
    "summarise_by",
]
