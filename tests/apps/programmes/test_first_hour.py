"""Pasted enterprises and partners are taken in once; each is placed while nobody has written in its journey."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import visible
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Attachment, Journey, StepMove
from vises.apps.journeys.queries.pasted import preview_enterprises
from vises.apps.journeys.queries.placing import to_place
from vises.apps.journeys.services.onboarding import Sitting, onboard, staff_in
from vises.apps.journeys.services.pasted import take_in_enterprises
from vises.apps.journeys.services.recruiting import place_at_start
from vises.apps.journeys.services.words import write_words
from vises.apps.network.models import Belonging, Organisation
from vises.apps.programmes.models import Cohort, Participation, Partnership
from vises.apps.programmes.services import new_partner
from vises.apps.programmes.services.pasted import preview_partners, take_in_partners
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word

HEADINGS = "Nom Langue Territoire Groupe Fédération Étape Référent Courriel Accompagnatrice Mail_accompagnatrice TVA"
ROWS = (
    HEADINGS.split(),
    (
        *("La Ruche", "FR", "Wallonie", "pratiques", "FÉDÉRATION L'ATELIER DU PONT", "2"),
        *("Ana L.", "ana@ruche.example", "Claire", "claire@here.example", "1"),
    ),
    ("De Korf", "NL", "Limburg", "banque", "Inconnue", "neuf", "Bert", "pas une adresse", "", "", "2"),
    ("", "FR"),
    ("L’atelier du Pont", "FR"),
    ("la ruche", "FR"),
)
PASTED = "\n".join("\t".join(row).replace("Mail_", "Mail ") for row in ROWS)


def test_a_preview_says_line_by_line_and_writes_nothing(world: Any) -> None:
    before = Organisation.objects.count(), Participation.objects.count(), User.objects.count()
    preview = preview_enterprises(world.actor("cora"), world.programme.id, PASTED)
    assert [line.state for line in preview.lines] == ["new", "new", "left-out", "there", "there"]
    assert preview.ignored == ("TVA",) and preview.headed
    ruche, korf, nameless, pont, twice = preview.lines
    assert not ruche.troubles and dict(ruche.said)["federation"] == world.federation.name
    assert dict(ruche.said)["contact"] == "Ana L. <ana@ruche.example>"
    assert [trouble.code.removeprefix("programmes.paste-") for trouble in korf.troubles] == [
        "territory",
        "group",
        "federation",
        "step",
        "mail",
    ]
    assert all(
        "%" not in word(trouble) and len(word(trouble)) > 20 for line in preview.lines for trouble in line.troubles
    )
    assert nameless.number == 4 and not pont.troubles and twice.troubles[0].code == "programmes.paste-twice"
    assert before == (Organisation.objects.count(), Participation.objects.count(), User.objects.count())


def test_the_same_paste_twice_makes_nothing_twice(world: Any) -> None:
    cora = world.actor("cora")
    done = take_in_enterprises(cora, world.programme.id, PASTED)
    assert done.made == ("La Ruche", "De Korf") and (done.there, done.left_out) == (2, 1)
    assert [user.email for user in done.invited] == ["ana@ruche.example"]
    after = Organisation.objects.count(), Participation.objects.count(), User.objects.count(), Journey.objects.count()
    again = take_in_enterprises(cora, world.programme.id, PASTED)
    assert again.made == () and again.there == 4 and again.invited == ()
    assert after == (
        Organisation.objects.count(),
        Participation.objects.count(),
        User.objects.count(),
        Journey.objects.count(),
    )
    ruche = Participation.objects.get(enterprise__name="La Ruche")
    journey = Journey.objects.get(participation=ruche)
    assert (ruche.status, journey.step, ruche.federation) == ("active", "step-2", world.federation)
    assert Belonging.objects.filter(federation=world.federation, member=ruche.enterprise).count() == 1
    assert visible(world.actor("claire"), "journey.edit", Journey.objects.filter(pk=journey.pk)).exists()
    ana = actor_for(User.objects.get(email="ana@ruche.example"))
    assert [held.role for held in ana.held] == [Role.REFERENT]
    korf = Participation.objects.get(enterprise__name="De Korf")
    assert korf.status == "planned" and korf.enterprise.languages == ["nl"] and korf.federation is None


def test_everything_of_a_paste_or_nothing(world: Any, monkeypatch: Any) -> None:
    from vises.apps.journeys.services import pasted

    def broken(*_args: Any, **_words: Any) -> None:
        raise RuntimeError("the second line fails")

    monkeypatch.setattr(pasted, "start_journey", broken)
    before = Organisation.objects.count()
    with pytest.raises(RuntimeError):
        take_in_enterprises(world.actor("cora"), world.programme.id, "Nom;Étape\nUne;\nDeux;1")
    assert Organisation.objects.count() == before


@pytest.mark.parametrize("name", ["an", "fred", "paula", "patrick", "nadia", "stranger cora"])
def test_only_the_coordination_pastes(world: Any, name: str) -> None:
    actor = world.actor(name)
    for action in (
        lambda: preview_enterprises(actor, world.programme.id, PASTED),
        lambda: take_in_enterprises(actor, world.programme.id, PASTED),
        lambda: preview_partners(actor, world.programme.id, "Nom\nX"),
        lambda: take_in_partners(actor, world.programme.id, "Nom\nX"),
        lambda: place_at_start(actor, world.participation.id, "step-2"),
        lambda: to_place(actor, world.programme.id),
    ):
        with pytest.raises((NotFound, Forbidden)):
            action()


def test_partners_are_pasted_with_kind_dates_and_people(world: Any) -> None:
    cora = world.actor("cora")
    text = (
        "Partenaire;Sorte;Rôle;Langue;Du;Au;Contact;Courriel\n"
        "Maison des Possibles;partenaire;opérateur;FR;01/01/2026;31/12/2027;Mila;mila@possibles.example\n"
        "Universiteit Zuid;universiteit;associé;NL;;;;\n"
        f"{world.federation.name};fédération;chef de file;;;;Fred;fred2@here.example\n"
        "Bizarre;planète;roi;;hier;;;\n"
    )
    preview = preview_partners(cora, world.programme.id, text)
    assert [line.state for line in preview.lines] == ["new"] * 4
    assert [trouble.code for trouble in preview.lines[3].troubles] == [
        "programmes.paste-kind",
        "programmes.paste-what",
        "programmes.paste-date",
    ]
    done = take_in_partners(cora, world.programme.id, text)
    assert len(done.made) == 4 and {user.email for user in done.invited} == {
        "mila@possibles.example",
        "fred2@here.example",
    }
    maison = Partnership.objects.get(organisation__name="Maison des Possibles")
    assert (maison.kind, maison.starts_on, maison.ends_on) == ("operator", date(2026, 1, 1), date(2027, 12, 31))
    assert Organisation.objects.get(name="Universiteit Zuid").kind == "research"
    assert Organisation.objects.filter(name=world.federation.name).count() == 1
    again = take_in_partners(cora, world.programme.id, text)
    assert again.made == () and again.there == 4


def test_a_paste_lets_nobody_into_an_organisation_of_elsewhere(world: Any) -> None:
    new_partner(SYSTEM, world.other_programme.id, "federation", "Fédération d'ailleurs", ("fr",), "operator")
    done = take_in_partners(
        world.actor("cora"), world.programme.id, "Nom;Courriel\nFédération d'ailleurs;intruder@x.example"
    )
    assert done.not_invited == ("Fédération d'ailleurs",) and not done.invited
    assert not User.objects.filter(email="intruder@x.example").exists()


def test_an_enterprise_is_placed_with_its_documents_until_somebody_writes(world: Any) -> None:
    cora = world.actor("cora")
    take_in_enterprises(cora, world.programme.id, "Nom\nLa Ruche")
    joined = Participation.objects.get(enterprise__name="La Ruche")
    assert joined.id in {row.participation_id for row in to_place(cora, world.programme.id).rows}
    with pytest.raises(Problem, match="file-type"):
        place_at_start(cora, joined.id, "step-2", [("virus.exe", [b"MZ"])])
    assert not Journey.objects.filter(participation=joined).exists()
    journey = place_at_start(cora, joined.id, "step-2", [("portrait.pdf", [b"%PDF-1.4 x"])], note="Portrait de 2024")
    joined.refresh_from_db()
    assert (joined.status, journey.step) == ("active", "step-2")
    assert Attachment.objects.get(journey=journey).note == "Portrait de 2024"
    place_at_start(cora, joined.id, "step-1")  # still in her hands: a mistake can be mended
    assert [move.new for move in StepMove.objects.filter(journey=journey)] == ["preliminary", "step-2", "step-1"]
    assert not visible(cora, "journey.view", Journey.objects.filter(pk=journey.pk)).exists()
    write_words(SYSTEM, journey.id, "portrait", "needs", "Nos mots")
    with pytest.raises(Problem, match="not-untouched"):
        place_at_start(cora, joined.id, "step-3")
    assert joined.id not in {row.participation_id for row in to_place(cora, world.programme.id).rows}
    with pytest.raises(Problem, match=r"journeys\.step"):
        place_at_start(cora, world.participation.id, "step-9")


def a_sitting(**others: Any) -> Sitting:
    words: dict[str, Any] = {
        "federation_id": None,
        "name": "Koepel Nieuw",
        "languages": ("nl",),
        "territory": "wallonia",
        "kind": "operator",
        "starts_on": None,
        "ends_on": None,
        "staff": "Katrien V.; katrien@nieuw.example\njan@nieuw.example",
        "cohort_id": None,
        "cohort_names": {"nl": "Lichting 1"},
        "cohort_starts_on": date(2027, 1, 1),
        "cohort_ends_on": date(2027, 12, 31),
        "enterprises": "Naam\tBegeleider\tE-mail begeleider\nDe Korf\tLieve\tlieve@nieuw.example\nDe Mand\t\t",
        "status": "active",
    }
    return Sitting(**(words | others))


def test_a_federation_comes_in_with_its_cohort_in_one_sitting(world: Any) -> None:
    cora = world.actor("cora")
    done = onboard(cora, world.programme.id, a_sitting())
    federation = Organisation.objects.get(name="Koepel Nieuw")
    cohort = Cohort.objects.get(programme=world.programme)
    rows = Participation.objects.filter(federation=federation)
    assert {row.enterprise.name for row in rows} == {"De Korf", "De Mand"}
    assert {row.cohort for row in rows} == {cohort} and {row.status for row in rows} == {"active"}
    assert {user.email for user in done.invited} == {
        "katrien@nieuw.example",
        "jan@nieuw.example",
        "lieve@nieuw.example",
    }
    katrien = actor_for(User.objects.get(email="katrien@nieuw.example"))
    assert [held.role for held in katrien.held] == [Role.FEDERATION]
    lieve = actor_for(User.objects.get(email="lieve@nieuw.example"))
    assert visible(lieve, "journey.edit", Journey.objects.all()).count() == 1
    counts = Organisation.objects.count(), Cohort.objects.count(), Partnership.objects.count(), User.objects.count()
    onboard(cora, world.programme.id, a_sitting())
    assert counts == (
        Organisation.objects.count(),
        Cohort.objects.count(),
        Partnership.objects.count(),
        User.objects.count(),
    )


@pytest.mark.parametrize(
    ("others", "problem"),
    [
        ({"staff": "Katrien sans adresse"}, "paste-mail"),
        ({"name": ""}, "network.name"),
        ({"languages": ()}, "network.languages"),
        ({"cohort_starts_on": None}, "cohort-starts"),
        ({"enterprises": "Taal\nNL"}, "paste-name"),
        ({"kind": "king"}, "partner-kind"),
    ],
)
def test_a_sitting_with_a_mistake_writes_nothing(world: Any, others: dict[str, Any], problem: str) -> None:
    before = Organisation.objects.count(), Cohort.objects.count(), User.objects.count()
    with pytest.raises(Problem, match=problem):
        onboard(world.actor("cora"), world.programme.id, a_sitting(**others))
    assert before == (Organisation.objects.count(), Cohort.objects.count(), User.objects.count())


def test_staff_lines() -> None:
    assert staff_in("Katrien V.\tkatrien@x.example\n\n jan@x.example \n") == (
        ("katrien@x.example", "Katrien V."),
        ("jan@x.example", ""),
    )
