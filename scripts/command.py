"""What the commands share: how they end, the numbers they take, and writing a file whole."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

STOPPED = 130
"""What shells report for a command that Ctrl-C has ended."""


def run(main: Callable[[], int]) -> int:
    """Run a command so that whatever ends it early is told in a line.

    Returns:
        The command's exit code; 1 where something is missing or can't be read or written.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file's name need not be UTF-8, and not every terminal shows all of it.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # Who read the output, such as `head`, has enough. Python would flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename or 'System'}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except RuntimeError as error:
        if isinstance(error, RecursionError | NotImplementedError):
            raise  # a mistake of ours, which needs its traceback
        print(error, file=sys.stderr)
        return 1
    return code


def positive(text: str) -> int:
    """Read a number from 1 up, for argparse.

    Raises:
        ArgumentTypeError: It is something else.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def write_whole(file: Path, data: bytes) -> None:
    """Write beside a file and rename: whoever stops it midway keeps the old one.

    Raises:
        OSError: The folder can't be written to.
    """
    file = file.resolve()
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        if file.exists():
            shutil.copymode(file, aside)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
