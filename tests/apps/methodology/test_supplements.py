"""A lagging translation of a released version is completed afterwards; the version itself never changes."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from vises.apps.access.actor import SYSTEM
from vises.apps.methodology import comparing, queries
from vises.apps.methodology.models import MethodologySupplement, MethodologyVersion
from vises.apps.methodology.packages import write_package
from vises.apps.methodology.rules import SOURCE_LANGUAGE
from vises.apps.methodology.services import drafts, releases
from vises.apps.methodology.services.supplements import complete, translated
from vises.apps.methodology.supplements import Supplement, check_supplement, from_mapping, open_keys, source_hash
from vises.kernel.locale import careless
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform import remembered

HINT = "portrait.hint"
ENGLISH = {HINT: "Your own words first.", "portrait.pitfall": "Do not judge."}
BY = {"translated_by": "An Peeters", "read_by": "Cora Lambert"}


def _problem(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}$")


def release(base: str = "3", code: str = "3.1", *, local: bool = True, **texts: str) -> MethodologyVersion:
    """A version that words two tips anew in French and Dutch: English lags there."""
    draft = drafts.begin_draft(SYSTEM, base, local=local)
    for key in ENGLISH:
        drafts.write_text(SYSTEM, draft.id, key, {"fr": f"Autre : {code}", "nl": f"Anders: {code}"} | texts)
    drafts.write_change(SYSTEM, draft.id, kind="reworded", element="portrait", what={"fr": "a"}, why={"fr": "b"})
    return releases.release_draft(SYSTEM, draft.id, code)


@pytest.fixture
def lagging(method: None) -> MethodologyVersion:
    queries.forget()
    return release()


# --- pure


def test_only_what_lags_or_is_missing_is_open_and_never_in_the_source(lagging: MethodologyVersion) -> None:
    own = comparing.edition(lagging.id)
    assert set(own.open("en")) == set(ENGLISH) and own.open("nl") == own.open(SOURCE_LANGUAGE) == ()
    texts = {**own.texts, "en": {key: text for key, text in own.texts["en"].items() if key != "version.title"}}
    assert open_keys(own.version, texts, own.lagging["en"], "en")[0] == "version.title"
    assert len(open_keys(own.version, {SOURCE_LANGUAGE: own.texts["fr"]}, (), "nl")) == len(own.texts["fr"])


def _supplement(of: MethodologyVersion, **fields: Any) -> Supplement:
    source = comparing.edition(of.id).texts["fr"]
    whole = {
        "version": of.hash,
        "language": "en",
        "source": source_hash(source, ENGLISH),
        "texts": dict(ENGLISH),
        **BY,
        "completed_on": date(2026, 11, 20),
    }
    return Supplement(**(whole | fields))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"version": "0" * 64}, "version"),
        ({"language": "fr"}, "language"),
        ({"language": "de"}, "language"),
        ({"translated_by": " "}, "translated_by"),
        ({"read_by": "an peeters"}, "read_by"),
        ({"read_by": "x" * 201}, "read_by"),
        ({"texts": {}}, "texts"),
        ({"texts": {**ENGLISH, "portrait.title": "Other"}}, "portrait.title"),
        ({"texts": {HINT: "two  spaces"}}, HINT),
        ({"texts": {HINT: ""}}, HINT),
        ({"source": "0" * 64}, "source"),
    ],
)
def test_a_supplement_that_is_none_is_told_by_its_place(
    lagging: MethodologyVersion, fields: dict[str, Any], place: str
) -> None:
    source = comparing.edition(lagging.id).texts["fr"]
    check_supplement(_supplement(lagging), lagging.hash, source, ENGLISH)
    with pytest.raises(ValueError, match=f"^{place}$"):
        check_supplement(_supplement(lagging, **fields), lagging.hash, source, ENGLISH)


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("« Oui » : d'abord, puis ?", "fr", ()),
        ("L’entreprise", "fr", ("quotes-fr",)),
        ("«Oui»", "fr", ("quote-spaces",)),
        ("Vraiment?", "fr", ("sign-spaces",)),
        ("D'abord: oui", "fr", ("colon-space",)),
        ("“Ja”: eerst, zo'n", "nl", ()),
        ("« Ja »", "nl", ("quotes-nl",)),
        ("Eerst : ja", "nl", ("no-sign-space",)),
        ("Wait...", "en", ("dots",)),
        ("It’s “fine”: yes", "en", ()),
    ],
)
def test_signs_are_set_as_in_the_other_texts_of_the_language(text: str, language: str, codes: tuple[str, ...]) -> None:
    assert careless(text, language) == codes
    if codes:
        with _problem(f"methodology.signs-{codes[0]}"):
            translated(text, language, field="text")
    else:
        assert translated(f"  {text} ", language).replace("\u00a0", " ") == text


# --- services


def test_a_completed_translation_shows_and_the_version_keeps_its_hashes(lagging: MethodologyVersion) -> None:
    before, texts = comparing.fingerprint("3.1"), {row.language: row.hash for row in lagging.texts.all()}
    assert queries.translation_states("3.1")["en"] == "stale"
    part = {HINT: ENGLISH[HINT]}
    complete(SYSTEM, "3.1", "en", part, **BY, on=date(2026, 11, 20))
    # a part of it: the rest still lags, and says so
    assert queries.text("3.1", HINT, "en") == ENGLISH[HINT]
    assert queries.translation_states("3.1")["en"] == "stale"
    assert comparing.released_edition("3.1").open("en") == ("portrait.pitfall",)
    complete(SYSTEM, "3.1", "en", {"portrait.pitfall": ENGLISH["portrait.pitfall"]}, **BY)
    assert queries.translation_states("3.1") == {"fr": "source", "nl": "current", "en": "completed"}
    assert comparing.released_edition("3.1").ready("en")
    first, second = queries.completions("3.1")
    assert (first.on, first.translated_by, first.read_by) == (date(2026, 11, 20), *BY.values())
    assert (len(first.texts), len(second.texts)) == (1, 1)
    lagging.refresh_from_db()
    assert {row.language: row.hash for row in lagging.texts.all()} == texts
    assert comparing.fingerprint("3.1") == before and queries.version("3.1").hash == lagging.hash
    assert comparing.edition(lagging.id).texts["en"][HINT] != ENGLISH[HINT]


def test_what_was_released_as_ready_is_never_touched(lagging: MethodologyVersion) -> None:
    for language, texts in (
        ("en", {"portrait.title": "Other"}),
        ("nl", {HINT: "Anders gezegd"}),
        ("fr", {HINT: "Autrement"}),
        ("de", {HINT: "Anders"}),
        ("en", {}),
        ("en", {**ENGLISH, "no.such": "text"}),
    ):
        with _problem("methodology.supplement-not"):
            complete(SYSTEM, "3.1", language, texts, **BY)
    with _problem("methodology.supplement-same"):
        complete(SYSTEM, "3.1", "en", ENGLISH, translated_by="An", read_by="An")
    with pytest.raises(NotFound):
        complete(SYSTEM, "9", "en", ENGLISH, **BY)
    assert not MethodologySupplement.objects.exists()
    complete(SYSTEM, "3.1", "en", ENGLISH, **BY)
    with _problem("methodology.supplement-filled"):
        complete(SYSTEM, "3.1", "en", {HINT: "Once more"}, **BY)
    assert queries.text("3.1", HINT, "en") == ENGLISH[HINT]


@pytest.mark.django_db(transaction=True)
def test_two_who_complete_the_same_language_at_once_fill_it_once(method: None) -> None:
    queries.forget()
    release()
    ready, outcomes = threading.Barrier(2), []

    def run(name: str) -> None:
        try:
            ready.wait()
            complete(SYSTEM, "3.1", "en", ENGLISH, translated_by=name, read_by="Cora")
            outcomes.append("kept")
        except (Conflict, Problem) as problem:
            outcomes.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in ("An", "Bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("kept") == 1 == MethodologySupplement.objects.count()
    assert set(outcomes) - {"kept"} <= {"platform.changed-meanwhile", "methodology.supplement-filled"}


def test_another_process_sees_it_within_a_second(
    lagging: MethodologyVersion,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    lagging_text, core_text = queries.text("3.1", HINT, "en"), queries.text("3", HINT, "en")
    with django_assert_num_queries(0):
        for _ in range(50):
            queries.text("3.1", HINT, "en")
    # as another process does it: this one is not told
    monkeypatch.setattr(queries, "forget_completed", lambda: None)
    complete(SYSTEM, "3.1", "en", ENGLISH, **BY)
    assert queries.text("3.1", HINT, "en") == lagging_text
    moment = remembered.monotonic() + 1
    monkeypatch.setattr(remembered, "monotonic", lambda: moment)
    with django_assert_max_num_queries(2):  # which there are, and what the new one says
        assert queries.text("3.1", HINT, "en") == ENGLISH[HINT]
    with django_assert_num_queries(0):
        assert queries.text("3", HINT, "en") == core_text


# --- overlays, differences, what comes after


@pytest.fixture
def core(method: None) -> MethodologyVersion:
    """A universal core 4 whose English lags, with an overlay 4.1 that leaves one of both tips as it is."""
    queries.forget()
    core = release(code="4", local=False)
    draft = drafts.begin_draft(SYSTEM, "4")
    drafts.write_text(SYSTEM, draft.id, "portrait.pitfall", {"fr": "Ici autrement", "nl": "Hier anders"})
    drafts.write_change(SYSTEM, draft.id, kind="reworded", element="portrait", what={"fr": "a"}, why={"fr": "b"})
    releases.release_draft(SYSTEM, draft.id, "4.1")
    return core


def test_what_completes_the_core_shows_through_unless_overlaid(core: MethodologyVersion) -> None:
    overlay = comparing.local(queries.version("4.1"))
    before = queries.text("4.1", "portrait.pitfall", "en")
    complete(SYSTEM, "4", "en", ENGLISH, **BY)
    assert queries.text("4.1", HINT, "en") == ENGLISH[HINT]
    assert queries.text("4.1", "portrait.pitfall", "en") == before  # its French is another here
    assert comparing.released_edition("4.1").open("en") == ("portrait.pitfall",)
    assert queries.translation_states("4.1")["en"] == "stale" and not queries.completions("4.1")
    assert comparing.local(queries.version("4.1")) == overlay
    complete(SYSTEM, "4.1", "en", {"portrait.pitfall": "Otherwise here"}, **BY)
    assert queries.translation_states("4.1")["en"] == "completed"
    assert comparing.local(queries.version("4.1")) == overlay


def test_completing_is_no_change_of_meaning(core: MethodologyVersion) -> None:
    said = {language: comparing.released_difference("4", "4.1", language) for language in ("fr", "nl")}
    reworded = comparing.released_reworded("4", "4.1")
    complete(SYSTEM, "4", "en", ENGLISH, **BY)
    for language, found in said.items():
        assert comparing.released_difference("4", "4.1", language) == found
    assert comparing.released_reworded("4", "4.1") == reworded
    in_english = comparing.released_difference("4", "4.1", "en").texts
    assert HINT not in {f"{change.element}.{change.part}" for change in in_english}
    # what the version did change is told in the language as soon as it can be read there
    assert not any(change.new == ENGLISH[HINT] for change in comparing.released_difference("3", "4", "fr").texts)
    assert any(change.new == ENGLISH[HINT] for change in comparing.released_difference("3", "4", "en").texts)
    # a draft begun before shows no difference either, and one begun now starts from what is read
    draft = drafts.begin_draft(SYSTEM, "4", local=False)
    edition = comparing.edition(draft.id)
    assert edition.texts["en"][HINT] == ENGLISH[HINT] and edition.ready("en")
    found = comparing.difference(comparing.released_edition("4"), edition, "en")
    assert found.texts == found.structure == ()


def test_a_draft_begun_before_is_not_different_by_what_was_completed_since(core: MethodologyVersion) -> None:
    draft = drafts.begin_draft(SYSTEM, "4", local=False)
    complete(SYSTEM, "4", "en", ENGLISH, **BY)
    found = comparing.difference(comparing.released_edition("4"), comparing.edition(draft.id), "en")
    assert found.texts == ()


def test_a_language_that_was_not_there_at_all_can_be_completed(lagging: MethodologyVersion) -> None:
    lagging.texts.filter(language="en").delete()
    queries.forget()
    assert len(comparing.released_edition("3.1").open("en")) == len(comparing.edition(lagging.id).texts["fr"])
    complete(SYSTEM, "3.1", "en", ENGLISH, **BY)
    assert queries.text("3.1", HINT, "en") == ENGLISH[HINT]
    draft = drafts.begin_draft(SYSTEM, "3.1")
    assert comparing.edition(draft.id).texts["en"] == ENGLISH
    assert set(queries.translation_states("3.1")) == {"fr", "nl"}


# --- files


@pytest.fixture
def package(lagging: MethodologyVersion) -> tuple[bytes, bytes]:
    """The files of 3.1 as they were, and once its English was completed; here it is gone again."""
    bare = write_package(comparing.package_of("3.1"))
    complete(SYSTEM, "3.1", "en", ENGLISH, **BY, on=date(2026, 11, 20))
    whole = write_package(comparing.package_of("3.1"))
    MethodologyVersion.objects.filter(code="3.1").delete()
    queries.forget()
    return bare, whole


def _files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zip(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


def test_files_carry_it_and_another_installation_adopts_it(package: tuple[bytes, bytes]) -> None:
    bare, whole = package
    manifest = json.loads(_files(whole)["manifest.json"])
    assert manifest["fingerprint"] == json.loads(_files(bare)["manifest.json"])["fingerprint"]
    (name,) = manifest["supplements"]
    assert f"3.1/supplements/{name}.yaml" in manifest["files"]
    releases.adopt(SYSTEM, whole, fingerprint=manifest["fingerprint"])
    assert queries.text("3.1", HINT, "en") == ENGLISH[HINT]
    assert queries.translation_states("3.1")["en"] == "completed"
    assert queries.completions("3.1")[0].hash == manifest["supplements"][name]
    assert write_package(comparing.package_of("3.1")) == whole
    with _problem("methodology.already-here"):
        releases.adopt(SYSTEM, whole)


def test_it_is_adopted_where_the_version_is_already(package: tuple[bytes, bytes]) -> None:
    bare, whole = package
    row = releases.adopt(SYSTEM, bare)
    assert queries.translation_states("3.1")["en"] == "stale"
    assert releases.adopt(SYSTEM, whole) == row
    assert queries.translation_states("3.1")["en"] == "completed"
    with _problem("methodology.already-here"):
        releases.adopt(SYSTEM, whole)


def test_where_somebody_completed_it_otherwise_nothing_is_taken_in(package: tuple[bytes, bytes]) -> None:
    bare, whole = package
    releases.adopt(SYSTEM, bare)
    complete(SYSTEM, "3.1", "en", {HINT: "In our words"}, **BY)
    with _problem("methodology.supplement-filled"):
        releases.adopt(SYSTEM, whole)
    assert queries.text("3.1", HINT, "en") == "In our words"
    assert MethodologySupplement.objects.count() == 1


def _supplement_file(files: dict[str, bytes]) -> str:
    return next(name for name in files if "/supplements/" in name)


def _reworded(files: dict[str, bytes]) -> None:
    name = _supplement_file(files)
    files[name] = files[name].replace(b"Your own", b"My own")


def _listed_anew(files: dict[str, bytes]) -> None:
    _reworded(files)
    name, manifest = _supplement_file(files), json.loads(files["manifest.json"])
    manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def _filling_more(files: dict[str, bytes]) -> None:
    name = _supplement_file(files)
    files[name] = files[name].replace(b"portrait.pitfall:", b"portrait.title:")
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def _dropped(files: dict[str, bytes]) -> None:
    del files[_supplement_file(files)]


def _unlisted(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    del manifest["supplements"]
    files["manifest.json"] = json.dumps(manifest).encode()


def _no_mapping(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["supplements"] = [1]
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize("change", [_reworded, _listed_anew, _filling_more, _dropped, _unlisted, _no_mapping])
@pytest.mark.parametrize("here", [False, True])
def test_a_damaged_one_is_refused_whole(
    package: tuple[bytes, bytes], change: Callable[[dict[str, bytes]], None], here: bool
) -> None:
    bare, whole = package
    if here:
        releases.adopt(SYSTEM, bare)
    files = _files(whole)
    change(files)
    with pytest.raises(Problem, match=r"methodology\.package-(altered|unknown|not)"):
        releases.adopt(SYSTEM, _zip(files))
    assert MethodologyVersion.objects.filter(code="3.1").exists() == here
    assert not MethodologySupplement.objects.exists()


def test_a_file_of_a_supplement_holds_what_it_is_made_of(lagging: MethodologyVersion) -> None:
    for wrong in ({}, {"texts": []}, {**dict.fromkeys(("version", "language"), 1)}):
        with pytest.raises((ValueError, KeyError)):
            from_mapping(wrong)
