"""Consent for a picture: everybody who can be recognised sees it in its place; one no takes it off for everybody."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import GuestPass
from vises.apps.valorisation import services
from vises.apps.valorisation.models import (
    PictureConsent,
    Pictured,
    PictureStatement,
    Publication,
    PublicationTask,
    Story,
)
from vises.apps.valorisation.queries import pictures as queries
from vises.apps.valorisation.queries.funder import for_funder, funder_image
from vises.apps.valorisation.queries.public import public_image, public_story, story_image
from vises.apps.valorisation.services.pictures import pictures_ended
from vises.kernel.clock import now, today
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.files.models import StoredFile
from vises.platform.files.reaper import reap
from vises.platform.files.services import read

ALT = {"fr": "Une table", "nl": "Een tafel"}


@pytest.fixture
def claire(told):  # type: ignore[no-untyped-def]
    return told.world.actor("claire")


@pytest.fixture
def story(told, claire):  # type: ignore[no-untyped-def]
    return services.set_image(claire, told.story.id, [b"\x89PNG one"], "one.png", ALT)


@pytest.fixture
def people(story, claire):  # type: ignore[no-untyped-def]
    return services.list_people(claire, story.id, ["canary-who left", " canary-who right ", ""])


def _publish(told):  # type: ignore[no-untyped-def]
    return services.publish(told.world.actor("nadia"), told.story.id)


def _state(story):  # type: ignore[no-untyped-def]
    return queries.picture_of(Story.objects.select_related("image").get(pk=story.id)).state


def _ask(people):  # type: ignore[no-untyped-def]
    return [services.ask_person(SYSTEM, one.id, language="nl") for one in people]


def _agree(people, **said):  # type: ignore[no-untyped-def]
    tokens = _ask(people)
    for token in tokens:
        services.answer_of_person(token, reach="public", **said)
    return tokens


def test_a_picture_that_nobody_looked_at_is_not_published(told, story, claire) -> None:  # type: ignore[no-untyped-def]
    assert _state(story) == "unsaid"
    with pytest.raises(Problem, match="picture-unsaid"):
        _publish(told)
    services.say_nobody(claire, story.id)
    statement = PictureStatement.objects.get()
    assert statement.nobody and statement.said_by_name == claire.name and statement.created_at
    content = _publish(told).content
    assert content["image"] == str(story.image_id) and content["image_alt"] == ALT
    assert public_image(story.slug) == (b"\x89PNG one", "image/png")


def test_it_is_public_only_while_everybody_on_it_agrees(told, story, people) -> None:  # type: ignore[no-untyped-def]
    left, right = _ask(people)
    page = queries.asking_person(left)
    assert page.titles == story.titles and page.alt == ALT and page.language == "nl" and not page.refused
    assert queries.asked_picture(left)[0] == b"\x89PNG one"
    assert _state(story) == "asked" and _publish(told).content["image"] == ""
    services.answer_of_person(left, reach="public", name="Fatou")
    assert _state(story) == "asked" and _publish(told).content["image"] == ""
    for reach in ("inside", "funder"):
        services.answer_of_person(right, reach=reach)
        assert _state(story) == reach and _publish(told).content["image"] == ""
        with pytest.raises(NotFound):
            public_image(story.slug)
    services.answer_of_person(right, reach="public")
    content = _publish(told).content
    assert content["image"] == str(story.image_id)
    assert [one["name"] for one in content["image_names"]] == ["Fatou"]
    assert "canary-who" not in json.dumps(content)
    assert PictureConsent.objects.count() == 6  # all they said is kept


def test_a_no_takes_it_off_the_page_and_off_its_address_at_once(told, story, people) -> None:  # type: ignore[no-untyped-def]
    left, right = _agree(people, name="Fatou")
    first = _publish(told)
    _publish(told)
    before = Publication.objects.first().hash
    services.answer_of_person(left, reach="no")
    for row in Publication.objects.all():
        assert row.content["image"] == "" and row.content["image_alt"] == {} and row.content["image_names"] == []
    now_public = public_story(story.slug)
    assert now_public.hash != before and now_public.revised_at is not None
    with pytest.raises(NotFound):
        public_image(story.slug)
    assert [task.code for task in PublicationTask.objects.filter(done_at=None)] == ["picture-withdrawn"]
    with pytest.raises(NotFound):  # those who write the story do not see it either
        story_image(story.slug)
    assert queries.asking_person(right).refused
    with pytest.raises(NotFound):
        queries.asked_picture(right)
    assert queries.asked_picture(left)  # she may look at it, and change her mind
    with pytest.raises(Problem, match="picture-refused"):
        services.ask_person(SYSTEM, people[1].id, language="fr")
    with pytest.raises(Problem, match="picture-asked"):
        services.unlist(SYSTEM, people[0].id)
    services.answer_of_person(left, reach="public")
    assert _state(story) == "public" and first.story_id == story.id


def test_it_ends_with_the_first_of_their_days(told, story, people) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="consent-until"):
        services.note_person(
            SYSTEM, people[0].id, reach="public", way="aloud", witness="M", until=today() - timedelta(days=1)
        )
    _agree(people, until=today())
    _publish(told)
    pictures_ended()
    assert public_image(story.slug)
    PictureConsent.objects.filter(person=people[0], reach="public").update(until=today() - timedelta(days=1))
    assert _state(story) == "ended"
    pictures_ended()
    with pytest.raises(NotFound):
        public_image(story.slug)
    assert _publish(told).content["image"] == ""


@pytest.mark.parametrize("what", ["title", "text", "alt"])
def test_it_is_asked_again_when_the_page_around_it_changes(told, story, people, claire, what: str) -> None:  # type: ignore[no-untyped-def]
    _agree(people)

    def write(titles: str, how: str) -> None:
        texts = {"titles": {"fr": titles, "nl": "Dezelfde deur"}, "how_and_why": {"fr": how, "nl": "We delen."}}
        services.write_story(claire, told.world.journey.id, languages=["fr", "nl"], story_id=story.id, **texts)

    write("La même porte", "Nous  partageons !")  # other commas and spaces are no other words
    assert _state(story) == "public"
    if what == "alt":
        Story.objects.filter(pk=story.id).update(image_alt={"fr": "Fatou à table"})
    else:
        write("Endettés" if what == "title" else "La même porte", "Nous aidons des pauvres.")
    assert _state(story) == "changed" and _publish(told).content["image"] == ""
    _agree(people)
    assert _state(story) == "public"


def test_another_picture_is_stated_and_asked_anew_and_who_was_on_the_old_one_is_erased(  # type: ignore[no-untyped-def]
    told, story, people, claire
) -> None:
    left, _right = _agree(people, name="canary-name")
    old = story.image_id
    services.set_image(claire, story.id, [b"\x89PNG one"], "one.png", ALT)  # the same bytes, another time
    assert not Pictured.objects.exists() and not PictureConsent.objects.exists()
    assert not PictureStatement.objects.exists() and _state(story) == "unsaid"
    with pytest.raises(NotFound):
        queries.asking_person(left)
    assert not GuestPass.objects.filter(purpose="picture", revoked_at=None).exists()
    assert old != Story.objects.get(pk=story.id).image_id


def test_a_published_picture_that_the_story_replaced_is_kept_with_its_people(told, story, people, claire) -> None:  # type: ignore[no-untyped-def]
    left, _right = _agree(people)
    _publish(told)
    services.set_image(claire, story.id, [b"\x89PNG two"], "two.png", ALT)
    services.say_nobody(claire, story.id)
    StoredFile.objects.update(created_at=now() - timedelta(days=9))
    reap()
    assert public_image(story.slug)[0] == b"\x89PNG one"
    assert queries.asked_picture(left)[0] == b"\x89PNG one"
    services.answer_of_person(left, reach="no")
    with pytest.raises(NotFound):
        public_image(story.slug)
    pictures_ended()
    assert not Pictured.objects.exists()
    assert _publish(told).content["image"]
    assert public_image(story.slug)[0] == b"\x89PNG two"


def test_who_is_listed_later_is_asked_first(told, story, claire) -> None:  # type: ignore[no-untyped-def]
    services.say_nobody(claire, story.id)
    _publish(told)
    [woman] = services.list_people(claire, story.id, ["Behind the counter"])
    with pytest.raises(NotFound):  # "that is me!": it leaves the page until she agrees
        public_image(story.slug)
    with pytest.raises(Problem, match="picture-people"):
        services.say_nobody(claire, story.id)
    with pytest.raises(Problem, match="picture-who"):
        services.list_people(claire, story.id, ["Behind the counter", " "])
    services.unlist(claire, woman.id)
    assert _state(story) == "unsaid"


def test_for_funders_only_it_stands_behind_their_link(told, story, people, claire) -> None:  # type: ignore[no-untyped-def]
    _publish_without = services.say_nobody
    left, right = _agree(people)
    services.answer_of_person(right, reach="funder")
    _publish(told)
    token = services.funder_link(told.world.actor("nadia"), told.world.journey.id, name="La Région", language="fr")
    _guest, _story, page = for_funder(token)
    assert page.picture and page.published.content["image_alt"] == ALT
    assert funder_image(token)[0] == b"\x89PNG one"
    with pytest.raises(NotFound):
        public_image(story.slug)
    services.write_story(
        claire,
        told.world.journey.id,
        titles={"fr": "Autre", "nl": "Anders"},
        how_and_why=story.how_and_why,
        languages=["fr", "nl"],
        story_id=story.id,
    )
    with pytest.raises(NotFound):  # what they agreed to is not what stands there
        funder_image(token)
    services.answer_of_person(left, reach="inside")
    assert not for_funder(token)[2].picture


def test_another_name_or_none_leaves_the_page_at_once(told, story, people) -> None:  # type: ignore[no-untyped-def]
    left, _right = _agree(people, name="Fatou")
    _publish(told)
    services.answer_of_person(left, reach="public")
    assert [one["person"] for one in public_story(story.slug).content["image_names"]] == [str(people[1].id)]
    quote = told.claim.quotes.get()
    token = services.ask_about_quote(SYSTEM, quote.id, language="fr")
    services.answer_about_quote(token, reach="public", name="Aminata")
    _publish(told)
    assert "Aminata" in json.dumps(public_story(story.slug).content)
    services.answer_about_quote(token, reach="public")
    assert "Aminata" not in json.dumps(public_story(story.slug).content)


def test_strangers_say_nothing_about_it_and_wrong_links_open_nothing(told, story, people) -> None:  # type: ignore[no-untyped-def]
    for name in ("patrick", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            services.ask_person(told.world.actor(name), people[0].id, language="fr")
        with pytest.raises((NotFound, Forbidden)):
            services.say_nobody(told.world.actor(name), story.id)
        with pytest.raises((NotFound, Forbidden)):
            queries.picture(told.world.actor(name), told.world.journey.id)
    quote = services.ask_about_quote(SYSTEM, told.claim.quotes.get().id, language="fr")
    for token in ("nothing", quote):
        with pytest.raises(NotFound):
            queries.asking_person(token)
    with pytest.raises(Problem, match="consent-witness"):
        services.note_person(SYSTEM, people[0].id, reach="public", way="aloud", witness=" ")


def test_a_picture_loses_what_the_camera_noted(told, claire) -> None:  # type: ignore[no-untyped-def]
    exif, made = Image.Exif(), BytesIO()
    exif[0x010F] = "canary-camera"
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=exif)
    assert b"canary-camera" in made.getvalue()
    story = services.set_image(claire, told.story.id, [made.getvalue()], "one.jpg", ALT)
    assert story.image is not None and b"canary-camera" not in read(story.image)
