"""Script in every stored text: no page makes an element, a handler or an address of it, and nothing of it runs."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client
from tests.access.test_matrix import HERE, address, places
from tests.trust.conftest import body_of
from tests.trust.test_queries import MARK, marked

OPENED = int(os.environ.get("VISES_TRUST_OPENED", "40"))  # pages opened in Chromium; 1000 for all of them
PAYLOAD = " ".join(
    (
        f'"><{MARK} a=1>',
        f"'><{MARK}>",
        f"</script></style></textarea></title></option></svg><{MARK}>",
        f'" onfocus="{MARK}()" autofocus onmouseover="{MARK}()" x="',
        f"' onfocus='{MARK}()' x='",
        f"<img src=x onerror={MARK}()>",
        f"<svg/onload={MARK}()>",
        f"<!--><{MARK}>-->",
        f"]]><{MARK}>",
        f"&lt;{MARK}&gt;",
        f"[x](javascript:{MARK}()) `<{MARK}>` ${{{MARK}()}} {{{{7*7}}}}",
        "\u2028<\u2029",
    )
)
AS_THEY_ARE = {"slug", "email", "to", "instance_id", "token", "name_key"}


def _wicked(value: Any) -> Any:
    """The same with our payload wherever somebody of ours wrote words, in text, in XML, in the leaves of JSON."""
    if isinstance(value, str) and HERE in value:
        if not value.lstrip().startswith("<"):
            return value.replace(HERE, HERE + PAYLOAD)
        return re.sub(f"(>[^<]*{HERE})([^<]*<)", lambda at: at[1] + escape(PAYLOAD) + at[2], value)  # words of XML
    if isinstance(value, dict):
        return {key: _wicked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_wicked(one) for one in value]
    return value


def _poison() -> dict[str, int]:
    """Put the payload into every field of every table that holds our words, past all checks. Says how many each."""
    told = {}
    for model in apps.get_models():
        if not model.__module__.startswith("vises"):
            continue
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and field.name not in AS_THEY_ARE
            and not field.choices
        ]
        for row in model._base_manager.all():
            changed = {f.name: new for f in fields if (new := _wicked(was := getattr(row, f.attname))) != was}
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)
                for name in changed:
                    told[f"{model.__name__}.{name}"] = told.get(f"{model.__name__}.{name}", 0) + 1
    cache.clear()
    return told


def _shown(browser: Client, world: Any, made: Any) -> list[tuple[str, str, dict[str, str], str]]:
    found = []
    for place in places():
        where = address(place, world, made)
        answer = browser.get(where)
        body = body_of(answer).decode(errors="ignore")
        if answer.headers.get("Content-Type", "").startswith("text/html") and MARK in body:
            found.append((place.name, where, dict(answer.headers.items()), body))
        assert answer.status_code < 500, f"{place.name}: {answer.status_code}"
    return found


def test_what_people_wrote_runs_on_no_page(everywhere: Any, tmp_path: Path) -> None:
    browser, world, made = everywhere
    told = _poison()
    assert len(told) > 60, told
    reader = Client(raise_request_exception=False)
    reader.force_login(world.users["rita"])
    pages = [page for one in (browser, reader, Client()) for page in _shown(one, world, made)]
    assert len({name for name, *_ in pages}) > 100
    wrong = {f"{name}: {what}" for name, _where, _headers, body in pages for what in marked(body)}
    assert not wrong, "\n".join(sorted(wrong))
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no Chromium: pages were read, and not opened")
    step = max(1, len(pages) // OPENED)
    chosen = {where: [name, where, headers, body] for name, where, headers, body in pages[::step]}
    (tmp_path / "pages.json").write_text(json.dumps(list(chosen.values())))
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("opened.py")), str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["pages"] > OPENED / 2 and not found["wrong"] and not found["asked"], found
