"""Words for the problems of `vises.xforms`, in the three languages of the screens."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vises.xforms import AnswerProblem, FormProblem

Words = object  # a lazy translation, with %(name)s places for parameters

PLACES: Mapping[str, Words] = {
    "sheet row column": _("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”:"),
    "sheet row": _("Sheet “%(sheet)s”, row %(row)s:"),
    "sheet column": _("Sheet “%(sheet)s”, column “%(column)s”:"),
    "sheet": _("Sheet “%(sheet)s”:"),
    "line": _("Line %(line)s:"),
    "question": _("Question “%(question)s”:"),
    "": "",
}
"""Where it is, as far as it is known."""

WORDINGS: Mapping[str, Words] = {
    # files
    "workbook-too-large": _("this file is larger than %(limit)s MB. Remove pictures and sheets that are not the form."),
    "workbook-unzipped": _(
        "this file would fill more than %(limit)s MB once unpacked. Save it again as a plain workbook."
    ),
    "workbook-kind": _(
        "this is not an Excel workbook. Save the questionnaire as .xlsx or .xls, or type it as a plain list."
    ),
    "workbook-broken": _(
        "this workbook cannot be opened. Open it in your spreadsheet program and save it again as .xlsx."
    ),
    "workbook-no-survey": _(
        "there are no questions. An XLSForm has a sheet “survey” with the columns type, name and label."
    ),
    "workbook-columns-twice": _(
        "this column says the same as column “%(found)s”. Put everything in one of them and delete the other."
    ),
    "workbook-column-missing": _("this column is missing. Add it in the first row of the sheet."),
    "workbook-type": _(
        "there is no type of question “%(found)s”. Use text, integer, decimal, date, note, select_one LIST or "
        "select_multiple LIST."
    ),
    "workbook-type-near": _("there is no type of question “%(found)s”. Write “%(near)s”, if that is what you mean."),
    "workbook-no-type": _("this question has no type. Give it one, such as text or integer."),
    "workbook-list": _(
        "the list of choices “%(found)s” is not in the sheet “choices”. Add it there or correct its name."
    ),
    "workbook-reference": _("no question is called “%(found)s”. Correct the name inside ${…}, or add that question."),
    "workbook-name": _(
        "the name “%(found)s” cannot be used. Each name is used once, begins with a letter, and has no spaces: "
        "letters, digits and _ only."
    ),
    "workbook-no-name": _("this question has no name. Give it one, such as q1."),
    "workbook-group": _("a group or repeat begins without an end, or ends without a beginning. Add the missing line."),
    "workbook-other": _("the form cannot be used as it is. Correct this and send it again. (%(reason)s)"),
    # what is computed
    "expression-broken": _(
        "for the question “%(question)s”, “%(found)s” cannot be calculated. Write a formula such as ${age} > 18, or a "
        "text between quotes, or leave the cell empty."
    ),
    # forms
    "form-not-xform": _("this is not a questionnaire (XForm). Send the XLSForm it was made from."),
    "form-no-node": _("this question has no place for its answer. Make the form again from its XLSForm."),
    "form-no-choices": _("this question has no list of choices. Name one after select_one or select_multiple."),
    "form-range": _("a range needs a first value, a last value and a step, in numbers."),
    "form-too-large": _("the form has more than %(limit)s parts. Divide it into several questionnaires."),
    "list-unreadable": _(
        "this list cannot be read at row %(row)s. A CSV has headings such as name and label in its first row; a "
        "GeoJSON is a collection of places."
    ),
    "list-large": _("this list has more than %(limit)s rows. Keep those that people choose from."),
    "form-too-slow": _("the calculations of this form depend on each other too much. Simplify them."),
    "xml-too-large": _("this file is larger than %(limit)s MB. Send a smaller one."),
    "xml-doctype": _("this file declares a document type, which is not accepted. Send it without."),
    "xml-broken": _("this XML is damaged. Send the file again, unchanged."),
    "xml-too-deep": _("the parts of this file are nested deeper than %(limit)s levels. Send a simpler one."),
    # plain lists
    "plain-empty": _("there is no question yet. Write one question per line, and its choices below it after “-”."),
    "plain-too-long": _("the list is longer than %(limit)s characters. Divide it into several questionnaires."),
    "plain-language": _("“%(found)s” is none of the languages fr, nl and en. Begin with “language: en”, for example."),
    "plain-no-words": _("the words of the question are missing. Write them before the marks."),
    "plain-name": _(
        "“%(found)s” cannot be a name. Use letters without accents, digits and _, beginning with a letter."
    ),
    "plain-duplicate": _("the name “%(found)s” is used twice. Give one of them another name."),
    "plain-scale": _("the scale “%(found)s” cannot be drawn. Use at most %(limit)s steps: (scale 1-5: low … high)."),
    "plain-choice-alone": _("the choice “%(found)s” belongs to no question. Write the question on the line above."),
    "plain-choice-kind": _(
        "“%(found)s” is a choice, but the question above asks for something else. Take away what stands in brackets "
        "after the question, or the choice."
    ),
    "plain-few-choices": _("“%(found)s” needs at least two choices. Add lines that begin with “-”."),
    "plain-hint-alone": _("the hint “%(found)s” belongs to no question. Write it right below one."),
    "plain-condition": _(
        "“%(found)s” is no earlier question. Name a question that comes before, by its number or its name."
    ),
    "plain-condition-choice": _("“%(found)s” is none of the choices of that question. They are: %(choices)s."),
    "plain-condition-number": _("“%(found)s” is not a number, and that question asks for one."),
    # answers
    "answer-no-form": _("this answer does not say which questionnaire it belongs to."),
    "sheet-too-large": _("this goes beyond what one answer may hold (%(limit)s). Send the rest as another answer."),
    "no-such-repeat": _("this part cannot be added or taken away."),
}
"""What it is, and what to do; begins with a small letter because a place may stand before it."""

ANSWERS: Mapping[str, Words] = {
    "required": _("Please answer this question."),
    "constraint": _("This answer is outside what the question allows."),
    "choice": _("This is none of the choices. Choose one of those offered."),
    "too-long": _("This answer is longer than %(limit)s characters. Shorten it."),
    "other-form": _("This answer belongs to another questionnaire."),
}
TYPES: Mapping[str, Words] = {
    "int": _("Give a whole number, in figures."),
    "decimal": _("Give a number, in figures."),
    "date": _("Give a date: year-month-day, such as 2026-03-31."),
    "time": _("Give a time of day, such as 14:30."),
    "dateTime": _("Give a date and a time, such as 2026-03-31T14:30."),
    "geopoint": _("Give a place as latitude and longitude, such as 50.63 3.06."),
    "geotrace": _("Give at least two places as latitude and longitude, with ; between them."),
    "geoshape": _("Give at least three places with ; between them, ending where you began."),
}
UNKNOWN = _("this cannot be used (%(code)s).")


class _Facts(dict[str, object]):
    """Parameters; a missing one is left empty rather than failing."""

    def __missing__(self, key: str) -> str:
        return ""


def word_problem(problem: FormProblem, language: str) -> str:
    """What to tell the person, in `language`: where (sheet, row, column or line), what, and the remedy."""
    facts = _Facts({name: value for name, value in problem.params.items() if value not in (None, "")})
    known = [name for name in ("sheet", "row", "column") if name in facts]
    place = " ".join(known) if known else "line" if "line" in facts else "question" if "question" in facts else ""
    if problem.code in {"workbook-too-large", "workbook-unzipped", "workbook-kind", "workbook-broken"}:
        place = ""
    if problem.code == "expression-broken" and place == "question":  # the sentence names the question already
        place = ""
    with override(language):
        where = str(PLACES.get(place, PLACES[""])) % facts
        code = "workbook-type-near" if problem.code == "workbook-type" and "near" in facts else problem.code
        what = str(WORDINGS.get(code, UNKNOWN)) % _Facts({"code": problem.code, **facts})
    what = what.replace(" ()", "")
    return f"{where} {what}" if where else what[:1].upper() + what[1:]


def word_problems(problem: FormProblem, language: str) -> tuple[str, ...]:
    """What to tell the person of everything that is wrong, each with its place and remedy."""
    return tuple(dict.fromkeys(word_problem(one, language) for one in (problem, *problem.also)))


def word_answer(problem: AnswerProblem, language: str) -> str:
    """What to tell a respondent about one answer: the form's own message, or ours for the kind of problem."""
    if problem.message:
        return problem.message
    with override(language):
        if problem.code == "type":
            return str(TYPES.get(str(problem.params.get("type", "")), ANSWERS["constraint"]))
        return str(ANSWERS.get(problem.code, ANSWERS["constraint"])) % _Facts(problem.params)
