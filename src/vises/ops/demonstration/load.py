"""Load the demonstration once, whole or not at all."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from vises.apps.accounts.queries import sample_doors
from vises.kernel.clock import today
from vises.ops.demonstration.alike import ask_alike
from vises.ops.demonstration.armoire import load_armoire
from vises.ops.demonstration.cast import make_cast
from vises.ops.demonstration.changes import load_changes
from vises.ops.demonstration.coordination import load_coordination
from vises.ops.demonstration.enterprises import load_enterprise
from vises.ops.demonstration.following import follow
from vises.ops.demonstration.learning import load_learning
from vises.ops.demonstration.network import make_network
from vises.ops.demonstration.sketches import sketch
from vises.ops.demonstration.source import Source
from vises.ops.demonstration.twice import ask_twice, follow_numbers

Say = Callable[[str], object]


def load_once(say: Say) -> bool:
    """Load the demonstration where it is not there yet; `say` is told how far it is. Returns whether it loaded.

    Everything is one transaction: interrupted, nothing of it stays, and the next start begins anew. The
    sample people are the mark that it is there. Needs demonstration mode and the versions of the method.
    """
    if sample_doors():
        return False
    begun = time.monotonic()
    source = Source(Path(settings.CONTENT_ROOT) / "demonstration", today())
    say("Loading the demonstration (once; less than a minute) …")
    with transaction.atomic():
        _load(source, say)
    say(f"The demonstration is loaded ({time.monotonic() - begun:.0f} s).")
    return True


def _load(source: Source, say: Say) -> None:
    data = source.data("programme.yaml")
    cast = make_cast(data["people"])
    network = make_network(source, data, cast)
    enterprises = data["enterprises"]
    journeys, by_name = {}, {}
    told = {row["name"] for row in source.data("coordination.yaml")["lively"]}
    for number, enterprise in enumerate(enterprises, 1):
        meets = enterprise["name"] not in told
        journey = load_enterprise(network, enterprise, data["accompanists"], data["signatures"], meets=meets)
        by_name[enterprise["name"]] = journey
        if "detail" in enterprise:
            journeys[enterprise["detail"]] = journey
        if number % 25 == 0:
            say(f"  {number} of {len(enterprises)} enterprises")
    twice = source.data("twice.yaml")
    planned: dict[str, Any] = {}
    for name, sketched in source.data("sketches.yaml").items():
        with source.then(sketched["last_written"]):
            lines, groups = sketch(network, journeys[name], sketched)
        if len(lines) > 1:
            planned[journeys[name].enterprise.name] = lines[1]
        if name in twice:
            ask_twice(network, twice[name], dict(enumerate(lines)), groups)
            follow_numbers(cast.actor(twice[name]["writer"]), source, twice[name], dict(enumerate(lines)), -20)
    ask_alike(network, source.data("alike.yaml"), by_name, planned)
    journeys["armoire"] = load_armoire(network, say).journey
    by_name["L'Armoire Commune"] = journeys["armoire"]
    say("  Notes from the field, and what became of them")
    load_learning(network, by_name)
    for name, followed in source.data("following.yaml").items():
        follow(network, journeys[name], followed)
    load_coordination(network, by_name)
    say("  The method: a consultation, a version, a journey that tried it")
    load_changes(network, by_name, journeys["armoire"])
