"""A server as `vises serve` starts it, its seed, and clients that count what it acknowledges."""

import contextlib
import http.client
import io
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
THREADS = 8
SURVEY = """# Survey
## You
How long have you been coming here? {since}
- less than a year {new}
- one to five years {some}
- longer {long}
You pay {price}
- the reduced price {reduced}
- the full price {full}
How many times did you come this month? (number) {times}
## Here
Did you meet somebody here? {met}
- yes {yes}
- no {no}
What do you do here? (several) {does}
- buy {buy}
- sew {sew}
- talk {talk}
- bring clothes {bring}
I feel at home here (scale 1-5: not at all … entirely) {home}
I can count on somebody here (scale 1-5: not at all … entirely) {count}
What changed for you? (text) {changed}
"""
FIRST_PAGE = {"you/since": ["some"], "you/price": ["reduced"], "you/times": ["3"]}
LAST_PAGE = {
    "here/met": ["yes"],
    "here/does": ["buy", "talk"],
    "here/home": ["4"],
    "here/count": ["5"],
    "here/changed": ["I come back on my own, and I know who to ask."],
}


@dataclass(frozen=True)
class Load:
    """What clients saw: acknowledged answers a second, and the slowest of a hundred in milliseconds."""

    rate: float
    p99: float


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    folder: Path


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """The environment of a server that keeps its data in `folder`, its rows in the database at `url` where there is
    one; everything else as by default."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME", "LC_ALL"}}
    rows = {"DATABASE_URL": url} if url else {}
    return {**kept, **rows, "VISES_DATA": str(folder), "LOG_LEVEL": "WARNING", "PYTHONPATH": str(ROOT)}


def start(application: str, folder: Path, port: int, url: str = "") -> "subprocess.Popen[bytes]":
    """Start granian as `vises serve` does, in a group of its own; returns when it answers."""
    command = [
        str(Path(sys.executable).parent / "granian"),
        "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", str(THREADS), "--backpressure", str(THREADS * 16), "--no-ws", "--log-level", "warning",
        application,
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=environment(folder, url),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _wait(port, process)
    return process


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def serving(application: str, folder: Path, url: str = "") -> Iterator[Server]:
    """Serve `application` until the block ends."""
    port = free_port()
    process = start(application, folder, port, url)
    try:
        yield Server(port, folder)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            link.request("GET", "/receipt/")
            link.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server does not answer")


def post(path: str, fields: Mapping[str, Sequence[str]]) -> bytes:
    """An HTTP request as bytes, so that clients spend their time waiting and not writing."""
    body = urlencode(fields, doseq=True).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Accept-Language: en\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def hammer(port: int, requests: Sequence[bytes], clients: int) -> Load:
    """Send every request once, from so many clients at the same time. Raises where one is not acknowledged."""
    waiting = iter(requests)
    lock = threading.Lock()
    took: list[float] = []
    wrong: list[str] = []

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
            file = link.makefile("rb")
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None or wrong:
                    return
                begun = time.perf_counter()
                link.sendall(request)
                status = read_response(file)
                took.append(time.perf_counter() - begun)
                if status not in (200, 201):
                    wrong.append(str(status))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if wrong or len(took) != len(requests):
        raise RuntimeError(f"{len(took)} of {len(requests)} requests were answered; {wrong[:1]}")
    return Load(len(requests) / seconds, 1000 * sorted(took)[int(len(took) * 0.99) - 1])


def read_response(file: io.BufferedReader) -> int:
    """The status of the next response, read to its end. Raises where the server does not say how long it is."""
    status = int(file.readline().split()[1])
    length = -1
    while head := file.readline().strip():
        name, _colon, value = head.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length < 0:
        raise RuntimeError("a response without its length")
    file.read(length)
    return status


def seed(
    folder: Path, count: int, url: str = "", stored: int = 0, doors: Sequence[str] = ("web",)
) -> tuple[str, list[bytes]]:
    """A database with one open round, and so many answers `stored` in it. Returns its path, and `count` last pages
    ready to be sent, through `doors` in turn: web, interviewer, openrosa."""
    target = folder / "requests"
    subprocess.run(
        [sys.executable, "-m", "bench._server", str(count), str(target), str(stored), ",".join(doors)],
        env=environment(folder, url),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    path, *requests = target.read_bytes().split(b"\0")
    return path.decode(), requests


def _submission(path: str, xml: str) -> bytes:
    """What a telephone with ODK Collect sends: the form with the page in front on which the person agreed."""
    root, _end, inside = xml.partition(">") if not xml.startswith("<?") else xml.partition("?>")[2].partition(">")
    before = "<vises_before><told/><uses>quote</uses><how>oral</how></vises_before>"
    mark = "vises-bench"
    body = (
        f'--{mark}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
        f"Content-Type: text/xml\r\n\r\n{root}>{before}{inside}\r\n--{mark}--\r\n"
    ).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={mark}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _seed(count: int, target: Path, stored: int, doors: Sequence[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from vises.apps.access.actor import SYSTEM
    from vises.apps.collection.services import interviewers, openrosa
    from vises.apps.collection.services.waves import open_wave
    from vises.apps.instruments.queries import form_of
    from vises.apps.instruments.services import write_questionnaire
    from vises.apps.journeys.services import question as room
    from vises.apps.journeys.services import sessions, stakeholders
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.journeys.services.plan import LineWords, add_line
    from vises.apps.methodology.services import load
    from vises.apps.network.services import make_organisation
    from vises.web.collection.draft import new_draft
    from vises.xforms import FormState

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load(ROOT / "content")
    shop = make_organisation(SYSTEM, "enterprise", "The Workshop", languages=("en",))
    journey = start_journey(SYSTEM, shop, methodology_code="3", on=date(2026, 1, 12))
    group = stakeholders.add_stakeholder(SYSTEM, journey.id, names={"en": "Customers"}, kind="public", size=500)
    session = sessions.plan_session(
        SYSTEM, journey.id, title="Workshop", deliverables=["evaluative-question"], on=date(2026, 3, 3)
    )
    sessions.hold_session(SYSTEM, session.id, presences=[(group.id, 11, "")], minutes=120)
    candidate = room.propose(SYSTEM, journey.id, "What changes at the same table?", language="en")
    room.decide(
        SYSTEM,
        journey.id,
        candidate_id=candidate.id,
        texts={"en": "What changes at the same table?"},
        session_id=session.id,
        manner="consent",
        reasons="It speaks of everybody.",
    )
    line = add_line(SYSTEM, journey.id, LineWords(looks_at={"en": "Meetings"}, method="survey", target=500))
    version = write_questionnaire(SYSTEM, line.id, titles={"en": "Survey"}, plain_list=SURVEY)
    wave = open_wave(SYSTEM, version.id, titles={"en": "Spring"}, uses=["analysis", "quote"])
    form = form_of(version)
    requests = [f"/a/{wave.token}/".encode()]
    paths = {"web": f"/a/{wave.token}/"}
    if "interviewer" in doors:
        paths["interviewer"] = f"/for/{interviewers.invite(SYSTEM, wave.id, name='Mo')}/"
    key = openrosa.make_key(SYSTEM, wave.id) if "openrosa" in doors else ""
    for number in range(count):
        door = doors[number % len(doors)]
        draft = new_draft(str(wave.id), form.default_language).with_(consents=("quote",))
        draft = draft.with_(how="oral") if door == "interviewer" else draft
        state = FormState(form, None, draft.instance, draft.language, draft.now())
        page, last = state.pages()
        state.fill(page, FIRST_PAGE)
        if state.problems(page) or set(page.names) != set(FIRST_PAGE) or set(last.names) != set(LAST_PAGE):
            raise RuntimeError("the pages of the benchmark's own form are not what it sends")
        if door == "openrosa":
            state.fill(last, LAST_PAGE)
            requests.append(_submission(f"/openrosa/{key}/submission", state.to_xml()))
            continue
        fields = {"draft": [draft.with_(values=state.draft()).signed()], "page": [last.key], "do": ["next"]}
        requests.append(post(paths[door], {**fields, **LAST_PAGE}))
    target.write_bytes(b"\0".join(requests))
    _store(wave, form, stored)


def _store(wave: Any, form: Any, stored: int) -> None:
    """Put so many answers in as if they had come before, each with what a page sends."""
    from vises.apps.collection.models import Answer
    from vises.kernel.clock import this_hour
    from vises.xforms import FormState

    state = FormState(form, None, "uuid:model", form.default_language)
    page, last = state.pages()
    state.fill(page, FIRST_PAGE)
    state.fill(last, {**LAST_PAGE, "here/changed": ["I was here before, and nothing was lost of what I said."]})
    xml, hour = state.to_xml(), this_hour()
    for start in range(0, stored, 2_000):
        rows = []
        for _ in range(start, min(start + 2_000, stored)):
            mark = uuid.uuid4()
            words = {"instance_id": f"uuid:{mark}", "sha256": 2 * mark.hex, "receipt_hash": 2 * mark.hex}
            said = xml.replace("uuid:model", words["instance_id"])
            rows.append(Answer(wave=wave, received_hour=hour, xml=said, consents=["analysis"], **words))
        Answer.objects.bulk_create(rows)


if __name__ == "__main__":
    _seed(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(","))
