"""A draft of a version: derived from a released one, written text by text, element by element.

The method belongs to no programme, so nothing here asks who may: the room that keeps the proposal has done so.
"""

import copy
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.methodology import queries
from vises.apps.methodology.changelog import CHANGE_KINDS
from vises.apps.methodology.checks import ID, MOST_ELEMENTS, check_text
from vises.apps.methodology.models import MethodologyChange, MethodologyText, MethodologyVersion
from vises.apps.methodology.rules import PREFIXES, as_written, canonical_hash, expected_keys, version_from_json
from vises.kernel.ids import new_id
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

Structure = dict[str, Any]


def begin_draft(actor: Actor, base_code: str, *, local: bool = True) -> MethodologyVersion:
    """A draft that begins as a released version is. `local`: an overlay on its core; otherwise a core of its own.

    Raises NotFound when there is no such released version.
    """
    base = MethodologyVersion.objects.filter(code=base_code).exclude(released_on=None).select_related("core").first()
    if base is None:
        raise NotFound("methodology.no-version")
    core = (base.core or base) if local else None
    structure = copy.deepcopy(base.structure) | {"released_on": None, "origin": "proposed", "sources": []}
    structure.pop("core", None)
    if core is not None:
        structure["core"] = core.code
    with transaction.atomic():
        draft = MethodologyVersion(structure=structure, core=core, derived_from=base)
        draft.code = structure["code"] = f"draft-{draft.id.hex[:14]}"  # its own code comes with its release
        draft.hash = canonical_hash(structure)
        draft.save(force_insert=True)
        MethodologyText.objects.bulk_create(_texts_for(draft, base))
        _record(actor, "method.drafted", draft)
    return draft


def _texts_for(draft: MethodologyVersion, base: MethodologyVersion) -> Iterator[MethodologyText]:
    """The texts of a released version as they are read now: a completed translation is where its source is."""
    completed = queries.completed_texts(base.code, queries.identity(base.code))
    there = {text.language: text for text in base.texts.all()}
    newest: dict[str, int] = {}
    for text in there.values():
        newest |= {key: max(number, newest.get(key, 0)) for key, number in text.rounds.items()}
    for language in LANGUAGES:
        known, new = there.get(language), completed.get(language, {})
        if known is None and not new:
            continue
        words = {**(known.texts if known else {}), **new}
        rounds = {**(known.rounds if known else {}), **{key: newest[key] for key in new if key in newest}}
        yield MethodologyText(
            version=draft,
            language=language,
            texts=words,
            hash=canonical_hash(words),
            source_hash=known.source_hash if known else "-",  # it translates no text yet, and is no source
            rounds=rounds,
        )


def seen_of(texts: Mapping[str, str]) -> str:
    """What somebody had before her eyes of a text in its languages, as a short fingerprint."""
    return canonical_hash({language: text for language, text in texts.items() if text})[:16]


def write_text(
    actor: Actor, draft_id: uuid.UUID, key: str, texts: Texts, *, seen: str = "", holds: Iterable[str] = ()
) -> None:
    """Write a text of a draft in some languages. Those left as they were lag behind, unless `holds` names them.

    A language that lagged catches up by being written; then no other falls behind it.

    `seen` is `seen_of` what the writer had before her eyes: Conflict when somebody wrote meanwhile.
    Raises Problem for a key that the draft does not have, or a text that cannot be kept.
    """
    draft = _draft(draft_id)
    if key not in set(expected_keys(version_from_json(draft.structure, ""))):
        raise Problem("methodology.no-text", key=key[:80])
    new = {language: as_written(text, language) for language, text in texts.items() if language in LANGUAGES}
    for language, text in new.items():
        try:
            check_text(key, text)
        except ValueError:
            raise Problem("methodology.text", field=f"text_{language}") from None
    with transaction.atomic():
        rows = {row.language: row for row in draft.texts.all()}
        if seen and seen != seen_of({language: row.texts.get(key, "") for language, row in rows.items()}):
            raise Conflict("platform.changed-meanwhile")
        newest = max((row.rounds.get(key, 0) for row in rows.values()), default=0)
        written = {language for language, text in new.items() if rows[language].texts.get(key, "") != text}
        # a language that was behind catches up; one that was not leads, and the others fall behind it
        leads = any(rows[language].rounds.get(key, 0) == newest for language in written)
        number = newest + 1 if leads else newest
        for language in written | {language for language in holds if language in rows}:
            _write(rows[language], {key: new.get(language, rows[language].texts.get(key, ""))}, number)
        if written:
            _record(actor, "method.text-written", draft)


def _write(row: MethodologyText, texts: Mapping[str, str], number: int) -> None:
    """Compare-and-swap on the hash of a language's texts."""
    words = {**row.texts, **texts}
    kept = MethodologyText.objects.filter(pk=row.pk, hash=row.hash, version__released_on=None).update(
        texts=words, hash=canonical_hash(words), rounds={**row.rounds, **dict.fromkeys(texts, number)}
    )
    if not kept:
        raise Conflict("platform.changed-meanwhile")


def add_element(actor: Actor, draft_id: uuid.UUID, group: str, id_: str) -> str:
    """A new element of one of the method's lists ("method_cards"), without words yet. Returns its text key.

    Raises Problem when the id is none, or is there already.
    """
    if group not in PREFIXES:
        raise Problem("methodology.group", field="group")
    if not ID.fullmatch(id_):
        raise Problem("methodology.id", field="id")

    def change(structure: Structure) -> None:
        items = structure.setdefault(group, [])
        if any(item["id"] == id_ for item in items):
            raise Problem("methodology.id-taken", field="id")
        if len(items) >= MOST_ELEMENTS:
            raise Problem("methodology.many", field="group", limit=MOST_ELEMENTS)
        items.append({"id": id_, "origin": "proposed"})

    restructure(actor, draft_id, change, "method.element-added")
    return f"{PREFIXES[group]}.{id_}"


def remove_element(actor: Actor, draft_id: uuid.UUID, key: str) -> None:
    """Take an element of a list, or a deliverable, out of a draft. Its words go with it.

    Raises Problem when there is no such element, or when it is the last of its list.
    """
    prefix, _, id_ = key.partition(".")
    groups = [name for name, start in PREFIXES.items() if start == prefix and id_]

    def change(structure: Structure) -> None:
        places = [structure[groups[0]]] if groups else [step["deliverables"] for step in structure["steps"]]
        wanted = id_ if groups else key
        for items in places:
            if any(item["id"] == wanted for item in items):
                if len(items) == 1:
                    raise Problem("methodology.last")
                items[:] = [item for item in items if item["id"] != wanted]
                if groups == ["method_cards"] and structure.get("chooser"):
                    _out_of_chooser(structure["chooser"], wanted)
                return
        raise Problem("methodology.no-element")

    with transaction.atomic():
        restructure(actor, draft_id, change, "method.element-removed")
        forget_words(draft_id)


def forget_words(draft_id: uuid.UUID) -> None:
    """Texts of what is no longer in a draft go."""
    draft = _draft(draft_id)
    known = set(expected_keys(version_from_json(draft.structure, "")))
    for row in draft.texts.all():
        words = {name: text for name, text in row.texts.items() if name in known}
        rounds = {name: number for name, number in row.rounds.items() if name in known}
        MethodologyText.objects.filter(pk=row.pk).update(texts=words, hash=canonical_hash(words), rounds=rounds)


def _out_of_chooser(chooser: Structure, card: str) -> None:
    """The chooser no longer advises a card; a rule that spoke of it alone goes too."""
    says = ("favours", "hinders", "excludes")
    chooser["cards"] = [item for item in chooser["cards"] if item["id"] != card]
    for rule in chooser["rules"]:
        for part in says:
            if part in rule:
                rule[part] = [id_ for id_ in rule[part] if id_ != card]
    chooser["rules"] = [rule for rule in chooser["rules"] if any(rule.get(part) for part in says)]


def join_chooser(actor: Actor, draft_id: uuid.UUID, card: str, like: str) -> None:
    """From now on the chooser of a draft advises a method card as it advises another one: same hours, same rules.

    It then needs two more texts: what it allows one to say, and what not. Said again with another card, the earlier
    advice goes. Raises Problem when either is no method card, when they are one, or when the chooser does not
    advise `like`.
    """

    def change(structure: Structure) -> None:
        chooser = structure.get("chooser") or {"cards": [], "rules": []}
        costs = {item["id"]: item for item in chooser["cards"]}
        if card == like or like not in costs or card not in {item["id"] for item in structure["method_cards"]}:
            raise Problem("methodology.no-element", field="like")
        if card in costs:
            _out_of_chooser(chooser, card)
        chooser["cards"].append({**costs[like], "id": card})
        for rule in chooser["rules"]:
            for part in ("favours", "hinders", "excludes"):
                if like in rule.get(part, ()):
                    rule[part].append(card)

    restructure(actor, draft_id, change, "method.chooser-joined")


def move_deliverable(actor: Actor, draft_id: uuid.UUID, id_: str, step: str, place: int) -> None:
    """Move a deliverable to a step of a draft, at a place counted from 1. Raises Problem when either is not there."""

    def change(structure: Structure) -> None:
        steps = {item["id"]: item for item in structure["steps"]}
        source = next((item for item in steps.values() if any(d["id"] == id_ for d in item["deliverables"])), None)
        if source is None or step not in steps:
            raise Problem("methodology.no-element", field="step")
        moving = next(item for item in source["deliverables"] if item["id"] == id_)
        source["deliverables"].remove(moving)
        steps[step]["deliverables"].insert(max(0, place - 1), moving)

    restructure(actor, draft_id, change, "method.element-moved")


def restructure(actor: Actor, draft_id: uuid.UUID, change: Callable[[Structure], None], event: str) -> None:
    """Change a copy of the structure and put it in place by compare-and-swap on its hash."""
    draft = _draft(draft_id)
    structure = copy.deepcopy(draft.structure)
    change(structure)
    with transaction.atomic():
        kept = MethodologyVersion.objects.filter(pk=draft.pk, hash=draft.hash, released_on=None).update(
            structure=structure, hash=canonical_hash(structure)
        )
        if not kept:
            raise Conflict("platform.changed-meanwhile")
        _record(actor, event, draft)


def write_change(
    actor: Actor,
    draft_id: uuid.UUID,
    *,
    kind: str,
    element: str,
    what: Texts,
    why: Texts,
    references: Iterable[tuple[str, uuid.UUID]] = (),
    change_id: uuid.UUID | None = None,
) -> MethodologyChange:
    """An entry of the changelog: what changes, why, and on what it rests. With `change_id` it replaces that entry.

    Raises Problem when nothing is said, or the element is not in the draft or in what it derives from.
    """
    draft = _draft(draft_id)
    if kind not in CHANGE_KINDS:
        raise Problem("methodology.change-kind", field="kind")
    if element not in _known_elements(draft):
        raise Problem("methodology.no-element", field="element")
    said = [{lang: as_written(text, lang) for lang, text in texts.items() if text.strip()} for texts in (what, why)]
    for name, texts in zip(("what", "why"), said, strict=True):
        if not texts:
            raise Problem(f"methodology.change-{name}", field=f"{name}_fr")
        for language, text in texts.items():
            try:
                check_text(name, text)
            except ValueError:
                raise Problem("methodology.text", field=f"{name}_{language}") from None
    rests_on = [{"kind": kind_, "id": str(id_)} for kind_, id_ in references]
    fields = {"kind": kind, "element": element, "what": said[0], "why": said[1], "references": rests_on}
    with transaction.atomic():
        if change_id is not None:
            if not draft.changes.filter(pk=change_id).update(**fields):
                raise NotFound()
            row = draft.changes.get(pk=change_id)
        else:
            row = MethodologyChange.objects.create(id=new_id(), version=draft, order=draft.changes.count(), **fields)
        _record(actor, "method.change-told", draft)
    return row


def drop_change(actor: Actor, draft_id: uuid.UUID, change_id: uuid.UUID) -> None:
    """Take an entry out of a draft's changelog. Raises NotFound."""
    draft = _draft(draft_id)
    with transaction.atomic():
        if not draft.changes.filter(pk=change_id).delete()[0]:
            raise NotFound()
        _record(actor, "method.change-dropped", draft)


def _known_elements(draft: MethodologyVersion) -> set[str]:
    from_here = [draft.structure, draft.derived_from.structure] if draft.derived_from else [draft.structure]
    found = {"version"}
    for structure in from_here:
        version = version_from_json(structure, "")
        found |= {step.id for step in version.steps} | {item.id for item in version.deliverables()}
        found |= {f"{prefix}.{item.id}" for name, prefix in PREFIXES.items() for item in getattr(version, name)}
        found |= {"chooser"} if version.chooser else set()
    return found


def _draft(draft_id: uuid.UUID) -> MethodologyVersion:
    row = MethodologyVersion.objects.filter(pk=draft_id).select_related("core", "derived_from").first()
    if row is None:
        raise NotFound("methodology.no-version")
    if row.released_on is not None:
        raise Problem("methodology.released", code=row.code)
    return row


def _record(actor: Actor, event: str, draft: MethodologyVersion) -> None:
    record(actor.who, event, object_kind="methodology", object_id=draft.id)
