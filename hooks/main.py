"""The adapter: the only file that MkDocs loads. Handlers translate; the engine decides."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from typing import Any

from canon.build import Loaded, load_all
from canon.canon import Canon
from canon.diagrams import Pictures, has_drafts
from canon.finish import SITE_CARD, Pages, finish, question_card
from canon.front import front_request, without_faults, without_plain_tokens, words_of_tags
from canon.mathml import Converter, replace_marked
from canon.node import SetUpError
from canon.pages import site as shared
from canon.pages.blocks import BLOCKS
from canon.pages.computed import compute_files, problem_files
from canon.pages.question import compose
from canon.pages.written import compose_written
from canon.policy import refuse_unsafe, with_policy
from canon.question import Question
from canon.search import SECTIONS_UP_TO, SearchPage, question_page, sections_of
from canon.sharing import PlainPage, Site, question_data
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

    is_local: bool = False
    """Filled by `on_config`: pages are read from files, where nothing may be fetched."""
    serving: bool = False
    """Filled by `on_startup`; problems stop a build and become a banner while serving."""
    loaded: Loaded | None = None
    """Filled by `on_config`; while serving, a bad file keeps its last good version here."""
    converter: Converter = field(default_factory=lambda: Converter(PROJECT))
    pages: Pages = field(default_factory=Pages)
    """Filled by each page: what the search, the front end and others are made from."""
    styles: list[str] = field(default_factory=list)
    """Filled by `on_config`: our style sheets, in the order of the configuration."""
    by_uri: dict[str, Question] = field(default_factory=dict)
    """Filled by `on_files`: which page is which question."""

    @property
    def canon(self) -> Canon:
        """The canon that pages are made of."""
        assert self.loaded is not None
        assert self.loaded.canon is not None
        return self.loaded.canon


_build = _Build()


@contextmanager
def _set_up() -> Iterator[None]:
    """Tell in a line what is missing on the machine."""
    try:
        yield
    except SetUpError as error:
        raise Abort(str(error)) from None


def on_startup(command: str, dirty: bool) -> None:
    """Note whether this is `mkdocs serve`."""
    if dirty:
        raise Abort("The search and the styles are made from all pages: build without `--dirty`.")
    _build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check everything before the site folder is cleaned: a bad question costs no good build."""
    root, docs = _root(config), Path(config.docs_dir)
    previous = _build.loaded if _build.serving else None
    with _set_up():
        _build.loaded = load_all(root, _build.converter, previous, docs)
    for problem in _build.loaded.problems:
        log.log(logging.ERROR if problem.severity == "error" else logging.WARNING, "%s", problem)
    _build.is_local = not config.use_directory_urls
    # While serving, the configuration is read anew before each build.
    _build.styles, config.extra_css = list(config.extra_css), []
    canon, count = _build.loaded.canon, len(_build.loaded.errors)
    for fault in shared.marker_faults(canon, BLOCKS) if canon else ():
        log.error("%s", fault)
        count += 1
    if canon is None or (count and not _build.serving):
        raise Abort(f"{count} problems. The site was not touched.")
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
    _build.pages = Pages()
    for question in canon.questions:
        files.append(_question_file(question, root, config))
    computed = [*compute_files(canon, config.site_url or "/", is_local=_build.is_local)]
    if files.get_file_from_path("problems/index.md"):
        with _set_up():
            computed += problem_files(_build.converter)
    for path, text in computed:
        files.append(File.generated(config, path, content=text))
    _join_styles(files, config)
    mermaid = files.get_file_from_path(MERMAID)
    if mermaid and not has_drafts(canon.with_diagrams, Pictures(root)):
        files.remove(mermaid)
    return files


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    """Put the theme's style sheets and ours into one file."""
    theme = sorted(path for path in files.src_uris if fnmatch(path, "assets/stylesheets/*.css"))
    sheets = [files.src_uris[path] for path in [*theme, *_build.styles]]
    _build.pages.front = front_request([sheet.content_string for sheet in sheets], files.src_uris)
    for sheet in sheets:
        files.remove(sheet)
    # What is written here is replaced at the end, when it is known which rules the pages use.
    files.append(File.generated(config, "styles/canon.css", content=_build.pages.front.styles))


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
    return compose_written(markdown, _build.canon, page.file.src_uri, Pictures(_root(config)))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put MathML in the place of TeX."""
    try:
        with _set_up():
            html = shared.without_needless_permalinks(replace_marked(html, _build.converter))
        refuse_unsafe(html)
    except ValueError as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None
    html = without_plain_tokens(html)
    _remember(page, html)
    # The plugin takes a page apart where it meets its name, and puts it together differently.
    return html if 'class="mermaid"' in html else html.replace("mermaid", "mermai&#100;")


def _remember(page: Page, html: str) -> None:
    """Keep what the search and the plain text are made of."""
    path, question = page.file.src_uri, _build.by_uri.get(page.file.src_uri)
    title, summary = str(page.title), str(page.meta.get("description", ""))
    text = question.source.text if question else page.markdown or ""
    _build.pages.plain[path] = PlainPage(page.url.removeprefix("./"), title, summary, text)
    if question:
        _build.pages.searched[path] = question_page(question, _build.canon, html, page.url)
    elif not path.startswith(NOT_SEARCHED):
        sections = sections_of(html)
        aliases = _listed(page, "aliases")
        url = page.url or "./"
        _build.pages.searched[path] = SearchPage(url, title, summary, aliases, sections=sections)


def _listed(page: Page, key: str) -> tuple[str, ...]:
    """Read a list from a page's front matter; a single value is a list of one."""
    value = page.meta.get(key) or []
    return tuple(map(str, value if isinstance(value, list) else [value]))


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
    """Hand over problems for the banner, and what links to the page show."""
    assert _build.loaded is not None
    if "toc" in _listed(page, "hide"):
        # The theme would write all of it, and only not show it. It needs the page's own heading.
        for title in page.toc:
            title.children = []
    question, site = _build.by_uri.get(page.file.src_uri), _site(config)
    address = page.canonical_url or ""
    values: dict[str, Any] = {
        "problems": _build.loaded.problems if _build.serving else [],
        "card": site.address + (question_card(question.id) if question else SITE_CARD),
        "data": question_data(question, _build.canon, site, address) if question else "",
    }
    context.update(values)  # type: ignore[typeddict-item]
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Fence the page in. While serving, live reload's own inline script must run."""
    return _finished(output, page.content or "")


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the 404 page."""
    return _finished(output_content) if template_name.endswith(".html") else output_content


def _finished(html: str, content: str = "") -> str:
    html = without_faults(html)
    _build.pages.front.words.update(words_of_tags(html))
    return html if _build.serving or _build.is_local else with_policy(html, content)


def on_post_build(config: MkDocsConfig) -> None:
    """Make what depends on all pages."""
    with _set_up():
        finish(Path(config.site_dir), PROJECT, _build.pages, _build.canon, _site(config))


def _site(config: MkDocsConfig) -> Site:
    limit = config.extra.get("sections_up_to", SECTIONS_UP_TO)
    summary, address = config.site_description or "", config.site_url or "/"
    return Site(config.site_name, summary, address, limit, is_local=_build.is_local)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuild when a question or a template changes."""
    for folder in ("questions", "overrides"):
        if (_root(config) / folder).is_dir():
            server.watch(str(_root(config) / folder))
    return server
