"""Hostile files and random bytes: problems or a question, never an exception, never a lost site."""

from __future__ import annotations

import os
import re
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from canon.build import load_all
from canon.diagrams import Pictures
from canon.mathml import Converter
from canon.pages.question import compose
from canon.policy import unsafe_markup, with_policy
from canon.reading import read_file
from canon.rules.copies import Page, check_copies
from canon.rules.headings import check_anchors
from canon.vocabulary import read_vocabulary
from conftest import ROOT, TINY, TINY_CONFIG, Project
from hostile import HOSTILE, QUESTION
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CONVERTER = Converter(ROOT)


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_gets_a_problem_and_no_page(name: str, tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    HOSTILE[name](tmp_path)
    started = time.process_time()
    loaded = load_all(tmp_path, CONVERTER)
    assert loaded.errors, "nothing was found"
    assert any(problem.span.path == QUESTION for problem in loaded.errors)
    assert loaded.canon is not None
    # A diagram that isn't drawn yet is shown as a draft, whatever its words; see below.
    if {problem.code for problem in loaded.errors} != {"picture-missing"}:
        assert "choose-cache" not in loaded.canon.by_id
    # Not a benchmark: the work must stay in proportion to the input, or the machine hangs.
    assert time.process_time() - started < 20


def test_words_of_a_diagram_never_become_markup(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    HOSTILE["a script in a label"](tmp_path)
    HOSTILE["a script in a triage's title"](tmp_path)
    question = tmp_path / QUESTION
    text = question.read_text(encoding="utf-8")
    question.write_text(text.replace("no: shard}", '"*x*{onclick=b}": shard}'), encoding="utf-8")
    canon = load_all(tmp_path, CONVERTER).canon
    assert canon is not None
    page = compose(canon.by_id["choose-cache"], canon, Pictures(tmp_path), date.today())
    outside = re.sub(r"```mermaid.*?```", "", page, flags=re.DOTALL)
    assert "<img" not in outside
    assert "<script" not in outside
    assert "{onclick" not in outside
    assert "&lt;img src=x onerror=a()&gt;" in page
    assert "#lt;img src=x" in page


SVG = '<svg viewBox="0 0 1 1" role="img"><title>x</title>{}</svg>'
PICTURE = "questions/diagrams/f0dc34fb0a55ca56.svg"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)" d="M0 0"/>',
        "<title><![CDATA[x><img src=x onerror=alert(1)>]]></title>",
        '<path marker-end="url(https://example.org/a.svg#b)"/>',
        "<image href='https://example.org/x.png'/>",
        "<g>",
    ],
)
def test_a_picture_that_holds_more_than_a_drawing_is_refused_and_not_shown(
    inside: str, tmp_path: Path
) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    assert load_all(tmp_path, CONVERTER).errors == []
    (tmp_path / PICTURE).write_text(SVG.format(inside), encoding="utf-8")
    loaded = load_all(tmp_path, CONVERTER)
    assert [problem.code for problem in loaded.errors] == ["picture-invalid"]
    assert loaded.canon is not None
    question = loaded.canon.by_id["choose-cache"]
    assert inside not in compose(question, loaded.canon, Pictures(tmp_path), date.today())


def test_a_picture_is_not_read_from_outside_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "tiny"
    shutil.copytree(TINY, root)
    (tmp_path / "secret.svg").write_text(SVG.format("<text>secret</text>"), encoding="utf-8")
    (root / PICTURE).unlink()
    (root / PICTURE).symlink_to(tmp_path / "secret.svg")
    loaded = load_all(root, CONVERTER)
    assert [problem.code for problem in loaded.errors] == ["file-unreadable"]
    assert loaded.canon is not None
    question = loaded.canon.by_id["choose-cache"]
    assert "secret" not in compose(question, loaded.canon, Pictures(root), date.today())


@pytest.mark.parametrize("path", ["questions/vocabulary.yml", "questions/glossary.yml"])
def test_vocabulary_and_glossary_hold_no_markup(path: str, tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    glossary = "terms:\n  kv:\n    term: KV\n    means: A <b>cache</b> of keys and values.\n"
    (tmp_path / "questions/glossary.yml").write_text(glossary, encoding="utf-8")
    file = tmp_path / path
    text = file.read_text(encoding="utf-8").replace("title: Basics", "title: <b>Basics</b>")
    file.write_text(text, encoding="utf-8")
    problems = load_all(tmp_path, CONVERTER).problems
    assert (path, "html-raw") in {(problem.span.path, problem.code) for problem in problems}


@pytest.mark.parametrize(
    "html",
    [
        "<p><SCRIPT>alert(1)</SCRIPT>",
        "<b onclick='a()'>x</b>",
        "<svg/onload=a()>",
        '<a href=" java&#115;cript:alert(1)">x</a>',
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href=javascrip&#116;:alert(1)>x</a>",
        "<img src=//example.org/x.png>",
        "<img src='https://example.org/x.png'>",
        "<iframe></iframe>",
        "<style>p {}</style>",
    ],
)
def test_what_became_of_content_is_looked_at_again(html: str) -> None:
    assert unsafe_markup(f"<p>Fine.</p>{html}")


def test_samples_and_our_own_markup_pass() -> None:
    page = '<form action=""><button>x</button></form><a href="https://example.org/">y</a>'
    sample = "<code>x onclick=1, &lt;script&gt;, src=//x, javascript:</code><img src='a.png'>"
    assert unsafe_markup(page + sample) is None


def test_the_policy_allows_no_script_of_the_content() -> None:
    own, foreign = "<script>theme()</script>", "<script>content()</script>"
    page = with_policy(f"<head>{own}</head><body>{foreign}</body>", foreign)
    assert page.count("sha256-") == 1


BUILT = ["an alias bomb", "100,000 open brackets", "a lone surrogate", "a script",
         "a folder with a question's name", "a 50 MB file", "a file that can't be read",
         "a link to a system file", "maths that loops"]  # fmt: skip


@pytest.mark.parametrize("name", BUILT)
def test_a_build_with_a_hostile_file_keeps_the_old_site(name: str, tmp_path: Path) -> None:
    root = tmp_path / "tiny"
    shutil.copytree(TINY, root)
    (root / "mkdocs.yml").write_text(TINY_CONFIG.format(root=ROOT, port=8000))
    project = Project(root)
    project.site.mkdir()
    (project.site / "index.html").write_text("the last good build")
    HOSTILE[name](root)
    done = project.build()
    assert done.returncode == 1
    assert QUESTION in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert (project.site / "index.html").read_text() == "the last good build"


BUDGET = int(os.environ.get("FUZZ_EXAMPLES", "150"))
GOOD = (TINY / QUESTION).read_bytes()


@settings(
    max_examples=BUDGET,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.binary(max_size=3_000))
def test_any_bytes_give_problems_and_no_exception(data: bytes, tmp_path: Path) -> None:
    check_bytes(data, tmp_path)


PIECES = st.sampled_from(
    ["---", "\n", ": ", "- ", "'", '"', "[", "]", "{", "}", "&a ", "*a", "!!x ", "# ", "## ", "```",
     "```triage\n", "$$", "\\(", "\\)", "|", ">", "\t", "\r", "\0", "\u2028", "\U0001f600", "<b>",
     "nodes:\n", "ask: ", "](", "javascript:", "\\def", "%", "?", "~", "title", "level"]
)  # fmt: skip


@settings(
    max_examples=BUDGET,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(GOOD)), st.integers(0, 40), st.lists(PIECES, max_size=6).map("".join)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_good_question_with_random_edits_gives_no_exception(
    edits: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    data = GOOD
    for at, cut, piece in edits:
        data = data[:at] + piece.encode() + data[at + cut :]
    check_bytes(data, tmp_path)


def check_bytes(data: bytes, folder: Path) -> None:
    """Read bytes as a question; every problem must lie inside the file."""
    file = folder / QUESTION
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    vocabulary, _ = read_vocabulary(TINY)
    assert vocabulary is not None
    read = read_file(file, folder, vocabulary)
    question, problems = read.question, read.problems
    assert question is not None or problems
    if question and read.digest:
        pages = [Page(question, read.digest), Page(question, read.digest)]
        problems = [*problems, *check_copies(pages), *check_anchors([question])]
    lines = data.count(b"\n") + 1
    for problem in problems:
        assert 1 <= problem.span.line <= lines
        assert problem.span.column >= 1
        assert problem.message
        assert problem.help
