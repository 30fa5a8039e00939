"""The easy-read variant as pages need it: the words and pictures of each question, in one language."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vises.apps.instruments.models import EasyFile, EasyRead, InstrumentVersion
from vises.platform.files.models import StoredFile


@dataclass(frozen=True)
class EasyQuestion:
    """One question in easy words, as far as there are any. Pictures by choice ("" its own), sounds by language."""

    words: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, uuid.UUID] = field(default_factory=dict)
    sounds: Mapping[str, uuid.UUID] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """Its easy words in that language; "" where there are none."""
        return str(self.words.get(language, {}).get("label", ""))

    def hint(self, language: str) -> str:
        """Its easy hint."""
        return str(self.words.get(language, {}).get("hint", ""))

    def choices(self, language: str) -> Mapping[str, str]:
        """Easy words of its choices, by value."""
        found = self.words.get(language, {}).get("choices", {})
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, Mapping) else {}


NOTHING = EasyQuestion()


@dataclass(frozen=True)
class EasyVariant:
    """The variant of one wording. `validated_on` is None until readers found it easy."""

    questions: Mapping[str, EasyQuestion]
    validated_by: str
    validated_on: date | None

    def of(self, name: str) -> EasyQuestion:
        """The easy words of a question."""
        return self.questions.get(name, NOTHING)


def easy_variant(version: InstrumentVersion) -> EasyVariant:
    """The variant of a wording that somebody was already let into; empty where none was written. Two queries."""
    row = EasyRead.objects.filter(version=version).first()
    if row is None:
        return EasyVariant({}, "", None)
    files: dict[str, dict[str, dict[str, uuid.UUID]]] = {}
    for file in EasyFile.objects.filter(easy=row):
        kind = files.setdefault(file.question, {}).setdefault(file.kind, {})
        kind[file.language if file.kind == EasyFile.Kind.SOUND else file.choice] = file.id
    names = {*row.words, *row.drawings, *files}
    questions = {
        name: EasyQuestion(
            row.words.get(name, {}),
            row.drawings.get(name, {}),
            files.get(name, {}).get(EasyFile.Kind.PICTURE, {}),
            files.get(name, {}).get(EasyFile.Kind.SOUND, {}),
        )
        for name in names
    }
    return EasyVariant(questions, row.validated_by, row.validated_on)


def easy_file(version_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile | None:
    """A picture or sound of the variant of that wording."""
    row = EasyFile.objects.filter(pk=file_id, easy__version=version_id).select_related("file").first()
    return row.file if row else None
