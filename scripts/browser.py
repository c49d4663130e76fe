"""The browser that tests and drawing use: Debian's Chromium, else Playwright's own."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from command import run
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def executable(playwright: Playwright) -> str | None:
    """Find a Chromium: the system's, else the one that Playwright has installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = Path(playwright.chromium.executable_path)
    return str(own) if own.is_file() else None


def launch(playwright: Playwright) -> Browser:
    """Start the browser.

    Raises:
        RuntimeError: There is none.
    """
    path = executable(playwright)
    if path is None:
        raise RuntimeError("No browser. Run `make browser`.")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def main(arguments: list[str] | None = None) -> int:
    """Find a browser, or install one; without one, say what will be left out."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    with sync_playwright() as playwright:
        if executable(playwright):
            return 0
        for command in _installers():
            print(f"No browser. Trying: {' '.join(command)}", file=sys.stderr)
            if subprocess.run(command, check=False).returncode:
                continue
            if executable(playwright):
                return 0
    print("No browser: tests of the site in a browser will be left out.", file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


def _installers() -> list[list[str]]:
    """Commands that install a browser here, the quickest first."""
    own = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        debian = ["sh", "-c", "apt-get update -qq && apt-get install -y -qq chromium"]
        return [debian, *own]
    return own


if __name__ == "__main__":
    sys.exit(run(main))
