"""The portrait: dimensions and lenses of the version, each in the enterprise's own words."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.journeys.queries.texts import File, Written, code_of, files_of, languages_of, written
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class Heading:
    """One view of the enterprise. `kind` is "dimension" or "lens"."""

    id: str
    kind: str
    titles: Texts
    hints: Texts
    written: Written | None
    files: tuple[File, ...]


@dataclass(frozen=True)
class Portrait:
    """The portrait as it stands."""

    code: str
    language: str
    languages: tuple[str, ...]
    headings: tuple[Heading, ...]
    files: tuple[File, ...]

    @property
    def dimensions(self) -> tuple[Heading, ...]:
        return tuple(row for row in self.headings if row.kind == "dimension")

    @property
    def lenses(self) -> tuple[Heading, ...]:
        return tuple(row for row in self.headings if row.kind == "lens")

    @property
    def written(self) -> int:
        """How many headings hold words."""
        return sum(1 for row in self.headings if row.written and row.written.text)

    def heading(self, id_: str) -> Heading:
        """The heading of that id. Raises NotFound."""
        found = next((row for row in self.headings if row.id == id_), None)
        if found is None:
            raise NotFound()
        return found


def portrait(actor: Actor, journey_id: uuid.UUID) -> Portrait:
    """The portrait, in a fixed number of queries. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    version_code = journey.methodology.code
    version = methodology.version(version_code)
    code = code_of(version_code, "portrait")
    texts, files = written(journey, code), files_of(journey)
    places = [("dimension", item.id) for item in version.dimensions] + [("lens", item.id) for item in version.lenses]
    return Portrait(
        code=code,
        language=journey.language,
        languages=languages_of(journey),
        headings=tuple(
            Heading(
                id=id_,
                kind=kind,
                titles=methodology.texts_of(version_code, f"{kind}.{id_}.title"),
                hints=methodology.texts_of(version_code, f"{kind}.{id_}.hint"),
                written=texts.get(id_),
                files=tuple(file for file in files if file.deliverable == code and file.heading == id_),
            )
            for kind, id_ in places
        ),
        files=files,
    )
