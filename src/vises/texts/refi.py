"""Codebooks and projects in the exchange format of the REFI-QDA standard, 1.0: .qdc and .qdpx, read and written.

Offsets are code points of the plain text, from 0, the end not included. What vises has no place for (pictures,
recordings, PDF pages, cases, sets, graphs) is counted and left out.
"""

import io
import re
import uuid
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.texts.archives import LARGEST_FILE, MEGABYTE, Archive, local, xml_root
from vises.texts.reading import decoded

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "vises"
MACHINE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:vises:proposals")
"""The user of a file who found the words of a proposal; whoever confirmed it is the user of the coding itself."""
TOLD = ("name", "definition", "example")
"""What notes tell of a theme beside its name and description: in other languages, and examples."""
MOST_THEMES, MOST_MARKS, MOST_SOURCES = 5_000, 200_000, 5_000
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


@dataclass(frozen=True)
class Theme:
    """A code of a codebook, after the one under which it lies.

    `told` is what the format has no place for and notes carry: (one of TOLD, language, words).
    """

    id: uuid.UUID
    name: str
    description: str = ""
    parent: uuid.UUID | None = None
    memo: str = ""
    told: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Marked:
    """Words from `start` to `end` of a source, named with a theme; `proposed` by the machine, confirmed by a person."""

    id: uuid.UUID
    theme: uuid.UUID
    start: int
    end: int
    memo: str = ""
    user: uuid.UUID | None = None
    at: datetime | None = None
    proposed: bool = False


@dataclass(frozen=True)
class Source:
    """A plain text, and what is marked in it."""

    id: uuid.UUID
    name: str
    body: str
    marks: tuple[Marked, ...] = ()


@dataclass(frozen=True)
class User:
    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Project:
    """`left_out` counts sources, selections and codings that vises has no place for."""

    name: str
    themes: tuple[Theme, ...] = ()
    sources: tuple[Source, ...] = ()
    users: tuple[User, ...] = ()
    left_out: int = 0


def write_codebook(themes: Sequence[Theme]) -> bytes:
    """A .qdc file of at least one theme; what notes would tell stays here, since the format has no place for them."""
    root = _root(CODEBOOK, "CodeBook", origin=ORIGIN)
    _write_themes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), CODEBOOK, themes, None)
    return _bytes(root)


def read_codebook(data: bytes) -> tuple[Theme, ...]:
    """The themes of a .qdc file. Raises Problem on "file": texts.refi, or as `xml_root` does."""
    if len(data) > LARGEST_FILE:
        raise Problem("texts.too-large", field="file", limit=LARGEST_FILE // MEGABYTE)
    root = xml_root(data)
    if local(root) != "CodeBook":
        raise Problem("texts.refi", field="file")
    return tuple(_themes(root, {}))


def write_project(project: Project) -> bytes:
    """A .qdpx file: texts beside the description, so that not one character of them depends on XML."""
    root = _root(PROJECT, "Project", name=_said(project.name), origin=ORIGIN)
    notes: list[tuple[uuid.UUID, str, str]] = []
    machine = any(mark.proposed for source in project.sources for mark in source.marks)
    if project.users or machine:
        users = _under(root, "Users")
        for user in (*project.users, *([User(MACHINE, "vises (proposals)")] if machine else ())):
            _under(users, "User", guid=str(user.id), name=_said(user.name))
    if project.themes:
        codes = _under(_under(root, "CodeBook"), "Codes")
        _write_themes(codes, PROJECT, project.themes, notes)
    if project.sources:
        sources = _under(root, "Sources")
        for source in project.sources:
            _write_source(sources, source, notes)
    if notes:
        written = _under(root, "Notes")
        for id_, name, words in notes:
            note = _under(written, "Note", guid=str(id_), **({"name": name} if name else {}))
            _under(note, "PlainTextContent").text = _said(words)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", _bytes(root))
        for source in project.sources:
            archive.writestr(f"sources/{source.id}.txt", source.body.encode())
    return packed.getvalue()


def read_project(data: bytes) -> Project:
    """What is in a .qdpx file. Raises Problem on "file": texts.refi, or as `Archive` does."""
    archive = Archive(data)
    name = next((name for name in archive.names if name.lower().endswith(".qde") and "/" not in name), "")
    if not name:
        raise Problem("texts.refi", field="file")
    root = archive.xml(name)
    if local(root) != "Project":
        raise Problem("texts.refi", field="file")
    notes = dict(_notes(archive, root))
    themes = tuple(theme for book in _each(root, "CodeBook") for theme in _themes(book, notes))
    known = {theme.id for theme in themes}
    users = tuple(
        User(id_, one.get("name", ""))
        for box in _each(root, "Users")
        for one in box
        if (id_ := _guid(one)) is not None and id_ != MACHINE
    )
    sources, left_out = [], 0
    for one in (one for box in _each(root, "Sources") for one in box):
        id_ = _guid(one)
        if local(one) != "TextSource" or id_ is None:
            left_out += 1
            continue
        marks, lost = _marks(one, notes, known)
        left_out += lost
        sources.append(Source(id_, one.get("name") or _file_name(one), _words(archive, one), marks))
    if len(sources) > MOST_SOURCES or sum(len(source.marks) for source in sources) > MOST_MARKS:
        raise Problem("texts.refi-large", field="file", sources=MOST_SOURCES, marks=MOST_MARKS)
    return Project(root.get("name", ""), themes, tuple(sources), users, left_out)


# --- writing


def _write_themes(
    root: etree._Element, space: str, themes: Sequence[Theme], notes: list[tuple[uuid.UUID, str, str]] | None
) -> None:
    here: dict[uuid.UUID | None, etree._Element] = {None: root}
    for theme in themes:
        code = etree.SubElement(
            here.get(theme.parent, root),
            f"{{{space}}}Code",
            guid=str(theme.id),
            name=_said(theme.name),
            isCodable="true",
        )
        if theme.description:
            etree.SubElement(code, f"{{{space}}}Description").text = _said(theme.description)
        if notes is not None and theme.memo:
            _note(code, theme.id, theme.memo, notes)
        if notes is not None:
            for what, language, words in theme.told:
                _note(code, theme.id, words, notes, _about(what, language))
        here[theme.id] = code


def _write_source(sources: etree._Element, source: Source, notes: list[tuple[uuid.UUID, str, str]]) -> None:
    one = _under(
        sources,
        "TextSource",
        guid=str(source.id),
        name=_said(source.name),
        plainTextPath=f"internal://{source.id}.txt",
    )
    for mark in source.marks:
        place = _under(
            one,
            "PlainTextSelection",
            guid=str(uuid.uuid5(mark.id, "place")),
            startPosition=str(mark.start),
            endPosition=str(mark.end),
            **({"creatingUser": str(MACHINE)} if mark.proposed else {}),
        )
        about = {"creatingUser": str(mark.user)} if mark.user else {}
        if mark.at:
            about["creationDateTime"] = mark.at.isoformat(timespec="seconds")
        coding = _under(place, "Coding", guid=str(mark.id), **about)
        _under(coding, "CodeRef", targetGUID=str(mark.theme))
        if mark.memo:
            _note(coding, mark.id, mark.memo, notes)


def _note(
    under: etree._Element, about: uuid.UUID, words: str, notes: list[tuple[uuid.UUID, str, str]], name: str = ""
) -> None:
    id_ = uuid.uuid5(about, name or "memo")
    _under(under, "NoteRef", targetGUID=str(id_))
    notes.append((id_, name, words))


def _about(what: str, language: str) -> str:
    """The name of a note that tells something of a theme; with the theme's id it makes the note's."""
    return f"{what} ({language})"


def _root(space: str, tag: str, **values: str) -> etree._Element:
    root = etree.fromstring(f'<{tag} xmlns="{space}"/>')
    for name, value in values.items():
        root.set(name, value)
    return root


def _under(parent: etree._Element, tag: str, **values: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{PROJECT}}}{tag}", values)


def _said(words: str) -> str:
    """Words as XML may hold them."""
    return _NOT_XML.sub("\ufffd", words)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


# --- reading


def _each(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (kid for kid in element if local(kid) == name)


def _guid(element: etree._Element, key: str = "guid") -> uuid.UUID | None:
    found = _GUID.fullmatch(element.get(key, "").strip())
    return uuid.UUID(found.group(1)) if found else None


def _plain(element: etree._Element, name: str) -> str:
    return "\n".join(kid.text or "" for kid in _each(element, name)).strip()


def _themes(root: etree._Element, notes: dict[uuid.UUID, str]) -> Iterator[Theme]:
    waiting: list[tuple[etree._Element, uuid.UUID | None]] = [
        (code, None) for box in _each(root, "Codes") for code in _each(box, "Code")
    ]
    seen: set[uuid.UUID] = set()
    while waiting:
        code, parent = waiting.pop(0)
        id_ = _guid(code)
        if id_ is None or id_ in seen:
            raise Problem("texts.refi", field="file")
        seen.add(id_)
        if len(seen) > MOST_THEMES:
            raise Problem("texts.refi-large", field="file", sources=MOST_SOURCES, marks=MOST_MARKS)
        told = {uuid.uuid5(id_, _about(what, language)): (what, language) for what in TOLD for language in LANGUAGES}
        yield Theme(
            id_,
            code.get("name", "").strip(),
            _plain(code, "Description"),
            parent,
            _said_by(code, notes, without=told),
            tuple((*about, notes[ref].strip()) for ref in _refs(code) if ref in notes and (about := told.get(ref))),
        )
        waiting = [*((kid, id_) for kid in _each(code, "Code")), *waiting]


def _notes(archive: Archive, root: etree._Element) -> Iterator[tuple[uuid.UUID, str]]:
    for note in (note for box in _each(root, "Notes") for note in _each(box, "Note")):
        id_ = _guid(note)
        if id_ is not None:
            yield id_, _words(archive, note)


def _said_by(element: etree._Element, notes: dict[uuid.UUID, str], without: Collection[uuid.UUID] = ()) -> str:
    """The notes that an element refers to."""
    return "\n\n".join(notes[id_] for id_ in _refs(element) if id_ in notes and id_ not in without).strip()


def _refs(element: etree._Element) -> list[uuid.UUID]:
    return [id_ for ref in _each(element, "NoteRef") if (id_ := _guid(ref, "targetGUID")) is not None]


def _marks(
    source: etree._Element, notes: dict[uuid.UUID, str], known: Iterable[uuid.UUID]
) -> tuple[tuple[Marked, ...], int]:
    """The codings of a source, and how many are left out: of the source as a whole, of no theme, of no place."""
    found, left_out, known = [], sum(1 for _ in _each(source, "Coding")), set(known)
    for place in _each(source, "PlainTextSelection"):
        about = [_plain(place, "Description"), _said_by(place, notes)]
        try:
            start, end = int(place.get("startPosition", "")), int(place.get("endPosition", ""))
        except ValueError:
            start = end = -1
        proposed = _guid(place, "creatingUser") == MACHINE
        for coding in _each(place, "Coding"):
            id_ = _guid(coding)
            theme = next((_guid(ref, "targetGUID") for ref in _each(coding, "CodeRef")), None)
            if id_ is None or theme is None or theme not in known or not 0 <= start < end:
                left_out += 1
                continue
            memo = "\n\n".join(words for words in (*about, _said_by(coding, notes)) if words)
            at, by = coding.get("creationDateTime", ""), _guid(coding, "creatingUser")
            found.append(Marked(id_, theme, start, end, memo, by, _moment(at), proposed))
    return tuple(found), left_out


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year > 1 and moment.year < 9999 else None


def _words(archive: Archive, source: etree._Element) -> str:
    """The plain text of a source: within the description, or in a file of the archive, nowhere else."""
    path = source.get("plainTextPath", "")
    if not path:
        return "".join(kid.text or "" for kid in _each(source, "PlainTextContent"))
    name = path.removeprefix("internal://").lstrip("/")
    inside = next((one for one in (f"sources/{name}", f"Sources/{name}", name) if one in archive.names), "")
    if not inside or "://" in name:
        raise Problem("texts.refi", field="file")
    return decoded(archive.read(inside))


def _file_name(source: etree._Element) -> str:
    return source.get("plainTextPath", "").rpartition("/")[2].rpartition(".")[0]
