"""`vises analyse FORM.xlsx ANSWERS.csv|xlsx --out DIR`: report.html and results.json, without a server."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import django
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.analysis.summaries import QuestionSpec
from vises.kernel.locale import LANGUAGES
from vises.ops.analyse import report
from vises.ops.analyse.answers import read_answers
from vises.ops.analyse.columns import Columns
from vises.ops.analyse.form import read_form
from vises.ops.analyse.problems import BadInput
from vises.ops.analyse.work import analyse

MOMENTS = ("_submission_time", "SubmissionDate", "end", "start", "today")
"""Columns of ODK and Kobo that tell when answers came."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(_usage())


def _usage() -> str:
    return _("Use: vises analyse FORM.xlsx ANSWERS.csv|xlsx --out DIR [--lang fr|nl|en] [--by QUESTION]")


def run(argv: Sequence[str]) -> int:
    """Do it; 0 is well, 2 is bad input: then a message says what to do, and nothing is written."""
    django.setup()
    language = _language(argv)
    with override(language):
        try:
            parser = _Parser("vises analyse", usage=_usage().split(": ", 1)[-1], description=__doc__)
            parser.add_argument("form", type=Path)
            parser.add_argument("answers", type=Path)
            parser.add_argument("--out", type=Path, required=True)
            parser.add_argument("--lang", choices=LANGUAGES, default=language)
            parser.add_argument("--by", default="")
            arguments = parser.parse_args(argv)
            return _run(arguments, language)
        except BadInput as problem:
            print(problem, file=sys.stderr)
            return 2


def _language(argv: Sequence[str]) -> str:
    """The language asked for, known before anything can go wrong; else that of the terminal."""
    words = list(argv)
    for i, word in enumerate(words):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and i + 1 < len(words):
            asked = words[i + 1]
        if asked in LANGUAGES:
            return asked
    terminal = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    return terminal if terminal in LANGUAGES else "en"


def _run(arguments: argparse.Namespace, language: str) -> int:
    if arguments.out.exists() and not arguments.out.is_dir():
        raise BadInput(_("%(place)s is a file. Give --out a folder.") % {"place": arguments.out})
    _say(_("Reading the questionnaire …"))
    asked = read_form(arguments.form)
    _say(_("Reading the answers …"))
    frame = read_answers(arguments.answers)
    columns = Columns(frame.columns, [question.name for question in asked.questions])
    if not any(columns.place(question) for question in asked.questions):
        raise BadInput(
            _(
                "No question of %(form)s is a column of %(answers)s. Check that these answers belong to this"
                " questionnaire. Its questions: %(questions)s. The columns: %(columns)s."
            )
            % {
                "form": arguments.form.name,
                "answers": arguments.answers.name,
                "questions": _few([question.name for question in asked.questions]),
                "columns": _few(frame.columns),
            }
        )
    by = _grouping(arguments.by, asked.questions, columns) if arguments.by else None
    analysis = analyse(frame, asked.questions, by, _progress)
    about = report.About(
        asked.title,
        arguments.form.name,
        arguments.answers.name,
        _until(frame, arguments.answers),
        by,
        asked.repeated,
    )
    _write(
        arguments.out,
        {
            "report.html": report.page(analysis, about, language),
            "results.json": report.results(analysis, about, language),
        },
    )
    _say(
        _("Written: %(report)s and %(results)s")
        % {"report": arguments.out / "report.html", "results": arguments.out / "results.json"}
    )
    return 0


def _grouping(name: str, questions: Sequence[QuestionSpec], columns: Columns) -> QuestionSpec:
    found = [question for question in questions if name in (question.name, question.name.rsplit("/", 1)[-1])]
    usable = [question.name for question in questions if question.kind in ("one", "scale")]
    if not found:
        raise BadInput(
            _("--by %(name)s: the questionnaire has no such question. Use one of: %(usable)s.")
            % {"name": name, "usable": _few(usable)}
        )
    if found[0].kind not in ("one", "scale"):
        raise BadInput(
            _("--by %(name)s: groups come from a question with one choice. Use one of: %(usable)s.")
            % {"name": name, "usable": _few(usable)}
        )
    if columns.place(found[0]) is None:
        raise BadInput(_("--by %(name)s: the answers have no column for this question.") % {"name": name})
    return found[0]


def _few(names: Sequence[str], most: int = 12) -> str:
    listed = ", ".join(names[:most])
    return f"{listed}, …" if len(names) > most else listed


def _until(frame: pl.DataFrame, path: Path) -> date:
    """The day of the last answer, where the file says so; else the day of the file."""
    for column in MOMENTS:
        if column in frame.columns:
            last = frame.get_column(column).str.extract(r"^(\d{4}-\d{2}-\d{2})").max()
            try:
                return date.fromisoformat(str(last))
            except ValueError:
                continue
    return date.fromtimestamp(path.stat().st_mtime)


def _write(folder: Path, files: dict[str, str]) -> None:
    """All files or none: each is written beside its place first, then renamed."""
    waiting = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            beside = folder / f".{name}.{os.getpid()}"
            waiting.append((beside, folder / name))
            beside.write_text(text, encoding="utf-8")
        for beside, place in waiting:
            beside.replace(place)
    except OSError as error:
        for beside, _place in waiting:
            beside.unlink(missing_ok=True)
        raise BadInput(
            _("Cannot write in %(folder)s (%(why)s). Give --out a folder where you may write.")
            % {"folder": folder, "why": error.strerror or error}
        ) from error


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(
            "\r" + _("Question %(done)s of %(of)s") % {"done": done, "of": of},
            end=end,
            file=sys.stderr,
            flush=True,
        )
    elif done == of:
        _say(_("Question %(done)s of %(of)s") % {"done": done, "of": of})
