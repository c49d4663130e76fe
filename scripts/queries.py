"""What candidates type (tests/data/search-queries.tsv), and how well it was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).resolve().parent.parent / "tests" / "data" / "search-queries.tsv"


@dataclass(frozen=True)
class Query:
    """A line of the file of queries."""

    set: str
    kind: str
    text: str
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """How well a list of queries was answered; all three lie between 0 and 1."""

    count: int
    mrr: float
    success_at_1: float
    success_at_3: float

    def __str__(self) -> str:
        return (
            f"n={self.count:3d}  MRR {self.mrr:.3f}"
            f"  at 1 {self.success_at_1:.3f}  at 3 {self.success_at_3:.3f}"
        )


def read_queries() -> list[Query]:
    """Give all queries, also those whose question isn't written yet."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Query(set, kind, text, tuple(ids.split(","))) for set, kind, text, ids in rows]


def answerable(queries: Iterable[Query], written: Iterable[str]) -> list[Query]:
    """Keep queries whose first wanted question is written; the others only answer it too."""
    ids = set(written)
    return [query for query in queries if query.wanted[0] in ids]


def rank_of(query: Query, found: Sequence[str]) -> int | None:
    """Give the place of the first right address, 1 for the first; None if none is right."""
    wanted = {f"questions/{id}/" for id in query.wanted}
    return next((place for place, url in enumerate(found, 1) if url in wanted), None)


def quality(ranks: Sequence[int | None]) -> Quality:
    """Sum up ranks."""
    count = max(1, len(ranks))
    return Quality(
        len(ranks),
        sum(1 / rank for rank in ranks if rank) / count,
        sum(rank == 1 for rank in ranks) / count,
        sum(rank is not None and rank <= 3 for rank in ranks) / count,
    )


def quality_by_group(ranks: Mapping[Query, int | None]) -> dict[str, Quality]:
    """Give the quality over all queries, by set and by kind."""
    groups: dict[str, list[int | None]] = defaultdict(list)
    for query, rank in ranks.items():
        for name in ("all", query.set, query.kind):
            groups[name].append(rank)
    return {name: quality(found) for name, found in groups.items()}
