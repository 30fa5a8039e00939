"""`vises check FORM.xlsx [--lang fr|nl|en]`: says whether a questionnaire is sound. Writes nothing."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import django
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vises.kernel.locale import LANGUAGES, pick
from vises.platform.wording.forms import word_problems
from vises.xforms import Form, FormProblem, FormState, Question, parse_xform, read_plain_list, read_xlsform

LARGEST = 5_000_000


class _BadInput(Exception):
    """What to tell the person, already in their language."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _BadInput(_("Use: vises check FORM.xlsx [--lang fr|nl|en]"))


def run(argv: Sequence[str]) -> int:
    """Check a questionnaire: .xlsx, .xls, an XForm (.xml) or a plain list (.txt).

    0: it can be used (remarks may be printed); 2: it cannot, or is not there, and a message says what to do.
    """
    django.setup()
    language = _language(argv)
    with override(language):
        try:
            parser = _Parser("vises check", description=__doc__)
            parser.add_argument("form", type=Path)
            parser.add_argument("--lang", choices=LANGUAGES, default=language)
            arguments = parser.parse_args(list(argv))
            form = _form(arguments.form)
        except FormProblem as problem:
            print("\n".join(word_problems(problem, language)), file=sys.stderr)
            return 2
        except _BadInput as problem:
            print(problem, file=sys.stderr)
            return 2
        print("\n".join(report(form, language)))
        return 0


def _language(argv: Sequence[str]) -> str:
    """The language asked for, known before anything can go wrong; else that of the terminal."""
    words = list(argv)
    for place, word in enumerate(words):
        value = word.partition("=")[2] or (words[place + 1] if place + 1 < len(words) else "")
        if word.partition("=")[0] == "--lang" and value in LANGUAGES:
            return value
    terminal = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return terminal[:2] if terminal[:2] in LANGUAGES else "en"


def _form(path: Path) -> Form:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise _BadInput(
            _("%(file)s cannot be read (%(why)s). Check its name and place.")
            % {"file": path, "why": error.strerror or error}
        ) from error
    if size > LARGEST:
        raise FormProblem("workbook-too-large", limit=LARGEST // 1_000_000)
    if path.suffix.lower() in {".txt", ".md"}:
        return parse_xform(read_plain_list(data.decode("utf-8-sig", "replace")))
    if path.suffix.lower() == ".xml":
        return parse_xform(data.decode("utf-8-sig", "replace"))
    return parse_xform(read_xlsform(data, path.name))


def report(form: Form, language: str) -> list[str]:
    """What to say of a form that can be used: what it is, what lacks translation, what to look at."""
    asked = [question for question in form.questions if question.kind != "note"]
    pages = len(FormState(form, language=form.default_language).pages())
    lines = [
        pick(dict(form.titles), language)[0] or form.id,
        ngettext("%(count)s question", "%(count)s questions", len(asked)) % {"count": len(asked)}
        + ", "
        + ngettext("%(count)s page at the start", "%(count)s pages at the start", pages) % {"count": pages},
        _languages(form),
        *_missing(form),
        *_remarks(form, asked),
    ]
    lines.append(_("This questionnaire can be used."))
    return lines


def _languages(form: Form) -> str:
    named = [form.language_names.get(code, code) for code in form.languages if code != "und"]
    if not named:
        return _("Language: the form does not say which one.")
    return _("Languages: %(languages)s") % {"languages": ", ".join(named)}


def _missing(form: Form) -> list[str]:
    """Questions without words in a language of the form."""
    lines = []
    for code in form.languages:
        if len(form.languages) < 2:
            break
        names = [question.name for question in form.questions if _lacks(question, code)]
        if names:
            lines.append(
                ngettext(
                    "Not translated into %(language)s: %(count)s question (%(names)s)",
                    "Not translated into %(language)s: %(count)s questions (%(names)s)",
                    len(names),
                )
                % {
                    "language": form.language_names.get(code, code),
                    "count": len(names),
                    "names": ", ".join(names[:5]) + ("…" if len(names) > 5 else ""),
                }
            )
    return lines


def _lacks(question: Question, code: str) -> bool:
    """Whether words or choices exist in some language and not in this one."""
    texts = [question.labels, *(choice.labels for choice in question.choices)]
    return any(any(labels.values()) and not labels.get(code) for labels in texts)


def _remarks(form: Form, asked: Sequence[Question]) -> list[str]:
    lines = []
    wordless = [question.name for question in asked if not any(question.labels.values())]
    if wordless:
        lines.append(_("To look at: no words at all for %(names)s.") % {"names": ", ".join(wordless[:5])})
    choiceless = [q.name for q in asked if q.control in {"select", "select1", "rank"} and not q.choices]
    if choiceless:
        lines.append(
            _("To look at: %(names)s takes its choices from a file or a calculation, so no list can be checked.")
            % {"names": ", ".join(choiceless[:5])}
        )
    media = [question.name for question in asked if question.kind == "other" and question.control == "upload"]
    if media:
        lines.append(
            _("To look at: %(names)s asks for a photo, a sound or a file: the answering page has a plain field for it.")
            % {"names": ", ".join(media[:5])}
        )
    if len(asked) > 30:
        lines.append(
            _("To look at: more than 30 questions. Who answers gives time: keep what serves the evaluation question.")
        )
    noted = [ref.rpartition("/")[2] for ref, bind in form.binds.items() if bind.preload and bind.preload != "uid"]
    if noted:
        lines.append(
            _("To look at: the form also notes %(names)s by itself; an anonymous wave removes that.")
            % {"names": ", ".join(noted[:6])}
        )
    return lines
