"""Files sent while answering: kept aside until the answer comes, erased after a day when it does not."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from vises.apps.collection.models import AnswerFile
from vises.apps.collection.services.answers import Upload
from vises.platform.files.models import StoredFile
from vises.platform.files.services import erase, store
from vises.platform.jobs.services import enqueue, job

LIMIT_MB = 10
KEPT_FOR = timedelta(hours=24)


def keep_upload(chunks: Iterable[bytes], name: str) -> str:
    """Keep a picture or sound aside. Returns the id under which the answer names it."""
    stored = store(chunks, name, limit_mb=LIMIT_MB)
    enqueue("collection.sweep-upload", key=f"sweep:{stored.id}", after=KEPT_FOR, file=str(stored.id))
    return str(stored.id)


def uploads_of(files: Mapping[str, str]) -> list[Upload]:
    """The files that an answer names, as far as they are still there."""
    if not files:
        return []
    rows = {str(row.id): row for row in StoredFile.objects.filter(pk__in=files.values())}
    return [Upload(question, rows[id_]) for question, id_ in files.items() if id_ in rows]


@job("collection.sweep-upload")
def sweep(file: str) -> None:
    """Erase what no answer came for."""
    row = StoredFile.objects.filter(pk=file).first()
    if row is not None and not AnswerFile.objects.filter(file=row).exists():
        erase(row)
