"""What other programs see of the site: cards, structured data, feed, plain text, headers."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from canon.canon import load
from conftest import ROOT
from PIL import Image

QUESTION = "questions/reduce-inference-cost-10x"
ATOM = "{http://www.w3.org/2005/Atom}"


def head(file: Path) -> dict[str, str]:
    """The properties that a link to a page is shown with."""
    html = file.read_text("utf-8")
    pairs = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    return {name: unescape(content) for name, content in pairs}


def pages(site: Path) -> list[Path]:
    redirects = 'http-equiv="refresh"'
    files = [file for file in site.rglob("*.html") if file.name != "404.html"]
    return [file for file in files if redirects not in file.read_text("utf-8")]


def test_every_page_says_what_a_link_to_it_shows(real_site: Path) -> None:
    for file in pages(real_site):
        told = head(file)
        assert told["og:title"], file
        assert told["og:url"].startswith("http://127.0.0.1:8000/canon/"), file
        assert 20 <= len(told["og:description"]) <= 320, file
        card = real_site / told["og:image"].removeprefix("http://127.0.0.1:8000/canon/")
        assert card.is_file(), file


def test_cards_have_the_size_that_is_told(real_site: Path) -> None:
    canon, _ = load(ROOT)
    assert canon is not None
    cards = sorted((real_site / "cards").iterdir())
    assert len(cards) == len(canon.questions) + 1
    for card in cards:
        with Image.open(card) as image:
            assert image.size == (1200, 630)
        assert card.stat().st_size < 60_000, card


def test_structured_data_says_what_the_page_says(real_site: Path) -> None:
    html = (real_site / QUESTION / "index.html").read_text("utf-8")
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert match
    resource, crumbs = json.loads(match[1])["@graph"]
    shown = " ".join(unescape(re.sub(r"<[^>]+>", "", html.split("<body", 1)[1])).split())
    question = resource["hasPart"]
    for text in (resource["name"], resource["description"], question["acceptedAnswer"]["text"]):
        assert text in shown
    assert resource["educationalLevel"] == "L6"
    for crumb in crumbs["itemListElement"]:
        assert crumb["name"] in shown
        path = crumb["item"].removeprefix("http://127.0.0.1:8000/canon/")
        assert (real_site / path / "index.html").is_file()


def test_structured_data_cannot_close_its_script(real_site: Path) -> None:
    for file in pages(real_site):
        for data in re.findall(r"ld\+json\">(.*?)</script>", file.read_text("utf-8"), re.DOTALL):
            assert "<" not in data


def test_the_feed_is_atom_with_the_latest_first(real_site: Path) -> None:
    root = ElementTree.parse(real_site / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert entries
    assert updated == sorted(updated, reverse=True)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert root.findtext(f"{ATOM}updated") == updated[0]


def test_every_page_has_its_text_beside_it(real_site: Path) -> None:
    for file in pages(real_site):
        if "api" not in file.parts:
            assert file.with_suffix(".md").read_text("utf-8").strip(), file
    source = ROOT / "questions" / "llm-systems" / "reduce-inference-cost-10x.md"
    assert (real_site / QUESTION / "index.md").read_text("utf-8") == source.read_text("utf-8")


def test_the_list_for_language_models_leads_to_texts(real_site: Path) -> None:
    text = (real_site / "llms.txt").read_text("utf-8")
    assert text.startswith("# The ML Canon\n\n> ")
    links = re.findall(r"\]\(http://127\.0\.0\.1:8000/canon/([^)]+)\): \S", text)
    assert len(links) > 20
    for link in links:
        assert (real_site / link).is_file(), link


@pytest.mark.parametrize(
    "name", ["X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"]
)
def test_hosts_are_told_what_a_page_cannot_say_itself(real_site: Path, name: str) -> None:
    assert name in (real_site / "_headers").read_text("utf-8")


def test_every_page_is_valid_html(real_site: Path) -> None:
    files = [str(file) for file in sorted(real_site.rglob("*.html"))]
    done = subprocess.run(
        ["node", str(ROOT / "tests" / "conformance.mjs")],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert [f"{each['path']}:{each['line']} {each['message']}" for each in found] == []
