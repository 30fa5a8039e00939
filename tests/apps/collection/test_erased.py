"""Erasure leaves nothing behind, and a restore takes back again what people took back."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from bench._server import ROOT, environment

from vises.apps.collection.models import Answer, Document, Withdrawal
from vises.apps.collection.services import documents, withdrawals
from vises.platform.erased import note, noted

CANARY = "un-secret-très-reconnaissable-7431"
SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
import django
django.setup()
from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.answers import Upload, accept
from vises.apps.datasets.services import ask
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services import mark
from vises.platform.files.services import store
from vises.platform.jobs.services import run_next
from vises.xforms import FormState
canary, step = sys.argv[1], sys.argv[2]
wave = Wave.objects.select_related("version", "line__journey").get()
def send(instance, words, **more):
    state = FormState(form_of(wave.version), None, instance)
    names = [q.name for q in form_of(wave.version).questions]
    state.set({next(n for n in names if n.endswith("changed")): [words]})
    return accept(wave, state.to_xml(), **more)
if step == "give":
    for number in range(30):
        send(f"uuid:{number}", f"mots {number}")
    kept = store([canary.encode() * 50], f"{canary}.txt")
    told = send("uuid:x", canary * 40, consents=["quote"], files=[Upload("photo", kept)])
    send("uuid:x", canary + " autrement")
    print(told.receipt)
elif step == "take":
    withdrawals.withdraw(sys.argv[3])
    while run_next():
        pass
else:
    print(withdrawals.withdraw_again(), Answer.objects.count())
    while run_next():
        pass
"""


def _run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, CANARY, *words],
        env=environment(folder), cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def _found(folder: Path) -> list[str]:
    """Files in which the canary stands, as bytes or in a file name."""
    needle = CANARY.encode()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes() or CANARY in path.name]


def test_no_byte_stays_behind_and_a_restore_erases_it_again(tmp_path: Path) -> None:
    from bench._server import seed

    seed(tmp_path, 1)
    database, saved = tmp_path / "vises.sqlite3", tmp_path.parent / "backup.sqlite3"
    receipt = _run(tmp_path, "give")
    assert _found(tmp_path)
    with sqlite3.connect(database) as source, sqlite3.connect(saved) as target:
        source.backup(target)
    shutil.copytree(tmp_path / "files", tmp_path.parent / "saved-files")
    _run(tmp_path, "take", receipt)
    assert _found(tmp_path) == []
    for name in ("vises.sqlite3-wal", "vises.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(saved, database)
    shutil.copytree(tmp_path.parent / "saved-files", tmp_path / "files", dirs_exist_ok=True)
    assert _found(tmp_path)  # the restore brought it back
    assert _run(tmp_path, "again") == "1 30"
    assert _found(tmp_path) == []


def test_fewer_uses_are_agreed_to_again_after_a_restore(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes", consents=("quote", "public"))
    withdrawals.keep_uses(told.receipt, ["analysis", "public"])
    Answer.objects.update(consents=["analysis", "quote", "public"])  # as a restore would
    assert withdrawals.withdraw_again() == 1 and Answer.objects.get().consents == ["analysis", "public"]
    assert withdrawals.withdraw_again() == 0


def test_conversations_and_corrections_are_taken_back_again(wave, answer, line) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.actor import SYSTEM

    answer(wave, "uuid:a", met="yes")
    told = answer(wave, "uuid:b", met="no", deprecates="uuid:a")
    kept = documents.add_document(SYSTEM, line.id, kind="interview", title="Ginette", text="mots", language="fr")
    rows, document = list(Answer.objects.all()), kept.document
    withdrawals.withdraw(told.receipt)
    withdrawals.withdraw(kept.receipt)
    Withdrawal.objects.all().delete()
    for row in [*rows, document]:
        fields = type(row)._meta.concrete_fields
        type(row)(**{field.attname: getattr(row, field.attname) for field in fields}).save(force_insert=True)
    assert withdrawals.withdraw_again() >= 2
    assert not Answer.objects.exists() and not Document.objects.exists()


def test_the_list_holds_hashes_only_and_bears_a_line_cut_short(settings, wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", changed=CANARY)
    withdrawals.withdraw(told.receipt)
    path = Path(settings.ERASED_LIST)
    text = path.read_text()
    assert CANARY not in text and told.receipt not in text and "uuid:a" not in text
    assert path.stat().st_mode & 0o077 == 0
    path.write_text(text + '{"mark": "abc')
    assert len(list(noted())) == 1
    note(["x"], ["analysis"])
    assert [line.kept for line in noted()] == [None, ("analysis",)]


def test_when_the_list_cannot_be_written_nothing_is_half_erased(settings, wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes")
    settings.ERASED_LIST = Path(settings.ERASED_LIST).parent / "no such folder" / "list"
    with pytest.raises(OSError):
        withdrawals.withdraw(told.receipt)
    assert Answer.objects.count() == 1 and not Withdrawal.objects.exists()
