"""Translations: one catalogue per room and language, `…/locale/LANG/LC_MESSAGES/django.po`.

`update` gathers the source texts (English) of each room's Python and templates into its catalogues and
keeps what is translated; `check` fails where something is missing, translated in two ways or set otherwise
than the other texts of its language; `compile` makes the .mo files, and sets French with its unbreakable
spaces: catalogues are written with ordinary ones.
No gettext programs are needed: Babel reads Python, Django's own `templatize` turns templates into it.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from vises.kernel.locale import careless as careless_signs
from vises.kernel.locale import typeset

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "nl")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

PLACE = re.compile(r"%\(\w+\)[sd]")
WHY = {
    "quotes-fr": "an apostrophe is ', quotation marks are « »",
    "quote-spaces": "« words » has a space inside",
    "sign-spaces": "a space goes before ; ? !",
    "colon-space": "a space goes before :",
    "quotes-nl": "an apostrophe is ', quotation marks are “ ”",
    "no-sign-space": "no space goes before : !",
    "dots": "three dots are …",
    "spaces": "a space too many, or an unbreakable one (they are set when compiled)",
}

Said = str | tuple[str, ...] | list[str] | None
"""A text or its plural forms, as Babel gives them."""


def rooms() -> list[Path]:
    """Every folder that keeps its own catalogue: areas of pages, apps, rooms of the platform, commands."""
    folders = [SOURCE / "platform", SOURCE / "ops"]
    for floor in ("web", "api", "apps", "platform", "ops"):
        folders += [p for p in sorted((SOURCE / floor).iterdir()) if p.is_dir() and (p / "__init__.py").exists()]
    return folders


def _chosen(only: list[str]) -> list[Path]:
    names = {Path(name).resolve() for name in only}
    return [room for room in rooms() if not names or room.resolve() in names]


def _files(room: Path) -> list[Path]:
    shallow = room in (SOURCE / "platform", SOURCE / "ops")
    python = sorted(room.glob("*.py") if shallow else room.rglob("*.py"))
    templates = [] if shallow else sorted(p for p in room.rglob("templates/**/*") if p.is_file())
    return [p for p in python + templates if "/migrations/" not in str(p)]


def gather(room: Path) -> Catalog:
    """The source texts of a room."""
    from django.utils.translation.template import templatize

    catalogue = Catalog(charset="utf-8")
    for path in _files(room):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
        try:
            source = io.BytesIO(text.encode())
            found = list(extract("python", source, KEYWORDS, ("Translators:",), {"encoding": "utf-8"}))
        except SyntaxError as error:  # a template whose text looks like broken Python
            raise SystemExit(f"{path}: {error}") from error
        for _line, message, _comments, context in found:
            flags = ["python-format"] if "%(" in str(message) else []
            catalogue.add(message, flags=flags, context=context, locations=[(str(path.relative_to(SOURCE)), 0)])
    return catalogue


def _path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(only: list[str]) -> None:
    """Bring catalogues up to the source texts: all of them, or those of the rooms named."""
    for room in _chosen(only):
        template = gather(room)
        if not len(template):
            continue
        for language in LANGUAGES:
            path = _path(room, language)
            catalogue = _read(path, language)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=110, omit_header=False, sort_output=True, include_lineno=False)
            text = path.read_text(encoding="utf-8")
            changing = ('"POT-Creation', '"PO-Revision', '"Generated-By')
            kept = [line for line in text.split("\n") if not line.startswith(changing)]
            path.write_text("\n".join(kept).strip() + "\n", encoding="utf-8")


def missing(only: list[str]) -> list[str]:
    """What is not translated, as lines that say where."""
    lines = []
    for room in _chosen(only):
        template = gather(room)
        for language in LANGUAGES:
            catalogue = _read(_path(room, language), language)
            for message in template:
                if not message.id:
                    continue
                there = catalogue.get(message.id[0] if isinstance(message.id, tuple) else message.id, message.context)
                strings = there.string if there else ""
                whole = all(strings) if isinstance(strings, tuple) else bool(strings)
                if not whole or (there and there.fuzzy):
                    lines.append(f"{room.relative_to(SOURCE)} {language}: {message.id!r}")
    return lines


def conflicts() -> list[str]:
    """Source texts that two rooms translate differently: all catalogues become one, so one of them would win."""
    lines = []
    for language in LANGUAGES:
        seen: dict[tuple[object, str | None], tuple[object, Path]] = {}
        for room in rooms():
            for message in _read(_path(room, language), language):
                if not message.id or not message.string:
                    continue
                key = (message.id, message.context)
                said, where = seen.setdefault(key, (message.string, room))
                if said != message.string:
                    both = f"{where.relative_to(SOURCE)} and {room.relative_to(SOURCE)}"
                    lines.append(f"{both} {language}: {message.id!r} is {said!r} and {message.string!r}")
    return lines


def carelessness() -> list[str]:
    """Texts that do not keep the one form of signs of their language, or name a value that their source does not."""
    lines = []
    for language in LANGUAGES:
        for room in rooms():
            for message in _read(_path(room, language), language):
                if message.id:
                    where = f"{room.relative_to(SOURCE)} {language}: {message.id!r}"
                    lines += [f"{where}: {said}" for said in careless(message.id, message.string, language)]
    return lines


def careless(source: Said, said: Said, language: str) -> list[str]:
    """What is careless in a translation (all its plural forms); empty where nothing is."""
    sources, forms = _forms(source), _forms(said)
    signs = dict.fromkeys(code for form in forms for code in careless_signs(form, language))
    found = [why for code, why in WHY.items() if code in signs]
    named = {place for text in sources for place in PLACE.findall(text)}
    given = {place for form in forms for place in PLACE.findall(form)}
    if any(forms) and named != given:
        found.append("values are not those of the source: " + ", ".join(sorted(named ^ given)))
    return found


def compile_all() -> None:
    """Make the .mo files that are older than their .po, or than this way of making them."""
    made = Path(__file__).stat().st_mtime
    for path in SOURCE.rglob("LC_MESSAGES/django.po"):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= max(path.stat().st_mtime, made):
            continue
        language = path.parts[-3]
        catalogue = _read(path, language)
        for message in catalogue:
            if message.id:
                forms = tuple(typeset(form, language) for form in _forms(message.string))
                message.string = forms if message.pluralizable else forms[0]
        with target.open("wb") as file:
            write_mo(file, catalogue)


def _forms(said: Said) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def run(argv: list[str]) -> int:
    what = argv[0] if argv else ""
    if what == "update":
        update(argv[1:])
    elif what == "compile":
        compile_all()
    elif what == "check":
        lines = missing(argv[1:]) + ([] if argv[1:] else conflicts() + carelessness())
        print("\n".join(lines))
        return 1 if lines else 0
    else:
        print("vises catalogues update [ROOM …] | check [ROOM …] | compile", file=sys.stderr)
        return 2
    return 0
