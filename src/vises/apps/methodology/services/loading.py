"""Bringing the versions in `content/` into the database. Released ones never change."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from vises.apps.methodology.models import MethodologyText, MethodologyVersion
from vises.apps.methodology.reading import from_yaml
from vises.apps.methodology.rules import SOURCE_LANGUAGE, canonical_hash, flatten, version_from_json
from vises.kernel.locale import LANGUAGES, typeset
from vises.kernel.problems import Problem


def read_version(folder: Path) -> tuple[dict[str, Any], dict[str, dict[str, str]], dict[str, str]]:
    """A version's structure, its flat texts per language, and its hashes ("structure", "fr", "nl", "en").

    Raises Problem when a file is missing or cannot be read.
    """
    try:
        structure = from_yaml((folder / "structure.yaml").read_text(encoding="utf-8"))
        texts = {
            language: _texts(folder / "texts" / f"{language}.yaml", language)
            for language in LANGUAGES
            if (folder / "texts" / f"{language}.yaml").exists()
        }
        released = structure.get("released_on")
        structure["released_on"] = str(released) if released else None
        structure["code"] = str(structure["code"])
        version_from_json(structure, "")
    except (OSError, yaml.YAMLError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("methodology.unreadable", folder=folder.name, error=str(error)) from error
    hashes = {"structure": canonical_hash(structure)} | {
        language: canonical_hash(words) for language, words in texts.items()
    }
    return structure, texts, hashes


def _texts(file: Path, language: str) -> dict[str, str]:
    flat = flatten(from_yaml(file.read_text(encoding="utf-8")))
    return {key: typeset(words, language) for key, words in flat.items()}


def load(content: Path) -> None:
    """Bring every version below `content/methodology` in; quick when nothing changed.

    The lock names the hashes of released versions. Raises Problem when a released version was edited,
    on disk (it differs from the lock) or in the database (it differs from what is on disk).
    """
    root = content / "methodology"
    lock: dict[str, dict[str, str]] = from_yaml((root / "lock.yaml").read_text(encoding="utf-8")) or {}
    known = {row.code: row for row in MethodologyVersion.objects.all()}
    for folder in sorted(path for path in root.iterdir() if (path / "structure.yaml").exists()):
        structure, texts, hashes = read_version(folder)
        code = structure["code"]
        if structure["released_on"] and lock.get(code) != hashes:
            raise Problem("methodology.released-edited", code=code)
        row = known.get(code)
        if row is not None and row.released_on is not None and row.hash != hashes["structure"]:
            raise Problem("methodology.released-edited", code=code)
        _store(structure, texts, hashes)


def _store(structure: dict[str, Any], texts: dict[str, dict[str, str]], hashes: dict[str, str]) -> None:
    with transaction.atomic():
        row, _ = MethodologyVersion.objects.get_or_create(
            code=structure["code"],
            defaults={
                "released_on": structure["released_on"],
                "structure": structure,
                "hash": hashes["structure"],
                "core": core_of(structure),
            },
        )
        released = str(row.released_on) if row.released_on else None
        if row.hash != hashes["structure"] or released != structure["released_on"]:
            # a draft may change until it is released
            row.structure, row.hash = structure, hashes["structure"]
            row.released_on = structure["released_on"]
            row.save(update_fields=["structure", "hash", "released_on"])
        there = {text.language: text.hash for text in row.texts.all()}
        for language, words in texts.items():
            if there.get(language) != hashes[language]:
                MethodologyText.objects.update_or_create(
                    version=row,
                    language=language,
                    defaults={
                        "texts": words,
                        "hash": hashes[language],
                        "source_hash": "" if language == SOURCE_LANGUAGE else hashes.get(SOURCE_LANGUAGE, ""),
                    },
                )


def core_of(structure: dict[str, Any]) -> MethodologyVersion | None:
    """The core on which a structure stands; None for a core. Raises Problem when it is not here."""
    code = structure.get("core")
    if not code:
        return None
    found = MethodologyVersion.objects.filter(code=code, core=None).exclude(released_on=None).first()
    if found is None:
        raise Problem("methodology.no-core", code=code)
    return found


def lock_lines(content: Path) -> str:
    """The lock of what is in `content/`, as YAML: written when a version is released, reviewed by people."""
    lock = {}
    for folder in sorted(path for path in (content / "methodology").iterdir() if (path / "structure.yaml").exists()):
        structure, _, hashes = read_version(folder)
        if structure["released_on"]:
            lock[structure["code"]] = hashes
    return yaml.safe_dump(lock, sort_keys=True)
