"""Who can be recognised on a story's picture, and asking each of them: she sees it in its place first.

The picture is public only while everybody on it agrees. A no, or a day that is over, takes it off at once.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.valorisation.models import (
    PictureConsent,
    Pictured,
    PictureStatement,
    Publication,
    PublicationTask,
    Story,
)
from vises.apps.valorisation.queries.pictures import context_now, latest_reach, person_behind
from vises.apps.valorisation.rules import picture_context
from vises.apps.valorisation.services.cascade import name_changes, picture_goes
from vises.apps.valorisation.services.said import check_answer, check_language, check_witness, give_link, keep_answer
from vises.apps.valorisation.services.story import PICTURE_PASS, let_go, story_of
from vises.kernel.clock import now, today
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.models import StoredFile
from vises.platform.jobs.services import hourly

MOST = 60  # people listed on one picture


def say_nobody(actor: Actor, story_id: uuid.UUID) -> None:
    """State that nobody can be recognised on the picture: by whom and when is kept. Needs `journey.edit`.

    Raises Problem while people are listed on it.
    """
    story, image = _with_picture(actor, story_id)
    if Pictured.objects.filter(story=story, image=image).exists():
        raise Problem("valorisation.picture-people", field="who")
    with transaction.atomic():
        _state(actor, story, image, nobody=True)


def list_people(actor: Actor, story_id: uuid.UUID, who: Sequence[str]) -> tuple[Pictured, ...]:
    """State who can be recognised on the picture: these, those listed before, and nobody else. Needs `journey.edit`.

    Until each of them agrees the picture is not public: it leaves what is published. Raises Problem without a name.
    """
    story, image = _with_picture(actor, story_id)
    before = list(Pictured.objects.filter(story=story, image=image))
    there = {one.who for one in before}
    names = [name for name in dict.fromkeys(one.strip()[:120] for one in who) if name and name not in there]
    if not names or len(before) + len(names) > MOST:
        raise Problem("valorisation.picture-who", field="who", most=MOST)
    with transaction.atomic():
        rows = [Pictured(story=story, image=image, who=name, order=len(before) + n) for n, name in enumerate(names)]
        made = Pictured.objects.bulk_create(rows)
        _state(actor, story, image, nobody=False)
        picture_goes(image.id)
    return tuple(made)


def unlist(actor: Actor, person_id: uuid.UUID) -> None:
    """Take somebody off the list who was put there by mistake. Needs `journey.edit`.

    Raises Problem once she was asked: what she says then holds for this picture.
    """
    person = _person(actor, person_id)
    if person.consents.exists():
        raise Problem("valorisation.picture-asked")
    with transaction.atomic():
        _record(actor, "picture.unlisted", person)
        person.delete()


def ask_person(actor: Actor, person_id: uuid.UUID, *, language: str) -> str:
    """A link with which a person sees the picture in its place and says how far it may go. Needs `journey.edit`.

    Whoever said no is not asked again, nor is anybody else on the same picture. Returns the token, shown once.
    """
    person = _person(actor, person_id)
    check_language(language)
    _not_refused(person, "language")
    scope = person.story.journey.scope
    return give_link(actor, scope, PICTURE_PASS, person.id, language, lambda: _keep(actor, person, "asked", "link"))


def answer_of_person(token: str, *, reach: str, name: str = "", until: date | None = None) -> str:
    """What a person says by her link; later she may say otherwise. Returns the reach. Raises NotFound or Problem."""
    guest, person = person_behind(token)
    return keep_answer(guest, reach, until, lambda: _keep(guest, person, reach, "link", name=name, until=until))


def note_person(
    actor: Actor,
    person_id: uuid.UUID,
    *,
    reach: str,
    way: str,
    witness: str,
    name: str = "",
    until: date | None = None,
) -> None:
    """What a person said on paper, or when the picture was shown to her: with its witness. Needs `journey.edit`."""
    person = _person(actor, person_id)
    check_answer(reach, until)
    check_witness(way, witness)
    with transaction.atomic():
        _keep(actor, person, reach, way, name=name, until=until, witness=witness)


@hourly("valorisation.pictures-ended")
def pictures_ended() -> None:
    """Pictures on which somebody agreed until a day that has passed leave what is published.

    Who was on pictures that nothing shows any more is erased.
    """
    public = Publication.objects.filter(state=Publication.State.PUBLIC, image__isnull=False)
    people = Pictured.objects.filter(image_id__in=public.values("image")).prefetch_related("consents")
    for person in people:
        last = list(person.consents.all())[-1:]
        if last and last[0].until is not None and last[0].until < today():
            picture_goes(person.image_id)
    for story_id in PictureStatement.objects.order_by().values_list("story", flat=True).distinct():
        let_go(story_id)


def _with_picture(actor: Actor, story_id: uuid.UUID) -> tuple[Story, StoredFile]:
    story = story_of(actor, story_id)
    if story.image is None:
        raise NotFound()
    return story, story.image


def _person(actor: Actor, person_id: uuid.UUID) -> Pictured:
    rows = Pictured.objects.select_related("image", "story__image", "story__journey__scope")
    return rows.get(pk=person_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=person_id)


def _not_refused(person: Pictured, field: str) -> None:
    same = Pictured.objects.filter(story_id=person.story_id, image_id=person.image_id).prefetch_related("consents")
    if "no" in latest_reach(same).values():
        raise Problem("valorisation.picture-refused", field=field)


def _state(actor: Actor, story: Story, image: StoredFile, *, nobody: bool) -> None:
    PictureStatement.objects.create(story=story, image=image, nobody=nobody, said_by_name=actor.name[:120])
    PublicationTask.objects.filter(story=story, code="picture-unsaid", done_at=None).update(done_at=now())
    event = "picture.nobody" if nobody else "picture.listed"
    record(actor.who, event, scope_id=story.journey.scope_id, object_kind="story", object_id=story.id)


def _keep(
    actor: Actor,
    person: Pictured,
    reach: str,
    way: str,
    *,
    name: str = "",
    until: date | None = None,
    witness: str = "",
) -> None:
    shown = name.strip()[:120] if reach == "public" else ""
    PictureConsent.objects.create(
        person=person,
        reach=reach,
        name=shown,
        until=until if reach != "no" else None,
        way=way,
        witness=witness.strip()[:120],
        context=_seen(person),
    )
    if reach == "public":
        name_changes("person", person.id, shown)
    elif reach != "asked":
        picture_goes(person.image_id)
    _record(actor, f"picture.{reach}", person)


def _seen(person: Pictured) -> str:
    if person.story.image_id == person.image_id:
        return context_now(person.story)
    return picture_context(person.image.sha256, {}, {}, {})  # published still, not in the story: nothing is asked of it


def _record(actor: Actor, event: str, person: Pictured) -> None:
    scope_id = person.story.journey.scope_id
    record(actor.who, event, scope_id=scope_id, object_kind="person-on-picture", object_id=person.id)
