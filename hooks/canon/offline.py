"""What a reader can save: every file of the site that a page, the search or the brief needs."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

SERVICE_WORKER = "service-worker.js"
SUMMARY = "offline.json"

_SKIPPED_ENDINGS = (".map", ".gz", ".xml", ".zip", ".md", ".txt")
_SKIPPED = ("_headers", "api/", "assets/", "cards/", "problems/", SERVICE_WORKER, SUMMARY)
"""Exports, the theme's own scripts, pages for authors: a reader on a train has no use for them."""
_COMPRESSED = (".woff2", ".png", ".jpg")


def saved_files(site: Path) -> list[Path]:
    """Give the files of a built site that are saved, in order."""
    files = (file for file in sorted(site.rglob("*")) if file.is_file())
    return [file for file in files if _is_saved(file.relative_to(site).as_posix())]


def _is_saved(path: str) -> bool:
    return not path.endswith(_SKIPPED_ENDINGS) and not path.startswith(_SKIPPED)


def service_worker(site: Path, files: list[Path], source: str) -> str:
    """Write the service worker's script; its version changes with any byte of any file.

    Args:
        site: The built site.
        files: The files to save.
        source: The script's text below its settings.
    """
    digest = hashlib.sha256(source.encode("utf-8"))
    for file in files:
        digest.update(file.relative_to(site).as_posix().encode("utf-8") + b"\0" + file.read_bytes())
    paths = [_address(file.relative_to(site).as_posix()) for file in files]
    settings = {"version": digest.hexdigest()[:12], "files": paths}
    return f"const SITE = {json.dumps(settings)};\n{source}"


def _address(path: str) -> str:
    """A page is asked for by its folder."""
    return path.removesuffix("index.html") or "./"


def summary(files: list[Path]) -> str:
    """Say how many files are saved and how many bytes travel for them, compressed."""
    return json.dumps({"files": len(files), "bytes": sum(_travelling(file) for file in files)})


def _travelling(file: Path) -> int:
    data = file.read_bytes()
    return len(data) if file.suffix in _COMPRESSED else len(gzip.compress(data, 6))
