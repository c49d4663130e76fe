"""Rules about markup: what a page may contain, so that content never needs to be trusted."""

from __future__ import annotations

from collections.abc import Iterator

from canon.body import Body
from canon.markup import check_prose, check_values
from canon.problems import Problem
from canon.question import Question
from canon.vocabulary import Vocabulary

FENCES = ("python", "text", "triage", "mermaid")
"""Python runs in the tests; text is shown only; the other two are drawn."""


def body_is_plain_markdown(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """HTML could carry script, attribute lists handlers, includes other files."""
    yield from check_prose(body.source, body.prose)


def front_matter_is_plain_markdown(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """The same for values."""
    yield from check_values(question.source, question.nodes)


def fences_are_known(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """Every fence names one of the known languages; one triage at most, in its section."""
    for fence in body.fences:
        if fence.language not in FENCES:
            message = f'The fence language is "{fence.language}".'
            help = f"Use {', '.join(FENCES)}."
            span = body.source.line_span(fence.start)
            yield Problem("fence-language", span, message, help)
    section = body.section("Triage")
    graphs = [fence for fence in body.fences if fence.language == "triage"]
    inside = [
        fence for fence in graphs if section and section.heading.end < fence.start < section.end
    ]
    for fence in graphs[1:] if inside else graphs:
        message = "A triage fence outside of its section, or a second one."
        span = body.source.line_span(fence.start)
        yield Problem("triage-misplaced", span, message, "Keep one, beneath `## Triage`.")
    if section and section.text and not graphs:
        span = section.head
        message = "The triage section has no graph."
        yield Problem("triage-missing", span, message, "Add a fence with the language `triage`.")
