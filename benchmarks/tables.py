"""Measure tables in and out: seconds, peak memory, and the time beside plain geopandas on the same rows and machine.

Run ``python benchmarks/tables.py [--rows 1000000]``. Each step runs in a process of its own. UCDP GED's 176,579 rows
are read from ``../shared``; the table of a million rows with a column of places is made up from the gazetteer, with a
fixed seed. One line a step goes to standard output.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from geomap.gazetteer import Gazetteer

UCDP = Path(__file__).resolve().parents[2] / "shared/data/tables/ucdp-ged/ged_global_176579_nonames.csv.gz"
KINDS = ("airstrike", "protest", "shelling", "flood", "arrest", "armed clash")
PLACES = 40_000

STEP = """
import json, resource, sys, time
{setup}
start, worked = time.perf_counter(), time.process_time()
{body}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - start, time.process_time() - worked, peak, rows]))
"""
"""A step in a process of its own: prints seconds passed, seconds worked, megabytes at the peak, and rows."""

GEOMAP_IN = "frame = read_table({path!r}).frame; rows = len(frame)"


def measure(body: str, setup: str) -> tuple[float, float, float, int]:
    """Run a step; give seconds passed and worked, megabytes at the peak, and rows."""
    done = subprocess.run(
        [sys.executable, "-c", STEP.format(body=body, setup=setup)], capture_output=True, text=True, check=True
    )
    passed, worked, peak, rows = json.loads(done.stdout.splitlines()[-1])
    return passed, worked, peak, rows


def tell(name: str, figures: tuple[float, float, float, int], beside: tuple[float, float, float, int] | None) -> None:
    """Print one line of figures."""
    passed, worked, peak, rows = figures
    ratio = f"  {worked / beside[1]:5.1f} times geopandas" if beside else ""
    print(f"{name:34} {rows:>9,} rows  {passed:6.1f} s  {worked:6.1f} s worked  {peak:7,.0f} MB{ratio}", flush=True)


def measure_ucdp(folder: Path) -> None:
    """Read UCDP GED's rows, write them in each format and read them back."""
    if not UCDP.is_file():
        sys.exit(f"{UCDP}: the rows are not there; run beside the shared folder")
    ours = "import geopandas as gpd, pandas as pd\nfrom geomap import read_table, write_events"
    plain = "import geopandas as gpd, pandas as pd"
    source = str(UCDP)
    points = f"table = pd.read_csv({source!r}); frame = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy("
    points += "table['longitude'], table['latitude']), crs=4326)"
    base = measure(f"{points}; rows = len(frame)", plain)
    tell("UCDP, CSV in", measure(GEOMAP_IN.format(path=source), ours), base)
    loaded = f"{ours}\n{GEOMAP_IN.format(path=source)}"
    for suffix in (".gpkg", ".geojson", ".parquet"):
        target, other = str(folder / f"events{suffix}"), str(folder / f"plain{suffix}")
        written = measure(f"write_events(frame, {target!r}); rows = len(frame)", loaded)
        # the same columns through geopandas alone, so that the ratio is of the work and not of the width
        read = "read_parquet" if suffix == ".parquet" else "read_file"
        save = f"frame.to_{'parquet' if suffix == '.parquet' else 'file'}({other!r})"
        tell(f"UCDP, {suffix} out", written, measure(f"{save}; rows = len(frame)", loaded))
        beside = measure(f"frame = gpd.{read}({other!r}); rows = len(frame)", plain)
        tell(f"UCDP, {suffix} in", measure(GEOMAP_IN.format(path=target), ours), beside)


def write_big(path: Path, rows: int) -> None:
    """Write a table of so many rows with a column of places, some far more often than others, as in the news."""
    random = np.random.default_rng(1)
    gazetteer = Gazetteer.open()
    numbers, _, _ = gazetteer.list_points({"P"})
    places = [gazetteer.place_at(int(n)) for n in random.choice(numbers, PLACES, replace=False)]
    chosen = random.pareto(0.6, rows).astype(np.int64) % PLACES
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "place", "country", "type", "killed", "notes"])
        for row, number in enumerate(chosen.tolist()):
            day = f"{2000 + row % 24}-{row % 12 + 1:02d}-{row % 28 + 1:02d}"
            place = places[number]
            kind = KINDS[row % len(KINDS)]
            writer.writerow([row, day, place.name, place.country, kind, row % 9, f"report number {row}"])


def measure_big(folder: Path, rows: int) -> None:
    """Read the large table, and map it as a user does."""
    path, page = folder / "big.csv", folder / "big.html"
    write_big(path, rows)
    base = measure(f"frame = pd.read_csv({str(path)!r}); rows = len(frame)", "import pandas as pd")
    tell(
        "places, CSV in and geocoded", measure(GEOMAP_IN.format(path=str(path)), "from geomap import read_table"), base
    )
    command = f"sys.argv = ['geomap', 'map', {str(path)!r}, '-o', {str(page)!r}]\ntry:\n    main()\n"
    command += f"except SystemExit as end:\n    assert not end.code, end.code\nrows = {rows}"
    tell("places, geomap map", measure(command, "from geomap.cli import main"), None)
    sizes = [f"{p.name} {p.stat().st_size / 1e6:.0f} MB" for p in (path, page, page.with_suffix(".geojson"))]
    print(", ".join(sizes))


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_ucdp(Path(folder))
        measure_big(Path(folder), options.rows)


if __name__ == "__main__":
    main()
