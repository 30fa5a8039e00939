"""The access table: which role may do what, and from where.

Read it as sentences: "a federation, from above, may see a journey if the enterprise opened it".
`via` says where the role must be held: in the scope itself ("own"), in a scope above it ("above"), or in
something that lies in it ("below": whoever accompanies or speaks for an enterprise of a programme).
`opened` says that the enterprise must have opened its space to that role (engagement note).
Pages and services never compare roles: they name a verb.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a person is in a scope."""

    REFERENT = "referent"  # speaks for the enterprise; held in the enterprise's scope
    MEMBER = "member"  # of the enterprise's team; held in the enterprise's scope
    ACCOMPANIST = "accompanist"  # held in the journey's scope
    READER = "reader"  # may read the raw words of one plan line; held in the journey's scope
    KEEPER = "keeper"  # may open the key of pseudonyms of one plan line; held in the journey's scope, beside reader
    RESEARCHER = "researcher"  # held in a programme's scope
    FEDERATION = "federation"  # staff of a federation; held in the federation's scope
    COORDINATOR = "coordinator"  # held in a programme's scope
    FUNDER = "funder"  # held in a programme's scope
    PARTNER = "partner"  # of a partner organisation; held in the partner's scope
    BODY = "body"  # sits in a body of a programme; held in the programme's scope, narrowed to the body
    ADMINISTRATOR = "administrator"  # of the installation; held in the platform's scope


VERBS = {
    "platform.administer": "keep the installation: accounts, failed jobs, new programmes",
    "programme.counts": "see how many enterprises are where, in counts of three or more",
    "programme.view": "see the enterprises of the programme that let themselves be named",
    "programme.edit": "invite enterprises, change their status, appoint accompanists",
    "learning.view": "read what the field raised, what was answered, found and put to consultation",
    "learning.write": "write a field note, say 'me too', comment, take a position",
    "learning.treat": "treat notes, keep a body's agenda and minutes, prepare drafts",
    "learning.decide": "make bodies and meetings, open consultations, release the method",
    "organisation.view": "see an organisation's page",
    "organisation.edit": "change an organisation's page",
    "journey.view": "read the journey: portrait, question, plan, results, findings",
    "journey.edit": "write in the journey, prepare sessions, collect, analyse",
    "journey.place": "say at which step the journey is",
    "journey.accompany": "keep an accompanist's own notes and time, hand the journey over",
    "journey.confirm": "say 'that's us' for the enterprise",
    "journey.open": "decide who may see what",
    "journey.publish": "publish and withdraw stories",
    "words.read": "read raw words: answers one by one, interviews, life stories",
    "key.open": "open the key of pseudonyms: whom a pseudonym stands for",
}

Via = Literal["own", "above", "below"]


@dataclass(frozen=True)
class Grant:
    """One line of the table."""

    role: Role
    verb: str
    via: Via
    opened: bool = False


def _grants(role: Role, via: Via, *verbs: str, opened: bool = False) -> tuple[Grant, ...]:
    return tuple(Grant(role, verb, via, opened) for verb in verbs)


TABLE: tuple[Grant, ...] = (
    # the enterprise owns its space: the referent's role, held in the enterprise, reaches its journeys
    *_grants(Role.REFERENT, "own", "organisation.view", "organisation.edit"),
    *_grants(
        Role.REFERENT,
        "above",
        "journey.view",
        "journey.edit",
        "journey.place",
        "journey.confirm",
        "journey.open",
        "journey.publish",
    ),
    *_grants(Role.REFERENT, "below", "learning.view", "learning.write"),
    *_grants(Role.MEMBER, "own", "organisation.view"),
    *_grants(Role.MEMBER, "above", "journey.view", "journey.edit"),
    *_grants(Role.MEMBER, "below", "learning.view", "learning.write"),
    *_grants(Role.ACCOMPANIST, "own", "journey.view", "journey.edit", "journey.place", "journey.accompany"),
    *_grants(Role.ACCOMPANIST, "below", "learning.view", "learning.write"),
    *_grants(Role.READER, "own", "words.read"),
    *_grants(Role.KEEPER, "own", "key.open"),
    *_grants(Role.RESEARCHER, "own", "programme.counts", "programme.view"),
    *_grants(Role.RESEARCHER, "own", "learning.view", "learning.write", "learning.treat"),
    *_grants(Role.RESEARCHER, "above", "journey.view", opened=True),
    *_grants(Role.FEDERATION, "own", "organisation.view", "organisation.edit"),
    *_grants(Role.FEDERATION, "above", "organisation.view"),  # of federations that belong to it
    *_grants(Role.FEDERATION, "above", "programme.counts", "programme.view", "learning.view", "learning.write"),
    *_grants(Role.FEDERATION, "above", "journey.view", opened=True),
    *_grants(Role.PARTNER, "own", "organisation.view"),
    *_grants(Role.PARTNER, "above", "programme.counts", "learning.view", "learning.write"),
    # whoever sits in a body treats what came to it, whatever she is elsewhere
    *_grants(Role.BODY, "own", "learning.treat"),
    *_grants(Role.COORDINATOR, "own", "programme.counts", "programme.view", "programme.edit"),
    *_grants(Role.COORDINATOR, "own", "learning.view", "learning.write", "learning.treat", "learning.decide"),
    *_grants(Role.COORDINATOR, "above", "journey.view", opened=True),
    *_grants(Role.FUNDER, "own", "programme.counts"),
    *_grants(Role.ADMINISTRATOR, "own", "platform.administer"),
)

# What one must at least be able to see for a refusal to say "not allowed" rather than "not found".
SEEING = {
    "platform": "platform.administer",
    "programme": "programme.counts",
    "organisation": "organisation.view",
    "journey": "journey.view",
}


def grants_for(verb: str) -> tuple[Grant, ...]:
    """The lines of the table for a verb. Raises KeyError for a verb that is not in VERBS."""
    if verb not in VERBS:
        raise KeyError(verb)
    return tuple(grant for grant in TABLE if grant.verb == verb)
