"""Answers as received: reading them within bounds, checking them against their form, and rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from vises.xforms.form import Form
from vises.xforms.problems import FormProblem
from vises.xforms.state import AnswerProblem, FormState
from vises.xforms.state.codecs import decode
from vises.xforms.xml import LARGEST, local, read_xml

LONGEST_VALUE = 100_000
"""Characters of one answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A submission as it came: which form it says to answer, its ids, and its XML."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    root: etree._Element


def read_answer(xml: str) -> Answer:
    """Read a submission without trusting it. Raises `FormProblem` as `read_xml` does, and answer-no-form."""
    return _answer(read_xml(xml))


def _answer(root: etree._Element) -> Answer:
    form_id = root.get("id", "") or (etree.QName(root).namespace or "")
    if not form_id:
        raise FormProblem("answer-no-form")
    meta = next((kid for kid in root if local(kid) == "meta"), None)
    ids = {local(kid): (kid.text or "").strip() for kid in (meta if meta is not None else ())}
    return Answer(form_id, root.get("version", ""), ids.get("instanceID", ""), ids.get("deprecatedID", ""), root)


def answer_of(state: FormState) -> Answer:
    """What a sheet sends, without going through text: the same as `read_answer(state.to_xml())`."""
    return _answer(state.to_tree())


def flat(form: Form, root: etree._Element) -> dict[str, str]:
    """Values of a submission by name ("group/q", "rep[1]/q"), and how many instances each repeat has ("rep#")."""
    found: dict[str, str] = {}
    parents = {ref.rpartition("/")[0]: [] for ref in form.repeats}  # type: dict[str, list[str]]
    for ref in form.repeats:
        parents[ref.rpartition("/")[0]].append(ref)
    waiting: list[tuple[etree._Element, str, str]] = [(root, form.root.ref, "")]
    while waiting:
        element, ref, name = waiting.pop()
        counts: dict[str, int] = {}
        for kid in element:
            kid_name = local(kid)
            kid_ref = f"{ref}/{kid_name}"
            shown = f"{name}/{kid_name}".lstrip("/")
            if kid_ref in form.repeats:
                counts[kid_ref] = counts.get(kid_ref, 0) + 1
                shown += f"[{counts[kid_ref]}]"
            if len(kid) or kid_ref in form.repeats:
                waiting.append((kid, kid_ref, shown))
            else:
                found[shown] = kid.text or ""
        for repeat in parents.get(ref, ()):
            found[f"{name}/{repeat.rpartition('/')[2]}#".lstrip("/")] = str(counts.get(repeat, 0))
    return found


def to_row(form: Form, xml: str) -> dict[str, str]:
    """A submission as a flat row, in the order of the form: every question it has room for, and meta/instanceID.

    Choices of a multiple choice are separated by spaces; repeats are "rep[1]/q". What the submission left out (because
    it did not count) is empty.
    """
    return rows_of(form)(xml)


def rows_of(form: Form) -> Callable[[str], dict[str, str]]:
    """What reads many submissions of one form as `to_row` does: what they have in common is worked out once."""
    blank = {
        source.ref.removeprefix(f"{form.root.ref}/"): ""
        for source in form.sources()
        if not source.children and not _in_repeat(form, source.ref)
    }

    def row(xml: str) -> dict[str, str]:
        root = read_xml(xml)
        if form.repeats:
            given = flat(form, root).items()
            return {**blank, **{name: value for name, value in given if not name.endswith("#")}}
        found, waiting = blank.copy(), [(root, "")]
        while waiting:
            element, within = waiting.pop()
            for kid in element:
                tag = kid.tag
                name = within + (tag if tag[0] != "{" else tag.rpartition("}")[2])
                if len(kid):
                    waiting.append((kid, name + "/"))
                else:
                    found[name] = kid.text or ""
        return found

    return row


def _in_repeat(form: Form, ref: str) -> bool:
    return any(ref.startswith(f"{repeat}/") for repeat in form.repeats)


def state_of(
    form: Form, xml: str, language: str = "", now: dt.datetime | None = None, *, as_new: bool = False
) -> FormState:
    """The answer sheet of a submission. What the submission left out is blank, not the form's default."""
    answer = read_answer(xml)
    blank = {
        source.ref.removeprefix(f"{form.root.ref}/"): ""
        for source in form.sources()
        if not source.children and not _in_repeat(form, source.ref)
    }
    values = {**blank, **flat(form, answer.root)}
    return FormState(
        form,
        None if as_new else values,
        answer.instance_id,
        language,
        now,
        deprecated_id=answer.deprecated_id,
    )


def check_answer(form: Form, xml: str, language: str = "", now: dt.datetime | None = None) -> list[AnswerProblem]:
    """What is wrong with a submission: other form, values that are not of their type, choices that are not open,
    constraints, and what is missing. An empty list means that it may be kept as complete.

    Raises `FormProblem` where it is no submission at all, or is larger than any answer to this form may be.
    """
    answer = read_answer(xml)
    if answer.form_id != form.id:
        return [AnswerProblem("", "other-form", "", {"found": answer.form_id[:100], "wanted": form.id})]
    state = state_of(form, xml, language, now)
    found: list[AnswerProblem] = []
    known = state.values()
    for name, value in flat(form, answer.root).items():
        question = form.question(_bare(name))
        if question is None or not value:
            continue
        if len(value) > LONGEST_VALUE:
            found.append(AnswerProblem(name, "too-long", "", {"limit": LONGEST_VALUE}))
        elif decode(question.type, value) == "":
            found.append(AnswerProblem(name, "type", "", {"type": question.type, "found": value[:100]}))
        elif question.control in {"select", "select1"} and set(value.split()) - set(known.get(name, value).split()):
            found.append(AnswerProblem(name, "choice", "", {"found": value[:100]}))
    told = {problem.ref for problem in found}
    return found + [problem for problem in state.problems() if problem.ref not in told]


def files_named(form: Form, sent: str | Answer) -> dict[str, str]:
    """The pictures and sounds that a submission speaks of: the name of the file, and its question ("rep[2]/q").

    Raises `FormProblem` as `read_answer`.
    """
    found: dict[str, str] = {}
    root = (read_answer(sent) if isinstance(sent, str) else sent).root
    for name, value in flat(form, root).items():
        question = form.question(_bare(name))
        if question is not None and question.control == "upload" and value:
            found[value] = name
    return found


def _bare(name: str) -> str:
    """ "rep[2]/q" as "rep/q"."""
    return "/".join(step.partition("[")[0] for step in name.split("/"))


def strip_metadata(form: Form, sent: str | Answer) -> str:
    """The submission without what the device noted by itself: start, end, day, device, telephone, name, and the
    audit trail. For waves that promise to be anonymous, before anything is stored.

    What the form says its device notes (`Form.noted`) and the usual names at the top go; what people answered stays.
    An `Answer` is itself stripped. Raises `FormProblem` xml-too-large.
    """
    root = (read_answer(sent) if isinstance(sent, str) else sent).root
    doomed = form.not_kept
    waiting: list[tuple[etree._Element, str]] = [(root, form.root.ref)]
    while waiting:
        element, ref = waiting.pop()
        for kid in list(element):
            kid_ref = f"{ref}/{local(kid)}"
            if kid_ref in doomed:
                element.remove(kid)
            elif len(kid):
                waiting.append((kid, kid_ref))
    text: str = etree.tostring(root, encoding="unicode")
    if len(text.encode()) > LARGEST:
        raise FormProblem("xml-too-large", limit=LARGEST // 1_000_000)
    return text
