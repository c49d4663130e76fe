"""Searches driven in a real browser: what was sent to it, and how long answers took."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import launch
from playwright.sync_api import Browser, Page, Playwright

SLOWED = 4
"""How many times slower than this machine the browser's renderer runs."""
QUANTUM = 0.005
"""Seconds that it runs at a stretch."""
PATIENCE = 120_000
"""Milliseconds after which a search counts as one that never answers."""

HARNESS = Path(__file__).with_name("search_harness.js")


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder compressed, as hosts do, and notes what was asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.sent: list[tuple[str, int]] = []
        """Path and compressed bytes, in the order of the answers."""
        self.compressed = functools.cache(lambda file: gzip.compress(file.read_bytes(), 6))

    @property
    def address(self) -> str:
        """Where the folder is, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_error(404)
            return
        body = server.compressed(file)
        server.sent.append((self.path, len(body)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a folder until the end of the block."""
    with Server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@dataclass(frozen=True)
class Renderers:
    """The processes in which a browser runs pages and their workers."""

    ids: tuple[int, ...]

    @classmethod
    def of(cls, browser: Browser) -> Renderers:
        """Ask a browser for them."""
        session = browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return cls(tuple(each["id"] for each in processes if each["type"] == "renderer"))

    def memory(self) -> float:
        """Give what they hold that no file backs, in MB; 0 where the system doesn't tell."""
        files = [Path(f"/proc/{id}/status") for id in self.ids]
        lines = [line for file in files if file.exists() for line in file.read_text().split("\n")]
        return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024

    def computed(self) -> float:
        """Give the seconds that they have computed; 0 where the system doesn't tell."""
        files = [Path(f"/proc/{id}/stat") for id in self.ids]
        # The name before the bracket may hold spaces; user and system ticks stand 12 places on.
        fields = [file.read_text().rpartition(")")[2].split() for file in files if file.exists()]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")

    def _send(self, number: int) -> None:
        for id in self.ids:
            with suppress(ProcessLookupError):
                os.kill(id, number)


@contextmanager
def slowed(renderers: Renderers, times: int = SLOWED) -> Iterator[None]:
    """Stop the renderers most of the time, as the DevTools do with a page's main thread.

    `Emulation.setCPUThrottlingRate` leaves workers as fast as they are, and refuses to be sent to
    one ("only supported for pages, not workers"), while both searches run in a worker.
    """
    over = threading.Event()

    def beat() -> None:
        owed = 0.0
        while not over.is_set():
            began = time.perf_counter()
            renderers._send(signal.SIGCONT)
            time.sleep(QUANTUM)
            renderers._send(signal.SIGSTOP)
            stopped = time.perf_counter()
            # On a busy machine either sleep is longer than asked for.
            owed += (stopped - began) * (times - 1)
            time.sleep(max(0.0, owed))
            owed -= time.perf_counter() - stopped
        renderers._send(signal.SIGCONT)

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@dataclass(frozen=True)
class Search:
    """One search to be measured: its name in the harness, and where its files are."""

    name: str
    folder: str
    """Beneath the server's address, with a slash at the end."""
    following: tuple[str, ...] = ()
    """Beginnings of files, beneath the folder, that come after the first result by design."""


def open_search(page: Page, server: Server, search: Search, query: str) -> float | None:
    """Start a search with a query, as if typed at once.

    Returns:
        Milliseconds until the first result; None if it took longer than `PATIENCE`.
    """
    page.goto(server.address + "blank.html")
    page.add_script_tag(path=HARNESS)
    took: float | None = page.evaluate(
        "([name, folder, query, patience]) => open(name, folder, query, patience)",
        [search.name, search.folder, query, PATIENCE],
    )
    return took


def first_results(
    playwright: Playwright, server: Server, search: Search, query: str
) -> dict[str, Any]:
    """Open a search twice in a new browser: nothing cached, then everything.

    Returns:
        `bytes` asked for before the first result, compressed; `cold` and `warm` milliseconds;
        `memory` in MB that the search added.
    """
    browser = launch(playwright)
    page = browser.new_page()
    page.goto(server.address + "blank.html")
    renderers = Renderers.of(browser)
    before = renderers.memory()
    server.sent.clear()
    with slowed(renderers):
        cold = open_search(page, server, search, query)
        sent = [(path.split(search.folder)[-1], size) for path, size in server.sent]
        warm = open_search(page, server, search, query) if cold else None
    if warm:
        page.evaluate("complete()")
    memory = renderers.memory() - before
    browser.close()
    needed = [
        size
        for path, size in sent
        if not any(part in path for part in (*search.following, "/blank"))
    ]
    return {"bytes": sum(needed), "cold": cold, "warm": warm, "memory": memory}


def keys(
    playwright: Playwright, server: Server, search: Search, typed: list[str]
) -> list[float] | None:
    """Type queries key by key into a search that stands ready.

    Returns:
        Milliseconds from each key to its first answer; None if the search never got ready.
    """
    browser = launch(playwright)
    page = browser.new_page()
    ready = open_search(page, server, search, typed[0])
    if ready is None:
        browser.close()
        return None
    page.evaluate("complete()")
    prefixes = [query[: i + 1] for query in typed for i in range(len(query))]
    with slowed(Renderers.of(browser)):
        took: list[float] = page.evaluate("queries => timed(queries)", prefixes)
    browser.close()
    return took


def found(
    playwright: Playwright, server: Server, search: Search, queries: list[str]
) -> list[list[str]]:
    """Give the addresses of the pages that each query finds in the end, best first."""
    browser = launch(playwright)
    page = browser.new_page()
    open_search(page, server, search, queries[0])
    page.evaluate("complete()")
    answers: list[list[str]] = page.evaluate("queries => found(queries)", queries)
    browser.close()
    return answers


def slowdown(playwright: Playwright, server: Server) -> float:
    """Measure how many seconds a worker takes for one of computing while `slowed`.

    Other jobs on the machine slow the renderer too, so that time alone would tell nothing.
    """
    browser = launch(playwright)
    page = browser.new_page()
    page.goto(server.address + "blank.html")
    page.add_script_tag(path=HARNESS)
    renderers = Renderers.of(browser)
    with slowed(renderers):
        before = renderers.computed()
        took: float = page.evaluate("counted()") / 1000
        computed = renderers.computed() - before
    browser.close()
    return took / max(computed, 0.01)
