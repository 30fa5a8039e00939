"""What strangers may send to an open page: never a fault of ours, never a half answer, never lost what was kept."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.collection.test_answering import Respondent, hidden

from vises.apps.collection.models import Answer
from vises.platform.health.keeping import cannot_keep
from vises.web.collection.draft import new_draft

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\x00", "\x01", "\u202e", "<script>alert(1)</script>", "]]>", "&lt;", "a" * 20_000]),
    st.sampled_from(["../../etc/passwd", "=1+1", "[1]", "rep[999999999]/q", "-1", "1e999", "NaN", "2026-99-99"]),
)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["draft", "page", "do", "consent", "language", "met", "price", "changed", "csrfmiddlewaretoken", "q[1]/x"]
    ),
    NASTY,
    max_size=8,
)
CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


@CALM
@given(fields=FIELDS, own=st.booleans(), begun=st.booleans())
def test_whatever_is_posted_is_answered_calmly(wave, fields: dict[str, str], own: bool, begun: bool) -> None:  # type: ignore[no-untyped-def]
    someone = Respondent(wave)
    if begun:
        someone.send("begin")
    data = {**fields}
    if own:  # a real draft with nonsense around it: as far as a stranger gets
        data["draft"] = someone.last["draft"] if begun else new_draft(str(wave.id), "fr").signed()
    for address in (someone.address, "/receipt/"):
        assert Client().post(address, data).status_code in {200, 400, 404}
        assert Client().get(address, data).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=draft\r\n\r\ncut"),
        ("multipart/form-data", b"no boundary"),
        ("application/json", b'{"draft": 1}'),
        ("application/x-www-form-urlencoded; charset=nonsense", b"draft=%ff%fe"),
        ("application/x-www-form-urlencoded", b"draft=" + b"x" * 6_000_000),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(6000))),
        ("text/xml", b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'),
    ],
)
def test_broken_bodies_are_refused_and_nothing_is_kept(wave, type_: str, body: bytes) -> None:  # type: ignore[no-untyped-def]
    answer = Client(raise_request_exception=False).generic("POST", f"/a/{wave.token}/", body, content_type=type_)
    assert 400 <= answer.status_code < 500 and not Answer.objects.exists()


def test_what_is_typed_comes_back_as_words_and_not_as_markup(wave) -> None:  # type: ignore[no-untyped-def]
    someone = Respondent(wave)
    someone.send("begin")
    page = someone.send("language", changed='"><script>alert(1)</script>', language="fr").content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_an_address_that_was_guessed_opens_nothing(wave) -> None:  # type: ignore[no-untyped-def]
    neighbours = {wave.token[:-1] + sign for sign in "abcdefghij0123456789_-"} - {wave.token}
    assert len(wave.token) >= 22 and {Client().get(f"/a/{token}/").status_code for token in neighbours} == {404}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="fills a SQLite database")
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_refuses_keeps_what_was_there_and_recovers(wave) -> None:  # type: ignore[no-untyped-def]
    """SQLite is told that it may not grow: it then says what it says on a full disk."""
    before = Respondent(wave)
    before.send("begin")
    assert before.send("next", met="yes").status_code == 200
    someone = Respondent(wave)
    someone.send("begin")
    someone.client.raise_request_exception = False
    fields: dict[str, Any] = {"changed": "long words " * 2000}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests leave pages free, into which an answer would still fit
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    refused = someone.client.post(someone.address, {**_fields(someone), **fields})
    assert refused.status_code == 503 and int(refused["Retry-After"]) > 0 and Answer.objects.count() == 1
    assert "<html" in refused.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert someone.send("next", **fields).status_code == 200
    assert Answer.objects.count() == 2


def _fields(someone: Respondent) -> dict[str, Any]:
    return {"draft": hidden(someone.page, "draft"), "page": hidden(someone.page, "page"), "do": "next"}


def test_a_fault_of_ours_is_not_called_a_full_disk() -> None:
    assert not cannot_keep(OperationalError("no such column: x")) or connection.vendor != "sqlite"
    assert cannot_keep(OSError(28, "No space left on device")) and not cannot_keep(OSError(2, "No such file"))
    assert cannot_keep(OperationalError("database or disk is full")) and not cannot_keep(ValueError("full"))
