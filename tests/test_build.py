"""Real builds of tiny sites."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from canon.canon import load
from canon.coverage import coverage
from conftest import QUESTION, ROOT, TINY_CONFIG, Project, mkdocs


def test_a_tiny_site_builds(project: Project) -> None:
    done = project.build()
    assert done.returncode == 0, done.stderr
    page = project.page("questions/choose-cache/index.html")
    assert "<h1" in page
    assert "How would you choose a cache size?" in page
    assert 'edit/main/questions/basics/choose-cache.md"' in page


def test_a_listed_question_that_is_not_written_is_plain_text(project: Project) -> None:
    project.build()
    page = project.page("questions/choose-cache/index.html")
    assert "Would you rather be fast or right?" in page
    assert "fast-or-right/" not in page
    assert '/choose-shard/"' in page
    assert "1 listed, not written yet" in project.page("categories/tradeoffs/index.html")


def test_neighbors_in_the_category_are_linked(project: Project) -> None:
    project.build()
    assert re.search(
        r'href="\.\./choose-shard/" class="md-footer__link md-footer__link--next"',
        project.page("questions/choose-cache/index.html"),
    )
    assert "md-footer__link--prev" in project.page("questions/choose-shard/index.html")


def test_maths_reaches_the_page_as_mathml(project: Project) -> None:
    project.build()
    page = project.page("questions/choose-cache/index.html")
    assert page.count("<math") == 2
    assert "arithmatex" not in page
    assert "\\sum" not in re.sub(r"<annotation.*?</annotation>", "", page)


def test_the_export_has_every_field_and_a_schema(project: Project) -> None:
    project.build()
    exported = json.loads(project.page("api/questions.json"))
    question, _ = exported["questions"]
    assert exported["version"] == 1
    assert question["front-matter"]["anti-patterns"][0]["say"].startswith("I'd give it")
    assert [level["level"] for level in question["levels"]] == ["L4", "L5", "L6"]
    assert len(question["follow-ups"]) == 4
    assert exported["missing"] == ["choose-key", "fast-or-right"]
    schema = json.loads(project.page("api/questions.schema.json"))
    assert set(schema["properties"]) == set(exported)


def test_the_export_fits_its_schema(project: Project) -> None:
    from canon.exports import ExportedCanon

    project.build()
    text = project.page("api/questions.json")
    assert ExportedCanon.model_validate_json(text, by_alias=True).questions[0].minutes > 0


def test_a_dirty_build_is_refused(project: Project) -> None:
    """It would search and style only the pages that it rebuilt."""
    done = mkdocs("build", "--dirty", cwd=project.root)
    assert done.returncode == 1
    assert "without `--dirty`" in done.stdout
    assert "Traceback" not in done.stderr


BAD = {
    "a syntax error": ("level: L5", "level: [L5"),
    "an unknown level": ("level: L5", "level: L7"),
    "an unlisted id": ("id: choose-shard", "id: choose-shrad"),
    "a missing section": ("## Strong-hire tells", "## Something else"),
    "a circle in the triage": ("do: Drop the cache", "do: Drop the cache\n    then: same"),
    "maths that can't be read": (r"\bar{d} = 3", r"\bar{d = 3"),
    "a picture that isn't drawn": ("Do keys come back within a day?", "Do keys come back?"),
    "a script": ("A poller,", "<script>alert(1)</script> A poller,"),
}


@pytest.mark.parametrize("edit", list(BAD.values()), ids=list(BAD))
def test_a_bad_question_stops_the_build_before_the_old_site_is_touched(
    project: Project, edit: tuple[str, str]
) -> None:
    project.site.mkdir()
    (project.site / "index.html").write_text("the last good build")
    project.edit(*edit)
    done = project.build()
    assert done.returncode == 1
    assert f"{QUESTION}:" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert (project.site / "index.html").read_text() == "the last good build"
    assert [file.name for file in project.site.iterdir()] == ["index.html"]


def test_all_problems_of_all_files_are_told_in_one_pass(project: Project) -> None:
    for edit in ("level: L5", "level: L7"), ("shape: choice", "shap: choice"):
        project.edit(*edit)
    project.edit("## Follow-ups", "## Follow ups")
    broken = project.root / "questions" / "basics" / "choose-shard.md"
    broken.write_text("no front matter")
    done = project.build()
    for code in ("value-unknown", "key-unknown", "section-name", "front-matter-missing"):
        assert code in done.stderr


def test_two_files_with_one_id_are_refused(project: Project) -> None:
    copy = project.root / "questions" / "tradeoffs" / "Choose-Cache.md"
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(project.question.read_text())
    done = project.build()
    assert done.returncode == 1
    assert "id-duplicate" in done.stderr


@pytest.mark.parametrize(
    ("marker", "mend"),
    [
        ("<!-- canon: matrxi -->", 'Did you mean "matrix"?'),
        ("<!-- canon: pulls -->", "is not a dimension."),
        ("<!-- canon: pulls speed -->", '"speed" is not a dimension.'),
        ("<!-- canon: matrix all -->", 'Remove "all".'),
        ("<!--canon: matrix-->", "on a line of its own."),
        ("Here: <!-- canon: matrix -->", "on a line of its own."),
    ],
)
def test_a_wrong_marker_stops_the_build_before_the_old_site_is_touched(
    project: Project, marker: str, mend: str
) -> None:
    project.site.mkdir()
    (project.site / "index.html").write_text("the last good build")
    (project.root / "docs" / "more.md").write_text(f"# More\n\n{marker}\n")
    done = project.build()
    assert done.returncode == 1
    assert f"docs/more.md:3:{marker.index('<') + 1}: " in done.stderr
    assert mend in done.stderr
    assert "Traceback" not in done.stderr
    assert (project.site / "index.html").read_text() == "the last good build"


def test_a_script_on_a_page_of_ours_is_refused(project: Project) -> None:
    (project.root / "docs" / "more.md").write_text("# More\n\n<script>alert(1)</script>\n")
    done = project.build()
    assert done.returncode == 1
    assert "more.md: <script> may not stand on a page." in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_address_in_a_folder_of_files_names_a_file(project: Project) -> None:
    with (project.root / "questions" / "vocabulary.yml").open("a") as file:
        file.write("renamed: {size-cache: choose-cache}\n")
    with (project.root / "mkdocs.yml").open("a") as file:
        file.write("use_directory_urls: false\n")
    done = project.build()
    assert done.returncode == 0, done.stderr
    page = project.page("questions/size-cache/index.html")
    assert '<a href="../choose-cache/index.html">' in page


def test_an_old_address_leads_to_the_new_one(project: Project) -> None:
    with (project.root / "questions" / "vocabulary.yml").open("a") as file:
        file.write("renamed: {size-cache: choose-cache}\n")
    done = project.build()
    assert done.returncode == 0, done.stderr
    page = project.page("questions/size-cache/index.html")
    assert '<a href="../choose-cache/">' in page
    assert 'content="0; url=../choose-cache/"' in page


def test_coverage_says_what_is_missing_unused_or_orphaned() -> None:
    canon, _ = load(ROOT / "hooks" / "canon" / "example")
    assert canon is not None
    assert list(coverage(canon)) == [
        "deck small: 2 of 4 written",
        "  other: missing choose-key",
        "  tradeoffs: missing fast-or-right",
        "dimension latency-performance: nothing pulls toward performance",
    ]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def serving(project: Project) -> Iterator[str]:
    """`mkdocs serve` on the tiny project, as `make serve` runs it."""
    port = free_port()
    (project.root / "mkdocs.yml").write_text(TINY_CONFIG.format(root=ROOT, port=port))
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--no-strict"]
    with subprocess.Popen(
        [*command, "--dev-addr", f"127.0.0.1:{port}"],
        cwd=project.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield f"http://127.0.0.1:{port}/questions/choose-cache/"
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def wait_for(address: str, holds: Callable[[str], bool]) -> str:
    """Fetch until the page is as wanted; fail after half a minute."""
    page, end = "", time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                page = answer.read().decode()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            page = ""
        if holds(page):
            return page
        time.sleep(0.2)
    raise AssertionError(f"never came: {page[:300]}")


def test_serving_shows_an_edit_and_survives_a_bad_one(project: Project, serving: str) -> None:
    wait_for(serving, lambda page: "how often an item comes back" in page)
    project.edit("how often an item comes back", "how soon an item returns")
    wait_for(serving, lambda page: "how soon an item returns" in page)

    project.edit("level: L5", "level: L7")
    page = wait_for(serving, lambda page: "You see the last good pages" in page)
    assert f"{QUESTION}:4:8" in page
    assert "how soon an item returns" in page

    project.edit("level: L7", "level: L6")
    page = wait_for(serving, lambda page: 'badge--l6">L6</span> decides' in page)
    assert "You see the last good pages" not in page
