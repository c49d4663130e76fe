"""Copy what readers need from node_modules into docs/vendor: fonts cut to size, and Mermaid.

Set-up runs this once after the packages are installed. Nothing of it is committed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from command import run
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "docs" / "vendor"

LATIN = "U+20-7E,U+A0,U+A7,U+A9,U+B0,U+B1,U+B2,U+B3,U+B7,U+D7,U+E0-FF,U+2013,U+2014,U+2018-201D,"
SIGNS = "U+2022,U+2026,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"
MATHS = (
    "U+20-7E,U+A0,U+AC,U+B1,U+B7,U+D7,U+F7,U+131,U+237,U+302,U+303,U+304,U+391-3C9,U+3D1,U+3D5,"
    "U+3F5,U+2016,U+2026,U+2032,U+2061-2064,U+210E,U+2113,U+2115,U+211D,U+2190-2193,U+21A6,"
    "U+21D2,U+21D4,U+2200-220B,U+2211-221E,U+2223,U+2225,U+2227-222B,U+223C,U+2245,U+2248,"
    "U+2260-226B,U+2282-2287,U+2295,U+2297,U+22A4,U+22A5,U+22C5,U+22EE-22F1,U+2308-230B,U+27E8,"
    "U+27E9,U+1D434-1D467,U+1D400-1D433,U+1D6A8-1D6E1,U+1D6FC-1D71B,U+1D49C-1D4CF,U+1D538-1D56B"
)


@dataclass(frozen=True)
class Font:
    """One font file to cut down."""

    name: str
    source: str
    characters: str
    weights: tuple[int, int] | None = None
    """The range of the weight axis that is kept; None for a font without axes."""
    features: tuple[str, ...] = ("kern", "liga", "tnum")
    """Each brings glyphs: small capitals and old figures would double a text font."""


FONTS = (
    Font(
        "sans",
        "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
        LATIN + SIGNS,
        (400, 600),
    ),
    Font(
        "serif",
        "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
        LATIN + SIGNS,
        (400, 400),
    ),
    Font(
        "maths",
        "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
        MATHS,
        features=("*",),
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Fill docs/vendor."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    if not PACKAGES.is_dir():
        print("node_modules is missing. Run `make setup`.", file=sys.stderr)
        return 1
    VENDOR.mkdir(parents=True, exist_ok=True)
    for font in FONTS:
        size = cut(font)
        print(f"{font.name}: {size / 1024:.1f} KiB")
    shutil.copyfile(PACKAGES / "mermaid/dist/mermaid.min.js", VENDOR / "mermaid.min.js")
    return 0


def cut(font: Font) -> int:
    """Write a font with only the characters and weights that are used; return its bytes."""
    loaded = TTFont(PACKAGES / font.source)
    options = subset.Options(flavor="woff2", layout_features=list(font.features), hinting=False)
    options.drop_tables += ["DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(font.characters))
    subsetter.subset(loaded)
    if font.weights:
        instancer.instantiateVariableFont(loaded, {"wght": font.weights}, inplace=True)
    target = VENDOR / f"{font.name}.woff2"
    loaded.flavor = "woff2"
    loaded.save(target)
    return target.stat().st_size


if __name__ == "__main__":
    sys.exit(run(main))
