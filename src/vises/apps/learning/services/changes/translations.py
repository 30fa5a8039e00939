"""Completing a lagging translation of a released version: written text by text, read over by somebody else, put into
force by whoever releases the method. The version keeps its text, its hash and its meaning."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.learning.models import TranslatedText, Translation, TranslationMove
from vises.apps.learning.rules.translations import UNDER_WAY, WITH_WHY, Facts, may_move
from vises.apps.learning.services.changes.telling import tell_soon
from vises.apps.learning.services.may import programme_for, sits_in, user_id
from vises.apps.methodology.comparing import released_edition
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.methodology.services.supplements import complete, translated
from vises.apps.methodology.supplements import LONGEST_NAMES
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now, today
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.services import record

_ROWS = Translation.objects.select_related("programme__scope", "version", "supplement")


def translates(actor: Actor, programme: Programme) -> bool:
    """Whether the actor prepares changes of the method in this programme: there, or in one of its bodies."""
    if actor.kind == "system" or allows(actor, "learning.treat", programme.scope_id):
        return True
    return sits_in(actor, programme.id)


def translation_for(actor: Actor, translation_id: uuid.UUID, *, prepares: bool = False) -> Translation:
    """The translation, for whoever may read it: those who prepare it; once it is in force, all who read changes.

    Raises NotFound; Forbidden for whoever may read it and not prepare it.
    """
    row = _ROWS.all().filter(pk=translation_id).first()
    if row is None:
        raise NotFound()
    programme_for(actor, row.programme_id)
    inside = translates(actor, row.programme)
    if not inside and row.state != "in-force":
        raise NotFound()
    if prepares and not inside:
        raise Forbidden()
    return row


def wordings(translation_id: uuid.UUID) -> dict[str, TranslatedText]:
    """The last wording of each text that has one; empty where it was taken back."""
    rows = TranslatedText.objects.filter(translation_id=translation_id).order_by("number")
    return {row.key: row for row in rows}


def facts_of(actor: Actor, row: Translation) -> Facts:
    """What the next steps depend on, for this actor."""
    decides = actor.kind == "system" or allows(actor, "learning.decide", row.programme.scope_id)
    written = len(_to_complete(row)) if row.state in UNDER_WAY else 0
    return Facts(row.state, written, _wrote(actor, row), decides)


def _wrote(actor: Actor, row: Translation) -> bool:
    return user_id(actor) is not None and row.texts.filter(written_by_id=user_id(actor)).exists()


def _to_complete(row: Translation) -> dict[str, str]:
    """The translated texts that are still open in the version, by key."""
    open_keys = set(released_edition(row.version.code).open(row.language))
    return {key: one.text for key, one in wordings(row.id).items() if one.text and key in open_keys}


def begin_translation(actor: Actor, programme_id: uuid.UUID, code: str, language: str) -> Translation:
    """Begin to complete a language of a released version. Needs `learning.treat` in the programme or in a body of it.

    Begun already in this programme, that one is given. Raises Problem when nothing lags in that language.
    """
    programme = programme_for(actor, programme_id)
    if not translates(actor, programme):
        raise Forbidden()
    if not released_edition(code).open(language):
        raise Problem("learning.translation-complete", code=code, language=LANGUAGE_NAMES.get(language, ""))
    version = MethodologyVersion.objects.get(code=code)
    try:
        with transaction.atomic():
            row = Translation.objects.create(programme=programme, version=version, language=language)
            TranslationMove.objects.create(translation=row, new=row.state, by_name=actor.name)
            _record(actor, "translation.begun", row)
    except IntegrityError:
        return _ROWS.get(programme=programme, version=version, language=language, state__in=UNDER_WAY)
    return row


def write_texts(
    actor: Actor, translation_id: uuid.UUID, texts: Mapping[str, str], *, seen: Mapping[str, int] | None = None
) -> int:
    """Write translations of texts that are open, by their keys; all of them or none. Returns how many are new.

    `seen` is, per key, the number of the wording that the writer had before her eyes: Conflict on that text when
    somebody wrote meanwhile. An empty text takes a wording back. Raises Problem on `text_KEY` for what cannot be kept.
    """
    row = translation_for(actor, translation_id, prepares=True)
    if row.state != "writing":
        raise Problem("learning.translation-stands-still")
    open_keys = set(released_edition(row.version.code).open(row.language))
    kept = {key: translated(text, row.language, field=f"text_{key}") for key, text in texts.items()}
    written = 0
    try:
        with transaction.atomic():
            # its state is asked again in the same transaction: what somebody reads over stands still
            if not Translation.objects.filter(pk=row.pk, state="writing").update(language=row.language):
                raise Conflict("platform.changed-meanwhile")
            there = wordings(row.id)
            for key, text in kept.items():
                if key not in open_keys:
                    raise Problem("learning.translation-not-open", field=f"text_{key}")
                last = there.get(key)
                if text == (last.text if last else ""):
                    continue
                number = last.number if last else 0
                if seen is not None and seen.get(key, 0) != number:
                    raise Conflict("platform.changed-meanwhile", field=f"text_{key}")
                TranslatedText.objects.create(
                    translation=row,
                    key=key,
                    number=number + 1,
                    text=text,
                    written_by_id=user_id(actor),
                    written_by_name=actor.name,
                )
                written += 1
            if written:
                _record(actor, "translation.written", row, texts=written)
    except IntegrityError:
        raise Conflict("platform.changed-meanwhile") from None
    return written


def ask_for_reading(actor: Actor, translation_id: uuid.UUID) -> Translation:
    """It is written: somebody else reads it over; its texts stand still. Needs `learning.treat`."""
    return _move(actor, translation_for(actor, translation_id, prepares=True), "reading")


def write_on(actor: Actor, translation_id: uuid.UUID, why: str) -> Translation:
    """Something is to be written otherwise: back to those who write it. Needs `learning.treat`, and says why."""
    row = translation_for(actor, translation_id, prepares=True)
    if not why.strip():
        raise Problem("learning.translation-why", field="why")
    return _move(actor, row, "writing", why=why, read_by_name="")


def read_over(actor: Actor, translation_id: uuid.UUID) -> Translation:
    """It says what the source says. Needs `learning.treat`, and to have written none of it."""
    return _move(actor, translation_for(actor, translation_id, prepares=True), "read", read_by_name=actor.name)


def set_aside(actor: Actor, translation_id: uuid.UUID, why: str) -> Translation:
    """It does not come into force. Needs `learning.treat`, and says why."""
    return _move(actor, translation_for(actor, translation_id, prepares=True), "set-aside", why=why)


def put_in_force(
    actor: Actor, translation_id: uuid.UUID, *, address: str = "", on: date | None = None, tell: bool = True
) -> Translation:
    """From now on it is read wherever its version is, in every programme; all are told. Needs `learning.decide`.

    Texts that another programme completed meanwhile are left as they are there.
    """
    row = translation_for(actor, translation_id, prepares=True)
    if why_not := may_move(facts_of(actor, row), "in-force"):
        raise _why_not(why_not)
    texts = _to_complete(row)
    names = TranslatedText.objects.filter(translation=row, key__in=texts).exclude(text="").order_by("created_at")
    translators = ", ".join(dict.fromkeys(names.values_list("written_by_name", flat=True)))
    with transaction.atomic():
        supplement = complete(
            actor,
            row.version.code,
            row.language,
            texts,
            translated_by=translators[:LONGEST_NAMES],
            read_by=row.read_by_name,
            on=on or today(row.programme.zone),
        )
        return _move(actor, row, "in-force", address=address, tell=tell, supplement=supplement)


def _move(
    actor: Actor,
    row: Translation,
    new: str,
    *,
    why: str = "",
    address: str = "",
    tell: bool = True,
    **fields: object,
) -> Translation:
    """Another state by compare-and-swap, with its row. Raises Problem or Conflict."""
    if "supplement" not in fields and (why_not := may_move(facts_of(actor, row), new)):
        raise _why_not(why_not)
    if new in WITH_WHY and not why.strip():
        raise Problem("learning.translation-why", field="why")
    old = row.state
    with transaction.atomic():
        if not Translation.objects.filter(pk=row.pk, state=old).update(state=new, **fields):
            raise Conflict("platform.changed-meanwhile")
        row.refresh_from_db()
        tells = new == "in-force" and tell
        TranslationMove.objects.create(
            translation=row,
            old=old,
            new=new,
            by_name=actor.name,
            why=why.strip(),
            told_at=None if tells else now(),
        )
        if tells:
            tell_soon(row.programme_id, address)
        _record(actor, "translation.moved", row, old=old, new=new)
    return row


def _why_not(code: str) -> Problem:
    return Forbidden() if code == "learning.translation-decides" else Problem(code)


def _record(actor: Actor, event: str, row: Translation, **facts: str | int) -> None:
    record(actor.who, event, scope_id=row.programme.scope_id, object_kind="translation", object_id=row.id, **facts)
