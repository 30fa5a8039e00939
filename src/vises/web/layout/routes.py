"""Routes declare their verb where they are wired; a route without one does not exist.

`read` is asked for GET and HEAD, `write` for everything else. Values are verbs of the access table, or:
  "public"     anyone may read this page
  "signed-in"  anyone with an account
  "pass"       whoever holds the token in the address (the view opens the pass)
  "demonstration"  anyone, and only where the demonstration runs
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from vises.apps.access.actor import Actor
from vises.apps.access.declared import Declared
from vises.apps.access.rules import VERBS
from vises.apps.access.services import require
from vises.kernel.problems import NotFound

FREE = frozenset({"public", "signed-in", "pass", "demonstration"})


class Request(HttpRequest):
    """A request as our views get it."""

    actor: Actor
    LANGUAGE_CODE: str


View = Callable[..., HttpResponseBase]


def _admit(request: Request, verb: str, words: dict[str, Any]) -> HttpResponse | None:
    if verb in {"public", "pass"}:
        return None
    if verb == "demonstration":
        if not settings.DEMONSTRATION:
            raise NotFound()
        return None
    if not request.actor.signed_in:
        return redirect_to_login(request.get_full_path())
    if verb != "signed-in":
        require(request.actor, verb, **{k: v for k, v in words.items() if isinstance(v, uuid.UUID)})
    return None


def route(pattern: str, view: View, name: str, *, read: str, write: str | None = None) -> URLPattern:
    """A path whose view runs only after the actor's verb was checked. Without `write`, only GET is answered."""
    for verb in (read, write):
        if verb is not None and verb not in FREE and verb not in VERBS:
            raise LookupError(f"{name}: no verb is called {verb}")

    @require_http_methods(["GET", "HEAD"] if write is None else ["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def admitted(request: Request, **words: Any) -> HttpResponseBase:
        verb = read if request.method in {"GET", "HEAD"} or write is None else write
        return _admit(request, verb, words) or view(request, **words)

    admitted.declared = Declared(read, write)  # type: ignore[attr-defined]
    return path(pattern, admitted, name=name)
