"""What a programme's evidence covers, and what is missing while it can still be mended."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from vises.analysis.overviews import Covered, covered
from vises.apps.collection.queries.coverage import Coverage, Line, coverage
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.journeys.words import KINDS
from vises.web.layout.routes import Request
from vises.web.programmes.words import GROUPS

TITLES = {
    "public": gettext_lazy("By public"),
    "territory": gettext_lazy("By territory"),
    "language": gettext_lazy("By language"),
    "sector": gettext_lazy("By sector"),
    "size": gettext_lazy("By size of the team"),
    "group": gettext_lazy("By group"),
    "federation": gettext_lazy("By federation"),
}
SIZES = {
    "1": gettext_lazy("fewer than 10 people"),
    "10": gettext_lazy("10 to 49 people"),
    "50": gettext_lazy("50 to 249 people"),
    "250": gettext_lazy("250 people and more"),
}
DRAWN = 12  # lines of one drawing; the table holds them all
MOST_GAPS = 3  # of one way of telling
NARROWED = ("group", "territory", "federation", "language")  # what the programme page can be narrowed by


@dataclass(frozen=True)
class Section:
    """One way of telling: a drawing and its table."""

    by: str
    title: str
    chart: str
    lines: list[tuple[str, Line]]
    rest: int


@dataclass(frozen=True)
class Gap:
    """Something nobody was asked about yet: what to do next, and where those are who could."""

    label: str
    title: str
    todo: str
    address: str


def radar(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Publics, territories, languages, sectors, sizes and groups with evidence, and those without."""
    language = get_language() or "fr"
    page = coverage(request.actor, programme, language=language)
    names = _names(page, language)
    sections = [_section(by, page.lines[by], names[by], language) for by in TITLES if page.lines[by]]
    shown = [gap for by in TITLES for gap in [gap for gap in page.gaps if gap[0] == by][:MOST_GAPS]]
    gaps = [_gap(programme, by, line, names[by]) for by, line in shown]
    context = {
        "page": page,
        "programme_id": programme,
        "sections": sections,
        "gaps": gaps,
        "more_gaps": len(page.gaps) - len(gaps),
        "over": page.ends_on is not None and page.ends_on < today(),
    }
    return render(request, "programmes/coverage.html", context)


def _names(page: Coverage, language: str) -> dict[str, dict[str, str]]:
    """The shown names of labels; a label that is a name already is not here."""
    return {
        "public": {code: str(text) for code, text in KINDS.items()},
        "territory": {code: pick(texts, language)[0] for code, texts in page.territories.items()},
        "language": dict(LANGUAGE_NAMES),
        "sector": {},
        "size": {code: str(text) for code, text in SIZES.items()},
        "group": {code: str(text) for code, text in GROUPS.items()},
        "federation": {},
    }


def _section(by: str, lines: tuple[Line, ...], names: dict[str, str], language: str) -> Section:
    shown = [(names.get(line.label, line.label) or _("not said"), line) for line in lines]
    drawn = [Covered(label, line.covered, line.known) for label, line in shown if line.known][:DRAWN]
    title = str(TITLES[by])
    chart = covered(drawn, language, title=title, words=_("%(n)s of %(of)s"), untold=_("too few to tell"))
    # Drawn by our own code, which escapes every word.
    return Section(by, title, mark_safe(chart), shown, max(0, len([1 for _l, line in shown if line.known]) - DRAWN))


def _gap(programme: uuid.UUID, by: str, line: Line, names: dict[str, str]) -> Gap:
    narrowed = f"?{urlencode({by: line.label})}" if by in NARROWED else ""
    address = reverse("programme", args=(programme,)) + narrowed if narrowed else ""
    return Gap(names.get(line.label, line.label), str(TITLES[by]), _todo(by, line), address)


def _todo(by: str, line: Line) -> str:
    if by == "public":
        return ngettext(
            "%(n)d enterprise has such a group on its map and has not asked it: is there still a place in its plan?",
            "%(n)d enterprises have such a group on their map and have not asked it: is there still a place in a plan?",
            line.bare,
        ) % {"n": line.bare}
    if by == "language" and line.bare:
        return ngettext(
            "%(n)d enterprise under way works in it: is its questionnaire there in this language, and was it offered?",
            "%(n)d enterprises under way work in it: is a questionnaire there in this language, and was it offered?",
            line.bare,
        ) % {"n": line.bare}
    if line.bare:
        return ngettext(
            "%(n)d enterprise is under way and has gathered nothing yet: ask whoever accompanies it what stands in "
            "the way.",
            "%(n)d enterprises are under way and have gathered nothing yet: ask whoever accompanies them what stands "
            "in the way.",
            line.bare,
        ) % {"n": line.bare}
    return ngettext(
        "%(n)d enterprise has not begun: begin with it.",
        "%(n)d enterprises have not begun: begin with one of them.",
        line.to_come,
    ) % {"n": line.to_come}
