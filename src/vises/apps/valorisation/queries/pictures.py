"""Who can be recognised on a story's picture, and how far it may go by what they said."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, open_pass
from vises.apps.valorisation.models import Pictured, PictureStatement, Publication, Story
from vises.apps.valorisation.queries.consents import Answer, Standing
from vises.apps.valorisation.rules import consent_state, picture_context, picture_state
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.platform.files.models import StoredFile
from vises.platform.files.services import read

GONE = frozenset({"no", "ended"})
"""States in which nobody is shown a picture any more, those who write the story included."""
FOR_FUNDERS = frozenset({"funder", "public"})


@dataclass(frozen=True)
class PersonLine:
    """Somebody on the picture. `who` is what she is called inside."""

    id: uuid.UUID
    who: str
    said: Standing


@dataclass(frozen=True)
class Picture:
    """A picture with its words. `state` is "unsaid" while nobody stated who can be recognised on it, else how far it
    may go: "no", "ended", "changed", "to-ask", "asked", "inside", "funder" or "public" (see `rules.picture_state`)."""

    id: uuid.UUID
    alt: Texts
    state: str
    nobody: bool  # stated: nobody can be recognised on it
    said_by: str  # who stated it, or who listed the people
    said_on: datetime | None
    people: tuple[PersonLine, ...]

    @property
    def shown(self) -> bool:
        """Whether those who write the story may look at it."""
        return self.state not in GONE

    def names(self) -> list[dict[str, str]]:
        """Who wants to be named beside it."""
        return [{"person": str(one.id), "name": one.said.name} for one in self.people if one.said.name]


@dataclass(frozen=True)
class PictureInPlace:
    """The picture where it stands: what a person on it sees before she answers. `refused`: somebody else on it said no,
    so that it is shown to nobody."""

    enterprise: str
    titles: Texts
    how_and_why: Texts
    alt: Texts
    image: uuid.UUID
    person: PersonLine
    refused: bool
    language: str

    @property
    def said(self) -> Standing:
        """Where she stands."""
        return self.person.said


def picture_of(story: Story) -> Picture | None:
    """The story's picture; three queries. Pass the story with its image selected."""
    if story.image is None:
        return None
    people = Pictured.objects.filter(story=story, image=story.image).prefetch_related("consents")
    statement = PictureStatement.objects.filter(story=story, image=story.image).last()
    seen = context_now(story)
    lines = tuple(PersonLine(one.id, one.who, _standing(one, seen)) for one in people)
    return Picture(
        story.image.id,
        story.image_alt,
        picture_state(statement.nobody if statement else None, [line.said.state for line in lines]),
        bool(statement and statement.nobody and not lines),
        statement.said_by_name if statement else "",
        statement.created_at if statement else None,
        lines,
    )


def context_now(story: Story) -> str:
    """The fingerprint of the picture in its place as it is written now."""
    sha256 = story.image.sha256 if story.image else ""
    return picture_context(sha256, story.image_alt, story.titles, story.how_and_why)


def _standing(person: Pictured, seen: str) -> Standing:
    rows = list(person.consents.all())
    answers = tuple(Answer(row.reach, row.name, row.until, row.way, row.witness, row.created_at) for row in rows)
    if not rows:
        return Standing("to-ask", "", ())
    last = rows[-1]
    state = consent_state(last.reach, last.until, last.context, seen, today())
    return Standing(state, last.name if state == "public" else "", answers)


def picture(actor: Actor, journey_id: uuid.UUID) -> Picture:
    """The picture of the journey's story with its people. Needs `journey.edit`. Raises NotFound without one."""
    rows = Story.objects.filter(journey_id=journey_id).select_related("image").order_by("created_at")
    found = picture_of(fetch(actor, "journey.edit", rows, pk=rows.values_list("pk", flat=True).first()))
    if found is None:
        raise NotFound()
    return found


def person_in_place(actor: Actor, person_id: uuid.UUID) -> PictureInPlace:
    """One person with the picture in its place, for whoever asks her. Needs `journey.edit`."""
    rows = Pictured.objects.select_related("image", "story__image", "story__journey__enterprise")
    return _in_place(fetch(actor, "journey.edit", rows, pk=person_id), "")


def asking_person(token: str) -> PictureInPlace:
    """Behind a person's link: the picture in its place. Raises NotFound for a link that opens nothing (any more)."""
    guest, person = person_behind(token)
    return _in_place(person, guest.language)


def asked_picture(token: str) -> tuple[bytes, str]:
    """The picture behind a person's link and its content type. Raises NotFound, also where somebody else said no."""
    _guest, person = person_behind(token)
    if _refused(person):
        raise NotFound()
    return read(person.image), person.image.content_type


def person_behind(token: str) -> tuple[Actor, Pictured]:
    """The person behind a link, and herself as an actor. Raises NotFound."""
    opened, guest = open_pass(token, "picture")
    rows = Pictured.objects.filter(story__journey__scope_id=opened.scope_id)
    rows = rows.select_related("image", "story__image", "story__journey__enterprise")
    person = rows.filter(pk=opened.detail).first() if opened.detail else None
    if person is None:
        raise NotFound("access.link-ended")
    return guest, person


def _in_place(person: Pictured, language: str) -> PictureInPlace:
    story = person.story
    titles, how, alt = story.titles, story.how_and_why, story.image_alt
    if story.image_id != person.image_id:  # another picture stands in the story by now: hers is still published
        content = _published_with(person.image_id)
        titles, how, alt = content["titles"], content["how_and_why"], content["image_alt"]
        seen = picture_context(person.image.sha256, alt, titles, how)
    else:
        seen = context_now(story)
    line = PersonLine(person.id, person.who, _standing(person, seen))
    return PictureInPlace(
        story.journey.enterprise.name, titles, how, alt, person.image_id, line, _refused(person), language
    )


def _published_with(image_id: uuid.UUID) -> dict[str, Any]:
    row = Publication.objects.filter(image_id=image_id, state=Publication.State.PUBLIC).first()
    if row is None:
        raise NotFound("access.link-ended")
    return dict(row.content)


def _refused(person: Pictured) -> bool:
    others = Pictured.objects.filter(story_id=person.story_id, image_id=person.image_id).exclude(pk=person.pk)
    return "no" in latest_reach(others.prefetch_related("consents")).values()


def latest_reach(people: Iterable[Pictured]) -> dict[uuid.UUID, str]:
    """What each said last; nothing for those who were never asked. Pass them with their consents prefetched."""
    said = {one.id: list(one.consents.all()) for one in people}
    return {id_: rows[-1].reach for id_, rows in said.items() if rows}


def image_bytes(image_id: uuid.UUID | None) -> tuple[bytes, str]:
    """A kept picture and its content type. Raises NotFound."""
    stored = StoredFile.objects.filter(pk=image_id).first() if image_id else None
    if stored is None:
        raise NotFound()
    return read(stored), stored.content_type
