"""What anybody may read: a published story, its picture, the library. Reads frozen content only."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vises.apps.network.models import Territory
from vises.apps.valorisation.models import Publication, Story
from vises.apps.valorisation.queries.pictures import image_bytes, picture_of
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class PublicStory:
    """A story as published. `withdrawn_at` is set, and `content` empty, once its enterprise took it back."""

    slug: str
    content: dict[str, Any]
    hash: str
    number: int
    published_at: datetime
    revised_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Shelf:
    """A story in the library."""

    slug: str
    enterprise: str
    titles: Texts
    how: Texts
    languages: tuple[str, ...]
    group: str
    territory: Texts
    on: datetime
    is_sample: bool
    claims: tuple[Texts, ...]


def public_story(slug: str) -> PublicStory:
    """The story at this address. Raises NotFound where nothing was ever published."""
    rows = Publication.objects.filter(story__slug=slug).order_by("-number")
    row = rows.filter(state=Publication.State.PUBLIC).first() or rows.first()
    if row is None:
        raise NotFound()
    public = row.state == Publication.State.PUBLIC
    return PublicStory(
        slug,
        row.content if public else {},
        row.hash if public else "",
        row.number,
        row.created_at,
        row.revised_at,
        None if public else row.withdrawn_at or row.created_at,
    )


def public_image(slug: str) -> tuple[bytes, str]:
    """The picture of a published story and its content type. Raises NotFound."""
    public = Publication.objects.filter(story__slug=slug, state=Publication.State.PUBLIC)
    return image_bytes(public.values_list("image", flat=True).first())


def story_image(story_slug: str) -> tuple[bytes, str]:
    """The picture of a story in the making; the caller has checked that the journey may be seen.

    Raises NotFound, also where somebody on it said no or agreed until a day that is over.
    """
    story = Story.objects.filter(slug=story_slug).select_related("image").first()
    picture = picture_of(story) if story else None
    return image_bytes(picture.id if picture and picture.shown else None)


def library(*, words: str = "", territory: str = "", group: str = "", language: str = "") -> tuple[Shelf, ...]:
    """Published stories, the newest first, narrowed where asked; every word must be found, accents aside."""
    wanted = _plain(words).split()
    found = []
    rows = Publication.objects.filter(state=Publication.State.PUBLIC).order_by("-created_at")
    for row in rows.select_related("story").iterator():
        content = row.content
        if territory and content["territory"] != territory:
            continue
        if group and content["group"] != group:
            continue
        if language and language not in content["languages"]:
            continue
        claims = tuple(claim["texts"] for claim in content["claims"] if not claim["hidden"])
        if wanted:
            texts = (content["titles"], content["how_and_why"], content["what_next"], content["sector"], *claims)
            heap = _plain(" ".join([content["enterprise"], *(t for text in texts for t in text.values())]))
            if not all(word in heap for word in wanted):
                continue
        found.append(
            Shelf(
                row.story.slug,
                content["enterprise"],
                content["titles"],
                content["how_and_why"],
                tuple(content["languages"]),
                content["group"],
                content["territory_names"],
                row.created_at,
                content["is_sample"],
                claims,
            )
        )
    return tuple(found)


def territories() -> tuple[tuple[str, Texts], ...]:
    """The territories stories can be looked for in."""
    return tuple(Territory.objects.order_by("code").values_list("code", "names"))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def with_dates(value: Any) -> Any:
    """The content with its days as dates again: keys that end in `_on` hold ISO days."""
    if isinstance(value, dict):
        return {
            key: date.fromisoformat(part)
            if key.endswith("_on") and isinstance(part, str) and part
            else with_dates(part)
            for key, part in value.items()
        }
    return [with_dates(part) for part in value] if isinstance(value, (list, tuple)) else value
