"""What the journey asks of people, beside what was agreed."""

import uuid

from django.http import HttpResponse

from vises.apps.findings.queries.unused import unused_questions
from vises.apps.journeys.queries.burden import burden as read
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request

WIDE = 300  # of the chart's longest bar, in its own units


def burden(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Planned, spent and agreed, as a chart and as a table; what nobody cites, proposed for removal."""
    page = read(request.actor, journey)
    bars = [
        {
            "row": row,
            "y": 12 + number * 52,
            "planned": round(WIDE * row.ours.planned_hours / page.most),
            "spent": round(WIDE * row.ours.spent_hours / page.most),
        }
        for number, row in enumerate(page.steps)
    ]
    unused = unused_questions(request.actor, journey)
    context = {"page": page, "bars": bars, "high": 12 + 52 * len(bars), "unused": unused}
    return journey_page(request, "journeys/burden.html", journey, context)
