"""Markup: what content may contain, so that it never needs to be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from canon.body import blank, without_code
from canon.problems import Problem
from canon.source import Source
from canon.yaml_nodes import Mapping, scalars

_TAG = re.compile(r"<(?=[A-Za-z/!?])[^>\n]{0,80}>?")
_ATTRIBUTES = re.compile(
    r"\{:|\{ *[#.][\w-]"
    r"|^[^\n{]*+(\{(?:[^\n=]|(?<=[\s={}])=|=(?=[\s=]))*+=[^\n}]*+\})",
    re.MULTILINE,
)
"""Behind an element or a heading also without a colon, as `{name=value}`. The last form goes from
the first brace of a line to what follows a name and an equals sign: inner braces hide nothing, and
the time stays linear."""
_INCLUDE = re.compile(r"(?<!-)-++8<-++|\{%|\{\{")
_REFERENCE = re.compile(r"^[^\w\[\n]*+(?:\d++\.[^\w\[\n]++)*+\[[^\[\]]*+\]:", re.MULTILINE)
"""Also within lists and quotations, and lists within those on one line."""
_SUSPECT = re.compile(r"[<{\]!]|8<")
"""A value without any of these breaks none of the rules on markup, whichever it is."""
_IMAGE = re.compile(r"!\[")
_MATHS = (
    re.compile(r"\$\$\n(?<=\n\n\$\$\n)(?:[ \t]*+[^\s$][^\n$]*+\n)++\$\$[ \t]*(?=\n\n|\n?\Z)"),
    re.compile(r"\\\((?<!\\\\\()(?:\\[^)\n]|[^\\\n])++(?:\\\)|(?P<open>))"),
)
"""What the site's Markdown takes for maths wherever it stands, and no more. Each begins with plain
characters, which are found much faster than what may stand before them. What is never closed is
taken too, up to the line's end, or each opening in it would be looked at to there."""


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
        "Say it in Markdown; put code between backticks on one line; write `&lt;` for a bare `<`.",
    ),
    _Check(
        ("{",),
        _ATTRIBUTES,
        "markup-attributes",
        "An attribute list",
        "Remove the braces, or put them into code or maths.",
    ),
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


def check_prose(source: Source, prose: str) -> Iterator[Problem]:
    """Report markup that content can't have in a body whose code is blanked."""
    # TeX is full of braces; but a tag in it would reach the page before TeX is read.
    plain = without_maths(prose)
    for check in _CHECKS:
        for match in check.found(prose if check.pattern is _TAG else plain):
            found = match.lastindex or 0
            message = f'{check.what} ("{match[found].strip()}").'
            yield Problem(check.code, source.span(*match.span(found)), message, check.help)


def without_maths(text: str) -> str:
    """Blank the maths of Markdown; indexes are kept."""
    if "\\(" not in text and "$$" not in text:
        return text
    for pattern in _MATHS:
        text = pattern.sub(lambda match: match[0] if match.lastgroup else blank(match[0]), text)
    return text


def check_values(source: Source, nodes: Mapping) -> Iterator[Problem]:
    """The same for values: as read, since YAML's escapes can write what the file doesn't show."""
    for scalar in scalars(nodes):
        value = scalar.value or ""
        if not _SUSPECT.search(value):
            continue
        span = source.span(scalar.start, scalar.end)
        shown = without_code(value)
        plain = without_maths(shown)
        for check in _CHECKS:
            text = shown if check.pattern is _TAG else plain
            if match := next(check.found(text), None):
                message = f'{check.what} ("{match[match.lastindex or 0].strip()}").'
                yield Problem(check.code, span, message, check.help)
        if "](" in value:
            help = "Use `related` or `sources`, or link from the body."
            yield Problem("markup-link", span, "A link in a value.", help)
