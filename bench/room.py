"""Sixty phones in a room: how long until a question that one of them sends is seen by the others.

Each phone asks for what changed every second, as `room.js` does, on a connection of its own; another guest sends a
question every second and a half, with her cookie and token. What is measured is from the press of her button to the
moment at which a phone holds the part of the page with her words.
"""

import http.client
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from bench import Line, Table
from bench._server import ROOT, THREADS, environment, serving

PHONES, QUESTIONS, EVERY, PAUSE = 60, 12, 1.0, 1.5
LIMIT = 1.0  # seconds, at the median


class Phones:
    """So many phones that look every second, and when each of them first saw which words."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.seen: dict[str, list[float]] = {}
        self.took: list[float] = []
        self.wrong: list[str] = []
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._look, args=(number,)) for number in range(PHONES)]

    def _look(self, number: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        tag, known = "", set[str]()
        time.sleep(EVERY * random.Random(number).random())
        while not self.over.is_set():
            begun = time.perf_counter()
            link.request("GET", f"{self.path}now/?lang=en", headers={"If-None-Match": tag, "Accept-Language": "en"})
            answer = link.getresponse()
            body, now = answer.read().decode(), time.perf_counter()
            with self.lock:
                self.took.append(now - begun)
                if answer.status == 200:
                    tag = answer.headers["ETag"]
                    for words in set(re.findall(r"Question number \d+", body)) - known:
                        known.add(words)
                        self.seen.setdefault(words, []).append(now)
                elif answer.status != 304:
                    self.wrong.append(str(answer.status))
                    return
            time.sleep(EVERY)


class Guest:
    """Somebody who comes in and sends questions from the page, as a browser does."""

    def __init__(self, port: int, path: str) -> None:
        self.address = f"http://127.0.0.1:{port}{path}"
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        page = self._get()
        group = re.search(r'name="stakeholder" value="([^"]+)"', page)
        assert group is not None
        self._post(page, {"do": "join", "stakeholder": group.group(1), "language": "en"})
        self.page = self._get()

    def _get(self) -> str:
        text: str = self.open(self.address, timeout=30).read().decode()
        return text

    def _post(self, page: str, fields: dict[str, str]) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        data = urlencode({"csrfmiddlewaretoken": token.group(1), **fields}).encode()
        self.open(urllib.request.Request(self.address, data, {"Referer": self.address}), timeout=30).read()

    def propose(self, text: str) -> None:
        self._post(self.page, {"do": "propose", "sent": str(uuid.uuid4()), "text": text})


def run() -> Table:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeded = subprocess.run(
            [sys.executable, "-m", "bench._room"],
            env=environment(folder),
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        path = seeded.stdout.split()[-1]
        with serving("vises.config.wsgi:application", folder) as server:
            phones, guest, sent = Phones(server.port, path), Guest(server.port, path), {}
            for thread in phones.threads:
                thread.start()
            time.sleep(2)
            for number in range(1, QUESTIONS + 1):
                sent[f"Question number {number}"] = time.perf_counter()
                guest.propose(f"Question number {number}")
                time.sleep(PAUSE)
            time.sleep(3)
            phones.over.set()
            for thread in phones.threads:
                thread.join()
    if phones.wrong or any(len(phones.seen.get(words, [])) != PHONES for words in sent):
        raise RuntimeError(f"not every phone saw every question: {phones.wrong[:1]}")
    waits = sorted(moment - sent[words] for words, moments in phones.seen.items() for moment in moments)
    middle, last = statistics.median(waits), waits[int(len(waits) * 0.95)]
    looks = sorted(phones.took)
    return Table(
        f"room: {PHONES} phones and {QUESTIONS} questions, SQLite, granian with {THREADS} threads",
        (
            Line("a question is seen, median", f"{middle:.2f} s", middle / LIMIT, "at most 1.00 (one second)"),
            Line("a question is seen, 95 of 100", f"{last:.2f} s"),
            Line(
                "one look at what changed",
                f"median {1000 * statistics.median(looks):.0f} ms, p99 {1000 * looks[int(len(looks) * 0.99)]:.0f} ms",
            ),
        ),
    )
