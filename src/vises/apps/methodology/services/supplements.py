"""Completing a lagging translation of a released version. Only added, never changed; the version stays as it is."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.methodology import queries
from vises.apps.methodology.checks import check_text
from vises.apps.methodology.comparing import edition
from vises.apps.methodology.models import MethodologySupplement, MethodologyVersion
from vises.apps.methodology.rules import SOURCE_LANGUAGE, as_written
from vises.apps.methodology.supplements import Supplement, check_supplement, source_hash
from vises.kernel.clock import today
from vises.kernel.locale import careless
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def translated(text: str, language: str, *, field: str = "") -> str:
    """A translated text as it is kept. Raises Problem on `field` for signs that its language sets otherwise here."""
    plain = " ".join(text.split())
    for code in careless(plain, language):
        raise Problem(f"methodology.signs-{code}", field=field)
    kept = as_written(plain, language)
    try:
        check_text("", kept)
    except ValueError:
        raise Problem("methodology.text", field=field) from None
    return kept


def complete(
    actor: Actor,
    code: str,
    language: str,
    texts: Mapping[str, str],
    *,
    translated_by: str,
    read_by: str,
    on: date | None = None,
) -> MethodologySupplement:
    """Put texts into force that complete a language of a released version; the calling room has asked who may.

    `texts` by their keys, as `translated` keeps them. Raises Problem when one of them did not lag when the version was
    released or was completed meanwhile, or when the same name translated and read over; Conflict when somebody
    completes the same language at this moment.
    """
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).first()
    if row is None:
        raise NotFound("methodology.no-version")
    source = edition(row.id).texts.get(SOURCE_LANGUAGE, {})
    found = Supplement(
        row.hash, language, source_hash(source, texts), dict(texts), translated_by, read_by, on or today()
    )
    (kept,) = keep(actor, row, [found]) or (None,)
    if kept is None:
        raise Problem("methodology.supplement-filled")
    return kept


def keep(
    actor: Actor, row: MethodologyVersion, supplements: Iterable[Supplement], *, field: str = ""
) -> tuple[MethodologySupplement, ...]:
    """Keep those supplements of a released version that are not here yet; all of them or none. Returns what is new."""
    kept = []
    try:
        with transaction.atomic():
            for found in supplements:
                if not row.supplements.filter(hash=found.hash).exists():
                    kept.append(_keep(actor, row, found, field))
    except IntegrityError:
        raise Conflict("platform.changed-meanwhile") from None
    queries.forget_completed()
    return tuple(kept)


def _keep(actor: Actor, row: MethodologyVersion, found: Supplement, field: str) -> MethodologySupplement:
    own = edition(row.id)
    there = list(row.supplements.filter(language=found.language))
    may_fill = set(own.open(found.language))
    if filled := {key for one in there for key in one.texts} & set(found.texts):
        raise Problem("methodology.supplement-filled", field=field, key=sorted(filled)[0])
    try:
        check_supplement(found, row.hash, own.texts.get(SOURCE_LANGUAGE, {}), may_fill)
    except ValueError as error:
        code = "methodology.supplement-same" if str(error) == "read_by" else "methodology.supplement-not"
        raise Problem(code, field=field, place=str(error)[:120]) from error
    # the number is unique: who completes the same language at the same time is told, and nothing is filled twice
    kept = MethodologySupplement.objects.create(
        version=row,
        language=found.language,
        number=len(there) + 1,
        texts=found.texts,
        source=found.source,
        translated_by=found.translated_by,
        read_by=found.read_by,
        completed_on=found.completed_on,
        hash=found.hash,
    )
    record(actor.who, "method.completed", object_kind="methodology", object_id=row.id, language=found.language)
    return kept
