"""Values of a wave's answers, derived from what was stored: column by column, rebuilt whenever it changes."""

import functools
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.queries import form_of
from vises.xforms import rows_of


@dataclass(frozen=True)
class Values:
    """`columns`: per question one value per answer (None where empty); `hashes`: the answers they come from."""

    hashes: tuple[str, ...]
    columns: dict[str, list[str | None]]

    @property
    def hash(self) -> str:
        """The identity of the data: the hash of its sorted manifest."""
        return manifest_hash(self.hashes)


def manifest_hash(hashes: Sequence[str]) -> str:
    """The SHA-256 of the sorted hashes, one a line."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def kept_hashes(wave: Wave) -> tuple[str, ...]:
    """The hashes of the answers that count now, sorted: nothing of the order in which they came."""
    rows = Answer.objects.filter(wave=wave, state=Answer.State.KEPT)
    return tuple(sorted(rows.values_list("sha256", flat=True)))


def values_of(wave: Wave) -> Values:
    """The values of all answers that count now. Kept in memory until an answer comes or goes."""
    hashes = kept_hashes(wave)
    return Values(hashes, _columns(wave, manifest_hash(hashes)))


def values_then(wave: Wave, manifest: Collection[str]) -> Values | None:
    """The values of the answers of an earlier state, corrected ones as they were; None where one was taken back."""
    now = values_of(wave)
    wanted = set(manifest)
    places = {hash_: place for place, hash_ in enumerate(now.hashes) if hash_ in wanted}
    earlier = {}
    if len(places) < len(wanted):
        row_of = rows_of(form_of(wave.version))
        rows = Answer.objects.filter(wave=wave, state=Answer.State.REPLACED)
        for hash_, xml in rows.values_list("sha256", "xml").iterator(chunk_size=2000):
            if hash_ in wanted:
                earlier[hash_] = row_of(xml)
    if len(places) + len(earlier) < len(wanted):
        return None
    hashes = tuple(sorted(wanted))
    columns = {
        name: [column[places[one]] if one in places else earlier[one].get(name) or None for one in hashes]
        for name, column in now.columns.items()
    }
    return Values(hashes, columns)


class _Keyed:
    """A wave that compares by id, so that its columns can be kept."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave

    def __hash__(self) -> int:
        return hash(self.wave.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.wave.id == self.wave.id


def _columns(wave: Wave, hash_: str) -> dict[str, list[str | None]]:
    return _kept_columns(_Keyed(wave), hash_)


@functools.lru_cache(maxsize=16)
def _kept_columns(keyed: _Keyed, hash_: str) -> dict[str, list[str | None]]:
    wave = keyed.wave
    form = form_of(wave.version)
    names = [question.name for question in form.questions if not question.in_repeat]
    columns: dict[str, list[str | None]] = {name: [] for name in names}
    rows = Answer.objects.filter(wave=wave, state=Answer.State.KEPT).order_by("sha256")
    row_of = rows_of(form)
    for xml in rows.values_list("xml", flat=True).iterator(chunk_size=2000):
        row = row_of(xml)
        for name in names:
            columns[name].append(row.get(name) or None)
    return columns
