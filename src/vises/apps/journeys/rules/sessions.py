"""What a session's record says, as one fingerprint."""

import hashlib
import json
import uuid
from collections.abc import Iterable


def fingerprint(held: bool, minutes: int | None, record: str, presences: Iterable[tuple[uuid.UUID, int, str]]) -> str:
    """What was noted of a session, in 16 hex digits: two people who note at once are told apart by it."""
    rows = sorted((str(group), people, names) for group, people, names in presences)
    written = json.dumps([held, minutes, record, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
