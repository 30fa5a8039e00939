"""The sentence model of this installation, where the operator gave one (docs/operator); else likeness goes by words."""

import functools
from pathlib import Path

from django.conf import settings

from vises.texts import sentences


def given() -> bool:
    """Whether there is one."""
    return bool(settings.SENTENCES)


def model() -> sentences.Model | None:
    """It, read once in a process; None without one. Raises sentences.Unusable."""
    return _read(Path(settings.SENTENCES)) if given() else None


def let_go() -> None:
    """Free what it takes in memory; it is read again when asked for."""
    _read.cache_clear()


@functools.lru_cache(maxsize=1)
def _read(folder: Path) -> sentences.Model:
    return sentences.load(folder)
