"""Take the pictures of the web map that README and docs show, in headless Chromium with the network off.

Run ``python benchmarks/screenshots.py``; it writes docs/images, and squeezes the files where pngquant is installed.
The UCDP GED picture needs the rows in ``../shared`` and is left as it is without them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from webmap import TABLES, read_ucdp

import geomap
from geomap.webmap import event_map, save_map

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: the map, what the link opens, the window."""

    name: str
    page: Path
    fragment: str = ""
    width: int = 1440
    height: int = 900
    scheme: Literal["light", "dark"] = "light"


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
        Picture(name="reference-phone", page=article, width=390, height=844),
    ]
    if TABLES.is_dir():
        rows = read_ucdp(TABLES / "ged_global_1000_v23.csv", None)
        world = save_map(event_map(rows, title="1,000 events of armed conflict, UCDP GED"), folder / "world.html")
        pictures.append(Picture(name="ucdp-1000", page=world))
    return pictures


def take(browser: Browser, picture: Picture) -> Path:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme, offline=True
    )
    page = context.new_page()
    page.goto(picture.page.as_uri() + picture.fragment)
    page.wait_for_selector("#geomap[data-ready]", state="attached")
    page.wait_for_timeout(400)
    path = IMAGES / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> int:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    squeeze = shutil.which("pngquant")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in make_pictures(Path(scratch)):
            path = take(browser, picture)
            if squeeze:
                options = ["--force", "--ext", ".png", "--quality", "70-92", "--speed", "1", "--strip"]
                subprocess.run([squeeze, *options, str(path)], check=True)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e3:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
