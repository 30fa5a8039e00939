"""Keeping files: written aside, synced, renamed, then the row."""

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from vises.kernel.clock import now
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.models import StoredFile

MEGABYTE = 1024 * 1024
DOCUMENTS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".sav": "application/x-spss-sav",
    ".zsav": "application/x-spss-sav",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
}


def _clean_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return re.sub(r"\s+", " ", name).strip()[-180:] or "file"


def _path(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def store(chunks: Iterable[bytes], name: str, *, limit_mb: int = 25, at: datetime | None = None) -> StoredFile:
    """Keep the bytes and return their row; synced to disk before returning.

    `at` is when, where the instant itself would tell too much (None: now).
    Raises Problem when the file is empty, too large, or of a kind that cannot be kept.
    """
    name = _clean_name(name)
    content_type = DOCUMENTS.get(Path(name).suffix.lower())
    if content_type is None:
        raise Problem("platform.file-type", field="file", allowed=", ".join(sorted(DOCUMENTS)))
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as aside:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit_mb * MEGABYTE:
                    raise Problem("platform.file-too-large", field="file", limit=limit_mb)
                digest.update(chunk)
                aside.write(chunk)
            if not size:
                raise Problem("platform.file-empty", field="file")
            aside.flush()
            os.fsync(aside.fileno())
        except BaseException:
            os.unlink(aside.name)
            raise
    target = _path(digest.hexdigest())
    target.parent.mkdir(exist_ok=True)
    os.replace(aside.name, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return StoredFile.objects.create(
        sha256=digest.hexdigest(), name=name, content_type=content_type, size=size, created_at=at or now()
    )


def read(stored: StoredFile) -> bytes:
    """The bytes, checked against their hash. Raises NotFound when they are gone or changed."""
    try:
        content = _path(stored.sha256).read_bytes()
    except OSError:
        raise NotFound() from None
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise NotFound()
    return content


def opened(stored: StoredFile) -> BinaryIO:
    """The same, as an open file at its beginning, for what may be large. Raises NotFound as `read`."""
    try:
        file = _path(stored.sha256).open("rb")
    except OSError:
        raise NotFound() from None
    if hashlib.file_digest(file, "sha256").hexdigest() != stored.sha256:
        file.close()
        raise NotFound()
    file.seek(0)
    return file


def erase(stored: StoredFile) -> None:
    """Erase the row, and the bytes when no other row keeps them."""
    sha256 = stored.sha256
    stored.delete()
    if not StoredFile.objects.filter(sha256=sha256).exists():
        _path(sha256).unlink(missing_ok=True)
