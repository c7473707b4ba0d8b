"""The gazetteer that ships with geomap, opened once, and a tiny one that every test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer, GazetteerSource
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.writing import GazetteerWriter


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def make_record(
    identifier: str,
    name: str,
    *,
    latitude: float = 1.0,
    longitude: float = 2.0,
    code: str = "P.PPL",
    admin1: str | None = "01",
    population: int = 0,
    names: tuple[str, ...] = (),
) -> PlaceRecord:
    feature_class, _, feature_code = code.partition(".")
    return PlaceRecord(
        prefix="own",
        identifier=identifier,
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=feature_code,
        country="XA",
        admin1=admin1,
        population=population,
        names=names,
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write a country with one province, its seat, and two villages of one name."""
    writer = GazetteerWriter(
        title="small",
        sources=[GazetteerSource(name="tests", version="1", licence="BSD-3-Clause", url="")],
        attribution=["Made up."],
    )
    writer.add(make_record("1", "Arcadia", code="A.PCLI", admin1=None, population=1_000_000))
    writer.add(make_record("2", "Norland", code="A.ADM1", population=300_000, names=("Norland Province",)))
    writer.add(make_record("3", "Norland", code="P.PPLA", population=50_000, latitude=1.1))
    writer.add(make_record("4", "Twin", population=500, latitude=1.5))
    writer.add(make_record("5", "Twin", population=9_000, latitude=40.0, longitude=50.0, admin1="02"))
    writer.add(make_record("6", "Ḩabbāriyah", population=900, names=("حبارية",)))
    directory = tmp_path / "small"
    writer.write(directory)
    return directory
