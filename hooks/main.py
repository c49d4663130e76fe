"""The adapter: the only file that MkDocs loads. Handlers translate; the engine decides."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from canon.build import Loaded, load_all
from canon.canon import Canon
from canon.catalog import catalog
from canon.diagrams import Pictures, diagrams_of, replace_fences
from canon.exports import export_json, export_schema, front_matter_schema
from canon.mathml import Converter, replace_marked
from canon.node import SetUpError
from canon.pages.blocks import BLOCKS, compose_category, compose_problem, compose_redirect
from canon.pages.question import compose
from canon.pages.site import category_page, fill_markers, problem_page, without_links_in_summaries
from canon.policy import with_policy
from canon.question import Question
from canon.search import SECTIONS_UP_TO, SearchPage, question_page, sections_of, write_search
from jinja2 import Environment
from mermaid2 import fence_mermaid_custom
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.hooks.canon")

PROJECT = Path(__file__).resolve().parent.parent
"""Holds the engine and its Node.js packages. Content is found through the config file instead, so
that tests can build tiny sites."""

MERMAID = "vendor/mermaid.min.js"
NOT_SEARCHED = ("problems/",)
"""Pages for authors would only be in candidates' way."""


@dataclass
class _Build:
    """What lives as long as the process. While serving, it outlasts each rebuild."""

    serving: bool = False
    """Filled by `on_startup`; problems stop a build and become a banner while serving."""
    loaded: Loaded | None = None
    """Filled by `on_config`; while serving, a bad file keeps its last good version here."""
    converter: Converter = field(default_factory=lambda: Converter(PROJECT))
    by_uri: dict[str, Question] = field(default_factory=dict)
    """Filled by `on_files`: which page is which question."""
    searched: dict[str, SearchPage] = field(default_factory=dict)
    """Filled by `on_page_content`: what the search knows, by the page's path."""

    @property
    def canon(self) -> Canon:
        """The canon that pages are made of."""
        assert self.loaded is not None
        assert self.loaded.canon is not None
        return self.loaded.canon


_build = _Build()


def on_startup(command: str, dirty: bool) -> None:
    """Note whether this is `mkdocs serve`."""
    _build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check everything before the site folder is cleaned: a bad question costs no good build."""
    root = _root(config)
    previous = _build.loaded if _build.serving else None
    try:
        _build.loaded = load_all(root, _build.converter, previous)
    except SetUpError as error:
        raise Abort(str(error)) from None
    for problem in _build.loaded.problems:
        log.log(logging.ERROR if problem.severity == "error" else logging.WARNING, "%s", problem)
    errors = _build.loaded.errors
    if _build.loaded.canon is None or (errors and not _build.serving):
        raise Abort(f"{len(errors)} problems. The site was not touched.")
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [{"name": "mermaid", "class": "mermaid", "format": _draft_fence}]
    return config


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _draft_fence(source: str, *args: Any, **options: Any) -> str:
    """Mermaid's own fence writes the source as HTML; content isn't trusted, so escape it."""
    return str(fence_mermaid_custom(escape(source), *args, **options))


# mermaid2 tells by this name that it has to load Mermaid on the page.
_draft_fence.__name__ = "fence_mermaid_custom"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what isn't a file beneath `docs/`: questions, computed pages, exports."""
    canon, root = _build.canon, _root(config)
    _build.by_uri = {question.path: question for question in canon.questions}
    _build.searched = {}
    for question in canon.questions:
        files.append(_question_file(question, root, config))
    for category in canon.vocabulary.categories:
        page = category_page(category)
        text = compose_category(canon, category, page)
        files.append(File.generated(config, page, content=text))
    if files.get_file_from_path("problems/index.md"):
        for code in catalog():
            text = compose_problem(code, _build.converter)
            files.append(File.generated(config, problem_page(code), content=text))
    for old, new in canon.vocabulary.renamed.items():
        page = f"questions/{old}/index.html"
        files.append(File.generated(config, page, content=compose_redirect(f"../{new}/")))
    base = config.site_url or "/"
    exported = export_json(canon, lambda id: f"{base}questions/{id}/")
    files.append(File.generated(config, "api/questions.json", content=exported))
    files.append(File.generated(config, "api/questions.schema.json", content=export_schema()))
    files.append(File.generated(config, "api/question.schema.json", content=front_matter_schema()))
    mermaid = files.get_file_from_path(MERMAID)
    if mermaid and not _has_drafts(canon, Pictures(root)):
        files.remove(mermaid)
    return files


def _question_file(question: Question, root: Path, config: MkDocsConfig) -> File:
    file = File(
        question.path,
        src_dir=str(root),
        dest_dir=config.site_dir,
        use_directory_urls=config.use_directory_urls,
        dest_uri=f"questions/{question.id}/index.html",
    )
    # The edit link is resolved against docs/, where a question is not.
    file.edit_uri = f"../{question.path}"
    return file


def _has_drafts(canon: Canon, pictures: Pictures) -> bool:
    drawn = pictures.names()
    return any(
        diagram.name not in drawn
        for question in canon.questions
        for diagram in diagrams_of(question)
    )


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Compose a question's page. MkDocs never reads the file: its own reader publishes bad YAML."""
    question = _build.by_uri.get(page.file.src_uri)
    if question is None:
        return None
    return compose(question, _build.canon, Pictures(_root(config)), date.today())


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give question pages their metadata and other pages their computed blocks."""
    question = _build.by_uri.get(page.file.src_uri)
    if question:
        page.meta.update(title=question.title, description=question.meta.summary)
        return markdown
    try:
        filled = fill_markers(markdown, _build.canon, page.file.src_uri, BLOCKS)
    except (ValueError, KeyError) as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None
    return replace_fences(filled, Pictures(_root(config)))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put MathML in the place of TeX."""
    try:
        html = without_links_in_summaries(replace_marked(html, _build.converter))
    except ValueError as error:
        raise PluginError(f"{page.file.src_uri}: TeX that can't be read: {error}") from None
    if not page.file.src_uri.startswith(NOT_SEARCHED):
        _build.searched[page.file.src_uri] = _search_page(page, html)
    return html


def _search_page(page: Page, html: str) -> SearchPage:
    question = _build.by_uri.get(page.file.src_uri)
    if question:
        return question_page(question, _build.canon, html)
    summary = str(page.meta.get("description", ""))
    return SearchPage(page.url or "./", str(page.title), summary, sections=sections_of(html))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Link each question with its neighbors in the category."""
    for question in _build.canon.questions:
        page = _page(files, question)
        before, after = _build.canon.neighbours(question)
        page.previous_page = _page(files, before) if before else None
        page.next_page = _page(files, after) if after else None
    return env


def _page(files: Files, question: Question) -> Page:
    file = files.get_file_from_path(question.path)
    assert file is not None
    assert file.page is not None
    return file.page


def on_page_context(
    context: TemplateContext, page: Page, config: MkDocsConfig, nav: Any
) -> TemplateContext:
    """Hand over problems for the banner."""
    assert _build.loaded is not None
    values: dict[str, Any] = {"problems": _build.loaded.problems if _build.serving else []}
    context.update(values)  # type: ignore[typeddict-item]
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Fence the page in. While serving, live reload's own inline script must run."""
    return output if _build.serving else with_policy(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the 404 page."""
    is_page = template_name.endswith(".html")
    return with_policy(output_content) if is_page and not _build.serving else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Make the search from the pages as they were written."""
    pages = [_build.searched[path] for path in sorted(_build.searched)]
    # Tests search the real pages as a large site is searched.
    limit = config.extra.get("sections_up_to", SECTIONS_UP_TO)
    try:
        write_search(PROJECT, Path(config.site_dir) / "search", pages, _build.canon, limit)
    except SetUpError as error:
        raise Abort(str(error)) from None


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuild when a question or a template changes."""
    for folder in ("questions", "overrides"):
        if (_root(config) / folder).is_dir():
            server.watch(str(_root(config) / folder))
    return server
