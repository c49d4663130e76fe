"""The engine alone: reading with positions, limits, triage. MkDocs is not involved."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import markdown
import pytest
from canon import reading
from canon.anchors import slug
from canon.body import parse_body, words
from canon.canon import Canon, load
from canon.diagrams import Pictures, flowchart
from canon.drawing import slim
from canon.pages.question import compose
from canon.pages.site import Links, fill_markers
from canon.source import Source, read_source
from canon.written import read_written
from canon.yaml_nodes import Mapping, parse_mapping, plain
from conftest import QUESTION, ROOT, TINY


def parsed(text: str) -> tuple[Mapping | None, list[str]]:
    mapping, problems = parse_mapping(Source("x.yml", text), 0, len(text))
    return mapping, [problem.code for problem in problems]


@pytest.fixture(scope="module")
def tiny() -> Canon:
    canon, _ = load(TINY)
    assert canon is not None
    return canon


def test_the_engine_never_imports_mkdocs() -> None:
    modules = [
        ".".join(file.relative_to(ROOT / "hooks").with_suffix("").parts)
        for file in (ROOT / "hooks" / "canon").rglob("*.py")
    ]
    code = f"import sys, {', '.join(modules)}; assert 'mkdocs' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "hooks", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("text", ["no", "yes", "3.10", "12:30", "2024", "0x1f", "1e3", "on"])
def test_scalars_stay_what_the_author_wrote(text: str) -> None:
    mapping, codes = parsed(f"key: {text}\n")
    assert codes == []
    assert mapping is not None
    assert plain(mapping) == {"key": text}


@pytest.mark.parametrize("text", ["key:", "key: ~", "key: null"])
def test_nothing_is_not_text(text: str) -> None:
    mapping, _ = parsed(text)
    assert mapping is not None
    assert plain(mapping) == {"key": None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "yaml-duplicate-key"),
        ("a: &x 1", "yaml-anchor"),
        ("a: &x [1]\nb: *x", "yaml-alias"),
        ("a: !!int 1", "yaml-tag"),
        ("? [a]\n: 1", "yaml-key"),
        ("[a, b]", "yaml-not-a-mapping"),
        ("", "yaml-not-a-mapping"),
        ("a: [1", "yaml-syntax"),
        ("a: 'b", "yaml-syntax"),
        ("a: b: c", "yaml-syntax"),
        ("a: \x07", "file-character"),
        ("a: " + "[" * 100_000, "yaml-limit"),
        ("a: [" + "x, " * 10_000 + "]", "yaml-limit"),
    ],
)
def test_what_a_question_never_needs_is_refused(text: str, code: str) -> None:
    _, codes = parsed(text)
    assert code in codes


@pytest.mark.parametrize("before", ["é𝛼\n", "\u2028\n", "\x85\n", "# \r\n", "# a\r# b\n"])
def test_odd_line_breaks_shift_no_position(before: str) -> None:
    text = f"{before if before.startswith('#') else '# ' + before}key: a\nkey: b\n"
    _, problems = parse_mapping(Source("x.yml", text), 0, len(text))
    (problem,) = [each for each in problems if each.code == "yaml-duplicate-key"]
    assert (problem.span.line, problem.span.column) == (3, 1)


def test_crlf_reads_like_lf(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\r\ntwo\r\n")
    source, problems = read_source(tmp_path / "a.md", tmp_path)
    assert problems == []
    assert source is not None
    assert source.text == "one\ntwo\n"


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"abc\xc3(", b"\xef\xbb\xbf---\n", b"a\0b"], ids=repr
)
def test_a_file_that_is_no_utf8_text_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(data)
    source, problems = read_source(tmp_path / "a.md", tmp_path)
    assert [problem.code for problem in problems] == ["file-encoding"]
    assert source is None or data.startswith(b"\xef")


def test_what_is_no_file_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "x.md").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "large.md").write_bytes(b"x" * 2_000_000)
    for name in ("x.md", "link.md", "large.md", "missing.md"):
        source, problems = read_source(root / name, root)
        assert source is None
        assert [problem.code for problem in problems] == ["file-unreadable"]


def test_headings_and_fences_inside_fences_are_text() -> None:
    text = "## One\n````text\n## Not\n```\n````\n## Two\n### Three\n"
    body, problems = parse_body(Source("x.md", text), 0)
    assert problems == []
    assert [section.title for section in body.sections] == ["One", "Two"]
    assert [part.title for part in body.sections[1].parts] == ["Three"]
    assert "Not" not in body.prose
    assert len(body.prose) == len(text)


def test_words_leave_out_code() -> None:
    assert words("one two\n```python\nthree = 3\n```\nfour") == 3


def test_a_triage_is_one_graph_in_every_rendering(tiny: Canon) -> None:
    triage = tiny.by_id["choose-cache"].triage
    assert triage is not None
    assert list(triage.numbered()) == ["same", "fits", "drop", "ttl", "shard"]
    chart = flowchart(triage)
    assert chart.startswith("flowchart TD\naccTitle: Why is the hit rate low?\n")
    for node in triage.nodes.values():
        label = (node.ask or node.do or "").replace(" ", "")
        assert label in chart.replace("<br/>", "").replace(" ", "")


def test_a_flowchart_escapes_what_mermaid_would_read() -> None:
    from canon.triage import Triage

    nodes = {
        "end": {"ask": 'Is "a" < b #1?', "answers": {"yes": "one", "no": "two"}},
        "one": {"do": "Stop"},
        "two": {"do": "Go on"},
    }
    chart = flowchart(Triage.model_validate({"title": "Escapes", "nodes": nodes}))
    assert "#quot;a#quot; #lt; b #35;1?" in chart
    assert "n_end" in chart


def test_a_picture_keeps_shapes_and_loses_everything_that_acts() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10.456 20" onload="x()">'
        "<style>*{}</style><script>x()</script><title>T</title>"
        '<g class="node ask default" onclick="x()" style="fill:red"><rect width="3.14159"/></g>'
        '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject></svg>'
    )
    small = slim(svg)
    for gone in ("script", "style", "onload", "onclick", "foreignObject", "default"):
        assert gone not in small
    assert '<g class="node ask"><rect width="3" />' in small
    assert 'role="img"' in small


def test_a_page_that_was_not_reviewed_for_a_year_says_so(tiny: Canon) -> None:
    question = tiny.by_id["choose-cache"]
    pictures = Pictures(TINY)
    fresh = compose(question, tiny, pictures, date(2027, 1, 2))
    stale = compose(question, tiny, pictures, date(2027, 1, 3))
    assert 'class="stale"' not in fresh
    assert "Last reviewed on 2026-01-02" in stale


def test_links_know_what_is_written(tiny: Canon) -> None:
    links = Links(tiny, "categories/basics.md")
    assert links.question("choose-cache") == (
        "[How would you choose a cache size?](../questions/basics/choose-cache.md)"
    )
    assert links.question("choose-key") == "How would you choose a key?"
    question = tiny.by_id["choose-cache"]
    text = "See [keys](../other/choose-key.md#l6) and [caches](choose-cache.md)."
    expected = "See keys and [caches](../questions/basics/choose-cache.md)."
    assert links.written(text, question) == expected


def test_the_matrix_puts_a_question_where_its_pulls_meet(tiny: Canon) -> None:
    cache, shard = tiny.questions
    assert tiny.meeting("latency-performance", "latency-performance") == [cache]
    assert tiny.neighbours(cache) == (None, shard)
    assert tiny.neighbours(shard) == (cache, None)


def test_a_page_that_cannot_be_read_is_told_of(tiny: Canon, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"\xef\xbb\xbf<!-- canon: nothing -->\n")
    pages, problems = read_written(tmp_path, tiny.vocabulary)
    assert not pages
    assert [problem.code for problem in problems] == ["file-encoding"]


def test_a_marker_that_names_no_block_stays_as_it_is(tiny: Canon) -> None:
    marker = "<!-- canon: nothing -->"
    assert fill_markers(marker, tiny, "index.md", {}) == marker


@pytest.mark.parametrize(
    "title",
    [
        "Why `log`, and not \\(x^2\\)?",
        "Žlutý — naïve  way",
        "A -- b",
        "x_y: 1/2",
        "`it's` &amp; so",
    ],
)
def test_an_anchor_is_made_as_the_site_makes_it(title: str) -> None:
    html = markdown.markdown(f"## {title}\n## {title}\n", extensions=["toc"])
    ids = re.findall(r'id="([^"]*)"', html)
    assert ids == [slug(title), f"{slug(title)}_1"]


def test_many_files_are_read_in_several_processes_as_few_are_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / QUESTION).read_text(encoding="utf-8")
    for i in range(8):
        bad = text.replace("level: L5", f"level: L{i}")
        (tmp_path / QUESTION).with_stem(f"choose-{i}").write_text(bad, encoding="utf-8")
    canon, problems = load(tmp_path)
    # As under MkDocs, which loads hooks without leaving their folder on the path.
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each != str(ROOT / "hooks")])
    monkeypatch.setattr(reading, "MANY", 0)
    monkeypatch.setattr(reading, "SHARE", 1)
    monkeypatch.setattr(reading, "PROCESSES", 3)
    assert load(tmp_path) == (canon, problems)
    assert len(problems) > 8


def test_the_real_canon_is_clean_and_complete() -> None:
    canon, problems = load(ROOT)
    assert [str(problem) for problem in problems] == []
    assert canon is not None
    assert len(canon.vocabulary.manifest) == 83
    counts = {
        deck: sum(len(each.questions) for each in canon.vocabulary.categories_of(deck).values())
        for deck in canon.vocabulary.decks
    }
    assert counts == {"canon": 50, "fundamentals": 28, "tradeoffs": 5}
    empty = [name for name in canon.vocabulary.categories if not canon.in_category(name)]
    assert empty == []


@pytest.mark.parametrize("arguments", [[], [QUESTION]])
def test_the_check_command_is_quiet_when_all_is_well(arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", str(TINY)]
    paths = [str(TINY / path) for path in arguments]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout == ""


def test_the_check_command_says_what_is_wrong(tmp_path: Path) -> None:
    import json

    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / QUESTION).read_text().replace("level: L5", "level: L7")
    (tmp_path / QUESTION).write_text(text)
    script = str(ROOT / "scripts" / "check.py")
    command = [sys.executable, script, "--root", str(tmp_path), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    record = json.loads(done.stdout)
    assert (record["code"], record["line"], record["column"]) == ("value-unknown", 4, 8)
    wrong = subprocess.run([*command, "no/such/file"], capture_output=True, check=False)
    assert wrong.returncode == 2
