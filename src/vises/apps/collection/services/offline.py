"""Answers of the page that works without connection: filled in on a device, sent when it can."""

import functools
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from vises.apps.collection.models import Wave
from vises.apps.collection.services import invitations
from vises.apps.collection.services.answers import Accepted
from vises.apps.collection.services.interviewers import PURPOSE
from vises.apps.collection.services.sendings import keep_sent
from vises.apps.collection.services.waves import wave_of_pass
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import now, today
from vises.kernel.problems import NotFound, Problem
from vises.xforms import FormProblem, files_named, read_answer

LATE_DAYS = 14
"""Days after its end in which a round still takes what was filled in before, without connection."""
_MARK = re.compile(r"[0-9a-f]{64}")
_INSTANCE = re.compile(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LANGUAGE = re.compile(r"[\w-]{0,30}")


@dataclass(frozen=True)
class Said:
    """What a device says besides the answer. `mark`: the hash of the receipt that was drawn there; `told`: the version
    of what the person was told; `how` she agreed, where somebody asked her."""

    consents: Sequence[str]
    language: str
    told: int
    mark: str
    how: str = "self"


@dataclass(frozen=True)
class Behind:
    """What stands behind an address of the page. `group`: its answers are counted as that group's; `link`: the token of
    a personal link, good for one answer, and whether it was `spent` or `ended`."""

    wave: Wave
    group: uuid.UUID | None = None
    link: str = ""
    spent: bool = False
    ended: bool = False


def behind_address(token: str) -> Behind:
    """The round behind its own address, open or not. Raises NotFound."""
    rows = Wave.objects.select_related("version", "line__journey__enterprise")
    return Behind(_there(rows.filter(token=token).first()))


def behind_interviewer(token: str) -> Behind:
    """The round that somebody asks others for, open or not. Raises NotFound when her link was ended."""
    return Behind(wave_of_pass(token, PURPOSE))


def behind_group(token: str) -> Behind:
    """The round behind the address of a group, open or not. Raises NotFound when the group has none any more."""
    wave, group = invitations.group_met(token)
    return Behind(wave, group=group)


def behind_link(token: str) -> Behind:
    """The round behind a personal link, open or not. Raises NotFound where it opens nothing."""
    found = invitations.met(token)
    return Behind(found.wave, link=token, spent=found.spent, ended=found.ended)


def _there(wave: Wave | None) -> Wave:
    if wave is None:
        raise NotFound("access.link-ended")
    return wave


def receive(behind: Behind, xml: bytes, files: Mapping[str, Iterable[bytes]], said: Said) -> Accepted:
    """Keep an answer that was filled in without connection, as often as it is sent: once.

    A round that ended takes it for LATE_DAYS more. `files` by the name under which the answer speaks of them.
    Raises Problem where it is no answer to this questionnaire, came too late, or where another answer was given with
    the personal link.
    """
    wave = behind.wave
    refuse_late(wave)
    known = _MARK.fullmatch(said.mark) and _LANGUAGE.fullmatch(said.language) and 0 < said.told <= wave.consent_number
    if not known:
        raise Problem("collection.answer-unreadable")
    try:
        answer = read_answer(xml.decode("utf-8-sig"))
        form = form_of(wave.version)
        named = files_named(form, answer) if files else {}
    except (UnicodeDecodeError, FormProblem) as error:
        raise Problem("collection.answer-unreadable") from error
    if answer.deprecated_id or not _INSTANCE.fullmatch(answer.instance_id):  # corrections need a receipt
        raise Problem("collection.answer-unreadable")
    keep = functools.partial(
        keep_sent,
        wave,
        answer,
        {named[name]: (name, chunks) for name, chunks in files.items() if name in named},
        consents=said.consents,
        door="offline",
        language=said.language,
        how=said.how,
        consent_version=said.told,
        receipt_mark=said.mark,
        form=form,
    )
    if behind.link:
        return invitations.answering(behind.link, wave, answer.instance_id, keep, receipt_mark=said.mark)
    return keep(group=behind.group)


def refuse_late(wave: Wave) -> None:
    """Raises Problem when the round ended longer ago than LATE_DAYS."""
    patience = timedelta(days=LATE_DAYS)
    shut = wave.closed_at is not None and wave.closed_at + patience < now()
    if shut or (wave.closes_on is not None and wave.closes_on + patience < today()):
        raise Problem("collection.wave-ended")
