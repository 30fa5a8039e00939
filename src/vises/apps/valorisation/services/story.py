"""Writing the story: titles, how and why before results, choices and limits, what next, a picture."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.text import slugify

from vises.apps.access.actor import Actor
from vises.apps.access.services import end_links, fetch
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.deliverables import touch
from vises.apps.valorisation.models import Pictured, PictureStatement, Publication, Story
from vises.kernel.ids import new_token
from vises.kernel.locale import LANGUAGES, Texts, pick
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.pictures import without_notes
from vises.platform.files.services import store

PICTURE_PASS = "picture"  # the links of people on a picture
PICTURES = frozenset({"image/jpeg", "image/png"})


def write_story(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    titles: Texts,
    how_and_why: Texts | None = None,
    choices_and_limits: Texts | None = None,
    what_next: Texts | None = None,
    languages: Sequence[str] = (),
    story_id: uuid.UUID | None = None,
    number: int | None = None,
) -> Story:
    """Write the journey's story, or (with `story_id`) write it again. Needs `journey.edit`.

    `number` is the revision the writer had before her: when it is not the present one, Conflict. Without
    `languages`, those of its titles. Raises Problem without a title or a language.
    """
    journey = journey_of(actor, journey_id)
    titles = written(titles)
    if not titles:
        raise Problem("valorisation.title", field="titles")
    chosen = [code for code in LANGUAGES if code in (languages or titles)]
    if not chosen:
        raise Problem("valorisation.languages", field="languages")
    fields = {
        "titles": titles,
        "how_and_why": written(how_and_why),
        "choices_and_limits": written(choices_and_limits),
        "what_next": written(what_next),
        "languages": chosen,
    }
    with transaction.atomic():
        if story_id is None:
            story = Story.objects.create(journey=journey, slug=_slug(journey, titles), **fields)
        else:
            there = Story.objects.filter(pk=story_id, journey=journey).first()
            if there is None:
                raise NotFound()
            seen = there.number if number is None else number
            if not Story.objects.filter(pk=story_id, number=seen).update(number=seen + 1, **fields):
                raise Conflict("platform.changed-meanwhile")
            story = Story.objects.get(pk=story_id)
        touch(actor, journey, "story")
        _record(actor, "story.written", story)
    return story


def set_image(actor: Actor, story_id: uuid.UUID, chunks: Iterable[bytes], name: str, alt: Texts) -> Story:
    """A picture with what it shows in words. Needs `journey.edit`. Raises Problem without words.

    Who can be recognised on it is said anew (`services.pictures`), also where the same picture comes again.
    """
    story = story_of(actor, story_id)
    if not written(alt):
        raise Problem("valorisation.image-alt", field="image_alt")
    stored = store(without_notes(chunks), name, limit_mb=8)
    if stored.content_type not in PICTURES:
        stored.delete()
        raise Problem("valorisation.image-kind", field="image")
    with transaction.atomic():
        story.image, story.image_alt = stored, written(alt)
        story.save(update_fields=["image", "image_alt"])
        let_go(story.id)
        _record(actor, "story.image-set", story)
    return story


def remove_image(actor: Actor, story_id: uuid.UUID) -> None:
    """Take the picture out of the story; what is published keeps it until it is published anew."""
    story = story_of(actor, story_id)
    story.image, story.image_alt = None, {}
    with transaction.atomic():
        story.save(update_fields=["image", "image_alt"])
        let_go(story.id)
        _record(actor, "story.image-removed", story)


def let_go(story_id: uuid.UUID) -> None:
    """Pictures that neither the story nor its publication shows any more: who was on them is erased, their answers and
    their links with them."""
    story = Story.objects.get(pk=story_id)
    public = Publication.objects.filter(story=story, state=Publication.State.PUBLIC)
    kept = {story.image_id, *public.values_list("image", flat=True)} - {None}
    people = Pictured.objects.filter(story=story).exclude(image_id__in=kept)
    end_links(PICTURE_PASS, list(people.values_list("id", flat=True)))
    people.delete()
    PictureStatement.objects.filter(story=story).exclude(image_id__in=kept).delete()


def journey_of(actor: Actor, journey_id: uuid.UUID, verb: str = "journey.edit") -> Journey:
    """The journey, when the actor may do `verb` in it."""
    rows = Journey.objects.select_related("enterprise", "methodology")
    return rows.get(pk=journey_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=journey_id)


def story_of(actor: Actor, story_id: uuid.UUID, verb: str = "journey.edit") -> Story:
    """The story with its journey, when the actor may do `verb` on it."""
    rows = Story.objects.select_related("journey__enterprise__territory", "journey__methodology", "image")
    return rows.get(pk=story_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=story_id)


def written(texts: Texts | None) -> Texts:
    """Texts without empty languages."""
    return {language: text.strip() for language, text in (texts or {}).items() if text.strip()}


def _slug(journey: Journey, titles: Texts) -> str:
    base = slugify(pick(titles, journey.language)[0])[:60].strip("-") or "story"
    slug = base
    for number in range(2, 50):
        if not Story.objects.filter(slug=slug).exists():
            return slug
        slug = f"{base}-{number}"
    return f"{base}-{slugify(new_token())[:12]}"


def _record(actor: Actor, event: str, story: Story) -> None:
    record(actor.who, event, scope_id=story.journey.scope_id, object_kind="story", object_id=story.id)
