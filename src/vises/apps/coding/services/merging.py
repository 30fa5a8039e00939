"""Two themes become one, and one becomes two; both can be undone, and no mark is lost."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code, CodeChange, MarkApart, Passage
from vises.apps.coding.services.codebook import add_code, code_of, new_name
from vises.apps.coding.services.may import themes_stay_while_apart
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

Follows = Callable[[uuid.UUID, uuid.UUID, frozenset[str] | None], list[str]]
_following: list[Follows] = []


def register_following(callback: Follows) -> None:
    """Follow a theme that goes into another one: from, to, and (when it is undone) only these rows. Called in the same
    transaction; gives the ids of the rows that moved. Rooms above register in `ready()`.
    """
    _following.append(callback)


def merge(actor: Actor, code_id: uuid.UUID, into_id: uuid.UUID) -> CodeChange:
    """A theme goes into another one: its passages, the themes under it, and what cites it. Needs to be able to code.

    Words that had both themes keep both marks. Raises Problem for a theme of another codebook, itself, or one that
    lies under it.
    """
    code = code_of(actor, code_id)
    themes_stay_while_apart(actor, code.scope_id)
    with transaction.atomic():
        into = Code.objects.select_for_update().filter(pk=into_id, scope_id=code.scope_id).first()
        if into is None or into.pk == code.pk or code.pk in _above(into):
            raise Problem("coding.merge", field="into")
        _follow_apart(code, into)
        before = {
            "names": code.names,
            "definitions": code.definitions,
            "examples": code.examples,
            "memo": code.memo,
            "parent": str(code.parent_id or ""),
            "order": code.order,
            "under": [str(id_) for id_ in code.children.values_list("id", flat=True)],
        }
        moved = list(code.passages.all())
        _move(moved, into)
        code.children.update(parent=into)
        code.refusals.update(code=into)
        cited = _follow(code.pk, into.pk)
        change = _note(actor, CodeChange.Kind.MERGED, code, into, moved, before=before, cited=cited)
        code.delete()
    return change


def split(actor: Actor, code_id: uuid.UUID, names: Texts, passages: Iterable[uuid.UUID]) -> CodeChange:
    """Passages of a theme that the actor reads get a new theme beside it. Needs to be able to code.

    Raises Problem without a name or a passage, and for a name that the codebook has.
    """
    code = code_of(actor, code_id)
    themes_stay_while_apart(actor, code.scope_id)
    rows = Passage.objects.filter(code=code, pk__in=list(passages))
    moved = list(rows if actor.kind == "system" else visible(actor, "words.read", rows))
    if not moved:
        raise Problem("coding.split", field="passages")
    with transaction.atomic():
        new = add_code(actor, code.scope.journey.id, names=names, parent_id=code.parent_id)
        _move(moved, new)
        return _note(actor, CodeChange.Kind.SPLIT, code, new, moved)


def undo(actor: Actor, change_id: uuid.UUID) -> None:
    """Put passages back where they were. Needs to be able to code.

    A merged theme comes back with its passages, its place and what cited it; a theme that was taken out goes back
    with all it has by now. Raises Problem when it was undone, or a later change stands in the way.
    """
    change = CodeChange.objects.filter(pk=change_id).first()
    if change is None:
        raise NotFound()
    target = Code.objects.filter(pk=change.target).first()
    code_of(actor, change.target if target else _any_code(change))
    themes_stay_while_apart(actor, change.scope_id)
    if change.undone_at is not None:
        raise Problem("coding.undone")
    with transaction.atomic():
        if change.kind == CodeChange.Kind.MERGED:
            if target is None:
                raise Problem("coding.later-change")
            _take_apart(change, target)
        else:
            source = Code.objects.filter(pk=change.source).first()
            if source is None or target is None:
                raise Problem("coding.later-change")
            _follow_apart(target, source)
            _move(target.passages.all(), source)
            target.children.update(parent=source)
            target.refusals.update(code=source)
            _follow(target.pk, source.pk)
            target.delete()
        CodeChange.objects.filter(pk=change.pk).update(undone_at=now(), undone_by=actor.id if actor.signed_in else None)
        record(
            actor.who,
            f"coding.{change.kind}-undone",
            scope_id=change.scope_id,
            object_kind="code",
            object_id=change.source,
        )


def _follow_apart(code: Code, into: Code) -> None:
    """Marks of readings apart that ended go along; while one goes on, its themes stay as they are."""
    marks = MarkApart.objects.filter(code=code)
    if marks.filter(reading__ended_at=None).exists():
        raise Problem("coding.apart-theme")
    there = set(MarkApart.objects.filter(code=into).values_list("reading_id", "first", "start", "end"))
    for mark in marks:
        if (mark.reading_id, mark.first, mark.start, mark.end) in there:
            mark.delete()
        else:
            MarkApart.objects.filter(pk=mark.pk).update(code=into)


def _take_apart(change: CodeChange, target: Code) -> None:
    """A merged theme as it was, with those of its passages that are still there."""
    was: dict[str, Any] = change.before
    new_name(change.scope_id, was["names"])
    code = Code.objects.create(
        id=change.source,
        scope_id=change.scope_id,
        names=was["names"],
        definitions=was["definitions"],
        examples=was["examples"],
        memo=was["memo"],
        parent=Code.objects.filter(pk=was["parent"], scope_id=change.scope_id).first() if was["parent"] else None,
        order=was["order"],
    )
    _move(change.moved.filter(code=target), code)
    Code.objects.filter(pk__in=was["under"], parent=target).update(parent=code)
    _follow(target.pk, code.pk, frozenset(change.cited))


def _move(passages: Iterable[Passage], to: Code) -> None:
    """Passages under another theme; words that it marks already are marked twice, and counted once."""
    rows = list(passages)
    left = {row.code_id for row in rows}
    there = set(to.passages.filter(doubled=False).values_list("text_id", "start", "end"))
    for row in sorted(rows, key=lambda row: row.doubled):
        place = (row.text_id, row.start, row.end)
        row.code, row.doubled = to, place in there
        there.add(place)
    Passage.objects.bulk_update(rows, ["code", "doubled"], batch_size=500)
    stays = Passage.objects.filter(code__in=left, doubled=True)
    for row in stays:
        count_twin(row)


def count_twin(gone: Passage) -> None:
    """A mark at this place went: where only doubled ones are left with its theme, one of them counts now."""
    twins = Passage.objects.filter(text_id=gone.text_id, code_id=gone.code_id, start=gone.start, end=gone.end)
    if not twins.filter(doubled=False).exists():
        Passage.objects.filter(pk__in=list(twins.values_list("pk", flat=True)[:1])).update(doubled=False)


def _follow(code: uuid.UUID, to: uuid.UUID, only: frozenset[str] | None = None) -> list[str]:
    return [id_ for callback in _following for id_ in callback(code, to, only)]


def _note(actor: Actor, kind: str, source: Code, target: Code, moved: list[Passage], **facts: Any) -> CodeChange:
    change = CodeChange.objects.create(
        scope_id=source.scope_id,
        kind=kind,
        source=source.pk,
        source_names=source.names,
        target=target.pk,
        target_names=target.names,
        places=len(moved),
        who_id=actor.id if actor.signed_in else None,
        **facts,
    )
    change.moved.set(moved)
    record(
        actor.who,
        f"coding.{kind}",
        scope_id=source.scope_id,
        object_kind="code",
        object_id=source.pk,
        target=str(target.pk),
        passages=len(moved),
    )
    return change


def _above(code: Code) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    above = code.parent
    while above is not None:
        found.add(above.pk)
        above = above.parent
    return found


def _any_code(change: CodeChange) -> uuid.UUID:
    """A theme of the same codebook, to ask who may change it. Raises NotFound where there is none."""
    code = Code.objects.filter(scope_id=change.scope_id).values_list("pk", flat=True).first()
    if code is None:
        raise NotFound()
    return code
