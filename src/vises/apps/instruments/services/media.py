"""Files that a questionnaire names: pictures, sounds and films beside its questions, and lists of choices.

A list is written into the form when its file comes, so that every door has the same choices.
"""

import hashlib
import uuid
from collections.abc import Iterable

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import FormFile, InstrumentVersion
from vises.apps.instruments.rules import content_hash
from vises.apps.instruments.services.opening import questionnaire
from vises.apps.instruments.services.understood import understood
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record
from vises.platform.files.models import StoredFile
from vises.platform.files.pictures import bare
from vises.platform.files.services import erase, store
from vises.xforms import FormState, parse_xform
from vises.xforms.media import NamedFile, files_of, with_list

LIMIT_MB = 10
TYPES = {
    "picture": ("image/jpeg", "image/png"),
    "sound": ("audio/mpeg", "audio/mp4", "audio/ogg"),
    "film": ("video/mp4",),
    "list": ("text/csv", "application/geo+json"),
}


def add_form_file(actor: Actor, version_id: uuid.UUID, name: str, chunks: Iterable[bytes]) -> FormFile:
    """Keep a file that the questionnaire names, under that very name. Needs `journey.edit`.

    It takes the place of the one before as long as nobody answered; afterwards only a picture, sound or film that was
    still missing may come. Raises Problem when the form names no such file, or when it is of another kind.
    """
    version = questionnaire(actor, version_id)
    named = _named(version, name)
    there = FormFile.objects.filter(version=version, name=named.name).select_related("file").first()
    if version.frozen_at is not None and (there is not None or named.kind == "list"):
        raise Problem("instruments.file-used", field="given", name=named.name)
    content = bare(b"".join(chunks))
    xform = version.xform
    if named.kind == "list":
        xform = _listed(xform, named.name, content)
    stored = store([content], named.name, limit_mb=LIMIT_MB)
    try:
        if stored.content_type not in TYPES[named.kind]:
            raise Problem("instruments.file-kind", field="given", name=named.name)
        with transaction.atomic():
            if there is not None:
                there.delete()
            row = FormFile.objects.create(
                version=version,
                name=named.name,
                file=stored,
                md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            )
            if xform != version.xform:
                _rewrite(version, xform)
            _done(actor, version, "form-file.added")
    except BaseException:
        erase(stored)
        raise
    if there is not None:
        erase(there.file)
    return row


def drop_form_file(actor: Actor, file_id: uuid.UUID) -> None:
    """Take a picture, sound or film away from a wording that nobody answered yet. Needs `journey.edit`.

    A list stays: without it the questionnaire would have no choices. Another of the same name takes its place.
    """
    rows = FormFile.objects.select_related("file", "version__instrument__line__journey__scope")
    row = rows.get(pk=file_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=file_id)
    if row.version.frozen_at is not None or row.file.content_type in TYPES["list"]:
        raise Problem("instruments.file-used", field="given", name=row.name)
    stored = row.file
    with transaction.atomic():
        row.delete()
        _done(actor, row.version, "form-file.dropped")
    erase(stored)


def carry_files(before: InstrumentVersion, version: InstrumentVersion) -> None:
    """The files of a wording for the one after it, as far as it still names them: bytes are kept once."""
    if not version.xform:
        return
    wanted = {one.name for one in files_of(version.xform)}
    for row in FormFile.objects.filter(version=before, name__in=wanted).select_related("file"):
        kept = row.file
        again = StoredFile.objects.create(
            sha256=kept.sha256, name=kept.name, content_type=kept.content_type, size=kept.size
        )
        FormFile.objects.create(version=version, name=row.name, file=again, md5=row.md5)


def _listed(xform: str, name: str, content: bytes) -> str:
    made = understood("given", lambda: with_list(xform, name, content))
    understood("given", lambda: str(FormState(parse_xform(made))))
    return made


def _rewrite(version: InstrumentVersion, xform: str) -> None:
    digest = content_hash(version.instrument.kind, version.source, version.text, xform)
    changed = InstrumentVersion.objects.filter(pk=version.pk, hash=version.hash, frozen_at=None).update(
        xform=xform, hash=digest
    )
    if not changed:
        raise Conflict("platform.changed-meanwhile")


def _named(version: InstrumentVersion, name: str) -> NamedFile:
    wanted = files_of(version.xform)
    if not wanted:
        raise Problem("instruments.file-none", field="given")
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    found = next((one for one in wanted if one.name.casefold() == plain.casefold()), None)
    if found is None:
        told = ", ".join(one.name for one in wanted[:10])
        raise Problem("instruments.file-name", field="given", name=plain[:180], wanted=told)
    return found


def _done(actor: Actor, version: InstrumentVersion, event: str) -> None:
    line = version.instrument.line
    touch(actor, line.journey, "instruments")
    record(actor.who, event, scope_id=line.journey.scope_id, object_kind="instrument", object_id=version.id)
