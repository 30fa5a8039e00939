"""Moving a note from one state to the next: guard, compare-and-swap, and a row that says so."""

from vises.apps.learning.models import FieldNote, NoteMove
from vises.apps.learning.rules.states import Facts, may_move
from vises.kernel.clock import now
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def facts(note: FieldNote) -> Facts:
    """What the moves of this note depend on."""
    return Facts(
        note.state,
        note.sharing,
        note.body_id is not None,
        frozenset(language for language, text in note.answers.items() if text),
        any(user != note.author_id for user in note.joins.values_list("user_id", flat=True)[:2]),
    )


def move(who: str, name: str, note: FieldNote, new: str, *, why: str = "", **fields: object) -> None:
    """Move a note, and the notes merged into it with it; `fields` change in the same write.

    `name` is how the note's history names whoever moved it. Raises Problem when the move is not open, Conflict
    when somebody moved it meanwhile. Call in a transaction.
    """
    for field, value in fields.items():
        setattr(note, field, value)
    old = note.state
    if code := may_move(facts(note), new):
        raise Problem(code)
    moment = now()
    if not FieldNote.objects.filter(pk=note.pk, state=old).update(state=new, moved_at=moment, **fields):
        raise Conflict("platform.changed-meanwhile")
    note.state, note.moved_at = new, moment
    merged = list(FieldNote.objects.filter(merged_into=note).values_list("pk", "state"))
    FieldNote.objects.filter(merged_into=note).update(
        state=new, moved_at=moment, body=note.body, answered_at=note.answered_at, returned_at=note.returned_at
    )
    NoteMove.objects.bulk_create(
        [NoteMove(note_id=pk, old=was, new=new, by_name=name, why=why) for pk, was in [(note.pk, old), *merged]]
    )
    record(
        who,
        f"note.{new}",
        scope_id=note.programme.scope_id,
        object_kind="note",
        object_id=note.id,
        merged=len(merged),
    )
