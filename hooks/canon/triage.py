"""Triage: a decision graph written as YAML, checked, and rendered from one model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from canon.body import Body, Fence
from canon.front_matter import read_model
from canon.problems import Problem, Span
from canon.schema import Identifier
from canon.source import Source
from canon.yaml_nodes import Mapping, Node, locate

MAX_DEPTH = 10
MAX_NODES = 24

Label = Annotated[str, StringConstraints(min_length=2, max_length=40, pattern=r"^\S[^\n]*$")]
Answer = Annotated[str, StringConstraints(min_length=1, max_length=14, pattern=r"^\S[^\n]*$")]


class Step(BaseModel):
    """One node: a question with answers, or an action that may go on."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    ask: Label | None = None
    answers: Annotated[dict[Answer, str], Field(min_length=2, max_length=4)] | None = None
    do: Label | None = None
    then: str | None = None
    see: Identifier | None = None

    @property
    def targets(self) -> list[str]:
        """The nodes that this one leads to, in the order in which they were written."""
        if self.answers:
            return list(self.answers.values())
        return [self.then] if self.then else []


class Triage(BaseModel):
    """The whole graph. Its first node is the start."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: Annotated[str, StringConstraints(min_length=5, max_length=80, pattern=r"^\S[^\n]*$")]
    nodes: Annotated[dict[Identifier, Step], Field(min_length=3, max_length=MAX_NODES)]

    @property
    def start(self) -> str:
        """The name of the first node."""
        return next(iter(self.nodes))

    @property
    def opening(self) -> str:
        """What is asked or done first."""
        first = self.nodes[self.start]
        return first.ask or first.do or ""

    def numbered(self) -> dict[str, int]:
        """Number the nodes from 1 as a reader meets them: breadth first from the start."""
        order, queue = [self.start], [self.start]
        while queue:
            for target in self.nodes[queue.pop(0)].targets:
                if target not in order:
                    order.append(target)
                    queue.append(target)
        return {name: number for number, name in enumerate(order, start=1)}


@dataclass(frozen=True)
class _Written:
    """A graph with the places where it was written."""

    source: Source
    triage: Triage
    root: Mapping

    def span(self, *path: str) -> Span:
        """The key at a path beneath `nodes`."""
        parent: Node = locate(self.root, ("nodes", *path[:-1]))
        key = parent.key(path[-1]) if isinstance(parent, Mapping) else None
        node = key or parent
        return self.source.span(node.start, max(node.end, node.start + 1))


def first_triage(body: Body) -> tuple[Triage | None, list[Problem]]:
    """Read every `triage` fence of a body, and give the first; there should be one at most."""
    graphs, problems = [], []
    for fence in body.fences:
        if fence.language == "triage":
            graph, found = read_triage(body.source, fence)
            graphs.append(graph)
            problems.extend(found)
    return next(iter(graphs), None), problems


def read_triage(source: Source, fence: Fence) -> tuple[Triage | None, list[Problem]]:
    """Read and check one `triage` fence."""
    triage, root, problems = read_model(source, fence.content_start, fence.content_end, Triage)
    if triage is None or root is None:
        return None, problems
    written = _Written(source, triage, root)
    for check in (_forms, _targets):
        problems.extend(check(written))
    if not problems:
        for check in (_reachable, _cycles, _depth):
            problems.extend(check(written))
    return (None if problems else triage), problems


def _forms(written: _Written) -> Iterator[Problem]:
    for name, step in written.triage.nodes.items():
        asks = step.ask is not None and step.answers is not None
        does = step.do is not None
        stray = (step.then or step.see) and not does
        if asks == does or stray or (step.ask is None) != (step.answers is None):
            help = "Write `ask` with `answers`, or `do` with an optional `then` and `see`."
            message = f'"{name}" is neither a question with answers nor an action.'
            yield Problem("triage-node", written.span(name), message, help)
        elif step.answers and len(set(step.answers.values())) < len(step.answers):
            message = f'Two answers of "{name}" lead to the same node.'
            help = "Let each answer lead somewhere else, or drop the question."
            yield Problem("triage-same-answer", written.span(name, "answers"), message, help)


def _targets(written: _Written) -> Iterator[Problem]:
    for name, step in written.triage.nodes.items():
        for target in step.targets:
            if target not in written.triage.nodes:
                message = f'"{name}" leads to "{target}", which is not a node.'
                help = f"Nodes here: {', '.join(written.triage.nodes)}."
                yield Problem("triage-target", written.span(name), message, help)


def _reachable(written: _Written) -> Iterator[Problem]:
    reached = written.triage.numbered()
    for name in written.triage.nodes:
        if name not in reached:
            message = f'No path from "{written.triage.start}" reaches "{name}".'
            help = "Lead an answer or a `then` to it, or delete it."
            yield Problem("triage-unreachable", written.span(name), message, help)


def _cycles(written: _Written) -> Iterator[Problem]:
    """Report each node from which a path comes back to it. A graph without cycles always ends."""
    for name, step in written.triage.nodes.items():
        seen: set[str] = set()
        queue = list(step.targets)
        while queue:
            target = queue.pop()
            if target not in seen:
                seen.add(target)
                queue.extend(written.triage.nodes[target].targets)
        if name in seen:
            message = f'From "{name}" a path comes back to "{name}".'
            yield Problem("triage-cycle", written.span(name), message, "Break the circle.")
            return


def _depth(written: _Written) -> Iterator[Problem]:
    nodes = written.triage.nodes
    if any(True for _ in _cycles(written)):
        return
    depth: dict[str, int] = {}
    pending = [written.triage.start]
    while pending:
        name = pending[-1]
        waiting = [target for target in nodes[name].targets if target not in depth]
        if waiting:
            pending.extend(waiting)
            continue
        depth[name] = 1 + max((depth[target] for target in nodes[name].targets), default=0)
        pending.pop()
    if depth[written.triage.start] > MAX_DEPTH:
        message = f"The longest path has {depth[written.triage.start]} nodes, {MAX_DEPTH} fit."
        help = "Merge steps, or split the graph."
        yield Problem("triage-depth", written.span(written.triage.start), message, help)
