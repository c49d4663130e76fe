"""The commands for authors: new, check, their formats, and mending."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from canon.mend import mend
from canon.source import Source
from command import run as run_command
from command import write_whole
from conftest import QUESTION, ROOT, TINY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOOD = (TINY / QUESTION).read_text(encoding="utf-8")


def run(
    script: str, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example project with a misspelled key."""
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    (tmp_path / QUESTION).write_text(GOOD.replace("\nshape: ", "\nshap: "), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "script",
    [
        "check",
        "new",
        "diagrams",
        "vendor",
        "calibrate",
        "bench",
        "bench_search",
        "browser",
        "offline",
        "bench_pages",
    ],
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
import check, command
sys.exit(command.run(lambda: check.main(["--root", sys.argv[2]])))
"""


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--format", "pretty"),
        ("check", "--root", "/nowhere"),
        ("check", "/etc/passwd"),
        ("check", str(ROOT / "docs" / "index.md")),
        ("check", "--coverage", "--format", "json"),
        ("offline", "--to", "/nowhere/site.zip"),
        ("offline", "--to", "/tmp"),
        ("bench", "--rounds", "0"),
        ("bench", "--questions", "many"),
        ("bench_pages", "--rounds", "-1"),
        ("new", "basisc", "x", "--root", str(TINY)),
    ],
)
def test_a_wrong_use_is_told_with_code_2(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_vocabulary_is_told_whichever_file_was_asked_for(example: Path) -> None:
    (example / "questions" / "vocabulary.yml").write_text("- a list\n", encoding="utf-8")
    done = run("check", "--root", str(example), str(example / QUESTION))
    assert done.returncode == 1
    assert "yaml-not-a-mapping" in done.stdout


@pytest.mark.parametrize("form", ["full", "concise", "github", "json", "sarif"])
def test_no_report_obeys_the_content(example: Path, form: str) -> None:
    text = GOOD.replace("level: L5", 'level: "\\e[31mL5\\n::error::x"')
    (example / QUESTION).write_text(text, encoding="utf-8")
    done = run("check", "--root", str(example), "--format", form)
    assert done.returncode == 1
    assert "\033" not in done.stdout
    assert "\n::error::x" not in done.stdout


def test_a_report_can_name_any_file(example: Path) -> None:
    file = example / "questions" / "other" / os.fsdecode(b"a b\xff.md")
    file.parent.mkdir()
    file.write_bytes(b"x")
    utf8 = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    for form in ("full", "concise", "github", "json"):
        done = run("check", "--root", str(example), "--format", form, environment=utf8)
        assert "Traceback" not in done.stderr
        assert "front-matter-missing" in done.stdout
    log = json.loads(run("check", "--root", str(example), "--format", "sarif").stdout)
    places = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
    addresses = [place["artifactLocation"]["uri"] for place in places]
    assert "questions/other/a%20b%FF.md" in addresses


def test_who_stops_reading_early_gets_no_traceback(example: Path) -> None:
    command = f"{sys.executable} {ROOT}/scripts/check.py --root {example} | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr.replace("1 of 4 questions are written and clean.\n", "") == ""


def test_ctrl_c_ends_a_command_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    assert run_command(stopped) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_folder_that_cannot_be_written_to_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def writes() -> int:
        # Root may write everywhere but here.
        write_whole(Path("/proc/site.zip"), b"x")
        return 0

    assert run_command(writes) == 1
    assert "/proc/" in capsys.readouterr().err


def test_a_file_that_is_being_written_is_never_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)

    def fails(path: Path, data: bytes) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", fails)
        with pytest.raises(KeyboardInterrupt):
            write_whole(file, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]
    assert file.read_bytes() == b"old"
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_drawing_deletes_no_picture_of_a_question_with_problems(example: Path) -> None:
    pictures = sorted((example / "questions" / "diagrams").iterdir())
    done = run("diagrams", "--root", str(example))
    assert "Nothing is deleted" in done.stderr
    assert sorted((example / "questions" / "diagrams").iterdir()) == pictures


def test_a_title_stays_as_the_vocabulary_has_it(example: Path) -> None:
    title = 'Is a \\ or a "b" better?'
    file = example / "questions" / "vocabulary.yml"
    text = file.read_text(encoding="utf-8").replace("How would you choose a key?", f"'{title}'")
    file.write_text(text, encoding="utf-8")
    assert run("new", "other", title, "--root", str(example)).returncode == 0
    skeleton = (example / "questions" / "other" / "choose-key.md").read_text(encoding="utf-8")
    assert skeleton.startswith('---\ntitle: "Is a \\\\ or a \\"b\\" better?"\n')


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


def test_fix_keeps_the_line_ends(example: Path) -> None:
    (example / QUESTION).write_bytes(UNTIDY.replace("\n", "\r\n").encode("utf-8"))
    run("check", "--fix", "--root", str(example))
    assert (example / QUESTION).read_bytes() == GOOD.replace("\n", "\r\n").encode("utf-8")


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
