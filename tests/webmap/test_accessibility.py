"""axe-core finds nothing to complain of; npm fetches it by name and version where it can reach its registry."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
AXE = "axe-core@4.14.1"
SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("axe")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine to fetch axe-core with")
    done = subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, check=False, timeout=120)
    archives = list(folder.glob("axe-core-*.tgz"))
    if done.returncode or not archives:
        pytest.skip(f"npm could not fetch {AXE}")
    assert hashlib.sha256(archives[0].read_bytes()).hexdigest() == SHA256
    with tarfile.open(archives[0]) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("fragment", "width"), [("", 1280), ("#event=airport", 1280), ("#tab=list", 1280), ("#event=syria", 390)]
)
def test_axe_finds_no_violation(
    open_page: OpenPage, article_map: Path, axe: str, scheme: str, fragment: str, width: int
) -> None:
    page = open_page(article_map, fragment=fragment, width=width, color_scheme=scheme)
    page.evaluate(f"{axe}; 0")
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    assert [(v["impact"], v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
