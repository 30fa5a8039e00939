"""What all tests share: the outside samples, one small world with a named cast."""

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# how long drawing takes says how busy the machine is, nothing of what is tried
settings.register_profile("vises", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("vises")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of schemas and samples by others; tests that need it skip where it is absent."""
    for place in (os.environ.get("VISES_SHARED", ""), str(ROOT.parent / "shared")):
        if place and (Path(place) / "standards").is_dir():
            return Path(place)
    pytest.skip("no folder of outside samples (VISES_SHARED)")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.ERASED_LIST = tmp_path / "erased.jsonl"


_moments = itertools.count(1_000_000, 1_000_000)


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for a moment (`platform.remembered`) is kept for one test: how many queries a page makes does not
    hang on how fast the machine is, and nothing is known of the database of another test."""
    moment = float(next(_moments))
    monkeypatch.setattr("vises.platform.remembered.monotonic", lambda: moment)


@pytest.fixture
def sentence_model(settings: Any, tmp_path: Path) -> Path:
    """The installation has a sentence model: a small one, in a folder of its own."""
    from tests.sentence_model import write_model

    folder = write_model(tmp_path / "model")
    settings.SENTENCES = str(folder)
    return folder


_read: dict[Path, Any] = {}


@pytest.fixture
def method(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The released versions of the method, loaded from content; its files are read once a run."""
    from vises.apps.methodology.services import loading

    reader = loading.read_version
    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_version", lambda folder: _read.get(folder) or _keep(folder, reader))
        loading.load(ROOT / "content")


def _keep(folder: Path, reader: Callable[[Path], Any]) -> Any:
    _read[folder] = reader(folder)
    return _read[folder]


@dataclass
class World:
    """One programme with two enterprises, and another tenant with the same roles.

    The cast: nadia (referent of the shop), mo (member of its team), claire (accompanist), rita (reader),
    an (researcher), fred (federation), paula (of a partner), bo (sits in the programme's body), cora (coordinator),
    patrick (funder), ada (administrator).
    `strangers` holds the same roles in the other programme, on the other enterprise.
    """

    programme: Any
    shop: Any
    journey: Any
    participation: Any
    federation: Any
    partner: Any
    body: Any
    other_programme: Any
    other_enterprise: Any
    other_journey: Any
    users: dict[str, Any]
    strangers: dict[str, Any]

    def actor(self, name: str) -> Any:
        """The actor of a person of the cast ("nadia") or of the other tenant ("stranger nadia")."""
        from vises.apps.access.actor import actor_for

        cast = self.strangers if name.startswith("stranger ") else self.users
        return actor_for(cast[name.removeprefix("stranger ")])


def _tenant(name: str, suffix: str) -> dict[str, Any]:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.first import platform_scope
    from vises.apps.access.rules import Role
    from vises.apps.access.services import give_role, link_scopes
    from vises.apps.accounts.services import make_user
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.network.services import make_organisation, make_territory
    from vises.apps.programmes.models import Body
    from vises.apps.programmes.services import add_participation, make_programme

    make_territory("wallonia", {"fr": "Wallonie", "nl": "Wallonië", "en": "Wallonia"})
    programme = make_programme(SYSTEM, {"fr": f"Programme {name}", "en": f"Programme {name}"}, "3", date(2026, 1, 5))
    federation = make_organisation(SYSTEM, "federation", f"Fédération {name}")
    partner = make_organisation(SYSTEM, "partner", f"Partenaire {name}")
    link_scopes(partner.scope, programme.scope)
    body = Body.objects.create(programme=programme, kind="working-group", names={"fr": f"Groupe {name}"})
    shop = make_organisation(
        SYSTEM, "enterprise", name, languages=("fr", "nl"), territory="wallonia", group="practices"
    )
    participation = add_participation(SYSTEM, programme, shop, federation=federation)
    journey = start_journey(SYSTEM, shop, participation=participation, on=date(2026, 1, 12))
    places = {
        "nadia": (shop.scope, Role.REFERENT),
        "mo": (shop.scope, Role.MEMBER),
        "claire": (journey.scope, Role.ACCOMPANIST),
        "rita": (journey.scope, Role.READER),
        "an": (programme.scope, Role.RESEARCHER),
        "fred": (federation.scope, Role.FEDERATION),
        "paula": (partner.scope, Role.PARTNER),
        "bo": (programme.scope, Role.BODY),
        "cora": (programme.scope, Role.COORDINATOR),
        "patrick": (programme.scope, Role.FUNDER),
    }
    users = {}
    for person, (scope, role) in places.items():
        users[person] = make_user(f"{person}@{suffix}.example", f"{person.capitalize()} {suffix}", "en")
        give_role(SYSTEM, users[person], scope, role, detail=body.id if role is Role.BODY else None)
    if suffix == "here":
        users["ada"] = make_user("ada@here.example", "Ada here", "en")
        give_role(SYSTEM, users["ada"], platform_scope(), Role.ADMINISTRATOR)
    return {
        "programme": programme,
        "shop": shop,
        "journey": journey,
        "participation": participation,
        "federation": federation,
        "partner": partner,
        "body": body,
        "users": users,
    }


@pytest.fixture
def world(method: None) -> World:
    from vises.apps.methodology.queries import completions

    here = _tenant("L'Atelier du Pont", "here")
    there = _tenant("De Andere Kant", "there")
    completions("3")  # known, as when somebody opened a page a moment before
    return World(
        **here,
        other_programme=there["programme"],
        other_enterprise=there["shop"],
        other_journey=there["journey"],
        strangers=there["users"],
    )


@pytest.fixture
def as_user(client: Any, world: World) -> Callable[[str], Any]:
    """A browser signed in as one of the cast: `as_user("claire")`."""

    def sign_in(name: str) -> Any:
        cast = world.strangers if name.startswith("stranger ") else world.users
        client.force_login(cast[name.removeprefix("stranger ")])
        return client

    return sign_in


@pytest.fixture
def question(world: World) -> Any:
    """The shop's evaluative question, decided at a session with eleven people of one group."""
    from vises.apps.access.actor import SYSTEM
    from vises.apps.journeys.services import question as room
    from vises.apps.journeys.services import sessions, stakeholders

    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clients"}, kind="public", size=120)
    session = sessions.plan_session(
        SYSTEM, world.journey.id, title="Atelier 3", deliverables=["evaluative-question"], on=date(2026, 3, 3)
    )
    sessions.hold_session(SYSTEM, session.id, presences=[(group.id, 11, "")], minutes=120)
    candidate = room.propose(SYSTEM, world.journey.id, "Que change la même table ?", language="fr")
    return room.decide(
        SYSTEM,
        world.journey.id,
        candidate_id=candidate.id,
        texts={"fr": "Que change la même table ?", "nl": "Wat verandert dezelfde tafel?"},
        session_id=session.id,
        manner="consent",
        reasons="Elle parle de tous.",
        reservations=[(group.id, "Samir", "je voulais l'autre")],
    )


@pytest.fixture
def line(world: World, question: Any) -> Any:
    """A plan line of the shop that answers its question with a survey; rita reads its raw words."""
    from vises.apps.access.actor import SYSTEM
    from vises.apps.journeys.services.plan import LineWords, add_line

    words = LineWords(looks_at={"fr": "Les rencontres"}, method="survey", target=150)
    return add_line(SYSTEM, world.journey.id, words, readers=[(world.users["rita"].id, "Rita", "trusted")])


SURVEY = """# Enquête
Avez-vous rencontré quelqu'un ici ? {met}
- oui {yes}
- non {no}
Vous payez… {price}
- le prix réduit {reduced}
- le prix plein {full}
Qu'est-ce qui a changé ? (texte) {changed}
"""


@pytest.fixture
def wave(line: Any) -> Any:
    """An open round of answers to a questionnaire of three questions, which may be split by `price`."""
    from vises.apps.access.actor import SYSTEM
    from vises.apps.collection.services.waves import open_wave
    from vises.apps.instruments import services as instruments

    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=SURVEY)
    instruments.mark(SYSTEM, version.id, sensitive=[], grouping=["price"])
    return open_wave(SYSTEM, version.id, titles={"fr": "Printemps"}, uses=["analysis", "quote", "public"])


@pytest.fixture
def answer() -> Callable[..., Any]:
    """Send an answer: `answer(wave, "id-1", met="yes")`. Returns what the respondent is told."""

    def send(wave: Any, instance: str, *, consents: tuple[str, ...] = (), deprecates: str = "", **values: str) -> Any:
        from vises.apps.collection.services.answers import accept
        from vises.apps.instruments.queries import form_of
        from vises.xforms import FormState

        state = FormState(form_of(wave.version), None, instance, deprecated_id=deprecates)
        state.set({name: [value] for name, value in values.items()})
        return accept(wave, state.to_xml(), consents=consents)

    return send
