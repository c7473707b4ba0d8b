"""Where the data that ships with geomap lies, and whom to credit for it.

It lies inside the installed package, or at the top of a source checkout.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["BASEMAP_CREDIT", "CREDITS", "GEONAMES_CREDIT", "find_data"]

GEONAMES_CREDIT = "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, filtered and merged."
BASEMAP_CREDIT = "Basemap made with Natural Earth."
CREDITS = (GEONAMES_CREDIT, "Made with Natural Earth.", "Airports: OurAirports.")
"""Whom a page that shows all of it credits, line by line."""


def find_data(name: str) -> Path:
    """Give the directory of shipped data called ``name``, such as ``gazetteer`` or ``basemap``.

    An installed wheel carries it as ``geomap/_data/<name>``; an editable install finds ``data/<name>`` beside the
    package. The directory is not checked here: whoever opens it says what is wrong with it.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / "data" / name
