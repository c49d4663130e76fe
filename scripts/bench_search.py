"""Measure the search beside the theme's own: quality per kind, bytes, time and memory.

The renderer, workers included, runs four times slower than this machine: it is stopped three
quarters of the time. The network is this machine's own, so that times are computing and parsing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import search_browser as driven
from many_pages import ROOT, STOCK, build_site, read_pages, stock_index, synthetic
from playwright.sync_api import Playwright, sync_playwright
from queries import answerable, quality_by_group, rank_of, read_queries

sys.path.insert(0, str(ROOT / "hooks"))

from canon.build import load_all
from canon.canon import Canon
from canon.mathml import Converter
from canon.search import SearchPage, write_search

FIRST = "inference cost"
TYPED = ["how to reduce inference cost", "vanishing gradients in rnn", "kv cache memory",
         "reglarization l1 vs l2", "bptt"]  # fmt: skip
SEARCHES = (
    driven.Search(
        "ours",
        "ours/",
        ("/sections.json", "/text/", "/facets.json", "/pagefind/"),
    ),
    driven.Search("stock", "stock/"),
)


def main(arguments: list[str] | None = None) -> int:
    """Print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--pages", type=int, nargs="*", default=[83, 1000, 5000, 10000],
        help="sizes of synthetic sites (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="first results are medians of these")
    parser.add_argument("--stock-up-to", type=int, default=1000, metavar="PAGES",
        help="sizes at which the theme's search is measured too; it takes minutes (default: 1000)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        report = measure(playwright, Path(name).resolve(), options)
    print(json.dumps(report, indent=2) if options.json else shown(report))
    return 0


def say(text: str) -> None:
    """Tell on standard error how far it is."""
    print(text, file=sys.stderr, flush=True)


def measure(playwright: Playwright, root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Build the sites and measure all of them."""
    canon = load_all(ROOT, Converter(ROOT)).canon
    assert canon is not None
    say("building the real pages with both searches")
    ours, stock = build_site(root / "a"), build_site(root / "b", STOCK)
    pages = read_pages(ours, canon)
    config = json.loads((stock / "search" / "search_index.json").read_text())["config"]
    www = root / "www"
    lay_out(www, ours / "search", stock)
    with driven.serving(www) as server:
        report: dict[str, Any] = {"slowdown": driven.slowdown(playwright, server)}
        report["quality"] = {
            each.name: answers(playwright, server, each, canon) for each in SEARCHES
        }
        report["speed"] = {
            f"real, {len(pages)}": speeds(playwright, server, SEARCHES, options.rounds)
        }
    for count in options.pages:
        say(f"making {count} pages")
        made = synthetic(pages, count)
        lay_out_synthetic(www, made, canon, config)
        searches = SEARCHES if count <= options.stock_up_to else SEARCHES[:1]
        with driven.serving(www) as server:
            report["speed"][str(count)] = speeds(playwright, server, searches, options.rounds)
    return report


def lay_out(www: Path, search: Path, stock: Path) -> None:
    """Put both searches of the real pages where the harness looks for them."""
    shutil.copytree(search, www / "ours" / "search")
    (www / "stock").mkdir()
    (www / "blank.html").write_text("<!doctype html><title>Blank</title>")
    shutil.copy(stock / "search" / "search_index.json", www / "stock")
    worker = next((stock / "assets" / "javascripts" / "workers").glob("search.*.min.js"))
    shutil.copy(worker, www / "stock" / "worker.js")


def lay_out_synthetic(
    www: Path, pages: Sequence[SearchPage], canon: Canon, config: dict[str, Any]
) -> None:
    """Put both searches of made pages there instead."""
    shutil.rmtree(www / "ours")
    write_search(ROOT, www / "ours" / "search", pages, canon)
    index = json.dumps(stock_index(pages, config))
    (www / "stock" / "search_index.json").write_text(index)


def answers(
    playwright: Playwright, server: driven.Server, search: driven.Search, canon: Canon
) -> dict[str, Any]:
    """Ask everything that is answerable, and sum up by kind."""
    say(f"asking {search.name}")
    every = read_queries()
    asked = answerable(every, canon.by_id)
    found = driven.found(playwright, server, search, [query.text for query in asked])
    ranks = {query: rank_of(query, urls) for query, urls in zip(asked, found, strict=True)}
    kinds = {name: asdict(each) for name, each in quality_by_group(ranks).items()}
    return {"waiting": len(every) - len(asked), "kinds": kinds}


def speeds(
    playwright: Playwright, server: driven.Server, searches: Sequence[driven.Search], rounds: int
) -> dict[str, Any]:
    """Measure each search of one site."""
    return {each.name: speed(playwright, server, each, rounds) for each in searches}


def speed(
    playwright: Playwright, server: driven.Server, search: driven.Search, rounds: int
) -> dict[str, Any]:
    """Give medians over rounds, and of these the slowest and the median key."""
    say(f"timing {search.name}")
    opened: list[dict[str, Any]] = []
    for _ in range(rounds):
        opened.append(driven.first_results(playwright, server, search, FIRST))
        if opened[-1]["cold"] is None:
            return {**opened[-1], "slowest_key": None, "median_key": None}
    middle = {name: statistics.median(each[name] for each in opened) for name in opened[0]}
    typed = [driven.keys(playwright, server, search, TYPED) for _ in range(rounds)]
    # Of a busy machine the median over rounds is the search's own part.
    took = [statistics.median(each) for each in zip(*filter(None, typed), strict=True)]
    if not took:
        return {**middle, "slowest_key": None, "median_key": None}
    return {**middle, "slowest_key": max(took), "median_key": statistics.median(took)}


def shown(report: dict[str, Any]) -> str:
    """Lay the report out for reading."""
    return "\n".join([*_quality_lines(report["quality"]), "", *_speed_lines(report)])


def _quality_lines(quality: dict[str, Any]) -> list[str]:
    lines = [f"{quality['ours']['waiting']} queries wait for their question", ""]
    lines.append(f"{'kind':12s} {'n':>3s}  search   at 1   at 3    MRR")
    for kind in quality["ours"]["kinds"]:
        for name, sums in quality.items():
            each = sums["kinds"][kind]
            figures = f"{each['success_at_1']:.3f}  {each['success_at_3']:.3f}  {each['mrr']:.3f}"
            lines.append(f"{kind:12s} {each['count']:3d}  {name:7s} {figures}")
    return lines


COLUMNS = {
    "bytes": "first KB",
    "cold": "cold ms",
    "warm": "warm ms",
    "median_key": "key ms",
    "slowest_key": "slowest ms",
    "memory": "memory MB",
}


def _speed_lines(report: dict[str, Any]) -> list[str]:
    heads = "".join(f"{head:>11s}" for head in COLUMNS.values())
    lines = [
        f"a second of computing took workers {report['slowdown']:.1f} s",
        f"{'pages':10s} search{heads}",
    ]
    for size, searches in report["speed"].items():
        for name, each in searches.items():
            figures = [each[column] for column in COLUMNS]
            figures[0] /= 1000
            lines.append(f"{size:10s} {name:6s}" + "".join(map(_figure, figures)))
    return lines


def _figure(value: float | None) -> str:
    return f"{'never':>11s}" if value is None else f"{value:11.0f}"


if __name__ == "__main__":
    sys.exit(main())
