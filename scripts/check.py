"""Check the questions: every problem of every file, in one pass.

Exit codes: 0 nothing wrong, 1 problems, 2 wrong use of this command.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
sys.path.insert(0, str(ROOT / "scripts"))

from canon.build import load_all  # noqa: E402
from canon.canon import QUESTIONS  # noqa: E402
from canon.coverage import coverage  # noqa: E402
from canon.mathml import Converter  # noqa: E402
from canon.mend import mend  # noqa: E402
from canon.problems import Problem, Severity  # noqa: E402
from canon.report import FORMATS  # noqa: E402
from canon.source import read_source  # noqa: E402
from command import run, write_whole  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Check and report."""
    options = parse(arguments)
    root = options.root.resolve()
    if options.fix:
        fix(root, options.paths)
    loaded = load_all(root, Converter(ROOT))
    # Without a vocabulary no question was read, whichever was asked for.
    paths = options.paths if loaded.canon else []
    shown = [problem for problem in loaded.problems if chosen(problem, paths, root)]
    sys.stdout.write(FORMATS[options.format](shown, root, wants_color()))
    if loaded.canon and options.coverage:
        print(*coverage(loaded.canon), sep="\n")
    if loaded.canon and not options.paths:
        written, listed = len(loaded.canon.questions), len(loaded.canon.vocabulary.manifest)
        print(f"{written} of {listed} questions are written and clean.", file=sys.stderr)
    return 1 if any(problem.severity is Severity.ERROR for problem in shown) else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; a path without questions ends the command with exit code 2."""
    parser = argparse.ArgumentParser(description="Check the questions and report every problem.")
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders; default: all")
    form = "how to report; default: full on a terminal, else concise"
    parser.add_argument("--format", choices=tuple(FORMATS), help=form)
    mending = "first mend what is safe: key order, trailing space, case of headings"
    parser.add_argument("--fix", action="store_true", help=mending)
    covering = "also say what is missing, unused or orphaned"
    parser.add_argument("--coverage", action="store_true", help=covering)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    options.format = options.format or ("full" if sys.stdout.isatty() else "concise")
    if options.coverage and options.format not in ("full", "concise"):
        parser.error("--coverage is for people: it goes with --format full or concise")
    questions = (options.root / QUESTIONS).resolve()
    if not questions.is_dir():
        parser.error(f"{options.root} holds no folder `{QUESTIONS}`")
    for path in options.paths:
        if not path.exists():
            parser.error(f"{path} does not exist")
        whole = path.resolve()
        if not (whole.is_relative_to(questions) or questions.is_relative_to(whole)):
            parser.error(f"{path} is not beneath {questions}")
    return options


def fix(root: Path, paths: list[Path]) -> None:
    """Mend what is safe in the chosen question files, and name the files that changed."""
    for file in sorted((root / QUESTIONS).rglob("*.md")):
        source, problems = read_source(file, root)
        inside = not paths or any(file.is_relative_to(path.resolve()) for path in paths)
        if source is None or problems or not inside:
            continue
        mended = mend(source)
        if mended != source.text:
            if b"\r\n" in file.read_bytes():
                mended = mended.replace("\n", "\r\n")
            write_whole(file, mended.encode("utf-8"))
            print(f"mended {source.path}", file=sys.stderr)


def chosen(problem: Problem, paths: list[Path], root: Path) -> bool:
    """Whether a problem lies in one of the paths; without paths all do."""
    file = (root / problem.span.path).resolve()
    return not paths or any(file.is_relative_to(path.resolve()) for path in paths)


def wants_color() -> bool:
    """Color on a terminal only, and not where the user has refused it (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


if __name__ == "__main__":
    sys.exit(run(main))
