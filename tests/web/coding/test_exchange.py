"""Files of other programs on their page: out for readers, in with receipts, hostile ones told on the field."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.coding import services
from vises.apps.coding.models import Code, Text
from vises.apps.coding.queries.consent import covers_publication, said_in_general
from vises.apps.collection.services.documents import add_document
from vises.texts.refi import read_codebook, read_project


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def here(world, line):  # type: ignore[no-untyped-def]
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text="On me salue.", language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    services.mark(SYSTEM, text.id, services.add_code(SYSTEM, world.journey.id, names={"en": "Door"}).id, 0, 12)
    return f"/journeys/{world.journey.id}/coding/files/"


def test_out_for_readers_and_the_codebook_for_all_who_see_it(as_user, here) -> None:  # type: ignore[no-untyped-def]
    told = as_user("rita").post(here, {"do": "project"})
    assert "vises.qdpx" in told["Content-Disposition"] and read_project(told.content).sources[0].body == "On me salue."
    browser = as_user("nadia")
    assert "qdpx)</button>" not in browser.get(here).content.decode()
    assert browser.post(here, {"do": "project"}).status_code == 400
    book = browser.post(here, {"do": "codebook"})
    assert [theme.name for theme in read_codebook(book.content)] == ["Door"]
    for name in ("patrick", "stranger rita"):
        assert as_user(name).post(here, {"do": "project"}).status_code == 404
        assert as_user(name).get(here).status_code == 404


def test_a_project_comes_in_with_receipts(as_user, world, line, here) -> None:  # type: ignore[no-untyped-def]
    data = as_user("rita").post(here, {"do": "project"}).content
    Text.objects.all().delete()
    Code.objects.all().delete()
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)
    browser = as_user("rita")
    sent = {"do": "bring", "language": "fr", "kind": "interview", "consents": ["quote"]}
    file = SimpleUploadedFile("x.qdpx", data)
    wrong = browser.post(here, sent | {"file": file})
    assert wrong.status_code == 400 and "line of the plan" in wrong.content.decode() and not Text.objects.exists()
    done = browser.post(here, sent | {"line": line.id, "file": SimpleUploadedFile("x.qdpx", data)})
    page = done.content.decode()
    assert done.status_code == 200 and "1 new theme" in page and "1 new mark" in page and page.count("<h1") == 1
    assert Text.objects.get().passages.get().code.names == {"fr": "Door"}
    assert "no-store" in done["Cache-Control"] and page.split("<td>")[1].split("<")[0].count("-") == 3


def test_files_that_are_something_else_are_told_on_the_field(as_user, here) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b" " * (70 << 20))
    cases = (
        ("x.qdc", b"<!DOCTYPE a><CodeBook/>", "document type"),
        ("x.qdc", b"nothing", "cannot be opened"),
        ("x.qdpx", b"PK nothing", "cannot be opened"),
        ("x.qdpx", bomb.getvalue(), "once unpacked"),
    )
    for name, data, why in cases:
        sent = {"do": "bring", "language": "fr", "kind": "interview", "file": SimpleUploadedFile(name, data)}
        told = browser.post(here, sent)
        assert told.status_code == 400 and why in told.content.decode(), (name, data[:20])
    assert Code.objects.count() == 1


@pytest.mark.parametrize(
    ("ticked", "told", "said"),
    [
        ({}, "is not known", "not-asked"),
        ({"consents": ["quote"]}, "is not known", "not-asked"),
        ({"consents": ["quote", "public"]}, "agreed to be quoted", "yes"),
        ({"consents": ["quote"], "refused": ["public"]}, "somebody said no", "no"),
    ],
)
def test_a_file_says_nothing_of_consent_so_nothing_of_it_is_quoted_until_somebody_knows(
    as_user, world, line, here, ticked, told, said
) -> None:  # type: ignore[no-untyped-def]
    data = as_user("rita").post(here, {"do": "project"}).content
    Text.objects.all().delete()
    Code.objects.all().delete()
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)
    browser = as_user("rita")
    sent = {"do": "bring", "language": "fr", "kind": "interview", "line": line.id} | ticked
    assert "The file tells nothing of it" in browser.get(here).content.decode()
    page = browser.post(here, sent | {"file": SimpleUploadedFile("x.qdpx", data)}).content.decode()
    passage = Text.objects.get().passages.get().id
    assert told in page and said_in_general([passage]) == {passage: said}
    assert bool(covers_publication([passage])) == (said == "yes")


def test_what_is_said_both_ways_of_a_file_is_told_on_its_field(as_user, world, line, here) -> None:  # type: ignore[no-untyped-def]
    data = as_user("rita").post(here, {"do": "project"}).content
    Text.objects.all().delete()
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)
    both = {"do": "bring", "language": "fr", "kind": "interview", "line": line.id, "consents": ["quote"]}
    wrong = as_user("rita").post(here, both | {"refused": ["quote"], "file": SimpleUploadedFile("x.qdpx", data)})
    assert wrong.status_code == 400 and "aria-invalid" in wrong.content.decode() and not Text.objects.exists()
