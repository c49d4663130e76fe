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
    canon = load_all(tmp_path, CONVERTER).canon
    assert canon is not None
    question = canon.by_id["choose-cache"]
    page = compose(question, canon, Pictures(tmp_path), date.today())
    outside = re.sub(r"```mermaid.*?```", "", page, flags=re.DOTALL)
    assert "<img" not in outside
    assert "<script" not in outside
    assert "&lt;img src=x onerror=a()&gt;" in page
    assert "#lt;img src=x" in page


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
