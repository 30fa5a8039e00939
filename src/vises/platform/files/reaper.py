"""Files that nothing stands on are erased after a day: what was sent aside and never used, what a kill left."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from vises.kernel.clock import now
from vises.platform.files.models import StoredFile
from vises.platform.files.services import erase
from vises.platform.jobs.services import hourly

KEPT_FOR = timedelta(hours=24)


@hourly("files.reap")
def reap() -> None:
    """Erase rows that no other row refers to, then bytes that no row keeps; nothing younger than a day."""
    rows = StoredFile.objects.filter(created_at__lt=now() - KEPT_FOR)
    for relation in StoredFile._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        rows = rows.exclude(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    for row in rows:
        erase(row)
    root = Path(settings.FILES_ROOT)
    latest = (now() - KEPT_FOR).timestamp()
    for path in [*root.glob("*/*"), *root.glob("tmp*")]:
        if path.is_file() and path.stat().st_mtime < latest and not _kept(path.name):
            path.unlink(missing_ok=True)


def _kept(name: str) -> bool:
    return StoredFile.objects.filter(sha256=name).exists()
