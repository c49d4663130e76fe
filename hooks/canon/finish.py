"""What is made when all pages are there: search, front end, plain text, cards, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from canon import offline
from canon.canon import Canon
from canon.cards import Card, draw
from canon.front import FrontRequest
from canon.node import run_script
from canon.search import SearchPage, write_search
from canon.sharing import PlainPage, Site, feed, llms_text

SITE_CARD = "cards/site.png"


@dataclass
class Pages:
    """What is known of the pages that were written, by their paths."""

    searched: dict[str, SearchPage] = field(default_factory=dict)
    plain: dict[str, PlainPage] = field(default_factory=dict)
    front: FrontRequest = field(default_factory=FrontRequest)


def finish(folder: Path, project: Path, pages: Pages, canon: Canon, site: Site) -> None:
    """Write everything that depends on all pages into a built site.

    Args:
        folder: The built site.
        project: Holds `scripts/`, `node_modules/` and a cache.
        pages: What the pages told while they were built.
        canon: What they were made from.
        site: Its name and address.

    Raises:
        SetUpError: Node.js or a package isn't there.
    """
    searched = [pages.searched[path] for path in sorted(pages.searched)]
    # Pagefind fetches, which a page from a file may not.
    limit = len(searched) if site.is_local else site.sections_up_to
    write_search(project, folder / "search", searched, canon, limit)
    _write(folder, run_script(project, "front.mjs", pages.front.to_json(project)))
    if site.is_local:
        _write(folder, _as_scripts(folder))
        return
    plain = [pages.plain[path] for path in sorted(pages.plain)]
    _write(folder, {page.path: page.text for page in plain})
    _write(folder, {"llms.txt": llms_text(canon, site, plain), "feed.xml": feed(canon, site)})
    _write_cards(folder, project, canon, site)
    _write(folder, _saved(folder, project))


def _as_scripts(folder: Path) -> dict[str, str]:
    """A page that was opened from a file may not fetch: what it would fetch comes as scripts."""
    files = {file: file.relative_to(folder / "search").as_posix() for file in _json_files(folder)}
    return {
        f"search/{name}.js": f"(globalThis.canonFiles ??= {{}})[{json.dumps(name)}] ="
        f" {file.read_text('utf-8')};\n"
        for file, name in files.items()
    }


def _json_files(folder: Path) -> list[Path]:
    return sorted((folder / "search").rglob("*.json"))


def _write_cards(folder: Path, project: Path, canon: Canon, site: Site) -> None:
    fonts, cache = project / "docs" / "vendor", project / ".cache" / "cards"
    for path, card in _cards(canon, site):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(draw(card, fonts, cache))


def _cards(canon: Canon, site: Site) -> Iterator[tuple[str, Card]]:
    yield SITE_CARD, Card(site.summary, site.name)
    for question in canon.questions:
        category = canon.vocabulary.categories[question.meta.category]
        level = question.meta.level
        yield (
            question_card(question.id),
            Card(question.title, category.title, category.deck, level, site.name),
        )


def question_card(id: str) -> str:
    """Where a question's card stands, from the site's root."""
    return f"cards/{id}.png"


def _saved(folder: Path, project: Path) -> dict[str, str]:
    """The service worker lists all other files, so it comes last."""
    source = project / "docs" / "scripts" / "offline" / offline.SERVICE_WORKER
    files = offline.saved_files(folder)
    worker = offline.service_worker(folder, files, source.read_text("utf-8"))
    return {offline.SERVICE_WORKER: worker, offline.SUMMARY: offline.summary(files)}


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
