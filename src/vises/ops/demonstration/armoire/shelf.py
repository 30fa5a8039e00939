"""What was made of L'Armoire Commune so far, by key, for the parts that come after."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from vises.apps.access.actor import Actor
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data, Source

Rows = dict[str, Any]


@dataclass
class Shelf:
    """Rows by their key in the content; parts add to it in the order of the path."""

    network: Network
    enterprise: Any
    journey: Any
    groups: Rows = field(default_factory=dict)
    sessions: Rows = field(default_factory=dict)
    lines: Rows = field(default_factory=dict)
    versions: Rows = field(default_factory=dict)
    records: Rows = field(default_factory=dict)
    themes: Rows = field(default_factory=dict)
    passages: Rows = field(default_factory=dict)
    findings: Rows = field(default_factory=dict)
    practices: Rows = field(default_factory=dict)
    wave: Any = None

    @property
    def id(self) -> uuid.UUID:
        """The journey's id."""
        found: uuid.UUID = self.journey.id
        return found

    @property
    def source(self) -> Source:
        return self.network.source

    def data(self, name: str) -> Data:
        """A YAML file of L'Armoire Commune."""
        return self.source.data(f"armoire/{name}.yaml")

    def actor(self, key: str) -> Actor:
        """A person of the cast, with the roles she holds now."""
        return self.network.cast.actor(key)

    def group_ids(self, keys: list[str]) -> tuple[uuid.UUID, ...]:
        """Ids of stakeholder groups."""
        return tuple(self.groups[key].id for key in keys)
