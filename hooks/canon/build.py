"""Loading for a build: every check in one pass, and the last good version of a bad file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from canon.canon import Canon, load
from canon.diagrams import Pictures, check_pictures
from canon.glossary import read_glossary
from canon.mathml import Converter, check_formulas
from canon.problems import Problem, Severity, in_order
from canon.written import DOCS, read_written


@dataclass(frozen=True)
class Loaded:
    """What a build starts from."""

    canon: Canon | None
    """None where nothing can be built at all."""
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a build."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


def load_all(
    root: Path, converter: Converter, previous: Loaded | None = None, docs: Path | None = None
) -> Loaded:
    """Read and check questions, formulas and pictures.

    Args:
        root: The project's root.
        converter: Reads the formulas.
        previous: An earlier result whose questions stand in for files that are bad now.
        docs: The folder of pages written by hand; by default `docs/` beneath the root.
    """
    canon, problems = load(root)
    if canon is None:
        return Loaded(previous.canon if previous else None, tuple(problems))
    problems += check_formulas((question.body for question in canon.questions), converter)
    bad = {problem.span.path for problem in problems if problem.severity is Severity.ERROR}
    good = tuple(question for question in canon.questions if question.path not in bad)
    glossary, found = read_glossary(root, canon.vocabulary)
    pages, found_in_pages = read_written(docs or root / DOCS, canon.vocabulary)
    problems += [*found, *found_in_pages]
    canon = replace(canon, questions=good, glossary=glossary, pages=pages)
    complete = not (bad or found_in_pages)
    problems += check_pictures(canon.with_diagrams, Pictures(root), complete=complete)
    if previous and previous.canon:
        canon = _with_last_good(canon, previous.canon, root)
    return Loaded(canon, tuple(in_order(problems)))


def _with_last_good(canon: Canon, previous: Canon, root: Path) -> Canon:
    kept = [
        question
        for question in previous.questions
        if question.id not in canon.by_id
        and question.id in canon.vocabulary.manifest
        and (root / question.path).exists()
    ]
    pages = {
        path: page if page.triage else previous.pages.get(path, page)
        for path, page in canon.pages.items()
    }
    order = list(canon.vocabulary.manifest)
    both = sorted([*canon.questions, *kept], key=lambda question: order.index(question.id))
    return replace(canon, questions=tuple(both), pages=pages)
