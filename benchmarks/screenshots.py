"""Take the pictures of the web map that README and docs show, in headless Chromium with the network off.

Run ``python benchmarks/screenshots.py``; it writes docs/images with few colours, so that they stay small. The UCDP GED
pictures need the rows in ``../shared`` and are left as they are without them.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from webmap import CSV, TABLES, read_ucdp

import geomap
from geomap.webmap import event_map, save_map

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FREQUENT, COLOURS = 96, 160
"""So many colours are kept; the page has few, and the shades of its letters' edges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: the map, what the link opens, the window."""

    name: str
    page: Path
    fragment: str = ""
    width: int = 1440
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    phone: bool = False


PHONE: dict[str, Any] = {"width": 390, "height": 844, "phone": True}


def make_pictures(folder: Path) -> list[Picture]:
    """Make the maps and say which pictures to take of them."""
    events = geomap.extract_events(geomap.read(ROOT / "data" / "samples" / "drone-strike.txt"))
    article = save_map(
        event_map(events, title="Strikes in Iraq after a drone hits Erbil airport"), folder / "article.html"
    )
    site = events.loc[events["place_precision"] == "site", "event_id"].iloc[0]
    pictures = [
        Picture(name="reference-desktop", page=article),
        Picture(name="reference-event-dark", page=article, fragment=f"#event={site}", scheme="dark"),
        Picture(name="reference-phone", page=article, **PHONE),
    ]
    if TABLES.is_dir():
        rows = read_ucdp(TABLES / "ged_global_1000_v23.csv", None)
        world = save_map(event_map(rows, title="1,000 events of armed conflict, UCDP GED"), folder / "world.html")
        many = read_ucdp(TABLES / CSV, 100_000)
        whole = save_map(event_map(many, title="100,000 events of armed conflict, UCDP GED"), folder / "whole.html")
        pictures += [
            Picture(name="ucdp-1000", page=world),
            Picture(name="ucdp-1000-phone-dark", page=world, fragment="#v=24,38,2.75", scheme="dark", **PHONE),
            Picture(name="ucdp-100000-dark", page=whole, scheme="dark"),
            Picture(name="ucdp-100000-phone", page=whole, fragment="#v=22,60,2.5", **PHONE),
        ]
    return pictures


def take(browser: Browser, picture: Picture) -> Path:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=1.5 if picture.phone else 1,
        has_touch=picture.phone,
        is_mobile=picture.phone,
        color_scheme=picture.scheme,
        offline=True,
    )
    page = context.new_page()
    page.goto(picture.page.as_uri() + picture.fragment)
    page.wait_for_selector("#geomap[data-ready]", state="attached")
    page.wait_for_timeout(400)
    path = IMAGES / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    with Image.open(path) as taken:
        few = reduce_colours(taken.convert("RGB"))
    few.save(path, optimize=True)
    return path


def reduce_colours(image: Image.Image) -> Image.Image:
    """Keep the most frequent colours as they are, then those farthest from all kept; others become the nearest of them.

    Pillow's own ways merge the colours of actors, which are few pixels each, or shift those of land and water.
    """
    pixels = np.asarray(image)
    colours, places, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    kept = np.argsort(-counts, kind="stable")[:FREQUENT].tolist()
    distances = np.stack([np.abs(colours.astype(int) - colours[k]).sum(axis=1) for k in kept])
    while len(kept) < min(COLOURS, len(colours)):
        kept.append(int(distances.min(axis=0).argmax()))
        distances = np.vstack([distances, np.abs(colours.astype(int) - colours[kept[-1]]).sum(axis=1)])
    nearest = distances.argmin(axis=0).astype(np.uint8)
    few = Image.fromarray(nearest[places].reshape(pixels.shape[:2]), "P")
    few.putpalette(colours[kept].astype(np.uint8).tobytes())
    return few


def main() -> int:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in make_pictures(Path(scratch)):
            path = take(browser, picture)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e3:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
