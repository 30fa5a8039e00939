"""A prepared query is written once and asked anew each time."""

import threading

from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.collection.models import Wave
from vises.platform.prepared import TEXT, Prepared


def _by_token() -> Prepared[Wave]:
    return Prepared(
        lambda: (
            Wave.objects.select_related("line__journey__enterprise")
            .only("titles", "closes_on", "token", "line__journey__enterprise__name")
            .filter(token=TEXT)
        )
    )


def test_it_gives_what_the_query_itself_gives_in_one_statement(wave) -> None:  # type: ignore[no-untyped-def]
    query = _by_token()
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = query.first(wave.token)
            assert found is not None and found == wave and found.titles == wave.titles
            assert found.line.journey.enterprise.name == wave.line.journey.enterprise.name
        assert len(asked) == 1
    assert query.first("nothing") is None and query.all(TEXT) == []


def test_it_sees_what_is_stored_at_that_moment(wave) -> None:  # type: ignore[no-untyped-def]
    query = _by_token()
    assert query.first(wave.token).titles == wave.titles  # type: ignore[union-attr]
    Wave.objects.filter(pk=wave.pk).update(titles={"fr": "Automne"})
    assert query.first(wave.token).titles == {"fr": "Automne"}  # type: ignore[union-attr]
    Wave.objects.filter(pk=wave.pk).update(token="another")
    assert query.first(wave.token) is None and query.first("another") == wave


def test_each_thread_writes_its_own(db: None) -> None:
    query = _by_token()
    assert query.all("a") == []
    found: list[object] = []

    def ask() -> None:
        found.append(query.all("a"))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [[]]
