"""Rounds of answers: opened on one version of a questionnaire, behind an unguessable address."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import F

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass, fetch, open_pass
from vises.apps.collection.models import Wave
from vises.apps.collection.rules import USES
from vises.apps.collection.services.consents import renew
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.services import freeze
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.clock import now, today
from vises.kernel.ids import new_token, token_hash
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.prepared import TEXT, Prepared
from vises.platform.remembered import Remembered


def open_wave(
    actor: Actor,
    version_id: uuid.UUID,
    *,
    titles: Texts,
    introduction: Texts | None = None,
    uses: Iterable[str] = ("analysis",),
    group_size: int | None = None,
    invited: int | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    moment: str = "",
) -> Wave:
    """Open a round of answers; from now on this version of the questionnaire stays as it is.

    Needs `journey.edit`. `uses` are what respondents are asked to agree to; `group_size` counts everybody
    concerned, where known; `moment` is before, after or later, where rounds are compared. Raises Problem naming the
    field to mend.
    """
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    if not version.xform:
        raise Problem("collection.not-a-questionnaire")
    values = _checked(uses, group_size, invited, opens_on, closes_on, moment)
    line = version.instrument.line
    with transaction.atomic():
        freeze(actor, version.id)
        wave = Wave.objects.create(
            line=line,
            version=version,
            titles={code: text.strip() for code, text in titles.items() if text.strip()} or version.instrument.titles,
            introduction={code: text.strip() for code, text in (introduction or {}).items() if text.strip()},
            token=new_token(),
            **values,
        )
        renew(wave)
        touch(actor, line.journey, "collection")
        _record(actor, wave, "wave.opened")
    return wave


def change_wave(
    actor: Actor,
    wave_id: uuid.UUID,
    *,
    titles: Texts,
    introduction: Texts,
    group_size: int | None,
    invited: int | None,
    opens_on: date | None,
    closes_on: date | None,
    moment: str = "",
) -> Wave:
    """Say again what it is called and until when. What people agreed to does not change. Needs `journey.edit`."""
    wave = wave_for(actor, wave_id)
    values = _checked(wave.consent_uses, group_size, invited, opens_on, closes_on, moment)
    with transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(titles=titles, introduction=introduction, **values)
        wave.refresh_from_db()
        renew(wave)
        _record(actor, wave, "wave.changed")
    _forget(wave)
    return wave


def close_wave(actor: Actor, wave_id: uuid.UUID) -> None:
    """Take no more answers. Needs `journey.edit`."""
    wave = wave_for(actor, wave_id)
    Wave.objects.filter(pk=wave.pk).update(closed_at=now())
    _forget(wave)
    _record(actor, wave, "wave.closed")


def reopen_wave(actor: Actor, wave_id: uuid.UUID) -> None:
    """Take answers again. Needs `journey.edit`."""
    wave = wave_for(actor, wave_id)
    Wave.objects.filter(pk=wave.pk).update(closed_at=None)
    _forget(wave)
    _record(actor, wave, "wave.reopened")


def wave_for(actor: Actor, wave_id: uuid.UUID) -> Wave:
    """The wave, for whoever may write in its journey."""
    rows = Wave.objects.select_related("line__journey__scope", "version__instrument")
    return rows.get(pk=wave_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=wave_id)


# What answering needs of a wave and of what surrounds it: it is read with each page and each answer.
_ASKED = (
    "line",
    "version",
    "titles",
    "introduction",
    "token",
    "opens_on",
    "closes_on",
    "closed_at",
    "consent_uses",
    "consent_number",
)
_AROUND = {
    "xform": F("version__xform"),
    "minutes": F("line__respondent_minutes"),
    "enterprise": F("line__journey__enterprise__name"),
}
_behind = Prepared(lambda: Wave.objects.filter(token=TEXT).only(*_ASKED).annotate(**_AROUND))
_open: "Remembered[AskedWave]" = Remembered(seconds=1)
_let_in: "Remembered[tuple[GuestPass, Wave]]" = Remembered(seconds=1)


if TYPE_CHECKING:

    class AskedWave(Wave):
        """A wave with what `_AROUND` reads beside it: every row of `_behind` is one."""

        xform: str
        minutes: int | None
        enterprise: str

        class Meta:
            abstract = True


def wave_behind(token: str) -> "AskedWave":
    """The open wave behind its address, in one query at most. It is read again after a second, so that a round which
    another process closed takes answers for no longer. Raises NotFound, or Problem when it is closed or not open yet.
    """
    wave = _open.get(token, lambda text: cast("AskedWave | None", _behind.first(text)))
    if wave is None:
        raise NotFound("access.link-ended")
    refuse_closed(wave)
    return wave


def wave_of_pass(token: str, purpose: str) -> Wave:
    """The wave behind a link that was given to somebody, open or not. A link that another process ended, or a wave
    that it closed, holds here for a second more. Raises NotFound when it opens nothing (any more)."""
    found = _let_in.get(f"{purpose}:{token_hash(token)}", lambda _key: _behind_pass(token, purpose))
    if found is None or not found[0].is_open():
        raise NotFound("access.link-ended")
    return found[1]


def _behind_pass(token: str, purpose: str) -> tuple[GuestPass, Wave] | None:
    opened, _guest = open_pass(token, purpose)
    rows = Wave.objects.select_related("version", "line__journey__enterprise")
    wave = rows.filter(pk=opened.detail).first() if opened.detail else None
    return (opened, wave) if wave is not None and wave.line.journey.scope_id == opened.scope_id else None


def end_door(actor: Actor, wave_id: uuid.UUID, pass_id: uuid.UUID, purpose: str) -> None:
    """From now on this link to the wave opens nothing. Needs `journey.edit`."""
    if not GuestPass.objects.filter(pk=pass_id, purpose=purpose, detail=wave_id).exists():
        raise NotFound()
    end_pass(actor, "journey.edit", pass_id)
    _let_in.forget_all()


def _forget(wave: Wave) -> None:
    _open.forget(wave.token)
    _let_in.forget_all()


def refuse_closed(wave: Wave) -> None:
    """Raises Problem when the round is closed or not open yet."""
    day = today()
    if wave.closed_at is not None or (wave.closes_on is not None and wave.closes_on < day):
        raise Problem("collection.wave-ended")
    if wave.opens_on is not None and wave.opens_on > day:
        raise Problem("collection.wave-not-open")


def _checked(
    uses: Iterable[str],
    group_size: int | None,
    invited: int | None,
    opens_on: date | None,
    closes_on: date | None,
    moment: str,
) -> dict[str, object]:
    wanted = set(uses) | {"analysis"}
    if not wanted <= set(USES):
        raise Problem("collection.uses", field="uses")
    for name, count in (("group_size", group_size), ("invited", invited)):
        if count is not None and not 0 < count < 10_000_000:
            raise Problem("collection.wave-count", field=name)
    if moment and moment not in Wave.Moment:
        raise Problem("collection.moment", field="moment")
    if opens_on and closes_on and closes_on < opens_on:
        raise Problem("collection.wave-dates", field="closes_on")
    return {
        "consent_uses": [use for use in USES if use in wanted],
        "group_size": group_size,
        "invited": invited,
        "opens_on": opens_on,
        "closes_on": closes_on,
        "moment": moment,
    }


def _record(actor: Actor, wave: Wave, event: str) -> None:
    record(actor.who, event, scope_id=wave.line.journey.scope_id, object_kind="wave", object_id=wave.id)
