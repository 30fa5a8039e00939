"""What a question's answers say, as counts with intervals: one door for pages and commands."""

from vises.analysis.summaries.counting import (
    count_up,
    count_up_by,
    middle_of,
    summarise,
    summarise_by,
    summary_of_numbers,
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

__all__ = [
    "OTHER",
    "PERCENT_FROM",
    "Cell",
    "Comparison",
    "Group",
    "Middle",
    "QuestionSpec",
    "Split",
    "Summary",
    "count_up",
    "count_up_by",
    "middle_of",
    "summarise",
    "summarise_by",
    "summary_of_numbers",
]
