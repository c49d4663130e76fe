"""Problems: what is wrong, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """The build stops."""
    WARNING = "warning"
    """The build goes on; somebody should look."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count from 1; the end column is exclusive."""

    path: str
    """Path from the project's root, with forward slashes."""
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One diagnostic about one place in one file."""

    code: str
    """The rule that was broken, in words joined by hyphens. Codes are stable."""
    span: Span
    message: str
    """What is wrong and what was expected."""
    help: str
    """How to mend it."""
    severity: Severity = Severity.ERROR
    also: Span | None = None
    """The other place, where two places disagree."""

    def __str__(self) -> str:
        other = f" (see {self.also})" if self.also else ""
        text = f"{self.span}: {self.severity} {self.code}: {self.message}{other} {self.help}"
        return visible(text)


def visible(text: str) -> str:
    """Show what can't be seen by its number: a terminal would obey it, a code host read a line."""
    return "".join(each if each.isprintable() else f"<U+{ord(each):04X}>" for each in text)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by place, then code, and drop exact repeats."""
    return sorted(set(problems), key=lambda problem: (problem.span, problem.code, problem.message))


def closest(wrong: str, known: Iterable[str]) -> str | None:
    """Find the known spelling nearest to a wrong one, whatever its case, if any is near."""
    folded = {choice.lower(): choice for choice in known}
    close = difflib.get_close_matches(wrong.lower(), folded, n=1)
    return folded[close[0]] if close else None


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Suggest the known spelling nearest to a wrong one, or say what is known.

    Returns:
        A sentence such as `Did you mean "cost"?`, or `Known: cost, value.`
    """
    choices = list(known)
    if match := closest(wrong, choices):
        return f'Did you mean "{match}"?'
    shown = ", ".join(choices[:12])
    return f"Known: {shown}{', …' if len(choices) > 12 else '.'}"
