"""An accompanist hands a journey over: the role passes on, dated, and the enterprise says yes to whom."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role, fetch, give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.journeys.models import AccompanistNote, HandOver, Journey
from vises.apps.journeys.services.may import journey_for, own_id
from vises.apps.journeys.services.plan import end_reading
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def hand_over(
    actor: Actor,
    journey_id: uuid.UUID,
    person: Person,
    *,
    words: str = "",
    language: str = "",
    note_ids: Iterable[uuid.UUID] = (),
) -> HandOver:
    """Name who accompanies next, with the private notes that pass on to that person. Needs `journey.accompany`.

    Whoever already accompanies the journey takes over at once. Anybody else is let in only when the enterprise says
    so (`settle`): until then nothing changes. Raises Problem for oneself, an address that is none, or a second
    hand-over beside one that is still asked.
    """
    journey = journey_for(actor, "journey.accompany", journey_id)
    language = language or journey.language
    email = person.email.strip().lower()
    if language not in LANGUAGES or person.language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    if "@" not in email:
        raise Problem("accounts.email", field="email")
    mine = own_id(actor)
    if User.objects.filter(pk=mine, email=email).exists():
        raise Problem("journeys.hand-over-self", field="email")
    wanted = set(note_ids)
    notes = AccompanistNote.objects.filter(pk__in=wanted, author_id=mine, journey=journey)
    if notes.count() != len(wanted):
        raise NotFound()
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = HandOver.objects.create(
                    journey=journey,
                    leaving_id=mine,
                    leaving_name=actor.name,
                    next_name=person.name.strip()[:120] or email,
                    next_email=email,
                    next_language=person.language,
                    words=words.strip(),
                    language=language,
                )
        except IntegrityError:
            raise Problem("journeys.hand-over-asked") from None
        row.notes.set(notes)
        scope_id = journey.scope_id
        record(actor.who, "journey.hand-over-asked", scope_id=scope_id, object_kind="hand-over", object_id=row.id)
        if Membership.objects.filter(scope=scope_id, role=Role.ACCOMPANIST, user__email=email).exists():
            _pass_on(actor, row)
    return row


def settle(actor: Actor, hand_over_id: uuid.UUID, agreed: bool) -> tuple[User | None, bool]:
    """The enterprise says yes or no to who comes next. Needs `journey.open`: it alone decides who is in its journey.

    Returns the account that takes over, and whether it was made now (then a mail is owed); nobody after a no.
    Raises Conflict when it was settled meanwhile.
    """
    row = _asked(actor, "journey.open", hand_over_id)
    with transaction.atomic():
        if agreed:
            return _pass_on(actor, row)
        _settled(actor, row, HandOver.State.DECLINED)
    return None, False


def take_back(actor: Actor, hand_over_id: uuid.UUID) -> None:
    """The accompanist stays after all. Raises NotFound for the hand-over of somebody else."""
    row = _asked(actor, "journey.accompany", hand_over_id)
    if row.leaving_id != own_id(actor):
        raise NotFound()
    with transaction.atomic():
        _settled(actor, row, HandOver.State.TAKEN_BACK)


def _asked(actor: Actor, verb: str, hand_over_id: uuid.UUID) -> HandOver:
    rows = HandOver.objects.select_related("journey__scope", "leaving")
    return rows.get(pk=hand_over_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=hand_over_id)


def _pass_on(actor: Actor, row: HandOver) -> tuple[User, bool]:
    """The role passes on. Raw words do not: whoever answered was told who reads them."""
    journey: Journey = row.journey
    _settled(actor, row, HandOver.State.DONE)
    user, made = person_account(Person(row.next_email, row.next_name, row.next_language))
    give_role(actor, user, journey.scope, Role.ACCOMPANIST)
    HandOver.objects.filter(pk=row.pk).update(next=user)
    row.notes.update(passed_to=user)
    if row.leaving is not None:
        end_role(actor, row.leaving, journey.scope, Role.ACCOMPANIST)
        end_reading(actor, journey, row.leaving)
    return user, made


def _settled(actor: Actor, row: HandOver, state: HandOver.State) -> None:
    changed = HandOver.objects.filter(pk=row.pk, state=HandOver.State.ASKED).update(
        state=state, settled_on=today(), settled_by_name=actor.name
    )
    if not changed:
        raise Conflict("platform.changed-meanwhile")
    scope_id = row.journey.scope_id
    record(actor.who, f"journey.hand-over-{state}", scope_id=scope_id, object_kind="hand-over", object_id=row.id)
