"""Pages of what we learn: written from the step, found in another language, treated, brought back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.web.learning.conftest import LONG_FORM

from vises.apps.learning.models import AgendaItem, FieldNote, NoteJoin, Outcome
from vises.apps.learning.services import findings, joins, lessons, outcomes, questions, treatment
from vises.kernel.clock import today
from vises.platform.jobs.services import run_next

Sign = Callable[[str], Any]
Make = Callable[..., Any]


def _ask(world: Any) -> str:
    return f"{reverse('ask', args=[world.journey.id])}?at=portrait"


def _words(**more: str) -> dict[str, str]:
    return {"kind": "question", "text": LONG_FORM, "language": "fr", "do": "send"} | more


def _mails() -> dict[str, str]:
    """The mails sent, by address."""
    while run_next():
        pass
    return {letter.to[0]: str(letter.body) for letter in mail.outbox}


def _link(body: str) -> str:
    found = re.search(r"http://[^/]+(/learning/\S+)", body)
    assert found is not None, body
    return found.group(1)


# --- from the step where one is stuck


def test_every_page_of_a_journey_leads_there_with_its_step(world: Any, as_user: Sign) -> None:
    client = as_user("claire")
    for room, at in (("portrait", "portrait"), ("question", "evaluative-question"), ("journey", "preliminary")):
        page = client.get(reverse(room, args=[world.journey.id])).content.decode()
        assert f"/ask/?at={at}" in page, room


def test_one_click_sends_it_up(world: Any, as_user: Sign) -> None:
    client = as_user("claire")
    assert client.get(_ask(world)).status_code == 200
    answer = client.post(_ask(world), _words(), follow=True)
    note = FieldNote.objects.get()
    assert (note.state, note.deliverable, note.as_what) == ("raised", "portrait", "accompanist")
    assert LONG_FORM in answer.content.decode()


def test_kept_for_oneself_it_is_changed_sent_or_deleted_later(world: Any, as_user: Sign) -> None:
    client = as_user("mo")
    client.post(_ask(world), _words(do="keep"))
    note = FieldNote.objects.get()
    own = reverse("learning-note", args=[note.id])
    assert as_user("claire").get(own).status_code == 404
    client = as_user("mo")
    assert note.text in client.get(reverse("learning-mine")).content.decode()
    client.post(own, _words(text="Autrement dit", do="keep"))
    client.post(own, _words(text="Autrement dit", do="send"))
    note.refresh_from_db()
    assert (note.text, note.state) == ("Autrement dit", "raised")
    client.post(own, {"do": "take-back"})
    client.post(own, {"do": "forget"})
    assert not FieldNote.objects.exists()


def test_what_is_wrong_is_said_on_its_field_and_the_text_stays(world: Any, as_user: Sign) -> None:
    client = as_user("claire")
    answer = client.post(_ask(world), _words(kind="", text="Mes mots"))
    assert answer.status_code == 400 and "Mes mots" in answer.content.decode()
    answer = client.post(_ask(world), _words(text="À l'Atelier du Pont, rien ne va"))
    page = answer.content.decode()
    assert answer.status_code == 400 and "rien ne va" in page and 'id="id_recognisable_error"' in page
    assert client.post(_ask(world), _words(text="a\x00b")).status_code == 400
    assert client.get(f"{_ask(world)}&replies=nonsense").status_code == 404
    assert not FieldNote.objects.exists()


# --- the same question asked before, without a script


def test_a_twin_in_the_other_language_is_shown_before_anything_is_written(
    world: Any, as_user: Sign, answered: Make
) -> None:
    twin, _ = treatment.give_back(world.actor("bo"), answered(by="nadia").id)
    client = as_user("claire")
    dutch = "Ons toestemmingsformulier is te lang als we mondeling werken."
    answer = client.post(_ask(world), _words(text=dutch, language="nl"))
    page = answer.content.decode()
    assert answer.status_code == 200 and LONG_FORM in page and dutch in page
    assert "Dites-le à voix haute" in page  # with its answer (the screen is in English: the next best language)
    assert FieldNote.objects.count() == 1
    answer = client.post(_ask(world), _words(text=dutch, language="nl", do="", join=str(twin.id)), follow=True)
    join = NoteJoin.objects.get(user=world.users["claire"])
    assert (join.note, join.deliverable, join.own_words) == (twin, "portrait", dutch)
    assert "Does it help you?" in answer.content.decode()
    assert FieldNote.objects.count() == 1


def test_mine_is_different_and_goes_up(world: Any, as_user: Sign, raised: Make) -> None:
    twin = raised(by="nadia")
    client = as_user("claire")
    page = client.post(_ask(world), _words()).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None and seen.group(1) == str(twin.id)
    client.post(_ask(world), _words(seen=seen.group(1)))
    assert FieldNote.objects.count() == 2


def test_a_script_gets_the_same_piece(world: Any, as_user: Sign, raised: Make) -> None:
    raised(by="nadia")
    address = reverse("learning-asked", args=[world.programme.id])
    page = as_user("fred").get(address, {"text": LONG_FORM, "language": "fr"}).content.decode()
    assert LONG_FORM in page and "<html" not in page
    assert as_user("fred").get(address, {"text": "bonjour"}).content.decode().strip() == ""


def test_with_a_sentence_model_quite_other_words_find_it_with_its_answer(
    world: Any, as_user: Sign, answered: Make, sentence_model: Any
) -> None:
    french, dutch = "Qui garde les enfants en soirée ?", "Opvang savonds: hoe dan?"
    treatment.give_back(world.actor("bo"), answered(by="nadia", text=french).id)
    while run_next():
        pass
    address = reverse("learning-asked", args=[world.programme.id])
    page = as_user("claire").get(address, {"text": dutch, "language": "nl"}).content.decode()
    assert french in page and "Dites-le à voix haute" in page and "Me too" in page
    assert as_user("stranger claire").get(address, {"text": dutch, "language": "nl"}).status_code == 404
    assert (
        "Me too" not in as_user("claire").get(address, {"text": "Rien de tel ici", "language": "fr"}).content.decode()
    )


# --- the enterprise first


def test_the_enterprise_is_mailed_and_answers_on_one_page(world: Any, as_user: Sign, client: Any) -> None:
    as_user("claire").post(_ask(world), _words(recognisable="on"))
    sent = _mails()["nadia@here.example"]
    assert LONG_FORM not in sent
    client.logout()
    page = client.get(_link(sent)).content.decode()
    assert LONG_FORM in page and "L&#x27;Atelier du Pont" in page
    assert client.post(_link(sent), {"say": "change"}).status_code == 400  # in which words?
    client.post(_link(sent), {"say": "change", "words": "Un formulaire est trop long à l'oral."})
    note = FieldNote.objects.get()
    assert (note.state, note.sharing) == ("raised", "change")
    assert client.get(_link(sent)).status_code == 404


def test_left_out_by_mail_and_the_author_knows(world: Any, as_user: Sign, client: Any) -> None:
    as_user("claire").post(_ask(world), _words(recognisable="on"))
    sent = _mails()["nadia@here.example"]
    client.logout()
    assert client.post(_link(sent), {"say": ""}).status_code == 400
    client.post(_link(sent), {"say": "left-out"})
    note = FieldNote.objects.get()
    page = as_user("claire").get(reverse("learning-note", args=[note.id])).content.decode()
    assert "asked to be left out" in page
    assert as_user("claire").post(reverse("learning-note", args=[note.id]), _words()).status_code == 400
    note.refresh_from_db()
    assert note.state == "written"


def test_a_signed_in_referent_finds_it_on_her_path(world: Any, as_user: Sign) -> None:
    as_user("claire").post(_ask(world), _words(recognisable="on"))
    note = FieldNote.objects.get()
    address = reverse("learning-agreement-inside", args=[note.id])
    client = as_user("nadia")
    assert address in client.get(reverse("journey", args=[world.journey.id])).content.decode()
    client.post(address, {"say": "yes", "may_name": "on"})
    page = as_user("fred").get(reverse("learning-note", args=[note.id])).content.decode()
    assert "L&#x27;Atelier du Pont" in page


# --- a body treats, and it comes back


def test_from_the_inbox_to_the_mail_and_the_step(world: Any, as_user: Sign, raised: Make, client: Any) -> None:
    note = raised()
    joins.join(world.actor("nadia"), note.id, journey_id=world.journey.id, deliverable="portrait")
    bo = as_user("bo")
    body = reverse("learning-body", args=[world.body.id])
    assert LONG_FORM in bo.get(body).content.decode()
    bo.post(body, {"do": "take", "note": str(note.id)})
    table = reverse("learning-treat", args=[world.body.id, note.id])
    seen = re.search(r'name="seen" value="([^"]*)"', bo.get(table).content.decode())
    assert seen is not None
    words = {"answers_fr": "Dites-le à voix haute.", "analyses_fr": "Revient souvent.", "seen": seen.group(1)}
    bo.post(table, {"do": "answer", **words})
    bo.post(table, {"do": "give-back"})
    note.refresh_from_db()
    assert note.state == "answered"  # Dutch is missing
    seen = re.search(r'name="seen" value="([^"]*)"', bo.get(table).content.decode())
    assert seen is not None
    bo.post(table, {"do": "keep", **words, "answers_nl": "Zeg het hardop.", "seen": seen.group(1)})
    bo.post(table, {"do": "give-back"})
    mails = _mails()
    assert set(mails) == {"claire@here.example", "nadia@here.example"}
    assert LONG_FORM in mails["nadia@here.example"] and "voix haute" in mails["nadia@here.example"]
    # on the step, with one click
    page = as_user("nadia").get(reverse("portrait", args=[world.journey.id])).content.decode()
    assert "Dites-le à voix haute." in page
    back = as_user("nadia").post(
        reverse("learning-note", args=[note.id]),
        {"helped": "yes", "back": reverse("portrait", args=[world.journey.id])},
    )
    assert back["Location"] == reverse("portrait", args=[world.journey.id])
    # or by the mailed link, signed out
    client.logout()
    link = _link(mails["claire@here.example"])
    assert "voix haute" in client.get(link).content.decode()
    client.post(link, {"helped": "partly"})
    assert sorted(NoteJoin.objects.values_list("helped", flat=True)) == ["partly", "yes"]
    note.refresh_from_db()
    assert note.state == "acknowledged"


def test_nobody_is_sent_elsewhere(world: Any, as_user: Sign, answered: Make) -> None:
    note, _ = treatment.give_back(world.actor("bo"), answered().id)
    for wicked in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = as_user("claire").post(reverse("learning-note", args=[note.id]), {"helped": "yes", "back": wicked})
        assert answer["Location"] == reverse("learning-note", args=[note.id])


def test_two_who_write_at_once_lose_nothing(world: Any, as_user: Sign, raised: Make) -> None:
    note = treatment.take(world.actor("bo"), world.body.id, raised().id)
    old = treatment.fingerprint(note)
    treatment.write_answer(world.actor("bo"), note.id, analyses={}, answers={"fr": "la sienne"}, seen=old)
    table = reverse("learning-treat", args=[world.body.id, note.id])
    answer = as_user("cora").post(table, {"do": "keep", "answers_fr": "la mienne", "seen": old})
    assert answer.status_code == 400 and "la mienne" in answer.content.decode()
    note.refresh_from_db()
    assert note.answers == {"fr": "la sienne"}


def test_agenda_minutes_and_paper_in_two_languages(world: Any, as_user: Sign, raised: Make) -> None:
    note = raised()
    bo = as_user("bo")
    bo.post(reverse("learning-body", args=[world.body.id]), {"do": "session", "on": "2026-12-08", "place": "Mons"})
    sitting = world.body.sessions.get()
    here = reverse("learning-sitting", args=[sitting.id])
    assert LONG_FORM in bo.get(here).content.decode()
    bo.post(here, {"do": "draw", "notes": [str(note.id)]})
    bo.post(here, {"do": "point", "titles_fr": "Divers", "titles_nl": "Varia"})
    note.refresh_from_db()
    assert (note.state, note.body) == ("in-treatment", world.body)
    first, second = AgendaItem.objects.filter(session=sitting)
    seen = re.search(r'name="seen" value="([^"]*)"', bo.get(here).content.decode())
    assert seen is not None
    fields = {
        "do": "minutes", "seen": seen.group(1), "people": "7", "minutes_fr": "On a ri.",
        f"point-{first.id}_fr": "Une feuille orale.", f"point-{first.id}_nl": "Een mondelinge fiche.",
    }  # fmt: skip
    assert bo.post(here, fields).status_code == 302
    assert bo.post(here, fields).status_code == 400  # written meanwhile: by herself
    page = as_user("fred").get(reverse("learning-paper", args=[sitting.id])).content.decode()
    for words in ("Une feuille orale.", "Een mondelinge fiche.", "compte rendu", "verslag", "Varia", LONG_FORM[:20]):
        assert words in page
    page = as_user("fred").get(here).content.decode()
    assert "Une feuille orale." in page and "<textarea" not in page  # held minutes are open to all who read
    assert as_user("bo").post(here, {"do": "off", "point": str(second.id)}).status_code == 302
    assert AgendaItem.objects.count() == 2  # held: it changes no more


def test_an_adjustment_comes_back_on_the_path_and_to_the_body(world: Any, as_user: Sign, raised: Make) -> None:
    note = treatment.take(world.actor("bo"), world.body.id, raised().id)
    outcomes.suggest_adjustment(
        world.actor("bo"), note.id, whats={"en": "Try the oral sheet"}, owner="accompanist",
        due_on=today() + timedelta(days=3),
    )  # fmt: skip
    row = Outcome.objects.get()
    page = as_user("claire").get(reverse("journey", args=[world.journey.id])).content.decode()
    address = reverse("learning-adjustment", args=[world.journey.id, row.id])
    assert "Try the oral sheet" in page and address in page
    assert as_user("claire").post(address, {"how_it_went": " "}).status_code == 400
    as_user("claire").post(address, {"how_it_went": "Everybody understood."})
    assert (
        "Try the oral sheet" not in as_user("claire").get(reverse("journey", args=[world.journey.id])).content.decode()
    )
    table = reverse("learning-treat", args=[world.body.id, note.id])
    assert "Everybody understood." in as_user("bo").get(table).content.decode()


# --- findings, lessons, questions, meetings


def test_a_finding_is_written_opened_and_read(world: Any, as_user: Sign, raised: Make) -> None:
    one = treatment.take(world.actor("bo"), world.body.id, raised().id)
    two = treatment.take(world.actor("bo"), world.body.id, raised("Les gens lisent mal le formulaire.").id)
    address = reverse("learning-new-finding", args=[world.body.id])
    bo = as_user("bo")
    words = {"statements_fr": "On signe ce qu'on entend.", "opens_on": today().isoformat(), "supports": [str(one.id)]}
    assert bo.post(address, words).status_code == 400
    words["supports"] = [str(one.id), str(two.id)]
    assert bo.post(address, words | {"againsts": [str(two.id)]}).status_code == 400
    assert bo.post(address, words | {"opens_on": "2099-01-01"}).status_code == 400
    answer = bo.post(address, words | {"opens_on": (today() + timedelta(days=9)).isoformat()})
    finding = answer["Location"]
    assert as_user("fred").get(finding).status_code == 404
    listed = as_user("fred").get(reverse("learning-findings", args=[world.programme.id])).content.decode()
    assert "On signe" not in listed and "Drafts that are not open yet" in listed
    as_user("bo").post(f"{finding}change/", words | {"looked_for": "Toutes les difficultés de l'étape 2"})
    page = as_user("fred").get(finding).content.decode()
    assert "On signe ce qu&#x27;on entend." in page and "Toutes les difficultés" in page


def test_a_lesson_stands_at_its_step_and_ages(world: Any, as_user: Sign, raised: Make) -> None:
    note = treatment.take(world.actor("bo"), world.body.id, raised().id)
    lesson = lessons.write_lesson(
        world.actor("bo"), world.body.id, statements={"en": "Say it aloud first."}, conditions={}, place="portrait",
        supports=[note.id],
    )  # fmt: skip
    room = reverse("portrait", args=[world.journey.id])
    assert "Say it aloud first." in as_user("claire").get(room).content.decode()
    assert (
        "Say it aloud first."
        not in as_user("claire").get(reverse("question", args=[world.journey.id])).content.decode()
    )
    address = reverse("learning-lesson", args=[lesson.id])
    for name in ("claire", "nadia", "mo"):
        as_user(name).post(address, {"useful": "no", "back": room})
    assert "Say it aloud first." not in as_user("claire").get(room).content.decode()
    assert "did not hold elsewhere" in as_user("claire").get(address).content.decode()
    as_user("claire").post(address, {"useful": "yes"})  # a change of mind
    assert "Say it aloud first." in as_user("claire").get(room).content.decode()
    assert as_user("claire").post(address, {"do": "put-away"}).status_code == 403
    as_user("bo").post(address, {"do": "put-away"})
    assert "Say it aloud first." not in as_user("claire").get(room).content.decode()


def test_a_question_to_the_field_is_on_the_path_and_replied_to(world: Any, as_user: Sign) -> None:
    row = questions.ask_field(
        world.actor("bo"), world.body.id, texts={"fr": "À voix haute ?", "nl": "Hardop?"},
        ends_on=today() + timedelta(days=5),
    )  # fmt: skip
    page = as_user("claire").get(reverse("journey", args=[world.journey.id])).content.decode()
    address = f"{reverse('ask', args=[world.journey.id])}?replies={row.id}"
    assert address in page
    as_user("claire").post(address, _words(text="Oui, en trois phrases."))
    assert FieldNote.objects.get().replies_to == row
    assert "1 reply" in as_user("fred").get(reverse("learning", args=[world.programme.id])).content.decode()
    ask = reverse("learning-ask-field", args=[world.body.id])
    assert as_user("bo").post(ask, {"texts_fr": "Seulement ?", "ends_on": "2099-01-01"}).status_code == 400
    assert as_user("claire").get(ask).status_code == 403


def test_a_workshop_harvests_notes(world: Any, as_user: Sign) -> None:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.programmes.services import add_workshop, plan_meeting

    meeting = plan_meeting(SYSTEM, world.programme.id, {"fr": "Rencontre"}, today())
    workshop = add_workshop(SYSTEM, meeting.id, {"fr": "Compter soi-même"})
    address = reverse("learning-harvest", args=[meeting.id])
    said = {
        "workshop": str(workshop.id),
        "kind": "experience",
        "text": "On le croit",
        "language": "fr",
        "place": "step-2",
    }
    assert as_user("claire").post(address, said).status_code == 404
    as_user("an").post(address, said)
    note = FieldNote.objects.get()
    assert (note.state, note.as_what, note.workshop, note.step) == ("raised", "meeting", workshop, "step-2")
    assert "On le croit" in as_user("claire").get(address).content.decode()
    wrong = as_user("an").post(address, said | {"text": "Vive L'Atelier du Pont"})
    assert wrong.status_code == 400 and FieldNote.objects.count() == 1


def test_what_the_method_should_learn_becomes_a_note(world: Any, as_user: Sign) -> None:
    from vises.apps.journeys.services.closings import close_step

    row = close_step(world.actor("claire"), world.journey.id, "step-1", method="Dire à voix haute.", language="fr")
    address = f"{reverse('ask', args=[world.journey.id])}?closing={row.id}"
    client = as_user("claire")
    assert address in client.get(reverse("closings", args=[world.journey.id])).content.decode()
    assert "Dire à voix haute." in client.get(address).content.decode()
    client.post(address, _words(text="Dire à voix haute.", kind="idea"))
    note = FieldNote.objects.get()
    assert (note.closing, note.step) == (row, "step-1")
    assert address not in client.get(reverse("closings", args=[world.journey.id])).content.decode()


# --- at a glance


def test_the_loop_shows_what_is_stuck(world: Any, as_user: Sign, raised: Make) -> None:
    note = raised()
    FieldNote.objects.filter(pk=note.id).update(moved_at=note.moved_at - timedelta(days=40))
    page = as_user("fred").get(reverse("learning", args=[world.programme.id])).content.decode()
    assert "1 too long" in page and "?stuck=on" in page
    page = as_user("fred").get(reverse("learning-notes", args=[world.programme.id]), {"stuck": "on"}).content.decode()
    assert LONG_FORM in page and "for 40 days: too long" in page


def test_the_health_says_nothing_of_anybody(world: Any, as_user: Sign, answered: Make) -> None:
    note, _ = treatment.give_back(world.actor("bo"), answered().id)
    joins.say_helped(world.actor("claire"), note.id, "yes")
    page = as_user("fred").get(reverse("learning-health", args=[world.programme.id])).content.decode()
    assert "1 of 1 notes raised" in page and "too few enterprises came that far to tell" in page
    assert "Claire" not in page


@pytest.mark.parametrize("number", ["0", "-1", "99999999", "x", "2"])
def test_a_page_number_that_is_none_is_no_fault(world: Any, as_user: Sign, raised: Make, number: str) -> None:
    raised()
    address = reverse("learning-notes", args=[world.programme.id])
    assert as_user("fred").get(address, {"page": number, "state": "?", "kind": "?"}).status_code == 200


def test_pages_read_a_fixed_number_of_queries(
    world: Any, as_user: Sign, raised: Make, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        note = raised(f"Une question numéro {number} sur le {'portrait' * number}", at="portrait")
        treatment.take(world.actor("bo"), world.body.id, note.id)
    supports = list(FieldNote.objects.values_list("id", flat=True))
    findings.write_finding(
        world.actor("bo"), world.body.id, statements={"fr": "x"}, conditions={}, supports=supports, opens_on=today()
    )
    client = as_user("cora")
    for route, id_, most in (
        ("learning", world.programme.id, 40),
        ("learning-notes", world.programme.id, 30),
        ("learning-health", world.programme.id, 30),
        ("learning-body", world.body.id, 30),
        ("learning-findings", world.programme.id, 20),
        ("learning-new-finding", world.body.id, 30),
    ):
        client.get(reverse(route, args=[id_]))
        with django_assert_max_num_queries(most):
            assert client.get(reverse(route, args=[id_])).status_code == 200
