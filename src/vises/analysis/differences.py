"""Whether figures shown earlier and figures shown later tell, side by side, of a few people (trust.md P7).

Who kept the earlier figures sees the table of those who came since, less those who left. So a later state follows an
earlier one only where that table could stand alone: in all and in each group it holds nobody or enough people, not
all of whom said the same; and where somebody left, each answer was given by so many of those who came that it hides
what she had said. What stays possible: to count, among enough people who came together, few who said one thing.
"""

from collections import Counter
from collections.abc import Sequence

from vises.analysis.disclosure import threshold
from vises.analysis.summaries.model import COUNTED, QuestionSpec


def told_apart(came: Sequence[str | None], left: int, question: QuestionSpec, *, sensitive: bool = False) -> bool:
    """Would the later figures of a question, beside the earlier ones, tell of a few people?

    `came` are the answers of those who were not counted before (None where she gave none), `left` the people who were
    counted and are not any more. Who changed her answer came and left.
    """
    least = threshold(sensitive=sensitive)
    said = [answer for answer in came if answer is not None]
    if not said:
        return left > 0
    if len(said) < least:
        return True
    if question.kind not in COUNTED:
        return len(set(said)) == 1
    ticked = Counter(choice for answer in said for choice in set(answer.split()))
    if max(ticked.values(), default=0) == len(said):
        return True
    choices = {value for value, _labels in question.choices} | ticked.keys()
    return left > 0 and any(ticked[choice] < left for choice in choices)
