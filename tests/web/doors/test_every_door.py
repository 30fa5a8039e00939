"""One questionnaire, every door: the same answers give the same variables, to the byte, and each door is kept."""

import io
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.collection.test_grids import grid
from tests.web.doors.test_ways import Walk

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Invitation, WaveGroup
from vises.apps.collection.rules import link_token
from vises.apps.collection.services import imports, interviewers, invitations, openrosa, paper
from vises.apps.collection.services.paper import Typing
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services.easy_read import write_easy
from vises.apps.journeys.services import stakeholders
from vises.platform.jobs.services import run_next
from vises.xforms import FormState, to_row

ASKED = """langue: fr
# Enquête
nl: Enquête
Venez-vous souvent ? * {often}
nl: Kom je vaak?
- oui {yes}
  nl: ja
- non {no}
  nl: nee
## Chez nous (si often = oui) {here}
Combien de fois ? (nombre) {times}
Depuis quand ? (date) {since}
Que faites-vous ? (plusieurs) {does}
- acheter {buy}
- coudre {sew}
- autre chose… {other}
Comment allez-vous ? (smileys) {glad}
Je me sens bien (échelle 1-5: pas du tout … tout à fait) {well}
Qu'est-ce qui a changé ? (texte long) {changed}
"""
WORDS = "L'été < « & » > :\n=1+1 \U0001f600 ok"
VALUES = {
    "often": ["yes"],
    "here/times": ["12"],
    "here/since": ["2024-02-29"],
    "here/does": ["buy", "other"],
    "here/does_other": ["chanter, rire"],
    "here/well": ["4"],
    "here/changed": [WORDS],
}
SKIPPED = {"often": ["no"]}


@pytest.fixture
def asked(line: Any) -> Any:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=ASKED, another=True)
    write_easy(SYSTEM, version.id, "often", {"fr": {"label": "Tu viens souvent ?", "choices": {"yes": "Oui !"}}}, {})
    return open_wave(SYSTEM, version.id, titles={"fr": "x"}, uses=["analysis", "quote"])


def _values(wave: Any, values: dict[str, list[str]]) -> dict[str, list[str]]:
    """The values by the names that this form gives its questions."""
    names = [question.name for question in form_of(wave.version).questions]
    glad = form_of(wave.version).question("here/glad")
    assert glad
    full = {**values, "here/glad": [glad.choices[-1].value]} if len(values) > 1 else values
    other = next(name for name in names if name.startswith("here/does") and name != "here/does")
    return {other if name == "here/does_other" else name: given for name, given in full.items()}


def _walked(address: str, values: dict[str, list[str]], **first: Any) -> None:
    walk = Walk(address)
    walk.send("begin", consent=["quote"], **first)
    for _ in range(40):
        if b'name="draft"' not in walk.page.content:
            return
        names = set(re.findall(r' name="([^"]+)"', walk.page.content.decode()))
        walk.send("next", **{name: given for name, given in values.items() if name in names})
        assert walk.page.status_code == 200, walk.page.content.decode()[:3000]
    raise AssertionError("the questionnaire does not end")


def _web(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/a/{wave.token}/", values)


def _kiosk(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/a/{wave.token}/kiosk/", values)


def _easy(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/a/{wave.token}/easy/", values)


def _interviewer(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/for/{interviewers.invite(SYSTEM, wave.id, name='x')}/", values, how="oral")


def _openrosa(wave: Any, values: dict[str, list[str]]) -> None:
    """As a client fills in the form that it was offered: our own sheet of that very form."""
    from vises.apps.collection.queries.openrosa import offered
    from vises.xforms import parse_xform

    key = openrosa.make_key(SYSTEM, wave.id)
    form = offered(key)
    assert form
    state = FormState(parse_xform(form.xml.decode()), None, "uuid:collect")
    for name, given in {"vises_before/uses": ["quote"], "vises_before/how": ["oral"], **values}.items():
        state.set({name: given})
    sent = {"xml_submission_file": SimpleUploadedFile("s.xml", state.to_xml().encode(), "text/xml")}
    assert Client().post(f"/openrosa/{key}/submission", sent).status_code == 201


def _paper(wave: Any, values: dict[str, list[str]]) -> None:
    from vises.xforms.paper import items_of, on_paper

    typed = {}
    for item in items_of(on_paper(form_of(wave.version))):
        given = values.get(item.name)
        if given is None:
            continue
        codes = {choice.value: code for code, choice in item.codes}
        text = "".join(codes[value] for value in given) if codes else given[0]
        if item.how == "date":
            text = "/".join(reversed(text.split("-")))
        typed[item.name] = text
    sheet = paper.new_sheets(SYSTEM, wave.id, 1)[0]
    typing = Typing(sheet.code, typed, ("quote",), "self", "fr")
    assert paper.type_in(SYSTEM, wave.id, typing).state == "kept"
    assert paper.type_in(SYSTEM, wave.id, typing).state == "same"


def _import(wave: Any, values: dict[str, list[str]]) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["_uuid", *values])
    writer.writerow(["f3d8dc65-91a6-4d0f-9e97-802128083390", *(" ".join(given) for given in values.values())])
    imports.begin(SYSTEM, wave.id, [out.getvalue().encode()], "answers.csv", ["quote"])
    while run_next():
        pass


def _group(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/g/{_group_token(wave)}/", values)


def _personal(wave: Any, values: dict[str, list[str]]) -> None:
    _walked(f"/i/{_personal_token(wave)}/", values)


def _group_token(wave: Any) -> str:
    journey = wave.line.journey_id
    group = stakeholders.add_stakeholder(SYSTEM, journey, names={"fr": "Clientes"}, kind="public", size=40)
    invitations.want(SYSTEM, wave.id, {group.id: 20})
    return WaveGroup.objects.get(wave=wave, group=group).token


def _personal_token(wave: Any) -> str:
    known = list(Invitation.objects.values_list("pk", flat=True))
    invitations.invite(SYSTEM, wave.id, f"p{len(known)}@example.org")
    return link_token(settings.SECRET_KEY, str(Invitation.objects.exclude(pk__in=known).get().id))


def _offline(wave: Any, values: dict[str, list[str]], behind: str = "", **said: str) -> None:
    """As a device sends what it kept; that the page itself writes the same is seen in Chromium (test_offline)."""
    state = FormState(form_of(wave.version), None, f"uuid:{uuid.uuid4()}", "fr")
    state.set(values)
    sent = {"xml_submission_file": SimpleUploadedFile("a.xml", state.to_xml().encode(), "text/xml")}
    told = {"consent": ["quote"], "language": "fr", "told": "1", "mark": uuid.uuid4().hex * 2, **said}
    assert Client().post(f"/offline/{behind or wave.token}/round/", {**sent, **told}).status_code == 201


def _offline_interviewer(wave: Any, values: dict[str, list[str]]) -> None:
    _offline(wave, values, f"for/{interviewers.invite(SYSTEM, wave.id, name='x')}", how="oral")


def _offline_group(wave: Any, values: dict[str, list[str]]) -> None:
    _offline(wave, values, f"g/{_group_token(wave)}")


def _offline_personal(wave: Any, values: dict[str, list[str]]) -> None:
    _offline(wave, values, f"i/{_personal_token(wave)}")


DOORS = {
    "web": _web,
    "web, a group": _group,
    "web, a personal link": _personal,
    "offline": _offline,
    "offline, an interviewer": _offline_interviewer,
    "offline, a group": _offline_group,
    "offline, a personal link": _offline_personal,
    "kiosk": _kiosk,
    "easy-read": _easy,
    "interviewer": _interviewer,
    "openrosa": _openrosa,
    "paper": _paper,
    "import": _import,
}
"""By the door that is stored; after a comma, whom its address was given to."""


def _every_door(wave: Any, given: dict[str, list[str]]) -> dict[str, Any]:
    """What one answer becomes through each door, by its name."""
    form = form_of(wave.version)
    rows: dict[str, Any] = {}
    for name, enter in DOORS.items():
        known = list(Answer.objects.values_list("pk", flat=True))
        enter(wave, given)
        answer = Answer.objects.exclude(pk__in=known).get()
        assert answer.door == name.partition(",")[0]
        assert (answer.group is not None) == ("group" in name), name
        assert answer.consents == ["analysis", "quote"], name
        rows[name] = to_row(form, answer.xml)
        rows[name].pop("meta/instanceID")
    for name, row in rows.items():
        assert row == rows["web"], name
    return rows


@pytest.mark.parametrize("values", [VALUES, SKIPPED], ids=["everything", "almost nothing"])
def test_the_same_answers_through_every_door_are_the_same_variables(asked, values: dict[str, list[str]]) -> None:  # type: ignore[no-untyped-def]
    rows = _every_door(asked, _values(asked, values))
    if len(values) > 1:
        assert rows["web"]["here/changed"] == WORDS and rows["web"]["here/does"] == "buy other"


def test_the_rows_of_a_grid_are_the_same_variables_through_every_door(line: Any) -> None:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "g"}, xlsform=(grid(), "g.xlsx"))
    wave = open_wave(SYSTEM, version.id, titles={"fr": "g"}, uses=["analysis", "quote"])
    given = {"g/welcome": ["yes"], "g/heard": ["bit"], "g/talk": ["v", "c"], "g/word": ["ici"]}
    row = _every_door(wave, given)["web"]
    assert {name: row[name] for name in given} == {name: " ".join(values) for name, values in given.items()}
    assert not row.get("g/heads")  # the head of a grid only names its columns


def test_every_door_there_is_is_walked_through() -> None:
    assert {name.partition(",")[0] for name in DOORS} == set(Answer.Door.values)
