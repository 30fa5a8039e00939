"""Personal links by mail: each good for one answer, and tied to none."""

import functools
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse

from vises.apps.access.actor import Actor
from vises.apps.collection.models import Answer, Invitation, Wave, WaveGroup, Withdrawal
from vises.apps.collection.rules import FEWEST, address_mark, addresses_in, link_token
from vises.apps.collection.services import answers
from vises.apps.collection.services.answers import Accepted
from vises.apps.collection.services.waves import refuse_closed, wave_for
from vises.apps.journeys.models import Stakeholder
from vises.kernel.clock import today
from vises.kernel.ids import new_id, new_token, token_hash
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.jobs.services import hourly
from vises.platform.mail.services import forget, send
from vises.xforms import Answer as Filled

MOST = 500  # people written to at a time
MOST_MAILS = 3  # the invitation and two reminders: after that, silence is an answer
BETWEEN = timedelta(days=3)  # from one mail to the next
KEPT = timedelta(days=30)  # addresses, after a round closed


@dataclass(frozen=True)
class Invited:
    """What came of a list: written to, invited before, and those who asked to be left in peace."""

    written: int
    known: int
    stopped: int


@dataclass(frozen=True)
class Opened:
    """What a personal link opens. `spent`: an answer was given with it; `ended`: it opens nothing any more."""

    wave: Wave
    spent: bool
    ended: bool = False

    def refuse(self) -> None:
        """Raises Problem where the link was ended, or the round is closed; a link that was used tells that itself."""
        if self.ended and not self.spent:
            raise Problem("collection.link-ended")
        refuse_closed(self.wave)


@dataclass(frozen=True)
class Ended:
    """What came of a list of links to end: those that open nothing any more, and addresses that had none here."""

    links: int
    without: int


def want(actor: Actor, wave_id: uuid.UUID, targets: Mapping[uuid.UUID, int | None]) -> int:
    """How many of which groups a round wants to hear; None where nothing is aimed at. Needs `journey.edit`.

    A group that is wanted gets an address of its own, which stays when the number changes. Returns how
    many groups are wanted.
    """
    wave = wave_for(actor, wave_id)
    known = set(Stakeholder.objects.filter(journey=wave.line.journey_id).values_list("pk", flat=True))
    if not set(targets) <= known:
        raise Problem("collection.group")
    with transaction.atomic():
        for group, target in targets.items():
            if target is None:
                WaveGroup.objects.filter(wave=wave, group_id=group).delete()
                continue
            if not 0 < target < 10_000_000:
                raise Problem("collection.invite-target", field=f"target_{group}")
            WaveGroup.objects.update_or_create(
                wave=wave,
                group_id=group,
                defaults={"target": target},
                create_defaults={"target": target, "token": new_token()},
            )
        _record(actor, wave, "wave.groups-wanted")
    return sum(target is not None for target in targets.values())


def invite(
    actor: Actor, wave_id: uuid.UUID, text: str, *, group_id: uuid.UUID | None = None, language: str = "fr"
) -> Invited:
    """Write to every address in `text`, each with a link of its own. Needs `journey.edit`; the round is open.

    Whoever was invited before, or asked to be left in peace in this journey, is not written to. Raises Problem
    naming the lines without an address: then nobody was written to.
    """
    wave = wave_for(actor, wave_id)
    refuse_closed(wave)  # before the round opens, a link would open nothing
    if group_id and not Stakeholder.objects.filter(pk=group_id, journey=wave.line.journey_id).exists():
        raise Problem("collection.group", field="group")
    listed = _listed(text)
    journey = str(wave.line.journey_id)
    marks = {address_mark(settings.SECRET_KEY, journey, address): address for address in listed}
    with transaction.atomic():
        Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
        known = set(Invitation.objects.filter(wave=wave, mark__in=marks).values_list("mark", flat=True))
        peace = _in_peace(wave.line.journey_id, marks) - known
        new = [(mark, address) for mark, address in marks.items() if mark not in known | peace]
        rows = [_invitation(wave, mark, address, group_id, language) for mark, address in new]
        Invitation.objects.bulk_create(rows)
        for row in rows:
            _write(wave, row, "round-invitation", number=1)
        _record(actor, wave, "invitations.sent", people=len(rows))
    return Invited(len(new), len(known), len(peace))


def _listed(text: str) -> list[str]:
    listed, without = addresses_in(text)
    for address in listed:
        try:
            validate_email(address)
        except ValidationError:
            without.append(address)
    if without:
        raise Problem("collection.invite-unreadable", field="addresses", lines=", ".join(without[:5])[:300])
    if not listed:
        raise Problem("collection.invite-nobody", field="addresses")
    if len(listed) > MOST:
        raise Problem("collection.invite-many", field="addresses", limit=MOST)
    return listed


def _in_peace(journey_id: uuid.UUID, marks: Iterable[str]) -> set[str]:
    rows = Invitation.objects.filter(wave__line__journey=journey_id, stopped=True, mark__in=list(marks))
    return set(rows.values_list("mark", flat=True))


def _invitation(wave: Wave, mark: str, address: str, group_id: uuid.UUID | None, language: str) -> Invitation:
    id_ = new_id()
    return Invitation(
        id=id_,
        wave=wave,
        group_id=group_id,
        address=address,
        mark=mark,
        token_hash=token_hash(link_token(settings.SECRET_KEY, str(id_))),
        language=language if language in LANGUAGES else "fr",
        mails=1,
        mailed_on=today(),
    )


def to_remind(wave: Wave) -> "QuerySet[Invitation]":
    """Those who may be reminded today: they did not answer, did not say stop, and were not written to just now."""
    return Invitation.objects.filter(
        wave=wave, spent=False, stopped=False, ended=False, mails__lt=MOST_MAILS, mailed_on__lte=today() - BETWEEN
    ).exclude(address="")


def remind(actor: Actor, wave_id: uuid.UUID) -> int:
    """Write once more to those who did not answer with their link. Needs `journey.edit`. Returns to how many."""
    wave = wave_for(actor, wave_id)
    refuse_closed(wave)
    with transaction.atomic():
        Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
        rows = list(to_remind(wave)[:MOST])
        for row in rows:
            row.mails, row.mailed_on = row.mails + 1, today()
            _write(wave, row, "round-reminder", number=row.mails)
        Invitation.objects.bulk_update(rows, ["mails", "mailed_on"])
        _record(actor, wave, "invitations.reminded", people=len(rows))
    return len(rows)


def _write(wave: Wave, row: Invitation, mail: str, *, number: int) -> None:
    token = link_token(settings.SECRET_KEY, str(row.id))
    send(
        row.address,
        f"mails/{mail}",
        row.language,
        key=f"invitation:{row.id}:{number}",
        enterprise=wave.line.journey.enterprise.name,
        title=pick(wave.titles, row.language)[0],
        introduction=pick(wave.introduction, row.language)[0],
        minutes=wave.line.respondent_minutes or 0,
        address=settings.BASE_ADDRESS + reverse("invited", args=[token]),
        stop=settings.BASE_ADDRESS + reverse("invited-stop", args=[token]),
    )


def end_links(actor: Actor, wave_id: uuid.UUID, text: str) -> Ended:
    """The links of these people open nothing from now on; nobody writes to them in this round. Needs `journey.edit`.

    Their addresses are erased, and the mails to them that stayed here. It is told of all of them alike, used or not:
    who answered is told to nobody. Answers that were given stay. Raises Problem naming the lines without an address.
    """
    wave = wave_for(actor, wave_id)
    journey = str(wave.line.journey_id)
    marks = {address_mark(settings.SECRET_KEY, journey, address) for address in _listed(text)}
    with transaction.atomic():
        Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
        rows = Invitation.objects.filter(wave=wave)
        mine = list(rows.filter(mark__in=marks).values_list("id", flat=True))
        # all rows anew, as in `_spend`: none lies apart from the others
        rows.update(
            ended=Case(When(pk__in=mine, then=Value(True)), default=F("ended")),
            address=Case(When(pk__in=mine, then=Value("")), default=F("address")),
        )
        for id_ in mine:
            forget(link_token(settings.SECRET_KEY, str(id_)), lambda bodies: bodies)
        _record(actor, wave, "invitations.ended", people=len(mine))
    return Ended(len(mine), len(marks) - len(mine))


def opened(token: str) -> Opened:
    """The round behind a personal link. Raises NotFound where it opens nothing, Problem where it was ended or the round
    is closed."""
    found = met(token)
    found.refuse()
    return found


def met(token: str) -> Opened:
    """The round behind a personal link, open or not. Raises NotFound."""
    row = _behind(token)
    return Opened(row.wave, row.spent, row.ended)


def enterprise_behind(token: str) -> str:
    """Who wrote, for whoever would stop it, also after the round closed. Raises NotFound."""
    return _behind(token).wave.line.journey.enterprise.name


def _behind(token: str) -> Invitation:
    rows = Invitation.objects.select_related("wave__version", "wave__line__journey__enterprise")
    row = rows.filter(token_hash=token_hash(token)).first()
    if row is None:
        raise NotFound("access.link-ended")
    return row


def accept(token: str, wave: Wave, sent: Filled, **said: Any) -> Accepted:
    """Keep the answer that was given with a personal link, as `answering` says."""
    return answering(token, wave, sent.instance_id, functools.partial(answers.accept, wave, sent, **said))


def answering(
    token: str, wave: Wave, instance_id: str, keep: Callable[..., Accepted], *, receipt_mark: str = ""
) -> Accepted:
    """Have `keep` keep the answer of that id, and spend the link with which it was given in the same instant.

    The same answer sent again is the same answer. Raises Problem where another one was given with this link, or where
    it was ended. The group goes with the answer only where so many of it are invited that it points to nobody.
    `receipt_mark` as `answers.accept` has it: whoever took back what she sent hears that, however often her device
    sends it again.
    """
    with transaction.atomic():
        # all who spend a link of this round come one after the other
        Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
        row = Invitation.objects.filter(token_hash=token_hash(token), wave=wave).first()
        if row is None:
            raise NotFound("access.link-ended")
        if row.spent:
            if not _known(wave, instance_id, receipt_mark):
                raise Problem("collection.link-used")
            return keep()
        if row.ended:
            raise Problem("collection.link-ended")
        told = keep(group=_group(row))
        _spend(row)
    return told


def _known(wave: Wave, instance_id: str, receipt_mark: str) -> bool:
    taken_back = receipt_mark and Withdrawal.objects.filter(mark=receipt_mark).exists()
    return bool(taken_back) or Answer.objects.filter(wave=wave, instance_id=instance_id).exists()


def _group(row: Invitation) -> uuid.UUID | None:
    many = Invitation.objects.filter(wave=row.wave_id, group=row.group_id).count() >= FEWEST
    return row.group_id if many else None


def _spend(row: Invitation) -> None:
    """Every link of the round is written anew, not this one alone: else the place where the database keeps a row that
    changed, and the transaction that changed it, would say which answer came with which link."""
    mine = When(pk=row.pk, then=Value(True))
    gone = When(pk=row.pk, then=Value(""))
    Invitation.objects.filter(wave=row.wave_id).update(
        spent=Case(mine, default=F("spent")), address=Case(gone, default=F("address"))
    )


def stop(token: str) -> None:
    """Write to this person no more, in any round of this journey; her address is erased, and the mails to her that
    stayed here. Raises NotFound.
    """
    row = _behind(token)
    same = Invitation.objects.filter(wave__line__journey=row.wave.line.journey_id, mark=row.mark)
    with transaction.atomic():
        same.update(stopped=True, address="")
        for id_ in same.values_list("id", flat=True):
            forget(link_token(settings.SECRET_KEY, str(id_)), lambda bodies: bodies)


def group_behind(token: str) -> tuple[Wave, uuid.UUID]:
    """The open round behind the address of a group, and the group. Raises NotFound, or Problem where it is closed."""
    wave, group_id = group_met(token)
    refuse_closed(wave)
    return wave, group_id


def group_met(token: str) -> tuple[Wave, uuid.UUID]:
    """The round behind the address of a group, open or not, and the group. Raises NotFound."""
    rows = WaveGroup.objects.select_related("wave__version", "wave__line__journey__enterprise")
    row = rows.filter(token=token).first()
    if row is None:
        raise NotFound("access.link-ended")
    return row.wave, row.group_id


@hourly("collection.forget-addresses")
def forget_addresses() -> None:
    """Addresses of rounds that closed a month ago are erased; mails to whom nobody writes any more too.

    Mails go here and not when somebody answers: what goes together would be found together.
    """
    before = today() - KEPT
    rows = Invitation.objects.exclude(address="")
    rows.filter(wave__closes_on__lt=before).update(address="")
    rows.filter(wave__closed_at__date__lt=before).update(address="")
    forget(_before_token(), _over)


def _before_token() -> str:
    return reverse("invited", args=["x"]).partition("x")[0]


def _over(bodies: set[str]) -> set[str]:
    """Those of these mails whose link belongs to nobody who is still written to."""
    found = re.compile(re.escape(_before_token()) + r"([\w-]+)")
    hashes = {body: token_hash(match[1]) for body in bodies if (match := found.search(body))}
    rows = Invitation.objects.filter(token_hash__in=hashes.values(), address="")
    gone = set(rows.values_list("token_hash", flat=True))
    return {body for body, hashed in hashes.items() if hashed in gone}


def _record(actor: Actor, wave: Wave, event: str, **more: int) -> None:
    scope_id = wave.line.journey.scope_id
    record(actor.who, event, scope_id=scope_id, object_kind="wave", object_id=wave.id, **more)
