"""A text file with positions: from a character's index to its line and column."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path

from canon.problems import Problem, Span

ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\uffff]"
)
"""Control characters, which Markdown and XML drop or refuse; line ends that only some programs see;
marks that show text in another order."""
_SUSPECT = re.compile(rb"[\x00-\x1f\x7f\xc2\xef]|\xe2[\x80\x81]")
"""Bytes with which each of them begins in UTF-8, where the bytes of `_PLAIN` are left out."""
_PLAIN = bytes({*range(256)} - {*range(32), 0x7F, 0xC2, 0xEF, 0xE2, 0x80, 0x81} | {*b"\t\n"})

MAX_BYTES = 1_000_000
"""No question comes near; a larger file is refused before it is read."""


@dataclass(frozen=True)
class Source:
    """The text of one file, with CRLF folded to LF."""

    path: str
    """Path from the project's root, with forward slashes."""
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins. Only LF ends a line: a lone CR or U+2028 does not."""
        lines = self.text.split("\n")
        return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))

    def line_column(self, index: int) -> tuple[int, int]:
        """Give the line and column, both from 1, of the character at `index`."""
        line = bisect_right(self.line_starts, index)
        return line, index - self.line_starts[line - 1] + 1

    def span(self, start: int, end: int | None = None) -> Span:
        """Give the span from `start` up to `end`, or of one character."""
        end = start + 1 if end is None else max(end, start + 1)
        return Span(self.path, *self.line_column(start), *self.line_column(end))

    def line_span(self, start: int) -> Span:
        """Give the span from `start` to the end of its line."""
        end = self.text.find("\n", start)
        return self.span(start, len(self.text) if end < 0 else end)


def read_source(file: Path, root: Path) -> tuple[Source | None, list[Problem]]:
    """Read one file under `root`, or say why it can't be read."""
    path = file.relative_to(root).as_posix()
    try:
        if _leaves(file, root):
            return None, [_unreadable(path, "It is a link that leaves the project.")]
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [_unreadable(path, "It is not a regular file.")]
        if status.st_size > MAX_BYTES:
            return None, [_unreadable(path, f"It is larger than {MAX_BYTES:,} bytes.")]
        return _decode(path, file.read_bytes())
    except (OSError, RuntimeError) as error:
        # A link that leads to itself is a RuntimeError up to Python 3.12.
        return None, [_unreadable(path, f"{getattr(error, 'strerror', None) or error}.")]


def _leaves(file: Path, root: Path) -> bool:
    """Whether a link on the way from the root leads out of it; where there is none, it's cheap."""
    parts = file.relative_to(root).parts
    way = accumulate(parts, os.path.join, initial=os.fspath(root))
    if ".." not in parts and not any(map(os.path.islink, islice(way, 1, None))):
        return False
    return not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


def _decode(path: str, data: bytes) -> tuple[Source | None, list[Problem]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = Source(path, data[: error.start].decode("utf-8"))
        message = f"Byte 0x{data[error.start]:02x} is not UTF-8."
        return None, [_encoding(good, len(good.text), message, "Save the file as UTF-8.")]
    source = Source(path, text.replace("\r\n", "\n") if "\r" in text else text)
    if "\0" in source.text:
        return None, [_encoding(source, source.text.index("\0"), "A NUL.", "Delete it.")]
    if source.text.startswith("\ufeff"):
        return None, [_encoding(source, 0, "A byte order mark.", "Save as UTF-8 without BOM.")]
    # Leaving plain bytes out is five times faster than looking at each character.
    is_suspect = _SUSPECT.search(data.translate(None, _PLAIN))
    return source, _odd_characters(source) if is_suspect else []


def _encoding(source: Source, index: int, message: str, help: str) -> Problem:
    return Problem("file-encoding", source.span(index), message, help)


def _odd_characters(source: Source) -> list[Problem]:
    return [odd_character(source, match.start()) for match in ODD.finditer(source.text)]


def odd_character(source: Source, index: int) -> Problem:
    """Report the character at an index, which can't be seen."""
    message = f"The character U+{ord(source.text[index]):04X}, which can't be seen."
    help = "Delete it, or write a line feed."
    return Problem("file-character", source.span(index), message, help)


def _unreadable(path: str, message: str) -> Problem:
    help = "Replace it with a readable UTF-8 text file inside the project."
    return Problem("file-unreadable", Span(path, 1, 1, 1, 2), message, help)
