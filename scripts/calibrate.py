"""Measure the rules on substance: what they catch of bad pages, and what they say of good ones.

Bad pages are made from the finished questions. For levels that are swapped and for paraphrases
there is no floor: no rule may reward vocabulary.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
sys.path.insert(0, str(ROOT / "scripts"))

from canon.body import parse_body  # noqa: E402
from canon.canon import load  # noqa: E402
from canon.digest import digest  # noqa: E402
from canon.problems import Problem  # noqa: E402
from canon.question import Question  # noqa: E402
from canon.rules.copies import Page, check_copies  # noqa: E402
from canon.rules.substance import levels_differ, nothing_is_left_to_write  # noqa: E402
from canon.source import Source  # noqa: E402
from canon.vocabulary import Vocabulary  # noqa: E402
from canon.wording import FUNCTION_WORDS  # noqa: E402
from command import run  # noqa: E402

Maker = Callable[[Question, Question, random.Random], str]
"""Makes the text of a bad page from the page itself and another finished one."""


def templated(page: Question, other: Question, chance: random.Random) -> str:
    """Another page's body with this page's title words in the place of its own."""
    body = other.source.text[other.body.start :]
    new = [word for word in page.title.lower().split() if word not in FUNCTION_WORDS]
    for word in other.title.split():
        if word.lower() not in FUNCTION_WORDS:
            body = re.sub(rf"\b{re.escape(word.strip('?:,'))}\b", chance.choice(new), body)
    return page.source.text[: page.body.start] + body


def shuffled(page: Question, other: Question, chance: random.Random) -> str:
    """Another page's body with the sentences of each paragraph in another order."""
    paragraphs = other.source.text[other.body.start :].split("\n\n")
    mixed = [
        paragraph if paragraph.startswith(("#", "`", "-", "$")) else _shuffle(paragraph, chance)
        for paragraph in paragraphs
    ]
    return page.source.text[: page.body.start] + "\n\n".join(mixed)


def _shuffle(paragraph: str, chance: random.Random) -> str:
    sentences = re.split(r"(?<=[.?!]) ", paragraph)
    chance.shuffle(sentences)
    return " ".join(sentences)


def padded(page: Question, other: Question, chance: random.Random) -> str:
    """The answer at L6 is the one at L5 and a sentence about monitoring."""
    longer = _spoken(page, "L5") + " And I'd set up monitoring with an owner, and review it weekly."
    return page.source.text.replace(_spoken(page, "L6"), longer)


def swapped(page: Question, other: Question, chance: random.Random) -> str:
    """L5 and L6 trade places."""
    lower, upper = _spoken(page, "L5"), _spoken(page, "L6")
    text = page.source.text.replace(lower, "\0").replace(upper, lower)
    return text.replace("\0", upper)


def _spoken(page: Question, level: str) -> str:
    """A level's answer as it stands in the file: as read, marks between paragraphs are gone."""
    found = re.search(r'"(.*?)"\s*(?:\n\s*\n|\Z)', page.text(level), re.DOTALL)
    assert found is not None
    return found[1]


_SYNONYMS = {
    "first": "initially", "because": "since", "use": "employ", "before": "prior to",
    "show": "demonstrate", "then": "afterwards", "cost": "expense", "need": "require",
    "start": "begin", "model": "predictor", "data": "records", "error": "mistake",
    "small": "little", "big": "large", "drop": "fall", "keep": "retain", "say": "state",
}  # fmt: skip


def paraphrased(page: Question, other: Question, chance: random.Random) -> str:
    """Another page's body with common words replaced."""
    body = other.source.text[other.body.start :]
    for word, synonym in _SYNONYMS.items():
        body = re.sub(rf"\b{word}\b", synonym, body)
    return page.source.text[: page.body.start] + body


def unfinished(page: Question, other: Question, chance: random.Random) -> str:
    """One paragraph, or heading, is a placeholder. Code isn't read for any: it must run."""
    paragraphs = re.finditer(r"(?:^.*\S.*\n)+", page.body.prose[page.body.start :], re.MULTILINE)
    start, end = (page.body.start + at for at in chance.choice(list(paragraphs)).span())
    said = chance.choice(["TODO", "To be written.", "[insert an example here]", "..."])
    return f"{page.source.text[:start]}{said}\n{page.source.text[end:]}"


KINDS: dict[str, Maker] = {
    "templated": templated,
    "shuffled": shuffled,
    "padded levels": padded,
    "unfinished": unfinished,
    "swapped levels": swapped,
    "paraphrased": paraphrased,
}


def main(arguments: list[str] | None = None) -> int:
    """Print recall for each kind, and what is said of the finished questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    canon, _ = load(ROOT)
    if canon is None or len(canon.questions) < 2:
        print("Fewer than two questions can be read. Run `make check`.", file=sys.stderr)
        return 1
    good = list(canon.questions)
    wrong = {problem.span.path for problem in judge(good, canon.vocabulary)}
    print(f"{'finished':<16}{len(wrong)} of {len(good)} reported (false alarms)")
    for name, make in KINDS.items():
        chance = random.Random(options.seed)
        pairs = [(page, other) for page in good for other in good if other is not page][:132]
        caught = 0
        for page, other in pairs:
            bad = remade(page, make(page, other, chance))
            rest = [each for each in good if each is not page]
            caught += any(
                bad.path in touched(each) for each in judge([*rest, bad], canon.vocabulary)
            )
        precision = caught / (caught + len(wrong)) if caught else 0.0
        recall = f"{caught} of {len(pairs)}"
        print(f"{name:<16}recall {recall} ({caught / len(pairs):.0%}), precision {precision:.0%}")
    return 0


def touched(problem: Problem) -> set[str]:
    """The files that a problem names."""
    return {span.path for span in (problem.span, problem.also) if span}


def remade(page: Question, text: str) -> Question:
    """Read a changed text as the page's."""
    source = Source(page.path, text)
    body, _ = parse_body(source, page.body.start)
    return replace(page, source=source, body=body, read=None)


def judge(questions: list[Question], vocabulary: Vocabulary) -> Iterable[Problem]:
    """What the rules on substance say."""
    yield from check_copies([Page(question, digest(question)) for question in questions])
    for question in questions:
        yield from levels_differ(question, vocabulary)
        yield from nothing_is_left_to_write(question, vocabulary)


if __name__ == "__main__":
    sys.exit(run(main))
