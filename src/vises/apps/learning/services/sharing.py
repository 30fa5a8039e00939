"""A note goes up: at once, or once the enterprise that can be recognised in it said yes."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import GuestPass, Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, fetch, give_pass, open_pass
from vises.apps.journeys.models import Journey
from vises.apps.learning.models import FieldNote, NoteJoin
from vises.apps.learning.services import vectors
from vises.apps.learning.services.index import index_note
from vises.apps.learning.services.may import own_note
from vises.apps.learning.services.moves import move
from vises.apps.learning.services.notes import SHARING_PASS, close_links
from vises.apps.methodology.search import fold
from vises.apps.network.models import Organisation
from vises.kernel.clock import now
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

DAYS = 60  # how long the enterprise's link works


@dataclass(frozen=True)
class Letter:
    """A mail to write: to whom, and the link's token (shown once)."""

    user_id: uuid.UUID
    mail: str
    name: str
    language: str
    token: str


def share(actor: Actor, note_id: uuid.UUID, *, recognisable: bool) -> tuple[FieldNote, tuple[Letter, ...]]:
    """The author lets her note go up. Recognisable, it goes to the enterprise's referents first.

    Returns the note, and the letters owed to them. Raises Problem when the words name an enterprise that was not
    going to be asked, or when nobody speaks for it.
    """
    note = own_note(actor, note_id)
    if note.sharing == "left-out":
        raise Problem("learning.left-out")
    journey = note.journey
    speaks = journey is not None and allows(actor, "journey.confirm", journey.scope_id)
    asks_itself = journey.enterprise.name if journey is not None and (recognisable or speaks) else ""
    if named := _named_in(note, but=asks_itself):
        raise Problem("learning.names-enterprise", field="recognisable", name=named)
    ask = journey is not None and recognisable and not speaks
    with transaction.atomic():
        sharing = "asked" if ask else "yes" if speaks else "not-needed"
        move(actor.who, "", note, "agreed", sharing=sharing)
        if ask and journey is not None:
            return note, _letters(actor, note, journey)
        raise_note(actor, note)
    return note, ()


def raise_note(actor: Actor, note: FieldNote) -> None:
    """The note belongs to its programme from now on, and is found there. Call in a transaction."""
    move(actor.who, "", note, "raised", scope=note.programme.scope, raised_at=now())
    if note.author_id is not None:
        NoteJoin.objects.get_or_create(
            note=note,
            user_id=note.author_id,
            defaults={"journey": note.journey, "deliverable": note.deliverable},
        )
    index_note(note)
    vectors.write_soon(note)


def asked(token: str) -> tuple[Actor, FieldNote]:
    """Behind the link mailed to a referent. Raises NotFound once it was answered or has ended."""
    opened, guest = open_pass(token, SHARING_PASS)
    rows = _asked_notes().filter(journey__scope_id=opened.scope_id, state="agreed")
    note = rows.filter(pk=opened.detail).first() if opened.detail else None
    if note is None:
        raise NotFound("access.link-ended")
    return guest, note


def _for_guest(guest: Actor, note_id: uuid.UUID) -> FieldNote:
    opened = GuestPass.objects.filter(pk=guest.id, purpose=SHARING_PASS, detail=note_id).first() if guest.id else None
    note = _asked_notes().filter(pk=note_id, state="agreed").first()
    if opened is None or not opened.is_open() or note is None:
        raise NotFound("access.link-ended")
    return note


def asked_inside(actor: Actor, note_id: uuid.UUID) -> FieldNote:
    """The same for a referent who signed in. Needs `journey.confirm` on the note's journey."""
    note = _asked_notes().filter(pk=note_id, state="agreed", journey__isnull=False).first()
    if note is None or note.journey_id is None:
        raise NotFound()
    fetch(actor, "journey.confirm", Journey.objects.all(), pk=note.journey_id)
    return note


def answer_asked(actor: Actor, note_id: uuid.UUID, say: str, *, words: str = "", may_name: bool = False) -> None:
    """What the enterprise says: "yes", "change" (in these `words`), or "left-out": then it never goes up.

    The actor is the guest behind the mailed link, or a referent who signed in. `may_name`: it may be told that it
    is about them. Raises NotFound for anybody else, Problem for anything else.
    """
    note = _for_guest(actor, note_id) if actor.kind == "guest" else asked_inside(actor, note_id)
    if say not in {"yes", "change", "left-out"}:
        raise Problem("learning.sharing", field="say")
    if say == "change" and not words.strip():
        raise Problem("learning.change-words", field="words")
    with transaction.atomic():
        if say == "left-out":
            move(actor.who, "", note, "written", sharing=say)
        else:
            note.sharing, note.may_name = say, may_name
            note.shared_text = words.strip() if say == "change" else ""
            note.save(update_fields=["sharing", "may_name", "shared_text"])
            raise_note(actor, note)
        close_links(note)
        record(actor.who, "note.enterprise-said", object_kind="note", object_id=note.id, said=say)


def _asked_notes() -> QuerySet[FieldNote]:
    return FieldNote.objects.select_related("programme__scope", "journey__enterprise", "methodology")


def _letters(actor: Actor, note: FieldNote, journey: Journey) -> tuple[Letter, ...]:
    held = Membership.objects.filter(
        valid_today(), scope=journey.enterprise.scope_id, role=Role.REFERENT, user__is_active=True
    ).select_related("user")
    people = {row.user_id: row.user for row in held}
    if not people:
        raise Problem("learning.no-referent", field="recognisable")
    letters = []
    for user in people.values():
        token = give_pass(
            actor, journey.scope, SHARING_PASS, detail=note.id, label=user.name, language=user.language, days=DAYS
        )
        letters.append(Letter(user.id, user.email, user.name, user.language, token))
    return tuple(letters)


def _named_in(note: FieldNote, but: str) -> str:
    """An enterprise of the programme, other than `but`, whose name stands in the note's words."""
    words = f" {fold(note.words)} "
    names = Organisation.objects.filter(participations__programme=note.programme_id).values_list("name", flat=True)
    return next((name for name in names if name != but and len(name) > 3 and fold(name) in words), "")
