"""Build the site as files that are read from a folder, and pack them into one archive."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from command import run, write_whole

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "offline"
NAME = "ml-canon-offline"


def main(arguments: list[str] | None = None) -> int:
    """Build and pack; exit code 1 if the site can't be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / f"{NAME}.zip", help="the archive")
    options = parser.parse_args(arguments)
    if options.to.is_dir() or not options.to.resolve().parent.is_dir():
        parser.error(f"{options.to} can't be a file: give a name within a folder that is there")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--config-file", str(ROOT / "offline.yml"), "--site-dir", str(FOLDER)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        return 1
    files = pack(FOLDER, options.to)
    size = options.to.stat().st_size / 1e6
    print(f"{options.to.name}: {files} files, {size:.1f} MB. Unpack it and open index.html.")
    return 0


def pack(folder: Path, archive: Path) -> int:
    """Pack a folder's files beneath one name, and count them. Equal files give equal archives."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    files = [file for file in files if is_read(file.relative_to(folder))]
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(folder).as_posix()}")
            # Readable for all: whoever unpacks it may not be who serves it.
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    write_whole(archive, data.getvalue())
    return len(files)


def is_read(file: Path) -> bool:
    """Whether a reader's browser asks for a file, by its path in the site.

    The theme's own scripts are not loaded.
    """
    unread = {".map", ".json", ".gz", ".xml"}
    return file.suffix not in unread and "assets" not in file.parts


if __name__ == "__main__":
    sys.exit(run(main))
