"""The question: candidates, what was set aside, the merge, the decision with its reservations; then the plan."""

from decimal import Decimal

from vises.apps.instruments import services as instruments
from vises.apps.journeys.services import plan, question
from vises.ops.demonstration.armoire import room
from vises.ops.demonstration.armoire.shelf import Shelf


def choose_question(shelf: Shelf) -> None:
    """Five candidates, two merged into one, decided by consent with two reservations, in a room around the table."""
    data = shelf.data("question")
    writer = shelf.actor("claire")
    live = room.open_for_workshop(shelf)
    rows = {}
    for said in data["candidates"]:
        rows[said["key"]] = question.propose(
            writer,
            shelf.id,
            said["text"],
            language=said["language"],
            stakeholder_id=shelf.groups[said["who"]].id,
            said_by=said["by"],
            channel=said["channel"],
            type=said["type"],
        )
    for key, reason in data["set_aside"].items():
        question.set_aside(writer, rows[key].id, reason)
    merge = data["merge"]
    joined = question.merge(
        writer, [rows[key].id for key in merge["from"]], merge["text"], merge["reason"], language="fr"
    )
    question.weigh(writer, joined.id, data["test"])
    decision = data["decision"]
    room.weigh(shelf, live, joined)
    room.decide(
        shelf,
        live,
        candidate_id=joined.id,
        texts=data["texts"],
        reasons=decision["reasons"],
        language=decision["language"],
        not_heard=shelf.group_ids(decision["not_heard"]),
        not_heard_words=decision["not_heard_words"],
        reservations=[(shelf.groups[kept["who"]].id, kept["by"], kept["text"]) for kept in decision["reservations"]],
        decided_on=shelf.source.on(decision["decided_on"]),
    )


def write_plan(shelf: Shelf) -> None:
    """Five lines, and who reads the raw words of each."""
    data = shelf.data("plan")
    writer = shelf.actor("claire")
    for line in data["lines"]:
        people = [(shelf.network.cast[key], as_what) for key, as_what in line["readers"]]
        shelf.lines[line["key"]] = plan.add_line(
            writer,
            shelf.id,
            plan.LineWords(
                looks_at=line["looks_at"],
                method=line["method"],
                from_whom=shelf.group_ids(line["from_whom"]),
                by_whom=line["by_whom"],
                starts_on=shelf.source.on(line["starts"]),
                ends_on=shelf.source.on(line["ends"]),
                target=line["target"],
                reached_said=line.get("reached"),
                unit=line["unit"],
                uses_existing=line.get("uses_existing", False),
                respondent_minutes=line["minutes"],
                enterprise_hours=Decimal(line["hours"]),
            ),
            readers=[(user.id, user.name, as_what) for user, as_what in people],
        )


def write_instruments(shelf: Shelf) -> None:
    """What each line is collected with; the survey's first wording was tried, and stays beside its second."""
    data, survey = shelf.data("plan"), shelf.data("survey")
    writer = shelf.actor("claire")
    for key, guide in data["guides"].items():
        shelf.versions[key] = instruments.write_guide(
            writer, shelf.lines[key].id, titles=guide["titles"], text=guide["text"], language="fr"
        )
    grid = data["grid"]
    shelf.versions["grid"] = instruments.write_grid(
        writer, shelf.lines["grid"].id, titles=grid["titles"], text=grid["text"], language="fr"
    )
    first = shelf.source.text("armoire/survey.txt")
    before = survey["first_wording"]
    version = instruments.write_questionnaire(
        writer,
        shelf.lines["survey"].id,
        titles=survey["titles"],
        plain_list=first.replace(before["now"], before["was"]),
    )
    instruments.freeze(
        writer, version.id
    )  # three customers tried this wording: it stays beside the one that replaced it
    version = instruments.write_questionnaire(
        writer,
        shelf.lines["survey"].id,
        titles=survey["titles"],
        plain_list=first,
        why=survey["why"],
        instrument_id=version.instrument_id,
    )
    shelf.versions["survey"] = instruments.mark(writer, version.id, grouping=survey["grouping"])
