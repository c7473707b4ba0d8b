"""Countries and first-level divisions as shapes: the basemap that ships with geomap, opened and asked.

In: ISO codes, GeoNames ids or names. Out: areas with a label point, their polygons (shapely, longitude before latitude
as shapely has it, EPSG:4326), and the arcs (shared border and coast lines) that the web map draws. Nothing is read
before `open_areas` is called.
"""

from __future__ import annotations

import json
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely import STRtree, get_parts, union_all
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geomap.datafiles import find_data
from geomap.errors import GazetteerFormatError, GazetteerNotFoundError

__all__ = ["Area", "AreaKind", "Areas", "CityLabel", "LineKind", "SeaLabel", "fold_name", "open_areas"]

FORMAT = 1

Ring = list[int]


class AreaKind(StrEnum):
    """What an area is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"


class LineKind(IntEnum):
    """What an arc of the basemap is drawn as; ``HIDDEN`` closes polygons along the 180° line and is not drawn."""

    COAST = 0
    BORDER = 1
    DISPUTED = 2
    ADMIN1 = 3
    HIDDEN = 4
    LAKE = 5
    RIVER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A country or first-level division.

    ``code`` is ISO 3166-1 alpha-2 (``IQ``) or ISO 3166-2 (``IQ-AR``; Natural Earth's own code ends in ``~``). The
    label point lies inside the area. ``rank`` orders country labels, 0 the most prominent; ``units`` are the admin1
    units the area is made of.
    """

    kind: AreaKind
    code: str
    name: str
    country: str
    latitude: float
    longitude: float
    units: tuple[int, ...]
    geonames_id: int | None = None
    rank: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLabel:
    """A city that the basemap labels."""

    name: str
    latitude: float
    longitude: float
    country: str
    population: int
    is_capital: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaLabel:
    """A sea that the basemap labels; ``rank`` 0 shows on the smallest map."""

    name: str
    latitude: float
    longitude: float
    rank: int


def fold_name(name: str) -> str:
    """Fold a name to letters and digits for comparison, without marks and case.

    >>> fold_name("As-Sulaymānīyah")
    'assulaymaniyah'
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())


class Areas:
    """The basemap's areas, lines and labels; read-only. Open it with `open_areas`."""

    def __init__(self, directory: Path) -> None:
        self._units: list[dict[str, Any]] = json.loads((directory / "units.json").read_text(encoding="utf-8"))
        labels = json.loads((directory / "labels.json").read_text(encoding="utf-8"))
        countries = json.loads((directory / "countries.json").read_text(encoding="utf-8"))
        with np.load(directory / "topology.npz") as packed:
            self._arc_start = packed["arc_start"]
            self.line_kinds: npt.NDArray[np.uint8] = packed["kind"]
            self.sides: npt.NDArray[np.int16] = packed["sides"]
            self._ring_arcs, self._ring_start = packed["ring_arcs"], packed["ring_start"]
            self._unit_start = packed["unit_start"]
            self._coarse = np.unpackbits(packed["coarse"])[: self._arc_start[-1]].astype(bool)
            steps = np.column_stack([packed["steps_x"], packed["steps_y"]]).astype(np.int64)
        self.grid: float = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))["grid_degrees"]
        self._points = restore_points(steps, self._arc_start)
        self.cities = tuple(
            CityLabel(name=n, latitude=lat, longitude=lon, country=c, population=p, is_capital=bool(capital))
            for n, lat, lon, c, p, capital in labels["cities"]
        )
        self.seas = tuple(SeaLabel(name=n, latitude=lat, longitude=lon, rank=r) for n, lat, lon, r in labels["seas"])
        self.countries = self._describe_countries(countries)
        self.admin1 = tuple(self._describe_unit(number, unit) for number, unit in enumerate(self._units))
        self._by_code = {area.code: area for area in (*self.admin1, *self.countries)}
        self._by_geonames = {a.geonames_id: a for a in (*self.admin1, *self.countries) if a.geonames_id}
        self._by_name = self._index_names()

    def _describe_countries(self, countries: list[dict[str, Any]]) -> tuple[Area, ...]:
        members: dict[str, list[int]] = {}
        for number, unit in enumerate(self._units):
            members.setdefault(unit["country"], []).append(number)
        return tuple(
            Area(
                kind=AreaKind.COUNTRY,
                code=c["code"],
                name=c["name"],
                country=c["code"],
                latitude=c["latitude"],
                longitude=c["longitude"],
                units=tuple(members[c["code"]]),
                geonames_id=c["geonames_id"],
                rank=c["rank"],
            )
            for c in countries
        )

    def _describe_unit(self, number: int, unit: dict[str, Any]) -> Area:
        return Area(
            kind=AreaKind.ADMIN1,
            code=unit["code"],
            name=unit["name"],
            country=unit["country"],
            latitude=unit["latitude"],
            longitude=unit["longitude"],
            units=(number,),
            geonames_id=unit["geonames_id"] or None,
        )

    def _index_names(self) -> dict[tuple[str, str], Area]:
        index: dict[tuple[str, str], Area] = {}
        for unit, area in zip(self._units, self.admin1, strict=True):
            for name in unit["names"]:
                index.setdefault((area.country, fold_name(name)), area)
        # a unit's own name beats another unit's alternative name
        index |= {(area.country, fold_name(area.name)): area for area in self.admin1}
        return index

    def country(self, code: str) -> Area | None:
        """Give the country of an ISO 3166-1 alpha-2 code, or None."""
        area = self._by_code.get(code)
        return area if area is not None and area.kind is AreaKind.COUNTRY else None

    def by_geonames_id(self, geonames_id: int) -> Area | None:
        """Give the country or admin1 area of a GeoNames id, or None."""
        return self._by_geonames.get(geonames_id)

    def find_admin1(self, country: str, name: str) -> Area | None:
        """Give the admin1 area of a name within a country, compared without marks and case, or None."""
        found = self._by_name.get((country, fold_name(name)))
        if found is None:
            bare = strip_type_words(name)
            found = self._by_name.get((country, fold_name(bare))) if bare != name else None
        return found

    def rings(self, units: Iterable[int]) -> list[Ring]:
        """Give the outline of some units together as rings of signed arc numbers; ``~n`` is arc ``n`` backwards."""
        used: dict[int, None] = {}
        for unit in units:
            for ring in range(self._unit_start[unit], self._unit_start[unit + 1]):
                for arc in self._ring_arcs[self._ring_start[ring] : self._ring_start[ring + 1]].tolist():
                    if ~arc in used:
                        del used[~arc]
                    else:
                        used[arc] = None
        return self._stitch(list(used))

    def _stitch(self, arcs: list[int]) -> list[Ring]:
        """Chain signed arcs into closed rings by their end points."""
        starts: dict[tuple[int, int], list[int]] = {}
        for arc in arcs:
            starts.setdefault(self._end(arc, first=True), []).append(arc)
        rings = []
        done: set[int] = set()
        for arc in arcs:
            if arc in done:
                continue
            ring, current, home = [arc], arc, self._end(arc, first=True)
            done.add(arc)
            while (here := self._end(current, first=False)) != home:
                following = [a for a in starts.get(here, ()) if a not in done]
                if not following:
                    break
                current = following[0]
                done.add(current)
                ring.append(current)
            rings.append(ring)
        return rings

    def _end(self, arc: int, *, first: bool) -> tuple[int, int]:
        number, at_start = (arc, first) if arc >= 0 else (~arc, not first)
        x, y = self._points[self._arc_start[number] if at_start else self._arc_start[number + 1] - 1].tolist()
        return x, y

    def arc(self, number: int, *, coarse: bool = False) -> npt.NDArray[np.int64]:
        """Give the points of an arc in grid steps (times `grid`: degrees), longitude first.

        The coarse line of a very small island is empty.
        """
        span = slice(int(self._arc_start[number]), int(self._arc_start[number + 1]))
        points = self._points[span]
        return points[self._coarse[span]] if coarse else points

    def arc_sizes(self, *, coarse: bool = False) -> npt.NDArray[np.int64]:
        """Count the points of every arc."""
        if not coarse:
            whole: npt.NDArray[np.int64] = np.diff(self._arc_start).astype(np.int64)
            return whole
        sizes: npt.NDArray[np.int64] = np.add.reduceat(self._coarse, self._arc_start[:-1], dtype=np.int64)
        return sizes

    def lines(
        self, numbers: npt.NDArray[np.int64], fine: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Give the points of several arcs in one run, in grid steps, and how many each arc has.

        ``fine`` tells for each of the ``numbers`` whether its fine or its coarse line is wanted.
        """
        sizes = self.arc_sizes()[numbers]
        ends = np.cumsum(sizes)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        points = np.repeat(self._arc_start[numbers].astype(np.int64), sizes) + within
        kept = np.repeat(fine, sizes) | self._coarse[points]
        chosen: npt.NDArray[np.int64] = self._points[points[kept]]
        return chosen, np.where(fine, sizes, self.arc_sizes(coarse=True)[numbers])

    @cached_property
    def country_arcs(self) -> dict[str, list[int]]:
        """The arcs beside each country's units."""
        result: dict[str, list[int]] = {}
        countries = [unit["country"] for unit in self._units]
        for number, sides in enumerate(self.sides.tolist()):
            for country in {countries[side] for side in sides if side >= 0}:
                result.setdefault(country, []).append(number)
        return result

    @cached_property
    def land(self) -> list[Ring]:
        """The outline of all land, as rings of signed arc numbers."""
        return self.rings(range(len(self._units)))

    def arc_count(self) -> int:
        """Count the arcs."""
        return len(self.line_kinds)

    def polygon(self, area: Area, *, coarse: bool = False) -> MultiPolygon:
        """Give the polygon of an area in degrees, longitude first; holes are those of enclaves and inland seas."""
        shells = []
        for ring in self.rings(area.units):
            parts = [self.arc(a if a >= 0 else ~a, coarse=coarse)[:: 1 if a >= 0 else -1] for a in ring]
            points = np.concatenate(parts) * self.grid
            if len(points) >= 4:
                shells.append(Polygon(points))
        return build_multipolygon(shells)


def build_multipolygon(rings: list[Polygon]) -> MultiPolygon:
    """Combine closed rings so that a ring inside another is its hole, and one inside a hole stands for itself."""
    whole = [part for ring in rings for part in polygons_of(ring if ring.is_valid else ring.buffer(0))]
    if not whole:
        # the coarse outline of a very small island is empty
        return MultiPolygon()
    tree = STRtree(whole)
    inside, around = tree.query([ring.representative_point() for ring in whole], predicate="within")
    outer: dict[int, list[int]] = {number: [] for number in range(len(whole))}
    for number, other in zip(inside.tolist(), around.tolist(), strict=True):
        if other != number:
            outer[number].append(other)
    parts = []
    for number, ring in enumerate(whole):
        if len(outer[number]) % 2:
            continue
        holes = [h for h in outer if number in outer[h] and len(outer[h]) == len(outer[number]) + 1]
        parts += polygons_of(ring.difference(union_all([whole[h] for h in holes])) if holes else ring)
    combined = MultiPolygon(parts)
    # simplified coasts of close islands may cross
    return combined if combined.is_valid else MultiPolygon(polygons_of(union_all([p.buffer(0) for p in parts])))


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Give the polygons of a geometry."""
    return [part for part in get_parts(geometry).tolist() if isinstance(part, Polygon) and not part.is_empty]


def restore_points(steps: npt.NDArray[np.int64], starts: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Turn steps between vertices back into absolute grid positions, arc by arc."""
    total = np.cumsum(steps, axis=0)
    before = total[starts[:-1]] - steps[starts[:-1]]
    points: npt.NDArray[np.int64] = total - np.repeat(before, np.diff(starts), axis=0)
    return points


TYPE_WORDS = (
    "governorate",
    "province",
    "muhafazat",
    "oblast",
    "region",
    "state",
    "district",
    "department",
    "county",
    "prefecture",
    "republic",
)
"""Words that GeoNames' names of divisions carry and Natural Earth's do not ("Erbil Governorate")."""


def strip_type_words(name: str) -> str:
    """Take the words for a kind of division off a name.

    >>> strip_type_words("Idlib Governorate")
    'Idlib'
    """
    kept = [word for word in name.split() if word.casefold() not in (*TYPE_WORDS, "of")]
    return " ".join(kept) or name


@cache
def open_areas(directory: Path | None = None) -> Areas:
    """Open the basemap, once a process; ``directory`` defaults to the one that ships with geomap.

    Raises
    ------
    GazetteerNotFoundError
        When there is no basemap in the directory.
    GazetteerFormatError
        When the basemap is half-built or of another format.

    Examples
    --------
    >>> iraq = open_areas().country("IQ")
    >>> iraq.name, open_areas().polygon(iraq).contains_properly(open_areas().polygon(iraq).representative_point())
    ('Iraq', True)
    """
    where = directory if directory is not None else find_data("basemap")
    manifest = where / "manifest.json"
    if not manifest.is_file():
        raise GazetteerNotFoundError(f"no basemap in {where}: build it with data/build/basemap.py")
    try:
        if json.loads(manifest.read_text(encoding="utf-8")).get("format") != FORMAT:
            raise GazetteerFormatError(f"the basemap in {where} is not of format {FORMAT}: build it again")
        return Areas(where)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise GazetteerFormatError(f"the basemap in {where} cannot be read ({error}): build it again") from error
