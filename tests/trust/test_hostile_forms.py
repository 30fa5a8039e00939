"""Every form there is, found on the pages: more than it asks for changes nothing, and no sign makes the server fail."""

import os
import time
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.trust.conftest import tables
from tests.trust.sent import Sent, forms

EVERY = int(os.environ.get("VISES_TRUST_EVERY", "6"))  # one form of so many; 1 by hand
LONG = int(os.environ.get("VISES_TRUST_LONG", "1000000"))  # signs
SLOW = 10.0  # seconds for one request
SIGNS = ("a\0b", "a\x01b", "a\x7fb\x85", "\u202eabc\u2066", "\ufffe\uffff", "\U0010ffff", "e" + "\u0301" * 500)


def _post(browser: Any, sent: Sent, data: dict[str, list[str]]) -> Any:
    files = {name: SimpleUploadedFile("a.txt", b"words\n") for name in sent.files}
    return browser.post(sent.where, {**data, **files})


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[tuple[str, str]]:
    """Columns in which rows changed; where rows came or went, the table and how many."""
    found = set()
    for table, rows in after.items():
        if rows == before[table]:
            continue
        came = {row[0]: row for row in rows[1:] if row not in before[table]}  # by what stands first: the key
        went = {row[0]: row for row in before[table][1:] if row not in rows}
        if alone := len(came.keys() ^ went.keys()):
            found.add((table, f"{alone} rows came or went"))
        for key in came.keys() & went.keys():
            pairs = zip(rows[0], came[key], went[key], strict=True)
            found |= {(table, column) for column, one, other in pairs if one != other}
    return found


def _holds_nul() -> bool:
    rows = (row for rows in tables().values() for row in rows[1:])
    return any("\0" in cell or "\\u0000" in cell for row in rows for cell in row if isinstance(cell, str))


def _columns(world: Any) -> dict[str, str]:
    """Every field and relation of every table, each with a value that would tell."""
    told = {}
    for model in apps.get_models():
        if not model.__module__.startswith("vises"):
            continue
        for field in model._meta.get_fields():
            other = str(world.other_journey.id if "journey" in field.name else world.users["mo"].id)
            for name in {field.name, getattr(field, "attname", field.name)}:
                told[name] = other if field.is_relation or name == "id" else "1"
    return told | {"scope": str(world.other_journey.scope_id), "scope_id": str(world.other_journey.scope_id)}


def test_more_than_a_form_asks_for_changes_nothing_else(everywhere: Any) -> None:
    browser, world, made = everywhere
    found = forms(browser, world, made)
    columns, before, wrong, wrote = _columns(world), tables(), [], 0
    assert len(columns) > 200
    for sent in found[::EVERY]:
        more = {name: [value] for name, value in columns.items() if name not in sent.names}
        outcomes = []
        for data in (sent.data, {**more, **sent.data}):
            with transaction.atomic():
                status = _post(browser, sent, data).status_code
                outcomes.append((status, _changed(before, tables())))
                transaction.set_rollback(True)
        wrote += bool(outcomes[0][1])
        # refused for what was added, which the trail may tell
        trail = {table for table, _columns in outcomes[1][1]} <= {"platform_auditevent", "platform_audithead"}
        refused = outcomes[1][0] in {400, 403, 404} and trail
        if outcomes[0] != outcomes[1] and not refused:
            wrong.append(f"{sent}: {outcomes[0][0]} {outcomes[1][0]} {outcomes[0][1] ^ outcomes[1][1]}")
    assert wrote > 60 / EVERY, wrote
    assert not wrong, "\n".join(wrong)


def test_no_sign_and_no_length_makes_the_server_fail(everywhere: Any) -> None:
    browser, world, made = everywhere
    long, wrong, tried = "x" * LONG, [], 0
    for number, sent in enumerate(forms(browser, world, made)[::EVERY]):
        if not sent.words:
            continue
        for turn in range(4):
            signs = [*SIGNS[turn % 2 :: 2], long] if turn < 2 else [SIGNS[(number + turn) % len(SIGNS)]]
            typed = {name: [signs[(place + turn) % len(signs)]] for place, name in enumerate(sent.words)}
            begun = time.perf_counter()
            with transaction.atomic():
                status = _post(browser, sent, {**sent.data, **typed}).status_code
                if turn == 0 and _holds_nul():
                    wrong.append(f"{sent}: keeps what PostgreSQL cannot keep")
                transaction.set_rollback(True)
            took, tried = time.perf_counter() - begun, tried + 1
            if status >= 500 or took > SLOW:
                wrong.append(f"{sent}: {status} in {took:.1f} s with {[value[0][:5] for value in typed.values()]}")
    assert tried > 300 / EVERY, tried
    assert not wrong, "\n".join(wrong)
