"""Maths: TeX in the source, MathML on the page, converted by Temml in one Node.js process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from canon.body import Body
from canon.node import run_script
from canon.problems import Problem

_INLINE = re.compile(r"\\\((?P<tex>.+?)\\\)")
_DISPLAY = re.compile(r"^\$\$\n(?P<tex>.+?)\n\$\$[ \t]*$", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)


@dataclass(frozen=True)
class Formula:
    """One formula in TeX."""

    tex: str
    display: bool


class Converter:
    """Converts TeX to MathML, and remembers what it has converted."""

    def __init__(self, project: Path) -> None:
        """Take the folder that holds `scripts/` and `node_modules/`."""
        self.project = project
        self._results: dict[Formula, dict[str, str]] = {}

    def convert(self, formulas: Iterable[Formula]) -> dict[Formula, dict[str, str]]:
        """Convert formulas, all new ones in one process.

        Returns:
            For each formula a record with either `mathml` or `error`.

        Raises:
            SetUpError: Node.js or Temml isn't there.
        """
        wanted = list(dict.fromkeys(formulas))
        new = [formula for formula in wanted if formula not in self._results]
        if new:
            self._results.update(zip(new, self._run(new), strict=True))
        return {formula: self._results[formula] for formula in wanted}

    def _run(self, formulas: list[Formula]) -> list[dict[str, str]]:
        request = [{"tex": each.tex, "display": each.display} for each in formulas]
        results: list[dict[str, str]] = run_script(self.project, "mathml.mjs", request)
        return results


def formulas_in(body: Body) -> Iterator[tuple[int, Formula]]:
    """Find every formula of a body outside code, with the index where its TeX begins."""
    for pattern, display in ((_INLINE, False), (_DISPLAY, True)):
        for match in pattern.finditer(body.prose):
            yield match.start("tex"), Formula(match["tex"].strip(), display)


def check_formulas(bodies: Iterable[Body], converter: Converter) -> Iterator[Problem]:
    """Report every formula that Temml can't read."""
    found = [(body, at, formula) for body in bodies for at, formula in formulas_in(body)]
    results = converter.convert(formula for _, _, formula in found)
    for body, at, formula in found:
        if error := results[formula].get("error"):
            help = "Mend the TeX; see temml.org for what is supported."
            span = body.source.line_span(at)
            yield Problem("maths-syntax", span, f"TeX that can't be read: {error}", help)


def replace_marked(html: str, converter: Converter) -> str:
    """Replace what `pymdownx.arithmatex` has marked as TeX by MathML.

    Raises:
        ValueError: A formula can't be read.
    """
    marked = {match: _formula(match) for match in _MARKED.finditer(html)}
    results = converter.convert(marked.values())
    for formula, result in results.items():
        if "error" in result:
            raise ValueError(f"TeX that can't be read: {formula.tex}: {result['error']}")
    return _MARKED.sub(lambda match: results[_formula(match)]["mathml"], html)


def _formula(match: re.Match[str]) -> Formula:
    return Formula(unescape(match[3]).strip(), match[2] == "[")
