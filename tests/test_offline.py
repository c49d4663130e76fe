"""The site without a network: saved by the reader, and renewed only when the reader says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from canon.offline import SERVICE_WORKER, saved_files, service_worker
from conftest import ROOT, serving
from many_pages import search_data
from playwright.sync_api import Browser, Page, expect

QUESTION = "questions/reduce-inference-cost-10x/"
SOURCE = ROOT / "docs" / "scripts" / "offline" / SERVICE_WORKER


@pytest.fixture
def site(real_site: Path, tmp_path: Path) -> Path:
    """A copy of the real site that may be changed, beneath a folder."""
    copy = tmp_path / "www" / "canon"
    shutil.copytree(real_site, copy)
    return copy


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with serving(site.parent) as root:
        yield root + "canon/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def save(page: Page, address: str) -> None:
    page.goto(address)
    panel = page.locator("[data-canon-offline]")
    expect(panel).to_contain_text("MB")
    panel.get_by_role("button", name="Save offline").click()
    expect(panel).to_contain_text("Saved.", timeout=60_000)


def test_everything_works_with_the_network_gone(page: Page, address: str) -> None:
    save(page, address)
    page.context.set_offline(True)
    page.goto(address + QUESTION)
    expect(page.get_by_role("tab", name="L5")).to_be_visible()
    page.get_by_role("link", name="Search").click()
    page.keyboard.type("infernce cost", delay=10)
    expect(page.get_by_role("option").first).to_contain_text("inference cost")
    expect(page.locator(".hit--section .hit__text").first).to_be_visible()
    page.goto(address + "brief/?category=math&for=l6")
    expect(page.locator("[data-count]")).to_contain_text("min to read")
    page.goto(address + "questions/?words=softmax")
    expect(page.locator("[data-count]")).to_contain_text(" of ")
    page.goto(address + "questions/no-such-question/")
    expect(page.locator("h1")).to_contain_text("no page at this address")


def test_a_newer_version_is_offered_and_never_swapped_in(
    page: Page, address: str, site: Path
) -> None:
    save(page, address)
    file = site / QUESTION / "index.html"
    file.write_text(file.read_text("utf-8").replace("In one breath", "In two breaths"), "utf-8")
    worker = service_worker(site, saved_files(site), SOURCE.read_text("utf-8"))
    (site / SERVICE_WORKER).write_text(worker, "utf-8")
    page.goto(address + QUESTION)
    expect(page.locator(".newer")).to_contain_text("newer version", timeout=60_000)
    expect(page.locator("#in-one-breath")).to_contain_text("In one breath")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#in-one-breath")).to_contain_text("In two breaths")
    expect(page.locator(".newer")).to_have_count(0)


def test_what_was_saved_can_be_removed(page: Page, address: str) -> None:
    save(page, address)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Save offline")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    save(page, address)
    assert len(page.evaluate("caches.keys()")) == 1


def test_two_copies_on_one_host_leave_each_other_alone(
    page: Page, address: str, site: Path
) -> None:
    shutil.copytree(site, site.parent / "other")
    other = address.removesuffix("canon/") + "other/"
    save(page, address)
    save(page, other)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Save offline")).to_be_visible()
    page.context.set_offline(True)
    page.goto(address + QUESTION)
    expect(page.get_by_role("tab", name="L5")).to_be_visible()


def test_a_version_that_cannot_be_completed_is_not_used(
    page: Page, address: str, site: Path
) -> None:
    (search_data(site) / "titles.json").unlink()
    page.goto(address)
    page.get_by_role("button", name="Save offline").click()
    panel = page.locator("[data-canon-offline]")
    expect(panel).to_contain_text("couldn't be saved", timeout=60_000)
    assert page.evaluate("caches.keys()") == []


def test_nothing_is_saved_before_it_is_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert not [url for url in asked if SERVICE_WORKER in url]
    assert page.evaluate("caches.keys()") == []
