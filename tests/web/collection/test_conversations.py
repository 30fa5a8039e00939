"""Conversations from files: shown first, then kept on the plan's line with the times beside the words."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vises.apps.collection.models import Document

SENT = {"kind": "interview", "title": "Ginette", "people": "1", "language": "fr", "consents": "quote"}
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ginette>On venait.\n\n00:00:04.000 --> 00:00:05.000\n<v Samir>Oui.\n"


@pytest.fixture
def here(world, line) -> str:  # type: ignore[no-untyped-def]
    return reverse("new-document", args=[world.journey.id, line.id])


def test_a_file_is_shown_before_anything_is_kept(as_user, here: str) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    browser.cookies["django_language"] = "en"
    seen = browser.post(here, SENT | {"file": SimpleUploadedFile("talk.vtt", VTT.encode())})
    assert seen.status_code == 200 and not Document.objects.exists()
    body = seen.content.decode()
    assert "2 people speak: Ginette, Samir" in body and "[00:00:01] Ginette: On venait." in body
    assert 'value="Ginette"' in body and 'value="quote" ' in body and body.count("checked") == 1
    written = seen.context["form"].initial["text"]
    kept = browser.post(here, SENT | {"text": written})
    assert kept.status_code == 200
    document = Document.objects.get()
    assert document.text == "Ginette: On venait.\nSamir: Oui." and document.times == [[0, 1.0], [1, 4.0]]
    assert document.consents == ["analysis", "quote"] and document.file is None


def test_a_file_that_cannot_be_read_says_why_and_loses_nothing(as_user, here: str) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    browser.cookies["django_language"] = "en"
    for name, data, says in (
        ("talk.doc", b"x", "cannot be read as text"),
        ("talk.docx", b"PK\x03\x04", "cannot be opened"),
        ("talk.txt", b" ", "no words"),
    ):
        told = browser.post(here, SENT | {"title": "kept title", "file": SimpleUploadedFile(name, data)})
        body = told.content.decode()
        assert told.status_code == 400 and says in body and "kept title" in body, name
    assert not Document.objects.exists()


def test_a_word_file_in_french_words(as_user, here: str) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    browser.cookies["django_language"] = "fr"
    document = docx.Document()
    document.add_paragraph("Ginette : On venait.")
    document.add_paragraph("Ginette : Souvent.")
    out = io.BytesIO()
    document.save(out)
    seen = browser.post(here, SENT | {"file": SimpleUploadedFile("a.docx", out.getvalue())})
    assert "Ginette : On venait.\nGinette : Souvent." in seen.content.decode()
