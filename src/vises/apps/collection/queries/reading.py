"""What was collected, for the page on which the referent says "that's us"."""

from vises.apps.collection.queries.reached import reached
from vises.apps.journeys.models import Journey, PlanLine
from vises.kernel.locale import pick


def read_collection(journey: Journey, language: str) -> list[tuple[str, str]]:
    """Each line of the plan with how many were reached of how many wanted: counts, never words."""
    lines = list(PlanLine.objects.filter(journey=journey))
    counts = reached([line.id for line in lines])
    return [
        (
            pick(line.looks_at, language)[0],
            f"{max(counts.get(line.id, 0), line.reached_said or 0)} / {line.target if line.target else '–'}",
        )
        for line in lines
    ]
