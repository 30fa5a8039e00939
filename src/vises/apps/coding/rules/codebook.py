"""Themes of a codebook. Pure."""

import hashlib
import json
import uuid
from collections.abc import Mapping


def version_of(
    names: Mapping[str, str],
    definitions: Mapping[str, str],
    examples: Mapping[str, str],
    memo: str,
    parent: uuid.UUID | None,
) -> str:
    """What tells a theme as it is now from the same theme in other words or at another place."""
    words = [names, definitions, examples, memo, str(parent or "")]
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]
