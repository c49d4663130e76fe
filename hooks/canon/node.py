"""Running the project's Node.js scripts: JSON in, JSON out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_CAUSE = re.compile(r"^\w*Error\b|\[ERROR\]")


class SetUpError(RuntimeError):
    """Node.js or a package isn't there, which is nobody's mistake in a question."""


def run_script(project: Path, name: str, request: object) -> Any:
    """Run `scripts/<name>` with a request on its standard input.

    Returns:
        What the script wrote to its standard output.

    Raises:
        SetUpError: Node.js or a package of it isn't there, or the script failed.
    """
    # Set-up puts Node.js beside Python where the machine has none.
    beside = str(Path(sys.executable).parent)
    node = shutil.which("node") or shutil.which("node", path=beside)
    if node is None:
        raise SetUpError("Node.js is missing. Run `make setup`.")
    done = subprocess.run(
        [node, str(project / "scripts" / name)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=project,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        cause = next((line for line in lines if _CAUSE.search(line)), lines[-1])
        raise SetUpError(f"scripts/{name} failed: {cause.strip()} Run `make setup`.")
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SetUpError(f"scripts/{name} wrote no JSON: {done.stdout[:80]!r}") from None
