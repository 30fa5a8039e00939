"""Files sent while answering: kept aside until the answer comes, erased after a day when it does not (files.reap)."""

from collections.abc import Iterable, Mapping

from vises.apps.collection.services.answers import Upload
from vises.kernel.clock import this_hour
from vises.kernel.problems import Problem
from vises.platform.files.models import StoredFile
from vises.platform.files.pictures import bare
from vises.platform.files.services import MEGABYTE, store

LIMIT_MB = 10


def keep_upload(chunks: Iterable[bytes], name: str) -> str:
    """Keep a picture or sound aside, with the hour at most. Returns the id under which the answer names it.

    Of a photograph nothing is kept but what is seen: not where, when, or with what it was taken.
    """
    return str(store([bare(_bounded(chunks))], name, limit_mb=LIMIT_MB, at=this_hour()).id)


def _bounded(chunks: Iterable[bytes]) -> bytes:
    found, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > LIMIT_MB * MEGABYTE:
            raise Problem("platform.file-too-large", field="file", limit=LIMIT_MB)
        found.append(chunk)
    return b"".join(found)


def uploads_of(files: Mapping[str, str]) -> list[Upload]:
    """The files that an answer names, as far as they are still there."""
    if not files:
        return []
    rows = {str(row.id): row for row in StoredFile.objects.filter(pk__in=files.values())}
    return [Upload(question, rows[id_]) for question, id_ in files.items() if id_ in rows]
