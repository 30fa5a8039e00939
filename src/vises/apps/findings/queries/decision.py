"""The decision behind a question, and the version of the method, as knots of the thread."""

from vises.analysis.disclosure import OUTSIDE
from vises.apps.findings.queries.depth import Knot, at_depth
from vises.apps.findings.queries.sources import groups_shown
from vises.apps.journeys.models import Candidate, Decision, Presence, Session
from vises.apps.methodology import queries as methodology


def decision_knot(decision: Decision, *, public: bool) -> Knot:
    """Reasons, groups there, what was set aside, who was not heard, reservations.

    Outside, reservations are counted, and only groups of OUTSIDE people or more are named beside them.
    """
    journey = decision.journey_id
    present = list(Presence.objects.filter(session_id=decision.session_id).select_related("stakeholder"))
    people = sum(presence.people for presence in present)
    reservations = list(decision.reservations.select_related("stakeholder"))
    groups = [row.stakeholder for row in reservations if row.stakeholder]
    sessions = Session.objects.filter(journey=journey, held=True, on__lte=decision.decided_on).count()
    left = Candidate.objects.filter(journey=journey).exclude(state=Candidate.State.CHOSEN)
    return at_depth(
        "decision",
        {
            "id": str(decision.id),
            "manner": decision.manner,
            "reasons": decision.reasons,
            "language": decision.language,
            "decided_on": decision.decided_on.isoformat(),
            "groups": [presence.stakeholder.names for presence in present],
            "people": None if people < OUTSIDE and public else people,
            "sessions": sessions,
            "present": [{"group": p.stakeholder.names, "people": p.people, "names": p.names} for p in present],
            "session": decision.session.title,
            "place": decision.session.place,
            "not_heard": [group.names for group in decision.not_heard.all()],
            "not_heard_words": decision.not_heard_words,
            "set_aside": [
                at_depth(
                    "candidate",
                    {
                        "text": row.text,
                        "language": row.language,
                        "state": row.state,
                        "reason": row.reason,
                        "said_by": row.said_by,
                        "group": row.stakeholder.names if row.stakeholder else {},
                    },
                    public=public,
                )
                for row in left.select_related("stakeholder")
            ],
            "reservation_count": len(reservations),
            "reservation_groups": groups_shown(
                {group.id: group for group in groups if group.size is not None}.values()
            ),
            "reservations": [
                {
                    "text": row.text,
                    "language": row.language,
                    "said_by": row.said_by,
                    "group": row.stakeholder.names if row.stakeholder else {},
                }
                for row in reservations
            ],
        },
        public=public,
    )


def method_knot(code: str, *, public: bool) -> Knot:
    """The version of the method the journey pinned."""
    version = methodology.version(code)
    return at_depth(
        "method",
        {
            "code": code,
            "titles": methodology.texts_of(code, "version.title"),
            "released_on": version.released_on.isoformat() if version.released_on else "",
            "hash": version.hash,
        },
        public=public,
    )
