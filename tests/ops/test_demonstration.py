"""The demonstration, to the last number of the worked example."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import override_settings

from vises.ops.demonstration.margins import respondents
from vises.ops.demonstration.source import Source
from vises.ops.demonstration.words import Marked, themes, unmark

pytestmark = pytest.mark.xdist_group("demonstration")
CONTENT = Path(__file__).resolve().parents[2] / "content" / "demonstration"
TEXTS = CONTENT / "armoire" / "texts"
PASSAGES = {
    "dignity": 46,
    "price": 39,
    "encounters": 35,
    "time": 28,
    "learning": 24,
    "tension": 17,
    "quality": 13,
    "card": 8,
    "other": 4,
}


# --- content, without a database


def test_marks_are_taken_off_and_may_lie_in_one_another() -> None:
    text, found = unmark("Un [[a:mot [[b#here:dans]] un autre]].")
    assert text == "Un mot dans un autre."
    assert found == (Marked("a", "", 3, 20), Marked("b", "here", 7, 11))
    assert [text[one.start : one.end] for one in found] == ["mot dans un autre", "dans"]


@pytest.mark.parametrize("broken", ["[[a:ouvert", "fermé]]"])
def test_a_mark_that_is_not_whole_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        unmark(broken)


def test_the_nine_texts_hold_the_passages_of_the_worked_example() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    assert len(texts) == 9
    assert themes(texts) == PASSAGES
    assert sum(PASSAGES.values()) == 214
    for text in texts:
        assert unmark(text)[0].strip() + "\n" == unmark(text)[0]


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_life_stories_and_focus_groups_are_as_long_as_told(path: Path) -> None:
    words = len(unmark(path.read_text(encoding="utf-8"))[0].split())
    assert words >= 1000 if path.stem in {"volunteers", "workers"} else 500 <= words <= 900


def test_every_text_in_several_languages_is_written_in_each() -> None:
    def walk(value: Any, place: str) -> Iterator[str]:
        if isinstance(value, dict):
            if {"fr", "nl"} <= set(value) and set(value) <= {"fr", "nl", "en"} and place != ".words":
                yield from (f"{place}.{code}" for code in ("fr", "nl", "en") if not str(value.get(code) or "").strip())
            for key, part in value.items():
                assert key is not True, f"{place}: 'on' needs quotes"
                yield from walk(part, f"{place}.{key}")
        elif isinstance(value, list):
            for number, part in enumerate(value):
                yield from walk(part, f"{place}[{number}]")

    missing = [
        f"{path.name}{gap}"
        for path in CONTENT.rglob("*.yaml")
        for gap in walk(yaml.safe_load(path.read_text(encoding="utf-8")), "")
        if not gap.startswith((".signatures", ".words"))
    ]
    assert missing == []


def _respondents() -> list[Any]:
    survey = Source(CONTENT, date(2026, 1, 5)).data("armoire/survey.yaml")
    choices = {
        "visits": ["first", "few", "some", "often"],
        "welcome": ["1", "2", "3", "4", "5"],
        "met": ["yes", "no"],
        "ashamed": ["agree", "neither", "disagree"],
        "alone": ["easier", "same", "harder"],
    }
    return respondents(survey, choices)


def test_the_margins_give_119_answers_and_the_same_ones_each_time() -> None:
    people = _respondents()
    kept = [one for one in people if not one.withdrawn]
    assert (len(people), len(kept)) == (119, 118)
    assert Counter(one.answers["price"] for one in kept) == {"reduced": 71, "full": 47}
    assert Counter(use for one in kept for use in one.consents) == {"analysis": 118, "quote": 61, "photo": 12}
    assert Counter((one.answers["price"], one.answers["met"]) for one in kept)["reduced", "yes"] == 52
    assert all("nowhere" not in one.answers["where"].split() or one.answers["where"] == "nowhere" for one in kept)
    assert people == _respondents()


def test_margins_that_do_not_add_up_are_refused() -> None:
    survey = Source(CONTENT, date(2026, 1, 5)).data("armoire/survey.yaml")
    survey["groups"]["full"] = {"people": 47, "met": [24, 24], "where": {"nowhere": 47}}
    with pytest.raises(ValueError, match="met: 48 answers for 47 people"):
        respondents({**survey, "groups": {"full": survey["groups"]["full"]}}, {"met": ["yes", "no"]})


# --- loaded


@dataclass
class Loaded:
    """The demonstration in a database that forgets it afterwards."""

    said: list[str]
    journey: Any
    wave: Any

    def actor(self, role: str) -> Any:
        from vises.apps.access.services import sign_in_as
        from vises.apps.accounts.services import sample_user

        return sign_in_as(sample_user(role))


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Loaded]:
    from django.db import transaction

    from vises.apps.collection.models import Wave
    from vises.apps.journeys.models import Journey
    from vises.apps.methodology import services
    from vises.ops.demonstration import load_once

    here = override_settings(DEMONSTRATION=True, FILES_ROOT=tmp_path_factory.mktemp("files"))
    with here, django_db_blocker.unblock(), transaction.atomic():
        services.load(CONTENT.parent)
        said: list[str] = []
        assert load_once(said.append)
        wave = Wave.objects.get(line__journey__enterprise__name="L'Armoire Commune")
        yield Loaded(said, Journey.objects.get(enterprise__name="L'Armoire Commune"), wave)
        transaction.set_rollback(True)


def test_it_says_how_far_it_is_and_is_there_once(loaded: Loaded) -> None:
    from vises.ops.demonstration import load_once

    assert len(loaded.said) >= 5
    said: list[str] = []
    assert load_once(said.append) is False
    assert said == []


@pytest.mark.django_db
def test_interrupted_it_leaves_nothing_and_begins_anew(method: None, settings: Any) -> None:
    from vises.apps.accounts.queries import sample_doors
    from vises.apps.network.models import Organisation
    from vises.ops.demonstration import load_once

    settings.DEMONSTRATION = True

    def stop(words: str) -> None:
        if "25 of" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_once(stop)
    assert sample_doors() == []
    assert not Organisation.objects.exists()


def test_six_doors(loaded: Loaded) -> None:
    from vises.apps.accounts.queries import SAMPLE_ROLES, sample_doors

    assert [door.code for door in sample_doors()] == list(SAMPLE_ROLES)


def test_the_programme_is_spread_as_the_founding_text_says(loaded: Loaded) -> None:
    from vises.apps.journeys.queries.programme import programme_page, programmes

    coordinator = loaded.actor("coordinator")
    found = {code: id_ for id_, _, code, _ in programmes(coordinator)}
    page = programme_page(coordinator, found["2"])
    at = {column.code: len(column.dots) for column in page.columns}
    assert (page.planned, page.accompanied) == (69, 56)
    assert at["planned"] + at["withdrawn"] == 13
    assert at["step-2"] > at["step-1"] > at["step-3"] > 0 < at["completed"]
    assert sum(count or 0 for _, count in page.reasons) == 13
    assert len(page.tables["group"]) == len(page.tables["territory"]) == 3
    dots = [dot for column in page.columns for dot in column.dots]
    assert sum(dot.paused for dot in dots) >= 3
    quiet = [dot for dot in dots if dot.journey_id is None and dot.column not in {"planned", "withdrawn"}]
    assert page.kept or quiet  # some keep their step to themselves
    assert not any(dot.name or dot.group for dot in quiet)
    assert "merger" in dict(page.reasons)


def test_each_role_sees_what_it_should_of_the_armoire(loaded: Loaded) -> None:
    from vises.apps.access.services import allows

    scope = loaded.journey.scope_id
    sees = {
        role: allows(loaded.actor(role), "journey.view", scope)
        for role in ("referent", "accompanist", "researcher", "federation", "coordinator", "funder")
    }
    assert sees == {**dict.fromkeys(sees, True), "funder": False}
    assert allows(loaded.actor("referent"), "journey.publish", scope)
    assert not allows(loaded.actor("accompanist"), "journey.publish", scope)


def test_118_answers_are_left_of_119_and_only_the_fact_of_the_withdrawal(loaded: Loaded) -> None:
    from vises.apps.collection.models import Answer, Withdrawal

    uses = Counter(use for row in Answer.objects.filter(wave=loaded.wave) for use in row.consents)
    assert uses == {"analysis": 118, "quote": 61, "photo": 12}
    assert list(Withdrawal.objects.values_list("what", flat=True)) == ["answer"]
    assert not Answer.objects.filter(xml__contains="ancienne collègue de l'usine").exists()


def _cell(loaded: Loaded, question: str, group: str, value: str) -> tuple[int, int]:
    from vises.apps.datasets.queries import wave_results

    found = wave_results(loaded.actor("referent"), loaded.wave.id, by="price", only=question)
    split = found.questions[0].summary.split
    assert split is not None
    cells = next(one for one in split.groups if one.value == group).cells
    cell = next(cell for cell in cells if cell.value == value)
    return cell.count, cell.of


@pytest.mark.parametrize(
    ("question", "group", "value", "count", "of"),
    [
        ("met", "reduced", "yes", 52, 71),
        ("met", "full", "yes", 24, 47),
        ("ashamed", "reduced", "agree", 38, 71),
    ],
)
def test_the_survey_says_what_the_worked_example_says(
    loaded: Loaded, question: str, group: str, value: str, count: int, of: int
) -> None:
    assert _cell(loaded, question, group, value) == (count, of)


def test_every_answer_fits_its_questionnaire(loaded: Loaded) -> None:
    from vises.apps.collection.models import Answer
    from vises.apps.instruments.queries import form_of
    from vises.xforms import check_answer

    rows = [(form_of(row.wave.version), row.xml) for row in Answer.objects.select_related("wave__version")]
    assert [check_answer(form, xml) for form, xml in rows if check_answer(form, xml)] == []


def test_the_same_people_are_found_twice_by_their_code_and_a_change_can_be_cited(loaded: Loaded) -> None:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.collection.models import Indicator, Wave
    from vises.apps.datasets.pairing import in_order, moved_between
    from vises.apps.datasets.services import ask_change

    waves = Wave.objects.filter(moment__in=("before", "after")).select_related("version", "line")
    before, after = in_order(*waves)
    question = next(q for q in before.version.xform.split('nodeset="/data/')[1:] if "understand" in q).split('"')[0]
    moved = moved_between(before, after, question)
    assert moved.n == 18 and [cell.count for cell in moved.cells] == [12, 4, 2]
    assert ask_change(SYSTEM, before.id, after.id, question, "up").category == "up"
    assert Indicator.objects.count() == 2


def test_a_finding_stands_on_how_the_same_people_moved(loaded: Loaded) -> None:
    from vises.apps.findings.models import Evidence
    from vises.apps.findings.queries.numbers import cited_numbers

    rows = Evidence.objects.exclude(analysis__other=None).select_related("analysis")
    told = {row.side: cited_numbers([row.analysis], inside=True)[row.analysis_id] for row in rows}
    assert {side: (number.count, number.of) for side, number in told.items()} == {"for": (12, 18), "against": (4, 18)}


def test_reminders_leave_out_who_answered_and_who_said_stop(loaded: Loaded) -> None:
    from vises.apps.collection.models import Answer, Wave

    later = Wave.objects.get(moment="later")
    rows = list(later.invitations.all())
    assert len(rows) == 14 and sum(row.spent for row in rows) == 7 and sum(row.stopped for row in rows) == 1
    assert {row.mails for row in rows if row.spent or row.stopped} == {1}
    assert {row.mails for row in rows if not row.spent and not row.stopped} == {2}
    assert all(bool(row.address) == (not row.spent and not row.stopped) for row in rows)
    assert Answer.objects.filter(wave=later).count() == 7


def test_three_enterprises_are_read_together_and_none_alone(loaded: Loaded) -> None:
    from vises.apps.learning.queries.alike import asked_alike
    from vises.apps.programmes.models import Programme

    programme = Programme.objects.get(names__nl__startswith="Grensoverschrijdende")
    found = asked_alike(loaded.actor("researcher"), programme.id)
    assert {one.question.id: (one.enterprises, one.summary.n) for one in found.together} == {
        "welcome": (3, 70),
        "met_somebody": (3, 70),
    }


def test_214_passages_by_theme(loaded: Loaded) -> None:
    from vises.apps.coding.queries.codebook import coding_page

    page = coding_page(loaded.actor("accompanist"), loaded.journey.id)
    assert sorted((code.passages for code in page.codes), reverse=True) == sorted(PASSAGES.values(), reverse=True)
    assert sum(text.passages for text in page.texts) == 214
    assert all(text.readable for text in page.texts)
    assert not any(text.readable for text in coding_page(loaded.actor("referent"), loaded.journey.id).texts)


def test_reached_beside_target(loaded: Loaded) -> None:
    from vises.apps.journeys.models import PlanLine
    from vises.apps.journeys.services.plan import reached

    lines = list(PlanLine.objects.filter(journey=loaded.journey))
    counted = reached([line.id for line in lines])
    shown = [(line.target, counted.get(line.id, line.reached_said)) for line in lines]
    assert shown == [(150, 118), (9, 7), (14, 14), (6, 6), (3, 3)]


def test_the_decision_keeps_two_reservations_and_who_was_not_heard(loaded: Loaded) -> None:
    from vises.apps.journeys.models import Candidate, Decision

    decision = Decision.objects.get(journey=loaded.journey)
    assert decision.question.texts["nl"].startswith("Wat verandert het voor wie komt")
    assert {row.said_by for row in decision.reservations.all()} == {"Patrick", "Samir"}
    assert decision.not_heard.count() == 2
    assert sum(row.people for row in decision.session.presences.all()) == 17
    states = Counter(Candidate.objects.filter(journey=loaded.journey).values_list("state", flat=True))
    assert states == {"set-aside": 3, "merged": 2, "chosen": 1}


def test_the_restitution_brought_34_people_together_twelve_of_them_customers(loaded: Loaded) -> None:
    from vises.apps.findings.models import Finding, Restitution

    restitution = Restitution.objects.get(session__journey=loaded.journey)
    present = list(restitution.session.presences.select_related("stakeholder"))
    assert sum(row.people for row in present) == 34
    assert sum(row.people for row in present if row.stakeholder.kind == "public") == 12
    its = Finding.objects.filter(question__decision__journey=loaded.journey)
    strengths = dict(its.filter(label__lte="F5").values_list("label", "strength"))
    assert strengths == {"F1": "strong", "F2": "medium", "F3": "medium", "F4": "weak", "F5": "medium"}
    third = Finding.objects.get(label="F3")
    assert (third.wordings.count(), third.dissents.filter(session=None).count()) == (1, 1)
    assert third.dissents.exclude(session=None).get().stakeholder.kind == "public"  # said as a group that evening
    validated = its.exclude(validated_at=None).values_list("label", flat=True)
    assert set(validated) == {"F1", "F2", "F3", "F5"}


def test_words_lie_beside_numbers_and_what_is_not_good_has_its_row(loaded: Loaded) -> None:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.findings.queries.joint import joint_display

    rows = joint_display(SYSTEM, loaded.journey.id).rows
    assert [row.judgement for row in rows] == ["converges", "complements", "silent", "", "silent"]
    assert (rows[0].themes[0].passages, rows[-1].negative, rows[-1].themes[0].passages) == (46, True, 17)


def test_one_finding_stays_contested(loaded: Loaded) -> None:
    from vises.apps.findings.models import Finding

    assert Finding.objects.filter(state="contested").count() == 1


def test_every_finding_has_evidence_for_and_against(loaded: Loaded) -> None:
    from vises.apps.findings.models import Finding

    for finding in Finding.objects.filter(question__decision__journey=loaded.journey):
        assert set(finding.evidence.values_list("side", flat=True)) == {"for", "against"}, finding.label


def test_the_published_story_keeps_names_and_unconsented_words_inside(loaded: Loaded) -> None:
    from vises.apps.valorisation.queries.public import library, public_story

    shelf = library()
    assert [story.enterprise for story in shelf] == ["L'Armoire Commune"]
    content = public_story(shelf[0].slug).content
    assert content["languages"] == ["fr", "nl", "en"]
    assert all(claim["quotes"] for claim in content["claims"] if "Pour les travailleurs" not in claim["texts"]["fr"])
    words = json.dumps(content, ensure_ascii=False)
    for inside in (
        "Patrick",
        "Samir",
        "Guy et Rita",
        "Rachid",
        "Nadia",
        "Monique",
        "la plus douce de toutes",
        "pliée en deux",  # its person was asked and thinks about it
        "trois allées",  # its person said no
    ):
        assert inside not in words, inside
    assert "une écharpe en soie" in words and '"name": "Bernard"' in words  # he was asked for these words, and agreed
    assert "38" in words and "52" in words


def test_everything_of_the_armoire_is_confirmed_by_its_referent(loaded: Loaded) -> None:
    from vises.apps.journeys.models import Deliverable

    rows = Deliverable.objects.filter(journey=loaded.journey)
    assert set(rows.values_list("state", flat=True)) == {"confirmed"}
    assert set(rows.values_list("confirmed_by_name", flat=True)) == {"Nadia B."}


def test_the_two_sketches_stand_where_they_should(loaded: Loaded) -> None:
    from vises.apps.journeys.models import Decision, Journey

    open_one = Journey.objects.get(enterprise__name="Maatwerkbedrijf De Klinkaard")
    assert (open_one.step, open_one.methodology.code) == ("step-1", "2")
    assert not Decision.objects.filter(journey=open_one).exists()
    assert open_one.candidates.count() == 3
    collecting = Journey.objects.get(enterprise__name="Coopérative Souffle de Crête")
    assert (collecting.step, collecting.plan_lines.count()) == ("step-2", 3)


def test_the_audit_trail_holds_and_nothing_waits_for_mail(loaded: Loaded) -> None:
    from vises.platform.audit.services import first_break

    assert first_break() is None


def test_its_past_lies_in_the_past(loaded: Loaded) -> None:
    from vises.apps.collection.models import Answer
    from vises.apps.journeys.models import DeliverableMove
    from vises.apps.valorisation.models import Publication
    from vises.kernel.clock import now

    assert (now() - Publication.objects.get().created_at).days in {4, 5}
    hours = sorted(row.received_hour for row in Answer.objects.filter(wave=loaded.wave))
    assert 120 < (now() - hours[-1]).days <= (now() - hours[0]).days < 190
    assert not DeliverableMove.objects.filter(created_at__gt=now()).exists()


def test_what_was_confirmed_stays_confirmed_when_it_is_opened_to_others(loaded: Loaded) -> None:
    from vises.apps.journeys.models import Deliverable, Journey

    passed = Journey.objects.filter(step="step-2", methodology__code="2", participation__status="active")
    states = Counter(
        Deliverable.objects.filter(journey__in=passed, code="familiarisation").values_list("state", flat=True)
    )
    assert set(states) == {"confirmed"}


def test_a_fictional_overlay_came_from_the_notes_of_the_armoire(loaded: Loaded) -> None:
    from vises.apps.learning.queries.changes import changes_page, proposal_page
    from vises.apps.methodology import comparing, queries

    local = comparing.local(queries.version("3.1"))
    assert local is not None and local.added == {"method.counting-grid"}
    assert {"evaluative-question", "instruments"} <= set(local.reworded)
    assert queries.translation_states("3.1") == {"fr": "source", "nl": "current", "en": "completed"}
    (completed,) = queries.completions("3.1")
    assert len(completed.texts) == 3 and completed.translated_by != completed.read_by
    assert "merge two" in queries.text("3.1", "evaluative-question.hint", "en")
    for language, word in (("fr", "fictif"), ("nl", "fictief"), ("en", "fictional")):
        assert word in queries.text("3.1", "version.title", language)
    programme = loaded.journey.participation.programme
    page = changes_page(loaded.actor("accompanist"), programme.id)
    assert [line.code for line in page.over] == ["3.1"] and [line.code for line in page.open] == ["3.2"]
    assert [line.code for line in page.drafts] == [] and len(page.closed) == 1  # 3.3 is closed to her
    drafts = changes_page(loaded.actor("coordinator"), programme.id).drafts
    assert [line.code for line in drafts] == ["3.3"]
    told = proposal_page(loaded.actor("accompanist"), page.over[0].id)
    assert len(told.grounds) == 3 and len(told.changes) == 3
    stances = Counter(line.stance for line in told.positions)
    assert stances == {"agree": 3, "reserve": 1, "object": 1}
    assert all(set(line.answers) == {"fr", "nl", "en"} for line in told.positions if line.stance != "agree")
    assert [line.state for line in told.amendments] == ["taken"]
    assert {line.language for line in told.positions} == {"fr", "nl"}
    opened = proposal_page(loaded.actor("accompanist"), page.open[0].id)
    assert opened.facts.ready == {"fr", "nl"}  # English lags, and shows as such


def test_one_journey_read_what_changes_moved_and_moved_back(loaded: Loaded) -> None:
    from vises.apps.journeys.models import Journey, VersionMove

    rows = list(VersionMove.objects.select_related("old", "new"))
    assert [(row.old.code, row.new.code, row.state) for row in rows] == [
        ("3", "3.1", "taken-back"),
        ("3.1", "3", "done"),
    ]
    assert {row.journey_id for row in rows} == {Journey.objects.get(enterprise__name__startswith="Le Jardin Susp").id}
    assert Counter(Journey.objects.values_list("methodology__code", flat=True)).keys() == {"2", "3"}
