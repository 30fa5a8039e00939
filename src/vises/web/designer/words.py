"""Words of the designer: kinds of questions, conditions, edits."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from vises.apps.instruments.queries.drafts import EditRow
from vises.kernel.locale import LANGUAGE_NAMES
from vises.xforms.design import Item, Limits, Outline, Part

KINDS = {
    "one": gettext_lazy("one answer to choose"),
    "several": gettext_lazy("several answers to choose"),
    "scale": gettext_lazy("a scale, from a little to a lot"),
    "smileys": gettext_lazy("five faces, from unhappy to happy"),
    "rank": gettext_lazy("answers to put in order"),
    "grid": gettext_lazy("a grid: several lines with the same answers"),
    "number": gettext_lazy("a number"),
    "decimal": gettext_lazy("a number with decimals"),
    "date": gettext_lazy("a date"),
    "time": gettext_lazy("a time of day"),
    "text": gettext_lazy("a few words"),
    "long": gettext_lazy("a longer text"),
    "note": gettext_lazy("something to read, without an answer"),
    "group": gettext_lazy("a group: a page with several questions"),
    "repeat": gettext_lazy("a group that is answered several times, such as once for each child"),
}
"""In the order in which one chooses."""
ONE_MORE_ROW = gettext_lazy("one more line of this grid, with the same answers")
CHIPS = {
    "one": gettext_lazy("one answer"),
    "several": gettext_lazy("several answers"),
    "scale": gettext_lazy("scale"),
    "smileys": gettext_lazy("faces"),
    "rank": gettext_lazy("put in order"),
    "number": gettext_lazy("number"),
    "decimal": gettext_lazy("number with decimals"),
    "date": gettext_lazy("date"),
    "time": gettext_lazy("time of day"),
    "text": gettext_lazy("few words"),
    "long": gettext_lazy("long text"),
    "note": gettext_lazy("to read"),
    "group": gettext_lazy("group"),
    "repeat": gettext_lazy("group, several times"),
    "head": gettext_lazy("columns of a grid"),
    "other": gettext_lazy("written by hand"),
}
HOWS = {
    "is": pgettext_lazy("an answer", "is"),
    "is-not": pgettext_lazy("an answer", "is not"),
    "has": pgettext_lazy("chosen answers", "has among its answers"),
    "has-not": pgettext_lazy("chosen answers", "does not have among its answers"),
    "more": pgettext_lazy("a number", "is more than"),
    "less": pgettext_lazy("a number", "is less than"),
    "at-least": pgettext_lazy("a number", "is at least"),
    "at-most": pgettext_lazy("a number", "is at most"),
    "contains": pgettext_lazy("a text", "contains"),
    "answered": pgettext_lazy("a question", "was answered"),
    "not-answered": pgettext_lazy("a question", "was not answered"),
    "is-not-or-empty": pgettext_lazy("an answer", "is not, or is not there yet:"),
    "has-not-or-empty": pgettext_lazy("chosen answers", "does not have among its answers, or has none yet:"),
}
DATE_HOWS = {"more": pgettext_lazy("a date", "is after"), "less": pgettext_lazy("a date", "is before")}
HOWS_OF = {
    "one": ("is", "is-not", "answered", "not-answered"),
    "several": ("has", "has-not", "answered", "not-answered"),
    "rank": ("answered", "not-answered"),
    "scale": ("is", "is-not", "at-least", "at-most", "answered", "not-answered"),
    "number": ("is", "is-not", "more", "less", "at-least", "at-most", "answered", "not-answered"),
    "date": ("is", "more", "less", "answered", "not-answered"),
    "time": ("answered", "not-answered"),
    "text": ("contains", "is", "answered", "not-answered"),
}
FITS = {
    "together": gettext_lazy("their answers stand together"),
    "carefully": gettext_lazy("their answers stand together if one remembers what changed"),
    "apart": gettext_lazy("their answers do not fit: they stand side by side only"),
}
"""How answers to two versions fit."""
CHANGES = {
    "words": gettext_lazy("other words"),
    "choices-new": gettext_lazy("new answers to choose"),
    "choices-gone": gettext_lazy("fewer answers to choose"),
    "choices-words": gettext_lazy("other words for an answer"),
    "kind": gettext_lazy("answered in another way"),
    "needed": gettext_lazy("an answer needed, or no longer"),
    "condition": gettext_lazy("asked of others"),
    "place": gettext_lazy("elsewhere in the list"),
    "name": gettext_lazy("another name"),
}
BANDS = {
    "easy": gettext_lazy("easy"),
    "ordinary": gettext_lazy("ordinary"),
    "demanding": gettext_lazy("demanding: who reads with effort stops here"),
    "hard": gettext_lazy("hard: shorter sentences and shorter words help"),
}
"""How easily something is read."""
SAME_HOWS = {"smileys": "scale", "decimal": "number", "long": "text"}


def hows_of(item: Item) -> dict[str, str]:
    """How the answer to a question can be looked at, in words."""
    known = {**HOWS, **(DATE_HOWS if item.kind == "date" else {})}
    return {how: str(known[how]) for how in HOWS_OF.get(SAME_HOWS.get(item.kind, item.kind), ())}


def said(texts: Mapping[str, str], language: str) -> str:
    """A text in the language of the questionnaire, or in any other it has."""
    return texts.get(language) or next(iter(texts.values()), "")


def part_words(shown: Outline, part: Part) -> str:
    """One line of a condition in words: “Have you met somebody?” is “yes”."""
    item = shown.named(part.question)
    asked = said(item.labels, shown.main) if item else part.question
    how = {**HOWS, **(DATE_HOWS if item and item.kind == "date" else {})}[part.how]
    if not part.value:
        return _("“%(question)s” %(how)s") % {"question": asked or part.question, "how": how}
    value = next((said(one.labels, shown.main) for one in item.choices if one.value == part.value), "") if item else ""
    words = {"question": asked or part.question, "how": how, "value": value or part.value}
    return _("“%(question)s” %(how)s “%(value)s”") % words


def condition_words(shown: Outline, item: Item) -> str:
    """When a question is asked, in one sentence; "" for always."""
    if item.condition is None:
        return _("when this formula holds: %(formula)s") % {"formula": item.formula}
    between = _(" and ") if item.condition.every else _(" or ")
    return between.join(part_words(shown, part) for part in item.condition.parts)


def limits_words(limits: Limits) -> str:
    """What an answer must keep to, in words; "" for nothing."""
    least, most = limits.least, limits.most
    found = []
    for number, text in ((least, "least"), (most, "most")):
        if not number:
            continue
        if limits.measure == "characters":
            count = int(float(number))
            words = (
                ngettext("at least %(n)s character", "at least %(n)s characters", count)
                if text == "least"
                else ngettext("at most %(n)s character", "at most %(n)s characters", count)
            )
        elif limits.measure == "chosen":
            count = int(float(number))
            words = (
                ngettext("at least %(n)s answer", "at least %(n)s answers", count)
                if text == "least"
                else ngettext("at most %(n)s answer", "at most %(n)s answers", count)
            )
        elif limits.measure == "date":
            words = _("from %(n)s on") if text == "least" else _("until %(n)s")
        else:
            words = _("at least %(n)s") if text == "least" else _("at most %(n)s")
        found.append(words % {"n": number})
    return ", ".join(found)


def language_name(code: str) -> str:
    """A language as it calls itself."""
    return LANGUAGE_NAMES.get(code, "" if code == "und" else code)


def edit_words(row: EditRow) -> str:
    """What somebody did, as a sentence without a person: 'changed the words of “…”'."""
    edit, name = row.edit, row.about
    told = {
        "words": _("changed the words of “%(name)s” (%(language)s)"),
        "required": _("made an answer to “%(name)s” needed")
        if edit.get("on")
        else _("made an answer to “%(name)s” optional"),
        "kind": _("changed the kind of “%(name)s”"),
        "name": _("changed the name of “%(name)s” in files"),
        "condition": _("changed when “%(name)s” is asked"),
        "limits": _("changed the limits of “%(name)s”"),
        "choice-add": _("added the answer “%(text)s” to “%(name)s”"),
        "choice-move": _("moved an answer of “%(name)s”"),
        "choice-remove": _("took an answer of “%(name)s” away"),
        "move": _("moved “%(name)s”"),
        "remove": _("took “%(name)s” away"),
        "add": _("added “%(name)s”"),
        "title": _("changed the title (%(language)s)"),
        "language": _("added a language: %(language)s"),
        "right": _("found a translation of “%(name)s” still right (%(language)s)"),
        "undo": _("went back a step"),
        "redo": _("brought a step back"),
    }
    if edit["op"] == "words" and language_name(str(edit["language"])) == "":
        return _("changed the words of “%(name)s”") % {"name": name}
    return told.get(str(edit["op"]), "") % {
        "name": name,
        "text": edit.get("text", ""),
        "language": language_name(str(edit.get("language", ""))),
    }
