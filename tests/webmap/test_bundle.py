from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from geomap.webmap import bundle

SCRIPTS = sorted((Path(bundle.__file__).parent / "js").glob("*.mjs"))


def test_every_module_is_in_the_bundle_once_and_after_its_imports() -> None:
    text = bundle.bundle_scripts()
    order = re.findall(r'^modules\["([\w-]+\.mjs)"\] =', text, re.MULTILINE)
    assert sorted(order) == [path.name for path in SCRIPTS]
    for path in SCRIPTS:
        for _, imported in bundle.IMPORT.findall(path.read_text(encoding="utf-8")):
            assert order.index(imported) < order.index(path.name)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_module_keeps_to_the_form_the_bundle_reads(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    imports = [line for line in text.splitlines() if line.startswith("import ")]
    assert len(imports) == len(bundle.IMPORT.findall(text)), "an import is not of the form the bundle knows"
    exports = [line for line in text.splitlines() if line.startswith("export ")]
    assert len(exports) == len(bundle.EXPORT.findall(text)), "an export is not of the form the bundle knows"
    for _, imported in bundle.IMPORT.findall(text):
        assert (path.parent / imported).is_file()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_module_puts_no_markup_into_the_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in text, way


def test_bundle_cannot_close_its_element() -> None:
    for text in (bundle.bundle_scripts(), bundle.leaflet_script()):
        assert "</script" not in text.lower()
        assert "<!--" not in text
    assert "</style" not in (bundle.bundle_styles() + bundle.leaflet_style()).lower()


def test_scripts_compute_right() -> None:
    node = shutil.which("node")
    if node is None:
        reason = "no node on this machine: install Debian's package nodejs"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    tests = sorted(Path(__file__).parent.glob("*.test.mjs"))
    assert tests
    done = subprocess.run([node, "--test", *map(str, tests)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
