"""Taking a gazetteer into a new one: an open gazetteer and a writer go in; places with all their names are added."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.storage import PLACE_MASK
from geomap.gazetteer.writing import GazetteerWriter
from geomap.model import Place

__all__ = ["copy_places"]

_TOLD = 20_000


def copy_places(
    gazetteer: Gazetteer,
    writer: GazetteerWriter,
    *,
    wanted: Callable[[Place], bool] | None = None,
    replaced: Mapping[str, PlaceRecord] | None = None,
    same: Callable[[Place], int | None] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> None:
    """Add the places of a gazetteer to a writer.

    Parameters
    ----------
    gazetteer
        The open gazetteer.
    writer
        The writer that takes the places.
    wanted
        Says which places to take; all where it is None.
    replaced
        Records laid over places, by place id: their point and names count, the place's own names are kept.
    same
        Gives the number of a place in the writer that a place is: its names are added to that one, and its radius.
    progress
        Called with what is done and the number of places done, every twenty thousand places.
    """
    numbers = np.full(len(gazetteer), -1, dtype=np.int64)
    for row in range(len(gazetteer)):
        if progress is not None and row % _TOLD == 0:
            progress("places copied", row)
        place = gazetteer.place_at(row)
        found = same(place) if same is not None else None
        if found is not None:
            numbers[row] = found
            writer.columns.set_radius(found, place.radius_km)
        elif wanted is None or wanted(place):
            record = (replaced or {}).get(place.place_id)
            record = _make_record(gazetteer, row, place) if record is None else _lay_over(gazetteer, row, place, record)
            numbers[row] = writer.add(record)
    for key, entries in gazetteer.list_names(numbers >= 0):
        for entry in entries:
            new = int(numbers[entry & PLACE_MASK])
            if new >= 0:
                writer.post(key, new, entry >> 27)


def _lay_over(gazetteer: Gazetteer, row: int, place: Place, record: PlaceRecord) -> PlaceRecord:
    """Put a record's point and names over a place; what kind of place it is and how prominent stays.

    An administrative unit keeps its own name for printing: tables have seldom more than one romanisation of it.
    """
    laid = _make_record(gazetteer, row, place)
    laid.latitude, laid.longitude = record.latitude, record.longitude
    laid.population = record.population or place.population
    laid.names = record.names
    if place.feature_class == "A":
        laid.names = (record.name, *record.names)
    else:
        laid.name, laid.main_names = record.name, (place.name,)
    return laid


def _make_record(gazetteer: Gazetteer, row: int, place: Place) -> PlaceRecord:
    prefix, _, identifier = place.place_id.partition(":")
    return PlaceRecord(
        prefix=prefix,
        identifier=identifier,
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        population=place.population,
        radius_km=place.radius_km,
        prominence=gazetteer.prominence_at(row),
        precision=place.precision,
        members=gazetteer.members(place) if prefix == "supplement" else (),
    )
