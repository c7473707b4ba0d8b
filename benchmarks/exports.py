"""Time, size and peak memory of writing and reading every row of UCDP GED in each format, beside plain geopandas.

    python benchmarks/exports.py [--rows N] [--formats gpkg,geojson]

Each figure is of a fresh process; the seconds in brackets are the processor's, which a busy machine changes less.
"geopandas" is ``to_file`` (or ``to_parquet``, ``to_csv``, ``to_excel``) on the same frame with its defaults, in the
same run; where it cannot write the frame, it says why. Reads ``../shared/data/tables/ucdp-ged``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geomap.export import read_events, write_events
from geomap.frame import check_frame

TABLE = Path(__file__).resolve().parents[2] / "shared/data/tables/ucdp-ged/ged_global_176579_nonames.csv.gz"
FORMATS = ("geojson", "gpkg", "fgb", "parquet", "kml", "csv", "xlsx", "jsonl")
FAMILIES = {
    "State-based violence": "battle",
    "Non-state violence": "battle",
    "One-sided violence": "violence against civilians",
}


def read_ucdp(rows: int | None) -> gpd.GeoDataFrame:
    """Give the rows of UCDP GED as an event frame, with two columns of their own beside the schema's."""
    raw = pd.read_csv(TABLE, nrows=rows)
    days = pd.to_datetime(raw[["year", "month", "day"]])
    return check_frame(
        pd.DataFrame(
            {
                "event_id": "ucdp-" + raw["id"].astype(str),
                "title": raw["side_a"] + " against " + raw["side_b"] + ", " + raw["country"],
                "event_type": raw["type_of_violence"].str.lower(),
                "event_family": raw["type_of_violence"].map(FAMILIES),
                "actor": raw["side_a"],
                "target": raw["side_b"],
                "date_start": days,
                "date_end": days,
                "date_precision": "day",
                "place_precision": "city",
                "radius_km": 25.0,
                "latitude": raw["latitude"],
                "longitude": raw["longitude"],
                "killed_min": raw["low_death"],
                "killed_max": raw["high_death"],
                "source": "UCDP GED",
                "conflict_name": raw["conflict_name"],
                "best_death": raw["best_death"],
            }
        )
    )


def write_plainly(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a frame as someone with geopandas alone would."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    elif path.suffix == ".jsonl":
        table.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)
    else:
        frame.to_file(path)


def measure(step: str, path: Path, rows: int | None) -> None:
    """Do one step in this process and print seconds and peak memory as JSON."""
    frame = None if step == "read" else read_ucdp(rows)
    start, worked = time.perf_counter(), time.process_time()
    problem = None
    try:
        if step == "read":
            assert len(read_events(path)) == (rows or 176_579)  # noqa: S101 - a wrong figure is no figure
        elif frame is not None and step == "write":
            write_events(frame, path)
        elif frame is not None:
            write_plainly(frame, path)
    except Exception as error:
        if step != "geopandas":
            raise
        problem = f"{type(error).__name__}: {error}"
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "problem": problem}))


def run(step: str, path: Path, rows: int | None) -> dict[str, float]:
    """Do one step in a fresh process."""
    command = [sys.executable, __file__, "--step", step, "--path", str(path)]
    command += ["--rows", str(rows)] if rows else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def tell(result: dict[str, float]) -> str:
    """Tell seconds on the clock and, in brackets, of the processor."""
    return f"{result['seconds']:.1f} ({result['cpu']:.1f})"


def main() -> None:
    """Print a line a format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="only the first N rows")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--step", choices=["write", "read", "geopandas"], help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        measure(given.step, given.path, given.rows)
        return
    print(f"{given.rows or 176_579:,} events, {multiprocessing.cpu_count()} cores")
    print(
        f"{'format':8} {'write s':>12} {'MB peak':>8} {'read s':>12} {'MB peak':>8} {'file MB':>8}   geopandas: s, MB"
    )
    for suffix in given.formats.split(","):
        with tempfile.TemporaryDirectory() as folder:
            path, other = Path(folder) / f"e.{suffix}", Path(folder) / f"plain.{suffix}"
            wrote, read = run("write", path, given.rows), run("read", path, given.rows)
            plain = run("geopandas", other, given.rows)
            beside = plain["problem"] or f"{tell(plain)}, {other.stat().st_size / 1e6:.0f}"
            print(
                f"{suffix:8} {tell(wrote):>12} {wrote['peak_mb']:8.0f} {tell(read):>12} "
                f"{read['peak_mb']:8.0f} {path.stat().st_size / 1e6:8.1f}   {beside}",
                flush=True,
            )


if __name__ == "__main__":
    main()
