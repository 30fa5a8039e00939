"""Enterprises pasted from a spreadsheet, as they would be taken in: read before anything is written."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vises.apps.access.actor import Actor
from vises.apps.methodology import queries as methodology
from vises.apps.network.models import Organisation, Territory
from vises.apps.network.rules import name_key
from vises.apps.programmes.models import Cohort, Participation, Programme
from vises.apps.programmes.pasted import ENTERPRISES, GROUPS, Line, languages_in, read_pasted, step_in, word_in
from vises.apps.programmes.previews import Preview, Understood
from vises.apps.programmes.services.may import programme_for
from vises.kernel.locale import pick
from vises.kernel.problems import Problem

STATUSES = ("planned", "recruited", "active")
"""What an enterprise pasted without a step may be; with a step it is under way."""


@dataclass(frozen=True)
class Known:
    """What cells are compared with: everything by the key of its name."""

    here: dict[str, str]  # enterprises of the programme: their status
    territories: dict[str, tuple[str, str]]  # code and name
    federations: dict[str, tuple[uuid.UUID, str]]
    cohorts: dict[str, tuple[uuid.UUID, str]]
    steps: dict[str, set[str]]
    step_titles: dict[str, str]


def preview_enterprises(
    actor: Actor,
    programme_id: uuid.UUID,
    text: str,
    *,
    language: str = "fr",
    status: str = "planned",
    federation_id: uuid.UUID | None = None,
) -> Preview:
    """What pasted lines would make in a programme; nothing is written. Needs `programme.edit`.

    `language` is that of the shown names and of enterprises whose line says none; `status` is what those
    without a step will be; `federation_id` is the federation where a line names none.
    Raises Problem when the text holds no table with a column of names.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    table = read_pasted(text, ENTERPRISES)
    known = _known(programme, language)
    lines: list[Understood] = []
    seen: set[str] = set()
    for line in table.lines:
        understood = _understood(line, known, seen, language, federation_id, begins=status == "active")
        seen.add(name_key(understood.name))
        lines.append(understood)
    return Preview(table.columns, table.ignored, tuple(lines), table.headed)


def _known(programme: Programme, language: str) -> Known:
    version = methodology.version(programme.methodology.code)
    titles = {step.id: methodology.texts_of(version.code, f"{step.id}.title") for step in version.steps}
    shorts = {step.id: methodology.texts_of(version.code, f"{step.id}.short") for step in version.steps}
    here = Participation.objects.filter(programme=programme).values_list("enterprise__name", "status")
    return Known(
        here={name_key(name): status for name, status in here},
        territories={
            name_key(word): (code, pick(names, language)[0])
            for code, names in Territory.objects.values_list("code", "names")
            for word in (code, *names.values())
            if word
        },
        federations={
            name_key(name): (id_, name)
            for id_, name in Organisation.objects.filter(kind=Organisation.Kind.FEDERATION).values_list("id", "name")
        },
        cohorts={
            name_key(word): (id_, pick(names, language)[0])
            for id_, names in Cohort.objects.filter(programme=programme).values_list("id", "names")
            for word in names.values()
            if word
        },
        steps={
            step.id: {name_key(word) for word in (*titles[step.id].values(), *shorts[step.id].values()) if word}
            for step in version.steps
        },
        step_titles={step.id: pick(shorts[step.id], language)[0] for step in version.steps},
    )


def _understood(
    line: Line, known: Known, seen: set[str], language: str, federation_id: uuid.UUID | None, *, begins: bool
) -> Understood:
    cells = line.cells
    name = cells.get("name", "")
    troubles: list[Problem] = []
    said: list[tuple[str, str]] = []
    data: dict[str, object] = {"name": name, "federation": federation_id, "sector": cells.get("sector", "")}
    if not name or len(name) > 160:
        return Understood(line.number, name[:160], "left-out", troubles=(Problem("programmes.paste-no-name"),))
    if name_key(name) in seen:
        return Understood(line.number, name, "there", troubles=(Problem("programmes.paste-twice"),))
    if name_key(name) in known.here:
        return Understood(line.number, name, "there")
    _languages(cells, language, data, said, troubles)
    _looked_up(cells, "territory", known.territories, data, said, troubles)
    if cells.get("group"):
        data["group"] = word_in(cells["group"], GROUPS)
        if data["group"]:
            said.append(("group", str(data["group"])))
        else:
            troubles.append(Problem("programmes.paste-group", value=cells["group"]))
    _looked_up(cells, "federation", known.federations, data, said, troubles)
    _looked_up(cells, "cohort", known.cohorts, data, said, troubles)
    if cells.get("step"):
        data["step"] = step_in(cells["step"], known.steps)
        if data["step"]:
            said.append(("step", known.step_titles[str(data["step"])]))
        else:
            troubles.append(Problem("programmes.paste-step", value=cells["step"]))
    if cells.get("sector"):
        said.append(("sector", cells["sector"]))
    for who in ("contact", "accompanist"):
        _person(cells, who, data, said, troubles)
    if data.get("accompanist") and not data.get("step") and not begins:
        troubles.append(Problem("programmes.paste-accompanist"))
    return Understood(line.number, name, "new", tuple(said), tuple(troubles), data)


def _languages(
    cells: dict[str, str],
    language: str,
    data: dict[str, object],
    said: list[tuple[str, str]],
    troubles: list[Problem],
) -> None:
    found = languages_in(cells.get("languages", ""))
    if cells.get("languages") and not found:
        troubles.append(Problem("programmes.paste-language", value=cells["languages"]))
    data["languages"] = found or (language,)
    if found:
        said.append(("languages", "/".join(found).upper()))


def _looked_up(
    cells: dict[str, str],
    field: str,
    known: dict[str, tuple[str, str]] | dict[str, tuple[uuid.UUID, str]],
    data: dict[str, object],
    said: list[tuple[str, str]],
    troubles: list[Problem],
) -> None:
    """A cell that names something of this programme; what it does not know is told with what there is."""
    value = cells.get(field, "")
    if not value:
        return
    found = known.get(name_key(value))
    if found is None:
        there = ", ".join(sorted({name for _id, name in known.values()})[:12]) or "–"
        troubles.append(Problem(f"programmes.paste-{field}", value=value, there=there))
    else:
        data[field] = found[0]
        said.append((field, found[1]))


def _person(
    cells: dict[str, str],
    who: str,
    data: dict[str, object],
    said: list[tuple[str, str]],
    troubles: list[Problem],
) -> None:
    email, name = cells.get(f"{who}_email", "").lower(), cells.get(f"{who}_name", "")
    if "@" in name and not email:
        email, name = name.lower(), ""
    if not email:
        if name:
            troubles.append(Problem("programmes.paste-no-mail", value=name))
        return
    try:
        validate_email(email)
    except ValidationError:
        troubles.append(Problem("programmes.paste-mail", value=email))
        return
    data[who] = (email, name[:120])
    said.append((who, f"{name} <{email}>" if name else email))
