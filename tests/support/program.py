"""The program as a user runs it: in a process of its own, with every warning an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["run"]


def run(*arguments: str | Path, stdin: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``geomap`` with arguments and give what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "geomap", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        input=stdin,
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"},
        check=False,
        timeout=180,
    )
