"""A device of its own for the page that works without connection: a Chromium with a profile on disk, which can be
killed like a phone whose battery dies, and the road to the server, on which messages can be held or lost."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

# A transaction in which a request follows the other is not over: the device dies before what was asked for is kept.
HOLD = """(() => {
  const [name, store] = %s;
  const before = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    const request = before.apply(this, given);
    if (this.name !== store) return request;
    console.log('held');
    const again = () => { this.count().onsuccess = again; };
    again();
    return request;
  };
})()"""


class Road:
    """Between device and server. `held`: what to do with the next answer sent: "before" (it never reaches the server),
    "after" (the server keeps it, the reply is lost), "busy" (it is asked for patience). `renewed`: a newer
    worker. `posts`: how many answers were sent over it."""

    def __init__(self, server: str) -> None:
        self.host = server.removeprefix("http://")
        self.held = ""
        self.cut = self.renewed = False
        self.posts = 0
        self.reached = threading.Event()
        road = self

        class Passing(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                if road.cut:
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                sent = self.command == "POST" and self.path.startswith("/offline/")
                held = road.held if sent else ""
                road.posts += sent
                if held == "busy":
                    self.send_response(503)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"{}")
                    return
                if held == "before":
                    self._hold()
                    return
                link = http.client.HTTPConnection(road.host, timeout=60)
                link.request(self.command, self.path, body, dict(self.headers.items()))
                answer = link.getresponse()
                content = answer.read()
                if held == "after":
                    assert answer.status in {201, 202}, content
                    self._hold()
                    return
                if road.renewed and self.path.startswith("/offline/worker.js"):
                    content = content.replace(b'KEPT = "vises-offline-', b'KEPT = "vises-offline-new-')
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def _hold(self) -> None:
                road.reached.set()
                self.close_connection = True
                while road.held and not road.cut:
                    time.sleep(0.05)

            do_GET = do_POST = do_HEAD = _pass

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.held, self.cut = "", True
        self.server.shutdown()


@dataclass
class Device:
    """A phone that several people use. `page` is its first window; `start` again after `kill`."""

    chromium: BrowserType
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    page: Any = None
    said: list[str] = field(default_factory=list)

    def start(self, *scripts: str) -> Page:
        """Switch it on, with what is on its disk. `scripts` run before every page."""
        port_file = self.folder / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        words = [
            "/usr/bin/chromium",
            "--headless=new",
            "--no-sandbox",
            "--no-first-run",
            "--lang=fr-BE",
            "--disable-gpu",
        ]
        words += ["--remote-debugging-port=0", f"--user-data-dir={self.folder}", "about:blank"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(words, stdout=quiet, stderr=quiet, start_new_session=True)
        for _ in range(300):
            with suppress(OSError, ValueError, IndexError):  # not there yet, or still empty
                port = int(port_file.read_text().splitlines()[0])
                with socket.create_connection(("127.0.0.1", port), 1):
                    break
            time.sleep(0.1)
        self.browser = self.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self.browser.contexts[0]
        for script in scripts:
            context.add_init_script(script)
        self.page = self.window()
        return self.page

    def window(self) -> Page:
        """One window more."""
        page: Page = self.browser.contexts[0].new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        page.on("console", lambda message: self.said.append(message.text))
        return page

    def kill(self) -> None:
        """As when the battery dies: nothing is told, nothing is finished."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        with suppress(Exception):
            self.browser.close()
        self.process = None

    def heard(self, word: str) -> None:
        """Wait until a page said that word."""
        for _ in range(200):
            if word in self.said:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{word} was never said: {self.said[-5:]}")


@contextmanager
def device(chromium: BrowserType) -> Iterator[Device]:
    """A device that is switched off and forgotten in the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = Device(chromium, Path(folder))
        try:
            yield found
        finally:
            if found.process:
                found.kill()


def held(request: str, store: str) -> str:
    """A script: the next `request` (add, delete) on that store is asked for and never gets done."""
    return HOLD % f"['{request}', '{store}']"


def until(happened: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until it is so. Fails when it does not come."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
