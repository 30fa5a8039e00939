"""Labels, hints and messages: texts with computed parts, or keys of itext."""

from __future__ import annotations

import re

from lxml import etree

from vises.xforms.form.model import Wording
from vises.xforms.problems import FormProblem
from vises.xforms.xml import local
from vises.xforms.xpath import Expression, ExpressionError, compile_expression

_ITEXT = re.compile(r"\s*jr:itext\((.*)\)\s*\Z", re.DOTALL)


def compiled(source: str | None, ref: str, where: str) -> Expression | None:
    """The expression in an attribute; None where there is none.

    Raises `FormProblem` expression-broken with question, where (calculate, relevant, …), found and reason.
    """
    if source is None or not source.strip():
        return None
    try:
        return compile_expression(source.strip())
    except ExpressionError as error:
        raise FormProblem(
            "expression-broken",
            question=ref.rpartition("/")[2],
            ref=ref,
            where=where,
            found=source.strip()[:200],
            reason=error.reason,
        ) from None
    except RecursionError:
        raise FormProblem("expression-broken", question=ref, ref=ref, where=where, found="…", reason="") from None


def parts_of(element: etree._Element, question: str) -> tuple[str | Expression, ...]:
    """Texts and outputs of a label or an itext value, in order."""
    parts: list[str | Expression] = [element.text or ""]
    for kid in element:
        if local(kid) == "output":
            expression = compiled(kid.get("value") or kid.get("ref"), question, "label")
            if expression is not None:
                parts.append(expression)
        else:
            parts.append("".join(str(text) for text in kid.itertext()))
        parts.append(kid.tail or "")
    return tuple(part for part in parts if part != "")


def wording(element: etree._Element | None, question: str) -> Wording | None:
    """The label or hint element as a `Wording`; None where there is none."""
    if element is None:
        return None
    ref = element.get("ref")
    if ref is None:
        return Wording(parts=parts_of(element, question))
    match = _ITEXT.match(ref)
    if match:
        return Wording(itext=compiled(match.group(1), question, "label"))
    expression = compiled(ref, question, "label")
    return Wording(parts=() if expression is None else (expression,))


def message(source: str | None, ref: str) -> Wording | None:
    """A constraint or required message: a text, or jr:itext(…)."""
    if source is None:
        return None
    match = _ITEXT.match(source)
    return Wording(itext=compiled(match.group(1), ref, "message")) if match else Wording(parts=(source,))
