"""The page of one question."""

from __future__ import annotations

from datetime import date, timedelta

from canon.body import parse_body
from canon.canon import Canon
from canon.diagrams import Pictures, figure, flowchart, replace_fences
from canon.pages.site import GLOSSARY, INDEX, Links, render
from canon.question import (
    BREATH,
    STRONG_TELLS,
    WEAK,
    WEAK_TELLS,
    Question,
)
from canon.source import Source
from canon.triage import Triage

FRESH = timedelta(days=365)


def compose(question: Question, canon: Canon, pictures: Pictures, today: date) -> str:
    """Compose the whole page as Markdown, in the order that serves a reader."""
    links = Links(canon, question.path)

    def prose(text: str) -> str:
        return replace_fences(links.written(text, question), pictures)

    return render(
        "question.md",
        question=question,
        vocabulary=canon.vocabulary,
        links=links,
        prose=prose,
        breath=prose(question.text(BREATH)),
        weak=prose(question.text(WEAK)),
        strong_tells=prose(question.text(STRONG_TELLS)),
        weak_tells=prose(question.text(WEAK_TELLS)),
        middle=[
            (part.title, prose(with_chart(part.text, question.triage, pictures, links)))
            for part in question.middle
        ],
        rungs=[(rung.title, prose(rung.text)) for rung in question.follow_ups],
        terms=canon.glossary.terms_in(question.prose),
        glossary=links.path(GLOSSARY),
        index=links.path(INDEX),
        is_stale=today - question.meta.reviewed > FRESH,
        meeting={
            pull.dimension: _beside(question, canon, pull.dimension)
            for pull in question.meta.tradeoffs
        },
    )


def _beside(question: Question, canon: Canon, dimension: str) -> list[str]:
    """Ids of up to three other questions that pull on the same dimension."""
    others = [other.id for other, _ in canon.pulls(dimension) if other.id != question.id]
    return others[:3]


def with_chart(text: str, triage: Triage | None, pictures: Pictures, links: Links) -> str:
    """Put chart and outline in the place of the triage fence."""
    fences = parse_body(Source("", text), 0)[0].fences if triage else ()
    fence = next((each for each in fences if each.language == "triage"), None)
    if triage is None or fence is None:
        return text
    drawn = compose_triage(triage, pictures, links)
    return f"{text[: fence.start]}{drawn}\n{text[fence.end :]}"


def compose_triage(triage: Triage, pictures: Pictures, links: Links) -> str:
    """Render one graph as a chart and an outline; the stepper is made from the outline."""
    chart = figure(flowchart(triage), pictures)
    numbers = triage.numbered()
    steps = [(name, triage.nodes[name]) for name in numbers]
    return render(
        "triage.md", triage=triage, chart=chart, steps=steps, numbers=numbers, links=links
    )
