"""What a respondent carries from page to page: signed, in the page itself, so that nothing half is stored here."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core import signing

from vises.kernel.clock import this_hour
from vises.kernel.ids import new_id
from vises.kernel.problems import Problem

SALT = "vises.answer"


@dataclass(frozen=True)
class Draft:
    """An answer under way. `begun` is the hour in which it began: the "now" of its calculations."""

    wave: str
    instance: str
    begun: str
    language: str
    consents: tuple[str, ...] = ()
    values: dict[str, str] | None = None
    files: dict[str, str] = field(default_factory=dict)  # question to the id of its stored file
    how: str = "self"  # how the person agreed
    told: int = 0  # the version of what she was told
    corrects: str = ""  # the instance that this answer replaces

    def now(self) -> datetime:
        return datetime.fromisoformat(self.begun)

    def signed(self) -> str:
        """The draft as it stands in a hidden field."""
        data = {
            "w": self.wave,
            "i": self.instance,
            "b": self.begun,
            "l": self.language,
            "c": list(self.consents),
            "v": self.values,
            "f": self.files,
            "o": [self.how, self.told, self.corrects],
        }
        return signing.dumps(data, salt=SALT, compress=True)

    def with_(self, **changes: Any) -> "Draft":
        return replace(self, **changes)


def new_draft(wave_id: str, language: str) -> Draft:
    """A new answer: its instance id is made with the page, so sending twice gives one answer."""
    return Draft(wave_id, f"uuid:{new_id()}", this_hour().isoformat(), language)


def _draft(data: dict[str, Any]) -> Draft:
    return Draft(data["w"], data["i"], data["b"], data["l"], tuple(data["c"]), data["v"], data["f"], *data["o"])


def round_of(text: str) -> uuid.UUID:
    """The round whose draft a page carried. Raises Problem when it is not ours."""
    try:
        return uuid.UUID(_draft(signing.loads(text, salt=SALT)).wave)
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise Problem("collection.draft-unreadable") from error


def read_draft(text: str, wave_id: str) -> Draft:
    """The draft that a page carried. Raises Problem when it is not ours, or belongs to another questionnaire."""
    try:
        data = signing.loads(text, salt=SALT)
        draft = _draft(data)
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise Problem("collection.draft-unreadable") from error
    if draft.wave != wave_id:
        raise Problem("collection.draft-unreadable")
    return draft
