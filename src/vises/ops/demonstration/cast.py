"""The people of the demonstration. Every one of them is invented."""

from dataclasses import dataclass, field
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.access.services import sign_in_as
from vises.apps.accounts.services import make_sample_user
from vises.ops.demonstration.source import Data

DOMAIN = "demonstration.example"


@dataclass
class Cast:
    """Accounts by key."""

    users: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.users[key]

    def actor(self, key: str) -> Actor:
        """Who she is today: roles given since are counted."""
        return sign_in_as(self.users[key])


def make_cast(people: list[Data]) -> Cast:
    """Make the accounts; a person with a `door` can be entered with one click."""
    return Cast(
        {
            person["key"]: make_sample_user(
                f"{person['key']}@{DOMAIN}", person["name"], person["language"], role=person.get("door", "")
            )
            for person in people
        }
    )
