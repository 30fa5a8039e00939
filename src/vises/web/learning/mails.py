"""Letters that notes owe: to the enterprise they concern, and to everyone who waits for an answer."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from vises.apps.accounts.services import notify
from vises.apps.learning.services.sharing import Letter
from vises.platform.mail.services import send


def ask_enterprise(note_id: object, letters: Iterable[Letter], who: str, enterprise: str) -> None:
    """Mail each referent her link, and leave her a notice. Call in the transaction that asked."""
    for letter in letters:
        notify(letter.user_id, "note-asks", reverse("learning-agreement-inside", args=[note_id]))
        send(
            letter.mail,
            "mails/note-agreement",
            letter.language,
            key=f"note-agreement:{note_id}:{letter.token[:12]}",
            name=letter.name,
            who=who,
            enterprise=enterprise,
            address=_address("learning-agreement", letter),
        )


def bring_back(note_id: object, letters: Iterable[Letter], words: str, answers: dict[str, str], body: str) -> None:
    """Mail everybody who waits what became of it, and leave a notice. Call in the transaction that gave it back."""
    for letter in letters:
        notify(letter.user_id, "note-back", reverse("learning-note", args=[note_id]))
        send(
            letter.mail,
            "mails/note-back",
            letter.language,
            key=f"note-back:{note_id}:{letter.token[:12]}",
            name=letter.name,
            words=words,
            answer=answers.get(letter.language) or answers.get("fr", ""),
            body=body,
            address=_address("learning-told", letter),
        )


def _address(route: str, letter: Letter) -> str:
    return f"{settings.BASE_ADDRESS}{reverse(route, args=[letter.token])}?lang={letter.language}"
