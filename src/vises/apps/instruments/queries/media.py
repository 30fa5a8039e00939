"""Files that a questionnaire names, as pages and devices need them."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import FormFile, InstrumentVersion
from vises.kernel.problems import NotFound
from vises.platform.files.models import StoredFile
from vises.platform.files.services import read
from vises.xforms.media import files_of, with_list


@dataclass(frozen=True)
class WantedFile:
    """A file that a questionnaire names; `id` is None while it is missing."""

    name: str
    kind: str  # picture | sound | film | list
    id: uuid.UUID | None
    size: int

    @property
    def kilobytes(self) -> int:
        """How large it is."""
        return -(-self.size // 1024)


@dataclass(frozen=True)
class MediaFile:
    """A file as a device fetches it."""

    id: uuid.UUID
    name: str
    md5: str


def wanted_files(actor: Actor, version_id: uuid.UUID) -> tuple[WantedFile, ...]:
    """Every file that a wording names, with those that are there. Needs `journey.view`. Two queries."""
    version = fetch(actor, "journey.view", InstrumentVersion.objects.all(), pk=version_id)
    if not version.xform:
        return ()
    there = {row.name: row for row in FormFile.objects.filter(version=version).select_related("file")}
    return tuple(
        WantedFile(one.name, one.kind, row.id if row else None, row.file.size if row else 0)
        for one in files_of(version.xform)
        for row in (there.get(one.name),)
    )


def with_lists_of(xform: str, version_id: uuid.UUID | None) -> str:
    """A form with the lists of a wording, as far as it names them. Says nothing of access."""
    if not xform or version_id is None:
        return xform
    wanted = {one.name for one in files_of(xform) if one.kind == "list"}
    for row in FormFile.objects.filter(version=version_id, name__in=wanted).select_related("file"):
        xform = with_list(xform, row.name, read(row.file))
    return xform


def media_of(version_id: uuid.UUID) -> tuple[MediaFile, ...]:
    """The pictures, sounds and films of a wording that somebody was already let into; lists stand in the form."""
    rows = FormFile.objects.filter(version=version_id).exclude(
        file__content_type__in=("text/csv", "application/geo+json")
    )
    return tuple(MediaFile(*row) for row in rows.values_list("id", "name", "md5"))


def media_file(version_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile:
    """One of them. Raises NotFound when it is none of that wording."""
    row = FormFile.objects.filter(pk=file_id, version=version_id).select_related("file").first()
    if row is None:
        raise NotFound()
    return row.file


def shown_file(actor: Actor, version_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile:
    """A file of a wording, for whoever sees its journey. Needs `journey.view`."""
    version = fetch(actor, "journey.view", InstrumentVersion.objects.all(), pk=version_id)
    return media_file(version.id, file_id)
