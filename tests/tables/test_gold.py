"""Messy tables of our own, each with the outcome that docs/tables.md promises."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.tables import ColumnMapping, TableOptions, read_table

GOLD = Path(__file__).resolve().parents[1] / "gold" / "tables"
CASES = sorted(GOLD.glob("*.toml"))
# degrees and confidences of the gazetteer may move a little with its next edition
LOOSE = {"latitude": 0.05, "longitude": 0.05, "confidence": 0.1}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def options_of(expected: dict[str, Any]) -> TableOptions:
    given = dict(expected.get("options", {}))
    return TableOptions(mapping=ColumnMapping(columns=given.pop("columns", {}), **given))


def shown(value: object) -> object:
    if value is None or pd.isna(value):  # type: ignore[call-overload]  # any cell of a frame
        return ""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def test_there_are_sixty_cases_and_more() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_messy_table_comes_out_as_documented(case: Path, gazetteer: Gazetteer) -> None:
    expected = tomllib.loads(case.read_text("utf-8"))
    table = case.with_suffix("")
    if "error" in expected:
        with pytest.raises(InputError, match=expected["error"]):
            read_table(table, options=options_of(expected), gazetteer=gazetteer)
        return
    found = read_table(table, options=options_of(expected), gazetteer=gazetteer)
    assert len(found.frame) == expected["rows"]
    assert found.format == expected["format"]
    for name, values in expected.get("columns", {}).items():
        cells = [shown(value) for value in found.frame[name].tolist()]
        if name in LOOSE:
            # an empty text in the gold is a missing number
            assert cells == [v if v == "" else pytest.approx(v, abs=LOOSE[name]) for v in values], name
        elif name == "radius_km":
            assert [cell for cell, v in zip(cells, values, strict=True) if v != ""] == [v for v in values if v != ""]
        else:
            assert cells == values, name
    notes = [(note.line, note.severity.value, note.column) for note in found.notes]
    assert notes == [(n["line"], n["severity"], n["column"]) for n in expected.get("notes", [])], found.notes
    for note, wanted in zip(found.notes, expected.get("notes", []), strict=True):
        assert wanted["reason"] in note.reason
    for remark in expected.get("remarks", []):
        assert any(remark in told for told in found.remarks), found.remarks
