"""The answers of a round as a file: for readers only, without who or when, and the same when they come back."""

import io

import pytest
from python_calamine import CalamineWorkbook

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer
from vises.apps.collection.services import imports, withdrawals
from vises.apps.collection.services.waves import open_wave
from vises.apps.datasets.exports import answers_file
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.jobs.services import run_next
from vises.platform.tables import read_told
from vises.xforms import to_row

SURVEY = """# Enquête
Première lettre ? (texte) {mother}
Jour ? (nombre) {day}
Aînés ? (nombre) {elder}
Qu'avez-vous mangé ? (plusieurs) {fruit}
- pommes {apple}
- poires {pear}
Avez-vous rencontré quelqu'un ? {met}
- oui {yes}
- non {no}
Comment allez-vous ? (échelle 1-3: mal … bien) {mood}
Racontez. (texte) {told}
"""


@pytest.fixture
def asked(line):  # type: ignore[no-untyped-def]
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=SURVEY)
    instruments.mark(SYSTEM, version.id, pairing=["mother", "day", "elder"])
    return open_wave(SYSTEM, version.id, titles={"fr": "Printemps"}, uses=["analysis", "quote"])


def test_every_kind_says_the_same_and_nothing_of_who_or_when(asked, answer, world) -> None:  # type: ignore[no-untyped-def]
    rita = world.actor("rita")
    code = {"mother": "secretletter", "day": "29", "elder": "4"}
    answer(asked, "uuid:secret-id", met="no", mood="3", fruit="apple pear", told="=1+1", consents=("quote",), **code)
    gone = answer(asked, "uuid:gone", met="yes", told="retiré", **code)
    withdrawals.withdraw(gone.receipt)
    csv = answers_file(rita, asked.id, "csv", "fr").read().decode("utf-8-sig").splitlines()
    assert csv == ["fruit,met,mood,told,uses", "apple pear,no,3,'=1+1,analysis quote"]
    book = io.BytesIO(answers_file(rita, asked.id, "xlsx", "fr").read())
    sheet = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["apple pear", "no", "3", "'=1+1", "analysis quote"]
    data = answers_file(rita, asked.id, "sav", "fr").read()
    frame, told = read_told(data, "a.sav")
    assert frame.row(0, named=True) == {
        "fruit_apple": "1", "fruit_pear": "1", "met": "2", "mood": "3", "told": "=1+1", "uses": "analysis quote",
    }  # fmt: skip
    assert told.codes["met"] == {"1": "oui", "2": "non"} and told.titles["fruit_pear"] == "Qu'avez-vous mangé ?: poires"
    assert told.sets == {"set1": ["fruit_apple", "fruit_pear"]} and told.set_titles == {"set1": "Qu'avez-vous mangé ?"}
    assert told.counted == {"fruit_apple": "1", "fruit_pear": "1"}
    assert b"secret" not in data
    assert AuditEvent.objects.filter(event="answers.exported").count() == 3


def test_only_readers_take_answers_out(asked, answer, world) -> None:  # type: ignore[no-untyped-def]
    answer(asked, "uuid:a", met="no")
    for name in ("an", "cora", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            answers_file(world.actor(name), asked.id, "csv", "fr")
    with pytest.raises(Problem, match="file-kind"):
        answers_file(world.actor("rita"), asked.id, "exe", "fr")
    assert not AuditEvent.objects.filter(event="answers.exported").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_what_was_taken_out_comes_back_the_same(asked, answer, world, kind) -> None:  # type: ignore[no-untyped-def]
    words = ["=1+1", "'tis", "-3", "@here", "+32", "\uff1d1+1", "\uff20x"]
    words += ["\uff0b1", 'La porte; l\'été, "oui"', "deux\nlignes"]
    for number, told in enumerate(words):
        answer(asked, f"uuid:{number}", met="no", mood="3", fruit="pear", told=told)
    again = open_wave(SYSTEM, asked.version_id, titles={"fr": "Encore"})
    data = answers_file(world.actor("rita"), asked.id, kind, "fr").read()
    imports.begin(world.actor("claire"), again.id, [data], f"a.{kind}", ())
    while run_next():
        pass
    form = form_of(asked.version)
    rows = [to_row(form, xml) for xml in Answer.objects.filter(wave=again).values_list("xml", flat=True)]
    assert sorted(row["told"] for row in rows) == sorted(words)
    assert {(row["met"], row["mood"], row["fruit"]) for row in rows} == {("no", "3", "pear")}
