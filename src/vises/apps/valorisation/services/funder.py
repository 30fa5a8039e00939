"""A page for those who fund an enterprise: its published story, with words agreed for funders."""

import uuid

from django.db.models import QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, give_pass
from vises.apps.valorisation.models import Publication, Story
from vises.apps.valorisation.queries.funder import FunderStory, for_funder
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

PURPOSE = "funder"
DAYS = 90  # the link is made anew for another year of funding


def funder_link(actor: Actor, journey_id: uuid.UUID, *, name: str, language: str) -> str:
    """A link to the page for one funder. Needs `journey.publish`. Returns the token, shown once.

    Raises Problem without a name, and while nothing is published.
    """
    rows = Story.objects.filter(journey_id=journey_id).select_related("journey__scope").order_by("created_at")
    story = rows[0] if actor.kind == "system" else fetch(actor, "journey.publish", rows, pk=_first(rows))
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    if not name.strip():
        raise Problem("valorisation.funder-name", field="name")
    if not Publication.objects.filter(story=story, state=Publication.State.PUBLIC).exists():
        raise Problem("valorisation.nothing-public")
    scope = story.journey.scope
    return give_pass(actor, scope, PURPOSE, detail=story.id, label=name.strip()[:120], language=language, days=DAYS)


def _first(rows: QuerySet[Story]) -> uuid.UUID | None:
    return rows.values_list("pk", flat=True).first()


def read_by_funder(token: str) -> FunderStory:
    """The page behind a funder's link; that it was opened is noted. Raises NotFound for a link that opens nothing (any
    more), and once the story is taken back."""
    guest, story, page = for_funder(token)
    scope_id = story.journey.scope_id
    record(guest.who, "story.read-by-funder", scope_id=scope_id, object_kind="story", object_id=story.id)
    return page
