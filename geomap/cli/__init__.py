"""The command line: parses, calls, prints, sets the exit code.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong use.
"""

from __future__ import annotations

from geomap.cli.app import main

__all__ = ["main"]
