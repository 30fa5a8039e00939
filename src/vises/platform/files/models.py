from django.db import models

from vises.platform.rows import Row


class StoredFile(Row):
    """Bytes kept once under their SHA-256. Served only by its owner, after asking access."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
