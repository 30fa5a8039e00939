import pytest

from vises.platform.audit.models import AuditEvent
from vises.platform.audit.services import first_break, record

pytestmark = pytest.mark.django_db


def test_an_untouched_trail_holds() -> None:
    for number in range(5):
        record("user:1", "thing.done", object_id=number)
    assert first_break() is None


@pytest.mark.parametrize("change", [{"who": "user:2"}, {"event": "other"}, {"facts": {"n": 2}}, {"object_id": "9"}])
def test_a_changed_event_shows(change: dict[str, object]) -> None:
    for number in range(5):
        record("user:1", "thing.done", object_id=number, n=1)
    AuditEvent.objects.filter(number=3).update(**change)
    assert first_break() == 3


def test_a_removed_event_shows_even_the_last() -> None:
    for number in range(5):
        record("user:1", "thing.done", object_id=number)
    AuditEvent.objects.filter(number=5).delete()
    assert first_break() == 5
    AuditEvent.objects.filter(number=2).delete()
    assert first_break() == 2
