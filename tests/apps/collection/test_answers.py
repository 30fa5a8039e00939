"""Answers are kept as they came, once; whoever gave one can see it, and take it back."""

import concurrent.futures

import pytest
from django.db import connection

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, AnswerFile, Quarantine, Wave, Withdrawal
from vises.apps.collection.queries.reached import reached
from vises.apps.collection.rules import shown_counts
from vises.apps.collection.services import documents, waves, withdrawals
from vises.apps.collection.services.answers import accept, settle
from vises.apps.collection.services.uploads import keep_upload
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.files.models import StoredFile
from vises.platform.files.services import read


def test_sending_twice_gives_one_answer_and_the_same_receipt(wave, answer) -> None:  # type: ignore[no-untyped-def]
    first = answer(wave, "uuid:a", met="yes")
    again = answer(wave, "uuid:a", met="yes")
    assert first.first and not again.first and first.receipt == again.receipt
    assert Answer.objects.count() == 1 and not Quarantine.objects.exists()


def test_the_same_id_with_other_content_is_kept_aside_and_shown(wave, answer, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes")
    assert answer(wave, "uuid:a", met="no").quarantined
    kept = Answer.objects.get()
    assert ">yes<" in kept.xml
    aside = Quarantine.objects.get()
    settle(world.actor("rita"), aside.id, use_second=True)
    kept.refresh_from_db()
    assert ">no<" in kept.xml
    with pytest.raises(NotFound):
        settle(world.actor("stranger rita"), aside.id, use_second=False)


def test_a_hundred_times_the_first_words_stay_and_the_second_are_put_aside(wave, answer) -> None:  # type: ignore[no-untyped-def]
    for number in range(100):
        answer(wave, f"uuid:{number}", met="yes", changed=f"premier {number}")
        answer(wave, f"uuid:{number}", met="no", changed=f"second {number}")
    assert Answer.objects.count() == Quarantine.objects.count() == 100
    for row in Answer.objects.all():
        number = row.instance_id.removeprefix("uuid:")
        aside = Quarantine.objects.get(instance_id=row.instance_id)
        assert f"premier {number}<" in row.xml and f"second {number}<" in aside.xml


def test_a_correction_names_the_answer_it_replaces(wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes")
    answer(wave, "uuid:b", met="no", deprecates="uuid:a")
    assert dict(Answer.objects.values_list("instance_id", "state")) == {"uuid:a": "replaced", "uuid:b": "kept"}


def test_an_answer_tells_neither_order_nor_device(wave, answer) -> None:  # type: ignore[no-untyped-def]
    before = AuditEvent.objects.count()
    answer(wave, "uuid:a", met="yes")
    row = Answer.objects.get()
    assert (row.received_hour.minute, row.received_hour.second, row.received_hour.microsecond) == (0, 0, 0)
    assert AuditEvent.objects.count() == before
    assert "created_at" not in {field.name for field in Answer._meta.get_fields()}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="where a row lies is PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_postgresql_does_not_tell_who_came_first_once_it_is_sorted(wave, answer) -> None:  # type: ignore[no-untyped-def]
    """What docs/operator asks for before each dump: rows then lie in the order of their random ids."""
    for number in range(12):
        answer(wave, f"uuid:{number:02}", met="yes")
    with connection.cursor() as cursor:
        lying = "SELECT instance_id FROM collection_answer ORDER BY ctid"
        cursor.execute(lying)
        assert [row[0] for row in cursor.fetchall()] == [f"uuid:{number:02}" for number in range(12)]
        cursor.execute("CLUSTER collection_answer USING collection_answer_pkey")
        cursor.execute(lying)
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 12 and kept != sorted(kept)  # by chance once in 479 million


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the number of a row is SQLite's")
def test_the_database_does_not_tell_who_came_first(wave, answer) -> None:  # type: ignore[no-untyped-def]
    for number in range(12):
        answer(wave, f"uuid:{number:02}", met="yes")
    with connection.cursor() as cursor:
        cursor.execute("SELECT instance_id FROM collection_answer ORDER BY rowid")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 12 and kept != sorted(kept)  # by chance once in 479 million


def test_what_is_no_answer_is_refused_and_nothing_is_written(wave) -> None:  # type: ignore[no-untyped-def]
    for xml in (
        "",
        "<a/>",
        "<data id='x'><meta><instanceID>1</instanceID></meta></data>",
        "<!DOCTYPE x [<!ENTITY e 'e'>]><data id='x'>&e;</data>",
        "<data" * 500,
    ):
        with pytest.raises(Problem):
            accept(wave, xml)
    assert not Answer.objects.exists()


def test_consent_covers_only_what_was_asked(wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes", consents=("quote", "photo"))
    assert Answer.objects.get().consents == ["analysis", "quote"]


def test_with_the_receipt_alone_an_answer_is_erased_and_only_the_fact_remains(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", changed="un secret très reconnaissable")
    answer(wave, "uuid:b", met="yes")
    withdrawals.withdraw(told.receipt.lower().replace("-", " "))
    assert [row.instance_id for row in Answer.objects.all()] == ["uuid:b"]
    assert [row.what for row in Withdrawal.objects.all()] == ["answer"]
    with pytest.raises(Problem, match="receipt-unknown"):
        withdrawals.behind(told.receipt)
    with connection.cursor() as cursor:
        for model in (Answer, Quarantine, Withdrawal, AuditEvent):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            assert "reconnaissable" not in repr(cursor.fetchall())


def test_agreeing_to_fewer_uses_reaches_whoever_registered(wave, answer, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    heard: list[tuple[str, object]] = []
    monkeypatch.setattr(withdrawals, "_reached", [lambda what, ids, line: heard.append((what, line))])
    told = answer(wave, "uuid:a", consents=("quote", "public"))
    withdrawals.keep_uses(told.receipt, ["analysis", "public"])
    assert Answer.objects.get().consents == ["analysis", "public"] and heard == [("uses", wave.line_id)]
    withdrawals.keep_uses(told.receipt, ["analysis", "quote", "public"])  # never to more than at first
    assert Answer.objects.get().consents == ["analysis", "public"]
    withdrawals.keep_uses(told.receipt, [])
    assert not Answer.objects.exists() and heard[-1][0] == "answer"


def test_a_closed_wave_takes_no_more_answers(wave, world) -> None:  # type: ignore[no-untyped-def]
    assert waves.wave_behind(wave.token).id == wave.id
    waves.close_wave(world.actor("claire"), wave.id)
    with pytest.raises(Problem, match="wave-ended"):
        waves.wave_behind(wave.token)
    with pytest.raises(NotFound):
        waves.wave_behind("nothing")
    with pytest.raises(NotFound):
        waves.reopen_wave(world.actor("stranger claire"), wave.id)


def test_the_plan_counts_people_who_answered_and_people_who_spoke(wave, answer, line, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes")
    kept = documents.add_document(
        SYSTEM, line.id, kind="focus-group", title="Bénévoles", text="On parle", language="fr", people=8
    )
    assert reached([line.id]) == {line.id: 9}
    withdrawals.withdraw(kept.receipt)
    assert reached([line.id]) == {line.id: 1}


def test_records_pasted_from_a_spreadsheet(line, world) -> None:  # type: ignore[no-untyped-def]
    columns, rows = documents.read_pasted("Année\tVisites\n2023\t2 900\n2024\t3 100\n")
    table = documents.add_records(
        world.actor("claire"), line.id, titles={"fr": "Caisse"}, source="caisse", columns=columns, rows=rows
    )
    assert table.columns == ["Année", "Visites"] and table.rows[1] == ["2024", "3 100"]
    with pytest.raises(Problem, match="records-empty"):
        documents.read_pasted("seulement un titre")
    with pytest.raises(Problem, match="records-wide"):
        documents.add_records(SYSTEM, line.id, titles={}, source="x", columns=["a"], rows=[["1", "2"]])


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_posts_at_once_give_one_record(wave, answer) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.instruments.queries import form_of
    from vises.xforms import FormState

    found = Wave.objects.select_related("version", "line__journey").get(pk=wave.pk)
    xml = FormState(form_of(found.version), None, "uuid:same").to_xml()

    def send(_: int) -> str:
        try:
            return accept(found, xml).receipt
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send, range(50)))
    assert len(receipts) == 1 and Answer.objects.count() == 1 and not Quarantine.objects.exists()


def test_what_was_taken_back_does_not_come_back(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes")
    withdrawals.withdraw(told.receipt)
    with pytest.raises(Problem, match="answer-withdrawn"):
        answer(wave, "uuid:a", met="yes")
    assert not Answer.objects.exists() and answer(wave, "uuid:b", met="yes").first


def test_taking_back_a_correction_takes_back_what_it_corrected(wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", changed="mes premiers mots")
    answer(wave, "uuid:b", deprecates="uuid:a", changed="mes mots corrigés")
    told = answer(wave, "uuid:c", deprecates="uuid:b", changed="mes derniers mots")
    withdrawals.withdraw(told.receipt)
    assert not Answer.objects.exists()
    assert sorted(row.what for row in Withdrawal.objects.all()) == ["answer", "earlier", "earlier"]
    for instance in ("uuid:a", "uuid:b", "uuid:c"):
        with pytest.raises(Problem, match="answer-withdrawn"):
            answer(wave, instance, changed="encore")


def test_nothing_kept_of_an_answer_tells_the_minute(wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes")
    answer(wave, "uuid:a", met="no")
    for model in (Answer, AnswerFile, Quarantine, Withdrawal):
        assert not [field.name for field in model._meta.concrete_fields if field.name == "created_at"]
    row = Answer.objects.get()
    assert (row.received_hour.minute, row.received_hour.second, row.received_hour.microsecond) == (0, 0, 0)


def test_the_door_is_kept_also_with_what_was_put_aside(wave, world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.instruments.queries import form_of
    from vises.xforms import FormState

    def sent(value: str, door: str, consents: tuple[str, ...]) -> None:
        state = FormState(form_of(wave.version), None, "uuid:a")
        state.set({"met": [value]})
        accept(wave, state.to_xml(), door=door, consents=consents, language="nl")

    sent("yes", "kiosk", ("quote",))
    sent("no", "openrosa", ("public",))
    kept, aside = Answer.objects.get(), Quarantine.objects.get()
    assert (kept.door, kept.consents) == ("kiosk", ["analysis", "quote"])
    settle(world.actor("rita"), aside.id, use_second=True)
    kept.refresh_from_db()
    assert (kept.door, kept.consents, kept.language) == ("openrosa", ["analysis", "public"], "nl")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"web": 12, "paper": 0}, {"web": 12}),
        ({"web": 12, "paper": 5}, {"web": 12, "paper": 5}),
        ({"web": 12, "kiosk": 7, "paper": 4}, {"web": 12, "kiosk": None, "paper": None}),  # not by subtracting
        ({"web": 12, "kiosk": 1, "paper": 1}, {"web": None, "kiosk": None, "paper": None}),  # two are two times one
        ({"web": 12, "kiosk": 3, "paper": 4}, {"web": 12, "kiosk": None, "paper": None}),
        ({"web": 3}, {"web": None}),
    ],
)
def test_how_few_came_through_a_door_is_not_told(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert shown_counts(counts) == shown


def test_a_file_sent_with_what_was_put_aside_is_kept_and_changes_places(wave, world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.collection.services.answers import Upload
    from vises.apps.instruments.queries import form_of
    from vises.platform.files.models import StoredFile
    from vises.platform.files.services import store
    from vises.xforms import FormState

    def sent(value: str, content: bytes) -> None:
        state = FormState(form_of(wave.version), None, "uuid:a")
        state.set({"met": [value]})
        told.append(accept(wave, state.to_xml(), files=[Upload("photo", store([content], "a.png"))]))

    told: list[object] = []
    sent("yes", b"first")
    sent("no", b"second")
    aside = Quarantine.objects.get()
    assert {row.file.size for row in AnswerFile.objects.filter(aside=aside)} == {6}
    settle(world.actor("rita"), aside.id, use_second=True)
    aside.refresh_from_db()
    kept = Answer.objects.get()
    assert ">no<" in kept.xml and ">yes<" in aside.xml  # neither is lost
    assert {row.file.size for row in kept.files.all()} == {6} and {row.file.size for row in aside.files.all()} == {5}
    withdrawals.withdraw(told[0].receipt)  # type: ignore[attr-defined]
    assert not StoredFile.objects.exists() and not AnswerFile.objects.exists() and not Quarantine.objects.exists()


def test_of_a_photograph_nothing_is_kept_but_what_is_seen(db) -> None:  # type: ignore[no-untyped-def]
    photo = b"\xff\xd8\xff\xe1\x00\x16Exif\0\0taken at home \xff\xda\x00\x02seen\xff\xd9"
    row = StoredFile.objects.get(pk=keep_upload([photo[:9], photo[9:]], "photo.jpg"))
    assert read(row) == b"\xff\xd8\xff\xda\x00\x02seen\xff\xd9"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table from end to end")
def test_what_corrects_an_answer_is_found_without_reading_the_others(wave) -> None:  # type: ignore[no-untyped-def]
    assert "answers_that_correct" in Answer.objects.filter(deprecates="uuid:a").explain()
