"""The commands for authors: new, check, their formats, and mending."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from canon.mend import mend
from canon.source import Source
from conftest import QUESTION, ROOT, TINY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOOD = (TINY / QUESTION).read_text(encoding="utf-8")


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example project with a misspelled key."""
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    (tmp_path / QUESTION).write_text(GOOD.replace("\nshape: ", "\nshap: "), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "script",
    ["check", "new", "diagrams", "vendor", "calibrate", "bench", "bench_search", "browser"],
)
def test_every_command_has_help(script: str) -> None:
    done = run(script, "--help")
    assert done.returncode == 0
    assert "usage:" in done.stdout


def test_a_full_report_points_at_the_key(example: Path) -> None:
    done = run("check", "--root", str(example), "--format", "full")
    assert done.returncode == 1
    assert '5 | shap: choice\n  | ^^^^\n  = help: Did you mean "shape"?' in done.stdout
    assert "\033" not in done.stdout


def test_a_code_host_reads_the_reports(example: Path) -> None:
    done = run("check", "--root", str(example), "--format", "github")
    assert done.stdout.startswith(f"::error file={QUESTION},line=5,col=1,endLine=5,endColumn=5,")
    log = json.loads(run("check", "--root", str(example), "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert result["ruleId"] == "key-unknown"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 5}


def test_a_machine_without_node_is_told_what_to_do(example: Path) -> None:
    (example / QUESTION).write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-c", WITHOUT_NODE, str(ROOT), str(example)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Node.js is missing. Run `make setup`.\n"


WITHOUT_NODE = """
import shutil, sys
sys.path.insert(0, sys.argv[1] + "/scripts")
shutil.which = lambda *arguments, **options: None
import check
sys.exit(check.main(["--root", sys.argv[2]]))
"""


def test_a_wrong_use_is_told_with_code_2(example: Path) -> None:
    assert run("check", "--format", "pretty").returncode == 2
    assert run("new", "basisc", "x", "--root", str(example)).returncode == 2


def test_a_skeleton_lacks_only_what_is_left_to_write(example: Path) -> None:
    (example / QUESTION).write_text(GOOD, encoding="utf-8")
    title = "How would you choose a key?"
    done = run("new", "other", title, "--root", str(example), "--shape", "choice")
    assert done.returncode == 0, done.stderr
    assert run("new", "other", title, "--root", str(example)).returncode == 1
    said = run("check", "--root", str(example), "--format", "json").stdout.splitlines()
    codes = {json.loads(line)["code"] for line in said}
    assert codes == {"value-empty", "value-invalid", "section-empty"}


UNTIDY = GOOD.replace("level: L5\nshape: choice\n", "shape: choice\nlevel: L5\n").replace(
    "## Strong-hire tells", "## strong-hire Tells  "
)


def test_fix_mends_what_is_safe(example: Path) -> None:
    (example / QUESTION).write_text(UNTIDY, encoding="utf-8")
    done = run("check", "--fix", "--root", str(example))
    assert done.returncode == 0, done.stdout
    assert (example / QUESTION).read_text(encoding="utf-8") == GOOD


def words_of_both(text: str) -> list[str]:
    return sorted(text.lower().split())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    at=st.integers(0, len(GOOD)),
    piece=st.text(alphabet=" \t\n#-:`'\"[]abL4\u00e9", max_size=12),
    cut=st.integers(0, 30),
)
def test_mending_twice_is_mending_once_and_loses_nothing(at: int, piece: str, cut: int) -> None:
    text = UNTIDY[:at] + piece + UNTIDY[at + cut :]
    once = mend(Source("x.md", text))
    assert mend(Source("x.md", once)) == once
    assert words_of_both(once) == words_of_both(text)
