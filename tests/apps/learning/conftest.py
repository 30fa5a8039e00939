"""Notes written by the small world's people."""

from collections.abc import Callable
from typing import Any

import pytest

LONG_FORM = "Le formulaire de consentement est trop long pour qui répond oralement."


@pytest.fixture
def raised(world: Any) -> Callable[..., Any]:
    """Raise a note: `raised("Comment inviter les clients ?")`, by claire at the portrait unless told otherwise."""

    def make(
        text: str = LONG_FORM, *, by: str = "claire", language: str = "fr", at: str = "portrait", **more: Any
    ) -> Any:
        from vises.apps.learning.services.notes import write_note
        from vises.apps.learning.services.sharing import share

        place = (
            {"journey_id": world.journey.id}
            if by in {"claire", "nadia", "mo"}
            else {"programme_id": world.programme.id}
        )
        words = {"kind": "question", "text": text, "language": language, "deliverable": at} | more
        note = write_note(world.actor(by), **place, **words)
        share(world.actor(by), note.id, recognisable=False)
        note.refresh_from_db()
        return note

    return make


@pytest.fixture
def answered(world: Any, raised: Callable[..., Any]) -> Callable[..., Any]:
    """Raise a note, treat it in the body and answer it in French and Dutch."""

    def make(**more: Any) -> Any:
        from vises.apps.learning.services.treatment import fingerprint, take, write_answer

        note = raised(**more)
        note = take(world.actor("bo"), world.body.id, note.id)
        answers = {"fr": "Dites-le à voix haute en trois phrases.", "nl": "Zeg het hardop in drie zinnen."}
        return write_answer(
            world.actor("bo"), note.id, analyses={}, answers=answers, seen=fingerprint(note), ready=True
        )

    return make
