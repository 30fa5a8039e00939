"""The codebook: themes with names, definitions and a place under another theme."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import ProtectedError

from vises.apps.access.actor import Actor
from vises.apps.access.models import Scope
from vises.apps.access.services import fetch
from vises.apps.coding.models import Code
from vises.apps.coding.rules.codebook import version_of
from vises.apps.coding.services.may import may_code, scope_of_journey, themes_stay_while_apart
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

T = TypeVar("T")


def add_code(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    names: Texts,
    definitions: Texts | None = None,
    examples: Texts | None = None,
    memo: str = "",
    parent_id: uuid.UUID | None = None,
) -> Code:
    """A new theme. Needs `journey.edit`, or to read words of the journey.

    Raises Problem without a name, for a name the codebook has, or a parent of another codebook.
    """
    scope_id = scope_of_journey(actor, journey_id)
    names = _named(names)
    with transaction.atomic():
        _one_at_a_time(scope_id)
        new_name(scope_id, names)
        parent = _parent(scope_id, parent_id)
        code = Code.objects.create(
            scope_id=scope_id,
            names=names,
            definitions=definitions or {},
            examples=examples or {},
            memo=memo.strip(),
            parent=parent,
            order=Code.objects.filter(scope_id=scope_id).count() + 1,
        )
        record(actor.who, "coding.code-added", scope_id=scope_id, object_kind="code", object_id=code.id)
    return code


def with_new_code(actor: Actor, journey_id: uuid.UUID, names: Texts, mark: Callable[[uuid.UUID], T]) -> T:
    """A new theme and the first passage under it, made by `mark` from the theme's id: both, or neither."""
    with transaction.atomic():
        return mark(add_code(actor, journey_id, names=names).id)


def change_code(
    actor: Actor,
    code_id: uuid.UUID,
    *,
    names: Texts,
    definitions: Texts | None = None,
    examples: Texts | None = None,
    memo: str = "",
    parent_id: uuid.UUID | None = None,
    seen: str = "",
) -> Code:
    """Other words for a theme, or another place. Raises as `add_code` does, and Conflict where the theme is no longer
    the one that was `seen` (its version).
    """
    code_of(actor, code_id)
    with transaction.atomic():
        code = _locked(code_id)
        if seen and seen != version_of(code.names, code.definitions, code.examples, code.memo, code.parent_id):
            raise Conflict("coding.theme-changed")
        names = _named(names)
        new_name(code.scope_id, names, but=code.id)
        parent = _parent(code.scope_id, parent_id)
        above = parent
        while above is not None:
            if above.id == code.id:
                raise Problem("coding.parent", field="parent")
            above = above.parent
        code.names, code.definitions, code.parent = names, definitions or {}, parent
        code.examples, code.memo = examples or {}, memo.strip()
        code.save(update_fields=["names", "definitions", "examples", "memo", "parent"])
        record(actor.who, "coding.code-changed", scope_id=code.scope_id, object_kind="code", object_id=code.id)
    return code


def remove_code(actor: Actor, code_id: uuid.UUID) -> None:
    """Remove a theme that nothing uses. Raises Problem when something does."""
    code = code_of(actor, code_id)
    themes_stay_while_apart(actor, code.scope_id)
    try:
        with transaction.atomic():
            record(actor.who, "coding.code-removed", scope_id=code.scope_id, object_kind="code", object_id=code.id)
            code.delete()
    except ProtectedError:
        raise Problem("coding.code-in-use") from None


def code_of(actor: Actor, code_id: uuid.UUID) -> Code:
    """A theme that the actor may change. Raises NotFound or Forbidden."""
    code = Code.objects.select_related("parent").filter(pk=code_id).first()
    if code is None:
        raise NotFound()
    if not may_code(actor, code.scope_id):
        fetch(actor, "journey.edit", Code.objects.all(), pk=code_id)
    return code


def _locked(code_id: uuid.UUID) -> Code:
    """The theme again, nobody else changing the codebook meanwhile. Raises NotFound where it went."""
    scope_id = Code.objects.filter(pk=code_id).values_list("scope_id", flat=True).first()
    if scope_id is None:
        raise NotFound()
    _one_at_a_time(scope_id)
    code = Code.objects.filter(pk=code_id).first()
    if code is None:
        raise NotFound()
    return code


def _one_at_a_time(scope_id: uuid.UUID) -> None:
    """Who changes a codebook waits for who is changing it: no name comes twice, no theme under itself."""
    Scope.objects.select_for_update().get(pk=scope_id)


def _named(names: Texts) -> Texts:
    found = {language: text.strip() for language, text in names.items() if text.strip()}
    if not found:
        raise Problem("coding.code-name", field="names")
    return found


def new_name(scope_id: uuid.UUID, names: Texts, but: uuid.UUID | None = None) -> None:
    """Raises Problem when the codebook has a theme of this name, in any language."""
    for other in Code.objects.filter(scope_id=scope_id):
        if other.id == but:
            continue
        for language, text in names.items():
            if other.names.get(language, "").casefold() == text.casefold():
                raise Problem("coding.code-exists", field="names", name=pick(names, language)[0])


def _parent(scope_id: uuid.UUID, parent_id: uuid.UUID | None) -> Code | None:
    if parent_id is None:
        return None
    parent = Code.objects.filter(scope_id=scope_id, pk=parent_id).first()
    if parent is None:
        raise Problem("coding.parent", field="parent")
    return parent
