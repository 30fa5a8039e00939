"""Partners pasted from a spreadsheet: read before anything is written, then taken in as the preview said."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person
from vises.apps.network.models import Territory
from vises.apps.network.rules import name_key
from vises.apps.programmes.models import Partnership, Programme
from vises.apps.programmes.pasted import KINDS, PARTNERS, WHATS, Line, day_in, languages_in, read_pasted, word_in
from vises.apps.programmes.previews import Preview, Understood
from vises.apps.programmes.queries.partners import partner_choices
from vises.apps.programmes.rules import in_order
from vises.apps.programmes.services.may import programme_for
from vises.apps.programmes.services.partnerships import add_partner, invite_partner, new_partner
from vises.kernel.locale import pick
from vises.kernel.problems import Problem


@dataclass(frozen=True)
class PartnersIn:
    """What a paste made: partners by name, how many were there, accounts that are owed a mail, who was not invited."""

    made: tuple[str, ...]
    there: int
    left_out: int
    invited: tuple[User, ...]
    not_invited: tuple[str, ...]


def preview_partners(actor: Actor, programme_id: uuid.UUID, text: str, *, language: str = "fr") -> Preview:
    """What pasted lines would make; nothing is written. Needs `programme.edit`. Raises Problem for no table."""
    programme = programme_for(actor, "programme.edit", programme_id)
    table = read_pasted(text, PARTNERS)
    known = {name_key(name): id_ for id_, name in partner_choices(actor, programme_id)}
    here = set(Partnership.objects.filter(programme=programme).values_list("organisation_id", flat=True))
    territories = {
        name_key(word): (code, pick(names, language)[0])
        for code, names in Territory.objects.values_list("code", "names")
        for word in (code, *names.values())
        if word
    }
    lines: list[Understood] = []
    seen: set[str] = set()
    for line in table.lines:
        understood = _understood(line, known, here, territories, seen, language)
        seen.add(name_key(understood.name))
        lines.append(understood)
    return Preview(table.columns, table.ignored, tuple(lines), table.headed)


def take_in_partners(actor: Actor, programme_id: uuid.UUID, text: str, *, language: str = "fr") -> PartnersIn:
    """Make what `preview_partners` understood of the same text: all of it or nothing. Needs `programme.edit`.

    The same text once more makes nothing. Of an organisation that also stands elsewhere nobody is let in.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    invited: dict[uuid.UUID, User] = {}
    not_invited = []
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        preview = preview_partners(actor, programme_id, text, language=language)
        for line in preview.of("new"):
            data: dict[str, Any] = line.data
            times = {"starts_on": data["starts_on"], "ends_on": data["ends_on"]}
            if data["known"] is not None:
                row = add_partner(actor, programme.id, data["known"], data["kind"], **times)
            else:
                row = new_partner(
                    actor,
                    programme.id,
                    data["what"],
                    line.name,
                    data["languages"],
                    data["kind"],
                    territory=data["territory"],
                    **times,
                )
            if data["contact"] is None:
                continue
            email, name = data["contact"]
            try:
                user, made = invite_partner(actor, row.id, Person(email, name, data["languages"][0]))
            except Problem:
                not_invited.append(line.name)
                continue
            if made:
                invited[user.id] = user
    return PartnersIn(
        tuple(line.name for line in preview.of("new")),
        len(preview.of("there")),
        len(preview.of("left-out")),
        tuple(invited.values()),
        tuple(not_invited),
    )


def _understood(
    line: Line,
    known: dict[str, uuid.UUID],
    here: set[uuid.UUID],
    territories: dict[str, tuple[str, str]],
    seen: set[str],
    language: str,
) -> Understood:
    cells = line.cells
    name = cells.get("name", "")
    if not name or len(name) > 160:
        return Understood(line.number, name[:160], "left-out", troubles=(Problem("programmes.paste-no-name"),))
    if name_key(name) in seen:
        return Understood(line.number, name, "there", troubles=(Problem("programmes.paste-twice"),))
    found = known.get(name_key(name))
    if found in here:
        return Understood(line.number, name, "there")
    troubles: list[Problem] = []
    said: list[tuple[str, str]] = []
    data: dict[str, Any] = {"known": found, "kind": "associated", "what": "partner", "territory": "", "contact": None}
    for field, words in (("kind", KINDS), ("what", WHATS)):
        if cells.get(field):
            code = word_in(cells[field], words)
            data[field] = code or data[field]
            if not code:
                troubles.append(Problem(f"programmes.paste-{field}", value=cells[field]))
    said += [("kind", data["kind"])] + ([] if found else [("what", data["what"])])
    languages = languages_in(cells.get("languages", ""))
    if cells.get("languages") and not languages:
        troubles.append(Problem("programmes.paste-language", value=cells["languages"]))
    data["languages"] = languages or (language,)
    if languages:
        said.append(("languages", "/".join(languages).upper()))
    if cells.get("territory"):
        place = territories.get(name_key(cells["territory"]))
        if place:
            data["territory"] = place[0]
            said.append(("territory", place[1]))
        else:
            there = ", ".join(sorted({shown for _code, shown in territories.values()})[:12]) or "–"
            troubles.append(Problem("programmes.paste-territory", value=cells["territory"], there=there))
    _dates(cells, data, said, troubles)
    email = cells.get("contact_email", "").lower()
    if email:
        try:
            validate_email(email)
            data["contact"] = (email, cells.get("contact_name", "")[:120])
            said.append(("contact", email))
        except ValidationError:
            troubles.append(Problem("programmes.paste-mail", value=email))
    return Understood(line.number, name, "new", tuple(said), tuple(troubles), data)


def _dates(cells: dict[str, str], data: dict[str, Any], said: list[tuple[str, str]], troubles: list[Problem]) -> None:
    found: dict[str, date | None] = {}
    for field in ("starts_on", "ends_on"):
        found[field] = day_in(cells[field]) if cells.get(field) else None
        if cells.get(field) and found[field] is None:
            troubles.append(Problem("programmes.paste-date", value=cells[field]))
    if not in_order(found["starts_on"], found["ends_on"]):
        troubles.append(Problem("programmes.dates"))
        found = {"starts_on": None, "ends_on": None}
    data |= found
    said += [(field, f"{day:%d/%m/%Y}") for field, day in found.items() if day]
