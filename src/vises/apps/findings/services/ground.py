"""What stood on something that moved: evidence is marked, never silently changed."""

import uuid
from collections.abc import Iterable

from vises.apps.findings.models import Evidence
from vises.kernel.problems import Problem

WITHDRAWN = "withdrawn"
RECALCULATED = "recalculated"


def passages_go(passages: frozenset[uuid.UUID], why: str) -> None:
    """Passages are about to be erased. Raises Problem when only a mark is taken away and a finding cites it."""
    cited = Evidence.objects.filter(passage_id__in=passages)
    if why == "unmarked":
        if cited.exists():
            raise Problem("findings.passage-cited")
        return
    cited.update(lost_ground=WITHDRAWN, seen_at=None)


def analyses_recalculated(analyses: Iterable[uuid.UUID]) -> None:
    """The data behind these analyses has a new revision: what cites them should be looked at."""
    Evidence.objects.filter(analysis_id__in=list(analyses)).exclude(lost_ground=WITHDRAWN).update(
        lost_ground=RECALCULATED, seen_at=None
    )
