"""What stands behind a receipt, for the person who holds it."""

from dataclasses import dataclass

from vises.apps.collection.models import Answer
from vises.apps.collection.services.withdrawals import behind
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import pick
from vises.xforms import Form, Question, to_row


@dataclass(frozen=True)
class Behind:
    """An answer or a conversation, in words. `rows` are questions with what was answered."""

    kind: str  # answer | document
    enterprise: str
    title: str
    rows: tuple[tuple[str, str], ...]
    text: str
    asked: tuple[str, ...]
    agreed: tuple[str, ...]


def behind_receipt(code: str, language: str) -> Behind:
    """The answer in the words of the questionnaire. Raises Problem when no answer is kept under this code."""
    found = behind(code)
    if not isinstance(found, Answer):
        return Behind(
            "document",
            found.line.journey.enterprise.name,
            found.title,
            (),
            found.text,
            tuple(found.consents),
            tuple(found.consents),
        )
    form = form_of(found.wave.version)
    row = to_row(form, found.xml)
    told = found.language if found.language in form.languages else language
    return Behind(
        "answer",
        found.wave.line.journey.enterprise.name,
        pick(found.wave.titles, language)[0],
        answered(form, row, told),
        "",
        tuple(found.wave.consent_uses),
        tuple(found.consents),
    )


def answered(form: Form, row: dict[str, str], language: str) -> tuple[tuple[str, str], ...]:
    """Questions that were answered, with the answer in words: labels of choices, not their codes."""
    found = []
    for name, value in row.items():
        question = form.question("/".join(step.partition("[")[0] for step in name.split("/")))
        if question is None or not value or question.kind == "note":
            continue
        label = question.labels.get(language) or pick(question.labels, language)[0] or question.name
        found.append((label, in_words(question, value, language)))
    return tuple(found)


def in_words(question: Question, value: str, language: str) -> str:
    """A stored value as a person would say it."""
    labels = {c.value: c.labels.get(language) or pick(c.labels, language)[0] or c.value for c in question.choices}
    if question.control in {"select1", "select", "rank"}:
        return ", ".join(labels.get(part, part) for part in value.split())
    return labels.get(value, value)
