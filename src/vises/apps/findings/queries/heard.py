"""What groups made of findings at sessions, at both depths. Outside: groups and wording, no names, no few people."""

from collections.abc import Iterable
from typing import Any

from vises.apps.findings.models import Dissent, Finding
from vises.apps.findings.queries.depth import Knot, at_depth
from vises.apps.findings.rules.heard import told_outside
from vises.apps.journeys.models import Session, Stakeholder
from vises.kernel.locale import Texts

WITH_SESSIONS = (
    "understandings__stakeholder",
    "understandings__session__presences",
    "dissents__stakeholder",
    "dissents__session__presences",
    "validated_at__presences__stakeholder",
)
"""What `heard_of`, `dissents_of` and `validation_of` read beside a finding."""


def heard_of(row: Finding, *, public: bool) -> Knot:
    """What each group understands. Outside, groups of which few people were there are only counted."""
    rows = list(row.understandings.all())
    told = [one for one in rows if not public or _told(one.session, one.stakeholder)]
    return {
        "understandings": [
            at_depth(
                "understanding",
                {
                    "group": one.stakeholder.names,
                    "texts": one.texts,
                    "heard_on": one.session.on.isoformat(),
                    "session": one.session.title,
                },
                public=public,
            )
            for one in sorted(told, key=lambda one: one.session.on)
        ],
        "understandings_inside": len(rows) - len(told),
    }


def dissents_of(row: Finding, *, public: bool) -> list[Knot]:
    """Disagreements. Outside, a group is named where it said so at a session as a group of enough people."""
    return [
        at_depth(
            "dissent",
            {
                "texts": dissent.texts,
                "said_by": dissent.said_by,
                "group": dissent.stakeholder.names if dissent.stakeholder else {},
                "heard_group": _named(dissent),
                "heard_on": dissent.session.on.isoformat() if dissent.session else "",
            },
            public=public,
        )
        for dissent in row.dissents.all()
    ]


def validation_of(row: Finding, *, public: bool) -> Knot:
    """By which session the finding was validated, with the groups there; or why it was not; or nothing said."""
    session = row.validated_at
    there = list(session.presences.all()) if session else []
    since = row.validated_said_at
    return {
        "validated_on": session.on.isoformat() if session else "",
        "validated_at": session.title if session else "",
        "validated_groups": [
            one.stakeholder.names for one in there if not public or told_outside(one.people, one.stakeholder.size)
        ],
        "reworded_since": bool(since and any(wording.created_at > since for wording in row.wordings.all())),
        "not_validated_because": row.not_validated_because,
    }


def validations(rows: Iterable[Finding]) -> list[dict[str, Any]]:
    """For each finding, what anybody may know of its validation; not what it states: a story may leave it out."""
    kept = ("validated_on", "validated_groups", "reworded_since", "not_validated_because")
    found = []
    for row in rows:
        said = validation_of(row, public=True)
        found.append({"label": row.label} | {key: said[key] for key in kept})
    return found


def _named(dissent: Dissent) -> Texts:
    session, group = dissent.session, dissent.stakeholder
    return group.names if session and group and _told(session, group) else {}


def _told(session: Session, group: Stakeholder) -> bool:
    present = {one.stakeholder_id: one.people for one in session.presences.all()}
    return told_outside(present.get(group.id, 0), group.size)
