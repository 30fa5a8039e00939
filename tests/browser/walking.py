"""Moves of somebody at a browser, by what the pages show: forms filled as typed, mails opened, questions answered."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

PASSWORD = "une-porte-pour-toutes-7"
Values = Callable[[str, int], str]
Value = str | int | bool | list[str]


def submit(page: Page, fields: Mapping[str, Value], *, do: str = "") -> None:
    """Fill the form that holds these fields (and the button or hidden field `do`) and send it.

    A value that starts with "~" is chosen by a part of its label. Fails when the page shows errors afterwards.
    """
    form = page.locator("form")
    if do:
        form = form.filter(has=page.locator(f'[name=do][value="{do}"]'))
    for name in fields:
        form = form.filter(has=page.locator(f'[name="{name}"]'))
    form = form.first
    assert form.count(), f"{page.url}: no form with {do} {list(fields)}"
    unfold(form)
    for name, value in fields.items():
        put(form, name, value)
    button = form.locator(f'button[name=do][value="{do}"]')
    if not do or not button.count():
        button = form.locator("button:not([name=do], [hidden], [type=button])")
        button = button.or_(form.locator("button.button:not([hidden], [type=button])"))
    press(page, button.first)


def press(page: Page, button: Locator) -> None:
    """Press a button that sends a form. Fails when the page shows errors afterwards."""
    with page.expect_navigation():
        button.click()
    wrong = page.locator("main .errors:visible, main .error:visible, main .errorlist:visible")
    assert not wrong.count(), f"{page.url}: {wrong.all_inner_texts()}"


def unfold(part: Locator) -> None:
    """Open what is folded around a part of a page, and inside it."""
    around = part.locator("xpath=ancestor::details[not(@open)]/summary")
    while around.count():
        around.first.click()
    inside = part.locator("details:not([open]) > summary")
    while inside.count():
        inside.first.click()


def put(form: Locator, name: str, value: Value) -> None:
    """Type, tick or choose one field as somebody does who reads its label."""
    field = form.locator(f'[name="{name}"]')
    kind = field.first.get_attribute("type") or ""
    if isinstance(value, bool):
        field.first.set_checked(value)
    elif kind in {"checkbox", "radio"}:
        for one in value if isinstance(value, list) else [str(value)]:
            _tick(field, one)
    elif kind == "file":
        field.set_input_files(str(value))
    elif field.evaluate("e => e.tagName") == "SELECT":
        _choose(field, str(value))
    else:
        field.fill(str(value))


def _tick(field: Locator, wanted: str) -> None:
    for box in field.all():
        label = box.evaluate("e => [...e.labels].map(l => l.textContent).join(' ')")
        if wanted == box.get_attribute("value") or (wanted.startswith("~") and wanted[1:] in label):
            box.check()
            return
    raise AssertionError(f"nothing to tick: {wanted}")


def _choose(field: Locator, wanted: str) -> None:
    if not wanted.startswith("~"):
        field.select_option(wanted)
        return
    for option in field.locator("option").all():
        if wanted[1:] in (option.text_content() or ""):
            field.select_option(option.get_attribute("value"))
            return
    raise AssertionError(f"no option with {wanted[1:]}: {field.locator('option').all_text_contents()}")


def last(page: Page) -> str:
    """The last part of the path of a page: the id of what it shows."""
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def mailed(visitor: "Visitor", to: str, part: str) -> str:
    """The path of the newest link with `part` in a mail to this address, as the demonstration keeps its mails."""
    page = visitor.go("/demonstration/mails/")
    links = page.locator("article.card", has_text=to).locator(f'a[href*="{part}"]')
    for _half_second in range(200):  # the worker brings it; news of the method is gathered for a minute first
        if links.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    link = links.first.get_attribute("href") or ""
    address = urlsplit(link)
    assert f"{address.scheme}://{address.netloc}" == visitor.address, link
    return f"{address.path}?{address.query}" if address.query else address.path


def sign_up(visitor: "Visitor", to: str) -> Page:
    """Open the mailed invitation, choose a password, sign in with it."""
    page = visitor.go(mailed(visitor, to, "/accounts/password/reset/key/"))
    submit(page, {"password1": PASSWORD, "password2": PASSWORD})
    page = visitor.go("/accounts/login/")
    submit(page, {"login": to, "password": PASSWORD})
    return visitor.go("/journeys/")


def look_in(someone: "Visitor", language: str, paths: list[str]) -> None:
    """Switch the language on the page, then look at pages in it."""
    page = someone.page
    with page.expect_navigation():
        page.locator(f'form.languages button[value="{language}"]').click()
    for path in paths:
        page = someone.go(path)
        assert page.locator("html").get_attribute("lang") == language
        someone.check()


def recruit(coordinator: "Visitor", fields: Mapping[str, Value]) -> None:
    """Bring an enterprise into the later cohort of the demonstration; its people are mailed their invitations."""
    page = coordinator.go("/programmes/")
    page.locator("main a", has_text=re.compile("canal|kanaal", re.IGNORECASE)).first.click()
    page.goto(page.url + "enterprises/new/")
    coordinator.check()
    submit(page, fields)
    assert str(fields["name"]) in page.locator("main").inner_text()
    coordinator.check()


def hold(someone: "Visitor", journey: str, fields: Mapping[str, Value], people: Mapping[str, int], record: str) -> str:
    """Plan a session and note who was there: people by group. Returns its id."""
    page = someone.go(f"{journey}sessions/")
    submit(page, fields)
    there: dict[str, Value] = {}
    for group, count in people.items():
        label = page.locator("label[for*=people_]", has_text=group)
        there[(label.get_attribute("for") or "").removeprefix("id_")] = count
    submit(page, {"minutes": 120, "record": record, **there})
    someone.check()
    return last(page)


def answer(page: Page, values: Values, *, more: int = 0) -> tuple[str, str]:
    """Answer a questionnaire to its end, page by page; (the code on the receipt, what the pages complained of).

    `values(label, number of choices)` says what is typed under a label, or the places of the choices ("0 2").
    Whatever a page shows anew once it was sent (a cascade, a question that depends on another) is answered then.
    `more` times, what may be given several times is given once more. Fails when the questionnaire does not end.
    """
    complaints = ""
    for _page in range(40):
        receipt = page.locator(".receipt output")
        if receipt.count():
            return receipt.inner_text(), complaints
        add = page.locator(".times > p button.more")
        while more and add.count():
            more -= 1
            with page.expect_navigation():
                add.first.click()
        _answer_page(page, values)
        with page.expect_navigation():
            page.locator(".moves button[value=next]").click()
        complaints += "".join(page.locator(".wrong").all_inner_texts())
    raise AssertionError(f"the questionnaire does not end: {page.locator('form').inner_text()[:2000]}")


# What stands on a page to be answered: name, kind, label, what may be chosen, what is chosen or typed already.
FIELDS = """form => {
  const rows = new Map();
  for (const e of form.querySelectorAll('input, select, textarea')) {
    if (!e.name || e.type == 'hidden' || e.readOnly || !e.checkVisibility()) continue;
    const kind = e.tagName == 'INPUT' ? e.type : e.tagName;
    const picks = kind == 'radio' || kind == 'checkbox';
    const heading = picks ? e.closest('fieldset').querySelector('legend') : e.labels[0];
    const row = rows.get(e.name) || { name: e.name, kind, label: heading.textContent.trim(), choices: [], now: [] };
    if (picks) { row.choices.push(e.value); if (e.checked) row.now.push(e.value); }
    else { row.now.push(e.value); if (e.options) row.choices = [...e.options].map(o => o.value).filter(v => v); }
    rows.set(e.name, row);
  }
  return [...rows.values()];
}"""


def _answer_page(page: Page, values: Values) -> None:
    form = page.locator("form", has=page.locator("[name=draft]"))
    for row in form.evaluate(FIELDS):
        name, kind, choices, now = row["name"], row["kind"], row["choices"], row["now"]
        if kind == "SELECT" and not choices:
            continue  # a cascade whose beginning is not said yet
        said = values(row["label"], len(choices))
        wanted = [choices[int(place) % len(choices)] for place in said.split()] if choices else [said]
        if set(wanted) == set(now):
            continue
        if kind in {"radio", "checkbox"}:
            for value in set(wanted) ^ set(now) if kind == "checkbox" else wanted:
                form.locator(f'[name="{name}"][value="{value}"]').set_checked(value in wanted, force=True)
        elif kind == "SELECT":
            form.locator(f'[name="{name}"]').select_option(wanted[0])
        else:
            form.locator(f'[name="{name}"]').fill(wanted[0])
