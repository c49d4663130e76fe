"""A rule over all questions at once: a link with an anchor leads to a heading that is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import unquote

from canon.anchors import anchors
from canon.problems import Problem, nearest
from canon.question import Question
from canon.rules.references import OPENING, resolve, target_span

_ANCHORED = re.compile(r"\]\(\s*<?(?!https?:)[^)>\s#]*#.")
"""Few pages have such a link; the others needn't be looked at again."""


def check_anchors(questions: Sequence[Question]) -> Iterator[Problem]:
    """Report links to headings, on the page itself or another written one, that aren't there."""
    by_path = {question.path: question for question in questions}

    @cache
    def known(path: str) -> set[str]:
        return anchors(by_path[path])

    for question in questions:
        for match, path, anchor in _anchored(question):
            # Links to questions that aren't written yet are shown as plain text.
            if path in by_path and anchor not in known(path):
                span = target_span(question.body, match)
                message = f'{path} has no heading with the anchor "{anchor}".'
                yield Problem("link-anchor", span, message, nearest(anchor, sorted(known(path))))


def _anchored(question: Question) -> Iterator[tuple[re.Match[str], str, str]]:
    """Find each link with an anchor, with the file that it leads to."""
    if not _ANCHORED.search(question.source.text, question.body.start):
        return
    folder, name = posixpath.split(question.path)
    for match in OPENING.finditer(question.body.prose):
        path, _, anchor = match["target"].partition("#")
        if anchor and ":" not in path:
            yield match, resolve(folder, path or name), unquote(anchor)
