"""The events of a frame as arrays: what a figure needs to know of each, read once and checked.

In: a GeoDataFrame in the event schema, or any frame of points with some of its columns. Out: an `EventTable`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geomap.areas import Area, Areas
from geomap.figures.projection import Floats
from geomap.frame import check_frame
from geomap.model import PlacePrecision, PlaceRelation
from geomap.periods import Days
from geomap.symbology import find_area

__all__ = ["Codes", "EventTable", "Flags", "read_events_table"]

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
USUAL_RADIUS_KM = {PlacePrecision.ADMIN2: 25.0, PlacePrecision.ADMIN1: 80.0, PlacePrecision.COUNTRY: 250.0}
"""Assumed for an event whose area has neither outline nor radius; the web map's."""
AREA_PRECISIONS = tuple(USUAL_RADIUS_KM)
PRECISIONS = tuple(PlacePrecision)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTable:
    """Events as arrays of one length.

    ``actor``, ``family``, ``place`` and ``country`` are codes into the tuples of names, -1 for none; ``precision`` is
    the number of a `PlacePrecision`; ``area`` the number of an outline in ``areas``, -1 where there is none. Dates are
    days since 1970-01-01, and mean something only where ``dated``; ``weight`` is the count of an aggregate.
    """

    latitude: Floats
    longitude: Floats
    weight: Codes
    actor: Codes
    family: Codes
    place: Codes
    precision: Codes
    approximate: Flags
    doubtful: Flags
    country: Codes
    area: Codes
    radius_km: Floats
    dated: Flags
    start: Days
    end: Days
    actors: tuple[str, ...]
    families: tuple[str, ...]
    places: tuple[str, ...]
    countries: tuple[str, ...]
    areas: tuple[Area, ...]
    sources: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of events."""
        return len(self.latitude)

    @property
    def placed(self) -> Flags:
        """Which events have a place."""
        return ~np.isnan(self.latitude)

    @property
    def vague(self) -> Flags:
        """Which events stand for an area and are drawn as one: district, province or country."""
        numbers = [PRECISIONS.index(p) for p in AREA_PRECISIONS]
        return np.isin(self.precision, numbers) & ~self.approximate & self.placed

    def take(self, rows: Flags | Codes) -> EventTable:
        """Give some of the events."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        arrays: dict[str, Any] = {n: v[rows] for n, v in values.items() if isinstance(v, np.ndarray)}
        return replace(self, **arrays)

    def count_actors(self) -> dict[int, int]:
        """Count the events of each actor's code, -1 for those that name none."""
        codes, counts = np.unique(self.actor, return_counts=True)
        return dict(zip(codes.tolist(), counts.tolist(), strict=True))


def read_events_table(events: gpd.GeoDataFrame | pd.DataFrame, areas: Areas) -> EventTable:
    """Read a frame of events.

    A word for the precision that is none of geomap's counts as none: the radius or the decimals tell it then.

    Raises
    ------
    MissingColumnError
        When there is neither a geometry nor a pair of coordinates.
    CoordinateError
        When a coordinate is out of range.
    """
    frame = check_frame(events)
    placed = frame["latitude"].notna() & frame["longitude"].notna()
    precision = frame["place_precision"].where(placed, PlacePrecision.UNKNOWN.value).astype(str)
    relation = frame["place_relation"].fillna(PlaceRelation.IN.value).astype(str)
    actor, actors = _encode(frame["actor"])
    family, families = _encode(frame["event_family"])
    place, places = _encode(frame["place"])
    country, countries = _encode(frame["country"])
    area, drawn = match_areas(frame.assign(place_precision=precision, place_relation=relation), areas)
    start, end, dated = _read_dates(frame)
    radius = frame["radius_km"].to_numpy(float)
    for kind, usual in USUAL_RADIUS_KM.items():
        radius = np.where(np.isnan(radius) & (precision == kind.value).to_numpy(), usual, radius)
    return EventTable(
        latitude=frame["latitude"].where(placed).to_numpy(float),
        longitude=frame["longitude"].where(placed).to_numpy(float),
        weight=frame["count"].fillna(1).clip(lower=1).to_numpy(np.int64),
        actor=actor,
        family=family,
        place=place,
        precision=np.asarray(precision.map({p.value: i for i, p in enumerate(PRECISIONS)}), dtype=np.int64),
        approximate=(relation != PlaceRelation.IN.value).to_numpy(bool),
        doubtful=(frame["confidence"].fillna(1.0) < 0.5).to_numpy(bool),
        country=country,
        area=area,
        radius_km=radius,
        dated=dated,
        start=start,
        end=end,
        actors=actors,
        families=families,
        places=places,
        countries=countries,
        areas=drawn,
        sources=tuple(frame["source"].dropna().astype(str).value_counts(sort=True).index.tolist()),
    )


def _encode(column: pd.Series[Any]) -> tuple[Codes, tuple[str, ...]]:
    """Give codes and the words they stand for, in the order of the alphabet; blank cells get -1."""
    words = column.where(column.notna(), "").astype(str).str.strip()
    codes, names = pd.factorize(words.where(words != ""), sort=True)
    return np.asarray(codes, dtype=np.int64), tuple(map(str, names))


def _read_dates(frame: gpd.GeoDataFrame) -> tuple[Days, Days, Flags]:
    """Give the first and the last day; a missing end is the start, and turned-round ends are put right."""
    start = frame["date_start"].fillna(frame["date_end"])
    end = frame["date_end"].fillna(start)
    known = start.notna()
    first, last = (_days(column, known) for column in (start, end))
    return np.minimum(first, last), np.maximum(first, last), known.to_numpy(bool)


def _days(column: pd.Series[Any], known: pd.Series[bool]) -> Days:
    values: Days = column.where(known, pd.Timestamp(0)).to_numpy().astype("datetime64[D]").astype(np.int64)
    return values


def match_areas(frame: pd.DataFrame, areas: Areas) -> tuple[Codes, tuple[Area, ...]]:
    """Match events of country and admin1 precision with outlines; only distinct combinations are looked up."""
    result = np.full(len(frame), -1, dtype=np.int64)
    wide = frame["place_precision"].isin([PlacePrecision.COUNTRY.value, PlacePrecision.ADMIN1.value]).to_numpy()
    names = ["place_precision", "place_relation", "gazetteer_id", "country", "admin1", "place"]
    keys = frame.loc[wide, names].astype(object).where(frame.loc[wide, names].notna(), None)
    numbers = keys.groupby(names, dropna=False, sort=False).ngroup().to_numpy()
    distinct = keys.iloc[np.unique(numbers, return_index=True)[1]] if len(keys) else keys
    found = [find_area(areas, *row) for row in distinct.itertuples(index=False)]
    drawn = list({area.code: area for area in found if area is not None}.values())
    position = {area.code: number for number, area in enumerate(drawn)}
    codes = np.array([-1 if area is None else position[area.code] for area in found], dtype=np.int64)
    if len(codes):
        result[wide] = codes[numbers]
    return result, tuple(drawn)
