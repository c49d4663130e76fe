"""Draw every diagram that has no picture yet, and delete pictures that no diagram uses.

Needs a browser and the site's fonts; the build needs neither.
"""

from __future__ import annotations

import argparse
import base64
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))
sys.path.insert(0, str(ROOT / "scripts"))

from browser import launch  # noqa: E402
from canon.canon import load  # noqa: E402
from canon.diagrams import FOLDER, Diagram, Pictures, diagrams_of  # noqa: E402
from canon.drawing import slim  # noqa: E402
from canon.node import SetUpError  # noqa: E402
from canon.problems import Severity  # noqa: E402
from canon.written import DOCS, read_written  # noqa: E402
from command import run, write_whole  # noqa: E402
from playwright.sync_api import Error, Page, sync_playwright  # noqa: E402

PAGE = """<!doctype html><style>
@font-face {{ font-family: "Canon Sans"; src: url(data:font/woff2;base64,{font}); }}
body {{ font-family: "Canon Sans"; }}
</style><body>measured with the site's own font</body>"""

DRAW = "([id, source]) => mermaid.render(id, source).then(drawn => drawn.svg)"

SETTINGS = {
    "startOnLoad": False,
    "securityLevel": "strict",
    "theme": "base",
    "htmlLabels": False,
    "fontFamily": "Canon Sans",
    "themeVariables": {"fontFamily": "Canon Sans", "fontSize": "15px"},
    "flowchart": {
        "htmlLabels": False,
        "curve": "basis",
        "nodeSpacing": 24,
        "rankSpacing": 34,
        "padding": 10,
        "useMaxWidth": True,
        "wrappingWidth": 170,
    },
}


def main(arguments: list[str] | None = None) -> int:
    """Draw what is missing; exit code 1 if a diagram can't be drawn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="draw every diagram anew")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    wanted, is_sure = read(root)
    if not (ROOT / "docs" / "vendor").is_dir():
        raise SetUpError("docs/vendor is missing. Run `make setup`.")
    drawn = Pictures(root).names()
    missing = {name: each for name, each in wanted.items() if options.all or name not in drawn}
    failed = draw(missing, root / FOLDER)
    print(*failed, sep="\n", end="\n" if failed else "", file=sys.stderr)
    deleted = delete(root, drawn - set(wanted)) if is_sure else 0
    count = len(missing) - len(failed)
    print(f"{count} drawn, {deleted} deleted, {len(wanted)} in all.")
    return 1 if failed else 0


def read(root: Path) -> tuple[dict[str, Diagram], bool]:
    """Give every diagram by its picture's name, and whether these are all that there are.

    Raises:
        SetUpError: The vocabulary can't be read.
    """
    canon, problems = load(root)
    if canon is None:
        raise SetUpError("The vocabulary can't be read. Run `make check`.")
    written, found = read_written(root / DOCS, canon.vocabulary)
    canon = replace(canon, pages=written)
    errors = [each for each in [*problems, *found] if each.severity is Severity.ERROR]
    if errors:
        print("Nothing is deleted: a page with problems may use it.", file=sys.stderr)
    diagrams = {each.name: each for page in canon.with_diagrams for each in diagrams_of(page)}
    return diagrams, not errors


def delete(root: Path, unused: set[str]) -> int:
    """Delete pictures by their names, and count them."""
    for name in unused:
        (root / FOLDER / name).unlink()
    return len(unused)


def draw(diagrams: dict[str, Diagram], folder: Path) -> list[str]:
    """Draw diagrams into files of the given names; gives a line for each that can't be drawn."""
    failed: list[str] = []
    if not diagrams:
        return failed
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        prepare(page)
        for name, diagram in diagrams.items():
            try:
                svg: str = page.evaluate(DRAW, [f"d{name[:8]}", diagram.source])
            except Error as error:
                told = " ".join(error.message.split()).removeprefix("Page.evaluate: ")
                failed.append(f"{diagram.span}: Mermaid can't draw this: {told[:200]}")
                continue
            write_whole(folder / name, slim(svg).encode("utf-8"))
            print(f"  {name} {len(slim(svg)) / 1024:.1f} KiB", file=sys.stderr)
        browser.close()
    return failed


def prepare(page: Page) -> None:
    """Load Mermaid and the site's font, without any network."""
    font = base64.b64encode((ROOT / "docs/vendor/sans.woff2").read_bytes()).decode()
    page.set_content(PAGE.format(font=font))
    page.add_script_tag(path=ROOT / "docs/vendor/mermaid.min.js")
    page.evaluate("settings => mermaid.initialize(settings)", SETTINGS)
    page.evaluate("document.fonts.load('15px \"Canon Sans\"').then(() => true)")


if __name__ == "__main__":
    sys.exit(run(main))
