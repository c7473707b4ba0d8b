"""What is delivered works where it is delivered: as a wheel away from the tree, and with the network cut."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest


def plain(name: str) -> str:
    """Write the name of a distribution as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_that_is_imported_is_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {plain(re.split(r"[<>=!~ ]", wanted)[0]) for wanted in project["dependencies"]}
    imported = set()
    for path in (root / "geomap").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            imported |= {name.partition(".")[0] for name in names}
    imported -= sys.stdlib_module_names | {"geomap", "xstatic"}
    owners = packages_distributions()
    assert {plain(owners[name][0]) for name in imported} <= declared
    assert "xstatic-leaflet" in declared


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the files that the build is told to take, away from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_its_data_and_no_build_scripts(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "geomap/_data/gazetteer/manifest.json",
        "geomap/_data/gazetteer/ATTRIBUTION",
        "geomap/_data/basemap/manifest.json",
        "geomap/events/data/ontology.toml",
        "geomap/actors/data/states.toml",
        "geomap/py.typed",
    ):
        assert needed in names
    assert any(n.endswith((".js", ".mjs")) for n in names)
    assert not [n for n in names if "build" in Path(n).parts or n.startswith("tests/")]


def test_the_wheel_works_away_from_the_tree(wheel: Path, samples: Path, tmp_path: Path) -> None:
    home = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    article = tmp_path / "article.txt"
    shutil.copy(samples / "drone-strike.txt", article)
    environment = {**os.environ, "PYTHONPATH": str(home)}
    where = subprocess.run(
        [sys.executable, "-c", "import geomap; print(geomap.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(home))
    done = subprocess.run(
        [sys.executable, "-m", "geomap", "map", str(article), "-o", "map.html"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "map.html").stat().st_size > 100_000


@pytest.mark.network_cut
def test_an_article_is_mapped_with_the_network_cut(samples: Path, tmp_path: Path) -> None:
    cut = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*cut, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us make a network namespace")
    done = subprocess.run(
        [
            *cut,
            sys.executable,
            "-m",
            "geomap",
            "map",
            str(samples / "drone-strike.txt"),
            "-o",
            str(tmp_path / "m.html"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "m.geojson").exists()
