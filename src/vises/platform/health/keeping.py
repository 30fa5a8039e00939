"""Whether an error says that nothing can be kept just now: then sending again later is safe."""

import errno

from django.db import OperationalError, connection

RETRY_AFTER = 30  # seconds
# What SQLite says when it cannot write or read just now; its other complaints are faults of ours.
_FULL_OR_BUSY = ("disk is full", "locked", "disk i/o", "unable to open", "readonly")


def cannot_keep(error: BaseException | None) -> bool:
    """Whether an error says that the machine cannot keep anything now: a full disk, a database that is away."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
    if not isinstance(error, OperationalError):
        return False
    return connection.vendor != "sqlite" or any(words in str(error).lower() for words in _FULL_OR_BUSY)
