"""YAML from libyaml's events, with positions kept and every scalar left as the author wrote it.

The loaders that PyYAML offers turn `no` into False and `3.10` into 3.1, let the last of two equal
keys win, expand aliases without a bound and forget positions. This builder keeps text as text,
refuses what a question never needs, and stops at fixed limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn, cast

import yaml

from canon.problems import Problem
from canon.source import ODD, Source, odd_character

_TOP_KEY = re.compile(r"^[A-Za-z_][^\s:]*:(?=\s)", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#")

MAX_DEPTH = 12
MAX_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text. Null, numbers and dates are text here; the schema gives them types."""

    start: int
    end: int
    value: str | None
    """None for a plain empty value, `~` or `null`."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    start: int
    end: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they were written; keys are unique."""

    start: int
    end: int
    entries: tuple[tuple[Scalar, Node], ...]
    unread: frozenset[str] = frozenset()
    """Keys that were skipped, since their YAML can't be read."""

    def key(self, name: str) -> Scalar | None:
        """Find a key by its name."""
        return next((key for key, _ in self.entries if key.value == name), None)

    def value(self, name: str) -> Node | None:
        """Find a value by its key's name."""
        return next((value for key, value in self.entries if key.value == name), None)


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> object:
    """Turn a node into text, lists and dicts."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value or "": plain(value) for key, value in node.entries}


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar beneath a node, keys left out."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, value in node.entries:
            yield from scalars(value)


def locate(node: Node, path: tuple[int | str, ...]) -> Node:
    """Find the node at a path of keys and positions, or its nearest ancestor that exists."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            inner = node.value(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        if inner is None:
            return node
        node = inner
    return node


def parse_mapping(
    source: Source, start: int, end: int, *, whole: bool = True
) -> tuple[Mapping | None, list[Problem]]:
    """Parse the stretch of a source that holds one YAML mapping.

    Args:
        source: The file.
        start: Where the YAML begins.
        end: Where it ends.
        whole: After an error in the syntax, go on key by key. False for one such piece.

    Returns:
        The mapping, or None where it can't be built, and all problems that were found.
    """
    builder = _Builder(source, start)
    try:
        root = builder.build(source.text[start:end])
    except _Refused:
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        problem = _syntax_problem(source, start, end, error)
        if whole and _TOP_KEY.search(source.text[start:end]):
            return _parse_piecewise(source, start, end, problem)
        return None, [*builder.problems, problem]
    except (yaml.YAMLError, ValueError) as error:
        return None, [_unreadable_yaml(source, start, error)]
    if isinstance(root, Mapping):
        # A list of keys with a duplicate can still be checked; one with a hole can't.
        holes = {"yaml-alias", "yaml-key"} & {problem.code for problem in builder.problems}
        return (None if holes else root), builder.problems
    what = "nothing" if root is None else type(root).__name__.lower()
    span = source.span(start, start + 1) if root is None else source.line_span(root.start)
    message = f"Expected keys with values, found {what}."
    return None, [Problem("yaml-not-a-mapping", span, message, "Write `key: value` lines.")]


def _parse_piecewise(
    source: Source, start: int, end: int, problem: Problem
) -> tuple[Mapping | None, list[Problem]]:
    """Read each top-level key by itself, so that one slip hides no other."""
    starts = [start + match.start() for match in _TOP_KEY.finditer(source.text[start:end])]
    entries: list[tuple[Scalar, Node]] = []
    problems: list[Problem] = []
    unread: set[str] = set()
    for at, following in pairwise([*starts, end]):
        piece, found = parse_mapping(source, at, following, whole=False)
        problems.extend(found)
        if piece is None:
            unread.add(source.text[at : source.text.index(":", at)])
        else:
            entries.extend(piece.entries)
    # Where every piece is fine alone, something between them isn't, such as a stray line.
    return Mapping(start, end, tuple(entries), frozenset(unread)), problems or [problem]


class _Refused(Exception):
    """The input passes a limit; the rest isn't read."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet."""

    start: int
    is_mapping: bool
    nodes: list[Node] = field(default_factory=list)


class _Builder:
    """Builds nodes from events with a stack of its own, so that depth can't exhaust Python's."""

    def __init__(self, source: Source, offset: int) -> None:
        self.source = source
        self.offset = offset
        self.problems: list[Problem] = []
        self.open = [_Open(offset, is_mapping=False)]
        """At the bottom a list for the root."""

    def build(self, text: str) -> Node | None:
        # Without `yaml.parse`, whose generator takes longer than the parser itself.
        events = iter(yaml.CSafeLoader(text).get_event, None)
        for count, event in enumerate(events, start=1):
            if count > MAX_NODES or len(self.open) > MAX_DEPTH + 1:
                self._refuse_size(event)
            if isinstance(event, yaml.ScalarEvent):
                self.open[-1].nodes.append(self._scalar(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._refuse_extras(event)
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                self.open.append(_Open(self._place(event)[0], is_mapping))
            elif isinstance(event, yaml.CollectionEndEvent):
                node = self._close(self.open.pop(), self._place(event)[1])
                self.open[-1].nodes.append(node)
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, "yaml-alias", "An alias.", "Write the value out.")
                self.open[-1].nodes.append(Scalar(*self._place(event), None))
        roots = self.open[0].nodes
        return roots[-1] if roots else None

    def _place(self, event: yaml.Event) -> tuple[int, int]:
        """Where an event begins and ends in the file."""
        # The stubs say that an event may lack marks; libyaml's never do.
        start, end = cast(Any, event.start_mark), cast(Any, event.end_mark)
        return self.offset + start.index, self.offset + end.index

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = self._place(event)
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self.source.text.startswith((" ", "\t"), end):
            self._refuse_comment(event, end)
        if event.style == '"' and (odd := ODD.search(event.value)):
            message = f"The character U+{ord(odd[0]):04X}, which can't be seen, as an escape."
            span = self.source.span(start, end)
            self.problems.append(Problem("file-character", span, message, "Delete it."))
        is_null = not event.style and event.value in ("", "~", "null")
        return Scalar(start, end, None if is_null else event.value)

    def _close(self, opened: _Open, end: int) -> Node:
        if not opened.is_mapping:
            return Sequence(opened.start, end, tuple(opened.nodes))
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
            if self._key_is_new(key, seen) and isinstance(key, Scalar):
                entries.append((key, value))
        return Mapping(opened.start, end, tuple(entries))

    def _key_is_new(self, key: Node, seen: dict[str, Scalar]) -> bool:
        if not isinstance(key, Scalar) or key.value is None:
            span = self.source.span(key.start, key.end)
            self.problems.append(
                Problem("yaml-key", span, "A key that isn't text.", "Write a plain name.")
            )
            return False
        if key.value not in seen:
            seen[key.value] = key
            return True
        first = self.source.span(seen[key.value].start, seen[key.value].end)
        message = f'The key "{key.value}" stands twice.'
        span = self.source.span(key.start, key.end)
        self.problems.append(
            Problem("yaml-duplicate-key", span, message, "Keep one of the two.", also=first)
        )
        return False

    def _refuse_size(self, event: yaml.Event) -> NoReturn:
        limit = f"deeper than {MAX_DEPTH} levels or longer than {MAX_NODES:,} nodes"
        self._refuse(event, "yaml-limit", f"YAML {limit}.", "Flatten or shorten it.")
        raise _Refused

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, "yaml-anchor", f"An anchor (&{event.anchor}).", "Remove it.")
        if event.tag:
            self._refuse(event, "yaml-tag", f"A tag ({event.tag}).", "Remove it.")

    def _refuse_comment(self, event: yaml.ScalarEvent, end: int) -> None:
        """A space and a hash end a value, which an author of prose rarely means."""
        cut = _COMMENT.match(self.source.text, end)
        if cut and event.style not in ("|", ">"):
            span = self.source.span(cut.end() - 1)
            message = "From here on the line is a comment, which cuts the value."
            help = "Put the value in quotation marks, or the comment on a line of its own."
            self.problems.append(Problem("yaml-comment", span, message, help))

    def _refuse(self, event: yaml.Event, code: str, message: str, help: str) -> None:
        span = self.source.line_span(self._place(event)[0])
        self.problems.append(Problem(code, span, message, help))


def _syntax_problem(source: Source, start: int, end: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = min(start + (int(mark.index) if mark else 0), max(end - 1, start))
    detail = error.problem or "unreadable YAML"
    help = "Check the quotes and the indentation of this line and the one before."
    if "mapping values are not allowed" in detail:
        help = "A value that holds a colon and a space must stand in quotation marks."
    return Problem("yaml-syntax", source.span(index), f"{detail.capitalize()}.", help)


def _unreadable_yaml(source: Source, start: int, error: Exception) -> Problem:
    # libyaml's reader names no mark for a character that YAML forbids.
    position = getattr(error, "position", 0) or 0
    text_before = source.text[start:].encode("utf-8", "replace")[:position]
    index = start + len(text_before.decode("utf-8", "ignore"))
    if ODD.match(source.text, index):
        return odd_character(source, index)
    message = f"YAML that can't be read ({getattr(error, 'reason', error)})."
    return Problem("yaml-syntax", source.span(index), message, "Delete or quote what stands here.")
