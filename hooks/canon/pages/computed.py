"""Every file of the site that is computed whole: no author writes any of it."""

from __future__ import annotations

from collections.abc import Iterator

from canon.canon import Canon
from canon.catalog import catalog
from canon.exports import export_json, export_schema, front_matter_schema
from canon.mathml import Converter
from canon.pages.blocks import compose_category, compose_problem, compose_redirect
from canon.pages.site import category_page, problem_page


def compute_files(canon: Canon, address: str, *, is_local: bool) -> Iterator[tuple[str, str]]:
    """Give each file's path in the site's sources, and its text: Markdown, HTML or JSON.

    Args:
        canon: What they are computed from.
        address: The site's own, with a slash at the end.
        is_local: Whether pages are read as files, so that addresses name them.
    """
    for category in canon.vocabulary.categories:
        page = category_page(category)
        yield page, compose_category(canon, category, page)
    for old, new in canon.vocabulary.renamed.items():
        target = f"../{new}/index.html" if is_local else f"../{new}/"
        yield f"questions/{old}/index.html", compose_redirect(target)
    yield "api/questions.json", export_json(canon, lambda id: f"{address}questions/{id}/")
    yield "api/questions.schema.json", export_schema()
    yield "api/question.schema.json", front_matter_schema()


def problem_files(converter: Converter) -> Iterator[tuple[str, str]]:
    """Give the page of each code of the check, by its path."""
    for code in catalog():
        yield problem_page(code), compose_problem(code, converter)
