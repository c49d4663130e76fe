"""Problems as text and as data: for people, for grep, for editors and for code hosts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from canon.problems import Problem, Severity, Span, visible

Reporter = Callable[[Sequence[Problem], Path, bool], str]
"""Takes problems, the project's root and whether color is wanted; gives the whole report."""

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}


def full(problems: Sequence[Problem], root: Path, color: bool) -> str:
    """For people: the source line, a caret beneath the place, and how to mend it."""
    return "".join(f"{_in_full(problem, root, color)}\n" for problem in problems)


def _in_full(problem: Problem, root: Path, color: bool) -> str:
    head = _painted(f"{problem.severity}[{problem.code}]", _COLORS[problem.severity], color)
    gutter = " " * max(len(str(span.line)) for span in (problem.span, problem.also) if span)
    lines = [
        f"{head}: {visible(problem.message)}",
        *_excerpt(problem.span, root, "^", gutter, "-->"),
    ]
    if problem.also:
        lines += _excerpt(problem.also, root, "-", gutter, "and")
    lines.append(f"{gutter} = help: {visible(problem.help)}")
    return "\n".join(lines) + "\n"


def _painted(text: str, code: str, color: bool) -> str:
    return f"\033[1;{code}m{text}\033[0m" if color else text


def _excerpt(span: Span, root: Path, mark: str, gutter: str, arrow: str) -> list[str]:
    """Show a source line with a mark beneath the span; without a readable line, the place only."""
    lines = [f"{gutter}{arrow} {visible(str(span))}"]
    text = _line(root / span.path, span.line)
    if text is None:
        return lines
    last = span.end_column if span.end_line == span.line else len(text) + 1
    width = max(1, min(last, len(text) + 1) - span.column)
    # Tabs stay tabs, so that the mark stands beneath its place however wide they are shown.
    indent = "".join("\t" if each == "\t" else " " for each in text[: span.column - 1])
    number = str(span.line).rjust(len(gutter))
    return [*lines, f"{gutter} |", f"{number} | {text}", f"{gutter} | {indent}{mark * width}"]


def _line(file: Path, number: int) -> str | None:
    try:
        text = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return None
    lines = text.split("\n")
    if number > len(lines):
        return None
    # What a terminal would obey, or show in another order, is shown as a mark instead.
    return "".join(
        each if each.isprintable() or each == "\t" else "\ufffd" for each in lines[number - 1]
    )


def concise(problems: Sequence[Problem], root: Path, color: bool) -> str:
    """One line each, as compilers write them."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Sequence[Problem], root: Path, color: bool) -> str:
    """One JSON record a line."""
    return "".join(json.dumps(_record(problem)) + "\n" for problem in problems)


def _record(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        **asdict(problem.span),
        "message": problem.message,
        "help": problem.help,
    }


def github(problems: Sequence[Problem], root: Path, color: bool) -> str:
    """Workflow commands, which GitHub shows as annotations beside the line."""
    return "".join(f"{_annotation(problem)}\n" for problem in problems)


def _annotation(problem: Problem) -> str:
    span = problem.span
    place = {
        "file": span.path,
        "line": span.line,
        "col": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "title": problem.code,
    }
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
    text = _escaped(visible(f"{problem.message} {problem.help}"))
    return f"::{problem.severity} {properties}::{text}"


def _escaped(text: str, also: str = "") -> str:
    """Escape as workflow commands want it: percent first, then line ends and separators."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def sarif(problems: Sequence[Problem], root: Path, color: bool) -> str:
    """SARIF 2.1.0 (OASIS, 2020), which code hosts and editors take in."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "canon", "rules": [{"id": code} for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _result(problem: Problem) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.code,
        "level": str(problem.severity),
        "message": {"text": f"{problem.message} {problem.help}"},
        "locations": [_location(problem.span)],
    }
    if problem.also:
        result["relatedLocations"] = [_location(problem.also)]
    return result


def _location(span: Span) -> dict[str, object]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    # A file's name may hold what an address can't, bytes that aren't UTF-8 included.
    uri = quote(os.fsencode(span.path))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


FORMATS: dict[str, Reporter] = {
    "full": full,
    "concise": concise,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
