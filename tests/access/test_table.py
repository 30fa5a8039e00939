"""The access table says what it should, in both directions; routes cannot escape it."""

import csv
import io

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from vises.apps.access.rules import SEEING, TABLE, VERBS, Role
from vises.apps.access.services import allows, verbs_in
from vises.web.layout.routes import FREE, Declared

# Pages of the sign-in library: it admits by itself. Nothing else is wired without a verb.
LIBRARY = ("accounts/",)


def routes() -> list[tuple[str, str, Declared | None]]:
    """Every address pattern with its name and what it declares."""
    found: list[tuple[str, str, Declared | None]] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for item in patterns:
            if isinstance(item, URLResolver):
                walk(item.url_patterns, prefix + str(item.pattern))
            else:
                found.append((prefix + str(item.pattern), item.name or "", getattr(item.callback, "declared", None)))

    walk(get_resolver().url_patterns, "")
    return found


def test_each_route_has_a_name_of_its_own() -> None:
    """Two of one name would hide one of them from the matrix."""
    names = [name for _pattern, name, _declared in routes() if name]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_route_declares_its_verb() -> None:
    for pattern, name, declared in routes():
        if pattern.startswith(LIBRARY):
            continue
        assert declared is not None, f"{pattern} ({name}) is wired without a verb"
        for verb in (declared.read, declared.write):
            assert verb is None or verb in FREE or verb in VERBS


def test_a_page_that_only_reads_for_anyone_never_writes_for_anyone() -> None:
    # what anyone may send, by name: switching language, answering, one's own receipt, a room's code (it opens a link)
    free_to_write = {name for _, name, declared in routes() if declared and declared.write == "public"}
    answering = {"answer", "kiosk", "easy", "group-answer", "offline-round", "offline-group-round"}
    assert free_to_write <= {"language", "room-code", "receipt", "correct", *answering}


def test_the_table_names_only_known_verbs_and_every_verb_is_granted() -> None:
    assert {grant.verb for grant in TABLE} == set(VERBS)
    assert set(SEEING.values()) <= set(VERBS)


def test_no_role_above_the_enterprise_reads_without_being_let_in() -> None:
    for grant in TABLE:
        if grant.verb == "journey.view" and grant.role in {Role.RESEARCHER, Role.FEDERATION, Role.COORDINATOR}:
            assert grant.opened
        if grant.verb in {"journey.edit", "journey.publish", "words.read", "journey.open"}:
            assert grant.role in {Role.REFERENT, Role.MEMBER, Role.ACCOMPANIST, Role.READER}
    assert {grant.verb for grant in TABLE if grant.role is Role.FUNDER} == {"programme.counts"}
    assert {grant.role for grant in TABLE if grant.via == "below"} == {Role.REFERENT, Role.MEMBER, Role.ACCOMPANIST}
    assert {grant.role for grant in TABLE if grant.verb == "journey.publish"} == {Role.REFERENT}
    assert {grant.role for grant in TABLE if grant.verb == "words.read"} == {Role.READER}


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    from vises.ops import access_table

    assert access_table.run([]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(TABLE) and {"role", "verb", "condition"} <= set(rows[0])


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("nadia", {f"journey.{verb}" for verb in ("view", "edit", "place", "confirm", "open", "publish")}),
        ("mo", {"journey.view", "journey.edit"}),
        ("claire", {"journey.view", "journey.edit", "journey.place", "journey.accompany"}),
        ("rita", {"words.read"}),
        ("an", set()),
        ("fred", set()),
        ("cora", set()),
        ("patrick", set()),
        ("paula", set()),
        ("bo", set()),
        ("ada", set()),
    ],
)
def test_what_each_of_the_cast_may_do_in_a_journey(world, name: str, verbs: set[str]) -> None:  # type: ignore[no-untyped-def]
    journey_verbs = [verb for verb in VERBS if verb.startswith(("journey.", "words."))]
    may = {verb for verb in journey_verbs if allows(world.actor(name), verb, world.journey.scope_id)}
    assert may == verbs
    assert not {verb for verb in journey_verbs if allows(world.actor(name), verb, world.other_journey.scope_id)}


@pytest.mark.parametrize("name", ["an", "fred", "cora"])
def test_opening_a_journey_lets_exactly_that_role_read(world, name: str) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.services import set_openings

    roles = {"an": Role.RESEARCHER, "fred": Role.FEDERATION, "cora": Role.COORDINATOR}
    set_openings(world.actor("nadia"), world.journey.scope, {roles[name]})
    for other in roles:
        assert allows(world.actor(other), "journey.view", world.journey.scope_id) == (other == name)
        assert not allows(world.actor(f"stranger {other}"), "journey.view", world.journey.scope_id)
    set_openings(world.actor("nadia"), world.journey.scope, set())
    assert not allows(world.actor(name), "journey.view", world.journey.scope_id)


def test_a_role_that_ended_opens_nothing(world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.services import end_role

    end_role(SYSTEM, world.users["claire"], world.journey.scope, Role.ACCOMPANIST)
    assert not allows(world.actor("claire"), "journey.view", world.journey.scope_id)


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("nadia", {"view", "write"}),
        ("mo", {"view", "write"}),
        ("claire", {"view", "write"}),
        ("rita", set()),
        ("an", {"view", "write", "treat"}),
        ("fred", {"view", "write"}),
        ("paula", {"view", "write"}),
        ("bo", set()),  # a seat is narrowed to its body
        ("cora", {"view", "write", "treat", "decide"}),
        ("patrick", set()),
        ("ada", set()),
    ],
)
def test_what_each_of_the_cast_may_do_in_what_the_programme_learns(world, name: str, verbs: set[str]) -> None:  # type: ignore[no-untyped-def]
    learning = [verb for verb in VERBS if verb.startswith("learning.")]
    may = {verb for verb in learning if allows(world.actor(name), verb, world.programme.scope_id)}
    assert may == {f"learning.{verb}" for verb in verbs}
    assert not {verb for verb in learning if allows(world.actor(name), verb, world.other_programme.scope_id)}


def test_a_seat_opens_its_body_and_no_other(world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.services import visible
    from vises.apps.programmes.models import Body

    beside = Body.objects.create(programme=world.programme, kind="steering", names={"en": "Steering"})
    seen = visible(world.actor("bo"), "learning.treat", Body.objects.all())
    assert set(seen) == {world.body} and beside not in seen


def test_all_verbs_in_a_scope_are_asked_at_once(world, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    world.journey.scope.openings.create(role=Role.FEDERATION)
    scopes = (world.journey.scope_id, world.programme.scope_id, world.shop.scope_id, world.other_journey.scope_id)
    for name in [*world.users, *(f"stranger {name}" for name in world.strangers)]:
        actor = world.actor(name)
        for scope in scopes:
            with django_assert_num_queries(1):
                together = verbs_in(actor, scope, *VERBS)
            assert together == {verb for verb in VERBS if allows(actor, verb, scope)}, (name, scope)
