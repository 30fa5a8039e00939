"""Step 2: the survey's answers through the door every answer takes, words of people, records."""

import uuid

from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.documents import add_document, add_records
from vises.apps.collection.services.waves import close_wave, open_wave
from vises.apps.collection.services.withdrawals import withdraw
from vises.apps.datasets.services import ask
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.margins import Given, respondents
from vises.ops.demonstration.source import Data
from vises.ops.demonstration.words import unmark
from vises.xforms import Columns, Form, from_row, parse_xform

GROUPED_BY = "price"


def collect(shelf: Shelf, brought: int) -> dict[str, uuid.UUID]:
    """Everything that was collected; texts and records were brought in `brought` days from the day of loading.

    Returns the documents' ids by the name of their text.
    """
    _answers(shelf, shelf.data("survey"))
    with shelf.source.then(brought):
        _records(shelf, shelf.data("records"))
        return _documents(shelf, shelf.data("documents"))


def _answers(shelf: Shelf, survey: Data) -> None:
    """119 answers are taken, one is withdrawn with its receipt."""
    writer, version, then = shelf.actor("claire"), shelf.versions["survey"], shelf.source.then
    opens, closes = survey["opens"], survey["closes"]
    with then(opens):
        shelf.wave = open_wave(
            writer,
            version.id,
            titles=survey["titles"],
            introduction=survey["introduction"],
            uses=survey["consent_uses"],
            group_size=survey["group_size"],
            invited=survey["invited"],
            opens_on=shelf.source.on(opens),
            closes_on=shelf.source.on(closes),
        )
    form = parse_xform(version.xform)
    names = {question.name.rpartition("/")[2]: question for question in form.questions}
    choices = {name: [choice.value for choice in question.choices] for name, question in names.items()}
    columns = Columns(form, list(names))
    people = respondents(survey, choices)
    for number, given in enumerate(people):
        day = opens + (closes - opens) * number // len(people)
        with then(day):
            receipt = _answer(shelf, form, columns, number, given)
        if given.withdrawn:
            with then(day + 7):
                withdraw(receipt)
    with then(closes + 1):
        close_wave(writer, shelf.wave.id)


def _answer(shelf: Shelf, form: Form, columns: Columns, number: int, given: Given) -> str:
    instance = f"uuid:{uuid.uuid5(shelf.wave.id, str(number))}"
    taken = accept(
        shelf.wave,
        from_row(form, given.answers, instance, columns),
        consents=given.consents,
        language=given.language,
    )
    return taken.receipt


def _records(shelf: Shelf, data: Data) -> None:
    for key, table in data.items():
        version = shelf.versions.get(key)
        shelf.records[key] = add_records(
            shelf.actor("claire"),
            shelf.lines[table["line"]].id,
            titles=table["titles"],
            source=table["source"],
            columns=table["columns"],
            rows=table["rows"],
            note=table["note"],
            version_id=version.id if version else None,
        )


def _documents(shelf: Shelf, data: Data) -> dict[str, uuid.UUID]:
    kept = {}
    for document in data["documents"]:
        body, _ = unmark(shelf.source.text(f"armoire/texts/{document['file']}.txt"))
        kept[document["file"]] = add_document(
            shelf.actor("claire"),
            shelf.lines[document["line"]].id,
            kind=document["kind"],
            title=document["title"],
            text=body,
            language=document["language"],
            stakeholder_id=shelf.groups[document["who"]].id,
            people=document["people"],
            on=shelf.source.on(document["on"]),
            consents=document["consents"],
            refused=document.get("refused", ()),
            version_id=shelf.versions[document["line"]].id,
        ).document.id
    return kept


def number(shelf: Shelf, question: str, group: str, category: str) -> uuid.UUID:
    """The analysis that counts how many of a group gave an answer."""
    row = ask(shelf.actor("claire"), shelf.wave.id, question, by=GROUPED_BY, category=category, group=group)
    return row.id
