"""Measure geocoding on UCDP GED rows: name, country, admin1 in; matched share, distance, country by precision out.

Run as ``python benchmarks/gazetteer_ucdp.py TABLE.csv[.gz] [--gazetteer DIR] [--countries SY,IQ,YE] [--wrong 20]``.
The table is UCDP's own CSV with ``where_coordinates``, ``adm_1``, ``country``, ``where_prec``, ``latitude`` and
``longitude``. Precision 1 is the exact place, 2 near it (within 25 km), 3 its district, 4 its province, 5 a line or
region, 6 the country, 7 at sea.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from pathlib import Path

import numpy as np

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import GeocodeResult, find_country
from geomap.gazetteer.matching import measure_km
from geomap.tables.borders import locate_countries

PRECISIONS = {"1": "exact", "2": "near", "3": "district", "4": "province", "5": "region", "6": "country", "7": "sea"}


def read_rows(file: Path) -> list[dict[str, str]]:
    """Read the rows of the table."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def locate_rows(rows: list[dict[str, str]]) -> list[str | None]:
    """Give the country in which UCDP's own point of each row lies: Gaza is filed under Israel, and lies in PS."""
    points = (np.array([float(row[name]) for row in rows]) for name in ("latitude", "longitude"))
    located: list[str | None] = locate_countries(*points).tolist()
    return located


def main() -> None:
    """Geocode the table and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument(
        "--countries", default="", help="only rows of these countries, by ISO code, with commas between"
    )
    parser.add_argument("--wrong", type=int, default=0, help="how many of the worst rows to list")
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    codes = set(filter(None, options.countries.upper().split(",")))
    rows = [r for r in read_rows(options.table) if not codes or find_country(gazetteer, r["country"]) in codes]
    resolved = gazetteer.resolve_rows(
        [row["where_coordinates"] for row in rows],
        countries=[row["country"] for row in rows],
        admin1s=[row["adm_1"] for row in rows],
    )
    tally: Counter[tuple[str, str]] = Counter()
    worst: list[tuple[float, dict[str, str], GeocodeResult]] = []
    for row, result, lies_in in zip(rows, resolved.results, locate_rows(rows), strict=True):
        precision = row["where_prec"]
        tally[precision, "rows"] += 1
        if result.latitude is None:
            tally[precision, "unmatched"] += 1
            worst.append((-1.0, row, result))
            continue
        km = measure_km((result.latitude, result.longitude), (float(row["latitude"]), float(row["longitude"])))
        tally[precision, "matched"] += 1
        tally[precision, "25"] += km <= 25
        tally[precision, "161"] += km <= 161
        tally[precision, "abroad"] += result.country not in {None, find_country(gazetteer, row["country"]), lies_in}
        worst.append((km, row, result))
    print(f"{len(rows)} rows of {options.table.name}; {resolved.matched} matched")
    print("precision      rows  matched  within 25 km  within 161 km  wrong country")
    for code, word in PRECISIONS.items():
        if tally[code, "rows"]:
            matched = max(tally[code, "matched"], 1)
            print(
                f"{code} {word:10} {tally[code, 'rows']:6} {tally[code, 'matched'] / tally[code, 'rows']:8.1%}"
                f" {tally[code, '25'] / matched:13.1%} {tally[code, '161'] / matched:14.1%} {tally[code, 'abroad']:14}"
            )
    for km, row, result in sorted(worst, key=lambda item: -item[0])[: options.wrong]:
        print(
            f"{km:8.0f} km  {row['where_coordinates']} | {row['adm_1']} | {row['country']}"
            f" -> {result.place}, {result.admin1}"
        )


if __name__ == "__main__":
    main()
