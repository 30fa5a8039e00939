"""What findings, restitutions and improvements say, for the page on which the referent confirms."""

from django.utils.formats import date_format

from vises.apps.findings.models import Finding, Improvement, Restitution
from vises.apps.journeys.models import Journey
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import pick

Reading = list[tuple[str, str]]


def read_findings(journey: Journey, language: str) -> Reading:
    """Each finding by its label, with the strength the group gave it and its limits."""
    code = journey.methodology.code
    read = []
    for row in Finding.objects.filter(question__decision__journey=journey):
        strength = methodology.text(code, f"strength.{row.strength}.title", language) if row.strength else ""
        parts = (pick(row.statements, language)[0], strength, pick(row.limits, language)[0])
        read.append((row.label, "\n".join(part for part in parts if part)))
    return read


def read_restitutions(journey: Journey, language: str) -> Reading:
    """Each restitution by its session, with what it changed and what stays contested."""
    rows = Restitution.objects.filter(session__journey=journey).select_related("session")
    return [
        (row.session.title, "\n".join(part for part in (row.changed, row.contested) if part))
        for row in rows.order_by("session__on")
    ]


def read_improvements(journey: Journey, language: str) -> Reading:
    """Each decision by what will be done, with who and when; or why nothing changes."""
    read = []
    for row in Improvement.objects.filter(question__decision__journey=journey).order_by("on", "created_at"):
        on = date_format(row.on, "j F Y") if row.on else ""
        said = pick(row.what, language)[0]
        read.append((said, ", ".join(part for part in (row.who, on) if part)) if said else ("–", row.none_because))
    return read
