"""What groups said at sessions: fingerprints of what a writer saw, and which groups may be named outside. Pure."""

import hashlib
import json
from typing import Any

from vises.analysis.disclosure import OUTSIDE


def fingerprint(*written: Any) -> str:
    """What was written, in 16 hex digits: two people who write at once are told apart by it."""
    whole = json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def told_outside(present: int, size: int | None) -> bool:
    """May what a group said at a session be told as that group's? `present` of its people were there."""
    return present >= OUTSIDE and (size is None or size >= OUTSIDE)
