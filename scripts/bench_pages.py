"""Measure pages as Lighthouse does for a phone: median scores and times of a few runs.

Lighthouse is fetched by npx when this runs; set-up and tests don't need it.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from browser import executable
from command import positive, run
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = [
    "",
    "questions/",
    "questions/reduce-inference-cost-10x/",
    "tradeoffs/cost-value/",
    "brief/",
]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
}


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves as static hosts do: compressed, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file, compressed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        if path.suffix not in {".woff2", ".png"}:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each page; exit code 1 if the site isn't built or Lighthouse fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    parser.add_argument("--rounds", type=positive, default=3)
    parser.add_argument("pages", nargs="*", default=PAGES, help="addresses beneath the site's root")
    options = parser.parse_args(arguments)
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no site. Run `make site`.", file=sys.stderr)
        return 1
    handler = functools.partial(_Compressing, directory=str(options.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/"
        for page in options.pages:
            runs = [measure(root + page) for _ in range(options.rounds)]
            print(f"{page or '(home)':40s} {summary(runs)}", flush=True)
        server.shutdown()
    return 0


def measure(address: str) -> dict[str, Any]:
    """Run Lighthouse once for a phone; gives its report.

    Raises:
        RuntimeError: Lighthouse wrote no report.
    """
    with sync_playwright() as playwright:
        browser = executable(playwright)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", f"--chrome-flags={FLAGS}"]
        command += ["--output=json", f"--output-path={report}"]
        environment = {**os.environ, "CHROME_PATH": str(browser or "")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not report.is_file():
            raise RuntimeError(f"Lighthouse wrote no report: {done.stderr.strip()[-300:]}")
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def summary(runs: list[dict[str, Any]]) -> str:
    """Write medians: four scores of 100, then milliseconds, then the shift of the layout."""
    scores = [
        round(100 * statistics.median(run["categories"][name]["score"] for run in runs))
        for name in SCORES
    ]
    times = [
        f"{label} {statistics.median(run['audits'][name]['numericValue'] for run in runs):.0f} ms"
        for label, name in TIMES.items()
    ]
    shift = max(run["audits"]["cumulative-layout-shift"]["numericValue"] for run in runs)
    return f"{' '.join(map(str, scores))}  {'  '.join(times)}  shift {shift:.3f}"


if __name__ == "__main__":
    sys.exit(run(main))
