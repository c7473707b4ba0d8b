"""The scripts' JSDoc types hold; npm fetches TypeScript by name and version where it can reach its registry."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from geomap.webmap import bundle

TYPESCRIPT = "typescript@5.6.3"
SHA256 = "ef67f8d8ad895858024b7339d3e34bf112cae3c5db1f538c3079038b17ae30fa"
OPTIONS = (
    "--noEmit --allowJs --checkJs --strict --target es2022 --module es2022 --moduleResolution bundler"
    " --lib es2023,dom,dom.iterable --skipLibCheck --noUnusedLocals --noUnusedParameters"
).split()


def test_types_hold(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("no npm and node on this machine to fetch and run TypeScript with")
    done = subprocess.run(
        [npm, "pack", "--silent", TYPESCRIPT], cwd=tmp_path, capture_output=True, check=False, timeout=120
    )
    archives = list(tmp_path.glob("typescript-*.tgz"))
    if done.returncode or not archives:
        pytest.skip(f"npm could not fetch {TYPESCRIPT}")
    assert hashlib.sha256(archives[0].read_bytes()).hexdigest() == SHA256
    with tarfile.open(archives[0]) as archive:
        archive.extractall(tmp_path, filter="data")
    start = Path(bundle.__file__).parent / "js" / "start.mjs"
    command = [node, str(tmp_path / "package" / "lib" / "tsc.js"), *OPTIONS, str(start)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert checked.returncode == 0, checked.stdout[-4000:]
