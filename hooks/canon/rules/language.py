"""Rules about markup: what a page may contain, so that content never needs to be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from canon.body import Body, blank
from canon.problems import Problem
from canon.question import Question
from canon.vocabulary import Vocabulary
from canon.yaml_nodes import scalars

FENCES = ("python", "text", "triage", "mermaid")
"""Python runs in the tests; text is shown only; the other two are drawn."""

_TAG = re.compile(r"<(?=[A-Za-z/!?])[^>\n]{0,80}>?")
_ATTRIBUTES = re.compile(r"\{:|\{ *[#.][\w-]")
_INCLUDE = re.compile(r"-{1,}8<-{1,}|\{%|\{\{")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_SUSPECT = re.compile(r"[<{\]!]|8<")
"""A value without any of these breaks none of the rules on markup, whichever it is."""
_CODE = re.compile(r"`[^`]*`")
_IMAGE = re.compile(r"!\[")
_MATHS = re.compile(r"\\\(.+?\\\)|\$\$(?<=^\$\$).+?^\$\$", re.MULTILINE | re.DOTALL)


class _Check(NamedTuple):
    """One kind of markup that content can't have."""

    hints: tuple[str, ...]
    """Without any of these the pattern can't match, and looking for them is much faster."""
    pattern: re.Pattern[str]
    code: str
    what: str
    help: str

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Find all of it."""
        return self.pattern.finditer(text) if any(hint in text for hint in self.hints) else iter(())


_CHECKS = (
    _Check(
        ("<",),
        _TAG,
        "html-raw",
        "Raw HTML",
        "Say it in Markdown; put code between backticks; write `&lt;` for a bare `<`.",
    ),
    _Check(("{",), _ATTRIBUTES, "markup-attributes", "An attribute list", "Remove the braces."),
    _Check(
        ("<", "{"),
        _INCLUDE,
        "markup-include",
        "Include or template syntax",
        "Write the text itself.",
    ),
    _Check(
        ("!",),
        _IMAGE,
        "markup-image",
        "An image",
        "Draw it with a `mermaid` or `triage` fence.",
    ),
    _Check(("]:",), _REFERENCE, "markup-reference", "A reference link", "Write `[text](target)`."),
)


def body_is_plain_markdown(body: Body, _: Vocabulary) -> Iterator[Problem]:
    """HTML could carry script, attribute lists handlers, includes other files."""
    # TeX is full of braces; but a tag in it would reach the page before TeX is read.
    without_maths = _without_maths(body.prose)
    for check in _CHECKS:
        for match in check.found(body.prose if check.pattern is _TAG else without_maths):
            span = body.source.span(match.start(), match.end())
            yield Problem(check.code, span, f'{check.what} ("{match[0].strip()}").', check.help)


def _without_maths(text: str) -> str:
    if "\\(" not in text and "$$" not in text:
        return text
    return _MATHS.sub(lambda match: blank(match[0]), text)


def front_matter_is_plain_markdown(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """The same for values: as read, since YAML's escapes can write what the file doesn't show."""
    for scalar in scalars(question.nodes):
        value = scalar.value or ""
        if not _SUSPECT.search(value):
            continue
        span = question.source.span(scalar.start, scalar.end)
        for check in _CHECKS:
            if match := next(check.found(_CODE.sub("", value)), None):
                message = f'{check.what} ("{match[0].strip()}").'
                yield Problem(check.code, span, message, check.help)
        if "](" in value:
            help = "Use `related` or `sources`, or link from the body."
            yield Problem("markup-link", span, "A link in the front matter.", help)


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
