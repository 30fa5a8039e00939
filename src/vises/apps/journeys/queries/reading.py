"""What the deliverables of this room say, for the page on which the referent confirms without an account.

Headings are in the language of the request: these run while that page is drawn.
"""

from django.utils.translation import gettext_lazy as _

from vises.apps.access.models import Opening
from vises.apps.journeys.models import Engagement, Expectation, Journey, OwnWords, Stakeholder
from vises.apps.journeys.queries.texts import code_of
from vises.apps.journeys.services.engagement import HEADINGS, note_of
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import pick

NOTE_HEADINGS = {
    "motives": _("What moves us"),
    "fears": _("What we fear"),
    "existing": _("What we already have"),
    "for-whom": _("For whom we evaluate"),
    "who-takes-part": _("Who takes part"),
    "stays-private": _("What stays between us"),
}
ROLES = {
    "referent": _("referent"),
    "member": _("member of the team"),
    "accompanist": _("accompanist"),
    "reader": _("reader of raw words"),
    "researcher": _("researcher"),
    "federation": _("federation"),
    "coordinator": _("coordination"),
}

Reading = list[tuple[str, str]]


def read_engagement(journey: Journey, language: str) -> Reading:
    """The engagement note: texts, days, end date, who may see what."""
    texts = dict(OwnWords.objects.filter(journey=journey, deliverable=note_of(journey)).values_list("heading", "text"))
    found = [(str(NOTE_HEADINGS[heading]), texts[heading]) for heading in HEADINGS if texts.get(heading)]
    frame = Engagement.objects.filter(journey=journey).first()
    if frame and frame.half_days:
        found.append((str(_("Half-days in all")), str(frame.half_days)))
    if frame and frame.hours_agreed:
        found.append((str(_("Hours of the enterprise at most")), str(frame.hours_agreed)))
    if frame and frame.ends_on:
        found.append((str(_("Until")), f"{frame.ends_on:%d/%m/%Y}"))
    opened = Opening.objects.filter(scope=journey.scope_id).order_by("role").values_list("role", flat=True)
    names = ", ".join(str(ROLES.get(role, role)) for role in opened)
    found.append((str(_("From the programme, this may be read by")), names or str(_("nobody"))))
    return found


def read_portrait(journey: Journey, language: str) -> Reading:
    """The portrait, heading by heading."""
    code = journey.methodology.code
    version = methodology.version(code)
    texts = dict(
        OwnWords.objects.filter(journey=journey, deliverable=code_of(code, "portrait")).values_list("heading", "text")
    )
    places = [f"dimension.{item.id}" for item in version.dimensions] + [f"lens.{item.id}" for item in version.lenses]
    return [
        (methodology.text(code, f"{place}.title", language), texts[place.split(".")[1]])
        for place in places
        if texts.get(place.split(".")[1])
    ]


def read_stakeholders(journey: Journey, language: str) -> Reading:
    """The groups, each with what is known of it and how far it takes part."""
    code = journey.methodology.code
    found = []
    for row in Stakeholder.objects.filter(journey=journey).prefetch_related("involvements"):
        degrees = {item.step: item.degree for item in row.involvements.all()}
        about = [row.relation, row.gains_or_loses, row.access_difficulty]
        part = [
            f"{methodology.text(code, f'{step.id}.short', language)}: "
            f"{methodology.text(code, f'involvement.{degrees[step.id]}.title', language)}"
            for step in methodology.version(code).steps
            if step.id in degrees
        ]
        size = f" ({'± ' if row.size_is_about else ''}{row.size})" if row.size else ""
        found.append((pick(row.names, language)[0] + size, "\n".join(filter(None, [*about, "; ".join(part)]))))
    return found


def read_expectations(journey: Journey, language: str) -> Reading:
    """What groups expect, in their own words."""
    rows = Expectation.objects.filter(journey=journey).select_related("stakeholder")
    return [(pick(row.stakeholder.names, language)[0], row.text) for row in rows]
