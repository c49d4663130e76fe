"""Measure the check on many questions: time against reading alone, near-duplicates, memory.

The questions are made, and each figure is taken, in a process of its own, so that neither making
them nor an earlier round counts as the check's time or memory.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple, TypeVar

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
sys.path.insert(0, str(ROOT / "scripts"))

from canon.canon import load  # noqa: E402
from canon.digest import digest  # noqa: E402
from canon.question import KNOWN_SECTIONS, REACT_MOVES, Question  # noqa: E402
from canon.reading import MANY, PROCESSES, read_question, without_collector  # noqa: E402
from canon.rules.copies import Page, check_copies  # noqa: E402
from canon.vocabulary import read_vocabulary  # noqa: E402
from canon.wording import FUNCTION_WORDS, written_stretches  # noqa: E402
from command import positive, run  # noqa: E402

Result = TypeVar("Result")


class Taken(NamedTuple):
    """What one run took."""

    seconds: float
    own: float
    """Peak memory of the process, in MB."""
    worker: float
    """Peak memory of the largest process that it started, in MB; 0 where it started none."""


def main(arguments: list[str] | None = None) -> int:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=positive, default=1000)
    parser.add_argument("--rounds", type=positive, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        apart(partial(make, root, options.questions))
        report(root, options.rounds)
    return 0


def apart(work: Callable[[], Result]) -> Result:
    """Run in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work).result()


def make(root: Path, count: int) -> None:
    """Write a canon of synthetic questions: the finished ones in words of their own each.

    Raises:
        RuntimeError: There is no finished question.
    """
    canon, _ = load(ROOT)
    if canon is None or not canon.questions:
        raise RuntimeError("No question can be read. Run `make check`.")
    words = Words(random.Random(0))
    vocabulary: dict[str, Any] = canon.vocabulary.model_dump(by_alias=True)
    for entry in vocabulary["categories"].values():
        entry["questions"] = {}
    for i in range(count):
        page = canon.questions[i % len(canon.questions)]
        id, title = f"{page.id[:40]}-{i}", f"{page.title[:80]} {i}"
        vocabulary["categories"][page.meta.category]["questions"][id] = title
        text = f"---\ntitle: {json.dumps(title)}\n" + renamed(page, words).split("\n", 2)[2]
        file = root / "questions" / page.meta.category / f"{id}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for id, listed in canon.vocabulary.manifest.items():
        vocabulary["categories"][listed.category]["questions"][id] = listed.title
    (root / "questions" / "vocabulary.yml").write_text(yaml.safe_dump(vocabulary))


class Words:
    """Made-up words: about as many different ones as English prose has, not a new one each time."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(FUNCTION_WORDS):
            self.by_length[-len(word)].append(word)

    def instead_of(self, word: str) -> str:
        """Choose a word of the same kind and length."""
        if not word.islower():
            # Without T and X, which would spell TBD and XXX.
            alphabet = "123456789" if word.isdigit() else "ABCDEFGHIJKLMNOPQRS"
            return "".join(self.chance.choices(alphabet, k=len(word)))
        kind = -len(word) if word in FUNCTION_WORDS and len(word) > 1 else len(word)
        if not self.by_length[kind]:
            made = ("".join(self.chance.choices(ascii_lowercase, k=kind)) for _ in range(2000))
            self.by_length[kind] = list(made)
        return self.chance.choice(self.by_length[kind])


_CHANGED = re.compile(r"[a-z]+|\b[A-Z]+\b|\d")
"""Words in one case, and digits."""
_KEPT = {f"## {title}" for title in KNOWN_SECTIONS} | {f"### {move}" for move in REACT_MOVES}


def renamed(page: Question, words: Words) -> str:
    """Replace the words of the prose by made-up ones of the same length."""
    text = page.source.text
    for at, stretch in written_stretches(page):
        lines = [line if line in _KEPT else _line(line, words) for line in stretch.split("\n")]
        # Fences, maths and addresses are blank in the stretch and stay as they are in the text.
        mixed = "".join(
            new if old != " " else kept
            for old, new, kept in zip(
                stretch, "\n".join(lines), text[at : at + len(stretch)], strict=True
            )
        )
        text = text[:at] + mixed + text[at + len(stretch) :]
    return text


def _line(line: str, words: Words) -> str:
    return _CHANGED.sub(lambda match: words.instead_of(match[0]), line)


def report(root: Path, rounds: int) -> None:
    """Take each figure in turn, round by round, and print medians."""
    reading, copies, whole = [], [], []
    for _ in range(rounds):
        reading.append(apart(partial(read_only, root)))
        copies.append(apart(partial(near_duplicates, root)))
        whole.append(apart(partial(check, root)))
    files = sorted((root / "questions").rglob("*.md"))
    size = sum(file.stat().st_size for file in files) / 1e6
    clean, problems = apart(partial(outcome, root))
    alone = [one.seconds + other.seconds for one, other in zip(reading, copies, strict=True)]
    ratios = [one.seconds / other for one, other in zip(whole, alone, strict=True)]
    least, most = min(ratios), max(ratios)
    seconds = statistics.median(each.seconds for each in whole)
    print(f"questions            {len(files)} ({size:.1f} MB), {clean} clean, {problems} problems")
    print(f"CSafeLoader alone    {statistics.median(each.seconds for each in reading):.2f} s")
    print(f"near-duplicates      {statistics.median(each.seconds for each in copies):.2f} s")
    print(f"whole check          {seconds:.2f} s, {seconds / len(files) * 1000:.1f} ms a question")
    middle = statistics.median(ratios)
    print(f"ratio                {middle:.2f} ({least:.2f} to {most:.2f}) of the two above")
    print(f"processes            {PROCESSES if len(files) > MANY else 1}")
    own, worker = max(each.own for each in whole), max(each.worker for each in whole)
    print(f"peak memory          {own:.0f} MB, and {worker:.0f} MB in each further process")


def read_only(root: Path) -> Taken:
    """Read all front matter as PyYAML's fastest loader does."""
    files = sorted((root / "questions").rglob("*.md"))

    def work() -> None:
        for file in files:
            yaml.load(file.read_text(encoding="utf-8").split("---\n", 2)[1], yaml.CSafeLoader)

    return taken(work)


def near_duplicates(root: Path) -> Taken:
    """Compare questions that are read already."""
    vocabulary, _ = read_vocabulary(root)
    assert vocabulary is not None
    files = sorted((root / "questions").rglob("*.md"))
    # Not as `load` keeps them, without nodes and prose: finding those again is no comparing.
    read = [read_question(file, root, vocabulary)[0] for file in files]
    questions = [question for question in read if question]
    with without_collector():
        return taken(lambda: list(check_copies([Page(each, digest(each)) for each in questions])))


def check(root: Path) -> Taken:
    """Read and check everything."""
    return taken(lambda: load(root))


def outcome(root: Path) -> tuple[int, int]:
    """Count the questions that are clean, and the problems."""
    canon, problems = load(root)
    return (len(canon.questions) if canon else 0), len(problems)


def taken(work: Callable[[], object]) -> Taken:
    """Measure one run in this process."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    return Taken(seconds, peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN))


def peak(who: int) -> float:
    """Give the peak memory of this process or of its largest child, in MB."""
    # macOS counts bytes, Linux kilobytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(who).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(run(main))
