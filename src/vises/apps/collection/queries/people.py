"""Whom a round wants to hear and how many were heard: counts only, never who."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, Invitation, Wave, WaveGroup
from vises.apps.collection.rules import shown_counts
from vises.apps.collection.services.invitations import BETWEEN, MOST_MAILS
from vises.kernel.clock import today
from vises.kernel.locale import Texts

OTHERS = "others"  # those of whom no group is known


@dataclass(frozen=True)
class Wanted:
    """A group in a round. `answered` is None where it is too small to tell; `token` is of its own address."""

    id: uuid.UUID
    names: Texts
    size: int | None
    target: int | None
    token: str
    invited: int
    answered: int | None


@dataclass(frozen=True)
class Links:
    """Personal links of a round. `due` may be reminded now; else `next_on` is when somebody may be.

    While links are `ended`, used or not, `due` and `next_on` still count them: else one could end a link and see by the
    difference whether that person had answered.
    """

    invited: int
    spent: int
    stopped: int
    ended: int
    due: int
    next_on: date | None


@dataclass(frozen=True)
class MomentRow:
    """A round of the same plan line at one moment; `answered` by group id and OTHERS, None where too few to tell."""

    id: uuid.UUID
    titles: Texts
    moment: str
    answers: int
    targets: dict[str, int]
    answered: dict[str, int | None]


@dataclass(frozen=True)
class People:
    """Everybody a round turns to. `others`: answers without a group, None where too few to tell."""

    groups: tuple[Wanted, ...]
    others: int | None
    links: Links
    moments: tuple[MomentRow, ...]


def people(actor: Actor, wave_id: uuid.UUID) -> People:
    """Groups with target and reached, personal links in numbers, and the other moments. Needs `journey.view`."""
    wave = fetch(actor, "journey.view", Wave.objects.select_related("line__journey"), pk=wave_id)
    rounds = list(Wave.objects.filter(line=wave.line_id).exclude(moment="").order_by("created_at"))
    of = {one.id for one in rounds} | {wave.id}
    reached = _reached(of)
    wanted: dict[uuid.UUID, dict[uuid.UUID, WaveGroup]] = {}
    for want in WaveGroup.objects.filter(wave__in=of):
        wanted.setdefault(want.wave_id, {})[want.group_id] = want
    invited = dict(Invitation.objects.filter(wave=wave).values_list("group").annotate(n=Count("id")))
    mine, told = wanted.get(wave.id, {}), shown_counts(reached.get(wave.id, {}))
    groups = []
    for group in wave.line.journey.stakeholders.all():
        want_here = mine.get(group.id)
        groups.append(
            Wanted(
                group.id,
                group.names,
                group.size,
                want_here.target if want_here else None,
                want_here.token if want_here else "",
                invited.get(group.id, 0),
                told.get(str(group.id), 0),
            )
        )
    order = list(Wave.Moment)
    moments = tuple(
        MomentRow(
            one.id,
            one.titles,
            one.moment,
            sum(reached.get(one.id, {}).values()),
            {str(group): want.target for group, want in wanted.get(one.id, {}).items()},
            shown_counts(reached.get(one.id, {})),
        )
        for one in sorted(rounds, key=lambda one: order.index(Wave.Moment(one.moment)))
    )
    return People(tuple(groups), told.get(OTHERS, 0), _links(wave), moments)


def _reached(waves: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = Answer.objects.filter(wave__in=waves, state=Answer.State.KEPT)
    for wave, group, count in rows.values_list("wave", "group").annotate(n=Count("id")):
        found.setdefault(wave, {})[str(group) if group else OTHERS] = count
    return found


def _links(wave: Wave) -> Links:
    rows = Invitation.objects.filter(wave=wave)
    waiting = Q(spent=False, stopped=False, mails__lt=MOST_MAILS) & (~Q(address="") | Q(ended=True))
    now_due = waiting & Q(mailed_on__lte=today() - BETWEEN)
    counts = rows.aggregate(
        invited=Count("id"),
        gave=Count("id", filter=Q(spent=True)),
        peace=Count("id", filter=Q(stopped=True, spent=False)),
        shut=Count("id", filter=Q(ended=True)),
        due=Count("id", filter=now_due),
        last=Min("mailed_on", filter=waiting),
    )
    next_on = counts["last"] + BETWEEN if counts["last"] and not counts["due"] else None
    return Links(counts["invited"], counts["gave"], counts["peace"], counts["shut"], counts["due"], next_on)
