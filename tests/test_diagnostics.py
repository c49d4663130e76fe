"""What the check says of a bad question, compared with a golden file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from canon.canon import load
from conftest import QUESTION, ROOT, TINY

DATA = ROOT / "tests" / "data"
GOLDEN = DATA / "diagnostics.txt"
CASES = yaml.safe_load((DATA / "diagnostics.yml").read_text(encoding="utf-8"))


def diagnose(case: dict[str, str], folder: Path) -> str:
    """Edit the good question and give what the check says, one problem a line."""
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    text = (folder / QUESTION).read_text(encoding="utf-8")
    assert case["before"] in text, case["name"]
    edited = text.replace(case["before"], case["after"], 1)
    (folder / QUESTION).write_text(edited, encoding="utf-8")
    _, problems = load(folder)
    return "".join(f"{problem}\n" for problem in problems)


def golden() -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", GOLDEN.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        name: said.strip("\n") + "\n" for name, said in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_good_question_has_no_problem() -> None:
    canon, problems = load(TINY)
    assert problems == []
    assert canon is not None
    assert [question.id for question in canon.questions] == ["choose-cache", "choose-shard"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_bad_question_is_diagnosed(
    case: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    said = diagnose(case, tmp_path)
    assert said, "the check found nothing"
    if not request.config.getoption("update_golden"):
        assert said == golden()[case["name"]]


def test_the_golden_file_is_complete(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update_golden"):
        said = [f"## {case['name']}\n{diagnose(case, tmp_path)}" for case in CASES]
        GOLDEN.write_text("\n".join(said), encoding="utf-8")
    assert set(golden()) == {case["name"] for case in CASES}


def test_two_pages_may_link_to_the_same_address(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    long = "https://example.org/one/of/the/many/words/that/an/address/may/have/in/it.html"
    for page in (QUESTION, "questions/basics/choose-shard.md"):
        text = (tmp_path / page).read_text(encoding="utf-8")
        edited = text.replace("\n## Follow-ups", f" [{Path(page).stem}]({long})\n\n## Follow-ups")
        assert edited != text
        (tmp_path / page).write_text(edited, encoding="utf-8")
    _, problems = load(tmp_path)
    assert [problem.code for problem in problems] == []
