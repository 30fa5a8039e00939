"""REFI-QDA: valid against the published schemas, nothing lost on the way out and back, hostile files refused."""

import io
import uuid
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.texts.archives import MEGABYTE
from vises.texts.refi import (
    TOLD,
    Marked,
    Project,
    Source,
    Theme,
    User,
    read_codebook,
    read_project,
    write_codebook,
    write_project,
)
from vises.texts.talk import Cleaning, clean

WORDS = st.text(alphabet="abé 😀\n\u0301\r\t’«»\u00a0", max_size=60).map(clean)


@st.composite
def projects(draw):  # type: ignore[no-untyped-def]
    themes: list[Theme] = []
    for id_ in draw(st.lists(st.uuids(), min_size=1, max_size=6, unique=True)):
        parent = draw(st.sampled_from([None, *(theme.id for theme in themes)]))
        told = draw(
            st.dictionaries(st.tuples(st.sampled_from(TOLD), st.sampled_from(LANGUAGES)), WORDS.filter(str.strip))
        )
        said = tuple((*about, words.strip()) for about, words in told.items())
        themes.append(Theme(id_, draw(WORDS).strip() or "x", draw(WORDS), parent, draw(WORDS), said))
    users = tuple(User(id_, "Claire") for id_ in draw(st.lists(st.uuids(), max_size=2, unique=True)))
    sources = []
    for id_ in draw(st.lists(st.uuids(), max_size=3, unique=True)):
        body = draw(WORDS.filter(bool))
        marks = []
        for mark in draw(st.lists(st.uuids(), max_size=4, unique=True)):
            start = draw(st.integers(0, len(body) - 1))
            end = draw(st.integers(start + 1, len(body)))
            user = draw(st.sampled_from([None, *(user.id for user in users)]))
            at = draw(st.sampled_from([None, datetime(2026, 3, 1, 9, 30, tzinfo=UTC)]))
            marks.append(
                Marked(mark, draw(st.sampled_from(themes)).id, start, end, draw(WORDS), user, at, draw(st.booleans()))
            )
        sources.append(Source(id_, draw(WORDS).strip() or "y", body, tuple(marks)))
    return Project("Une boutique", tuple(themes), tuple(sources), users)


@settings(deadline=None)
@given(projects())
def test_a_project_comes_back_whole(project: Project) -> None:
    back = read_project(write_project(project))
    assert back.sources == tuple(Source(s.id, s.name, s.body, s.marks) for s in project.sources)
    assert set(back.themes) == set(project.themes)
    assert back.users == project.users and back.left_out == 0


@settings(deadline=None, max_examples=30)
@given(project=projects())
def test_what_is_written_is_valid(shared, project: Project) -> None:  # type: ignore[no-untyped-def]
    folder = shared / "standards" / "refi-qda"
    schema = etree.XMLSchema(etree.parse(folder / "Project.xsd"))
    with zipfile.ZipFile(io.BytesIO(write_project(project))) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    book = etree.XMLSchema(etree.parse(folder / "Codebook.xsd"))
    written = write_codebook(project.themes)
    book.assertValid(etree.fromstring(written))
    assert {(t.id, t.name, t.description, t.parent) for t in read_codebook(written)} == {
        (t.id, t.name, t.description, t.parent) for t in project.themes
    }


def test_the_sample_of_another_program_is_read(shared) -> None:  # type: ignore[no-untyped-def]
    data = (shared / "standards" / "refi-qda" / "demo.qdpx").read_bytes()
    project = read_project(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read("project.qde").decode()
    assert sum(len(source.marks) for source in project.sources) == written.count("<Coding ") == 205
    assert len(project.themes) == written.count("<Code ") and project.left_out == 0
    assert [source.name for source in project.sources] == ["board_2017", "admin-1"]
    # its selections are lines: each begins where a line does
    board = project.sources[0]
    assert all(board.body[mark.start - 1] == "\n" for mark in board.marks if mark.start)
    assert all(board.body[mark.end - 1] == "\n" for mark in board.marks)


@settings(deadline=None)
@given(st.text(alphabet="ab é\u0301e😀\n\r\t\u00a0\x07\u2028", max_size=50), st.data())
def test_a_place_keeps_its_words_when_a_text_is_cleaned(raw: str, data: st.DataObject) -> None:
    cleaning = Cleaning(raw)
    for _ in range(3):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, len(raw)))
        # within a letter and its accent there is no place
        if any(raw[at : at + 1] == "\u0301" or raw[at : at + 1] == "\x07" for at in (start, end)):
            continue
        place = cleaning.place(start, end)
        solid = "".join(clean(raw[start:end]).split())
        assert ("".join(cleaning.body[slice(*place)].split()) if place else "") == solid


def _packed(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_qde", ".qde"), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no archive", "texts.broken"),
        (_packed(other=b"x"), "texts.refi"),
        (_packed(project_qde=b"<Project"), "texts.broken"),
        (_packed(project_qde=b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'/>"), "texts.refi"),
        (_packed(project_qde=b"<!DOCTYPE x [<!ENTITY a 'b'>]><Project>&a;</Project>"), "texts.doctype"),
        (_packed(project_qde=b" " * (61 * MEGABYTE)), "texts.unpacked"),
        (b"PK" + b"\0" * (26 * MEGABYTE), "texts.too-large"),
        (
            _packed(
                project_qde=b"<Project><Sources><TextSource guid='00000000-0000-0000-0000-000000000001' "
                b"plainTextPath='../../etc/passwd'/></Sources></Project>"
            ),
            "texts.refi",
        ),
    ],
)
def test_hostile_files_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_project(data)
    assert caught.value.code == code and caught.value.field == "file"


def test_what_has_no_place_here_is_counted() -> None:
    a, b, c = (str(uuid.UUID(int=n)) for n in (1, 2, 3))
    told = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="p">
    <CodeBook><Codes><Code guid="{a}" name="x" isCodable="true"/></Codes></CodeBook><Sources><PictureSource guid="{b}"/>
    <TextSource guid="{c}" name="t"><PlainTextContent>Un mot</PlainTextContent>
    <PlainTextSelection guid="{b}" startPosition="3" endPosition="6">
    <Coding guid="{a}"><CodeRef targetGUID="{a}"/></Coding>
    <Coding guid="{b}"><CodeRef targetGUID="{c}"/></Coding></PlainTextSelection></TextSource></Sources></Project>"""
    project = read_project(_packed(project_qde=told.encode()))
    assert project.left_out == 2 and project.sources[0].body == "Un mot"
    assert [project.sources[0].body[m.start : m.end] for m in project.sources[0].marks] == ["mot"]
