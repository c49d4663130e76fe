"""Computed blocks that hand-written pages take in with a marker, and pages made of one block."""

from __future__ import annotations

from canon.body import words
from canon.canon import Canon
from canon.catalog import catalog, show
from canon.mathml import Converter
from canon.pages.site import (
    BRIEF,
    INDEX,
    WITH_DIMENSION,
    Block,
    Links,
    dimension_page,
    problem_page,
    render,
)
from canon.question import BREATH, WORDS_PER_MINUTE, Question
from canon.search import facets
from canon.vocabulary import Listed

LATEST = 5
SHOWN_IN_CELL = 3
"""Questions in a cell of the matrix; the others are a link away."""


def compose_category(canon: Canon, category: str, page: str) -> str:
    """Compose a category's page."""
    entry = canon.vocabulary.categories[category]
    deck = canon.vocabulary.decks[entry.deck]
    return render(
        "category.md",
        category=entry,
        deck=deck,
        links=Links(canon, page),
        index=Links(canon, page).path(INDEX),
        id=category,
        brief=Links(canon, page).path(BRIEF),
        questions=canon.in_category(category),
        missing=_missing(canon, category),
    )


def decks(canon: Canon, page: str, _: str) -> str:
    """Every deck with its categories and counts: the ways into the canon."""
    vocabulary = canon.vocabulary
    rows = [(deck, entry, _counts(canon, deck)) for deck, entry in vocabulary.decks.items()]
    return render("decks.md", rows=rows, links=Links(canon, page))


def _counts(canon: Canon, deck: str) -> list[tuple[str, int, int]]:
    """For each category of a deck: its id, the questions written, the questions listed."""
    return [
        (name, len(canon.in_category(name)), len(entry.questions))
        for name, entry in canon.vocabulary.categories_of(deck).items()
    ]


def reviewed(canon: Canon, page: str, _: str) -> str:
    """The questions that were reviewed last."""
    latest = sorted(canon.questions, key=lambda each: each.meta.reviewed, reverse=True)[:LATEST]
    return render("list.md", questions=latest, missing=[], links=Links(canon, page))


def index(canon: Canon, page: str, _: str) -> str:
    """All questions by deck and category."""
    groups = [
        (
            deck,
            [
                (name, category, canon.in_category(name), _missing(canon, name))
                for name, category in canon.vocabulary.categories_of(id).items()
            ],
        )
        for id, deck in canon.vocabulary.decks.items()
    ]
    return render("index.md", groups=groups, facets=_facets(canon), links=Links(canon, page))


def _facets(canon: Canon) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters of the index: name in the address, label, values with their titles."""
    titles = {"deck": "Deck", "category": "Category", "level": "Level", "round": "Round"}
    titles["tradeoff"] = "Tradeoff"
    values = facets(canon.vocabulary)
    return [(name, title, values[name]) for name, title in titles.items()]


def _missing(canon: Canon, category: str) -> list[Listed]:
    return [entry for entry in canon.missing() if entry.category == category]


def matrix(canon: Canon, page: str, _: str) -> str:
    """The four dimensions against each other: which questions pull on both."""
    names = list(canon.vocabulary.dimensions)
    cells = {(row, column): canon.meeting(row, column) for row in names for column in names}
    return render(
        "matrix.md",
        dimensions=canon.vocabulary.dimensions,
        cells=cells,
        shown=SHOWN_IN_CELL,
        path=dimension_page,
        links=Links(canon, page),
    )


def pulls(canon: Canon, page: str, dimension: str) -> str:
    """Every pull on one dimension, by pole, and where it meets the other dimensions."""
    entry = canon.vocabulary.dimensions[dimension]
    by_pole = {
        pole: [pair for pair in canon.pulls(dimension) if pair[1].toward == pole]
        for pole in entry.poles
    }
    others = [name for name in canon.vocabulary.dimensions if name != dimension]
    return render(
        "pulls.md",
        dimension=entry,
        by_pole=by_pole,
        meetings=[(name, canon.meeting(dimension, name)) for name in others],
        alone=canon.meeting(dimension, dimension),
        dimensions=canon.vocabulary.dimensions,
        links=Links(canon, page),
        path=dimension_page,
    )


def rounds(canon: Canon, page: str, _: str) -> str:
    """How each kind of interview wants time spent, and the questions asked there."""
    rows = [
        (name, entry, _asked_in(canon, name)) for name, entry in canon.vocabulary.rounds.items()
    ]
    return render("rounds.md", rows=rows, links=Links(canon, page))


def _asked_in(canon: Canon, round: str) -> list[Question]:
    return [question for question in canon.questions if round in question.meta.rounds]


def brief(canon: Canon, page: str, _: str) -> str:
    """Every question as it is read in the last minutes before a call."""
    links = Links(canon, page)
    groups = {
        deck: [
            (name, canon.in_category(name))
            for name in canon.vocabulary.categories_of(deck)
            if canon.in_category(name)
        ]
        for deck in canon.vocabulary.decks
    }
    return render(
        "brief.md",
        groups=groups,
        vocabulary=canon.vocabulary,
        links=links,
        prose=lambda question: links.written(question.text(BREATH), question),
        seconds=_seconds_in_brief,
    )


def _seconds_in_brief(question: Question) -> int:
    """Seconds to read what the brief shows of a question, one level's line included."""
    slips = question.meta.anti_patterns
    said = [slips[0].say, *(slip.instead for slip in slips[:2]), question.follow_ups[0].title]
    text = " ".join([question.title, question.text(BREATH), question.levels[0].shift, *said])
    return round(words(text) / WORDS_PER_MINUTE * 60)


def triages(canon: Canon, page: str, _: str) -> str:
    """Every triage by category, with the question that it starts from."""
    groups = [
        (category.title, [each for each in canon.in_category(name) if each.triage])
        for name, category in canon.vocabulary.categories.items()
    ]
    with_some = [group for group in groups if group[1]]
    return render("triages.md", groups=with_some, links=Links(canon, page))


def glossary(canon: Canon, page: str, _: str) -> str:
    """Every term with what it stands for, its other names and where it matters most."""
    terms = sorted(canon.glossary.terms.items(), key=lambda pair: pair[1].term.lower())
    return render("glossary.md", terms=terms, links=Links(canon, page))


def problems(canon: Canon, page: str, _: str) -> str:
    """Every code of the check with its reason."""
    links = {code: Links(canon, page).path(problem_page(code)) for code in catalog()}
    return render("problems.md", catalog=catalog(), links=links)


def compose_problem(code: str, converter: Converter) -> str:
    """Compose the page of one code, with the diagnostic as it really prints."""
    rule = catalog()[code]
    return render("problem.md", code=code, rule=rule, report=show(rule, converter).report)


def compose_redirect(target: str) -> str:
    """Compose the HTML page that stands at an old address, for readers without script too."""
    return render("redirect.html", target=target)


BLOCKS: dict[str, Block] = {
    "decks": decks,
    "reviewed": reviewed,
    "index": index,
    "matrix": matrix,
    WITH_DIMENSION: pulls,
    "rounds": rounds,
    "triages": triages,
    "glossary": glossary,
    "brief": brief,
    "problems": problems,
}
"""Every block by the name that its marker uses: `<!-- canon: pulls cost-value -->`."""
