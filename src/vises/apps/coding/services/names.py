"""Names replaced by pseudonyms, each confirmed by a person; the key kept apart, by those who keep it."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from vises.apps.access.actor import SYSTEM, Actor
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, end_role, fetch, give_role, visible
from vises.apps.accounts.models import User
from vises.apps.coding.models import MarkApart, Passage, Pseudonym, PseudonymUse, ReadingApart, Text
from vises.apps.coding.rules.names import KINDS, chosen, next_free, same_name
from vises.apps.coding.services.stems import write_stems
from vises.apps.collection.services.documents import rewrite
from vises.kernel.problems import Conflict, Forbidden, Problem
from vises.platform.audit.services import record
from vises.platform.sealed import mark_of, seal, unseal
from vises.texts.rewriting import Rewriting, Swap, renamed

WordsChange = Callable[[Mapping[uuid.UUID, str]], None]
_told: list[WordsChange] = []


def register_rewritten(callback: WordsChange) -> None:
    """Be told the new words of passages whose names were replaced, in the same transaction (`ready()`)."""
    _told.append(callback)


@dataclass(frozen=True)
class Change:
    """Words from `start` to `end` of a text that somebody confirmed as a name of this kind.

    `stands` is the pseudonym; "" takes the one this name has, or the next free one.
    """

    start: int
    end: int
    kind: str
    stands: str = ""


def keepers(scope_id: uuid.UUID, line_id: uuid.UUID) -> tuple[str, ...]:
    """Names of those who keep the key of a plan line and still read its words. The caller has checked the actor."""
    return tuple(_keeping(scope_id, line_id).order_by("created_at").values_list("user__name", flat=True))


def _keeping(scope_id: uuid.UUID, line_id: uuid.UUID) -> QuerySet[Membership]:
    held = Membership.objects.filter(scope_id=scope_id, detail=line_id)
    reads = held.filter(role=Role.READER, user=OuterRef("user"))
    return held.filter(Exists(reads), role=Role.KEEPER)


def keeps_key(actor: Actor, text: Text) -> bool:
    """May this actor open the key of this text's plan line? She must be its keeper and still read its words."""
    if actor.kind == "system":
        return True
    rows = Text.objects.filter(pk=text.pk)
    return visible(actor, "words.read", rows).exists() and visible(actor, "key.open", rows).exists()


def begin_key(actor: Actor, text_id: uuid.UUID) -> None:
    """Become the first keeper of the key of a text's plan line. Needs `words.read`.

    Whoever reads the names anyway may keep their key, as long as nobody does. Raises Forbidden where somebody does.
    """
    text = fetch(actor, "words.read", Text.objects.select_related("scope"), pk=text_id)
    with transaction.atomic():
        if _keeping(text.scope_id, _line(text)).exists():
            raise Forbidden("coding.key-kept")
        give_role(actor, _user(actor), text.scope, Role.KEEPER, detail=text.detail)


def share_key(actor: Actor, text_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Let another reader of the plan line keep its key too. Needs to keep it, or `journey.open`."""
    text = _text_whose_key(actor, text_id)
    user = User.objects.filter(
        memberships__scope=text.scope, memberships__role=Role.READER, memberships__detail=text.detail, pk=user_id
    ).first()
    if user is None:
        raise Problem("coding.key-reader", field="user")
    give_role(actor, user, text.scope, Role.KEEPER, detail=text.detail)


def end_key(actor: Actor, text_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """End somebody's keeping of the key, at once. Needs to keep it, or `journey.open`."""
    text = _text_whose_key(actor, text_id)
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        end_role(actor, user, text.scope, Role.KEEPER, detail=text.detail)


def pseudonymise(actor: Actor, text_id: uuid.UUID, changes: Sequence[Change], *, seen: str) -> int:
    """Replace the names that somebody confirmed; passages stay on their words. Returns how many were replaced.

    Needs `words.read` and the key. A name has one pseudonym in all texts of the plan line: one that it has already
    stays. The document behind the text, its title and the memos are rewritten alike; what was answered to a
    questionnaire stays as it came. `seen` is the hash of the text before the actor's eyes: Conflict when it changed.
    Raises Problem for a name that is none, or a pseudonym that cannot be one.
    """
    text = _open_text(actor, text_id)
    if not changes:
        raise Problem("coding.no-names")
    for change in changes:
        if not 0 <= change.start < change.end <= len(text.body) or change.kind not in KINDS:
            raise Problem("coding.no-names")
        if "\n" in text.body[change.start : change.end]:
            raise Problem("coding.name-lines")
    with transaction.atomic():
        text = _locked(text, seen)
        known = {row.mark: row for row in Pseudonym.objects.filter(scope=text.scope, detail=_line(text))}
        rows = [_row(text, change, known) for change in changes]
        swaps = [Swap(change.start, change.end, row.stands) for change, row in zip(changes, rows, strict=True)]
        after = _rewriting(text.body, swaps)
        _move(text, after)
        places: dict[uuid.UUID, list[tuple[int, str]]] = {}
        for change, row in zip(changes, rows, strict=True):
            words = text.body[change.start : change.end]
            places.setdefault(row.pk, []).append((after.place(change.start, change.end)[0], words))
        for pseudonym_id, found in places.items():
            _note(text, pseudonym_id, found)
        names = {text.body[c.start : c.end]: row.stands for c, row in zip(changes, rows, strict=True)}
        _rewrite(actor, text, after, names)
        record(
            actor.who,
            "coding.pseudonymised",
            scope_id=text.scope_id,
            object_kind="text",
            object_id=text.id,
            places=len(changes),
            names=len(places),
        )
    return len(changes)


def put_back(actor: Actor, text_id: uuid.UUID, pseudonym_id: uuid.UUID, *, seen: str) -> None:
    """Put the words back that a pseudonym stands for in one text: it was nobody's name after all.

    Needs `words.read` and the key. Raises Conflict as `pseudonymise` does, Problem when the key cannot be read.
    """
    text = _open_text(actor, text_id)
    with transaction.atomic():
        text = _locked(text, seen)
        use = PseudonymUse.objects.select_related("pseudonym").filter(text=text, pseudonym_id=pseudonym_id).first()
        if use is None:
            raise Problem("coding.no-names")
        before = words_before(use)
        length = len(use.pseudonym.stands)
        swaps = [Swap(start, start + length, word) for start, word in zip(use.starts, before, strict=True)]
        use.delete()
        after = _rewriting(text.body, swaps)
        _move(text, after)
        _rewrite(actor, text, after, {})
        _forget_unused(text)
        record(
            actor.who,
            "coding.name-put-back",
            scope_id=text.scope_id,
            object_kind="text",
            object_id=text.id,
            places=len(swaps),
        )


def pass_over(actor: Actor, text_id: uuid.UUID, words: Iterable[str]) -> None:
    """Note words that are nobody's name, so that they are not proposed again. Needs `words.read` and the key."""
    text = _open_text(actor, text_id)
    passed = sorted({*text.passed_over, *(same_name(word) for word in words)})
    Text.objects.filter(pk=text.pk).update(passed_over=passed)


def forget_names(texts: Iterable[uuid.UUID]) -> None:
    """Texts are about to be erased: the names that stand in no other text leave the key with them."""
    gone = list(texts)
    used = Pseudonym.objects.filter(uses__text__in=gone)
    used.exclude(pk__in=PseudonymUse.objects.exclude(text__in=gone).values("pseudonym_id")).delete()


def _open_text(actor: Actor, text_id: uuid.UUID) -> Text:
    rows = Text.objects.select_related("scope", "origin__document")
    if actor.kind == "system":
        text = rows.get(pk=text_id)
    else:
        text = fetch(actor, "words.read", rows, pk=text_id)
        if not keeps_key(actor, text):
            raise Forbidden("coding.key-kept")
    if text.origin.document_id is None:
        raise Problem("coding.names-of-answers")
    return text


def _text_whose_key(actor: Actor, text_id: uuid.UUID) -> Text:
    text = Text.objects.select_related("scope").filter(pk=text_id).first()
    if text is not None and (allows(actor, "journey.open", text.scope_id) or keeps_key(actor, text)):
        return text
    return fetch(actor, "key.open", Text.objects.select_related("scope"), pk=text_id)


def _locked(text: Text, seen: str) -> Text:
    """The text again, nobody else changing it meanwhile."""
    now = Text.objects.select_for_update(of=("self",)).select_related("scope", "origin__document").get(pk=text.pk)
    if now.hash != seen:
        raise Conflict("platform.changed-meanwhile")
    return now


def _row(text: Text, change: Change, known: dict[str, Pseudonym]) -> Pseudonym:
    """The pseudonym of a name: the one it has, or a new one."""
    name = text.body[change.start : change.end]
    mark = mark_of(same_name(name))
    if mark not in known:
        taken = {row.stands for row in known.values()}
        known[mark] = Pseudonym.objects.create(
            scope=text.scope,
            detail=_line(text),
            kind=change.kind,
            stands=chosen(change.stands) if change.stands else next_free(change.kind, text.language, taken),
            sealed=seal(name),
            mark=mark,
        )
    return known[mark]


def _rewriting(body: str, swaps: Sequence[Swap]) -> Rewriting:
    try:
        return Rewriting(body, swaps)
    except ValueError:
        raise Problem("coding.names-overlap") from None


def _move(text: Text, after: Rewriting) -> None:
    """Everything that lies on the text follows its words."""
    passages = list(text.passages.all())
    for passage in passages:
        passage.start, passage.end = after.place(passage.start, passage.end)
    counted = [p for p in passages if not p.doubled]
    if len({(p.code_id, p.start, p.end) for p in counted}) < len(counted):
        raise Problem("coding.names-in-passages")
    # in two steps: a moved passage may for a moment lie where another one lay
    far = len(text.body) + len(after.body)
    Passage.objects.filter(text=text).update(end=F("end") + far)
    Passage.objects.bulk_update(passages, ["start", "end"])
    for reading in ReadingApart.objects.filter(text=text):
        reading.start, reading.end = after.place(reading.start, reading.end)
        reading.save(update_fields=["start", "end"])
        _move_apart(reading, after)
    for refusal in text.refusals.all():
        refusal.start, refusal.end = after.place(refusal.start, refusal.end)
        refusal.save(update_fields=["start", "end"])
    for use in PseudonymUse.objects.filter(text=text):
        use.starts = [after.place(start, start + 1)[0] for start in use.starts]
        use.save(update_fields=["starts"])


def _move_apart(reading: ReadingApart, after: Rewriting) -> None:
    """Marks of a reading apart; two that come to lie on the same words with one theme say the same."""
    there: set[tuple[object, ...]] = set()
    moved: list[MarkApart] = []
    gone: list[MarkApart] = []
    for mark in reading.marks.all():
        mark.start, mark.end = after.place(mark.start, mark.end)
        place = (mark.first, mark.code_id, mark.start, mark.end)
        (gone if place in there else moved).append(mark)
        there.add(place)
    far = reading.end + max((mark.end for mark in [*moved, *gone]), default=0) + 1
    MarkApart.objects.filter(pk__in=[mark.pk for mark in gone]).delete()
    MarkApart.objects.filter(reading=reading).update(end=F("end") + far)
    MarkApart.objects.bulk_update(moved, ["start", "end"])


def words_before(use: PseudonymUse) -> list[str]:
    """The words that stood where a pseudonym now stands. Raises Problem when the key cannot be read."""
    words = unseal(use.sealed)
    if words is None:
        raise Problem("coding.key-lost")
    found: list[str] = json.loads(words)
    return found


def _note(text: Text, pseudonym_id: uuid.UUID, found: Iterable[tuple[int, str]]) -> None:
    """Note where a pseudonym stands, and sealed, for which words."""
    use = PseudonymUse.objects.filter(text=text, pseudonym_id=pseudonym_id).first()
    before = list(zip(use.starts, words_before(use), strict=True)) if use else []
    both = sorted([*before, *found])
    PseudonymUse.objects.update_or_create(
        text=text,
        pseudonym_id=pseudonym_id,
        defaults={"starts": [start for start, _ in both], "sealed": seal(json.dumps([words for _, words in both]))},
    )


def _rewrite(actor: Actor, text: Text, after: Rewriting, names: Mapping[str, str]) -> None:
    """Write the new words: text, title, memos, the document behind; tell the rooms above."""
    title = renamed(text.title, names)[:200]
    text.body, text.title, text.hash = after.body, title, hashlib.sha256(after.body.encode()).hexdigest()
    text.save(update_fields=["body", "title", "hash"])
    write_stems(text)
    passages = list(text.passages.all())
    for passage in passages:
        passage.memo = renamed(passage.memo, names)
    Passage.objects.bulk_update(passages, ["memo"])
    if text.origin.document_id is not None:
        rewrite(SYSTEM, text.origin.document_id, text=after.body, title=title)
    words = {passage.id: after.body[passage.start : passage.end] for passage in passages}
    for callback in _told:
        callback(words)


def _forget_unused(text: Text) -> None:
    Pseudonym.objects.filter(scope=text.scope, detail=_line(text), uses=None).delete()


def _line(text: Text) -> uuid.UUID:
    """The plan line of a text: what its readers and its key are narrowed to."""
    if text.detail is None:
        raise Problem("coding.names-of-answers")
    return text.detail


def _user(actor: Actor) -> User:
    if actor.id is None:
        raise Forbidden()
    return User.objects.get(pk=actor.id)
