"""Answers from tables of others: taken in once, row by row; their receipts for whoever has the very file."""

from datetime import timedelta

import polars as pl
import pytest
from tests.platform.test_repeats import zipped
from tests.platform.test_sav import a_file, write_sav

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Import
from vises.apps.collection.queries.receipt import behind_receipt
from vises.apps.collection.rules import id_of_row
from vises.apps.collection.services import imports, looking, withdrawals
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.files.models import StoredFile
from vises.platform.jobs.services import run_next
from vises.platform.tables import Sheet, Told, workbook
from vises.xforms import to_row

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


LIMESURVEY = (
    '"id","submitdate","lastpage","startlanguage","ipaddr","Avez-vous rencontré quelqu\'un ici ?","G1Q2"\n'
    '"7","2026-11-01 10:00:00","2","fr","192.0.2.7","oui","La porte"\n"8","","1","fr","192.0.2.8","peut-être",""\n'
).encode()


def prepared(world, wave, data: bytes, name: str = "answers.csv"):  # type: ignore[no-untyped-def]
    return imports.prepare(world.actor("claire"), wave.id, [data], name, ())


def test_columns_are_shown_as_understood_and_corrected_before_anything_is_kept(world, wave) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    run = prepared(world, wave, LIMESURVEY)
    page = looking.preview(claire, run.id)
    found = {one.name: one for one in page.columns}
    assert found["Avez-vous rencontré quelqu'un ici ?"].target == "met" and found["G1Q2"].target == ""
    assert found["Avez-vous rencontré quelqu'un ici ?"].strange == (("peut-être", 1),)
    assert page.instance == "id" and page.known == 0 and found["ipaddr"].target == ""
    assert [labels["fr"] for labels in page.unanswered] == ["Vous payez…", "Qu'est-ce qui a changé ?"]
    chosen = {one.name: one.target for one in page.columns} | {"G1Q2": "changed"}
    looking.choose(claire, run.id, chosen, "id")
    assert not Answer.objects.exists()
    imports.start(claire, run.id)
    while run_next():
        pass
    assert set(Answer.objects.values_list("instance_id", flat=True)) == {
        id_of_row(wave.id, "row:7"),
        id_of_row(wave.id, "row:8"),
    }
    assert all("192.0.2" not in xml for xml in Answer.objects.values_list("xml", flat=True))
    assert any("La porte" in xml for xml in Answer.objects.values_list("xml", flat=True))
    with pytest.raises(NotFound):
        looking.preview(claire, run.id)
    again = prepared(world, wave, LIMESURVEY, "later.csv")
    assert looking.preview(claire, again.id).known == 2  # recognised, under whatever name


def test_a_mapping_that_fits_nothing_is_refused_and_nothing_is_kept(world, wave) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    run = prepared(world, wave, b"a;b\nyes;no\n")
    for chosen, instance, why in (
        ({"a": "nothing"}, "", "import-target"),
        ({"a": "met=perhaps"}, "", "import-target"),
        ({"c": "met"}, "", "import-target"),
        ({"a": "met"}, "z", "import-target"),
        ({"a": "met", "b": "met"}, "", "import-twice"),
    ):
        with pytest.raises(Problem, match=why):
            looking.choose(claire, run.id, chosen, instance)
    with pytest.raises(Problem, match="import-columns"):
        imports.start(claire, run.id)
    for name in ("rita", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            looking.preview(world.actor(name), run.id)
    assert run.file is not None
    looking.leave(claire, run.id)
    assert not Import.objects.exists() and not StoredFile.objects.exists() and not Answer.objects.exists()


def test_a_file_that_was_only_looked_at_is_erased_after_a_day(world, wave, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    prepared(world, wave, KOBO)
    looking.forget_looked_at()
    assert Import.objects.exists()
    later = looking.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(looking, "now", lambda: later)
    looking.forget_looked_at()
    assert not Import.objects.exists() and not StoredFile.objects.exists()


def test_codes_of_spss_become_choices_by_their_words(world, wave) -> None:  # type: ignore[no-untyped-def]
    frame = pl.DataFrame({"respid": [11.0, 12.0, 13.0], "V1": [1.0, 2.0, None], "changed": ["La porte", "", "Tout"]})
    told = Told(titles={"V1": "Avez-vous rencontré quelqu'un ici ?"}, codes={"V1": {"1": "Non", "2": "Oui"}})
    run = prepared(world, wave, write_sav(frame, told), "answers.sav")
    page = looking.preview(world.actor("claire"), run.id)
    assert {one.name: one.target for one in page.columns} == {"respid": "", "V1": "met", "changed": "changed"}
    assert page.columns[1].values == ("1 (Non)", "2 (Oui)") and not page.columns[1].strange
    looking.choose(world.actor("claire"), run.id, {"respid": ""}, "respid")
    imports.start(world.actor("claire"), run.id)
    while run_next():
        pass
    form = form_of(wave.version)
    met = {row.instance_id: to_row(form, row.xml).get("met") for row in Answer.objects.all()}
    assert met == {id_of_row(wave.id, f"row:{n}"): value for n, value in ((11, "no"), (12, "yes"), (13, ""))}


def test_multiple_responses_of_spss_and_of_limesurvey_are_one_question(world, line, tmp_path) -> None:  # type: ignore[no-untyped-def]
    asked = "# Fruits\nQu'avez-vous mangé ? (plusieurs) {fruit}\n- pommes {apple}\n- poires {pear}\n"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Fruits"}, plain_list=asked)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "Automne"})
    spss = a_file(tmp_path, sets="$fruit=D1 1 19 Qu'avez-vous mange? a_apple a_pear\n")
    run = prepared(world, wave, spss, "a.sav")
    page = looking.preview(world.actor("claire"), run.id)
    targets = {one.name: one.target for one in page.columns}
    assert (targets["a_apple"], targets["a_pear"]) == ("fruit=apple", "fruit=pear")
    take(world, wave, spss, "a.sav")
    take(world, wave, b"id,submitdate,lastpage,startlanguage,fruit[apple],fruit[pear]\n1,x,1,fr,Y,Y\n2,x,1,fr,,Y\n")
    form = form_of(version)
    rows = sorted(to_row(form, xml)["fruit"] for xml in Answer.objects.values_list("xml", flat=True))
    assert rows == ["", "", "apple", "apple pear", "apple pear", "pear"]


def test_the_zip_of_odk_central_brings_in_what_was_asked_several_times(world, line) -> None:  # type: ignore[no-untyped-def]
    asked = (
        "type,name,label\ntext,met,Qui ?\nbegin_repeat,child,Un enfant\ntext,name,Son nom\n"
        "select_multiple fruit,fruit,Ses fruits\nend_repeat,,\n"
    )
    sheets = [
        Sheet("survey", *_split(asked)),
        Sheet("choices", ["list_name", "name", "label"], [["fruit", "apple", "pomme"], ["fruit", "pear", "poire"]]),
    ]
    version = instruments.write_questionnaire(
        SYSTEM, line.id, titles={"fr": "Enfants"}, xlsform=(workbook(sheets), "f.xlsx")
    )
    wave = open_wave(SYSTEM, version.id, titles={"fr": "Automne"})
    main = "SubmissionDate,met,meta-instanceID,KEY\n2026-01-02,Ada,uuid:a,uuid:a\n2026-01-03,Bo,uuid:b,uuid:b\n"
    child = "name,fruit,PARENT_KEY,KEY\nCy,apple,uuid:a,uuid:a/child[1]\nDi,apple pear,uuid:a,uuid:a/child[2]\n"
    data = zipped(form=main, form_child=child)
    run = take(world, wave, data, "form.zip")
    assert (run.taken, run.refused, run.file) == (2, [], None)
    assert take(world, wave, data, "form.zip").known == 2
    rows = {row.instance_id: to_row(form_of(version), row.xml) for row in Answer.objects.all()}
    first = rows["uuid:a"]
    assert (first["met"], first["child[1]/name"], first["child[2]/fruit"]) == ("Ada", "Cy", "apple pear")
    assert "child[1]/name" not in rows["uuid:b"]
    assert [row.own_id for row in listed(world, wave, data, "form.zip")] == ["uuid:a", "uuid:b"]


def _split(text: str) -> tuple[list[str], list[list[str]]]:
    heading, *rows = (line.split(",") for line in text.splitlines())
    return heading, rows
