"""Hostile files as data: each is a name and what it does to a copy of the example project."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

QUESTION = "questions/basics/choose-cache.md"
Attack = Callable[[Path], None]


def _edit(before: str, after: str) -> Attack:
    def attack(root: Path) -> None:
        file = root / QUESTION
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")

    return attack


def _write(data: bytes) -> Attack:
    def attack(root: Path) -> None:
        (root / QUESTION).write_bytes(data)

    return attack


def _front(yaml: str) -> Attack:
    def attack(root: Path) -> None:
        body = (root / QUESTION).read_text(encoding="utf-8").split("\n---\n", 1)[1]
        (root / QUESTION).write_text(f"---\n{yaml}\n---\n{body}", encoding="utf-8")

    return attack


def _body(text: str) -> Attack:
    return _edit("A poller,", f"{text} A poller,")


def _folder(root: Path) -> None:
    (root / QUESTION).unlink()
    (root / QUESTION).mkdir()
    (root / QUESTION / "inside.txt").write_text("x")


def _link(target: str) -> Attack:
    def attack(root: Path) -> None:
        (root / QUESTION).unlink()
        (root / QUESTION).symlink_to(target)

    return attack


def _huge(root: Path) -> None:
    with (root / QUESTION).open("ab") as file:
        file.truncate(50_000_000)


def _unreadable(root: Path) -> None:
    # Root may read everything, so a pipe stands in for a file without permission there.
    (root / QUESTION).chmod(0)
    if os.geteuid() == 0:
        (root / QUESTION).unlink()
        os.mkfifo(root / QUESTION)


_BOMB = "a: &a [x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)

HOSTILE: dict[str, Attack] = {
    "an alias bomb": _front(_BOMB),
    "an alias of itself": _front("a: &a [*a]"),
    "100,000 open brackets": _front("a: " + "[" * 100_000),
    "100,000 open braces": _front("a: " + "{" * 100_000),
    "100,000 block levels": _front("\n".join("- " * 500 for _ in range(2))),
    "a million keys": _front("\n".join(f"k{i}: v" for i in range(90_000))),
    "a 5,000-digit integer": _edit("year: 2001", "year: " + "9" * 5_000),
    "a negative year": _edit("year: 2001", "year: -1"),
    "a year in octal": _edit("year: 2001", "year: 0o3721"),
    "infinity for a year": _edit("year: 2001", "year: .inf"),
    "a Python object tag": _edit("level: L5", "level: !!python/object/apply:os.system [ls]"),
    "a binary tag": _edit("level: L5", "level: !!binary aGVsbG8="),
    "a merge key": _front("base: &b {level: L5}\n<<: *b"),
    "a key that is a list": _front("? [a]\n: b"),
    "a null key": _front("~: b"),
    "yes and no keys": _front("yes: a\nno: b"),
    "two documents": _front("a: b\n--- \nc: d"),
    "a directive": _front("%YAML 9.9\n--- \na: b"),
    "title: a: b": _edit("title: How", "title: a: How"),
    "a tab for indentation": _edit("  - say: \"I'd", "\t- say: \"I'd"),
    "--- inside a value": _edit("probe: Whether", "probe: |\n---\n  Whether"),
    "NUL": _edit("level: L5", "level: \0L5"),
    "a bell": _edit("level: L5", "level: \aL5"),
    "a lone surrogate": _write(b"---\ntitle: \xed\xa0\x80\n---\n"),
    "latin-1": _write("---\ntitle: caf\xe9\n---\n".encode("latin-1")),
    "UTF-16": _write("---\ntitle: x\n---\n".encode("utf-16")),
    "a byte order mark": _write(b"\xef\xbb\xbf---\ntitle: x\n---\n"),
    "an empty file": _write(b""),
    "only a dash": _write(b"-"),
    "only the opening line": _write(b"---\n"),
    "bidirectional overrides": _body("access\u202elevel\u202c"),
    "an invisible line end": _body("one\u2028two"),
    "lone carriage returns": _body("one\rtwo"),
    "a script": _body("<script>alert(1)</script>"),
    "a script across lines": _body("<script\n>alert(1)</script\n>"),
    "an image with a handler": _body("<img src=x onerror=alert(1)>"),
    "an svg with a handler": _body("<svg/onload=alert(1)>"),
    "an iframe": _body("<iframe src='//example.org'></iframe>"),
    "an HTML comment": _body("<!-- canon: decks -->"),
    "a script in the title": _edit("title: How", "title: <script>x</script> How"),
    "a script in a label": _edit("Do keys come back within a day?", "<img src=x onerror=a()>"),
    "a script in YAML's escapes": _edit(
        "title: How would you choose a cache size?", 'title: "\\x3cscript>x\\x3c/script>"'
    ),
    "a link in YAML's escapes": _edit("flips-when: the", r'flips-when: "[x\x5d(javascript:x)" #'),
    "a script in a triage's title": _edit("Why is the hit rate low?", "<script>x</script>"),
    "a line end in a triage's title": _edit(
        "title: Why is the hit rate low?", 'title: "Low?\\nclick n_same call alert()"'
    ),
    "a javascript link": _body("[x](javascript:alert(1))"),
    "a javascript link in entities": _body("[x](&#106;avascript:alert(1))"),
    "a javascript link in angle brackets": _body("[x](<javascript:alert(1)>)"),
    "a javascript autolink": _body("<javascript:alert(1)>"),
    "a data link": _body("[x](data:text/html;base64,PHNjcmlwdD4=)"),
    "a javascript source": _edit("https://example.org/reuse", "javascript:alert(1)"),
    "a link to a file": _body("[x](file:///etc/passwd)"),
    "a link out of the folder": _body("[x](../../../../etc/passwd)"),
    "a protocol-relative link": _body("[x](//example.org/)"),
    "a reference link": _body("[x][y]\n\n[y]: javascript:alert(1)\n\n"),
    "a foreign image": _body("![x](https://example.org/pixel.png)"),
    "a handler in an attribute list": _body("[x](https://example.org){: onclick=alert(1) }"),
    "a snippet": _body('--8<-- "/etc/passwd"'),
    "a template": _body("{{ config }} {% include 'x' %}"),
    "an unclosed fence": _edit("#> [0, 0, 6, 6]\n```", "#> [0, 0, 6, 6]"),
    "a mermaid click": _body("\n\n```mermaid\nflowchart TD\na-->b\nclick a call alert()\n```\n\n"),
    "maths with a link": _body(r"\(\href{javascript:alert(1)}{x}\)"),
    "a script in maths": _body("\n\n$$\n<script>alert(1)</script>\n$$\n\n"),
    "maths that loops": _body(r"\(\def\a{\a\a}\a\)"),
    "a triage that loops": _edit("do: Drop the cache", "do: Drop the cache\n    then: same"),
    "a script between backticks of two paragraphs": _body(
        "one `\n\n<script>alert(1)</script>\n\ntwo `"
    ),
    "a handler between backticks of two list items": _body(
        "\n\n- one `\n- <b onclick=a()>x</b>\n- two `\n\n"
    ),
    "a handler between escaped backticks": _body(r"one \` <b onclick=a()>x</b> \` two"),
    "a handler after a fence with a longer end": _body(
        "\n\n```text\nx\n````\n~~~text\n```\n<b onclick=a()>x</b>\n~~~\n\n"
    ),
    "a handler in an indented fence": _body("\n\n   ```text\nx\n<b onclick=a()>x</b>\n   ```\n\n"),
    "a handler behind a quoted fence": _body(
        "\n\n> ```text\n> x\n```text\n<b onclick=a()>x</b>\n```\n\n"
    ),
    "a handler in a fence with an odd space": _body(
        "\n\n```text\u00a0\n<b onclick=a()>x</b>\n```\n\n"
    ),
    "a handler behind a character that Markdown drops": _body("<\x02b onclick=a()>x"),
    "a handler in braces": _body("**x**{onclick=alert(1)}"),
    "a handler behind inner braces": _body("**x**{y} z} onclick=alert(1)}"),
    "a handler in braces on a heading": _body("\n\n### X { onclick=alert(1) }\n\nx\n\n"),
    "an address in braces": _body("[x](#l4){ href=javascript:alert(1) }"),
    "braces in what only looks like maths": _body("\n\n$$\n\n**x**{onclick=a()}\n\n$$\n\n"),
    "a reference in a quotation": _body("[x][y]\n\n> [y]: javascript:alert(1)\n\n"),
    "a reference in a list": _body("[x][y]\n\n- one\n\n    [y]: javascript:alert(1)\n\n"),
    "a reference in a list within a line": _body("[x]\n\n1. - [x]: https://example.org/\n\n"),
    "a reference without a name": _body("[][]\n\n[]: https://example.org/\n\n"),
    "a reference with a long name": _body(f"\n\n[{'x' * 300}]: https://example.org/\n\n"),
    "a control character in YAML's escapes": _edit("costs: memory", 'costs: "\\x01 memory"'),
    "maths that is opened 100,000 times": _body("<b> " + r"\(" * 100_000),
    "a line of 500,000 dashes": _body("<b> " + "-" * 500_000),
    "200,000 paragraphs with half a code span": _body("<b>" + "\n\n`x" * 200_000),
    "a folder with a question's name": _folder,
    "a link to a system file": _link("/etc/passwd"),
    "a link to itself": _link("choose-cache.md"),
    "a broken link": _link("nowhere.md"),
    "a 50 MB file": _huge,
    "a file that can't be read": _unreadable,
}
