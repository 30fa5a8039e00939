"""Answers under `kill -9`: the whole server is killed again and again while people send; nothing acknowledged is lost.

Clients send through several doors at once (the page on the web, ODK Collect, an interviewer), each until it is
acknowledged, as a person would by pressing the button again, or a telephone by itself. In the end every
answer must be there, once. A killed process does not test a power cut: the system's own memory survives it.
"""

import os
import random
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import Line, Table
from bench._database import Database, own_database
from bench._server import free_port, read_response, seed, start

KILLS = 40
CLIENTS = 8
DOORS = ("web", "openrosa", "interviewer")
ACKNOWLEDGED = frozenset({200, 201, 202})  # a page with a receipt; kept, or kept before, as OpenRosa says it
AT_ONCE = 120  # answers waiting to be sent for each kill


@dataclass(frozen=True)
class Outcome:
    """What was found after the last kill."""

    kills: int
    acknowledged: int
    again: int  # sendings that were not acknowledged and were repeated
    lost: int
    doubled: int
    whole: bool  # the database's own check
    by_door: dict[str, int]  # answers kept, by the door they came through
    seconds: float
    where: str


def killed(kills: int, requests_each: int = AT_ONCE) -> Outcome:
    """Send `kills * requests_each` answers while the server is killed `kills` times."""
    with tempfile.TemporaryDirectory() as name, own_database(Path(name)) as kept:
        folder = kept.folder
        _path, requests = seed(folder, kills * requests_each, kept.url, doors=DOORS)
        sender = _Sender(free_port(), requests)
        begun = time.perf_counter()
        process = start("vises.config.wsgi:application", folder, sender.port, kept.url)
        sender.begin()
        dice = random.Random(kills)
        done = 0
        try:
            while done < kills and not sender.finished():
                time.sleep(dice.uniform(0.05, 0.4))
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                done += 1
                process = start("vises.config.wsgi:application", folder, sender.port, kept.url)
            sender.wait()
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        seconds = time.perf_counter() - begun
        return _found(kept, sender, done, seconds)


class _Sender:
    """Clients that repeat what was not acknowledged."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self.port = port
        self.total = len(requests)
        self.acknowledged = 0
        self.again = 0
        self._waiting = iter(requests)
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._client, daemon=True) for _ in range(CLIENTS)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def finished(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(300)

    def _client(self) -> None:
        while True:
            with self._lock:
                request = next(self._waiting, None)
            if request is None:
                return
            while not self._sent(request):
                with self._lock:
                    self.again += 1
                time.sleep(0.2)  # as a person would at the soonest
            with self._lock:
                self.acknowledged += 1

    def _sent(self, request: bytes) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=20) as link:
                link.sendall(request)
                return read_response(link.makefile("rb")) in ACKNOWLEDGED
        except (OSError, IndexError, ValueError):
            return False


def _found(kept: Database, sender: _Sender, kills: int, seconds: float) -> Outcome:
    rows = kept.ask("SELECT count(*) FROM collection_answer")
    once = kept.ask("SELECT count(DISTINCT instance_id) FROM collection_answer")
    aside = kept.ask("SELECT count(*) FROM collection_quarantine")
    return Outcome(
        kills,
        sender.acknowledged,
        sender.again,
        max(0, sender.acknowledged - once),
        rows - once + aside,
        kept.whole(),
        {door: int(kept.ask(f"SELECT count(*) FROM collection_answer WHERE door = '{door}'")) for door in DOORS},
        seconds,
        kept.name,
    )


def run() -> Table:
    found = killed(KILLS)
    how = f"{CLIENTS} clients, {found.where}, {found.seconds:.0f} s"
    return Table(
        f"kill: {found.kills} times kill -9 of the whole server, {how}",
        (
            Line("answers acknowledged", str(found.acknowledged)),
            Line("kept by door", ", ".join(f"{door} {count}" for door, count in found.by_door.items())),
            Line("sendings repeated", str(found.again)),
            Line("acknowledged and lost", str(found.lost), aim="0"),
            Line("kept twice", str(found.doubled), aim="0"),
            Line("the database finds itself whole", "yes" if found.whole else "no", aim="yes"),
        ),
    )
