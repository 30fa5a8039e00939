"""Who is on the picture: the list, the page of each person behind her link, the sheet, what the public page shows."""

import re
from io import BytesIO

from django.test import Client
from PIL import Image

from vises.apps.access.actor import SYSTEM
from vises.apps.valorisation import services
from vises.apps.valorisation.models import PictureConsent, Pictured


def _png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (1, 1), "white").save(made, "PNG")
    return made.getvalue()


PNG = _png()


def _html(response) -> str:  # type: ignore[no-untyped-def]
    text: str = response.content.decode()
    return text


def _in_english(client: Client, settings) -> Client:  # type: ignore[no-untyped-def]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _pictured(told, *who: str):  # type: ignore[no-untyped-def]
    services.set_image(SYSTEM, told.story.id, [PNG], "a.png", {"fr": "Une table", "nl": "Een tafel"})
    return services.list_people(SYSTEM, told.story.id, who) if who else ()


def test_a_new_picture_leads_to_who_is_on_it_and_is_not_published_before(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    from django.core.files.uploadedfile import SimpleUploadedFile

    j = told.world.journey.id
    claire = _in_english(as_user("claire"), settings)
    sent = {"do": "image", "i-image": SimpleUploadedFile("a.png", PNG), "i-image_alt_fr": "Une table"}
    answer = claire.post(f"/journeys/{j}/story/", sent)
    people = f"/journeys/{j}/story/picture/people/"
    assert answer.status_code == 302 and answer.headers["Location"] == people
    page = _html(claire.get(people))
    assert page.count("<h1") == 1 and "I looked: nobody can be recognised" in page
    nadia = _in_english(as_user("nadia"), settings)
    publish = f"/journeys/{j}/story/publish/"
    shown = _html(nadia.get(publish))
    assert "nobody said yet who can be recognised" in shown and people in shown
    assert "Nobody said yet who can be recognised" in _html(nadia.post(publish, {"do": "publish"}, follow=True))
    assert Client().get(f"/stories/{told.story.slug}/").status_code == 404
    empty = claire.post(people, {"do": "list", "who": "  "})
    assert empty.status_code == 400
    claire = _in_english(as_user("claire"), settings)
    assert claire.post(people, {"do": "nobody"}).status_code == 302
    assert "Claire" in _html(claire.get(people))
    nadia = _in_english(as_user("nadia"), settings)
    assert nadia.post(publish, {"do": "publish"}).status_code == 302
    assert Client().get(f"/stories/{told.story.slug}/picture/").content == PNG


def test_a_person_sees_the_picture_in_its_place_and_says_no(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    left, right = _pictured(told, "canary-who left", "canary-who right")
    for one in (left, right):
        services.note_person(SYSTEM, one.id, reach="public", way="aloud", witness="canary-witness", name="Fatou")
    services.publish(told.world.actor("nadia"), told.story.id)
    public, image = f"/stories/{told.story.slug}/?lang=fr", f"/stories/{told.story.slug}/picture/"
    page = _html(Client().get(public))
    assert image in page and "Fatou" in page and "canary-w" not in page
    assert Client().get(f"/stories/{told.story.slug}/story.fr.pdf").content.startswith(b"%PDF")

    claire = _in_english(as_user("claire"), settings)
    place = f"/journeys/{told.world.journey.id}/story/picture/people/{left.id}/"
    asked = claire.post(place, {"do": "ask", "language": "en"})
    assert "no-store" in asked.headers["Cache-Control"]
    link = re.search(r'href="http://[^/"]+(/picture/[^/"]+/)\?lang=en"', _html(asked))
    assert link is not None and "<svg" in _html(asked)
    phone = _in_english(Client(), settings)
    hers = _html(phone.get(link[1]))
    assert "La même porte" in hers and f"{link[1]}image/" in hers and "Nous partageons" in hers
    assert hers.count("<h1") == 1 and "/journeys/" not in hers and "canary-w" not in hers
    assert phone.get(f"{link[1]}image/").content == PNG
    assert phone.post(link[1], {"name": "Awa"}).status_code == 400
    assert image in _html(Client().get(public))  # asked again, she has not said otherwise yet
    assert phone.post(link[1], {"reach": "no"}).status_code == 302
    assert "is kept" in _html(phone.get(f"{link[1]}?kept=1"))
    page = _html(Client().get(public))
    assert image not in page and "Fatou" not in page and "Une table" not in page
    assert Client().get(image).status_code == 404
    assert claire.get(f"/journeys/{told.world.journey.id}/story/picture/").status_code == 404
    shown = _html(claire.get(f"/journeys/{told.world.journey.id}/story/"))
    assert "somebody on it says no" in shown and "<img" not in shown.split('id="picture"')[1]
    token_page = _html(claire.get(f"/journeys/{told.world.journey.id}/story/picture/people/{right.id}/"))
    assert "nobody has to be asked any more" in token_page and "Make the link" not in token_page


def test_on_paper_in_each_language_and_noted_with_a_witness(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    [woman] = _pictured(told, "Behind the counter")
    claire = _in_english(as_user("claire"), settings)
    place = f"/journeys/{told.world.journey.id}/story/picture/people/{woman.id}/"
    for language in ("fr", "nl", "en", "xx"):
        sheet = claire.get(f"{place}?format=pdf&lang={language}")
        assert sheet.headers["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF")
        assert b"/Image" in sheet.content or len(sheet.content) > 10_000
    missing = claire.post(place, {"do": "note", "reach": "funder", "way": "aloud"})
    assert missing.status_code == 400 and not PictureConsent.objects.exists()
    sent = {"do": "note", "reach": "funder", "way": "aloud", "witness": "Monique"}
    assert claire.post(place, sent).status_code == 302
    page = _html(claire.get(place))
    assert "Monique" in page and "inside and funders" in page and "take her off" not in page
    assert claire.post(place, {"do": "unlist"}).status_code == 302 and Pictured.objects.exists()
    assert as_user("patrick").get(place).status_code == 404
    assert as_user("stranger claire").get(place).status_code == 404


def test_a_funder_sees_the_picture_that_is_for_funders(told, as_user) -> None:  # type: ignore[no-untyped-def]
    [woman] = _pictured(told, "Behind the counter")
    services.note_person(SYSTEM, woman.id, reach="funder", way="paper", witness="Monique")
    services.publish(told.world.actor("nadia"), told.story.id)
    token = services.funder_link(SYSTEM, told.world.journey.id, name="La Région", language="fr")
    page = _html(Client().get(f"/story-for-funders/{token}/"))
    assert f"/story-for-funders/{token}/picture/" in page
    image = Client().get(f"/story-for-funders/{token}/picture/")
    assert image.content == PNG and "no-store" in image.headers["Cache-Control"]
    assert "/picture/" not in _html(Client().get(f"/stories/{told.story.slug}/"))
    services.note_person(SYSTEM, woman.id, reach="no", way="paper", witness="Monique")
    assert Client().get(f"/story-for-funders/{token}/picture/").status_code == 404
    assert "<img" not in _html(Client().get(f"/story-for-funders/{token}/"))
