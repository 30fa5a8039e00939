"""What sentences mean, as rows of numbers, from a model on disk: an optional extra. Pure; nothing is ever fetched.

A static model holds one vector for each piece of a word, learnt from many languages at once, and takes the mean of the
pieces of a sentence (model2vec). So two sentences may be near that share no word, in one language or in two. How near
is near differs from model to model; `measure` finds it on sentences known to say the same.
"""

import hashlib
import os
import threading
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Thing = TypeVar("Thing", bound=Hashable)

WEIGHTS = "model.safetensors"
FILES = ("config.json", "tokenizer.json", WEIGHTS)
AT_ONCE = 512
"""Sentences read in one go: others who ask wait no longer than that takes."""
LONGEST = 4_000
"""Characters of a text that are read."""
NEAR = 0.5
"""From here on two sentences are near, where the model knows too few of the known sentences to measure it."""
STRANGERS = 0.001
"""How many of those who say something else may come as near as that."""
ENOUGH = 50
"""Known pairs that a measure needs."""
FUSED = 60
"""What softens the first places of a ranking (Cormack, Clarke and Büttcher 2009)."""


class Unusable(Exception):
    """The folder holds no model that can be read; the message says why."""


@dataclass(frozen=True)
class Nearness:
    """From which cosine on two sentences say much the same, in one language and in two. `joined`: of the sentences
    known to say the same in two languages, the share that the model brings together; None when not measured."""

    same: float = NEAR
    other: float = NEAR
    joined: float | None = None

    def of(self, one: str, another: str) -> float:
        """For two languages."""
        return self.same if one == another else self.other


class Model:
    """A model that was read from disk. `mark` tells it from any other; several threads may ask at once."""

    def __init__(self, mark: str, static: Any) -> None:
        self.mark = mark
        self._static = static
        self._lock = threading.Lock()  # the tokenizer must not be asked twice at a time

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self._static.dim)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text; zeros where the model knows none of its words."""
        rows = [np.zeros((0, self.size), dtype=np.float32)]
        for first in range(0, len(texts), AT_ONCE):
            some = [text[:LONGEST] for text in texts[first : first + AT_ONCE]]
            with self._lock:
                rows.append(np.asarray(self._static.encode(some, use_multiprocessing=False), dtype=np.float32))
        return unit(np.concatenate(rows))


def load(folder: Path) -> Model:
    """Read the model in a folder. Raises Unusable when the library or a file is missing, or cannot be read."""
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise Unusable(f"in {folder} there is no {', '.join(missing)}")
    os.environ["HF_HUB_OFFLINE"] = "1"  # the library could fetch; it is given a folder, and this besides
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise Unusable("the library is not installed (the extra `sentences`)") from error
    try:
        model = Model(_mark(folder), StaticModel.from_pretrained(folder))
        known = model.vectors(["vises"])
    except Exception as error:  # whatever the libraries below say of a file that is not what it should be
        raise Unusable(f"{folder} cannot be read as a static model ({type(error).__name__}: {error})") from error
    if not np.isfinite(known).all():
        raise Unusable(f"{folder} holds numbers that are none")
    return model


def unit(rows: Vectors) -> Vectors:
    """Rows brought to length 1; those without length stay zeros."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(length > 0, length, 1)).astype(np.float32)


def nearest(asked: Vectors, rows: Vectors, most: int) -> list[tuple[int, float]]:
    """The rows nearest to one vector, the nearest first: their numbers and cosines. At most `most`."""
    if not len(rows) or not asked.any():
        return []
    cosines = rows @ asked
    some = np.argpartition(-cosines, most)[:most] if len(rows) > most else np.arange(len(rows))
    return [(int(number), float(cosines[number])) for number in some[np.argsort(-cosines[some], kind="stable")]]


def fused(*rankings: Iterable[Thing]) -> list[Thing]:
    """Several rankings as one: each place gives 1 / (60 + place), and sums decide; equal ones keep their order.

    Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009. Only places count, so that likeness by words and
    by meaning, which have no common measure, need none.
    """
    sums: dict[Thing, float] = {}
    for ranking in rankings:
        for place, thing in enumerate(ranking, start=1):
            sums[thing] = sums.get(thing, 0.0) + 1 / (FUSED + place)
    return sorted(sums, key=lambda thing: -sums[thing])


def measure(one: Vectors, another: Vectors, tries: int = 1) -> Nearness:
    """How near is near in a model: by sentences (rows) that say the same in two languages, number by number.

    Near is what one in a thousand of the sentences that say something else would reach, and no more. Where a sentence
    is held against several (`tries`), chance has as many tries, and the bar is higher by as much.
    """
    known = one.any(axis=1) & another.any(axis=1)
    one, another = one[known], another[known]
    if len(one) < ENOUGH:
        return Nearness()
    apart = ~np.eye(len(one), dtype=bool)
    across = one @ another.T
    share = 1 - STRANGERS / tries
    other = float(np.quantile(across[apart], share))
    within = np.concatenate([(rows @ rows.T)[apart] for rows in (one, another)])
    same = float(np.quantile(within, share))
    return Nearness(same, other, float((np.diag(across) >= other).mean()))


def _mark(folder: Path) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for name in FILES:
        with (folder / name).open("rb") as file:
            whole.update(hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()
