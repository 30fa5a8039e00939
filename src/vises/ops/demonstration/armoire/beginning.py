"""The enterprise, its people, the preliminary step and step 1 up to the question."""

from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.journeys.services import attachments, closings, engagement, moves, sessions, stakeholders, words
from vises.apps.journeys.services.journeys import appoint_accompanist, start_journey
from vises.apps.network.services import make_organisation
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.network import Network, join_programme, move_status
from vises.ops.demonstration.source import Data


def begin(network: Network, data: Data) -> Shelf:
    """The enterprise joins the cohort, and its people are let in."""
    about = data["enterprise"]
    enterprise = make_organisation(
        SYSTEM,
        "enterprise",
        about["name"],
        other_names=about["other_names"],
        languages=tuple(about["languages"]),
        territory=about["territory"],
        group=about["group"],
        sector=about["sector"],
        is_sample=True,
    )
    start = about["starts"]
    participation = join_programme(
        network, enterprise, about["federation"], about["programme"], about["cohort"], start - 14
    )
    move_status(network, participation, "recruited", start - 7)
    move_status(network, participation, "active", start)
    journey = start_journey(SYSTEM, enterprise, participation=participation, on=network.source.on(start))
    for role, people in data["roles"].items():
        for person in people:
            user = network.cast[person]
            if role == Role.ACCOMPANIST:
                appoint_accompanist(SYSTEM, journey.id, user)
            else:
                give_role(SYSTEM, user, enterprise.scope, Role(role))
    return Shelf(network, enterprise, journey)


def write_engagement(shelf: Shelf, data: Data) -> None:
    """The engagement note, written by the accompanist on the enterprise's behalf; who may see what, by the referent."""
    note = data["engagement"]
    writer = shelf.actor(note["by"])
    for heading in engagement.HEADINGS:
        text = note[heading.replace("-", "_")]
        engagement.write_note(writer, shelf.id, heading, text, language=note["language"])
    engagement.write_frame(
        writer,
        shelf.id,
        half_days=note["half_days"],
        hours_agreed=note["hours"],
        ends_on=shelf.source.on(note["ends_in"]),
    )
    engagement.open_to(shelf.actor("nadia"), shelf.id, {Role(role) for role in data["openings"]})
    for item in data["attachments"]:
        attachments.attach(
            shelf.actor("nadia"),
            shelf.id,
            item["file"],
            [shelf.source.bytes(f"armoire/attachments/{item['file']}")],
            note=item["note"],
            deliverable=item["deliverable"],
            heading=item["heading"],
        )


def write_portrait(shelf: Shelf, data: Data) -> None:
    """The seven dimensions and two lenses, in the enterprise's own words."""
    portrait = data["portrait"]
    writer = shelf.actor(portrait["by"])
    for heading, said in portrait["words"].items():
        words.write_words(
            writer,
            shelf.id,
            "portrait",
            heading,
            said["text"],
            language=portrait["language"],
            source=said.get("source", ""),
        )


def draw_map(shelf: Shelf, data: Data) -> None:
    """Stakeholder groups with how far they take part per step, and what they expect."""
    writer = shelf.actor("claire")
    for group in data["stakeholders"]:
        row = add_group(shelf, group, writer)
        for step, degree in group["steps"].items():
            stakeholders.set_involvement(writer, row.id, step, degree)
    for said in data["expectations"]:
        stakeholders.state_expectation(
            writer,
            shelf.id,
            shelf.groups[said["who"]].id,
            said["text"],
            language=said["language"],
            said_by=said["by"],
            channel=said["channel"],
        )


def add_group(shelf: Shelf, group: Data, writer: Any) -> Any:
    """One stakeholder group."""
    row = stakeholders.add_stakeholder(
        writer,
        shelf.id,
        names=group["names"],
        kind=group["kind"],
        size=group.get("size"),
        size_is_about=group.get("about", False),
        relation=group.get("relation", ""),
        gains_or_loses=group.get("gains_or_loses", ""),
        access_difficulty=group.get("access", ""),
    )
    shelf.groups[group["key"]] = row
    return row


def hold_sessions(shelf: Shelf, data: Data) -> None:
    """Sessions with the people there, group by group; one lies ahead."""
    writer = shelf.actor("claire")
    for session in data["sessions"]:
        row = sessions.plan_session(
            writer,
            shelf.id,
            title=session["title"],
            deliverables=session["deliverables"],
            on=shelf.source.on(session["on"]),
            kind=session["kind"],
            place=session["place"],
        )
        shelf.sessions[session["key"]] = row
        if session.get("planned"):
            continue
        with shelf.source.then(session["on"]):
            sessions.hold_session(
                writer,
                row.id,
                presences=[
                    (shelf.groups[key].id, people, names) for key, (people, names) in session["present"].items()
                ],
                minutes=session["minutes"],
                record_words=session["record"],
            )


def walk(shelf: Shelf, steps: list[Data], closings_held: list[Data]) -> None:
    """The moves from step to step, and the reflective moment at the end of each."""
    for move in steps:
        with shelf.source.then(move["on"]):
            moves.place(shelf.actor("claire"), shelf.id, move["step"], on=shelf.source.on(move["on"]))
    for closing in closings_held:
        with shelf.source.then(closing["on"]):
            closings.close_step(
                shelf.actor("claire"),
                shelf.id,
                closing["step"],
                surprised=closing["surprised"],
                adjust=closing["adjust"],
                method=closing["method"],
                language=closing["language"],
            )
