"""Several people code at once: what others mark shows in a tag, and nobody overwrites a theme unknowingly."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Code
from vises.apps.coding.queries.codebook import codebook
from vises.apps.coding.queries.live import text_tag
from vises.apps.coding.queries.reading import text_page
from vises.apps.coding.rules.sentences import PART
from vises.apps.collection.services.documents import add_document
from vises.kernel.problems import Conflict, Forbidden, NotFound


@pytest.fixture
def text(world, line):  # type: ignore[no-untyped-def]
    long = "On me salue, et la porte est ouverte.\n" * (PART // 20)
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=long, language="fr")
    return services.take_in(SYSTEM, kept.document.id)


@pytest.fixture
def door(world):  # type: ignore[no-untyped-def]
    return services.add_code(SYSTEM, world.journey.id, names={"fr": "porte"}, memo="à relire")


def test_a_tag_for_each_change_of_what_is_shown(world, text, door) -> None:  # type: ignore[no-untyped-def]
    rita = world.actor("rita")

    def tags() -> tuple[str, str]:
        return text_tag(rita, world.journey.id, text.id, 1), text_tag(rita, world.journey.id, text.id, 2)

    seen = [tags()]
    one = services.mark(SYSTEM, text.id, door.id, 0, 12)
    seen.append(tags())
    services.change_memo(SYSTEM, one.id, "un mémo")
    seen.append(tags())
    services.change_memo(SYSTEM, one.id, "deux mémos")
    seen.append(tags())
    services.unmark(SYSTEM, one.id)
    seen.append(tags())
    firsts = [first for first, _ in seen]
    assert len(set(firsts)) == 4 and firsts[0] == firsts[-1]
    assert len({second for _, second in seen}) == 1  # another part of the text shows nothing new
    services.change_code(SYSTEM, door.id, names={"fr": "seuil"})
    assert tags()[0] != seen[0][0] and tags()[1] != seen[0][1]


def test_a_tag_is_for_readers_and_cheap(world, text, door, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    text_page(world.actor("rita"), world.journey.id, text.id, "fr")
    rita = world.actor("rita")
    with django_assert_max_num_queries(8) as asked:
        text_tag(rita, world.journey.id, text.id, 1)
    assert not any('"coding_text"."body"' in query["sql"] for query in asked.captured_queries)
    with pytest.raises(NotFound):
        text_tag(rita, world.journey.id, text.id, 99)
    for name in ("nadia", "fred", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            text_tag(world.actor(name), world.journey.id, text.id, 1)


def test_a_theme_changed_meanwhile_is_not_overwritten(world, door) -> None:  # type: ignore[no-untyped-def]
    seen = codebook(door.scope_id)[0].version
    services.change_code(world.actor("rita"), door.id, names={"fr": "porte"}, definitions={"fr": "l'entrée"}, seen=seen)
    with pytest.raises(Conflict):
        services.change_code(world.actor("nadia"), door.id, names={"fr": "seuil"}, seen=seen)
    assert Code.objects.get().definitions == {"fr": "l'entrée"}
    seen = codebook(door.scope_id)[0].version
    services.change_code(world.actor("nadia"), door.id, names={"fr": "seuil"}, seen=seen)
    assert Code.objects.get().names == {"fr": "seuil"}
    other = services.add_code(SYSTEM, world.journey.id, names={"fr": "autre"})
    before = codebook(door.scope_id)[1].version
    services.change_code(SYSTEM, other.id, names={"fr": "autre"}, parent_id=door.id, seen=before)
    with pytest.raises(Conflict):
        services.change_code(SYSTEM, other.id, names={"fr": "autre"}, seen=before)
