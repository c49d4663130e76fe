"""The site as files in a folder: opened without a server, it reads and searches as online."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, made and unpacked; gives the folder with index.html."""
    folder = tmp_path_factory.mktemp("offline")
    command = [sys.executable, str(ROOT / "scripts" / "offline.py"), "--to", str(folder / "a.zip")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / "a.zip") as archive:
        archive.extractall(folder)
    return folder / "ml-canon-offline"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [line for line in said if line.startswith("error")] == []


def test_a_reader_finds_and_follows_without_a_server(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator("[data-canon-offline]")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("infernce cost", delay=10)
    expect(page.get_by_role("option").first).to_contain_text("inference cost")
    expect(page.locator(".hit--section .hit__text").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("reduce LLM inference cost")
    page.get_by_role("tab", name="L6").click()
    expect(page.locator(".level--l6 .spoken")).to_be_visible()
    fonts = page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(each => each.status))")
    assert "loaded" in fonts


def test_the_lists_filter_without_a_server(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "index.html").as_uri())
    page.get_by_role("link", name="Questions", exact=True).first.click()
    page.locator("[name=words]").fill("softmx")
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    page.get_by_role("link", name="Brief", exact=True).first.click()
    expect(page.locator("[data-count]")).to_contain_text("min to read")


def test_every_link_names_a_file(unpacked: Path, page: Page) -> None:
    wrong = []
    for file in sorted(unpacked.rglob("*.html")):
        if "problems" in file.parts or file.name == "404.html":
            continue
        page.goto(file.as_uri())
        links = page.locator("a[href]").evaluate_all("all => all.map(each => each.href)")
        for link in links:
            path = Path(link.split("#")[0].split("?")[0].removeprefix("file://"))
            if link.startswith("file:") and not path.is_file():
                wrong.append(f"{file.name}: {link}")
    assert wrong == []
