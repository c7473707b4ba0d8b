from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import shapely

from geomap.areas import AreaKind, Areas, LineKind, open_areas
from geomap.datafiles import find_data
from geomap.errors import GazetteerFormatError, GazetteerNotFoundError


@pytest.fixture(scope="module")
def areas() -> Areas:
    return open_areas()


def test_every_country_has_a_valid_polygon_with_its_label_point_inside(areas: Areas) -> None:
    for country in areas.countries:
        polygon = areas.polygon(country)
        assert polygon.is_valid, country.code
        point = shapely.Point(country.longitude, country.latitude)
        # Tokelau's atolls are smaller than the basemap keeps
        assert country.code == "TK" or polygon.buffer(0.05).contains(point), country.code


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("IQ", 33.26, 44.23),
        ("UA", 45.3, 34.1),  # Crimea, whose Natural Earth code is Russian
        ("UA", 44.6, 33.55),  # Sevastopol
        ("SO", 9.56, 44.06),  # Hargeisa
        ("CY", 35.33, 33.32),  # Kyrenia
        ("EH", 27.15, -13.2),  # Laayoune
        ("PS", 31.5, 34.45),  # Gaza
        ("GF", 4.9, -52.4),  # French Guiana, which ISO 3166-2 files under France
        ("LS", -29.5, 28.3),
    ],
)
def test_point_lies_in_the_country_that_iso_3166_gives(
    areas: Areas, code: str, latitude: float, longitude: float
) -> None:
    country = areas.country(code)
    assert country is not None
    point = shapely.Point(longitude, latitude)
    assert areas.polygon(country).contains(point)
    others = [c.code for c in areas.countries if c.code != code and areas.polygon(c).contains(point)]
    assert others == []


def test_enclaves_and_inland_seas_are_holes(areas: Areas) -> None:
    south_africa, kazakhstan = areas.country("ZA"), areas.country("KZ")
    assert south_africa is not None
    assert kazakhstan is not None
    assert not areas.polygon(south_africa).contains(shapely.Point(28.3, -29.5))
    assert not areas.polygon(kazakhstan).contains(shapely.Point(50.5, 43.0))


def test_countries_do_not_overlap(areas: Areas) -> None:
    neighbours = [areas.country(code) for code in ("IQ", "SY", "TR", "IR", "JO", "SA", "KW")]
    polygons = [areas.polygon(area) for area in neighbours if area is not None]
    overlap = sum(p.intersection(q).area for i, p in enumerate(polygons) for q in polygons[i + 1 :])
    assert overlap < 1e-6 * sum(p.area for p in polygons)


def test_admin1_is_found_by_geonames_id_and_by_names(areas: Areas) -> None:
    erbil = areas.by_geonames_id(95445)
    assert erbil is not None
    assert (erbil.kind, erbil.code) == (AreaKind.ADMIN1, "IQ-AR")
    for name in ("Arbil", "ARBIL", "Erbil Governorate"):
        assert areas.find_admin1("IQ", name) == erbil, name
    assert areas.find_admin1("SY", "Arbil") is None
    assert areas.find_admin1("IQ", "") is None


def test_country_is_not_found_by_a_division_code(areas: Areas) -> None:
    assert areas.country("IQ-AR") is None
    assert areas.country("") is None


def test_disputed_lines_are_marked(areas: Areas) -> None:
    crimea = areas.find_admin1("UA", "Crimea")
    assert crimea is not None
    lines = {abs(a) if a >= 0 else ~a for ring in areas.rings(crimea.units) for a in ring}
    kinds = {LineKind(int(areas.line_kinds[a])) for a in lines}
    assert LineKind.DISPUTED in kinds
    assert LineKind.BORDER not in kinds


def test_coarse_line_keeps_the_ends_of_the_fine_one(areas: Areas) -> None:
    for number in range(0, areas.arc_count(), 97):
        fine, coarse = areas.arc(number), areas.arc(number, coarse=True)
        if len(coarse):
            assert (coarse[0] == fine[0]).all()
            assert (coarse[-1] == fine[-1]).all()
            assert len(coarse) <= len(fine)


def test_manifest_holds_the_hashes_of_the_files() -> None:
    folder = find_data("basemap")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert sum(p.stat().st_size for p in folder.iterdir()) < 4_000_000


def test_missing_and_broken_basemaps_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(GazetteerNotFoundError, match=r"basemap\.py"):
        open_areas(tmp_path / "none")
    broken = tmp_path / "broken"
    shutil.copytree(find_data("basemap"), broken)
    (broken / "topology.npz").write_bytes(b"PK")
    with pytest.raises(GazetteerFormatError, match="build it again"):
        open_areas(broken)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(GazetteerFormatError, match="format 1"):
        open_areas(foreign)
