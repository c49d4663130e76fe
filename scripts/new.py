"""Write the skeleton of a question. What the check then says of it is what is left to write."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
sys.path.insert(0, str(ROOT / "scripts"))

from canon.problems import nearest  # noqa: E402
from canon.question import EXAMPLE, FOLLOW_UPS, REACT, REACT_MOVES, STORY, TRIAGE, WEAK  # noqa: E402
from canon.rules.sections import REQUIRED  # noqa: E402
from canon.schema import LEVELS, Shape  # noqa: E402
from canon.vocabulary import Listed, Vocabulary, read_vocabulary  # noqa: E402
from command import run  # noqa: E402

SHAPES: tuple[str, ...] = get_args(Shape)


def main(arguments: list[str] | None = None) -> int:
    """Write the file and say what to do next."""
    options = parse(arguments)
    vocabulary, problems = read_vocabulary(options.root)
    if vocabulary is None:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    listed = find(vocabulary, options.category, options.title)
    if isinstance(listed, str):
        print(listed, file=sys.stderr)
        return 2
    file = options.root / listed.path
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(skeleton(listed, options.shape))
    except FileExistsError:
        print(f"{listed.path} is there already.", file=sys.stderr)
        return 1
    print(f"{listed.path}\nNext: `make check` lists what is left to write.")
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("category", help="the category's id, for example llm-systems")
    parser.add_argument("title", help="the question's id or title, as the vocabulary lists it")
    parser.add_argument("--shape", choices=SHAPES, default="concept")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    return parser.parse_args(arguments)


def find(vocabulary: Vocabulary, category: str, title: str) -> Listed | str:
    """Find a listed question by its id or title, or say what is wrong."""
    if category not in vocabulary.categories:
        return f'"{category}" is not a category. {nearest(category, vocabulary.categories)}'
    listed = {id: vocabulary.manifest[id] for id in vocabulary.categories[category].questions}
    by_title = {entry.title.lower(): entry for entry in listed.values()}
    found = listed.get(title) or by_title.get(title.lower())
    known = [*listed, *by_title]
    return found or f'"{title}" is not listed in {category}. {nearest(title, known)}'


def skeleton(listed: Listed, shape: str) -> str:
    """Give the text of an empty question with every part that its shape needs."""
    # Text in JSON is text in YAML too, with quotation marks and backslashes escaped.
    quoted = json.dumps(listed.title, ensure_ascii=False)
    return f"""---
title: {quoted}
category: {listed.category}
level: L5
shape: {shape}
summary:
probe:
anti-patterns:
  - say:
    why:
    instead:
rounds: []
tradeoffs: []
related:
  - id:
    why:
aliases: []
sources:
  - title:
    url:
    year:
    kind:
    supports:
reviewed:
---

{chr(10).join(f"## {title}{chr(10)}" for title in sections(listed, shape))}"""


def sections(listed: Listed, shape: str) -> list[str]:
    """List the sections that a question of this shape has, in order."""
    is_tradeoff = listed.category == "tradeoffs"
    parts = [*REQUIRED[:1], *([WEAK] if is_tradeoff else []), *LEVELS]
    parts += [title for title in REQUIRED if title not in (*parts, FOLLOW_UPS)]
    parts.append(STORY if shape == "story" else EXAMPLE)
    if shape in ("diagnosis", "choice"):
        parts.append(TRIAGE)
    if is_tradeoff:
        parts += [REACT + "".join(f"\n\n### {move}" for move in REACT_MOVES)]
    return [*parts, FOLLOW_UPS]


if __name__ == "__main__":
    sys.exit(run(main))
