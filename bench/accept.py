"""Answers accepted a second, from HTTP to synced row, beside a bare Django view that inserts one row and syncs.

Two doors. A page: the last of a questionnaire of eight questions; its signed draft is opened, the whole form is
evaluated and checked, the answer is stored and synced, and the page with the receipt is drawn; beside it a view that
keeps the body as it came. A device (OpenRosa): the submission is read, its first page and what the device noted of
itself are taken out, and it is stored and synced under its id; beside it a view that reads the parts and the id with
Django's own means and saves one row by the ORM.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import Database, own_database
from bench._server import ROOT, THREADS, environment, hammer, seed, serving

CLIENTS = {1: 150, 8: 400, 32: 400}  # clients: requests a turn
TURNS = 3
DOORS = {"web": ("a page, to its receipt", "at least 0.70"), "openrosa": ("a device, to its receipt", "at least 1.00")}


def run(stored: int = 0) -> Table:
    """Measure with so many answers in the database already, and as many rows beside."""
    lines: list[Line] = []
    for door in DOORS:
        name, found = _through(door, stored)
        lines += found
    there = f", {stored:,} there already" if stored else ""
    title = f"accept: answers a second over HTTP, {name}{there}, granian with {THREADS} threads (median of {TURNS})"
    return Table(title, tuple(lines))


def _through(door: str, stored: int) -> tuple[str, list[Line]]:
    with (
        tempfile.TemporaryDirectory() as our_folder,
        tempfile.TemporaryDirectory() as their_folder,
        own_database(Path(our_folder)) as ours,
        own_database(Path(their_folder)) as theirs,
    ):
        count = TURNS * sum(CLIENTS.values())
        path, requests = seed(ours.folder, count, ours.url, stored, (door,))
        store = [sys.executable, "-m", "bench._bare", str(stored)]
        subprocess.run(store, env=environment(theirs.folder, theirs.url), cwd=ROOT, check=True)
        waiting = iter(requests)
        lines = []
        with (
            serving("vises.config.wsgi:application", ours.folder, ours.url) as mine,
            serving("bench._bare:application", theirs.folder, theirs.url) as bare,
        ):
            for clients, number in CLIENTS.items():
                ratios, rates, tails, floors, bare_tails = [], [], [], [], []
                for _ in range(TURNS):
                    turn = [next(waiting) for _ in range(number)]
                    floor = hammer(bare.port, turn, clients)
                    load = hammer(mine.port, turn, clients)
                    ratios.append(load.rate / floor.rate)
                    rates.append(load.rate)
                    tails.append(load.p99)
                    floors.append(floor.rate)
                    bare_tails.append(floor.p99)
                what, aim = DOORS[door]
                many = f"{clients} client{'s' if clients > 1 else ''}"
                lines += [
                    Line(f"{many}: bare view, one row", _shown(floors, bare_tails)),
                    Line(f"{many}: {what}", _shown(rates, tails), _middle(ratios), aim),
                ]
        _all_there(ours, path, count)
    return ours.name, lines


def _middle(values: list[float]) -> float:
    return statistics.median(values)


def _shown(rates: list[float], tails: list[float]) -> str:
    return f"{_middle(rates):.0f}/s, p99 {_middle(tails):.0f} ms"


def _all_there(kept: Database, path: str, count: int) -> None:
    """Every acknowledged answer is a row, once, with what was said on both pages."""
    whole = "SELECT count(*) FROM collection_answer WHERE xml LIKE '%<price>reduced</price>%who to ask.</changed>%'"
    rows = kept.ask(whole)
    if rows != count:
        raise RuntimeError(f"{count} answers were acknowledged at {path}, {rows} are kept")
