"""A third enterprise, in Dutch: one focus group, four life stories, records; no questionnaire at all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import expect
from tests.browser.walking import Value, hold, last, look_in, press, put, recruit, sign_up, submit, unfold

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

NAME = "De Gouden Hand"
REFERENT, ACCOMPANIST = "roos@gouden-hand.example", "jef@gouden-hand.example"
READER = "samira@buurthuis.example"
DAY = date.today() - timedelta(days=12)
NEW: dict[str, Value] = {
    "name": NAME,
    "languages": ["nl"],
    "territory": "~West-Vlaanderen",
    "group": "integration",
    "referent_name": "Roos V.",
    "referent_email": REFERENT,
    "accompanist_name": "Jef M.",
    "accompanist_email": ACCOMPANIST,
}
PUBLIC = "Sinds ik de sleutel van het atelier heb, sta ik op tijd op."
INSIDE = "Mijn schulden zijn er nog, maar ik durf ze te zeggen."
STORIES = {
    "Marleen": (f"Eerst kwam ik niet buiten. {PUBLIC} Mijn dochter ziet het ook.", ["quote", "public"]),
    "Karim": (f"Ik kwam via het OCMW. {INSIDE} Niemand lacht.", ["quote"]),
    "Lieve": ("De eerste week was zwaar. De sleutel maakt dat ze op mij rekenen.", ["quote", "public"]),
    "Omar": ("Ik leerde schuren. Daarna leerde ik het aan iemand anders.", []),
}
TALK = "Het werk is niet het moeilijkste. Maar de sleutel krijgen, dat vergeet je niet. En dan is het jaar om."
RECORDS = "Jaar\tBegonnen\tGebleven\n2024\t18\t11\n2025\t21\t15"


def know(accompanist: "Visitor", journey: str) -> None:
    """Portrait, groups, question: lightly."""
    page = accompanist.go(f"{journey}portrait/missions/")
    fields = {"text": "Leren door iets te maken dat iemand koopt.", "source": "statuten", "language": "nl"}
    submit(page, {f"missions-{name}": value for name, value in fields.items()})
    accompanist.check()
    for name, size in (("Mensen in opleiding", 24), ("Klanten", 300)):
        page = accompanist.go(f"{journey}stakeholders/new/")
        submit(page, {"names_nl": name, "kind": "public", "size": size})
    accompanist.check()
    session: dict[str, Value] = {"title": "Werkplaats", "on": DAY.isoformat(), "language": "nl"}
    hold(accompanist, journey, session, {"Mensen in opleiding": 8}, "Iedereen schreef een vraag.")
    page = accompanist.go(f"{journey}question/")
    submit(page, {"text": "Wat verandert het om hier te werken?", "stakeholder": "~Mensen", "channel": "spoken"})
    page.locator(".candidate").get_by_role("link", name="Deze kiezen").click()
    submit(page, {"reasons": "Niemand weet het antwoord.", "manner": "consent", "not_heard": ["~Klanten"]})
    assert page.url.endswith("/decision/")
    accompanist.check()


def let_in(referent: "Visitor", journey: str) -> None:
    """The referent invites somebody whom the group trusts: she reads raw words and nothing else."""
    page = referent.go(f"{journey}people/")
    referent.check()
    submit(page, {"name": "Samira B.", "email": READER, "language": "nl", "role": "reader"}, do="invite")
    assert "Samira B." in page.locator("main").inner_text()


def plan(accompanist: "Visitor", journey: str) -> dict[str, str]:
    """Three lines; words of people are read by the reader. Returns the ids of the lines by method."""
    lines = {}
    for method, looks_at, target, unit in (
        ("focus-group", "Wat de groep samen ziet", 6, "people"),
        ("life-story", "Wat één leven vertelt", 4, "people"),
        ("records", "Wie begon en wie bleef", 2, "records"),
    ):
        page = accompanist.go(f"{journey}plan/new/")
        fields: dict[str, Value] = {"looks_at_nl": looks_at, "method": method, "target": target, "unit": unit}
        submit(page, fields | {"from_whom": ["~Mensen"], "uses_existing": method == "records"})
        if method != "records":
            submit(page, {"r-user": "~Samira", "r-as_what": "trusted"}, do="reader")
        lines[method] = last(page)
    accompanist.check()
    accompanist.go(f"{journey}plan/")
    accompanist.check()
    return lines


def collect(accompanist: "Visitor", journey: str, lines: dict[str, str]) -> dict[str, str]:
    """A talk, four stories, a table. Returns the receipt handed to each."""
    receipts = {}
    for title, text, uses, method in (
        ("Groep van mei", TALK, ["quote"], "focus-group"),
        *((title, text, uses, "life-story") for title, (text, uses) in STORIES.items()),
    ):
        page = accompanist.go(f"{journey}collection/words/{lines[method]}/")
        assert page.locator("[name=kind]").input_value() == method
        fields: dict[str, Value] = {"title": title, "text": text, "language": "nl", "stakeholder": "~Mensen"}
        submit(page, fields | {"people": 6 if method == "focus-group" else 1, "consents": list(uses)})
        receipts[title] = page.locator(".receipt-paper output").inner_text()
    accompanist.check()
    page = accompanist.go(f"{journey}collection/records/{lines['records']}/")
    accompanist.check()
    submit(page, {"title": "Begonnen en gebleven", "source": "personeelsregister", "table": RECORDS})
    said = page.locator("main").inner_text()
    assert "Karim" in said and "Begonnen en gebleven" in said
    accompanist.check()
    return receipts


def mark(reader: "Visitor", journey: str) -> None:
    """The reader takes texts in, names a theme, marks passages by the numbers of sentences."""
    page = reader.page
    reader.check()
    assert reader.go(f"{journey}findings/").locator("h1").inner_text() != "Bevindingen"  # the rest is not hers
    page = reader.go("/journeys/")
    page.locator(f'a[href^="{journey}"]').first.click()
    page = reader.go(f"{journey}coding/")
    reader.check()
    for _text in range(len(STORIES) + 1):
        submit(page, {}, do="take-in")
        page = reader.go(f"{journey}coding/")
    submit(page, {"names_nl": "vertrouwen", "definitions_nl": "Iemand rekent op mij."}, do="add-theme")
    for title, sentence, words in (
        ("Marleen", 2, PUBLIC),
        ("Karim", 2, INSIDE),
        ("Lieve", 2, ""),
        ("Groep van mei", 2, "de sleutel krijgen, dat vergeet je niet"),
    ):
        page = reader.go(f"{journey}coding/")
        page.locator("#texts-title ~ ul a", has_text=title).click()
        form, before = page.locator("form[data-coder-form]"), page.locator("ol.passages > li").count()
        unfold(form)
        for name, value in {"first": sentence, "words": words, "code": "~vertrouwen", "memo": "sleutel"}.items():
            put(form, name, value)
        form.locator("button.button:not([hidden], [type=button])").click()  # sent behind the page, which stays
        expect(page.locator("ol.passages > li")).to_have_count(before + 1)
    reader.check()
    page = reader.go(f"{journey}passages/")
    assert PUBLIC in page.locator("main").inner_text()
    reader.check()
    reader.go(f"{journey}coding/")
    reader.check()


def find(accompanist: "Visitor", journey: str) -> None:
    """Two findings: on passages and the theme; on records; with a disagreement kept."""
    page = accompanist.go(f"{journey}findings/")
    submit(page, {"statements_nl": "Een sleutel krijgen draagt bij tot vertrouwen.", "limits_nl": "Vier verhalen."})
    for side, evidence, says in (
        ("for", f"~{PUBLIC[:40]}", "Een sleutel is meer dan ijzer."),
        ("for", f"~{INSIDE[:40]}", "Er wordt niet gelachen."),
        ("against", "~Begonnen en gebleven", "Toch vertrekt een deel."),
        ("for", "~vertrouwen", "Het kwam bij bijna iedereen terug."),  # the theme as a whole stands first
    ):
        submit(page, {"e-side": side, "e-evidence": evidence, "e-says_nl": says}, do="evidence")
    judged: dict[str, Value] = {
        "j-strength": "medium",
        "j-session": "~Werkplaats",
        "j-why": "Drie verhalen en één groep.",
    }
    submit(page, judged | {"j-why": "Drie verhalen en één groep."}, do="judge")
    submit(page, {"d-texts_nl": "Vertrouwen betaalt geen huur.", "d-group": "~Mensen"}, do="dissent")
    accompanist.check()
    page = accompanist.go(f"{journey}findings/")
    submit(page, {"statements_nl": "Meer mensen blijven.", "limits_nl": "Twee jaren zijn weinig.", "unexpected": True})
    fields: dict[str, Value] = {"e-side": "for", "e-evidence": "~Begonnen en gebleven", "e-says_nl": "15 van 21."}
    submit(page, fields, do="evidence")
    accompanist.check()


def tell(accompanist: "Visitor", referent: "Visitor", journey: str) -> str:
    """The story with a sentence and its quote, published by the referent. Returns its path."""
    page = accompanist.go(f"{journey}improvements/")
    submit(page, {"none_because": "Alle plaatsen zijn bezet tot de zomer."}, do="decide")
    accompanist.check()
    page = accompanist.go(f"{journey}story/")
    fields: dict[str, Value] = {
        "languages": ["nl"],
        "titles_nl": "De sleutel van het atelier",
        "how_and_why_nl": "Wij maken meubels met wie lang geen werk had.",
        "choices_and_limits_nl": "Geen vragenlijst: wij wilden luisteren.",
    }
    submit(page, fields, do="write")
    for text, finding in (
        ("Wie de sleutel krijgt, komt terug.", "~Een sleutel"),
        ("Meer mensen blijven dan vorig jaar.", "~Meer mensen"),
    ):
        page = accompanist.go(f"{journey}story/")
        submit(page, {"c-texts_nl": text, "c-finding": finding}, do="add-claim")
        if "sleutel" in text:
            assert page.locator("#quotes ~ details", has_text=INSIDE).count()  # Karim agreed to quotes inside only
            press(page, page.locator("li", has_text=PUBLIC).locator("button[value=quote]"))
            accompanist.check()
    page = referent.go(f"{journey}story/publish/")
    referent.check()
    press(page, page.locator('button[value="publish"]'))
    return page.locator("dl.facts a").first.get_attribute("href") or ""


def read_in_public(anybody: "Visitor", story: str) -> None:
    page = anybody.go(story)
    first = page.locator(".claim").first
    assert PUBLIC in first.locator("> blockquote").inner_text()
    said = page.content()
    assert not [word for word in (INSIDE, "Karim", "Marleen", "OCMW", "Samira", "niet buiten") if word in said]
    anybody.check()
    first.locator(".how-we-know > summary").click()
    thread = first.locator(".thread").inner_text()
    assert "Wat verandert het om hier te werken?" in thread and "Klanten" in page.locator(".limits").inner_text()
    first.locator(".how-we-know a[href*='/thread/']").click()
    anybody.check()


def agree_to_less(speaker: "Visitor", receipt: str) -> None:
    """Whoever spoke no longer agrees that her words stand on a public page."""
    page = speaker.go("/receipt/")
    speaker.check()
    submit(page, {"code": receipt}, do="see")
    assert PUBLIC in (page.locator("main").text_content() or "")
    page.locator('[name=use][value="public"]').uncheck()
    press(page, page.locator("button[value=keep]"))
    speaker.check()


def take_back(speaker: "Visitor", receipt: str) -> None:
    page = speaker.go("/receipt/")
    submit(page, {"code": receipt}, do="see")
    press(page, page.locator("button[value=withdraw]"))
    assert page.locator(".opened[role=status]").count()


def test_one_talk_four_lives_and_records_become_a_published_page(visitor: Callable[..., Any]) -> None:
    recruit(visitor(role="coordinator", language="nl"), NEW)
    accompanist, referent, reader = visitor(language="nl"), visitor(language="nl"), visitor(language="nl")
    page = sign_up(accompanist, ACCOMPANIST)
    page.get_by_role("link", name=NAME).first.click()
    journey = urlsplit(page.url).path
    know(accompanist, journey)
    sign_up(referent, REFERENT)
    let_in(referent, journey)
    lines = plan(accompanist, journey)
    receipts = collect(accompanist, journey, lines)
    sign_up(reader, READER)
    mark(reader, journey)
    find(accompanist, journey)
    story = tell(accompanist, referent, journey)

    anybody = visitor(language="nl")
    read_in_public(anybody, story)
    speaker = visitor(language="nl", phone=True)
    agree_to_less(speaker, receipts["Marleen"])
    page = anybody.go(story)
    assert PUBLIC not in page.content()  # at once
    assert page.locator(".claim").count()
    anybody.check()
    page = accompanist.go(f"{journey}story/")
    assert page.locator("#tasks").count()  # whoever writes is told
    accompanist.check()
    look_in(accompanist, "en", [f"{journey}coding/", f"{journey}collection/"])

    take_back(speaker, receipts["Lieve"])
    page = reader.go(f"{journey}coding/")
    assert "Lieve" not in page.content() and "Marleen" in page.content()
    reader = visitor(language="en")
    assert reader.go(story).locator("h1").inner_text() == "De sleutel van het atelier"
    reader.check()
