"""A version travels as files with their hashes; what was altered, is a bomb or names the unknown is refused."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from vises.apps.access.actor import SYSTEM
from vises.apps.methodology import comparing, queries
from vises.apps.methodology.models import MethodologyChange, MethodologyText, MethodologyVersion
from vises.apps.methodology.packages import Package, Told, read_package, write_package
from vises.apps.methodology.services import drafts, read_version, releases
from vises.kernel.problems import Forbidden, NotFound, Problem

CONTENT = Path(__file__).resolve().parents[3] / "content"
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def package(method: None) -> Any:
    """Version 3.1, an overlay on 3, as it leaves the installation where it was made; here it is gone again."""
    queries.forget()
    draft = drafts.begin_draft(SYSTEM, "3")
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "Vos mots : d'abord.", "nl": "Eerst jullie woorden."})
    drafts.write_change(
        SYSTEM,
        draft.id,
        kind="reworded",
        element="portrait",
        what={"fr": "Le conseil du portrait"},
        why={"fr": "Il était trop long"},
        references=[("note", draft.id)],
    )
    releases.release_draft(SYSTEM, draft.id, "3.1")
    made = comparing.package_of("3.1")
    MethodologyVersion.objects.filter(code="3.1").delete()
    queries.forget()
    return made


def _altered(content: bytes, change: Change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_what_is_exported_is_what_stands_in_content(method: None, tmp_path: Path, code: str) -> None:
    queries.forget()
    content = write_package(comparing.package_of(code))
    assert content == write_package(comparing.package_of(code))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    structure, texts, hashes = read_version(tmp_path / code)
    assert (structure, texts, hashes) == read_version(CONTENT / "methodology" / code)
    read, version = read_package(content, queries.rooms())
    assert read.hashes == hashes and version.code == code


def test_another_installation_adopts_it(package: Package) -> None:
    row = releases.adopt(SYSTEM, write_package(package), fingerprint=package.fingerprint)
    assert (row.code, row.core.code, row.hash) == ("3.1", "3", package.hashes["structure"])
    assert queries.text("3.1", "portrait.hint", "nl") == "Eerst jullie woorden."
    assert queries.translation_states("3.1") == {"fr": "source", "nl": "current", "en": "stale"}
    assert comparing.edition(row.id).lagging["en"] == {"portrait.hint"}
    assert comparing.package_of("3.1").fingerprint == package.fingerprint
    (change,) = queries.changes_of("3.1")
    assert (change.from_code, change.element_to, change.references) == ("3", "portrait", ())
    with pytest.raises(Problem, match="already-here"):
        releases.adopt(SYSTEM, write_package(package))


def test_only_who_keeps_the_installation_adopts(world: Any, package: Package) -> None:
    for name in ("cora", "nadia", "stranger cora"):
        with pytest.raises((NotFound, Forbidden)):
            releases.adopt(world.actor(name), write_package(package))
    assert releases.adopt(world.actor("ada"), write_package(package)).code == "3.1"


def test_another_version_under_the_same_code_is_refused(package: Package) -> None:
    structure = {**package.structure, "sources": ["ELSE"]}
    releases.adopt(SYSTEM, write_package(Package(**{**package.__dict__, "structure": structure})))
    with pytest.raises(Problem, match="code-taken"):
        releases.adopt(SYSTEM, write_package(package))


def test_the_core_must_be_here_and_be_the_same(package: Package) -> None:
    with pytest.raises(Problem, match="other-core"):
        releases.adopt(SYSTEM, write_package(Package(**{**package.__dict__, "core_hash": "0" * 64})))
    elsewhere = Package(**{**package.__dict__, "structure": {**package.structure, "core": "7"}})
    with pytest.raises(Problem, match="no-core"):
        releases.adopt(SYSTEM, write_package(elsewhere))
    with pytest.raises(Problem, match="package-other"):
        releases.adopt(SYSTEM, write_package(package), fingerprint="0" * 64)


def _text(files: dict[str, bytes]) -> None:
    files["3.1/texts/nl.yaml"] = files["3.1/texts/nl.yaml"].replace(b"Eerst", b"Later")


def _manifest(files: dict[str, bytes], /, **fields: Any) -> None:
    files["manifest.json"] = json.dumps({**json.loads(files["manifest.json"]), **fields}).encode()


def _text_and_its_hash(files: dict[str, bytes]) -> None:

    _text(files)
    listed = json.loads(files["manifest.json"])["files"]
    listed["3.1/texts/nl.yaml"] = hashlib.sha256(files["3.1/texts/nl.yaml"]).hexdigest()
    _manifest(files, files=listed)


@pytest.mark.parametrize(
    "change",
    [
        _text,
        _text_and_its_hash,
        lambda files: _manifest(files, fingerprint="0" * 64),
        lambda files: _manifest(files, structure="0" * 64),
        lambda files: files.__setitem__("3.1/changes.yaml", b"changes: []\n"),
    ],
)
def test_altered_files_are_refused(package: Package, change: Change) -> None:
    with pytest.raises(Problem, match="package-altered"):
        releases.adopt(SYSTEM, _altered(write_package(package), change))
    assert not MethodologyVersion.objects.filter(code="3.1").exists()


def _rewritten(package: Package, name: str, data: bytes) -> bytes:
    """Files that somebody wrote so that every hash of a file holds."""

    def change(files: dict[str, bytes]) -> None:
        files[name] = data
        listed = json.loads(files["manifest.json"])["files"]
        listed[name] = hashlib.sha256(data).hexdigest()
        _manifest(files, files=listed)

    return _altered(write_package(package), change)


def _structure(package: Package, **fields: Any) -> bytes:
    return yaml.safe_dump({**package.structure, **fields}).encode()


BILLION = "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))]).encode()


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("3.1/structure.yaml", lambda p: _structure(p, prices=[])),
        ("3.1/structure.yaml", lambda p: _structure(p, steps=[])),
        ("3.1/structure.yaml", lambda p: _structure(p, steps="step-1")),
        ("3.1/structure.yaml", lambda p: _structure(p, code="../3")),
        ("3.1/structure.yaml", lambda p: _structure(p, released_on=None)),
        ("3.1/structure.yaml", lambda p: _structure(p, released_on="soon")),
        ("3.1/structure.yaml", lambda p: _structure(p, involvement=[])),
        ("3.1/structure.yaml", lambda p: _structure(p, effects=[{"id": "x", "origin": "god"}])),
        ("3.1/structure.yaml", lambda p: _structure(p, effects=[{"id": "X Y", "origin": "proposed"}])),
        (
            "3.1/structure.yaml",
            lambda p: _structure(
                p,
                steps=[
                    {
                        "id": "step-1",
                        "origin": "proposed",
                        "deliverables": [{"id": "x", "origin": "proposed", "room": "administration"}],
                    }
                ],
            ),
        ),
        ("3.1/texts/fr.yaml", lambda p: b"portrait: {unheard-of: x}"),
        ("3.1/texts/fr.yaml", lambda p: b"nowhere: {title: x}"),
        ("3.1/texts/fr.yaml", lambda p: b"portrait: {hint: '" + b"x" * 3000 + b"'}"),
        ("3.1/texts/fr.yaml", lambda p: BILLION),
        ("3.1/texts/fr.yaml", lambda p: b"[" * 3000),
        ("3.1/texts/fr.yaml", lambda p: b"!!python/object/apply:os.system [ls]"),
        ("3.1/texts/fr.yaml", lambda p: b"\xff\xfe"),
        ("3.1/changes.yaml", lambda p: b"changes: [{kind: odd, element: portrait, what: {}, why: {}}]"),
        ("3.1/changes.yaml", lambda p: b"changes: [{kind: added, element: portrait, what: {de: x}, why: {}}]"),
        ("3.1/changes.yaml", lambda p: b"changes: 3"),
    ],
)
def test_what_is_not_known_is_refused(package: Package, name: str, write: Callable[[Package], bytes]) -> None:
    with pytest.raises(Problem, match="package-unknown"):
        releases.adopt(SYSTEM, _rewritten(package, name, write(package)))
    assert not MethodologyVersion.objects.filter(code="3.1").exists()


def _zip(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        b"PK\x03\x04" + b"\x00" * 40,
        _zip(a=b"x"),
        _zip(**{"manifest.json": b"[]"}),
        _zip(**{"manifest.json": b"{}"}),
        _zip(**{"manifest.json": b'{"format": "vises-method/1", "code": "3.1", "languages": 3, "files": {}}'}),
        _zip(**{f"f{n}": b"x" for n in range(20)}),
    ],
)
def test_what_is_no_package_is_refused(method: None, content: bytes) -> None:
    with pytest.raises(Problem, match="package-not"):
        releases.adopt(SYSTEM, content)


def test_a_bomb_is_refused_before_it_unfolds(package: Package) -> None:
    bomb = _rewritten(package, "3.1/texts/fr.yaml", b"a: " + b"x" * 50_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(Problem, match="package-large"):
        releases.adopt(SYSTEM, bomb)
    with pytest.raises(Problem, match="package-large"):
        releases.adopt(SYSTEM, b"x" * 2_000_001)


def test_a_source_text_with_gaps_is_refused(package: Package) -> None:
    words = {key: text for key, text in package.texts["fr"].items() if key != "portrait.title"}
    with pytest.raises(Problem, match="package-unknown"):
        releases.adopt(SYSTEM, write_package(Package(**{**package.__dict__, "texts": {**package.texts, "fr": words}})))


def test_what_changes_tell_is_kept_as_text(package: Package) -> None:
    told = (Told("added", "portrait", {"fr": "<script>alert(1)</script>"}, {"fr": "parce que"}),)
    releases.adopt(SYSTEM, write_package(Package(**{**package.__dict__, "changes": told})))
    assert MethodologyChange.objects.get().what == {"fr": "<script>alert(1)</script>"}
    assert MethodologyText.objects.filter(version__code="3.1").count() == 3
