"""Answers from tables of others: taken in once, row by row; their receipts for whoever has the very file."""

import pytest

from vises.apps.collection.models import Answer, Import
from vises.apps.collection.queries.receipt import behind_receipt
from vises.apps.collection.services import imports, withdrawals
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.jobs.services import run_next

KOBO = b"_uuid;met;changed\naaa;yes;La porte\nbbb;no;\nccc;perhaps;Rien\n"
PLAIN = b"met,changed\nyes,La porte\nyes,La porte\nno,Rien\n"


def take(world, wave, data: bytes, name: str = "answers.csv", consents=("analysis", "quote")):  # type: ignore[no-untyped-def]
    run = imports.begin(world.actor("claire"), wave.id, [data], name, consents)
    while run_next():
        pass
    run.refresh_from_db()
    return run


def listed(world, wave, data: bytes, name: str = "answers.csv"):  # type: ignore[no-untyped-def]
    return imports.receipts(world.actor("claire"), wave.id, data, name)


def test_a_table_is_taken_in_once_and_its_file_is_erased(world, wave) -> None:  # type: ignore[no-untyped-def]
    look = imports.look(world.actor("claire"), wave.id, KOBO, "answers.csv")
    assert (look.rows, look.understood, look.names_answers) == (3, ("met", "changed"), True)
    run = take(world, wave, KOBO)
    assert run.finished_at is not None and run.file is None and run.done == 3
    assert sorted(Answer.objects.values_list("instance_id", flat=True))[:2] == ["uuid:aaa", "uuid:bbb"]
    assert set(Answer.objects.values_list("door", flat=True)) == {"import"}
    kept = Answer.objects.count()
    again = take(world, wave, KOBO)
    assert Answer.objects.count() == kept and (again.taken, again.known) == (0, kept)


def test_receipts_follow_the_rows_and_open_what_each_wrote(world, wave) -> None:  # type: ignore[no-untyped-def]
    take(world, wave, KOBO)
    rows = listed(world, wave, KOBO, "renamed.csv")
    assert [(row.row, row.own_id) for row in rows] == [(2, "uuid:aaa"), (3, "uuid:bbb"), (4, "uuid:ccc")]
    assert ("Qu'est-ce qui a changé ?", "La porte") in behind_receipt(rows[0].code, "fr").rows
    withdrawals.withdraw(rows[0].code)
    assert not Answer.objects.filter(instance_id="uuid:aaa").exists()
    assert listed(world, wave, KOBO)[0].code == "" and listed(world, wave, KOBO)[1].code == rows[1].code
    assert take(world, wave, KOBO).taken == 0  # what was taken back stays away
    assert AuditEvent.objects.filter(event="answers.receipts-listed").count() == 3


def test_same_words_of_two_people_have_two_receipts(world, wave) -> None:  # type: ignore[no-untyped-def]
    take(world, wave, PLAIN)
    codes = [row.code for row in listed(world, wave, PLAIN, "other-name.csv")]
    assert len(set(codes)) == 3 and all(codes)


def test_receipts_are_for_the_very_file_only(world, wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:zzz", changed="un secret")
    take(world, wave, KOBO)
    for data in (KOBO + b"zzz;yes;\n", KOBO.replace(b"La porte", b""), b"", b"nonsense"):
        with pytest.raises(Problem, match="import-unknown"):
            listed(world, wave, data)
    # a table may name an answer that came by the web: whoever made that table learns no receipt of it
    crafted = b"_uuid;met\nzzz;yes\n"
    take(world, wave, crafted, "crafted.csv")
    assert [row.code for row in listed(world, wave, crafted)] == [""]


def test_only_whoever_collects_takes_in_and_lists(world, wave) -> None:  # type: ignore[no-untyped-def]
    take(world, wave, KOBO)
    for name in ("rita", "an", "cora", "stranger claire", "stranger nadia"):
        with pytest.raises((NotFound, Forbidden)):
            imports.receipts(world.actor(name), wave.id, KOBO, "answers.csv")
        with pytest.raises((NotFound, Forbidden)):
            imports.begin(world.actor(name), wave.id, [KOBO], "answers.csv", ())


def test_not_before_all_rows_are_read(world, wave) -> None:  # type: ignore[no-untyped-def]
    imports.begin(world.actor("claire"), wave.id, [KOBO], "answers.csv", ())
    with pytest.raises(Problem, match="import-running"):
        listed(world, wave, KOBO)


def test_what_is_no_table_of_this_questionnaire_is_refused(world, wave) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    for data, name, why in (
        (b"a;b\n1;2\n", "other.csv", "import-columns"),
        (b"\x00\x01", "broken.xlsx", "import-file"),
        (b"", "empty.csv", "import-file"),
    ):
        with pytest.raises(Problem, match=why):
            imports.begin(claire, wave.id, [data], name, ())
    assert not Import.objects.exists()
