"""Measure the web map on UCDP GED rows beside plain folium: time to make, size, time to show, time of a filter step.

Run ``python benchmarks/webmap.py [--sizes 10000 100000] [--folium]``; the rows are read from ``../shared`` and the page
is opened in headless Chromium with the network off. One line of figures a map goes to standard output.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Page, sync_playwright

from geomap.areas import open_areas
from geomap.webmap import event_map

TABLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "tables" / "ucdp-ged"
PLACE_PRECISIONS = {1: "site", 2: "city", 3: "admin2", 4: "admin1", 5: "city", 6: "country", 7: "city"}
"""UCDP GED's where_prec (codebook 23.1): exact, within 25 km, admin2, admin1, linear feature, country, sea or air."""
KINDS = {1: "State-based violence", 2: "Non-state violence", 3: "One-sided violence"}
FAMILIES = {KINDS[1]: "battle", KINDS[2]: "battle", KINDS[3]: "violence against civilians"}
REPEATS = 3
"""Other work on the machine only ever adds to a time, so the best of several runs says most about the page."""
CSV = "ged_global_176579_nonames.csv.gz"

TIMES = """() => new Promise((done) => {
  const root = document.getElementById('geomap');
  let shown = 0;
  const look = () => {
    const now = performance.now();
    if (root.dataset.shown && !shown) shown = now;
    if (root.dataset.ready) done({ shown, ready: now });
    else requestAnimationFrame(() => setTimeout(look, 0));
  };
  look();
})"""
"""Tells when the events were painted and when filters and list were there, in milliseconds from asking for the page."""

FILTER_STEPS = """async () => {
  const longestBlock = (act) => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    let last = performance.now();
    let longest = 0;
    const until = last + 500;
    port1.onmessage = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (now < until) port2.postMessage(0);
      else done(longest);
    };
    act();
    port2.postMessage(0);
  });
  const search = document.querySelector('.gm-side-head input');
  const write = (text) => () => {
    search.value = text;
    search.dispatchEvent(new Event('input'));
  };
  const handle = document.querySelector('.gm-handle');
  const press = (key) => () => handle.dispatchEvent(new KeyboardEvent('keydown', { key }));
  const toggle = () => document.querySelector('.gm-tree input').click();
  const steps = [
    ['actor', toggle], ['actor', toggle],
    ['date', press('PageUp')], ['date', press('Home')], ['text', write('army')], ['text', write('')],
  ];
  const longest = {};
  for (const [name, act] of steps) longest[name] = Math.max(longest[name] || 0, await longestBlock(act));
  return longest;
}"""
"""Takes a step with each filter and tells how long the page was busy with it at a stretch, drawing included."""


def read_ucdp(path: Path, rows: int | None) -> gpd.GeoDataFrame:
    """Read UCDP GED rows as events, from the table with place names or from the larger one without."""
    table = pd.read_csv(path, nrows=rows, low_memory=False)
    detailed = "where_prec" in table
    kinds = table["type_of_violence"].map(lambda kind: KINDS.get(kind, kind))
    dates = table["date_start"] if detailed else table[["year", "month", "day"]]
    events = pd.DataFrame(
        {
            "event_id": table["id"].astype(str),
            "title": table["side_a"].astype(str) + " and " + table["side_b"].astype(str),
            "event_type": kinds,
            "event_family": kinds.map(FAMILIES),
            "actor": table["side_a"],
            "target": table["side_b"],
            "date_start": pd.to_datetime(dates),
            "date_end": pd.to_datetime(table["date_end"] if detailed else dates),
            "place": table["where_coordinates"] if detailed else table["country"],
            "country": table["country"].map(country_codes()),
            "admin1": table["adm_1"] if detailed else None,
            "place_precision": table["where_prec"].map(PLACE_PRECISIONS) if detailed else "city",
            "killed_min": table["low" if detailed else "low_death"],
            "killed_max": table["high" if detailed else "high_death"],
            "quote": table["source_article"] if detailed else table["conflict_name"],
        }
    )
    return gpd.GeoDataFrame(events, geometry=gpd.points_from_xy(table["longitude"], table["latitude"]), crs=4326)


def country_codes() -> dict[str, str]:
    """Give country codes by the names UCDP uses."""
    codes = {area.name: area.code for area in open_areas().countries}
    other = {
        "DR Congo (Zaire)": "CD",
        "Yemen (North Yemen)": "YE",
        "Myanmar (Burma)": "MM",
        "Russia (Soviet Union)": "RU",
        "United States of America": "US",
        "Congo": "CG",
        "Cambodia (Kampuchea)": "KH",
    }
    return codes | other


def measure(page: Page, path: Path, *, filters: bool) -> dict[str, float]:
    """Open a map and measure when it shows its events and when it is ready, and how long filters take, in seconds."""
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("#geomap", state="attached")
    times: dict[str, float] = page.evaluate(TIMES)
    figures = {name: milliseconds / 1000 for name, milliseconds in times.items()}
    if filters:
        steps: dict[str, float] = page.evaluate(FILTER_STEPS)
        figures |= {name: longest / 1000 for name, longest in steps.items()}
    return figures


def measure_best(browser: Browser, path: Path, *, filters: bool) -> dict[str, float]:
    """Measure a map several times, each time in a context of its own, and keep the best of each figure."""
    runs = []
    for _ in range(REPEATS):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        runs.append(measure(context.new_page(), path, filters=filters))
        context.close()
    return {name: min(run[name] for run in runs) for name in runs[0]}


def make_plain(events: gpd.GeoDataFrame, kind: str) -> folium.Map:
    """Make the same points with plain folium."""
    plain = folium.Map(tiles=None, prefer_canvas=True)
    points = list(zip(events.geometry.y, events.geometry.x, strict=True))
    if kind == "cluster":
        FastMarkerCluster(points).add_to(plain)  # type: ignore[no-untyped-call]
    else:
        for point, actor in zip(points, events["actor"].astype(str), strict=True):
            folium.CircleMarker(point, radius=4, tooltip=actor).add_to(plain)
    return plain


def run(sizes: list[int], *, with_folium: bool) -> None:
    """Measure every size and print the figures."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        # the browser is running already when a reader opens a file
        browser.new_page().goto("about:blank")
        time.sleep(3)
        for size in sizes:
            events = read_ucdp(TABLES / CSV, size)
            start = time.perf_counter()
            path = Path(scratch) / f"geomap-{size}.html"
            event_map(events, title="UCDP GED").save(path)
            report("geomap", len(events), time.perf_counter() - start, path, browser, filters=size > 0)
            for kind in ("circles", "cluster") if with_folium and 0 < size <= 10_000 else ():
                start = time.perf_counter()
                path = Path(scratch) / f"{kind}-{size}.html"
                make_plain(events, kind).save(path)
                # plain folium shows nothing without the network, so only making it can be measured here
                report(f"folium {kind}", len(events), time.perf_counter() - start, path, None, filters=False)
        browser.close()


def report(name: str, size: int, made: float, path: Path, browser: Browser | None, *, filters: bool) -> None:
    """Print one line."""
    line = f"{name:<16} {size:>7} events  made {made:6.2f} s  {path.stat().st_size / 1e6:6.2f} MB"
    if browser is not None:
        figures = measure_best(browser, path, filters=filters)
        line += f"  shown {figures.pop('shown'):.2f} s  ready {figures.pop('ready'):.2f} s"
        line += "".join(f"  {name} {seconds * 1000:.0f} ms" for name, seconds in figures.items())
    print(line)


def main() -> int:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[0, 10_000, 100_000, 176_579])
    parser.add_argument("--folium", action="store_true", help="also make plain folium maps of the same points")
    arguments = parser.parse_args()
    if not TABLES.is_dir():
        print(f"no UCDP rows in {TABLES}", file=sys.stderr)
        return 1
    run(arguments.sizes, with_folium=arguments.folium)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
