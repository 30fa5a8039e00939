"""One of everything in a journey, each text with the tenant's canary, made through the services."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.people import Person
from vises.apps.accounts.services import make_user
from vises.apps.coding.services import apart, names
from vises.apps.coding.services.codebook import add_code
from vises.apps.coding.services.merging import merge
from vises.apps.coding.services.passages import mark, mark_said
from vises.apps.coding.services.texts import take_in
from vises.apps.collection.models import Answer, Invitation, Quarantine, WaveGroup
from vises.apps.collection.rules import link_token
from vises.apps.collection.services import documents, imports, indicators, interviewers, invitations, openrosa
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.indicators import Meaning
from vises.apps.collection.services.waves import open_wave
from vises.apps.datasets.models import AnswersFile
from vises.apps.datasets.services import ask
from vises.apps.findings.services import (
    Heard,
    evidence,
    findings,
    improvements,
    joint,
    record_heard,
    restitution,
    say_validated,
)
from vises.apps.findings.services.returns import plan_return
from vises.apps.instruments import services as instruments
from vises.apps.instruments.models import FormFile
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services import drafts
from vises.apps.instruments.services.easy_read import add_easy_file
from vises.apps.journeys.queries.versions import preview_page
from vises.apps.journeys.services import attachments, engagement, passes, sessions, stakeholders, words
from vises.apps.journeys.services import question as room
from vises.apps.journeys.services.calendar import make_feed
from vises.apps.journeys.services.contributions import Piece, note_contributions
from vises.apps.journeys.services.exchanges import send_message
from vises.apps.journeys.services.log import write_time
from vises.apps.journeys.services.notebook import write_note
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.apps.journeys.services.practices import write_practices
from vises.apps.journeys.services.room import open_room, token_of
from vises.apps.journeys.services.versions import propose_version
from vises.apps.learning.models import FieldNote
from vises.apps.learning.services import findings as macro_findings
from vises.apps.learning.services import joins, lessons, notes, outcomes, questions, sharing, treatment
from vises.apps.learning.services import sessions as sittings
from vises.apps.learning.services.changes import proposals, saying, translations, writing
from vises.apps.learning.services.harvest import harvest
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.methodology.services import drafts as method_drafts
from vises.apps.methodology.services.releases import release_draft
from vises.apps.programmes import services
from vises.apps.programmes.services import Applying
from vises.apps.valorisation.services import (
    add_claim,
    add_quote,
    ask_about_quote,
    ask_account,
    ask_person,
    funder_link,
    list_people,
    note_person,
    publish,
    set_image,
    write_story,
)
from vises.kernel.clock import today
from vises.platform.files.services import store
from vises.platform.mail.models import OutboxMail
from vises.xforms import FormState


@dataclass
class Furnished:
    """What stands in a tenant. `ids` by the word that addresses use; `raw` are words only readers may see;
    `inside` are words that never leave the journey; `own` are those of its accompanist alone; `coordination` is for
    the coordinator of the programme alone, `treated` for those who treat what the field raises."""

    ids: dict[str, Any] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    coordination: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    treated: list[str] = field(default_factory=list)


SURVEY = """# {c} enquête
Avez-vous rencontré quelqu'un ici ? {{met}}
- oui {{yes}}
- non {{no}}
Qu'est-ce qui a changé ? (texte) {{changed}}
"""
TWICE = """# Deux fois
Une lettre ? (texte) {{letter}}
Un jour ? (nombre) {{day}}
Combien d'aînés ? (nombre) {{elder}}
{mood} ? (échelle 1-3: non … oui) {{mood}}
"""


def furnish(journey: Any, reader: Any, referent: Any, accompanist: Any, canary: str) -> Furnished:
    """Furnish a journey. `reader` reads the raw words of its line, `referent` publishes its story,
    `accompanist` keeps what is hers alone."""
    made = Furnished()

    def inside(what: str) -> str:
        made.inside.append(f"{canary}-inside-{what}")
        return made.inside[-1]

    def raw(what: str) -> str:
        made.raw.append(f"{canary}-raw-{what}")
        return made.raw[-1]

    def own(what: str) -> str:
        made.own.append(f"{canary}-own-{what}")
        return made.own[-1]

    j = journey.id
    engagement.write_note(SYSTEM, j, "fears", inside("fears"))
    words.write_words(SYSTEM, j, "portrait", "needs", inside("needs"), source=inside("source"))
    kept = attachments.attach(SYSTEM, j, f"{canary}-inside-report.txt", [inside("attachment").encode()])
    group = stakeholders.add_stakeholder(
        SYSTEM, j, names={"fr": f"{canary} clientes"}, kind="public", size=40, relation=inside("relation")
    )
    stakeholders.set_involvement(SYSTEM, group.id, "step-1", "contributes")
    stakeholders.state_expectation(SYSTEM, j, group.id, inside("expectation"), language="fr", said_by=inside("who"))
    session = sessions.plan_session(
        SYSTEM, j, title=inside("session"), deliverables=["evaluative-question"], on=date(2026, 3, 3)
    )
    sessions.hold_session(
        SYSTEM, session.id, presences=[(group.id, 11, inside("names"))], minutes=120, record_words=inside("record")
    )
    send_message(actor_for(accompanist), j, "portrait", inside("message"), language="fr")
    write_note(actor_for(accompanist), j, own("note"))
    write_note(actor_for(accompanist), j, inside("shared note"), shared=True)
    write_time(actor_for(accompanist), j, on=date(2026, 3, 3), minutes=97, session_id=session.id, words=own("time"))
    other = room.propose(
        SYSTEM, j, f"{canary} mise de côté", language="fr", stakeholder_id=group.id, said_by=inside("author")
    )
    room.set_aside(SYSTEM, other.id, f"{canary} raison publique")
    candidate = room.propose(SYSTEM, j, f"{canary} que change la table ?", language="fr")
    question = room.decide(
        SYSTEM,
        j,
        candidate_id=candidate.id,
        texts={"fr": f"{canary} que change la table ?"},
        session_id=session.id,
        manner="consent",
        reasons=f"{canary} raisons publiques",
        reservations=[(group.id, inside("reserver"), inside("reservation"))],
    )
    live = open_room(SYSTEM, j, session.id, manner="consent")
    meeting = sessions.plan_session(SYSTEM, j, title=inside("portrait session"), on=date(2026, 3, 2))
    together = open_room(SYSTEM, j, meeting.id, subject="portrait")
    said = Piece("view", inside("said together"), heading="needs")
    note_contributions(
        SYSTEM, together.id, [said], stakeholder_id=group.id, channel="paper", language="fr", sent=uuid.uuid4()
    )
    practices = write_practices(SYSTEM, j, {"governance": inside("practices")}, on=date(2026, 3, 1), language="fr")
    line = add_line(
        SYSTEM,
        j,
        LineWords(looks_at={"fr": f"{canary} rencontres"}, method="survey", from_whom=(group.id,), target=20),
        readers=[(reader.id, reader.name, "trusted")],
    )
    version = instruments.write_questionnaire(
        SYSTEM, line.id, titles={"fr": f"{canary} enquête"}, plain_list=SURVEY.format(c=canary)
    )
    draft = drafts.begin_draft(SYSTEM, line.id, titles={"fr": inside("draft")}, language="fr")
    asked_next = {"op": "add", "kind": "text", "after": "", "language": "fr", "label": inside("design")}
    drafts.edit_draft(SYSTEM, draft.id, [asked_next], saw=0)
    drafts.remark(SYSTEM, draft.id, inside("aside"), row="n1")
    wave = open_wave(SYSTEM, version.id, titles={"fr": f"{canary} vague"}, uses=["analysis", "quote", "public"])
    receipt = ""
    for number in range(24):
        state = FormState(form_of(wave.version), None, f"uuid:{canary}-{number}")
        answer = {"met": ["yes" if number < 15 else "no"]}
        if number == 0:
            answer["changed"] = [raw("answer")]
        state.set(answer)
        receipt = accept(wave, state.to_xml()).receipt
    state = FormState(form_of(wave.version), None, f"uuid:{canary}-0")
    state.set({"changed": [raw("quarantine")]})
    accept(wave, state.to_xml())
    spoken = documents.add_document(
        SYSTEM,
        line.id,
        kind="life-story",
        title=f"{canary}-inside-title",
        text=f"{canary} citation publique. {raw('story')} est une citation publique. {raw('named')} aussi.",
        language="fr",
        stakeholder_id=group.id,
        consents=["analysis", "quote", "public"],
    )
    records = documents.add_records(
        SYSTEM, line.id, titles={"fr": f"{canary} caisse"}, source="caisse", columns=["an", "n"], rows=[["2024", "7"]]
    )
    text = take_in(SYSTEM, spoken.document.id)
    code = add_code(SYSTEM, j, names={"fr": f"{canary} dignité"}, memo=inside("theme memo"))
    merge(SYSTEM, add_code(SYSTEM, j, names={"fr": inside("merged theme")}).id, code.id)
    passage = mark(SYSTEM, text.id, code.id, 0, len(f"{canary} citation publique."), memo=inside("memo"))
    wrote = Answer.objects.get(wave=wave, instance_id=f"uuid:{canary}-0")
    marked = mark_said(SYSTEM, wrote.id, "changed", code.id, 0, len(f"{canary}-raw-answer"), memo=inside("thought"))
    names.begin_key(actor_for(reader), text.id)
    place = text.body.index(made.raw[-1])
    named = names.Change(place, place + len(made.raw[-1]), "first")
    names.pseudonymise(SYSTEM, text.id, [named], seen=text.hash)
    apart_text = _read_apart(reader, line, code.id, f"{raw('apart')} une phrase. Une autre {raw('mark')}.")
    analysis = ask(SYSTEM, wave.id, "met", category="yes")
    finding = findings.write_finding(
        SYSTEM, j, statements={"fr": f"{canary} constat public"}, limits={"fr": f"{canary} limites"}
    )
    proof = evidence.add_evidence(SYSTEM, finding.id, says={"fr": f"{canary} dit"}, analysis_id=analysis.id)
    evidence.add_evidence(SYSTEM, finding.id, says={"fr": f"{canary} dit"}, passage_id=passage.id)
    evidence.add_evidence(SYSTEM, finding.id, says={"fr": f"{canary} dit"}, passage_id=marked.id)
    findings.judge(SYSTEM, finding.id, "strong", session.id, f"{canary} pourquoi")
    findings.keep_dissent(SYSTEM, finding.id, {"fr": f"{canary} désaccord"}, said_by=inside("dissenter"))
    evening = sessions.plan_session(SYSTEM, j, title=inside("evening"), kind="restitution", on=date(2026, 9, 9))
    sessions.hold_session(SYSTEM, evening.id, presences=[(group.id, 12, "")])
    row = joint.add_row(SYSTEM, j, {"fr": inside("row")})
    joint.fill_row(SYSTEM, j, row.id, joint.Looked(themes=[code.id], numbers=[analysis.id]))
    joint.judge_row(SYSTEM, j, row.id, "converges", {"fr": inside("judged")}, session.id)
    joint.fill_row(SYSTEM, j, None, joint.Looked(none_because={"fr": inside("none because")}))
    few = stakeholders.add_stakeholder(SYSTEM, j, names={"fr": f"{canary} équipe"}, kind="team", size=9)
    sessions.hold_session(SYSTEM, evening.id, presences=[(group.id, 12, ""), (few.id, 2, inside("two names"))])
    understood = [
        Heard(group.id, {"fr": f"{canary} compris"}, {"fr": f"{canary} pas d'accord"}),
        Heard(few.id, {"fr": inside("what two people understood")}),
    ]
    record_heard(SYSTEM, finding.id, evening.id, understood)
    say_validated(SYSTEM, finding.id, session_id=evening.id)
    plan_return(SYSTEM, j, few.id, shapes=["talk"], findings=[finding.id], note=inside("who brings it"))
    back = restitution.record_restitution(SYSTEM, evening.id, changed=inside("changed"))
    better = improvements.decide_improvement(
        SYSTEM, j, what={"fr": f"{canary} jetons"}, who=inside("owner"), on=date(2027, 5, 1), finding_id=finding.id
    )
    story = write_story(
        SYSTEM,
        j,
        titles={"fr": f"{canary} récit"},
        how_and_why={"fr": f"{canary} comment"},
        choices_and_limits={"fr": f"{canary} choix"},
        what_next={"fr": f"{canary} suite"},
        languages=["fr"],
    )
    claim = add_claim(SYSTEM, story.id, texts={"fr": f"{canary} affirmation"}, finding_id=finding.id)
    quote = add_quote(SYSTEM, claim.id, passage.id)
    unheard = raw("never-asked")  # nobody was asked: until a yes, only its readers see it under the sentence
    old = documents.add_document(SYSTEM, line.id, kind="interview", title="2015", text=unheard, language="fr")
    unasked = mark(SYSTEM, take_in(SYSTEM, old.document.id).id, code.id, 0, len(unheard))
    evidence.add_evidence(SYSTEM, finding.id, says={"fr": f"{canary} dit"}, passage_id=unasked.id)
    add_quote(SYSTEM, claim.id, unasked.id)
    set_image(SYSTEM, story.id, [b"picture"], "a.png", {"fr": f"{canary} image"})
    [pictured] = list_people(SYSTEM, story.id, [inside("who is on the picture")])
    said = {"reach": "public", "way": "aloud", "witness": inside("who showed the picture")}
    note_person(SYSTEM, pictured.id, **said)
    publish(actor_for(referent), story.id)
    story.refresh_from_db()
    made.ids = {
        "journey": j,
        "attachment": kept.id,
        "stakeholder": group.id,
        "group": group.id,
        "decision": question.decision_id,
        "aside": Quarantine.objects.get(wave=wave).id,
        "thing": finding.id,
        "session": session.id,
        "candidate": candidate.id,
        "live": live.id,
        "room-token": token_of(live),
        "portrait-room": together.id,
        "practices": practices.id,
        "question": question.id,
        "line": line.id,
        "version": version.id,
        "instrument": version.instrument_id,
        "wave": wave.id,
        "document": spoken.document.id,
        "records": records.id,
        "text": text.id,
        "apart-text": apart_text,
        "code": code.id,
        "passage": passage.id,
        "analysis": analysis.id,
        "finding": finding.id,
        "evidence": proof.id,
        "restitution": back.id,
        "row": row.id,
        "improvement": better.id,
        "story": story.id,
        "claim": claim.id,
        "quote": quote.id,
        "funder-token": funder_link(SYSTEM, j, name="x", language="fr"),
        "person": pictured.id,
        "picture-token": ask_person(SYSTEM, pictured.id, language="fr"),
        "account-token": ask_account(SYSTEM, quote.id, language="fr"),
        "quote-token": ask_about_quote(SYSTEM, quote.id, language="fr"),
        "slug": story.slug,
        "answer-token": wave.token,
        "confirm-token": passes.confirm_link(SYSTEM, j, "portrait", name="x", language="fr"),
        "first-hour-token": passes.first_hour_link(SYSTEM, j, name="x", language="fr"),
        "expect-token": passes.group_link(SYSTEM, "expect", group.id, language="fr"),
        "propose-token": passes.group_link(SYSTEM, "propose", group.id, language="fr"),
        "calendar-token": make_feed(actor_for(referent)),
        "receipt": receipt,
        "interview-token": interviewers.invite(SYSTEM, wave.id, name=inside("asker")),
        "form-file": FormFile.objects.create(
            version=version, name="a.png", file=store([b"x"], "a.png"), md5="0" * 32
        ).id,
        "file": add_easy_file(SYSTEM, version.id, "met", kind="picture", chunks=[b"x"], name="a.png").id,
        "answers-file": AnswersFile.objects.create(
            wave=wave, asked_by=reader, kind="csv", language="fr", total=1, job="x", file=store([b"x"], "answers.csv")
        ).id,
        "draft": draft.id,
        "mail": OutboxMail.objects.create(to="somebody@example.org", subject="A link", body="Here it is.").id,
        "openrosa-token": openrosa.make_key(SYSTEM, wave.id, label=inside("phone")),
    }
    invitations.want(SYSTEM, wave.id, {group.id: 20})
    invitations.invite(SYSTEM, wave.id, f"{inside('mailed')}@example.org", group_id=group.id)
    made.ids["invited-token"] = link_token(settings.SECRET_KEY, str(Invitation.objects.get(wave=wave).id))
    file = f"met\n{inside('file')}\n".encode()
    made.ids["run"] = imports.prepare(SYSTEM, wave.id, [file], "a.csv", ()).id
    told = (inside("definition"), inside("origin"), "year", inside("unit"))
    counted = indicators.define(SYSTEM, line.id, Meaning({"fr": inside("indicator")}, *told, of_people=True))
    indicators.write_values(SYSTEM, counted.id, f"2024; 12; {inside('value')}")
    made.ids["indicator"] = counted.id
    behind = indicators.add_file(SYSTEM, counted.id, "a.txt", [inside("behind").encode()])
    made.ids["indicator-document"] = behind.id
    twice = instruments.write_questionnaire(
        SYSTEM,
        line.id,
        titles={"fr": f"{canary} deux fois"},
        plain_list=TWICE.format(mood=inside("paired")),
        another=True,
    )
    instruments.mark(SYSTEM, twice.id, pairing=["letter", "day", "elder"])
    for moment in ("before", "after"):
        round_ = open_wave(SYSTEM, twice.id, titles={"fr": f"{canary} {moment}"}, moment=moment)
        made.ids[moment] = round_.id
        for number in range(7):
            state = FormState(form_of(twice), None, f"uuid:{canary}-{moment}-{number}")
            code = {"letter": ["bcdfghj"[number]], "day": [str(number + 3)], "elder": [str(number % 3)]}
            state.set({**code, "mood": ["1" if moment == "before" or number == 6 else "3"]})
            accept(round_, state.to_xml())
    again = instruments.write_questionnaire(
        SYSTEM,
        line.id,
        titles={"fr": f"{canary} deux fois"},
        plain_list=TWICE.format(mood=inside("reworded")),
        why=inside("why-another"),
        instrument_id=twice.instrument_id,
    )
    made.ids["later-version"] = again.id
    made.ids["group-token"] = WaveGroup.objects.get(wave=wave).token
    _furnish_programme(made, journey.participation.programme, journey.enterprise, canary)
    _furnish_learning(made, journey, referent, canary)
    _furnish_changes(made, journey, accompanist, canary)
    return made


def _read_apart(reader: Any, line: Any, code: Any, body: str) -> Any:
    """A conversation that two people read apart: both marked, one of them is done."""
    other = make_user(f"{uuid.uuid4()}@x.example", "Seconde lectrice", "fr")
    give_role(SYSTEM, other, line.journey.scope, Role.READER, detail=line.id)
    told = documents.add_document(
        SYSTEM, line.id, kind="interview", title="Lu à deux", text=body, language="fr", consents=["analysis"]
    )
    text = take_in(SYSTEM, told.document.id)
    reading = apart.begin_apart(actor_for(reader), text.id, 1, 2, other.id)
    apart.mark_apart(actor_for(reader), reading.id, code, 0, 10)
    apart.mark_apart(actor_for(other), reading.id, code, body.index("Une autre"), len(body))
    apart.done_apart(actor_for(other), reading.id)
    return text.id


def _furnish_programme(made: Furnished, programme: Any, enterprise: Any, canary: str) -> None:
    """Bodies and meetings of the programme, each text with the tenant's canary."""

    def coordination(what: str) -> str:
        made.coordination.append(f"{canary}-coordination-{what}")
        return made.coordination[-1]

    body = programme.bodies.first()
    services.change_body(SYSTEM, body.id, "working-group", {"fr": f"{canary} groupe"}, purposes={"fr": f"{canary} but"})
    sitting = services.plan_body_session(SYSTEM, body.id, date(2026, 11, 3), place=f"{canary} salle")
    services.give_seat(SYSTEM, body.id, Person(f"{coordination('seat')}@x.example", f"{canary} siège"))
    meeting = services.plan_meeting(SYSTEM, programme.id, {"fr": f"{canary} rencontre"}, date(2026, 6, 1))
    workshop = services.add_workshop(SYSTEM, meeting.id, {"fr": f"{canary} atelier"}, times_given=2)
    services.note_attendance(SYSTEM, meeting.id, {enterprise.id: 2})
    day = today()
    call = services.make_call(SYSTEM, programme.id, {"fr": "appel"}, {"fr": "texte"}, day, day + timedelta(days=9))
    said = Applying(coordination("name"), "", coordination("motives"), "fr", "x", f"{coordination('mail')}@x.example")
    services.apply(call.token, said)
    cohort = services.add_cohort(SYSTEM, programme.id, {"fr": coordination("cohort")}, day)
    partner = services.new_partner(SYSTEM, programme.id, "partner", f"{canary} partenaire", ("fr",), "associated")
    joined = programme.participations.get(enterprise=enterprise)
    until = day + timedelta(days=90)
    services.give_extension(SYSTEM, joined.id, until, "time", reason_words=coordination("extension"))
    made.ids |= {
        "body": body.id,
        "sitting": sitting.id,
        "meeting": meeting.id,
        "workshop": workshop.id,
        "call": call.id,
        "call-token": call.token,
        "cohort": cohort.id,
        "partner": partner.id,
    }


def _furnish_learning(made: Furnished, journey: Any, referent: Any, canary: str) -> None:
    """Notes of every kind of privacy, one of them answered and given back; a finding, a draft, a lesson."""
    body, sitting = made.ids["body"], made.ids["sitting"]
    nadia = actor_for(referent)
    claire = actor_for(Membership.objects.get(scope=journey.scope, role="accompanist").user)

    def inside(what: str) -> str:
        made.inside.append(f"{canary}-inside-{what}")
        return made.inside[-1]

    def treated(what: str) -> str:
        made.treated.append(f"{canary}-treated-{what}")
        return made.treated[-1]

    def written(text: str, by: Any = claire) -> Any:
        return notes.write_note(
            by, kind="question", text=text, language="fr", journey_id=journey.id, deliverable="portrait"
        )

    def asked(text: str) -> tuple[Any, str]:
        note = written(text)
        return note, sharing.share(claire, note.id, recognisable=True)[1][0].token

    written(inside("private-note"))
    left_out, token = asked(inside("left-out"))
    sharing.answer_asked(sharing.asked(token)[0], left_out.id, "left-out")
    changed, token = asked(inside("first-words"))
    sharing.answer_asked(sharing.asked(token)[0], changed.id, "change", words=f"{canary} autres mots")
    waiting, agreement = asked(inside("asked-note"))
    raised = written(f"{canary} note remontée")
    sharing.share(claire, raised.id, recognisable=False)
    joins.join(nadia, raised.id, journey_id=journey.id, deliverable="portrait", own_words=inside("own-words"))
    sittings.put_on_agenda(SYSTEM, sitting, [changed.id])
    draft = FieldNote.objects.get(pk=changed.id)
    treatment.write_answer(
        SYSTEM, changed.id, analyses={"fr": treated("analysis")}, answers={"fr": treated("draft-answer")},
        seen=treatment.fingerprint(draft),
    )  # fmt: skip
    note = treatment.take(SYSTEM, body, raised.id)
    treatment.write_answer(
        SYSTEM, raised.id, analyses={}, answers={"fr": f"{canary} réponse", "nl": f"{canary} antwoord"},
        seen=treatment.fingerprint(note), ready=True,
    )  # fmt: skip
    outcome = outcomes.suggest_adjustment(
        SYSTEM, raised.id, whats={"fr": treated("adjustment")}, owner="enterprise", due_on=date(2099, 1, 1)
    )
    letters = treatment.give_back(SYSTEM, raised.id)[1]
    macro = macro_findings.write_finding(
        SYSTEM, body, statements={"fr": f"{canary} constat macro"}, conditions={}, supports=[raised.id, changed.id],
        opens_on=today(),
    )  # fmt: skip
    macro_findings.write_finding(
        SYSTEM, body, statements={"fr": treated("draft-finding")}, conditions={}, supports=[raised.id, changed.id],
        opens_on=today() + timedelta(days=20),
    )  # fmt: skip
    lesson = lessons.write_lesson(
        SYSTEM, body, statements={"fr": f"{canary} leçon"}, conditions={}, place="portrait", supports=[raised.id]
    )
    questions.ask_field(
        SYSTEM, body, texts={"fr": f"{canary} au terrain ?", "nl": f"{canary} aan het terrein?"},
        ends_on=today() + timedelta(days=20),
    )  # fmt: skip
    harvest(SYSTEM, made.ids["workshop"], kind="idea", text=f"{canary} récolte", language="fr")
    made.ids |= {
        "note": raised.id,
        "asked-note": waiting.id,
        "macro": macro.id,
        "lesson": lesson.id,
        "outcome": outcome.id,
        "agreement-token": agreement,
        "told-token": letters[0].token,
    }


def _lagging_translation(programme: Any, key: str, element: str, words: str) -> Any:
    """A released version whose English lags in one text, and its translation under way in the programme."""
    draft = method_drafts.begin_draft(SYSTEM, "3")
    method_drafts.write_text(SYSTEM, draft.id, key, {"fr": "Un autre conseil", "nl": "Een andere tip"})
    method_drafts.write_change(SYSTEM, draft.id, kind="reworded", element=element, what={"fr": "a"}, why={"fr": "b"})
    code = f"8.{MethodologyVersion.objects.exclude(released_on=None).count()}"
    release_draft(SYSTEM, draft.id, code)
    row = translations.begin_translation(SYSTEM, programme, code, "en")
    translations.write_texts(SYSTEM, row.id, {key: words})
    return row.id


def _furnish_changes(made: Furnished, journey: Any, accompanist: Any, canary: str) -> None:
    """A draft that is closed to all but those who prepare it; a proposal that everybody is asked about; a move."""
    programme, key, element = journey.participation.programme_id, "portrait.hint", "portrait"

    def treated(what: str) -> str:
        made.treated.append(f"{canary}-treated-{what}")
        return made.treated[-1]

    def propose(code: str, word: Any, opens_in: int) -> Any:
        row = proposals.write_proposal(
            SYSTEM, programme, base_code="3", code=code, titles={"fr": word("title")}, whys={"fr": word("why")},
            opens_on=today() + timedelta(days=opens_in), body_id=made.ids["body"],
        )  # fmt: skip
        writing.write_text(SYSTEM, row.id, key, {"fr": word("text"), "nl": word("tekst")})
        writing.tell_change(
            SYSTEM, row.id, kind="reworded", element=element, what={"fr": word("what")}, why={"fr": word("because")}
        )
        return row

    closed = propose("3.1", treated, 30)
    asked = propose("3.2", lambda what: f"{canary} proposé {what}", 0)
    proposals.add_ground(SYSTEM, asked.id, "note", made.ids["note"])
    proposals.open_consultation(SYSTEM, asked.id, today() + timedelta(days=20), tell=False)
    claire = actor_for(accompanist)
    against = saying.take_position(claire, asked.id, "object", f"{canary} objection", language="fr")
    amended = saying.amend(claire, asked.id, key, f"{canary} autrement", language="fr")
    saying.remark(claire, asked.id, f"{canary} remarque", language="fr")
    made.inside.append(f"{canary}-inside-version-why")
    seen = preview_page(claire, journey.id, "2").preview.fingerprint
    propose_version(claire, journey.id, "2", seen=seen, why=made.inside[-1])
    made.ids["translation"] = _lagging_translation(programme, key, element, treated("translated"))
    made.ids |= {
        "proposal": closed.id,
        "asked-proposal": asked.id,
        "entry": closed.draft.changes.get().id,
        "position": against.id,
        "amendment": amended.id,
        "key": key,
        "element": element,
    }
