"""What a piece says, one idea a line: short words that can be read aloud."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.analysis.shown import number
from vises.analysis.summaries import Summary
from vises.apps.findings.queries.crossing import ThemeSaid
from vises.apps.findings.queries.numbers import Number
from vises.apps.findings.queries.paper import Piece
from vises.kernel.locale import pick
from vises.platform.figures import label_of, sentence


def lines_of(piece: Piece, language: str, *, easy: bool) -> list[str]:
    """The lines of a piece, in the active language; numbers as they may leave the journey.

    `easy` leaves shares and intervals to the words "a little more, or a little less".
    """
    if piece.summary is not None:
        return _of_summary(piece.summary, language)
    if piece.row is not None:
        if piece.row.state == "none":
            return [_("We looked and found none."), pick(piece.row.none_because, language)[0]]
        if piece.row.state == "open":
            return [_("Nobody looked for it yet."), _("Who is worse off? What surprised you?")]
        said = [line for theme in piece.row.themes for line in _of_theme(theme, language)]
        said += [line for one in piece.row.numbers for line in _of_number(one.number, language, easy)]
        return said + [_of_records(pick(table.titles, language)[0], table.source) for table in piece.row.records]
    evidence = piece.finding["evidence"] if piece.finding else []
    said = [pick(item["says"], language)[0] for item in evidence if item["side"] == "for"]
    against = [pick(item["says"], language)[0] for item in evidence if item["side"] == "against"]
    return said + [_("But also: %(says)s") % {"says": words} for words in against]


def _of_summary(summary: Summary, language: str) -> list[str]:
    if summary.hidden or not summary.n:
        return [_too_few(), _("What do you think?")]
    lines = [
        ngettext("%(n)s person answered.", "%(n)s people answered.", summary.n) % {"n": number(summary.n, language)}
    ]
    if summary.middle:
        return [
            *lines,
            _("The one in the middle says: %(middle)s.") % {"middle": number(summary.middle.median, language)},
            _("Half say less. Half say more."),
        ]
    lines += [
        _("%(count)s of %(of)s say: %(answer)s.")
        % {
            "count": number(cell.count, language),
            "of": number(cell.of, language),
            "answer": label_of(cell.value, cell.labels, language),
        }
        for cell in summary.cells
        if not cell.hidden
    ]
    if any(cell.low is not None for cell in summary.cells):
        lines.append(_("With other people it could be a little more, or a little less."))
    return lines if summary.cells else [sentence(summary, language)]


def _of_theme(theme: ThemeSaid, language: str) -> list[str]:
    name = {"name": pick(theme.names, language)[0]}
    if theme.passages is None:
        return [_("People spoke of: %(name)s. We do not say how many.") % name]
    times = ngettext("People spoke %(n)s time of: %(name)s.", "People spoke %(n)s times of: %(name)s.", theme.passages)
    return [times % {"n": number(theme.passages, language), **name}]


def _of_number(said: Number, language: str, easy: bool) -> list[str]:
    question, group = pick(said.question, language)[0], pick(said.group, language)[0]
    if said.hidden:
        return [question, _too_few()]
    if not easy or said.count is None or said.of is None:
        return [f"{question} {pick(said.sentences, language)[0]}"]
    facts = {
        "group": f"{group[:1].upper()}{group[1:]}",
        "count": number(said.count, language),
        "of": number(said.of, language),
        "answer": pick(said.answer, language)[0],
    }
    told = _("%(group)s: %(count)s of %(of)s say: %(answer)s.") if group else _("%(count)s of %(of)s say: %(answer)s.")
    return [question, told % facts]


def _too_few() -> str:
    return _("We show no number here: it could tell what one person said.")


def _of_records(title: str, source: str) -> str:
    return _("We counted: %(title)s (from: %(source)s).") % {"title": title, "source": source}
