"""What the story says, for the page on which the referent confirms."""

from vises.apps.journeys.models import Journey
from vises.apps.valorisation.models import Story
from vises.kernel.locale import pick


def read_story(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The story's title with how and why, then its sentences, what comes next, choices and limits."""
    read = []
    for story in Story.objects.filter(journey=journey).prefetch_related("claims"):
        read.append((pick(story.titles, language)[0], pick(story.how_and_why, language)[0]))
        for number, claim in enumerate(story.claims.all(), 1):
            read.append((str(number), pick(claim.texts, language)[0]))
        for texts in (story.choices_and_limits, story.what_next):
            if said := pick(texts, language)[0]:
                read.append(("–", said))
    return read
