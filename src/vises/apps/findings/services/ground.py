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


def follow_theme(code: uuid.UUID, to: uuid.UUID, only: frozenset[str] | None = None) -> list[str]:
    """What cites a theme cites the one it went into; when that is undone, `only` what had moved. Gives their ids."""
    cited = Evidence.objects.filter(code_id=code)
    if only is not None:
        cited = cited.filter(pk__in=only)
    ids = [str(id_) for id_ in cited.values_list("id", flat=True)]
    cited.update(code_id=to)
    return ids


def analyses_recalculated(analyses: Iterable[uuid.UUID]) -> None:
    """The data behind these analyses has a new revision: what cites them should be looked at."""
    Evidence.objects.filter(analysis_id__in=list(analyses)).exclude(lost_ground=WITHDRAWN).update(
        lost_ground=RECALCULATED, seen_at=None
    )


def values_changed(table: uuid.UUID) -> None:
    """An indicator holds another value than before for some period: what cites it should be looked at."""
    Evidence.objects.filter(records_id=table).exclude(lost_ground=WITHDRAWN).update(
        lost_ground=RECALCULATED, seen_at=None
    )
