"""Reading question files and checking each by itself: a few in turn, many in several processes."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from site import addsitedir

from canon.body import parse_body
from canon.digest import Digest, digest
from canon.front_matter import read_model, split
from canon.problems import Problem
from canon.question import Question
from canon.rules import check_body, check_question
from canon.schema import FrontMatter
from canon.source import read_source
from canon.triage import first_triage
from canon.vocabulary import Vocabulary

ENGINE = Path(__file__).resolve().parent.parent
MANY = 100
"""Up to so many files, starting another process takes longer than reading them here."""
SHARE = 16
"""How many files a process takes at once."""
PROCESSES = min(4, os.cpu_count() or 1)
"""Each takes some 60 MB; beyond four, what is left to do in one process takes most of the time."""


@dataclass(frozen=True)
class Read:
    """What one file gave."""

    question: Question | None
    """None where its front matter can't be read."""
    digest: Digest | None
    """Of a question."""
    problems: list[Problem]


def read_all(files: Sequence[Path], root: Path, vocabulary: Vocabulary) -> list[Read]:
    """Read and check each file by itself; the results stand in the order of the files."""
    if len(files) <= MANY or PROCESSES == 1:
        return _read_share(files, root, vocabulary)
    try:
        return _read_in_processes(files, root, vocabulary)
    except BrokenProcessPool:
        # Another process can't be started, or was killed: slower here is better than not at all.
        return _read_share(files, root, vocabulary)


def _read_in_processes(files: Sequence[Path], root: Path, vocabulary: Vocabulary) -> list[Read]:
    shares = [files[at : at + SHARE] for at in range(0, len(files), SHARE)]
    # A fresh process can be started beside threads, and on every system; a fork can't. It has to
    # be told where the engine is: MkDocs loads hooks without leaving their folder on the path.
    fresh = partial(ProcessPoolExecutor, mp_context=get_context("spawn"), initializer=addsitedir)
    with fresh(PROCESSES - 1, initargs=(str(ENGINE),)) as pool:
        waiting = [pool.submit(_read_share, share, root, vocabulary) for share in shares]
        # From the end, this process takes what no other has begun.
        own = {
            at: _read_share(shares[at], root, vocabulary)
            for at in reversed(range(len(shares)))
            if waiting[at].cancel()
        }
        read = [own.get(at) or waiting[at].result() for at in range(len(shares))]
    return [each for share in read for each in share]


def _read_share(files: Sequence[Path], root: Path, vocabulary: Vocabulary) -> list[Read]:
    with without_collector():
        return [read_file(file, root, vocabulary) for file in files]


def read_file(file: Path, root: Path, vocabulary: Vocabulary) -> Read:
    """Read and check one file, and keep no more than what is needed afterwards."""
    question, problems = read_question(file, root, vocabulary)
    if question is None:
        return Read(None, None, problems)
    return Read(question.lean(), digest(question), problems)


def read_question(
    file: Path, root: Path, vocabulary: Vocabulary
) -> tuple[Question | None, list[Problem]]:
    """Read and check one file as far as it can be read.

    Returns:
        The question, where its front matter could be read, and every problem of the file.
    """
    source, problems = read_source(file, root)
    if source is None:
        return None, problems
    borders, found = split(source)
    if borders is None:
        return None, [*problems, *found]
    start, end, body_start = borders
    meta, nodes, found = read_model(source, start, end, FrontMatter)
    body, found_in_body = parse_body(source, body_start)
    triage, found_in_graph = first_triage(body)
    problems += [*found, *found_in_body, *found_in_graph, *check_body(body, vocabulary)]
    if meta is None or nodes is None:
        return None, problems
    question = Question(source, meta, body, triage, nodes)
    return question, [*problems, *check_question(question, vocabulary)]


@contextmanager
def without_collector() -> Iterator[None]:
    """Reading makes many objects and no cycles; looking for some takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
