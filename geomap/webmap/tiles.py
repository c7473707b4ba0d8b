"""An online basemap that the reader may switch on: its address, its hosts, its credit, out of xyzservices.

The list of providers is part of the installed package, so a map is made without a network; the page asks the provider
for pictures only after the reader has switched it on.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import xyzservices

from geomap.errors import InputError

__all__ = ["OnlineTiles", "find_tiles"]

GRID = {"x", "y", "z", "s", "r"}
"""Parts of an address that Leaflet fills in for every tile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineTiles:
    """Tiles of a provider; ``subdomains`` and ``max_zoom`` are as Leaflet reads them."""

    name: str
    url: str
    subdomains: str
    max_zoom: int
    attribution: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses with each subdomain filled in: these hosts and no others give pictures."""
        return tuple(dict.fromkeys(self.url.replace("{s}", letter) for letter in self.subdomains))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of the hosts that the page asks once the reader has switched the tiles on."""
        return tuple(urlsplit(address).netloc for address in self.addresses)


def find_tiles(name: str) -> OnlineTiles:
    """Find the tiles of a provider by its name in xyzservices.

    Raises
    ------
    InputError
        When the name is unknown, or the provider wants a key, or is not reached over https with square web tiles.

    Examples
    --------
    >>> find_tiles("OpenStreetMap.Mapnik").hosts
    ('tile.openstreetmap.org',)
    """
    known = xyzservices.providers.flatten()
    folded = {fold_name(known_name): known_name for known_name in known}
    key = folded.get(fold_name(name))
    if key is None:
        near = [folded[n] for n in difflib.get_close_matches(fold_name(name), folded, n=3)]
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise InputError(f"no online map is called {name!r}{meant or '; one of xyzservices is OpenStreetMap.Mapnik'}")
    provider = known[key]
    if provider.requires_token():
        raise InputError(f"{key} wants a key, which every reader of the file could see; choose one without a key")
    url = str(fill_address(provider))
    rest = set(re.findall(r"{(\w+)}", url)) - GRID
    if not url.startswith("https://") or rest:
        raise InputError(f"{key} is at {url!r}, and tiles must come over https by x, y and zoom; choose another")
    return OnlineTiles(
        name=key,
        url=url,
        subdomains=str(provider.get("subdomains", "abc")) if "{s}" in url else "-",
        max_zoom=int(provider.get("max_zoom", 18)),
        attribution=str(provider.get("attribution", key)),
    )


def fold_name(name: str) -> str:
    """Fold a provider's name as xyzservices does: case and punctuation do not count."""
    return re.sub(r"[\W_]", "", name).lower()


def fill_address(provider: Any) -> str:  # noqa: ANN401 - xyzservices' providers are dicts without types
    """Fill in what is the same for every tile, such as the variant of a style."""
    return re.sub(
        r"{(\w+)}",
        lambda part: part[0] if part[1] in GRID else str(provider.get(part[1], part[0])),
        str(provider["url"]),
    )
