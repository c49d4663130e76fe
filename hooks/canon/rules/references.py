"""Rules about what a question refers to: vocabulary, other questions, dates, sources."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import date

from canon.body import Body
from canon.problems import Problem, Span, nearest
from canon.question import Question
from canon.triage import Triage
from canon.vocabulary import Vocabulary
from canon.yaml_nodes import locate

LINK = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\((?P<target>[^()\s]*)\)")
OPENING = re.compile(r"\]\(\s*<?(?P<target>[^)>\s]*)")
"""How every inline link begins, well-formed or not: nothing that a browser follows may slip by."""

PRIMARY = ("paper", "docs", "standard", "data")
ALLOWED_SCHEMES = ("https://", "http://", "mailto:")


def _span(question: Question, *path: int | str) -> Span:
    node = locate(question.nodes, path)
    return question.source.span(node.start, node.end)


def _unknown(span: Span, kind: str, wrong: str, known: Iterable[str]) -> Problem:
    message = f'"{wrong}" is not a {kind}.'
    return Problem("reference-unknown", span, message, nearest(wrong, known))


def _unlisted(span: Span, id: str, vocabulary: Vocabulary) -> Problem:
    return _unknown(span, "question of the manifest", id, vocabulary.manifest)


def vocabulary_is_known(question: Question, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Category, rounds, dimensions and poles are in the vocabulary; each dimension once."""
    meta = question.meta
    if meta.category not in vocabulary.categories:
        span = _span(question, "category")
        yield _unknown(span, "category", meta.category, vocabulary.categories)
    for i, name in enumerate(meta.rounds):
        if name not in vocabulary.rounds:
            yield _unknown(_span(question, "rounds", i), "round", name, vocabulary.rounds)
    seen: set[str] = set()
    for i, pull in enumerate(meta.tradeoffs):
        dimension = vocabulary.dimensions.get(pull.dimension)
        if dimension is None:
            where = _span(question, "tradeoffs", i, "dimension")
            yield _unknown(where, "dimension", pull.dimension, vocabulary.dimensions)
        elif pull.toward not in dimension.poles:
            where = _span(question, "tradeoffs", i, "toward")
            yield _unknown(where, f"pole of {pull.dimension}", pull.toward, dimension.poles)
        if pull.dimension in seen:
            message = f'The dimension "{pull.dimension}" stands twice.'
            where = _span(question, "tradeoffs", i, "dimension")
            yield Problem("reference-duplicate", where, message, "Merge the two pulls.")
        seen.add(pull.dimension)


def related_are_listed(question: Question, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Related ids are in the manifest, differ from each other and from the page itself."""
    seen: set[str] = set()
    for i, related in enumerate(question.meta.related):
        where = ("related", i, "id")
        if related.id == question.id:
            message = "A question can't be related to itself."
            help = "Name another question."
            yield Problem("reference-self", _span(question, *where), message, help)
        elif related.id in seen:
            message = f'"{related.id}" is related twice.'
            help = "Keep one of the two."
            yield Problem("reference-duplicate", _span(question, *where), message, help)
        elif related.id not in vocabulary.manifest:
            yield _unlisted(_span(question, *where), related.id, vocabulary)
        seen.add(related.id)
    yield from seen_are_listed(question.body, question.triage, vocabulary)


def seen_are_listed(body: Body, triage: Triage | None, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The questions that a triage sends to are in the manifest."""
    for step in triage.nodes.values() if triage else ():
        if step.see and step.see not in vocabulary.manifest:
            at = body.source.text.find(f"see: {step.see}", body.start) + len("see: ")
            yield _unlisted(body.source.span(at, at + len(step.see)), step.see, vocabulary)


def links_lead_somewhere(body: Body, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A link goes to a listed question's file, to a heading here, or to the web."""
    folder = posixpath.dirname(body.source.path)
    for match in OPENING.finditer(body.prose):
        target = match["target"]
        path, _, anchor = target.partition("#")
        if target.startswith(ALLOWED_SCHEMES) or (not path and anchor):
            continue
        if ":" in path or path.startswith("/"):
            message = f'"{target}" can\'t be linked.'
            help = "Link to the web with https, to a question by its file."
            yield Problem("link-scheme", target_span(body, match), message, help)
        elif resolve(folder, path) not in vocabulary.ids_by_path:
            message = f'"{target}" is not the file of a listed question.'
            help = _meant(folder, path, vocabulary)
            yield Problem("link-target", target_span(body, match), message, help)


def resolve(folder: str, path: str) -> str:
    """Give the path from the project's root of a file that is linked from a folder."""
    return posixpath.normpath(posixpath.join(folder, path))


def target_span(body: Body, match: re.Match[str]) -> Span:
    """Where the target of a link stands."""
    return body.source.span(match.start("target"), max(match.end("target"), 1))


def _meant(folder: str, path: str, vocabulary: Vocabulary) -> str:
    """Suggest the file of the question that a link names, or the nearest spelling."""
    listed = vocabulary.manifest.get(posixpath.splitext(posixpath.basename(path))[0])
    if listed:
        return f'Write "{posixpath.relpath(listed.path, folder)}".'
    return nearest(resolve(folder, path), vocabulary.ids_by_path)


def title_is_the_manifests(question: Question, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The manifest knows the question by this id, in this folder, under this title."""
    listed = vocabulary.manifest.get(question.id)
    if listed is None:
        top = question.source.line_span(0)
        message = f'The id "{question.id}" is not in the manifest.'
        help = f"{nearest(question.id, vocabulary.manifest)} The file's name is its id."
        yield Problem("id-unlisted", top, message, help)
        return
    if question.title != listed.title:
        message = f'The title differs from the manifest\'s, "{listed.title}".'
        help = "Use the manifest's, or change it there."
        yield Problem("title-differs", _span(question, "title"), message, help)
    known = question.meta.category in vocabulary.categories
    if known and (question.meta.category != listed.category or question.path != listed.path):
        message = f'"{question.id}" belongs to {listed.category}, in {listed.path}.'
        help = "Move the file, or mend `category`."
        yield Problem("category-differs", _span(question, "category"), message, help)


def review_is_past(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """Nobody has reviewed a page tomorrow."""
    if question.meta.reviewed > date.today():
        message = f"{question.meta.reviewed} is in the future."
        help = "Write the day on which the page was read against its sources."
        yield Problem("date-future", _span(question, "reviewed"), message, help)


def sources_carry_the_page(question: Question, _: Vocabulary) -> Iterator[Problem]:
    """Two sources, one where the page is behavioral; at least one is primary."""
    sources = question.meta.sources
    needed = 1 if "behavioral" in question.meta.rounds else 2
    if len(sources) < needed:
        span = question.source.line_span(locate(question.nodes, ("sources",)).start)
        message = f"{len(sources)} source, at least {needed} are expected."
        yield Problem("sources-few", span, message, "Cite what carries the page's claims.")
    if not any(source.kind in PRIMARY for source in sources):
        span = question.source.line_span(locate(question.nodes, ("sources",)).start)
        message = "No primary source."
        help = f"At least one must be of the kind {', '.join(PRIMARY)}."
        yield Problem("sources-secondary", span, message, help)
