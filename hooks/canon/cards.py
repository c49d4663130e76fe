"""Cards: the picture that a link to a page is shown with, drawn in the site's own look."""

from __future__ import annotations

import hashlib
import os
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from canon.node import SetUpError

SIZE = (1200, 630)
"""Pixels; the ratio of 1.91 to 1 that the Open Graph protocol's consumers show uncropped."""

_PAPER, _INK, _INK_2, _LINE = "#fbfaf7", "#1d2126", "#4c535c", "#dedacf"
_LEVELS = {"L4": ("#1f5fa8", "#e8f0f9"), "L5": ("#93560a", "#faf0e0"), "L6": ("#86316f", "#f8eaf4")}
_DECKS = {"canon": "#14606b", "fundamentals": "#4a57a0", "tradeoffs": "#5b6414"}
_MARGIN = 84
_TITLE_SIZES = (76, 68, 60, 52, 46)
_MOST_LINES = 4
_COLORS = 64
_BOLD = 600


@dataclass(frozen=True)
class Card:
    """What stands on one card."""

    title: str
    kicker: str
    """Above the title: what the page belongs to."""
    deck: str = ""
    level: str = ""
    """The level that is marked; without one, none is shown."""
    site: str = ""


def draw(card: Card, fonts: Path, cache: Path) -> bytes:
    """Draw a card as PNG, or take it from the cache.

    Args:
        card: What stands on it.
        fonts: The folder with `serif.woff2` and `sans.woff2`.
        cache: A folder that may be deleted at any time.

    Raises:
        SetUpError: A font isn't there.
    """
    code = Path(__file__).read_bytes()
    name = hashlib.sha256(code + repr(astuple(card)).encode("utf-8")).hexdigest()[:20]
    file = cache / f"{name}.png"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a build that is stopped leaves no half a picture.
        aside = file.with_suffix(f".{os.getpid()}")
        aside.write_bytes(_draw(card, fonts))
        aside.replace(file)
    return file.read_bytes()


def _draw(card: Card, fonts: Path) -> bytes:
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    accent = _DECKS.get(card.deck, _DECKS["canon"])
    pen.rectangle((0, 0, 18, SIZE[1]), fill=accent)
    pen.text((_MARGIN, 78), card.kicker, font=_font(fonts, "sans", 34), fill=accent)
    lines, font = _fitted(pen, card.title, fonts)
    height = round(font.size * 1.18)
    for place, line in enumerate(lines):
        pen.text((_MARGIN, 150 + place * height), line, font=font, fill=_INK)
    pen.line((_MARGIN, 520, SIZE[0] - _MARGIN, 520), fill=_LINE, width=2)
    pen.text((_MARGIN, 546), card.site, font=_font(fonts, "serif", 34), fill=_INK_2)
    if card.level:
        _draw_levels(pen, card.level, fonts)
    return _encoded(image)


def _draw_levels(pen: ImageDraw.ImageDraw, marked: str, fonts: Path) -> None:
    font = _font(fonts, "sans", 32)
    for place, (level, (ink, tint)) in enumerate(_LEVELS.items()):
        left = SIZE[0] - _MARGIN - (3 - place) * 104 + 16
        box = (left, 542, left + 88, 594)
        is_marked = level == marked
        pen.rounded_rectangle(box, 12, fill=ink if is_marked else tint, outline=ink, width=2)
        color = _PAPER if is_marked else ink
        pen.text((left + 44, 568), level, font=font, fill=color, anchor="mm")


def _fitted(
    pen: ImageDraw.ImageDraw, title: str, fonts: Path
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Break a title into lines at the largest size at which they fit."""
    for size in _TITLE_SIZES:
        font = _font(fonts, "serif", size)
        lines = _broken(pen, title, font)
        if len(lines) <= _MOST_LINES:
            return lines, font
    return lines[:_MOST_LINES], font


def _broken(pen: ImageDraw.ImageDraw, title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=font) > SIZE[0] - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(fonts: Path, name: str, size: int) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(fonts / f"{name}.woff2", size)
    except OSError as error:
        raise SetUpError(f"{name}.woff2 can't be read: {error}. Run `make setup`.") from None
    if name == "sans":
        font.set_variation_by_axes([_BOLD])
    return font


def _encoded(image: Image.Image) -> bytes:
    file = BytesIO()
    image.quantize(_COLORS).save(file, "PNG", optimize=True)
    return file.getvalue()
