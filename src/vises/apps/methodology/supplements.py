"""What completes a lagging translation of a released version: texts, who wrote and read them over, a hash. Pure.

A supplement fills only texts that lagged or were missing in its language when the version was released. The version
keeps its own texts and hashes; a supplement has its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vises.apps.methodology.checks import check_text, missing
from vises.apps.methodology.rules import SOURCE_LANGUAGE, Version, as_written, canonical_hash, expected_keys
from vises.kernel.locale import LANGUAGES

LONGEST_NAMES = 200
PARTS = ("version", "language", "source", "translated_by", "read_by", "completed_on", "texts")


@dataclass(frozen=True)
class Supplement:
    """Texts that complete a language of a version. `version` is the hash of its structure, `source` that of the
    source texts which these translate."""

    version: str
    language: str
    source: str
    texts: dict[str, str]
    translated_by: str
    read_by: str
    completed_on: date

    @property
    def hash(self) -> str:
        """Its identity: the canonical hash of everything in it."""
        return canonical_hash(as_mapping(self))

    @property
    def name(self) -> str:
        """What its file is called, without its ending: the language and the beginning of its hash."""
        return f"{self.language}-{self.hash[:12]}"


def open_keys(
    version: Version, texts: Mapping[str, Mapping[str, str]], behind: Iterable[str], language: str
) -> tuple[str, ...]:
    """The text keys that may be completed in a language, in the version's order: those that lag and those missing.

    None in the source language, which the others translate.
    """
    if language == SOURCE_LANGUAGE or language not in LANGUAGES:
        return ()
    gaps = {*missing(version, texts.get(language, {})), *behind}
    source = texts.get(SOURCE_LANGUAGE, {})
    return tuple(key for key in expected_keys(version) if key in gaps and source.get(key))


def source_hash(source: Mapping[str, str], keys: Iterable[str]) -> str:
    """The canonical hash of the source texts of these keys."""
    return canonical_hash({key: source.get(key, "") for key in keys})


def check_supplement(found: Supplement, hash_: str, source: Mapping[str, str], may_fill: Iterable[str]) -> None:
    """Whether a supplement belongs to the version of that hash and fills only what it may.

    Raises ValueError with the place that cannot be.
    """
    if found.version != hash_:
        raise ValueError("version")
    if found.language not in LANGUAGES or found.language == SOURCE_LANGUAGE:
        raise ValueError("language")
    for name in ("translated_by", "read_by"):
        said = getattr(found, name)
        if not said.strip() or len(said) > LONGEST_NAMES:
            raise ValueError(name)
        check_text(name, said)
    if found.translated_by.casefold() == found.read_by.casefold():
        raise ValueError("read_by")
    allowed = set(may_fill)
    if not found.texts:
        raise ValueError("texts")
    for key, text in found.texts.items():
        if key not in allowed or not text or text != as_written(text, found.language):
            raise ValueError(key[:120])
        check_text(key, text)
    if found.source != source_hash(source, found.texts):
        raise ValueError("source")


def as_mapping(supplement: Supplement) -> dict[str, Any]:
    """A supplement as its file holds it."""
    return {name: getattr(supplement, name) for name in PARTS} | {"completed_on": str(supplement.completed_on)}


def from_mapping(found: Mapping[str, Any]) -> Supplement:
    """The supplement that a file holds. Raises ValueError with the place that cannot be."""
    if set(found) != set(PARTS) or not isinstance(found["texts"], Mapping):
        raise ValueError("supplement")
    language, texts = str(found["language"]), found["texts"]
    if any(not isinstance(key, str) or not isinstance(text, str) for key, text in texts.items()):
        raise ValueError("texts")
    return Supplement(
        str(found["version"]),
        language,
        str(found["source"]),
        {key: as_written(text, language) for key, text in texts.items()},
        str(found["translated_by"]),
        str(found["read_by"]),
        date.fromisoformat(str(found["completed_on"])),
    )
